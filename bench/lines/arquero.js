import {join} from 'node:path'
import {root} from '../../scripts/root.js'

const against = "arquero's fromCSV"
const shared = {ours: 'toArquero', reference: 'fromCsv', reach: {'100mb': 0.3}}

/** @typedef {{made: number, looked: number, answer: unknown}} Printed */
const printed = (/** @type {import('../measure.js').Measured} */ {stdout}) => /** @type {Printed} */ (JSON.parse(stdout))

/**
 * A Dataset to an arquero table, and a CSV text to one: the time of these calls alone, as the scripts measure it, and of
 * the calls with one look at every value; memory is of the whole processes.
 *
 * @type {import('../compare.js').Group}
 */
export const arquero = {
  name: 'arquero',
  sizes: ['10mb', '100mb'],
  answerOf: (run) => JSON.stringify(printed(run).answer),
  lines: [
    {name: 'to-arquero', work: 'toArquero() of 10 columns', against, ...shared, secondsOf: (run) => printed(run).made},
    {
      name: 'to-arquero-values',
      work: 'toArquero() and a look at each value',
      against: 'fromCSV and the same look',
      ...shared,
      secondsOf: (run) => printed(run).looked,
    },
  ],
  async prepare(place, size) {
    const {file, rows, bytes} = await place.readings({rows: size.rows})
    const script = (/** @type {string} */ name) => ({
      run: () => place.measure(process.execPath, [join(root, 'bench/peers', name), file]),
    })
    return {rows, bytes, contenders: {toArquero: script('to-arquero.js'), fromCsv: script('from-csv.js')}}
  },
}
