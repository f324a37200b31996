import {runDatapy} from '../run-datapy.js'
import type {Tally} from './cell.js'
import {checkEnd, type DiskFault} from './check-end.js'
import type {FaultedProject} from './faulted-project.js'
import {faultableCalls, runWithFault} from './run-with-fault.js'

export interface FailingCommand {
  readonly args: readonly string[]
  readonly project: FaultedProject
  /** Of all that lies in the project, what the command is for; what differs from run to run is left out. */
  outcome(files: ReadonlyMap<string, string>): unknown
  /** Whether what it prints is what it is for. Default false. */
  readonly answers?: boolean
  /** Whether it passes over what it cannot look at, and says success. Default false. */
  readonly mayLeaveOut?: boolean
  /** What the same command may say when it is given again although its work was done before the fault. */
  readonly again?: RegExp
}

interface Try {
  readonly kind: DiskFault
  readonly nth: number
  readonly goesOn: boolean
}

interface Undisturbed {
  readonly before: string
  readonly after: string
  readonly stdout: string
}

const kinds: readonly DiskFault[] = ['ENOSPC', 'EIO', 'EROFS', 'EACCES']

/**
 * Runs a command with one of its calls of the file system failing, or all from that one on: `most` such tries, spread
 * evenly over all calls and all kinds of failure. Each is held to what docs/reliability.md promises; then the command is
 * given again, undisturbed. `make` makes a project of its own for each of those that work side by side.
 */
export async function failAtEachCall(tally: Tally, make: () => Promise<FailingCommand>, most: number): Promise<void> {
  const commands = [await make(), await make()]
  try {
    const [first] = commands
    if (first === undefined) return
    const tries = spread(await allTries(first), most)
    const undisturbed = await Promise.all(commands.map(runUndisturbed))
    const lane = async (command: FailingCommand, was: Undisturbed) => {
      for (let one = tries.shift(); one !== undefined; one = tries.shift()) {
        const {kind, nth, goesOn, call} = one
        await tally.try(`${kind}@${String(nth)}${goesOn ? '+' : ''} ${call}`, () => failOnce(command, {kind, nth, goesOn}, was))
      }
    }
    await Promise.all(commands.map((command, index) => lane(command, undisturbed[index]!)))
  } finally {
    for (const {project} of commands) await project.remove()
  }
}

/** Every call that can fail so, with every failure. What reads can fail for two reasons, what writes for four. */
async function allTries({args, project}: FailingCommand): Promise<readonly (Try & {readonly call: string})[]> {
  const tries: (Try & {readonly call: string})[] = []
  for (const kind of kinds) {
    await project.reset()
    const {calls} = await faultableCalls(args, {kind, folder: project.folder}, {cwd: project.folder, env: project.env})
    for (const [index, call] of calls.entries())
      for (const goesOn of [false, true]) tries.push({kind, nth: index + 1, goesOn, call})
  }
  return tries
}

function spread<T>(all: readonly T[], most: number): T[] {
  if (all.length <= most) return [...all]
  return Array.from({length: most}, (_, index) => all[Math.floor(((index + 0.5) * all.length) / most)]!)
}

async function runUndisturbed(command: FailingCommand): Promise<Undisturbed> {
  const {args, project} = command
  await project.reset()
  const before = JSON.stringify(command.outcome(await project.files()))
  const {code, stdout, stderr} = await runDatapy(args, {cwd: project.folder, env: project.env})
  if (code !== 0) throw new Error(`undisturbed: ${String(code)} ${stderr}`)
  return {before, after: JSON.stringify(command.outcome(await project.files())), stdout}
}

async function failOnce(command: FailingCommand, fault: Try, {before, after, stdout}: Undisturbed): Promise<void> {
  const {args, project} = command
  const options = {cwd: project.folder, env: project.env}
  await project.reset()
  const ended = await runWithFault(args, {...fault, folder: project.folder}, options)
  checkEnd(ended, fault.kind, args, project.folder)
  const came = JSON.stringify(command.outcome(await project.files()))
  if (came !== before && came !== after) throw new Error(`neither the old nor the new: ${came.slice(0, 500)}`)
  if (ended.code === 0 && came !== after && command.mayLeaveOut !== true) throw new Error('it says success, and it is not done')
  if (ended.code === 0 && command.answers === true && ended.stdout !== stdout) throw new Error(`another answer: ${ended.stdout}`)
  const again = await runDatapy(args, options)
  if (again.code !== 0 && command.again?.test(again.stdout + again.stderr) !== true)
    throw new Error(`given again: ${String(again.code)} ${again.stderr}`)
  const last = await project.files()
  const mended = JSON.stringify(command.outcome(last))
  if (mended !== after) throw new Error(`given again, and not the same: ${mended.slice(0, 500)}`)
  // A script's next run is another: what the last could not remove goes with it, by prune-runs.
  const mayStay = args[0] === 'run-script' ? /^\.datapy\/runs\// : /^$/
  const leftOver = [...last.keys()].filter(
    (name) => /(^|\/)live\/.|\/data-[0-9a-f]{8}|^out\/\.|\.tmp$|\.gone-/.test(name) && !mayStay.test(name),
  )
  if (leftOver.length > 0) throw new Error(`left over: ${leftOver.join(', ')}`)
}
