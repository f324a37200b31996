import {readFile} from 'node:fs/promises'
import {fileFault, leavesOpen} from '../errors/file-fault.js'
import {problem} from '../errors/problem.js'
import type {Checked} from '../model/problem.js'

/** The text of a script, or why it cannot be had. */
export async function scriptSource(script: string): Promise<Checked<string>> {
  try {
    return {ok: true, value: await readFile(script, 'utf8')}
  } catch (error) {
    const why = leavesOpen(error)
      ? fileFault('script_missing', `cannot read ${script}`, error, {path: script})
      : problem('script_missing', `there is no script ${script}`)
    return {ok: false, problems: [why]}
  }
}
