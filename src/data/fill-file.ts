import {createWriteStream} from 'node:fs'
import {Readable} from 'node:stream'
import {pipeline} from 'node:stream/promises'
import {createGzip} from 'node:zlib'

/** Writes bytes into a file that is there, packed by gzip where that is asked. */
export async function fillFile(file: string, bytes: AsyncIterable<Buffer>, isGzip: boolean): Promise<void> {
  const source = Readable.from(bytes, {objectMode: false})
  const sink = createWriteStream(file, {flags: 'r+'})
  await (isGzip ? pipeline(source, createGzip(), sink) : pipeline(source, sink))
}
