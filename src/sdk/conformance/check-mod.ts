import {basename, join, resolve} from 'node:path'
import {DataPyError} from '../../errors/datapy-error.js'
import {problem} from '../../errors/problem.js'
import type {RegistryEntry} from '../../model/registry.js'
import {prepareFolder, fileSizes, filesWith} from '../../node/trial-folder.js'
import {tempFolder} from '../../node/temp-folder.js'
import {resolvePaths} from '../../params/resolve-paths.js'
import {checkModFolder, declaredMod} from '../check-mod-folder.js'
import {checkKill} from './check-kill.js'
import {checkParams} from './check-params.js'
import {
  casesFix,
  endOf,
  judgeBalance,
  judgeCancel,
  judgePorts,
  judgeRuns,
  judgeSecrets,
  judgeStdout,
  judgeTables,
  succeeded,
  type Tried,
} from './judge-trials.js'
import {planTrials} from './plan-trials.js'
import {readCases} from './read-cases.js'
import {judged, notChecked, type Check, type Conformance} from './report.js'
import {runTrials, type TrialPlace} from './run-trials.js'
import type {TestCase, TestCases} from './test-case.js'
import {secret, type Trial} from './trial.js'

export interface CheckModOptions {
  /** A file of cases, in place of the package's own `datapy-test.yaml`. */
  readonly cases?: string | undefined
  /** How long one run may take. */
  readonly timeoutMs: number
  /** Aborted to stop it; its reason is thrown. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Holds the mod in a folder to all that every mod must keep. Its code runs in processes apart only. Throws a DataPyError
 * where there is no mod, or its cases cannot be read.
 */
export async function checkMod(packageFolder: string, {cases: file, timeoutMs, signal}: CheckModOptions): Promise<Conformance> {
  const packagePath = resolve(packageFolder)
  const declared = await declaredMod(packagePath)
  if (!declared.ok) throw new DataPyError(declared.problems)
  const {entry} = declared.value
  const cases = await readCases(packagePath, entry, file)
  const found = await checkModFolder(packagePath)
  const faults = found.ok ? [] : found.problems.map(({message, hint}) => (hint === undefined ? message : `${message} (${hint})`))
  const whole = judged('package', faults, {
    ok: 'declares a mod, whose schema, defaults and dependencies are valid; it imports, and exports run',
    fix: 'mend what is named; datapy build-mod builds a package from TypeScript',
  })
  const {type, version} = entry.metadata
  const report = (checks: readonly Check[]): Conformance => ({type, version, folder: packagePath, checks})
  if (whole.status !== 'ok') return report([whole, notChecked('all else', 'the package must be whole first', 'mend the package')])
  const {path: folder, remove} = await tempFolder('datapy-conformance')
  try {
    return report([whole, ...(await checkRuns(entry, cases, {packagePath, folder, timeoutMs, signal}))])
  } finally {
    await remove()
  }
}

async function checkRuns(entry: RegistryEntry, {from, cases}: TestCases, place: TrialPlace): Promise<readonly Check[]> {
  const [first, ...others] = cases
  if (first === undefined) throw new DataPyError([problem('bad_test_cases', 'there is no case')])
  await prepareFolder(join(place.folder, 'params'), first.files, place.packagePath)
  const params = await checkParams(entry, first, join(place.folder, 'params'))
  const planned = await planTrials(entry, [first, ...others], place)
  const {plain, tables, secrets, cancelled} = planned
  const trials = [...plain, ...tables, ...secrets, cancelled]
  const ran = await runTrials(trials, place)
  const tried = trials.map((trial, index): Tried => ({trial, outcome: ran.outcomes[index] ?? {kind: 'hung'}}))
  const of = (wanted: readonly Trial[]) => tried.filter(({trial}) => wanted.includes(trial))
  const isPossible = of(plain).slice(0, 1).some(succeeded)
  const stray = await strayFiles(entry, secrets, place.folder)
  return [
    params,
    judgeRuns(of(plain), from === 'author'),
    judgePorts(of(plain), entry),
    judgeBalance(of(plain), entry),
    judgeTables(of(tables), isPossible),
    judgeStdout(tried, ran),
    ...of([cancelled]).map((one) => judgeCancel(one, isPossible)),
    isPossible ? await checkFiles(first, of(plain).slice(0, 1), place) : notChecked('killed', 'no run succeeded', casesFix),
    judgeSecrets(of(secrets), ran, stray, isPossible),
  ]
}

async function checkFiles(testCase: TestCase, [tried]: readonly Tried[], place: TrialPlace): Promise<Check> {
  if (tried === undefined) return notChecked('killed', 'there is no case', casesFix)
  const {trial} = tried
  const ms = Math.max(20, (endOf(tried)?.seconds ?? 0) * 1000)
  const files = [...(await fileSizes(trial.folder))].filter(([name]) => !Object.hasOwn(testCase.files, name))
  return await checkKill({trial, testCase, files: new Map(files), ms}, place)
}

/** Files that hold the secret and that no parameter names, wherever the mod was to put something. */
async function strayFiles(
  {config_schema: schema}: RegistryEntry,
  trials: readonly Trial[],
  folder: string,
): Promise<readonly string[]> {
  const named = new Set(
    trials.flatMap(({params, folder: own}) => resolvePaths(params, {schema, folderOf: () => own}).outputs.map(({path}) => path)),
  )
  return (await filesWith(folder, secret.value)).filter((name) => !named.has(join(folder, name))).map((name) => basename(name))
}
