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
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
}
