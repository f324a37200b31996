import type {DataEngine, Scope} from '../data/engine.js'

/** How far a mod is that runs now. */
export interface StepProgress {
  /** From 0 to 1: of what the mod said, else of the query that runs; absent where nobody can tell. */
  readonly share?: number
  /** How many it said are done, else how many passed through JavaScript; absent where none did. */
  readonly rows?: number
  /** How much of its data lies on the disk for want of memory, in bytes. */
  readonly spilled: number
}

/** A mod that runs now. */
export interface RunningStep {
  readonly name: string
  readonly type: string
  progress(): Promise<StepProgress>
}

/** The same, for the mod itself to say how far it is. */
export interface OwnStep extends RunningStep {
  tell(done: number, total?: number): void
}

/** A step whose progress is what its mod last said, filled up with what the engine has done for it. */
export function runningStep(name: string, type: string, scope: Scope, engine: Pick<DataEngine, 'progress'>): OwnStep {
  let told: {readonly rows?: number; readonly share?: number} = {}
  return {
    name,
    type,
    tell(done, total) {
      const share = total === undefined || total <= 0 ? undefined : Math.min(1, done / total)
      told = {rows: done, ...(share !== undefined && {share})}
    },
    async progress() {
      const {rows, ...now} = await engine.progress(scope)
      return {...now, ...(rows > 0 && {rows}), ...told}
    },
  }
}
