import {dirname, resolve} from 'node:path'
import type {JsonValue} from '../model/json.js'
import {clearUp} from '../node/clear-up.js'
import {processGuard} from '../node/guard.js'
import {deleteOldLogs} from '../node/log-file.js'
import type {LogLevel, RunLog} from '../node/run-log.js'
import {globalsOf, type JobSources} from '../run/job-sources.js'
import {resolveReferences} from '../params/resolve-references.js'
import type {RunSettings, RunSpec} from './settings.js'

/**
 * Opens the log of a run: in `globals.log_path`, else the project's `logging.base_path`, else the run's folder; relative
 * paths start at the folder of the file that names them. Old logs go when the project says how long to keep them.
 */
export async function openLog(
  {sources, label, redactor, started, checkOnly}: RunSpec,
  settings: RunSettings,
  runFolder: string | undefined,
): Promise<RunLog> {
  const folder = logFolder(sources)
  const level = settings.logLevel ?? levelOf(globalValue(sources, 'log_level')) ?? 'info'
  const {openRunLog} = await import('../node/run-log.js')
  const log = await openRunLog({
    folder: checkOnly ? undefined : (folder ?? runFolder),
    label,
    runId: sources.run.id,
    started,
    level,
    stderr: settings.stderr && {...settings.stderr, level: settings.stderr.level ?? level},
    redact: redactor.value,
    outside: (work) => {
      processGuard().outside(work)
    },
  })
  const days = sources.project?.logging.retention_days
  if (!checkOnly && folder !== undefined && days !== undefined) {
    const own = log.logger('')
    await clearUp(
      async () => {
        for (const name of await deleteOldLogs(folder, days, started))
          own.debug(`deleted the log ${name}, older than ${String(days)} days`)
      },
      (message) => {
        own.warn(`old logs stay: ${message}`)
      },
    )
  }
  return log
}

function logFolder(sources: JobSources): string | undefined {
  const {job, project} = sources
  const named = globalValue(sources, 'log_path')
  const at = globalsOf(sources).get('log_path')?.at?.file ?? job.file
  if (typeof named === 'string') return resolve(dirname(at), named)
  const base = project?.logging.base_path
  return project === undefined || base === undefined ? undefined : resolve(dirname(project.document.file), base)
}

/** A global with its references resolved; undefined when it is not there or cannot be resolved, which validation tells. */
function globalValue(sources: JobSources, name: string): JsonValue | undefined {
  const globals = globalsOf(sources)
  const written = globals.get(name)
  if (written === undefined) return undefined
  const scope = {
    globals,
    run: sources.run,
    env: sources.env,
    secret: sources.secret,
    output: () => ({found: 'no_such_mod'}) as const,
    modNames: new Set<string>(),
  }
  const {value, problems} = resolveReferences(written.value, scope, () => written.at)
  return problems.length > 0 ? undefined : (value as JsonValue)
}

const levels: Readonly<Record<string, LogLevel>> = {debug: 'debug', info: 'info', warn: 'warn', warning: 'warn', error: 'error'}

/** A log level in any case; undefined for what is none. */
export function levelOf(name: unknown): LogLevel | undefined {
  return typeof name === 'string' ? levels[name.toLowerCase()] : undefined
}
