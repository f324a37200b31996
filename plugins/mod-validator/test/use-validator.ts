import {testMod, type ModTester, type Result, type Row} from 'datapy/testing'

export interface Validated {
  readonly result: Result
  readonly rows: readonly Row[]
  readonly rejected: readonly Row[]
  /** Code and message of its errors. */
  readonly errors: readonly (readonly [unknown, string])[]
  readonly warnings: readonly string[]
}

export interface Validator {
  /** Validates rows, or a table, as a job would. */
  validate(data: unknown, params: object): Promise<Validated>
  /** A table with types that rows do not say. */
  table(rows: readonly Row[], types: Readonly<Record<string, string>>): Promise<unknown>
}

/** The mod of this package; a tester of its own for each test. */
export function useValidator(): Validator {
  let mod: ModTester
  beforeEach(async () => {
    mod = await testMod(new URL('..', import.meta.url))
  })
  afterEach(() => mod.close())
  return {
    async validate(data, params) {
      const result = await mod.run({data, rules: {}, ...params})
      return {
        result,
        rows: await mod.rows(result),
        rejected: await mod.rows(result, 'rejected'),
        errors: result.errors.map(({code, message}) => [code, message]),
        warnings: result.warnings.map(({message}) => message),
      }
    },
    table: (rows, types) =>
      mod.table(
        rows,
        Object.entries(types).map(([name, type]) => ({name, type})),
      ),
  }
}
