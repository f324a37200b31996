import {writeFile} from 'node:fs/promises'
import {gzipSync} from 'node:zlib'
import {Header, type types} from 'tar'

/** An entry of a tarball as only somebody who means harm writes it. */
export interface TarEntry {
  readonly path: string
  readonly content?: string
  readonly type?: types.EntryTypeName
  /** Where a link leads to. */
  readonly linkpath?: string
}

/** Writes a tar.gz with just these entries, whatever they say: no library that packs files would. */
export async function writeTar(file: string, entries: readonly TarEntry[]): Promise<string> {
  const blocks = entries.flatMap(({path, content = '', type = 'File', linkpath}) => {
    const body = Buffer.from(content)
    const size = type === 'File' ? body.length : 0
    const header = new Header({path, size, type, mode: 0o755, mtime: new Date(0), ...(linkpath !== undefined && {linkpath})})
    header.encode()
    if (header.block === undefined) throw new Error(`no header for ${path}`)
    return [header.block, ...(size === 0 ? [] : [body, Buffer.alloc((512 - (size % 512)) % 512)])]
  })
  await writeFile(file, gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)])))
  return file
}

/** What climbs out of the folder that a tarball is unpacked into, or would lead there; `top` is the folder it all lies in. */
export function climbing(top: string, outside: string): Readonly<Record<string, readonly TarEntry[]>> {
  const content = 'climbed'
  return {
    'a path with ..': [{path: `${top}/../../../../climbed.js`, content}],
    'an absolute path': [{path: `${outside}/climbed.js`, content}],
    'a link out, and a file through it': [
      {path: `${top}/way`, type: 'SymbolicLink', linkpath: outside},
      {path: `${top}/way/climbed.js`, content},
    ],
    'a hard link to a file outside': [{path: `${top}/hard.js`, type: 'Link', linkpath: `${outside}/victim.txt`}],
    'a link in the place of the entry': [{path: `${top}/index.js`, type: 'SymbolicLink', linkpath: `${outside}/evil.js`}],
    'a device': [{path: `${top}/device`, type: 'CharacterDevice'}],
    'a pipe': [{path: `${top}/pipe`, type: 'FIFO'}],
    'a path with .. only at its end': [{path: `${top}/a/..`, type: 'Directory'}],
    'a path with backslashes': [{path: `${top}\\..\\..\\climbed.js`, content}],
  }
}
