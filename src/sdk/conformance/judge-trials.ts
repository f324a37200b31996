import type {RegistryEntry} from '../../model/registry.js'
import {judged, notChecked, type Check} from './report.js'
import type {TrialOutcome, TrialsRun} from './run-trials.js'
import {secret, type Trial, type TrialEnd} from './trial.js'

/** A trial and how it ended. */
export interface Tried {
  readonly trial: Trial
  readonly outcome: TrialOutcome
}

/** How long `run` may take to settle once its signal is aborted: the grace that a job gives it. */
const graceMs = 2000
/** Faults of the mod whatever it was given; other errors may be the fault of what it was given. */
const alwaysFaults = [
  'bad_result',
  'mod_exited',
  'mod_unhandled',
  'mod_never_settled',
  'row_balance',
  'mod_import_failed',
  'mod_without_run',
]
/** What a mod that thinks of all tables neither throws nor makes the engine throw. */
const thrownFaults = ['mod_threw', 'sql_failed', 'sql_not_select']

export const casesFix = 'give runs that succeed in datapy-test.yaml: docs/testing-a-mod.md shows how'

export function endOf({outcome}: Tried): TrialEnd | undefined {
  return outcome.kind === 'ended' ? outcome.end : undefined
}

export function succeeded(tried: Tried): boolean {
  const end = endOf(tried)
  return end !== undefined && end.status !== 'error'
}

/** Whether it runs, and gives a standard result. `isAuthors`: its cases must succeed. */
export function judgeRuns(tried: readonly Tried[], isAuthors: boolean): Check {
  const faults = tried.flatMap((one) => brokenBy(one))
  const errors = tried.flatMap((one) =>
    succeeded(one) || brokenBy(one).length > 0 ? [] : [`${one.trial.name}: ${errorsOf(one)}`],
  )
  const fix = 'run must return result.success(), result.warning() or result.error(), and neither exit, hang nor leave a rejection'
  if (faults.length === 0 && errors.length > 0 && !isAuthors) {
    return notChecked('runs', `no run succeeds with ${errors.join('; ')}`, casesFix)
  }
  return judged('runs', [...faults, ...(isAuthors ? errors : [])], {
    ok: `${count(tried.length, 'run')}, each with a standard result`,
    fix: faults.length > 0 ? fix : 'mend the mod, or its case',
  })
}

/** What broke the contract, whatever the mod was given. */
function brokenBy({trial: {name}, outcome}: Tried): readonly string[] {
  if (outcome.kind === 'hung') return [`${name}: it did not come to an end in time`]
  if (outcome.kind === 'not run') return []
  if (outcome.kind === 'died') return [`${name}: ${outcome.how}`]
  return outcome.end.errors.filter(({code}) => alwaysFaults.includes(String(code))).map(({message}) => `${name}: ${message}`)
}

function errorsOf(tried: Tried): string {
  return (
    endOf(tried)
      ?.errors.map(({message}) => message)
      .join('; ') ?? 'it did not end'
  )
}

/** Whether its artifacts and globals are those that its interface declares. */
export function judgePorts(tried: readonly Tried[], {interface: ports}: RegistryEntry): Check {
  const ends = tried.filter(succeeded).flatMap((one) => endOf(one) ?? [])
  if (ends.length === 0) return notChecked('ports and globals', 'no run succeeded', casesFix)
  const given = (what: 'artifacts' | 'globals') => [...new Set(ends.flatMap((end) => end[what]))]
  const undeclared = [
    ...given('artifacts')
      .filter((name) => !ports.output_ports.includes(name))
      .map((name) => `it gives the artifact "${name}", which output_ports does not declare`),
    ...given('globals')
      .filter((name) => !ports.globals_produced.includes(name))
      .map((name) => `it gives the global "${name}", which globals_produced does not declare`),
  ]
  const never = [
    ...ports.output_ports.filter((name) => !given('artifacts').includes(name)),
    ...ports.globals_produced.filter((name) => !given('globals').includes(name)),
  ]
  const told =
    never.length === 0
      ? 'all that is declared, and nothing else'
      : `nothing that is not declared; in these runs never ${never.join(', ')}`
  return judged('ports and globals', undeclared, {
    ok: told,
    fix: 'declare it in the interface in package.json, or do not give it',
  })
}

/** Whether rows are accounted for, where the mod says so. */
export function judgeBalance(tried: readonly Tried[], {interface: ports}: RegistryEntry): Check {
  if ((ports.row_balance ?? false) === false) return judged('row balance', [], {ok: 'declares none', fix: ''})
  const ends = tried.flatMap((one) => endOf(one) ?? [])
  const lost = ends.flatMap(({errors}) => errors.filter(({code}) => code === 'row_balance').map(({message}) => message))
  const good = ends.filter(({status}) => status !== 'error')
  if (good.length === 0 && lost.length === 0) return notChecked('row balance', 'no run succeeded', casesFix)
  const uncounted =
    ports.input_ports.length === 0 && good.some(({metrics}) => typeof metrics['rows_read'] !== 'number')
      ? ['it declares row_balance, yet gives no metric rows_read, without which nobody can check it']
      : []
  return judged('row balance', [...new Set([...lost, ...uncounted])], {
    ok: 'rows that came in are rows that went out, were rejected or dropped',
    fix: 'count what is left out in the metrics rows_rejected and rows_dropped; a source counts rows_read',
  })
}

/** Whether tables without rows and odd columns make it throw. An error of its own is an answer. */
export function judgeTables(tried: readonly Tried[], isPossible: boolean): Check {
  if (tried.length === 0) return judged('odd tables', [], {ok: 'takes none', fix: ''})
  if (!isPossible) return notChecked('odd tables', 'no run succeeded', casesFix)
  const thrown = tried.flatMap((one) => {
    const errors = endOf(one)?.errors.filter(({code}) => thrownFaults.includes(String(code))) ?? []
    return [...brokenBy(one), ...errors.map(({message}) => `${one.trial.name}: it threw ${message}`)]
  })
  return judged('odd tables', thrown, {
    ok: 'takes tables without rows, nulls, and columns whatever they are called',
    fix: 'put names and values into SQL with data.identifier and data.literal, and think of no rows',
  })
}

/** Whether stdout is left to the framework. */
export function judgeStdout(tried: readonly Tried[], {stdout}: TrialsRun): Check {
  const printed = tried.flatMap((one) => {
    const text = endOf(one)?.printed.stdout.trim() ?? ''
    return text === '' ? [] : [`${one.trial.name}: it printed ${shown(text)}`]
  })
  const past = stdout.trim() === '' ? [] : [`it wrote ${shown(stdout.trim())} past Node's own stream`]
  return judged('stdout', [...printed.slice(0, 3), ...past], {
    ok: 'writes nothing there',
    fix: 'use logger, which goes to the log of the run; stdout is the answer of the command',
  })
}

/** Whether it stops when it is told to. */
export function judgeCancel(tried: Tried, isPossible: boolean): Check {
  const end = endOf(tried)
  const broken = brokenBy(tried)
  if (broken.length === 0 && (!isPossible || end === undefined)) return notChecked('cancel', 'no run succeeded', casesFix)
  const late =
    end !== undefined && end.settled_ms === null
      ? [`run had not settled ${String(graceMs / 1000)} s after its signal was aborted`]
      : []
  return judged('cancel', [...broken, ...late], {
    ok:
      end?.settled_ms === null || end === undefined
        ? 'stops'
        : `settles ${String(Math.ceil(end.settled_ms))} ms after its signal is aborted`,
    fix: 'hand signal on (fetch(url, {signal})), or look at signal.throwIfAborted() in each loop',
  })
}

/** Whether a secret stays out of what it says; `files`: those that hold it and are no output. */
export function judgeSecrets(
  tried: readonly Tried[],
  {stdout, stderr}: TrialsRun,
  files: readonly string[],
  isPossible: boolean,
): Check {
  if (tried.length === 0) return judged('secrets', [], {ok: 'no parameter takes a text that could be one', fix: ''})
  if (!isPossible) return notChecked('secrets', 'no run succeeded', casesFix)
  const holds = (text: string) => text.includes(secret.value)
  const leaks = tried.flatMap((one) => {
    const end = endOf(one)
    const where =
      end === undefined ? [] : [...(holds(end.document) ? ['its result'] : []), ...(end.log.some(holds) ? ['its log'] : [])]
    return where.map((place) => `${one.trial.name} is in ${place}`)
  })
  const streams = [...(holds(stdout) ? ['stdout'] : []), ...(holds(stderr) ? ['stderr'] : [])].map(
    (name) => `a secret is on ${name}`,
  )
  return judged(
    'secrets',
    [...leaks, ...streams, ...files.map((file) => `a secret is in the file ${file}, which no parameter names`)],
    {
      ok: `planted in ${count(tried.length, 'parameter')}, and in no result, log, stream or stray file`,
      fix: 'do not write parameters anywhere but where the job says; log names, not values',
    },
  )
}

function shown(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)
}

function count(number: number, noun: string): string {
  return `${String(number)} ${noun}${number === 1 ? '' : 's'}`
}
