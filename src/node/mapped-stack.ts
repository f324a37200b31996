import {readFileSync} from 'node:fs'
import {SourceMap, type SourceMapPayload} from 'node:module'
import {join} from 'node:path'
import {frameworkRoot} from './framework-root.js'

/** As scripts/bundle.js writes them: of each piece of a script the line before its first, and its source map. */
interface ScriptMaps {
  readonly name: string
  readonly pieces: readonly {readonly line: number; readonly map: SourceMapPayload}[]
}

/** The stack of an error with the places of the sources, where code of the bundle stands in it. Never fails. */
export function mappedStack({stack = '', message}: Error): string {
  const folder = join(frameworkRoot(), 'dist/bundle')
  if (!stack.includes(folder)) return stack === '' ? message : stack
  try {
    const maps = JSON.parse(readFileSync(join(folder, 'datapy.bundle.maps'), 'utf8')) as readonly ScriptMaps[]
    return stack.replaceAll(
      /[^\s()]+\/dist\/bundle\/([\w-]+\.js):(\d+):(\d+)/g,
      (whole, name: string, line: string, column: string) => {
        const pieces = maps.find((one) => one.name === name)?.pieces ?? []
        const piece = pieces.findLast((one) => one.line < Number(line))
        const found = piece && new SourceMap(piece.map).findEntry(Number(line) - 1 - piece.line, Number(column) - 1)
        return found !== undefined && 'originalSource' in found
          ? `${join(folder, found.originalSource)}:${String(found.originalLine + 1)}:${String(found.originalColumn + 1)}`
          : whole
      },
    )
  } catch {
    return stack
  }
}
