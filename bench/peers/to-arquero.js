// A Dataset as an arquero table: node to-arquero.js IN. Prints its seconds, for a Dataset that is computed already.
import {runMod} from 'datapy'
import {lookAt} from './look-at.js'

const [input = ''] = process.argv.slice(2)
const {artifacts, errors} = await runMod('csv_reader', {file_path: input})
if (errors.length > 0) throw new Error(JSON.stringify(errors))
const {data} = /** @type {{data: import('datapy').Dataset}} */ (artifacts)
const started = performance.now()
const table = await data.toArquero()
const made = performance.now()
const values = lookAt(table)
const looked = performance.now()
process.stdout.write(
  JSON.stringify({
    made: (made - started) / 1000,
    looked: (looked - started) / 1000,
    answer: {rows: table.numRows(), columns: table.numCols(), values},
  }),
)
