import {problem} from '../errors/problem.js'
import type {Checked} from '../model/problem.js'

/**
 * The JavaScript of a TypeScript module: its types taken out, its line numbers kept. Types are not checked; what cannot
 * be read as TypeScript is a problem with its place.
 */
export async function stripTypes(source: string, file: string): Promise<Checked<string>> {
  const {transform} = await import('sucrase')
  try {
    const {code} = transform(source, {transforms: ['typescript'], disableESTransforms: true, filePath: file})
    return {ok: true, value: code}
  } catch (error) {
    const {line, column} = placeIn(error)
    const reason = (error instanceof Error ? error.message : String(error)).replace(`Error transforming ${file}: `, '')
    return {
      ok: false,
      problems: [
        problem('mod_source_unreadable', `${file} is no TypeScript: ${reason.replace(/ \(\d+:\d+\)$/, '')}`, {
          at: {file, ...(line !== undefined && {line}), ...(column !== undefined && {column})},
        }),
      ],
    }
  }
}

/** Where sucrase says that something is wrong. */
function placeIn(error: unknown): {readonly line?: number; readonly column?: number} {
  const [, line, column] = /\((\d+):(\d+)\)$/.exec(error instanceof Error ? error.message : '') ?? []
  return line === undefined ? {} : {line: Number(line), column: Number(column)}
}
