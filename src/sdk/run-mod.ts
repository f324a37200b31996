import type {Result} from '../model/result.js'
import {currentRuntime} from './current-runtime.js'

/**
 * Runs a mod of the registry and gives its result, whose artifacts are live (a Dataset until the process ends). Never
 * throws for a user's or a mod's fault: look at `status`. `name` is what later references and the log call it; left
 * out, a unique one is made up.
 */
export function runMod(type: string, params: Readonly<Record<string, unknown>> = {}, name?: string): Promise<Result> {
  return currentRuntime().runMod(type, params, name)
}
