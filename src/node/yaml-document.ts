import {resolve} from 'node:path'
import type {Checked} from '../model/problem.js'
import type {SourceDocument} from '../model/source-document.js'
import {readYamlText} from './read-yaml-text.js'

/** Reads a YAML 1.2 (or JSON) file. Every problem of its form at once, each with its place. An empty file holds null. */
export async function readYamlDocument(file: string): Promise<Checked<SourceDocument>> {
  const path = resolve(file)
  const text = await readYamlText(path)
  return text.ok ? await parseYamlDocument(text.value, path) : text
}

/** Parses the text of a YAML 1.2 file, core schema; `file` is only named in places. */
export async function parseYamlDocument(text: string, file: string): Promise<Checked<SourceDocument>> {
  const [{composeYaml}, {aliasTargets}, {placesOf}, {valueOfYaml}] = await Promise.all([
    import('./yaml-syntax.js'),
    import('./yaml-aliases.js'),
    import('./yaml-places.js'),
    import('./yaml-value.js'),
  ])
  const composed = composeYaml(text, file)
  if (!composed.ok) return composed
  const {document, place} = composed.value
  if (document === undefined) return {ok: true, value: {file, value: null, at: () => ({file, line: 1, column: 1})}}
  const targets = aliasTargets(document)
  const converted = valueOfYaml(document, targets, place)
  return converted.ok ? {ok: true, value: {file, value: converted.value, at: placesOf(document, targets, place)}} : converted
}
