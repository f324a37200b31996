import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {gunzipSync} from 'node:zlib'
import {expect} from 'chai'
import {parse} from 'csv-parse/sync'
import {copyProject, resultOf, type ProjectCopy} from './copy-project.js'

describe('projects/public-data', () => {
  const data = join(import.meta.dirname, '../../node_modules/vega-datasets/data')
  const env = {...process.env, VEGA_DATA: data}
  const original = async (name: string): Promise<string[][]> => parse(await readFile(join(data, name), 'utf8'))
  let project: ProjectCopy

  before(async () => {
    project = await copyProject('public-data')
  })
  after(async () => {
    await project.remove()
  })

  it('drops the repeated reports of birdstrikes.csv, fills speeds with the median and keeps the order', async () => {
    const job = await project.run(['run-job', project.path('jobs/birdstrikes.yaml')], env)
    expect(job).to.include({status: 'success', exit_code: 0})
    expect(resultOf(job, 'clean_strikes').metrics).to.include({
      rows_in: 10_000,
      rows_out: 9976,
      rows_dropped: 24,
      values_filled: 2830, // of the rows that go on
    })
    const [, ...source] = await original('birdstrikes.csv')
    const seen = new Set<string>()
    const expected = source
      .filter((row) => !seen.has(row.join('\t')) && seen.add(row.join('\t')))
      .map(([airport = '', aircraft = '', damage = '', ...row]) => [
        airport,
        aircraft,
        damage.toLowerCase(),
        ...row.slice(0, -1),
        row.at(-1) || '140',
      ])
    const [header, ...rows] = await project.csv('out/birdstrikes.csv')
    expect(header?.slice(0, 4)).to.deep.equal(['airport', 'Aircraft Make Model', 'damage', 'flight_date'])
    expect(rows.map((row) => row.map((value, index) => (index === 0 ? value.toLowerCase() : value)))).to.deep.equal(
      expected.map((row) => row.map((value, index) => (index === 0 ? value.toLowerCase() : value))),
    )
    expect(rows[0]?.[0]).to.equal('Barksdale Air Force Base Arpt')
  })

  it('keeps the codes of airports.csv and drops the airports without a city', async () => {
    const job = await project.run(['run-job', project.path('jobs/airports.yaml')], env)
    expect(resultOf(job, 'clean_airports').metrics).to.include({rows_in: 3376, rows_out: 3364, rows_dropped: 12})
    const [, ...source] = await original('airports.csv')
    const expected = source
      .filter(([, , city, state]) => city !== 'NA' && state !== 'NA')
      .map(([iata, name, city, state, , latitude, longitude]) => [iata, name, city, state, latitude, longitude])
    const [, ...rows]: string[][] = parse(gunzipSync(await readFile(project.path('out/airports.csv.gz'))).toString('utf8'))
    expect(rows).to.deep.equal(expected)
  })

  it('keeps every decimal of seattle-weather.csv as it was written', async () => {
    const job = await project.run(['run-job', project.path('jobs/seattle_weather.yaml')], env)
    expect(resultOf(job, 'write_weather').metrics).to.include({rows_written: 1461, columns_written: 6})
    const expected = (await original('seattle-weather.csv')).map((row) => row.map((value) => (value === 'sun' ? 'clear' : value)))
    expect(await project.csv('out/seattle_weather.csv', ';')).to.deep.equal(expected)
  })
})
