// npm run bench [-- --size 100mb,1gb] [--all] [--only NAME,…] [--rounds N]
//
// Each line is a ratio against a reference that is named in it and ran in the same run, in turns: medians of whole
// processes, unless the line says otherwise. Outputs are compared. Files are made in the system's temporary folder and removed.
import {availableParallelism, totalmem} from 'node:os'
import {parseArgs} from 'node:util'
import {say, timed} from '../scripts/say.js'
import {setUp} from '../scripts/set-up.js'
import {compare} from './compare.js'
import {aggregate} from './lines/aggregate.js'
import {arquero} from './lines/arquero.js'
import {clean} from './lines/clean.js'
import {mapRows} from './lines/map-rows.js'
import {memory} from './lines/memory.js'
import {steps} from './lines/steps.js'
import {startUp} from './lines/start-up.js'
import {unique} from './lines/unique.js'
import {makePlace, nodeVariables} from './place.js'
import {sizes} from './sizes.js'
import {tableHead, tableRow} from './table.js'

const groups = [startUp, steps, clean, unique, aggregate, memory, arquero, mapRows]

const {values} = parseArgs({
  options: {
    size: {type: 'string', default: '100mb,1gb'},
    all: {type: 'boolean', default: false},
    only: {type: 'string'},
    rounds: {type: 'string'},
  },
})
const wantedSizes = namesIn(values.all ? '100mb,1gb,5gb' : values.size, Object.keys(sizes), '--size').flatMap(
  (name) => sizes[name] ?? [],
)
const names = groups.flatMap(({name, lines}) => [name, ...lines.map((line) => line.name)])
const only = values.only === undefined ? undefined : namesIn(values.only, names, '--only')
const rounds = values.rounds === undefined ? undefined : Number(values.rounds)
if (rounds !== undefined && !(Number.isInteger(rounds) && rounds > 0)) throw new Error('--rounds is a whole number from 1')

await setUp()
const place = await makePlace()
try {
  print(
    `node ${process.version}, ${String(availableParallelism())} processors, ${(totalmem() / 1e9).toFixed(0)} GB of memory${setForNode()}\n`,
  )
  print(tableHead())
  for (const size of wantedSizes) {
    for (const group of groups.filter((one) => one.sizes.includes(size.name))) {
      const lines = group.lines.filter(({name}) => only === undefined || only.includes(group.name) || only.includes(name))
      if (lines.length > 0) await rowsOf(group, lines, size)
    }
    await place.clearInputs()
  }
  print('\nseconds and peak memory: DataPy : the reference')
} finally {
  await place.remove()
}

function setForNode() {
  const names = Object.keys(nodeVariables())
  return names.length === 0 ? '' : `; set for Node: ${names.join(', ')}`
}

/**
 * Prints the rows of a group; one that cannot be run is told, and the rest goes on.
 *
 * @param {import('./compare.js').Group} group
 * @param {readonly import('./compare.js').Line[]} lines
 * @param {import('./sizes.js').Size} size
 */
async function rowsOf(group, lines, size) {
  try {
    for (const row of await timed(`${group.name}, ${size.name}`, () => compare(place, group, lines, size, rounds))) {
      print(tableRow(row))
      if (row.isWrong === true) process.exitCode = 1
    }
  } catch (error) {
    for (const {work, against} of lines) print(tableRow({work, against, reached: 'FAILED'}))
    say(error instanceof Error ? error.message : String(error))
    process.exitCode = 1
  }
}

/**
 * @param {string} text
 * @param {readonly string[]} known
 * @param {string} flag
 */
function namesIn(text, known, flag) {
  const given = text.split(',')
  for (const name of given) if (!known.includes(name)) throw new Error(`${flag} is one or more of ${known.join(', ')}`)
  return given
}

/** @param {string} line */
function print(line) {
  process.stdout.write(`${line}\n`)
}
