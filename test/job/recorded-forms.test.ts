import {expect} from 'chai'
import {isJournalLine, isLoadState, isRunRecord} from '../../src/job/recorded-forms.js'
import type {RunRecord, StepBegun, StepCommitting, StepEnded} from '../../src/model/run-record.js'
import {changedAt, placesIn} from '../faults/damages.js'
import {stepEnded} from './step-ended.js'

const at = '2026-11-02T00:00:02.000Z'
const owner = {pid: 7, host: 'here', space: 'pid:[1]', start: '99'}
const session = {started: at, ended: null, process: owner, datapy: '1', node: '22', log_file: null, command: 'datapy run-job a'}
const record: RunRecord = {
  run_id: 'r',
  job: 'a',
  job_file: '/a.yaml',
  identity: 'i',
  set: {globals: {}, mods: {}},
  status: 'error',
  exit_code: 30,
  started: at,
  ended: at,
  steps: [{name: 'a', type: 'csv_reader', category: 'sources', needs: ['b']}],
  sessions: [session, {...session, ended: at, log_file: '/log'}],
  secrets: ['env:X'],
  totals: {rows_in: 1, rows_out: 2, rejects: 3},
  previous: null,
}
const begun: StepBegun = {event: 'begun', step: 'a', at, attempt: 1}
const file = {path: '/x', size: 1, modified: 2.5, changed: 3, inode: 4}
const columns = [{name: 'id', type: 'BIGINT'}]
const problem = {code: 7, message: 'm', hint: 'h', at: {file: '/a.yaml', line: 1, column: 2}}
const plain = stepEnded('a', 'error')
const ended: StepEnded = {
  ...plain,
  fingerprint: {mod: 'm', params: {}, files: [file], needs: {b: 'b-1'}},
  result: {
    ...plain.result,
    artifacts: {data: {type: 'dataset', format: 'parquet', path: '/t', rows: 1, columns}, n: 1},
    warnings: [problem],
    errors: [problem],
  },
  left: [file],
  hidden: ['globals.token'],
  watermark: {of: 'a', value: 7},
  reused_from: 'r',
}
const {event: _, ...outcome} = ended
const committing: StepCommitting = {
  ...outcome,
  event: 'committing',
  renames: [{temporary: '/t.tmp', target: '/t', if_exists: 'backup', file}],
}

/** A value with each of the values in it, one at a time, of another type. */
function variants(value: unknown): readonly unknown[] {
  return placesIn(value).map((_place, nth) => changedAt(value, nth))
}

describe('what a run has written down', () => {
  it('is taken as it was written', () => {
    expect(isRunRecord(record)).to.equal(true)
    for (const line of [begun, ended, committing, plain]) expect(isJournalLine(line)).to.equal(true)
    expect(isLoadState({a: {value: null, run: null, at}, 'b[x]': {value: 7, previous: 6, run: 'r', at}})).to.equal(true)
  })

  it('may lack what is not always there, and have what a later version adds', () => {
    const {secrets: _secrets, ...old} = record
    expect(isRunRecord({...old, totals: {}, more: 7})).to.equal(true)
    expect(isJournalLine({...begun, more: 7})).to.equal(true)
  })

  it('is damaged when a value that somebody relies on is of another type', () => {
    for (const one of variants(record)) expect(isRunRecord(one), JSON.stringify(one)).to.equal(false)
    for (const one of variants(begun)) expect(isJournalLine(one), JSON.stringify(one)).to.equal(false)
    // An artifact may be anything; a code is a number or a text; nobody relies on the others.
    const taken = placesIn(committing).filter((_place, nth) => isJournalLine(changedAt(committing, nth)))
    const free = ['code', 'code', 'data', 'format', 'log_file', 'n', 'type', 'value']
    expect(taken.map(({key}) => key).toSorted()).to.deep.equal(free)
  })

  it('is damaged when it is something else altogether', () => {
    for (const one of [undefined, null, [], {}, 'text', 7, {event: 'other', step: 'a'}, {event: 'toString'}]) {
      expect(isRunRecord(one)).to.equal(false)
      expect(isJournalLine(one)).to.equal(false)
    }
    for (const one of [null, [], {a: 7}, {a: {value: 1, run: null, at: 'yesterday, perhaps'}}, {a: {run: null, at}}])
      expect(isLoadState(one)).to.equal(false)
    expect(isRunRecord({...record, exit_code: Infinity})).to.equal(false)
  })
})
