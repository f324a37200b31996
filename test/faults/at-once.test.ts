import {expect} from 'chai'
import {readdir, readFile} from 'node:fs/promises'
import {hostname} from 'node:os'
import type {JobResult, Result} from '../../src/model/result.js'
import {entryOf} from '../mod-package.js'
import {registryProject} from '../commands/registry-project.js'
import {runDatapy} from '../run-datapy.js'
import {tempProject, type TempProject} from '../temp-project.js'
import {cell, share} from './cell.js'

const mods = {
  numbers: {
    interface: {output_ports: ['data']},
    config_schema: {type: 'object', properties: {from: {type: 'integer'}}},
    code: `export async function run({from}, {data, result}) {
      result.addArtifact('data', await data.sql('SELECT range AS n FROM range(' + from + ', ' + (from + 1000) + ')', {}))
      await new Promise((resolve) => setTimeout(resolve, 400))
      return result.success()
    }`,
  },
  writes: {
    interface: {input_ports: ['data']},
    config_schema: {type: 'object', properties: {data: {}, file_path: {type: 'string', format: 'output-file'}}},
    code: `export async function run({data: table, file_path: path}, {data, result}) {
      await data.writeCsv(table, path)
      return result.success()
    }`,
  },
}

const csvFrom = (from: number) => `n\n${Array.from({length: 1000}, (_, index) => String(from + index)).join('\n')}\n`

/** Does something again and again until `until` has settled. */
async function again(until: Promise<unknown>, work: () => Promise<void>): Promise<void> {
  const state = {isOver: false}
  void until.finally(() => (state.isOver = true))
  while (!state.isOver) await work()
}

describe('Concurrency', () => {
  let project: TempProject
  beforeEach(async () => {
    project = await tempProject(mods)
  })
  afterEach(() => project.remove())

  const datapy = (...args: string[]) => runDatapy(args, {cwd: project.folder})
  const recordOf = async (id: string) =>
    JSON.parse(await readFile(project.path(`.datapy/runs/${id}/run.json`), 'utf8')) as {status: string; ended: string}
  const times = <T>(count: number, work: (index: number) => Promise<T>) =>
    Promise.all(Array.from({length: count}, (_, index) => work(index)))

  cell('processes that register and unregister at once, and readers meanwhile', async (tally) => {
    const many = share(8, 50) / 2
    const named = (what: string) => Array.from({length: many}, (_, index) => `${what}_${String(index)}`)
    const [come, go] = [named('come'), named('go')]
    const busy = await registryProject(entryOf('stays'), ...go.map((type) => entryOf(type)))
    try {
      const folders = await Promise.all(come.map((type) => busy.package(entryOf(type))))
      const changes = Promise.all([
        ...folders.map((folder) => busy.datapy('register-mod', folder)),
        ...go.map((type) => busy.datapy('unregister-mod', type)),
      ])
      const looks = [
        ['list-registry', '--json'],
        ['mod-info', 'stays', '--json'],
        ['list-registry', '--category', 'sources'],
      ]
      await Promise.all(
        looks.map((args) =>
          again(changes, () =>
            tally.try(args.join(' '), async () => {
              const {code, stdout, stderr} = await busy.datapy(...args)
              expect(code, stderr).to.equal(0)
              expect(stdout).to.include('stays')
            }),
          ),
        ),
      )
      for (const [index, {code, stderr}] of (await changes).entries())
        if (code !== 0) tally.wrong(`change ${String(index)}: ${stderr}`)
      tally.tried(many * 2)
      const there = new Set(Object.keys((await busy.registry()).mods))
      for (const type of [...come, 'stays']) if (!there.delete(type)) tally.lost(type)
      for (const type of there) tally.wrong(`${type} is still registered`)
      expect((await readdir(busy.folder)).filter((name) => name.startsWith('registry.json'))).to.deep.equal(['registry.json'])
    } finally {
      await busy.remove()
    }
  })

  cell('processes that run different jobs on one registry and one state folder, looked at meanwhile', async (tally) => {
    const many = share(4, 20)
    const yaml = (index: number) =>
      `mods:\n  a: {_type: numbers, from: ${String(index * 1000)}}\n  b: {_type: writes, data: "\${a.data}", file_path: out/${String(index)}.csv}\n`
    const files = await times(many, (index) => project.write(`job_${String(index)}.yaml`, yaml(index)))
    expect((await datapy('run-job', files[0] ?? '')).code).to.equal(0)
    const runs = Promise.all(files.map((file) => datapy('run-job', file, '--json', '--restart')))
    const looks = [
      ['list-runs', '--json'],
      ['show-run', '--json'],
      ['prune-runs', '--keep', '1', '--json'],
      ['list-registry', '--json'],
    ]
    const looking = looks.map((args) =>
      again(runs, () =>
        tally.try(args.join(' '), async () => {
          const {code, stdout, stderr} = await datapy(...args)
          expect(code, stderr).to.equal(0)
          JSON.parse(stdout)
        }),
      ),
    )
    for (const [index, {code, stdout, stderr}] of (await runs).entries())
      await tally.try(`job ${String(index)}`, async () => {
        expect(code, stderr).to.equal(0)
        expect(await readFile(project.path(`out/${String(index)}.csv`), 'utf8')).to.equal(csvFrom(index * 1000))
        const {run_id: id} = JSON.parse(stdout) as JobResult
        expect((await recordOf(id)).status).to.equal('success')
      })
    await Promise.all(looking)
    const names = await readdir(project.path('.datapy'), {recursive: true})
    expect(names.filter((name) => /\.lock|live\/.|data-[0-9a-f]{8}$/.test(name))).to.deep.equal([])
  })

  cell('processes that run the same job: one does, the others say which', async (tally) => {
    for (const many of share(1, 2) === 1 ? [2] : [2, 10])
      for (let round = 0; round < share(1, 5); round += 1)
        await tally.try(`${String(many)} at once, round ${String(round)}`, async () => {
          const file = await project.write(
            'same.yaml',
            'mods:\n  a: {_type: numbers, from: 0}\n  b: {_type: writes, data: "${a.data}", file_path: same.csv, _depends_on: c}\n  c: {_type: numbers, from: 1}\n  d: {_type: numbers, from: 2, _depends_on: [b, c]}\n',
          )
          const pids: (number | undefined)[] = []
          const ends = await times(many, () =>
            runDatapy(['run-job', file, '--restart', '--json'], {cwd: project.folder, onStart: (child) => pids.push(child.pid)}),
          )
          const ran = ends.flatMap(({code}, index) => (code === 0 ? [pids[index]] : []))
          expect(ran.length, ends.map(({code}) => code).join()).to.be.at.least(1)
          const ids: string[] = []
          for (const {code, stdout, stderr} of ends) {
            const {run_id: id, exit_code: exitCode, errors} = JSON.parse(stdout) as JobResult
            expect(exitCode, stderr).to.equal(code)
            if (code === 0) ids.push(id)
            if (code === 0) continue
            expect([code, errors.map((error) => error.code)]).to.deep.equal([60, ['job_running']])
            const said = /being run by process (\d+) on (.*)$/.exec(errors[0]?.message ?? '')
            expect(said?.[2]).to.equal(hostname())
            expect(ran).to.include(Number(said?.[1]))
          }
          // On a slow machine a second may begin when the first has ended, and never before.
          const ended = await Promise.all(ids.map(async (id) => Date.parse((await recordOf(id)).ended)))
          for (const [index, end] of ended.toSorted((one, other) => one - other).entries())
            if (index > 0) expect(end - (ended.toSorted((one, other) => one - other)[index - 1] ?? 0)).to.be.above(400)
          expect(await readFile(project.path('same.csv'), 'utf8')).to.equal(csvFrom(0))
        })
  })

  cell('steps of one job side by side, each by run-mod', async (tally) => {
    const many = share(3, 10)
    const yaml = Array.from({length: many}, (_, index) => `  s${String(index)}: {_type: numbers, from: ${String(index)}}\n`).join(
      '',
    )
    const file = await project.write('steps.yaml', `mods:\n${yaml}`)
    const ends = await times(many, (index) => datapy('run-mod', `s${String(index)}`, '--params', file, '--json'))
    const ids = new Set<string>()
    for (const [index, {code, stdout, stderr}] of ends.entries())
      await tally.try(`s${String(index)}`, () => {
        expect(code, stderr).to.equal(0)
        ids.add((JSON.parse(stdout) as Result).logs.run_id)
      })
    const [id = '', ...others] = [...ids]
    if (others.length > 0) tally.wrong(`they did not share a run: ${[id, ...others].join(', ')}`)
    const shown = JSON.parse((await datapy('show-run', id, '--json')).stdout) as {status: string; steps: {status: string}[]}
    expect(shown.status).to.equal('success')
    const done = shown.steps.filter(({status}) => status === 'success').length
    if (done !== many) tally.lost(`${String(many - done)} steps`)
  })
})
