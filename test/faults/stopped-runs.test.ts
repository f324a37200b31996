import {expect} from 'chai'
import {existsSync} from 'node:fs'
import {readFile} from 'node:fs/promises'
import type {JobResult} from '../../src/model/result.js'
import {runDatapy} from '../run-datapy.js'
import {cell, share, type Tally} from './cell.js'
import {isBeforeStart, signalled, trySignal, type Sent, type Signalled} from './signalled.js'
import {phasedProject, phases, type PhasedProject} from './three-phases.js'

const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const

/** Instants: in each phase at several moments of it, and spread over the whole, start and end included. */
function instants(inEach: number, overAll: number, lastMs: number): readonly Sent[] {
  const inPhases = phases.flatMap((text) =>
    Array.from({length: inEach}, (_, index) => ({text, afterMs: Math.round((index / inEach) * 400)})),
  )
  const spread = Array.from({length: overAll}, (_, index) => ({afterMs: Math.round((index / overAll) * lastMs)}))
  return [...inPhases, ...spread].map((one, index) => ({
    ...one,
    signal: signals[index % signals.length] ?? 'SIGTERM',
    toGroup: index % 2 === 1,
  }))
}

const named = ({signal, text = 'start', afterMs, toGroup}: Sent) =>
  `${signal}${toGroup === true ? ' to the group' : ''} ${String(afterMs)} ms after ${text}`

describe('Signals and time', () => {
  /** What a stopped run says of itself, everywhere the same. */
  async function expectTold(ended: Signalled, project: PhasedProject, whole: string): Promise<void> {
    expect(await project.left(), 'left behind').to.deep.equal([])
    const output = await project.output()
    if (isBeforeStart(ended)) {
      expect(output).to.equal(undefined)
      expect(existsSync(project.path('.datapy'))).to.equal(false)
      return
    }
    const document = JSON.parse(ended.stdout) as JobResult
    // A signal behind the whole answer of a run that has ended may end what Node itself still has to do.
    expect(ended.killedBy === null ? ended.code : 0, ended.stderr).to.equal(document.exit_code)
    // One that had nothing left to stop has succeeded, and says so.
    expect(document.exit_code).to.be.oneOf([0, 50])
    expect(document.status).to.equal(document.exit_code === 0 ? 'success' : 'error')
    if (document.exit_code === 0) expect(output).to.equal(whole)
    else expect(document.errors.map(({code}) => code)).to.deep.equal(['cancelled'])
    if (output !== undefined) expect(output === whole, 'the file is whole').to.equal(true)
    if (existsSync(project.path(`.datapy/runs/${document.run_id}`))) {
      const result = JSON.parse(await readFile(project.path(`.datapy/runs/${document.run_id}/result.json`), 'utf8')) as JobResult
      expect(result.exit_code).to.equal(document.exit_code)
      expect(result.status).to.equal(document.status)
    }
  }

  async function tryAll(tally: Tally, args: (project: PhasedProject) => string[], sents: readonly Sent[], isolate: boolean) {
    const plain = await phasedProject({isolate})
    const begun = performance.now()
    expect((await runDatapy(args(plain))).code).to.equal(0)
    const stretch = Math.max(1, (performance.now() - begun) / 2000)
    const whole = (await plain.output()) ?? ''
    await plain.remove()
    expect(whole.length).to.be.above(1_000_000)
    for (const sent of sents) {
      const project = await phasedProject({isolate})
      await trySignal(tally, named(sent), async () => {
        const ended = await signalled(args(project), {...sent, afterMs: Math.round(sent.afterMs * stretch)})
        await expectTold(ended, project, whole)
        const again = await runDatapy(args(project))
        expect(again.code, again.stderr).to.equal(0)
        expect((await project.output()) === whole, 'the same command brings it to its end').to.equal(true)
        return ended
      })
      await project.remove()
    }
  }

  cell('a signal at any instant of run-job, in every phase', async (tally) => {
    const args = (project: PhasedProject) => ['run-job', project.path('job.yaml'), '--json']
    await tryAll(tally, args, instants(share(1, 4), share(0, 14), 2000), false)
  })

  cell(
    'the same, a mod in a process of its own',
    async (tally) => {
      const args = (project: PhasedProject) => ['run-job', project.path('job.yaml'), '--json']
      await tryAll(tally, args, instants(2, 6, 2000), true)
    },
    {quick: false},
  )
})
