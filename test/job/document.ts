import type {Checked, Problem} from '../../src/model/problem.js'
import type {SourceDocument} from '../../src/model/source-document.js'
import {parseYamlDocument} from '../../src/node/yaml-document.js'

/** A document of YAML text, as if it came from a file. */
export async function documentOf(text: string, file = '/jobs/daily.yaml'): Promise<SourceDocument> {
  const parsed = await parseYamlDocument(text, file)
  if (!parsed.ok) throw new Error(parsed.problems.map(({message}) => message).join('; '))
  return parsed.value
}

/** The problems of something checked, none when it is right. */
export function problemsOf(checked: Checked<unknown>): readonly Problem[] {
  return checked.ok ? [] : checked.problems
}

/** Problems as lines `line:column message (hint)`. */
export function told(checked: Checked<unknown>): readonly string[] {
  return problemsOf(checked).map(
    ({message, hint, at}) => `${String(at?.line)}:${String(at?.column)} ${message}${hint === undefined ? '' : ` (${hint})`}`,
  )
}
