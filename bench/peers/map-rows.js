// The work of jobs/map.yaml with csv-parse and csv-stringify: node map-rows.js IN OUT
import {createReadStream, createWriteStream} from 'node:fs'
import {pipeline} from 'node:stream/promises'
import {parse} from 'csv-parse'
import {stringify} from 'csv-stringify'
import {mapRow} from '../mods/map-rows/map-row.js'

const [input = '', output = ''] = process.argv.slice(2)

await pipeline(
  createReadStream(input),
  parse({columns: true}),
  async function* (/** @type {AsyncIterable<Record<string, string | null>>} */ rows) {
    for await (const row of rows) yield mapRow(row)
  },
  stringify({header: true}),
  createWriteStream(output),
)
