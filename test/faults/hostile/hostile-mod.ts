/** What a run of a hostile mod comes to: its exit code, and the code of the first problem that it is told of with. */
export type Outcome = readonly [exit: number, code?: number | string]

/** A mod that does what no mod should. */
export interface HostileMod {
  /** Body of its `run(params, context)`, an async function with `result`, `data`, `logger` at hand; or its whole module. */
  readonly run?: string
  readonly module?: string
  /** More of its package.json. */
  readonly package?: object
  /** What it comes to in the process of the run; left out where nothing in that process can end it, or nothing is promised. */
  readonly here?: Outcome
  /** What it comes to in a process of its own, where that differs. */
  readonly apart?: Outcome
  /** What it may come to there as well, where two things end it and the first of them is chance. */
  readonly orApart?: Outcome
  /** Keys of the step in a process of its own. Default `_isolate: true`. */
  readonly options?: string
}

export type HostileMods = Readonly<Record<string, HostileMod>>
