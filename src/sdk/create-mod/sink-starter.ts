import type {Starter} from './starter.js'

export const sinkStarter: Starter = {
  description: 'Writes a table to a text file, whole or not at all',
  interface: {
    input_ports: ['data'],
    output_ports: ['output_file'],
    globals_produced: [],
    globals_consumed: ['base_path'],
  },
  configSchema: {
    type: 'object',
    required: ['file_path'],
    additionalProperties: false,
    properties: {
      file_path: {
        type: 'string',
        format: 'output-file',
        minLength: 1,
        description: 'The file to write. Missing folders are made.',
        examples: ['out/customers.tsv'],
      },
      if_exists: {
        enum: ['overwrite', 'error', 'backup'],
        default: 'overwrite',
        description: 'A file of that name: overwrite replaces it; error fails the run; backup renames it first.',
      },
      base_path: {
        type: 'string',
        format: 'directory',
        description: 'The folder that relative paths start at. Without it they start at the folder of the file that names them.',
      },
    },
  },
  takes: {params: '{data: input, file_path: path, if_exists}', context: 'result, data'},
  does: `Writes beside the target; the file takes its name when the mod has succeeded. For a format of your own, stage the file
 * with data.stageFile, and write to the name that it gives.`,
  body: `  const written = await data.writeCsv(input, path, {delimiter: '\\t', if_exists})
  result.addArtifact('output_file', written.path)
  result.addMetric('rows_written', written.rows_written)
  return result.success()`,
  tests: `  it('writes the table', async () => {
    const data = [
      {id: '007', name: 'Ada'},
      {id: '008', name: null},
    ]
    const result = await mod.run({data, file_path: 'out/people.tsv'})
    assert.deepEqual(result.errors, [])
    assert.equal(await readFile(join(mod.folder, 'out/people.tsv'), 'utf8'), 'id\\tname\\n007\\tAda\\n008\\t\\n')
    assert.equal(result.metrics.rows_written, 2)
  })

  it('leaves a file alone that is there, if told so', async () => {
    const params = {data: [{id: 1}], file_path: 'people.tsv', if_exists: 'error'}
    assert.equal((await mod.run(params)).exit_code, 0)
    assert.equal((await mod.run(params)).exit_code, 30)
    assert.equal(await readFile(join(mod.folder, 'people.tsv'), 'utf8'), 'id\\n1\\n')
  })

  it('writes a table without rows', async () => {
    const data = await mod.table([], [{name: 'id', type: 'BIGINT'}])
    await mod.run({data, file_path: 'none.tsv'})
    assert.equal(await readFile(join(mod.folder, 'none.tsv'), 'utf8'), 'id\\n')
  })

  it('refuses to run without a file', async () => {
    const result = await mod.run({data: [{id: 1}]})
    assert.equal(result.exit_code, 20)
    assert.equal(result.errors[0].code, 'missing_param')
  })
`,
  cases: `cases:
  two people:
    params: {file_path: out/people.tsv}
    tables:
      data:
        - {id: '007', name: Ada}
        - {id: '008', name: null}
`,
}
