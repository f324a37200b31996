import type {RunSettings} from './settings.js'

/** The command line that runs a job, or one step of it, as these settings say; fit to be pasted into a shell. */
export function runCommand(file: string, {set = [], run, registry}: RunSettings, step?: string): string {
  const what = step === undefined ? ['run-job', file] : ['run-mod', step, '--params', file]
  const flags = [
    ...set.flatMap((one) => ['--set', one]),
    ...(run === undefined ? [] : ['--run', run]),
    ...(registry === undefined ? [] : ['--registry', registry]),
  ]
  return ['datapy', ...what, ...flags].map(quoted).join(' ')
}

function quoted(word: string): string {
  // A line end would make two lines of it wherever it is shown.
  if (/\p{Cc}/u.test(word)) return `$'${word.replaceAll(/['\\]|\p{Cc}/gu, escapeOf)}'`
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
}

/** As bash, zsh and ksh read it between `$'` and `'`. */
function escapeOf(char: string): string {
  const code = char.charCodeAt(0)
  if (char === '\n') return String.raw`\n`
  return char === "'" || char === '\\' ? `\\${char}` : `\\u${code.toString(16).padStart(4, '0')}`
}
