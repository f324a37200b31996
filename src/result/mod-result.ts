import {exitCodes} from '../errors/exit-codes.js'
import type {JsonValue} from '../model/json.js'
import type {ResultBuilder} from '../model/mod.js'
import type {Problem} from '../model/problem.js'
import type {ErrorExitCode, ModReturn} from '../model/result.js'

/** Collects metrics, artifacts, globals, warnings and errors of one mod's run, and makes what the mod returns. */
export class ModResult implements ResultBuilder {
  readonly #metrics = new Map<string, JsonValue>()
  readonly #artifacts = new Map<string, unknown>()
  readonly #globals = new Map<string, JsonValue>()
  readonly #warnings: Problem[] = []
  readonly #errors: Problem[] = []

  constructor(
    readonly modType: string,
    readonly modName: string,
  ) {}

  addMetric(name: string, value: JsonValue | undefined): void {
    if (value !== undefined) this.#metrics.set(name, value)
  }

  addArtifact(name: string, value: unknown): void {
    this.#artifacts.set(name, value)
  }

  addGlobal(name: string, value: JsonValue | undefined): void {
    if (value !== undefined) this.#globals.set(name, value)
  }

  addWarning(message: string, code: number | string = exitCodes.warning): void {
    this.#warnings.push({code, message})
  }

  addError(
    message: string,
    code: number | string = exitCodes.mod_failed,
    {transient = false}: {readonly transient?: boolean} = {},
  ): void {
    this.#errors.push({code, message, ...(transient && {transient})})
  }

  success(): ModReturn {
    return {status: 'success', exit_code: exitCodes.success, ...this.#collected()}
  }

  warning(): ModReturn {
    return {status: 'warning', exit_code: exitCodes.warning, ...this.#collected()}
  }

  error(exitCode: ErrorExitCode = exitCodes.mod_failed): ModReturn {
    return {status: 'error', exit_code: exitCode, ...this.#collected()}
  }

  #collected() {
    return {
      metrics: Object.fromEntries(this.#metrics),
      artifacts: Object.fromEntries(this.#artifacts),
      globals: Object.fromEntries(this.#globals),
      warnings: [...this.#warnings],
      errors: [...this.#errors],
    }
  }
}
