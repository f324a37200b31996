import {expect} from 'chai'
import {once} from 'node:events'
import {readdir, readFile} from 'node:fs/promises'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {runDatapy} from '../run-datapy.js'
import {entryOf} from '../mod-package.js'
import {registryProject, type RegistryProject} from '../commands/registry-project.js'
import {cell, share} from './cell.js'
import {isBeforeStart, signalled, trySignal, type Signalled} from './signalled.js'

const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const
const signalAt = (index: number) => signals[index % signals.length] ?? 'SIGTERM'

/** The document of a command, whole, alone, and of one mind with the exit code. */
function documentOf(ended: Signalled): {readonly exit_code: number; readonly errors?: readonly {readonly code: string}[]} {
  const document = JSON.parse(ended.stdout) as {exit_code: number; errors?: {code: string}[]}
  expect(ended.code, ended.stderr).to.equal(document.exit_code)
  return document
}

describe('Signals and time', () => {
  let project: RegistryProject
  beforeEach(async () => {
    project = await registryProject(entryOf('there'))
  })
  afterEach(() => project.remove())

  const expectNothingLeft = async () => {
    const names = await readdir(project.dataFolder).catch(() => [])
    expect(names.filter((name) => name.startsWith('.staging') || name === '.install.lock')).to.deep.equal([])
    expect((await readdir(project.folder)).filter((name) => name.startsWith('registry.json.'))).to.deep.equal([])
  }

  cell('register-mod and plugins:install while npm waits for a registry that does not answer', async (tally) => {
    const server = createServer(() => undefined).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`
    const env = {...project.env, npm_config_offline: 'false', npm_config_registry: url}
    const before = await readFile(project.registryFile, 'utf8')
    const commands = ['register-mod', 'plugins:install'].flatMap((command) => signals.map((signal) => ({command, signal})))
    for (const [index, {command, signal}] of commands.entries()) {
      if (index % share(4, 1) !== 0) continue
      const asked = once(server, 'request')
      await trySignal(tally, `${command}: ${signal}`, async () => {
        const waiting = signalled([command, 'some-mod', '--json'], {signal, afterMs: 0, when: asked}, {cwd: project.folder, env})
        const ended = await waiting
        const {exit_code: exitCode, errors} = documentOf(ended)
        expect([exitCode, errors?.map(({code}) => code)]).to.deep.equal([50, ['cancelled']])
        expect(await readFile(project.registryFile, 'utf8')).to.equal(before)
        await expectNothingLeft()
        return ended
      })
    }
    server.closeAllConnections()
    server.close()
  })

  cell('register-mod of a package at any instant: all of it, or nothing', async (tally) => {
    const tarball = await project.pack(await project.package(entryOf('geo')))
    const begun = performance.now()
    expect((await project.datapy('register-mod', tarball)).code).to.equal(0)
    const lasts = performance.now() - begun
    const after = await readFile(project.registryFile, 'utf8')
    expect((await project.datapy('unregister-mod', 'geo')).code).to.equal(0)
    const before = await readFile(project.registryFile, 'utf8')
    const tries = share(1, 14)
    for (let index = 0; index < tries; index += 1) {
      const afterMs = Math.round((lasts * (index + 0.5)) / tries)
      await trySignal(tally, `${signalAt(index)} after ${String(afterMs)} ms`, async () => {
        const options = {cwd: project.folder, env: project.env}
        const sent = {signal: signalAt(index), afterMs, toGroup: index % 2 === 1}
        const ended = await signalled(['register-mod', tarball, '--json'], sent, options)
        const isRegistered = ended.code === 0
        if (!isBeforeStart(ended)) expect(documentOf(ended).exit_code).to.be.oneOf([0, 50])
        expect(await readFile(project.registryFile, 'utf8')).to.equal(isRegistered ? after : before)
        await expectNothingLeft()
        if (!isRegistered) {
          const again = await project.datapy('register-mod', tarball)
          expect(again.code, again.stderr).to.equal(0)
          expect(await readFile(project.registryFile, 'utf8')).to.equal(after)
        }
        const validated = await project.datapy('validate-registry', '--json')
        expect(validated.stdout).not.to.include('geo:')
        expect((await project.datapy('unregister-mod', 'geo')).code).to.equal(0)
        return ended
      })
    }
  })

  cell(
    'a folder whose import never ends, looked at by register-mod',
    async (tally) => {
      const folder = await project.package(entryOf('hangs'), 'await new Promise(() => setInterval(() => 0, 1000))')
      const spins = await project.package(entryOf('spins'), 'for (;;);')
      for (const [index, path] of [folder, spins].entries())
        await trySignal(tally, signalAt(index), async () => {
          const sent = {signal: signalAt(index), afterMs: 2500}
          const ended = await signalled(['register-mod', path, '--json'], sent, {cwd: project.folder, env: project.env})
          expect(documentOf(ended).exit_code).to.equal(50)
          return ended
        })
      await trySignal(tally, 'SIGKILL', async () => {
        const sent = {signal: 'SIGKILL', afterMs: 2500} as const
        const ended = await signalled(['register-mod', spins, '--json'], sent, {cwd: project.folder, env: project.env})
        expect((await runDatapy(['list-registry'], {cwd: project.folder, env: project.env})).code).to.equal(0)
        return ended
      })
    },
    {quick: false},
  )

  cell('commands that only look, at any instant: their whole answer, or 50', async (tally) => {
    const looks = [
      ['list-registry'],
      ['mod-info', 'there'],
      ['validate-registry'],
      ['list-runs'],
      ['doctor'],
      ['build-docs', '-o', 'site'],
    ]
    for (const args of looks.slice(0, share(1, looks.length))) {
      const options = {cwd: project.folder, env: project.env}
      const begun = performance.now()
      const whole = await runDatapy([...args, '--json'], options)
      const lasts = performance.now() - begun
      const tries = share(2, 5)
      for (let index = 0; index < tries; index += 1)
        await trySignal(tally, `${args.join(' ')}: ${signalAt(index)}, try ${String(index)}`, async () => {
          const sent = {signal: signalAt(index), afterMs: Math.round((lasts * (index + 1)) / (tries + 1))}
          const ended = await signalled([...args, '--json'], sent, options)
          if (isBeforeStart(ended)) return ended
          if (ended.code === 50) expect(documentOf(ended).exit_code).to.equal(50)
          else {
            // Its answer is whole; a signal behind that may end what Node itself still has to do. Free space, and pages that
            // are there already, differ from time to time.
            const [answer, wanted] = [JSON.parse(ended.stdout) as object, JSON.parse(whole.stdout) as object]
            if (['doctor', 'build-docs'].includes(args[0] ?? '')) expect(answer).to.have.all.keys(Object.keys(wanted))
            else expect(answer).to.deep.equal(wanted)
            expect(ended.code).to.be.oneOf([whole.code, null])
          }
          return ended
        })
    }
  })
})
