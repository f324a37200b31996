// arquero's own reader: node from-csv.js IN. Prints its seconds, for a text that is in memory already.
import {readFile} from 'node:fs/promises'
import {fromCSV} from 'arquero'
import {lookAt} from './look-at.js'

const [input = ''] = process.argv.slice(2)
const text = await readFile(input, 'utf8')
const started = performance.now()
const table = fromCSV(text)
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
