import type {Problem} from '../../model/problem.js'
import type {RegistryReport} from '../../sdk/validate-registry.js'

/** What validate-registry found: a line for each problem, or one that says that all is well. */
export function renderRegistryProblems({registry, mods_checked: checked, problems}: RegistryReport): string {
  if (problems.length === 0) return `${registry}: ${String(checked)} ${checked === 1 ? 'mod' : 'mods'} checked, no problems`
  return problems.map(line).join('\n')
}

/** As compilers print it, so that editors and other tools can follow it to its place. */
function line({code, message, at, hint}: Problem): string {
  const place = at === undefined ? '' : [at.file, at.line, at.column].filter((part) => part !== undefined).join(':')
  const text = [place, `${String(code)}:`, message, hint === undefined ? '' : `(${hint})`].filter((part) => part !== '').join(' ')
  return text.replaceAll(/\s*[\r\n]+\s*/g, ' ')
}
