import {expect} from 'chai'
import {execFile} from 'node:child_process'
import {mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {promisify} from 'node:util'
import {openBelongings} from '../../src/node/belongings.js'
import {thisProcess, type ProcessOwner} from '../../src/node/process-owner.js'
import {removeLeftovers} from '../../src/node/remove-leftovers.js'

const now = new Date()
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000)

describe('what a process has made and must not outlive it', () => {
  let folder = ''
  let state = ''
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'datapy-leftovers-'))
    state = join(folder, 'state')
  })
  afterEach(() => rm(folder, {recursive: true}))

  const write = async (name: string) => {
    await mkdir(dirname(join(folder, name)), {recursive: true})
    await writeFile(join(folder, name), name)
    return join(folder, name)
  }
  const files = async () =>
    (await readdir(folder, {recursive: true, withFileTypes: true})).filter((entry) => !entry.isDirectory())
  const names = async () => (await files()).map(({name}) => name).sort()
  /** A process that has ended, but for its list. */
  const ended = async (): Promise<ProcessOwner> => {
    const {stdout} = await promisify(execFile)(process.execPath, ['-p', 'process.pid'])
    return {...(await thisProcess()), pid: Number(stdout)}
  }
  const list = async (owner: unknown, ...belongings: readonly unknown[]) => {
    const file = await write('state/live/1-aaaaaaaa.jsonl')
    await writeFile(file, [owner, ...belongings].map((line) => `${JSON.stringify(line)}\n`).join(''))
    return file
  }

  it('is written down before it is made, once each, and the list goes with its end', async () => {
    const belongings = openBelongings(state)
    const staged = {target: '/out/a.csv', mark: 'deadbeef'}
    await Promise.all([
      belongings.claim({folder: join(state, 'runs/r1/data-0123abcd')}),
      belongings.claim(staged),
      belongings.claim(staged),
    ])
    const [name = ''] = await readdir(join(state, 'live'))
    const lines = (await readFile(join(state, 'live', name), 'utf8')).trimEnd().split('\n')
    expect(lines.map((line): unknown => JSON.parse(line))).to.deep.equal([
      await thisProcess(),
      {folder: 'runs/r1/data-0123abcd'},
      staged,
    ])
    await belongings.end()
    expect(await readdir(join(state, 'live'))).to.deep.equal([])
  })

  it('is nothing at all where nothing was made', async () => {
    await openBelongings(state).end()
    expect(await removeLeftovers(state, undefined, now)).to.deep.equal([])
    expect(await readdir(folder)).to.deep.equal([])
  })

  it('is removed when the process was killed: folders of the engine, and what it staged', async () => {
    await write('state/runs/r1/data-0123abcd/spill/block.tmp')
    await write('state/runs/r1/result.json')
    await write('out/.a.csv.deadbeef01234567.tmp')
    await write('out/.a.csv.cafebabe01234567.tmp')
    await write('out/.a.csv.deadbeef01234567.tmp.bak')
    await write('out/a.csv')
    await list(
      await ended(),
      {folder: 'runs/r1/data-0123abcd'},
      {target: join(folder, 'out/a.csv'), mark: 'deadbeef'},
      {target: join(folder, 'gone/b.csv'), mark: 'deadbeef'},
    )
    expect(await removeLeftovers(state, undefined, now)).to.deep.equal([
      join(state, 'runs/r1/data-0123abcd'),
      join(folder, 'out/.a.csv.deadbeef01234567.tmp'),
    ])
    expect(await names()).to.deep.equal([
      '.a.csv.cafebabe01234567.tmp',
      '.a.csv.deadbeef01234567.tmp.bak',
      'a.csv',
      'result.json',
    ])
  })

  it('stays while the process lives, also one whose number another had before', async () => {
    await write('state/runs/r1/data-0123abcd/x')
    await list(await thisProcess(), {folder: 'runs/r1/data-0123abcd'})
    expect(await removeLeftovers(state, undefined, now)).to.deep.equal([])
    await list({...(await thisProcess()), start: 'another boot/1'}, {folder: 'runs/r1/data-0123abcd'})
    expect(await removeLeftovers(state, undefined, now)).to.have.length(1)
  })

  for (const [where, elsewhere] of [
    ['another host', {host: 'another.example'}],
    ['another container', {space: 'pid:[1]'}],
  ] as const) {
    it(`of ${where} stays as long as that gives a sign of life`, async () => {
      await write('state/runs/r1/data-0123abcd/x')
      const file = await list({...(await ended()), ...elsewhere}, {folder: 'runs/r1/data-0123abcd'})
      await utimes(file, now, daysAgo(1.9))
      expect(await removeLeftovers(state, undefined, now)).to.deep.equal([])
      await utimes(file, now, daysAgo(2.1))
      expect(await removeLeftovers(state, undefined, now)).to.have.length(1)
      expect(await names()).to.deep.equal([])
    })
  }

  it('is never anything else, whatever a list says', async () => {
    await write('state/runs/r1/result.json')
    await write('state/runs/r1/data-0123abcd.csv')
    await write('precious/a.csv')
    await mkdir(join(state, 'runs/r2'))
    await symlink(join(folder, 'precious'), join(state, 'runs/r2/data-0123abcd'))
    await list(
      await ended(),
      {folder: 'runs/r1'},
      {folder: 'runs/../../precious'},
      {folder: 'runs/../data-0123abcd'},
      {folder: join(folder, 'precious')},
      {folder: 'runs/r2/data-0123abcd'},
      {target: join(folder, 'precious/a.csv'), mark: ''},
      {target: join(folder, 'precious/a.csv')},
      'runs/r1',
      null,
    )
    expect(await removeLeftovers(state, undefined, now), 'a link goes, what it names stays').to.deep.equal([
      join(state, 'runs/r2/data-0123abcd'),
    ])
    expect(await names()).to.deep.equal(['a.csv', 'data-0123abcd.csv', 'result.json'])
  })

  it('is left alone where the list was cut short before it says whose it is', async () => {
    await write('state/runs/r1/data-0123abcd/x')
    const file = await list(null)
    await writeFile(file, '{"pid": 1')
    expect(await removeLeftovers(state, undefined, now)).to.deep.equal([])
    expect(await names()).to.deep.equal(['1-aaaaaaaa.jsonl', 'x'])
  })
})
