import {readFile} from 'node:fs/promises'
import {resolve} from 'node:path'
import {problem} from '../errors/problem.js'
import type {Checked, Problem} from '../model/problem.js'
import type {SourceDocument} from '../model/source-document.js'

/** A job is written by hand: what is larger was not meant to be one. */
const maxBytes = 16 * 1024 * 1024

/** Reads a YAML 1.2 (or JSON) file. Every problem of its form at once, each with its place. */
export async function readYamlDocument(file: string): Promise<Checked<SourceDocument>> {
  const path = resolve(file)
  let bytes: Buffer
  try {
    bytes = await readFile(path)
  } catch (error) {
    const {code, message} = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return refused(problem('file_missing', `there is no file ${path}`))
    if (code === 'EISDIR') return refused(problem('file_missing', `${path} is a folder, not a file`))
    return refused(problem('file_unreadable', `cannot read ${path}: ${message}`))
  }
  if (bytes.length > maxBytes) {
    return refused(
      problem(
        'yaml_too_large',
        `${path} has ${String(bytes.length)} bytes, more than the ${String(maxBytes)} that a YAML file may have`,
      ),
    )
  }
  try {
    return await parseYamlDocument(new TextDecoder('utf-8', {fatal: true}).decode(bytes), path)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return refused(problem('yaml_not_utf8', `${path} is not UTF-8`, {at: {file: path}, hint: 'save it as UTF-8'}))
  }
}

/** Parses the text of a YAML 1.2 file, core schema; `file` is only named in places. */
export async function parseYamlDocument(text: string, file: string): Promise<Checked<SourceDocument>> {
  const [{LineCounter, parseAllDocuments}, {placesOf}, {valueOfYaml}] = await Promise.all([
    import('yaml'),
    import('./yaml-places.js'),
    import('./yaml-value.js'),
  ])
  const lines = new LineCounter()
  const place = (offset: number, length = 0) => {
    const {line, col} = lines.linePos(offset)
    return {file, line: Math.max(1, line), column: Math.max(1, col), ...(length > 0 && {length})}
  }
  const nul = text.indexOf('\0')
  // The library's own check of duplicate keys is quadratic, its bound on aliases refuses harmless files: both are done here.
  const documents = parseAllDocuments(text, {
    version: '1.2',
    schema: 'core',
    uniqueKeys: false,
    intAsBigInt: true,
    merge: false,
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'silent',
  })
  if (nul >= 0) return refused(problem('yaml_syntax', 'a NUL byte cannot stand in YAML', {at: place(nul)}))
  const [document, second] = Array.isArray(documents) ? documents : []
  if (document === undefined) return refused(problem('yaml_empty', `${file} is empty`, {at: {file, line: 1, column: 1}}))
  if (second !== undefined) {
    return refused(
      problem('yaml_syntax', 'one file holds one document', {
        at: place(second.range[0]),
        hint: 'remove the "---" and what follows it',
      }),
    )
  }
  const problems: Problem[] = [...document.errors, ...document.warnings].map(({message, pos: [start, end]}) =>
    problem('yaml_syntax', firstLine(message), {at: place(start, Math.min(end - start, 80))}),
  )
  if (problems.length > 0) return {ok: false, problems}
  const converted = valueOfYaml(document, place)
  if (!converted.ok) return converted
  const at = placesOf(document, file, place)
  return {ok: true, value: {file, value: converted.value, at}}
}

function firstLine(message: string): string {
  return (message.split('\n')[0] ?? message).replace(/ at line \d+, column \d+:?$/, '')
}

function refused(one: Problem): {ok: false; problems: readonly Problem[]} {
  return {ok: false, problems: [one]}
}
