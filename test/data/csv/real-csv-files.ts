import {existsSync, readdirSync, statSync} from 'node:fs'
import {join, relative} from 'node:path'

const root = join(import.meta.dirname, '../../..')
const folders = ['node_modules/csv-spectrum/csvs', 'node_modules/vega-datasets/data', '../shared/data']
const largest = 8_000_000

/** The CSV files that nobody here wrote, sound ones and others; those of ../shared/data where it is there. */
export function realCsvFiles(): readonly {readonly file: string; readonly name: string}[] {
  return folders
    .map((folder) => join(root, folder))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder, {recursive: true, encoding: 'utf8'}).map((name) => join(folder, name)))
    .filter((file) => /\.(csv|tsv|dat)(\.gz)?$/.test(file) && statSync(file).size < largest)
    .sort()
    .map((file) => ({file, name: relative(root, file)}))
}
