import {once} from 'node:events'
import {Writable} from 'node:stream'
import {createLogger, format, transports, type Logform, type Logger as WinstonLogger} from 'winston'
import {reasonOf} from '../errors/file-fault.js'
import type {JsonValue} from '../model/json.js'
import type {Logger} from '../model/mod.js'
import {createLogFile} from './log-file.js'
import {jsonLine, textLine, type LogEntry} from './log-line.js'

export type LogLevel = 'debug' | 'error' | 'info' | 'warn'

export interface RunLogOptions {
  /** Where the log file is made; undefined: none. */
  readonly folder: string | undefined
  /** First part of the file's name. */
  readonly label: string
  readonly runId: string
  readonly started: Date
  /** Least level that the file gets. */
  readonly level: LogLevel
  /** How lines look on stderr, and from which level on; undefined: none there. `write` takes them where stderr does not. */
  readonly stderr:
    | {readonly format: 'json' | 'text'; readonly level: LogLevel; readonly write?: ((line: string) => void) | undefined}
    | undefined
  /** Hides secrets: what every line tells goes through it, as JSON, before the line is made. */
  readonly redact: <T>(told: T) => T
  /** Runs past the guard, so that a line a mod logs does not count as the mod's own output. */
  readonly outside: (work: () => void) => void
}

/** The log of one run: a file of JSON lines, and the same lines on stderr. */
export interface RunLog {
  /** Absolute path of the log file. */
  readonly file: string | null
  /** A logger whose lines carry the mod's name; the empty name is the run's own. */
  logger(modName: string): Logger
  /** Resolves when every line is on disk. */
  close(): Promise<void>
}

/** Opens the log of a run. Throws a DataPyError, code log_unwritable, when its file cannot be made. */
export async function openRunLog(options: RunLogOptions): Promise<RunLog> {
  const {folder, runId, level, stderr} = options
  const onCut = (path: string, error: unknown) => {
    const reason = reasonOf(error)
    const entry = {level: 'warn', message: `the log ${path} is cut short: ${reason}`, run_id: runId, mod_name: ''}
    if (stderr !== undefined) put(`${lineOf(stderr.format)(hidden(entry, options), new Date())}\n`, options)
  }
  const file = folder === undefined ? undefined : await createLogFile(folder, options, onCut)
  const targets = [
    ...(file === undefined ? [] : [transportTo(file.stream, level, lines(jsonLine, options))]),
    ...(stderr === undefined ? [] : [transportTo(toStderr(options), stderr.level, lines(lineOf(stderr.format), options))]),
  ]
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- winston's types name its own class twice
  const winston = createLogger({level: 'debug', format: asIs(), silent: targets.length === 0, transports: targets})
  return {
    file: file?.path ?? null,
    logger: (modName) => loggerOf(winston, {run_id: runId, mod_name: modName}),
    async close() {
      const taken = targets.map((target) => once(target, 'finish'))
      winston.end()
      await Promise.all(taken)
      await file?.close()
    },
  }
}

/** Each target makes its own lines; without a format winston would make JSON that nobody reads. */
const asIs = format((entry) => entry)

type Fields = Readonly<Record<string, JsonValue>>

function loggerOf(winston: WinstonLogger, own: Fields): Logger {
  const write = (level: LogLevel) => (message: string, fields?: Fields) => {
    winston.log({...fields, ...own, level, message})
  }
  return {debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error')}
}

/** A transport that keeps nothing of a line once it is written; winston's own keeps it until the event loop turns. */
function transportTo(stream: Writable, level: LogLevel, lineFormat: Logform.Format) {
  const log = (entry: Logform.TransformableInfo, next: () => void) => {
    stream.write(`${String(entry[madeLine])}\n`)
    next()
  }
  return new transports.Stream({stream, level, format: lineFormat, log})
}

/** Under this winston has the line that a format has made. */
const madeLine = Symbol.for('message')

function lines(toLine: typeof jsonLine, options: RunLogOptions): Logform.Format {
  return format.printf((entry) => toLine(hidden(entry, options), new Date()))
}

/**
 * An entry without secrets. They are hidden before the line is made, so that none, whatever is in it, can break the
 * line's form; and as JSON, since an address or a date only becomes a text there.
 */
function hidden({level, run_id: runId, mod_name: modName, ...told}: LogEntry, {redact}: RunLogOptions): LogEntry {
  const json = JSON.parse(JSON.stringify(told)) as Pick<LogEntry, 'message'> // an object stays one
  return {...redact(json), level, run_id: runId, mod_name: modName}
}

function lineOf(format: 'json' | 'text'): typeof jsonLine {
  return format === 'json' ? jsonLine : textLine
}

/** Takes lines for stderr. It looks the stream up at each write, and never fails the run because nobody listens. */
function toStderr(options: RunLogOptions): Writable {
  return new Writable({
    decodeStrings: false,
    write(line: string, _encoding, done) {
      put(line, options)
      done()
    },
  })
}

function put(line: string, {outside, stderr}: RunLogOptions): void {
  outside(() => {
    if (stderr?.write === undefined) process.stderr.write(line)
    else stderr.write(line)
  })
}
