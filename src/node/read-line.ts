import {closeSync, fstatSync, openSync, readFileSync, readSync, statSync} from 'node:fs'

const lineFeed = 10
const blockBytes = 256 * 1024
/** Files of more bytes may be data. */
const mostKept = 32 * 1024 * 1024
/** No more of a line is shown than fits a terminal. */
const mostBytes = 64 * 1024

/**
 * One line of a UTF-8 file, from 1, without its end, as far as 64 KiB; nothing when there is none, or the file is packed or
 * cannot be read. At once, for the last words of a process, and in little memory, since the file may be data.
 */
export function readLineNow(file: string, line: number): string | undefined {
  try {
    const handle = openSync(file, 'r')
    try {
      return fstatSync(handle).isFile() ? lineIn(handle, line) : undefined
    } finally {
      closeSync(handle)
    }
  } catch {
    return undefined
  }
}

/** The same for many lines: of a file that is asked for again, and is not large, all lines are kept. */
export function lineReader(): typeof readLineNow {
  const files = new Map<string, readonly string[] | undefined>()
  return (file, line) => {
    if (!files.has(file)) {
      files.set(file, undefined)
      return readLineNow(file, line)
    }
    const lines = files.get(file) ?? linesOf(file)
    files.set(file, lines)
    return lines === undefined ? readLineNow(file, line) : lines[line - 1]?.replace(/\r$/, '').slice(0, mostBytes)
  }
}

function linesOf(file: string): readonly string[] | undefined {
  try {
    const stats = statSync(file)
    if (!stats.isFile() || stats.size > mostKept) return undefined
    const bytes = readFileSync(file)
    return bytes[0] === 0x1f && bytes[1] === 0x8b ? undefined : bytes.toString('utf8').split('\n')
  } catch {
    return undefined
  }
}

function lineIn(handle: number, wanted: number): string | undefined {
  const block = Buffer.allocUnsafe(blockBytes)
  let line = 1
  let found = Buffer.alloc(0)
  for (let at = 0; ;) {
    const bytes = block.subarray(0, readSync(handle, block, 0, blockBytes, at))
    if (bytes.length === 0) return line === wanted && at > 0 ? textOf(found) : undefined
    if (at === 0 && bytes[0] === 0x1f && bytes[1] === 0x8b) return undefined
    at += bytes.length
    let start = 0
    for (; line < wanted; line += 1) {
      const end = bytes.indexOf(lineFeed, start)
      if (end < 0) break
      start = end + 1
    }
    if (line < wanted) continue
    const end = bytes.indexOf(lineFeed, start)
    found = Buffer.concat([found, bytes.subarray(start, end < 0 ? bytes.length : end)])
    if (end >= 0 || found.length >= mostBytes) return textOf(found.subarray(0, mostBytes))
  }
}

function textOf(bytes: Buffer): string {
  return bytes.toString('utf8').replace(/\r$/, '')
}
