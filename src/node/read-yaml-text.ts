import {open} from 'node:fs/promises'
import {problem} from '../errors/problem.js'
import {fileFault} from '../errors/file-fault.js'
import type {Checked, Problem} from '../model/problem.js'
import {utf8Text} from './utf8-text.js'

/** A job is written by hand: what is larger was not meant to be one. */
const maxBytes = 16 * 1024 * 1024

/** The text of a UTF-8 file of at most 16 MiB, without its byte order mark, or why it cannot be had. */
export async function readYamlText(path: string): Promise<Checked<string>> {
  let bytes: Buffer
  try {
    // One byte more than is allowed, so that neither a huge file nor an endless device is read whole.
    bytes = await readStart(path, maxBytes + 1)
  } catch (error) {
    return refused(unreadable(path, error as NodeJS.ErrnoException))
  }
  if (bytes.length > maxBytes)
    return refused(problem('yaml_too_large', `${path} is larger than the 16 MiB that a YAML file may have`))
  const read = utf8Text(bytes)
  if (read.ok) return {ok: true, value: read.text}
  const {line, hint} = read
  return refused(problem('yaml_not_utf8', `${path} is not UTF-8`, {at: {file: path, line}, hint}))
}

/** The first bytes of a file, as many as it has and are wanted. A stream would do, but takes longer to load than to read. */
async function readStart(path: string, most: number): Promise<Buffer> {
  const file = await open(path)
  try {
    const chunks: Buffer[] = []
    for (let left = most; left > 0;) {
      const {bytesRead, buffer} = await file.read(Buffer.alloc(Math.min(left, 65_536)))
      if (bytesRead === 0) break
      chunks.push(buffer.subarray(0, bytesRead))
      left -= bytesRead
    }
    return Buffer.concat(chunks)
  } finally {
    await file.close()
  }
}

function unreadable(path: string, error: NodeJS.ErrnoException): Problem {
  const {code} = error
  if (code === 'ENOENT' || code === 'ENOTDIR') return problem('file_missing', `there is no file ${path}`)
  if (code === 'EISDIR') return problem('file_missing', `${path} is a folder, not a file`)
  return fileFault('yaml_unreadable', `cannot read ${path}`, error, {path})
}

function refused(one: Problem): {ok: false; problems: readonly Problem[]} {
  return {ok: false, problems: [one]}
}
