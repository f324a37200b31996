import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {expect} from 'chai'
import {dirtyCustomers, dirtyOrders} from '../../projects/customer-analytics/scripts/dirty-tables.js'
import {runDatapy} from '../run-datapy.js'
import {copyProject, resultOf, type ProjectCopy} from './copy-project.js'

describe('projects/customer-analytics', () => {
  const daily = 'jobs/daily-etl/daily_customer_etl'
  const weekly = 'jobs/weekly-reports/weekly_reports'
  const monthly = 'jobs/monthly-revenue/monthly_revenue'
  let project: ProjectCopy

  before(async () => {
    project = await copyProject('customer-analytics')
  })
  after(async () => {
    await project.remove()
  })

  it('holds the data that its generator writes', async () => {
    const data = join(import.meta.dirname, '../../projects/customer-analytics/data')
    expect(await readFile(join(data, 'customers.csv'), 'utf8')).to.equal(dirtyCustomers().csv)
    expect(await readFile(join(data, 'orders.csv'), 'utf8')).to.equal(dirtyOrders().csv)
  })

  it('accounts for every customer in the daily job', async () => {
    const {facts} = dirtyCustomers()
    const job = await project.run(['run-job', project.path(`${daily}.yaml`)])
    expect(job).to.include({status: 'success', exit_code: 0, job: 'daily_customer_etl'})
    expect(job.warnings).to.deep.equal([])
    expect(resultOf(job, 'extract_customers').metrics).to.include({rows_read: facts.records, rows_rejected: facts.ragged})
    expect(resultOf(job, 'clean_customers').metrics).to.include({
      rows_in: facts.records - facts.ragged,
      rows_out: facts.good,
      rows_rejected: facts.badDates,
      rows_dropped: facts.empty + facts.repeated,
    })
    expect(resultOf(job, 'write_customers').metrics).to.include({rows_written: facts.good, columns_written: 11})
    expect(await project.csv('out/customers_clean.csv')).to.have.lengthOf(facts.good + 1)
    expect(await project.csv('out/customers_rejected.csv')).to.have.lengthOf(facts.badDates + 1)
    expect(await project.csv('out/customers_unreadable.csv')).to.have.lengthOf(facts.ragged + 1)
  })

  it('keeps ids, names of all scripts and line ends within fields, and mends the rest', async () => {
    const [header = [], ...rows] = await project.csv('out/customers_clean.csv')
    const column = (name: string) => rows.map((row) => row[header.indexOf(name)] ?? '')
    expect(rows[0]).to.deep.equal([
      '000001',
      'Mehmet',
      'Iyer',
      'customer.000001@example.org',
      '0464989533',
      '1987-11-15',
      'São Paulo',
      'BR',
      'retail',
      '1266',
      'said "later"',
    ])
    expect(new Set(column('customer_id'))).to.have.property('size', rows.length)
    expect(column('customer_id').every((id) => /^\d{6}$/.test(id))).to.equal(true)
    expect(column('birth_date').every((date) => /^\d{4}-\d\d-\d\d$/.test(date))).to.equal(true)
    expect(column('country').every((country) => /^([A-Z]{2}|unknown)$/.test(country))).to.equal(true)
    expect(new Set(column('segment'))).to.deep.equal(new Set(['business', 'public', 'retail']))
    expect(column('loyalty_points')).to.not.include('')
    expect(column('note')).to.include('called twice,\nleft a message')
    expect(column('last_name')).to.include('山田')
    expect(rows.flat().filter((value) => value !== value.trim())).to.deep.equal([])
  })

  it('says of each row that it could not read which line it was and why', async () => {
    const [header = [], ...rows] = await project.csv('out/customers_unreadable.csv')
    const source = dirtyCustomers().csv.split('\n')
    for (const row of rows) {
      const of = Object.fromEntries(header.map((name, index) => [name, row[index] ?? '']))
      expect(of.code).to.match(/^too_(few|many)_fields$/)
      expect(of.reason).to.match(/^the row has \d+ fields where the header has 11$/)
      expect(source[Number(of.line) - 1]?.slice(0, 20)).to.equal(of.raw?.slice(0, 20))
    }
  })

  for (const [name, outputs] of [
    [daily, ['customers_clean.csv', 'customers_rejected.csv', 'customers_unreadable.csv']],
    [weekly, ['orders_2024-W32.csv', 'orders_2024-W32_rejected.csv']],
  ] as const) {
    it(`does the same in ${name}.ts as in its YAML`, async () => {
      const read = () => Promise.all(outputs.map((file) => readFile(project.path(`out/${file}`), 'utf8')))
      const job = await project.run(['run-job', project.path(`${name}.yaml`)])
      const ofYaml = await read()
      const script = await project.run(['run-script', project.path(`${name}.ts`), '--params', project.path(`${name}.yaml`)])
      expect(await read()).to.deep.equal(ofYaml)
      expect(Object.keys(script.mods).sort()).to.deep.equal(Object.keys(job.mods).sort())
      for (const mod of Object.keys(job.mods)) expect(resultOf(script, mod).metrics).to.deep.equal(resultOf(job, mod).metrics)
    })
  }

  it('accounts for every order in the weekly job', async () => {
    const {facts} = dirtyOrders()
    const job = await project.run(['run-job', project.path(`${weekly}.yaml`), '--set', 'globals.week=2024-W33'])
    expect(resultOf(job, 'clean_orders').metrics).to.include({rows_out: facts.good, rows_rejected: facts.badDates})
    const [header = [], ...rows] = await project.csv('out/orders_2024-W33.csv')
    expect(rows).to.have.lengthOf(facts.good)
    expect(rows.every((row) => /^\d+\.\d\d$/.test(row[header.indexOf('unit_price')] ?? ''))).to.equal(true)
    expect(new Set(rows.map((row) => row[header.indexOf('currency')]))).to.deep.equal(new Set(['EUR', 'USD']))
  })

  it('ends with the line for schedulers without an environment, a terminal or stdin, from the root folder', async () => {
    const {code, stdout} = await runDatapy(['run-job', project.path(`${daily}.yaml`)], {cwd: '/', env: {PATH: process.env.PATH}})
    expect(code).to.equal(0)
    expect(stdout.trimEnd().split('\n').at(-1)).to.match(
      /^DATAPY_RESULT status=success exit_code=0 job=daily_customer_etl .*rows_in=1000 rows_out=970 rejects=15 warnings=0 /,
    )
  })

  it('refuses a misspelt parameter before anything is read, and names the right one', async () => {
    const {code, stderr} = await runDatapy(['run-job', project.path(`${daily}.yaml`), '--set', 'extract_customers.delimeter=;'])
    expect(code).to.equal(20)
    expect(stderr).to.include('error[unknown_param]: csv_reader has no parameter "delimeter"')
    expect(stderr).to.include('did you mean "delimiter"?')
  })

  it('computes the revenue of each region in the monthly job, through every mod that ships', async () => {
    const job = await project.run(['run-job', project.path(`${monthly}.yaml`)])
    expect(job).to.include({status: 'success', exit_code: 0})
    const registry = JSON.parse(await readFile(join(import.meta.dirname, '../../registry.json'), 'utf8')) as {mods: object}
    const text = await readFile(project.path(`${monthly}.yaml`), 'utf8')
    const used = new Set([...text.matchAll(/_type: (\w+)/g)].map(([, type]) => type))
    expect([...used].sort()).to.deep.equal(Object.keys(registry.mods).sort())

    const euros = resultOf(job, 'with_regions').metrics['rows_out']
    const [header, ...rows] = await project.csv('out/revenue.csv')
    expect(header).to.deep.equal(['region', 'orders', 'customers', 'revenue'])
    const all = rows.at(-1) ?? []
    const regions = rows.slice(0, -1)
    const sumOf = (column: number) => regions.reduce((sum, row) => sum + Math.round(Number(row[column]) * 100), 0) / 100
    expect(all[0]).to.equal('all')
    expect([sumOf(1), sumOf(1)]).to.deep.equal([Number(all[1]), euros])
    expect(sumOf(3)).to.equal(Number(all[3]))
    const revenues = regions.map((row) => Number(row[3]))
    expect(revenues).to.deep.equal(revenues.toSorted((one, other) => other - one))
    const json = JSON.parse(await readFile(project.path('out/revenue.json'), 'utf8')) as Record<string, unknown>[]
    expect(json.map(({revenue}) => revenue)).to.deep.equal([...revenues, Number(all[3])])
  })
})
