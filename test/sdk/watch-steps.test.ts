import {expect} from 'chai'
import {setTimeout as sleep} from 'node:timers/promises'
import type {JsonValue} from '../../src/model/json.js'
import {newScope} from '../../src/data/scope.js'
import {runningStep} from '../../src/run/running-step.js'
import {stepWatcher} from '../../src/sdk/watch-steps.js'

/** Stands for an engine whose figures a test sets. */
function figures() {
  const now: {rows: number; spilled: number; share?: number} = {rows: 0, spilled: 0}
  return {now, progress: () => Promise.resolve({...now})}
}

describe('a mod that runs', () => {
  const scope = newScope(new AbortController().signal)

  it('is as far as the engine is for it', async () => {
    const engine = figures()
    const step = runningStep('clean', 'data_cleaner', scope, engine)
    expect(await step.progress()).to.deep.equal({spilled: 0})
    Object.assign(engine.now, {rows: 350, share: 0.25, spilled: 7})
    expect(await step.progress()).to.deep.equal({rows: 350, share: 0.25, spilled: 7})
  })

  it('is as far as it says itself, where it does', async () => {
    const engine = figures()
    const step = runningStep('clean', 'data_cleaner', scope, engine)
    Object.assign(engine.now, {rows: 350, share: 0.25})
    step.tell(10)
    expect(await step.progress()).to.deep.equal({rows: 10, share: 0.25, spilled: 0})
    step.tell(30, 40)
    expect(await step.progress()).to.deep.equal({rows: 30, share: 0.75, spilled: 0})
    step.tell(50, 0)
    expect(await step.progress()).to.deep.equal({rows: 50, share: 0.25, spilled: 0})
  })

  it('is said to be alive as long as it runs, and no longer', async () => {
    const lines: {readonly message: string; readonly fields: Readonly<Record<string, JsonValue>>}[] = []
    const nothing = () => undefined
    const info = (message: string, fields = {}) => lines.push({message, fields})
    const shown: string[] = []
    const watch = stepWatcher(
      (name) => ({debug: nothing, info: (text, fields) => info(`${name} ${text}`, fields), warn: nothing, error: nothing}),
      {
        everyMs: 20,
        show: ({name, type}) => {
          shown.push(`${name} ${type}`)
          return () => shown.push('ended')
        },
      },
    )
    const step = runningStep('clean', 'data_cleaner', scope, figures())
    step.tell(30, 90)
    const end = watch(step)
    while (lines.length < 2) await sleep(5)
    end()
    const told = lines.length
    await sleep(60)
    expect(lines.length).to.be.at.most(told + 1)
    expect(lines[0]?.message).to.equal('clean alive')
    expect(lines[0]?.fields).to.include({rows: 30, share: 0.33, elapsed_s: 0})
    expect(lines[0]?.fields['rss_mb']).to.be.above(10)
    expect(shown).to.deep.equal(['clean data_cleaner', 'ended'])
  })
})
