import {expect} from 'chai'
import type {ChildProcess} from 'node:child_process'
import {readdir} from 'node:fs/promises'
import type {JobResult, Result} from '../../src/model/result.js'
import {runDatapy} from '../run-datapy.js'
import {tempProject, type TempProject} from '../temp-project.js'

const endless = 'SELECT count(*) AS n FROM range(10000000000) a, range(1000) b WHERE a.range + b.range = -1'

const mods = {
  endless: {
    interface: {output_ports: ['data']},
    code: `export async function run(_, {data, logger, result}) {
      logger.info('begins')
      const table = await data.sql('${endless}', {})
      result.addArtifact('data', await table.materialise())
      return result.success()
    }`,
  },
  lazy: {
    interface: {output_ports: ['data']},
    code: `export async function run(_, {data, logger, result}) {
      logger.info('begins')
      result.addArtifact('data', await data.sql('${endless}', {}))
      return result.success()
    }`,
  },
  stubborn: {
    code: `export async function run(_, {data, result}) {
      for (let tries = 0; tries < 1000; tries += 1) {
        try { await (await data.sql('${endless}', {})).rows() } catch { result.addMetric('tries', tries) }
      }
      return result.success()
    }`,
  },
  quick: {
    interface: {output_ports: ['data'], globals_produced: []},
    code: `export async function run(_, {data, result}) {
      result.addArtifact('data', await data.sql('SELECT 1 AS n', {}))
      return result.success()
    }`,
  },
  ticks: {
    code: `export async function run(_, {data, result}) {
      let ticks = 0
      const timer = setInterval(() => { ticks += 1 }, 50)
      await (await data.sql('SELECT count(*) AS n FROM range(100000) a, range(5000) b WHERE a.range + b.range = -1', {})).rows()
      clearInterval(timer)
      result.addMetric('ticks', ticks)
      return result.success()
    }`,
  },
  writes: {
    config_schema: {type: 'object', properties: {file_path: {type: 'string', format: 'output-file'}}},
    code: `export async function run({file_path}, {data, logger, result}) {
      const sorted = await data.sql('SELECT hash(range) AS h, range AS n FROM range(4000000) ORDER BY h', {})
      await sorted.materialise()
      logger.info('begins')
      await data.writeCsv(await data.sql('SELECT range AS n FROM range(100000000000)', {}), file_path)
      return result.success()
    }`,
  },
}

describe('a query that takes long', function () {
  this.timeout(60_000)
  let project: TempProject
  beforeEach(async () => {
    project = await tempProject(mods)
  })
  afterEach(() => project.remove())

  const start = async (yaml: string, onBegun?: (child: ChildProcess) => void) => {
    const file = await project.write('job.yaml', yaml)
    const ended = await runDatapy(['run-job', file, '--json'], {
      onStart(child) {
        // Whether it has begun is said by the mod; a moment later the query runs.
        const onText = (text: string) => {
          if (!text.includes('begins')) return
          child.stderr?.off('data', onText)
          setTimeout(() => onBegun?.(child), 500)
        }
        child.stderr?.on('data', onText)
      },
    })
    return {...ended, endedAt: Date.now()}
  }
  const documentOf = ({stdout}: {readonly stdout: string}) => JSON.parse(stdout) as JobResult
  const modOf = (document: JobResult, name: string) => document.mods[name] as Result
  const tree = async () => await readdir(project.folder, {recursive: true})

  for (const type of ['endless', 'lazy']) {
    it(`is stopped by SIGTERM within two seconds, with 50, where it is computed ${type === 'lazy' ? 'after' : 'by'} its mod`, async () => {
      let signalled = 0
      const ended = await start(`mods:\n  x: {_type: ${type}}\n  y: {_type: quick, _depends_on: x}\n`, (child) => {
        signalled = Date.now()
        child.kill('SIGTERM')
      })
      const document = documentOf(ended)
      expect(ended.endedAt - signalled).to.be.below(2000)
      expect([ended.code, document.exit_code]).to.deep.equal([50, 50])
      expect(document.errors.map(({code}) => code)).to.deep.equal(['cancelled'])
      expect(document.mods['y']).to.include({status: 'skipped'})
      expect((await tree()).filter((name) => /data-|live\/./.test(name))).to.deep.equal([])
    })

    it(`is stopped by its timeout within a second, with 40, where it is computed ${type === 'lazy' ? 'after' : 'by'} its mod; others run`, async () => {
      const ended = await start(`mods:\n  x: {_type: ${type}, _timeout: 1}\n  y: {_type: quick}\n`)
      const document = documentOf(ended)
      expect(ended.code).to.equal(40)
      expect(document.errors.map(({code}) => code)).to.deep.equal(['timed_out'])
      expect(modOf(document, 'x').execution_time).to.be.within(1, 2)
      expect(document.mods['y']).to.include({status: 'success'})
    })
  }

  it('is stopped with all that follow, though its mod will not heed it, and the next mod has the engine to itself', async () => {
    const ended = await start('mods:\n  x: {_type: stubborn, _timeout: 0.5}\n  y: {_type: quick}\n')
    const document = documentOf(ended)
    expect(ended.code).to.equal(40)
    expect(modOf(document, 'x')).to.include({status: 'error', exit_code: 40})
    expect(document.mods['y']).to.include({status: 'success'})
  })

  it('leaves the event loop free', async () => {
    const document = documentOf(await start('mods:\n  x: {_type: ticks}\n'))
    const {execution_time: seconds, metrics} = modOf(document, 'x')
    // An interval of 50 ms fires twenty times a second; a fifth of that is enough to know that nothing stands still.
    expect(metrics['ticks'])
      .to.be.at.least(Math.floor(seconds * 4))
      .and.at.least(2)
  })

  it('whose process is killed leaves nothing behind that the next run does not remove', async () => {
    const yaml = 'mods:\n  x: {_type: writes, file_path: out/numbers.csv}\n'
    const ended = await start(yaml, (child) => child.kill('SIGKILL'))
    expect(ended.code).to.equal(null)
    const left = (await tree()).filter((name) => /runs\/[^/]+\/data-[0-9a-f]{8}$|numbers\.csv|live\/./.test(name))
    expect(left).to.have.length(3)
    expect(left).not.to.include('out/numbers.csv')
    await start('mods:\n  y: {_type: quick}\n')
    const after = await tree()
    expect(left.filter((name) => after.includes(name))).to.deep.equal([])
    expect(after.filter((name) => name.endsWith('.log')).length, 'logs').to.equal(2)
  })

  it('of a run that lives is not disturbed by another run', async () => {
    let other: Promise<unknown> = Promise.resolve()
    let during: readonly string[] = []
    const ended = await start('mods:\n  x: {_type: writes, file_path: out/numbers.csv}\n', (child) => {
      other = project
        .write('other.yaml', 'mods:\n  y: {_type: quick}\n')
        .then(async (file) => await runDatapy(['run-job', file]))
        .then(async () => {
          during = (await tree()).filter((name) => /runs\/[^/]+\/data-[0-9a-f]{8}$|numbers\.csv/.test(name))
          child.kill('SIGINT')
        })
    })
    await other
    expect(during).to.have.length(2)
    expect(ended.code).to.equal(50)
    expect((await tree()).filter((name) => /data-[0-9a-f]{8}|numbers\.csv|live\/./.test(name))).to.deep.equal([])
  })
})
