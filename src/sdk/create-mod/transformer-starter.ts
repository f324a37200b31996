import type {Starter} from './starter.js'

export const transformerStarter: Starter = {
  description: 'Puts the text of a column into capital letters',
  interface: {
    input_ports: ['data'],
    output_ports: ['data'],
    globals_produced: ['row_count'],
    globals_consumed: [],
    row_balance: true,
  },
  configSchema: {
    type: 'object',
    required: ['column'],
    additionalProperties: false,
    properties: {
      column: {type: 'string', minLength: 1, description: 'The column whose text is changed.', examples: ['name']},
      ending: {type: 'string', default: '', description: 'What is put behind each text.', examples: ['!']},
    },
  },
  takes: {params: '{data: input, column, ending}', context: 'result, data'},
  does: 'Derives one table from another by SQL, which never brings its rows into JavaScript. Put your own work in its place.',
  body: `  const fault = data.unknownColumn(column, input.columns)
  if (fault !== undefined) {
    result.addError(\`column: \${fault}\`, 'unknown_column')
    return result.error()
  }
  // Names and values come from the job, so they are never put into SQL as they are.
  const [name, behind] = [data.identifier(column), data.literal(ending)]
  const changed = await data.output(\`SELECT * REPLACE (upper(\${name}::VARCHAR) || \${behind} AS \${name}) FROM input\`, {input})
  result.addArtifact('data', changed)
  result.addMetric('rows_out', changed.knownCount)
  result.addGlobal('row_count', changed.knownCount)
  return result.success()`,
  tests: `  it('changes the column, and leaves the others and nulls alone', async () => {
    const data = [
      {id: '007', name: 'Ada'},
      {id: '008', name: null},
    ]
    const result = await mod.run({data, column: 'name', ending: '!'})
    assert.deepEqual(result.errors, [])
    assert.deepEqual(await mod.rows(result), [
      {id: '007', name: 'ADA!'},
      {id: '008', name: null},
    ])
    assert.equal(result.globals.row_count, 2)
  })

  it('takes a column whatever it is called', async () => {
    const name = \`it's "odd"; --\`
    const result = await mod.run({data: [{[name]: 'x'}], column: name})
    assert.deepEqual(await mod.rows(result), [{[name]: 'X'}])
  })

  it('takes a table without rows', async () => {
    const data = await mod.table([], [{name: 'name', type: 'VARCHAR'}])
    assert.deepEqual(await mod.rows(await mod.run({data, column: 'name'})), [])
  })

  it('says which column is not there', async () => {
    const result = await mod.run({data: [{name: 'Ada'}], column: 'nmae'})
    assert.equal(result.exit_code, 30)
    assert.equal(result.errors[0].code, 'unknown_column')
  })

  it('refuses to run without a column', async () => {
    const result = await mod.run({data: [{name: 'Ada'}]})
    assert.equal(result.exit_code, 20)
    assert.equal(result.errors[0].code, 'missing_param')
  })
`,
  cases: `cases:
  shouts:
    params: {column: name, ending: '!'}
    tables:
      data:
        - {id: '007', name: Ada}
        - {id: '008', name: null}
`,
}
