import type {Starter} from './starter.js'

const rows = `  for (let number = first; number <= last; number++) {
    signal.throwIfAborted()
    yield {number, square: number * number}
  }
}`
const doc = 'Stands for what you read: an API, a queue, a format of your own. Rows are taken one by one, so memory stays small.'

export const sourceStarter: Starter = {
  description: 'Gives the numbers from first to last, each with its square',
  interface: {
    input_ports: [],
    output_ports: ['data'],
    globals_produced: ['row_count'],
    globals_consumed: [],
    row_balance: true,
  },
  configSchema: {
    type: 'object',
    required: ['last'],
    additionalProperties: false,
    properties: {
      first: {type: 'integer', minimum: 0, default: 1, description: 'The first number.'},
      last: {type: 'integer', minimum: 0, description: 'The last number.', examples: [3]},
    },
  },
  takes: {params: 'params', context: 'result, data, signal'},
  does: 'Makes a table of rows that come one by one. Put your own work in the place of rowsOf.',
  body: `  const table = await data.fromRows(rowsOf(params, signal), {
    columns: [
      {name: 'number', type: 'BIGINT'},
      {name: 'square', type: 'BIGINT'},
    ],
  })
  const count = await table.count()
  result.addArtifact('data', table)
  result.addMetric('rows_read', count)
  result.addGlobal('row_count', count)
  return result.success()`,
  below: {
    ts: `/** ${doc} */
async function* rowsOf({first, last}: Params, signal: AbortSignal) {
${rows}`,
    js: `/**
 * ${doc}
 *
 * @param {import('./params.js').Params} params
 * @param {AbortSignal} signal
 */
async function* rowsOf({first, last}, signal) {
${rows}`,
  },
  tests: `  it('gives the rows, and counts them', async () => {
    const result = await mod.run({last: 3})
    assert.deepEqual(result.errors, [])
    assert.deepEqual(await mod.rows(result), [
      {number: 1, square: 1},
      {number: 2, square: 4},
      {number: 3, square: 9},
    ])
    assert.equal(result.metrics.rows_read, 3)
    assert.equal(result.globals.row_count, 3)
  })

  it('gives a table without rows where there is nothing to read', async () => {
    const result = await mod.run({first: 5, last: 4})
    assert.equal(result.status, 'success')
    assert.deepEqual(await mod.rows(result), [])
  })

  it('refuses a number that is none before it starts', async () => {
    const result = await mod.run({last: 'three'})
    assert.equal(result.exit_code, 20)
    assert.equal(result.errors[0].code, 'invalid_param')
  })
`,
  cases: `cases:
  three numbers:
    params: {last: 3}
  nothing to read:
    params: {first: 5, last: 4}
`,
}
