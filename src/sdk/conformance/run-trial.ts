import {DataPyError} from '../../errors/datapy-error.js'
import {problem} from '../../errors/problem.js'
import type {Dataset, Row} from '../../model/dataset.js'
import type {Logger, ModRun} from '../../model/mod.js'
import type {RegistryEntry} from '../../model/registry.js'
import {importFolder} from '../../node/import-mod.js'
import {createRedactor} from '../../params/redact.js'
import {mapTables} from '../../run/port-tables.js'
import {toJson} from '../../result/to-json.js'
import {modTester, type ModTester} from '../mod-tester.js'
import {secret, type Trial, type TrialEnd} from './trial.js'

/** Runs a mod as a job would, and says how it ended. */
export async function runTrial(
  trial: Trial,
  {entry, packagePath}: {readonly entry: RegistryEntry; readonly packagePath: string},
): Promise<TrialEnd> {
  const redactor = createRedactor()
  redactor.add(secret.value)
  const {logger, log, printed} = recordingLogger(redactor.text)
  const stopping = new AbortController()
  const settled: {at: number | null} = {at: null}
  const watched = (run: ModRun): ModRun =>
    async function (params, context) {
      const running = (async () => run(params, context))()
      const started = performance.now()
      if (trial.abort) stopping.abort(new DataPyError([problem('cancelled', 'the conformance kit cancelled the run')]))
      try {
        return await running
      } finally {
        settled.at = performance.now() - started
      }
    }
  const tester = modTester({
    entry,
    packagePath,
    folder: trial.folder,
    logger,
    async importMod() {
      const imported = await importFolder(entry, packagePath)
      return imported.ok ? {ok: true, value: {run: watched(imported.value.run)}} : imported
    },
  })
  try {
    const tables = await mapTables({...trial.tables}, entry, (rows) => shaped(tester, rows as readonly Row[], trial.shape))
    const result = await tester.run({...trial.params, ...tables}, {globals: trial.globals, signal: stopping.signal})
    const {artifacts, ...rest} = result
    const document = toJson({...rest, artifacts: Object.keys(artifacts)})
    return {
      status: result.status,
      exit_code: result.exit_code,
      errors: result.errors,
      artifacts: Object.keys(artifacts),
      globals: Object.keys(result.globals),
      metrics: result.metrics,
      document: redactor.text(document.ok ? JSON.stringify(document.value) : ''),
      log,
      printed,
      settled_ms: settled.at,
      seconds: result.execution_time,
    }
  } finally {
    await tester.close()
  }
}

/** Keeps what is logged, and what the mod wrote to the two streams, which the framework logs. */
function recordingLogger(hide: (text: string) => string) {
  const log: string[] = []
  const printed = {stdout: '', stderr: ''}
  const write: Logger['info'] = (message, fields = {}) => {
    const {stream} = fields
    if (stream === 'stdout' || stream === 'stderr') printed[stream] += `${message}\n`
    log.push(hide(`${message} ${JSON.stringify(fields)}`))
  }
  return {logger: {debug: write, info: write, warn: write, error: write} satisfies Logger, log, printed}
}

async function shaped(tester: ModTester, rows: readonly Row[], shape: Trial['shape']): Promise<Dataset> {
  const table = await tester.table(rows)
  if (shape === 'empty') return await table.sql('SELECT * FROM input LIMIT 0')
  return shape === 'odd' ? await table.sql(`SELECT *, 'x' AS "it's ""odd""; --", NULL::VARCHAR AS "ünknown 1" FROM input`) : table
}
