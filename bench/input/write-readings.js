import {randomFrom} from './random-from.js'
import {writeRows} from './write-rows.js'

const header = 'id,station,day,sensor,celsius,humidity,pressure,samples,valid,note\n'
const stations = ['Kiruna', 'Évora', 'Győr', 'Tromsø', 'Cork', 'Brno', 'Graz', 'Faro']
const notes = ['', '', 'cleaned', 'moved to the roof', 'battery low']

/**
 * Writes a CSV of ten columns that arquero's own reader takes as they are: integers, doubles, dates, booleans and text.
 *
 * @param {string} file
 * @param {import('./write-rows.js').Amount} amount
 */
export function writeReadings(file, amount) {
  const random = randomFrom(20260229)
  return writeRows(file, amount, header, (index) => {
    const day = `2025-${String(1 + random(12)).padStart(2, '0')}-${String(1 + random(28)).padStart(2, '0')}`
    const tenths = (/** @type {number} */ below) => `${String(random(below))}.${String(random(10))}`
    return `${String(index)},${stations[random(8)] ?? ''},${day},s-${String(random(5000))},${tenths(40)},${tenths(100)},${String(900 + random(200))}.${String(100 + random(900))},${String(random(100_000))},${String(random(2) === 0)},${notes[random(5)] ?? ''}\n`
  })
}
