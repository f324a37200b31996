import {isAbsolute, relative, sep} from 'node:path'
import {catalogue, isProblemCode} from '../../../errors/catalogue.js'
import type {Place, Problem} from '../../../model/problem.js'

/** Problems as SARIF 2.1.0; files are told relative to `folder` where they lie in it. */
export function renderSarif(
  problems: readonly Problem[],
  {folder, version}: {readonly folder: string; readonly version: string},
): object {
  const codes = [...new Set(problems.map(({code}) => String(code)))].toSorted()
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {driver: {name: 'DataPy', version, rules: codes.map(ruleOf)}},
        columnKind: 'utf16CodeUnits',
        results: problems.map(({code, message, hint, at}) => ({
          ruleId: String(code),
          ruleIndex: codes.indexOf(String(code)),
          level: 'error',
          message: {text: hint === undefined ? message : `${message} (${hint})`},
          ...(at !== undefined && {locations: [{physicalLocation: locationOf(at, folder)}]}),
        })),
      },
    ],
  }
}

function ruleOf(id: string): object {
  if (!isProblemCode(id)) return {id}
  const {meaning, fix} = catalogue[id]
  return {id, shortDescription: {text: meaning}, help: {text: fix}}
}

function locationOf({file, line, column, length}: Place, folder: string): object {
  return {
    artifactLocation: {uri: uriOf(file, folder)},
    ...(line !== undefined && {
      region: {
        startLine: line,
        ...(column !== undefined && {startColumn: column}),
        ...(column !== undefined && length !== undefined && {endColumn: column + length}),
      },
    }),
  }
}

function uriOf(file: string, folder: string): string {
  const path = pathFrom(file, folder)
  const escaped = path.split(sep).map(encodeURIComponent).join('/')
  return isAbsolute(path) ? `file://${escaped}` : escaped
}

/** A path as seen from a folder, where it lies in it; else as it is. */
export function pathFrom(file: string, folder: string): string {
  const path = relative(folder, file)
  return path === '' || path.startsWith('..') || isAbsolute(path) ? file : path
}
