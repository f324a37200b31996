import {expect} from 'chai'
import {runStatus} from '../../src/job/run-status.js'
import type {StepState} from '../../src/model/run-record.js'
import {stepEnded} from './step-ended.js'

type Status = 'error' | 'success' | 'warning'

const mods = ['a', 'b'].map((name) => ({name, type: 't', params: {}, options: {}}))
const begun = '2026-11-02T00:00:01.000Z'
const step = (name: string, status: Status, isOpen = false): StepState => ({
  name,
  begun,
  attempts: 1,
  ended: stepEnded(name, status),
  isOpen,
})
const statusOf = (status: Status, ...steps: readonly StepState[]) =>
  runStatus({mods}, status, new Map(steps.map((one) => [one.name, one])))

describe('how a run stands', () => {
  it('is success when every step of its job has succeeded', () => {
    expect(statusOf('success', step('a', 'success'), step('b', 'success'))).to.equal('success')
  })

  it('is warning when one of them warned', () => {
    expect(statusOf('success', step('a', 'success'), step('b', 'warning'))).to.equal('warning')
  })

  it('is error when one of them failed, or the process that leaves it did', () => {
    expect(statusOf('success', step('a', 'error'), step('b', 'success'))).to.equal('error')
    expect(statusOf('error', step('a', 'success'), step('b', 'success'))).to.equal('error')
    expect(statusOf('error')).to.equal('error')
  })

  it('is partial while steps are left, begun or not', () => {
    expect(statusOf('success', step('a', 'success'))).to.equal('partial')
    expect(statusOf('warning', step('a', 'warning'))).to.equal('partial')
    expect(statusOf('success', step('a', 'success'), step('b', 'error', true))).to.equal('partial')
    expect(statusOf('success', step('a', 'success'), {name: 'b', begun, attempts: 1, isOpen: false})).to.equal('partial')
  })
})
