import {testMod, type ModTester, type Result, type Row} from 'datapy/testing'

export interface Cleaned {
  readonly result: Result
  readonly rows: readonly Row[]
  readonly rejected: readonly Row[]
  /** Messages of its errors. */
  readonly errors: readonly string[]
}

/** Cleans rows with the mod of this package, as a job would; a tester of its own for each test. */
export function useCleaner(): (data: readonly Row[], params?: object) => Promise<Cleaned> {
  let mod: ModTester
  beforeEach(async () => {
    mod = await testMod(new URL('..', import.meta.url))
  })
  afterEach(() => mod.close())
  return async (data, params = {}) => {
    const result = await mod.run({data, ...params})
    const errors = result.errors.map(({message}) => message)
    return {result, rows: await mod.rows(result), rejected: await mod.rows(result, 'rejected'), errors}
  }
}
