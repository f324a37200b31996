import {expect} from 'chai'
import {spawn} from 'node:child_process'
import {lutimes, mkdir, readdir, readFile, symlink, utimes, writeFile} from 'node:fs/promises'
import {hostname} from 'node:os'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {takeLock} from '../../src/node/lock.js'
import {withLock} from '../../src/node/with-lock.js'
import {processSpace, processStart} from '../../src/node/process-start.js'
import {faultEnv} from '../faults/run-with-fault.js'
import {tempFolder} from '../mod-package.js'

const module = pathToFileURL(join(import.meta.dirname, '../../src/node/lock.ts')).href

describe('a lock', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let path: string
  beforeEach(async () => {
    folder = await tempFolder()
    path = join(folder.path, 'thing.lock')
  })
  afterEach(() => folder.remove())

  it('is had by one at a time, also within one process', async () => {
    let inside = 0
    let most = 0
    const work = async () => {
      inside += 1
      most = Math.max(most, inside)
      await new Promise((resolve) => setTimeout(resolve, 3))
      inside -= 1
    }
    await Promise.all(Array.from({length: 20}, () => withLock(path, work)))
    expect(most).to.equal(1)
    expect(await readdir(folder.path)).to.deep.equal([])
  })

  it('tells who has it, and is let go when its work throws', async () => {
    await withLock(path, async () => {
      const lock = await takeLock(path)
      expect(lock).to.deep.include({taken: false})
      expect(!lock.taken && lock.owner?.pid).to.equal(process.pid)
      throw new Error('on purpose')
    }).catch(() => undefined)
    const again = await takeLock(path)
    expect(again.taken).to.equal(true)
    if (again.taken) await again.release()
  })

  it('is not waited for for ever where a link to nothing, or a folder, has its name', async () => {
    await symlink('nowhere', path)
    expect(await takeLock(path)).to.deep.equal({taken: false, owner: undefined})
    const longAgo = new Date(Date.now() - 600_000)
    await lutimes(path, longAgo, longAgo)
    const lock = await takeLock(path)
    expect(lock.taken).to.equal(true)
    if (lock.taken) await lock.release()
    await mkdir(path)
    await lutimes(path, longAgo, longAgo)
    expect(await takeLock(path)).to.deep.equal({taken: false, owner: undefined})
    expect(await readdir(folder.path)).to.deep.equal(['thing.lock'])
  })

  it('says who holds it when it is not to be had in time', async () => {
    const lock = await takeLock(path)
    const started = performance.now()
    const error: unknown = await withLock(path, () => Promise.resolve(), {waitMs: 100}).catch((thrown: unknown) => thrown)
    expect(error)
      .to.be.an('error')
      .with.property('message')
      .that.includes(`process ${String(process.pid)} on ${hostname()}`)
    expect(performance.now() - started).to.be.within(90, 5000)
    if (lock.taken) await lock.release()
  })

  it('of a killed process is passed over at once', async () => {
    await heldByKilled(path)
    expect(await readdir(folder.path)).to.deep.equal(['thing.lock'])
    const started = performance.now()
    await withLock(path, () => Promise.resolve(), {waitMs: 5000})
    expect(performance.now() - started).to.be.lessThan(1000)
    expect(await readdir(folder.path)).to.deep.equal([])
  })

  it('of a process whose id was given to another is passed over', async () => {
    await writeFile(
      path,
      JSON.stringify({pid: process.pid, host: hostname(), space: await processSpace(), start: 'long ago', nonce: 'abc'}),
    )
    await withLock(path, () => Promise.resolve(), {waitMs: 0})
  })

  it('of another host or container, or one that cannot be read, is never passed over', async () => {
    const elsewhere = {pid: 999_999_999, host: 'elsewhere', space: await processSpace(), start: 'x', nonce: 'abc'}
    const container = {...elsewhere, host: hostname(), space: 'pid:[1]'}
    for (const text of [JSON.stringify(elsewhere), JSON.stringify(container), '']) {
      await writeFile(path, text)
      expect(await takeLock(path)).to.deep.include({taken: false})
      expect(await readFile(path, 'utf8')).to.equal(text)
    }
  })

  it('that cannot be read goes, once nobody has touched it for five minutes, to exactly one of many', async () => {
    for (const text of ['', '{"pid": 12', '\0'.repeat(200)]) {
      await writeFile(path, text)
      const [fourMinutes, sixMinutes] = [4, 6].map((minutes) => new Date(Date.now() - minutes * 60_000)) as [Date, Date]
      await utimes(path, fourMinutes, fourMinutes)
      expect(await takeLock(path)).to.deep.include({taken: false})
      await utimes(path, sixMinutes, sixMinutes)
      const locks = await Promise.all(Array.from({length: 8}, () => takeLock(path)))
      expect(locks.filter(({taken}) => taken)).to.have.length(1)
      for (const lock of locks) if (lock.taken) await lock.release()
      expect(await readdir(folder.path)).to.deep.equal([])
    }
  })

  it('of a dead owner goes to exactly one of many that find it', async () => {
    for (let round = 0; round < 15; round++) {
      await heldByKilled(path)
      const locks = await Promise.all(Array.from({length: 12}, () => takeLock(path)))
      expect(locks.filter(({taken}) => taken)).to.have.length(1)
      for (const lock of locks) if (lock.taken) await lock.release()
    }
  }).timeout(60_000)

  it('is passed over although who passed it over before was killed at it', async () => {
    await heldByKilled(path)
    const {nonce} = JSON.parse(await readFile(path, 'utf8')) as {nonce: string}
    await heldByKilled(`${path}.${nonce}.dead`)
    await withLock(path, () => Promise.resolve(), {waitMs: 3000})
    expect(await readdir(folder.path)).to.deep.equal([])
  })
})

describe('a lock on a disk that fails once', () => {
  it('is not held by a process that was told it has it not, and leaves nothing', async () => {
    const folder = await tempFolder()
    try {
      // The last of them come at no call any more.
      for (let nth = 1, failed = true; failed || nth < 12; nth++) {
        const path = join(folder.path, 'thing.lock')
        await writeFile(
          path,
          JSON.stringify({pid: 2 ** 22 + 1, host: hostname(), space: await processSpace(), start: 'x', nonce: 'ab'}),
        )
        const told = await runCode(
          `import {takeLock} from ${JSON.stringify(module)}
          const told = []
          for (let turn = 0; turn < 2; turn++) {
            try {
              const lock = await takeLock(${JSON.stringify(path)})
              told.push(lock.taken)
              if (lock.taken) await lock.release()
            } catch (error) {
              told.push(error.code)
            }
          }
          console.log(JSON.stringify(told))`,
          faultEnv({kind: 'EIO', nth, folder: folder.path}),
        )
        const [first, second] = JSON.parse(told) as unknown[]
        failed = first !== true
        // Where the lock that was left cannot be read, somebody may have it.
        expect(first, String(nth)).to.be.oneOf([true, false, 'EIO'])
        expect(second, String(nth)).to.equal(true)
        expect(await readdir(folder.path), String(nth)).to.deep.equal([])
      }
    } finally {
      await folder.remove()
    }
  }).timeout(60_000)
})

describe('processStart', () => {
  it('is the same for one process each time, and nothing for one that is gone', async () => {
    expect(await processStart(process.pid)).to.equal(await processStart(process.pid))
    const child = spawn(process.execPath, ['-e', '0'])
    await new Promise((resolve) => child.once('close', resolve))
    expect(await processStart(child.pid ?? 0)).to.equal(undefined)
  })
})

/** Leaves a lock whose owner was killed while it held it. */
async function heldByKilled(path: string): Promise<void> {
  const code = `
    import {takeLock} from ${JSON.stringify(module)}
    await takeLock(${JSON.stringify(path)})
    process.kill(process.pid, 'SIGKILL')`
  await runCode(code)
}

/** What a process of its own prints that runs this code. */
async function runCode(code: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], {
    env: {...process.env, ...env},
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let printed = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text))
  await new Promise((resolve) => child.once('close', resolve))
  return printed
}
