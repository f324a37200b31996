// Reads FOLDER/FROM.parquet to FOLDER/TO.parquet, a line of JSON on stdout for each.
import {writeSync} from 'node:fs'
import {join} from 'node:path'
import {createDataEngine} from '../../src/data/engine.js'
import {isDataPyError} from '../../src/data/data-errors.js'

const [folder = '', from = '0', to = '0'] = process.argv.slice(2)
for (let at = Number(from); at < Number(to); at += 1) writeSync(1, `${JSON.stringify(await read(at))}\n`)

async function read(at: number): Promise<{readonly end: string; readonly rows?: string}> {
  const engine = createDataEngine({folder: join(folder, `run-${String(at)}`)})
  try {
    const {data} = await engine.session('test').api.readParquet(join(folder, `${String(at)}.parquet`))
    const rows = await data.rows()
    return {
      end: 'read',
      rows: JSON.stringify(rows, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
    }
  } catch (error) {
    if (isDataPyError(error)) return {end: `refused: ${String(error.problems[0]?.code)}`}
    return {end: `thrown: ${String(error)}`}
  } finally {
    await engine.close()
  }
}
