/** A file that is read when a view is: what to do if that fails. */
export interface LazyFile {
  /** The file, where its rows stand for the view's one to one. */
  readonly path: string | undefined
  /** Another relation of the same columns, to stand in the view's place from then on; throws what is really wrong. */
  replace(): Promise<string>
}

/** Views that read files only when they are read themselves, and may fail then. */
export class LazyFiles {
  readonly #files = new Map<string, LazyFile>()
  readonly #proven = new Map<string, number>()

  get isEmpty(): boolean {
    return this.#files.size === 0
  }

  add(view: string, file: LazyFile): void {
    this.#files.set(view, file)
  }

  /** How many rows were read through a view, once a query has. */
  provenRows(view: string): number | undefined {
    return this.#proven.get(view)
  }

  /** Remembers how many rows a query's scans of these files gave. */
  prove(counts: ReadonlyMap<string, number>): void {
    for (const [view, {path}] of this.#files) {
      const rows = path === undefined ? undefined : counts.get(path)
      if (rows !== undefined) this.#proven.set(view, rows)
    }
  }

  /** Puts what does not fail in the place of the views, if it was what they read over which a query failed; whether there were any. */
  async replaceAfter(error: unknown, run: (sql: string) => Promise<void>): Promise<boolean> {
    if (!isAboutData(error)) return false
    const views = [...this.#files]
    this.#files.clear()
    for (const [view, {replace}] of views) await run(`CREATE OR REPLACE VIEW ${view} AS FROM ${await replace()}`)
    return views.length > 0
  }
}

/** Whether a query failed over what it read, and not over how it is written. */
function isAboutData(error: unknown): boolean {
  return error instanceof Error && /^(Invalid Input|Conversion) Error/.test(error.message)
}
