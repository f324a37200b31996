import {readdirSync} from 'node:fs'
import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {expect} from 'chai'
import type {Cell} from '../../../src/model/dataset.js'
import {useEngine} from '../use-engine.js'

const folder = join(import.meta.dirname, '../../../node_modules/vega-datasets/data')
/** Where the tables of documents that are no array stand. */
const pointers: Readonly<Record<string, string>> = {
  'miserables.json': '/nodes',
  'londonBoroughs.json': '/objects/boroughs/geometries',
  'us-10m.json': '/objects/counties/geometries',
  'earthquakes.json': '/features',
}
const names = readdirSync(folder).filter((name) => name.endsWith('.json'))

describe('real JSON files', () => {
  const use = useEngine()
  for (const name of names) {
    it(`${name} has the values that JSON.parse gives`, async () => {
      const path = join(folder, name)
      const document: unknown = JSON.parse(await readFile(path, 'utf8'))
      const pointer = pointers[name] ?? ''
      const found = pointer
        .split('/')
        .slice(1)
        .reduce<unknown>((value, token) => (isObject(value) ? value[token] : undefined), document)
      const rows = (Array.isArray(found) ? found : [found]).filter(isObject)
      const elements = Array.isArray(found) ? found.length : 1
      const read = await use.data.readJson(path, {pointer, on_bad_row: 'skip'}).catch((error: unknown) => {
        // A file without any object is no table.
        if (rows.length === 0) return undefined
        throw error
      })
      if (read === undefined) return
      expect([read.rows_read, read.rows_rejected]).to.deep.equal([elements, elements - rows.length])
      let at = 0
      for await (const batch of read.data.batches()) {
        for (const row of batch) {
          const expected = rows[at] ?? {}
          at += 1
          for (const {name: column, type} of read.data.columns) {
            const cell = row[column]
            const value = type === 'JSON' && cell !== null ? (JSON.parse(String(cell)) as Cell) : cell
            expect(same(value, expected[column]), `${column} of row ${String(at)}: ${JSON.stringify(value)}`).to.equal(true)
          }
          expect(Object.keys(expected).filter((key) => !Object.hasOwn(row, key))).to.deep.equal([])
        }
      }
      expect(at).to.equal(rows.length)
    })
  }
})

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What is missing is null; a timestamp is written in one form; of mixed values a text has what the file has. */
function same(cell: Cell | undefined, value: unknown): boolean {
  if (value === undefined || value === null) return cell === null || cell === undefined || isEmptied(cell)
  if (Array.isArray(value))
    return Array.isArray(cell) && cell.length === value.length && cell.every((item: Cell, at) => same(item, value[at]))
  if (isObject(value)) {
    const keys = new Set([...Object.keys(value), ...(isObject(cell) ? Object.keys(cell) : [])])
    return isObject(cell) && [...keys].every((key) => same(cell[key], value[key]))
  }
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\d[T ]/.test(value))
    return new Date(String(cell)).getTime() === new Date(value).getTime()
  return cell === value || (typeof cell === 'string' && (cell === String(value) || Number(cell) === value))
}

function isEmptied(cell: Cell): boolean {
  return isObject(cell) && Object.values(cell).every((item) => item === null)
}
