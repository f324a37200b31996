import {expect} from 'chai'
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises'
import {existsSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {exitCodes} from '../../src/errors/exit-codes.js'
import type {Problem} from '../../src/model/problem.js'
import type {Result} from '../../src/model/result.js'
import {runDatapy} from '../run-datapy.js'

/** What a read in a process of its own came to. */
export interface ReadApart {
  readonly code: number | null
  readonly metrics: Result['metrics']
  readonly problem: Problem | undefined
  readonly stderr: string
  /** The most memory the process had; 0 where the system does not tell. */
  readonly peakMb: number
  readonly cpuSeconds: number
}

const preload = pathToFileURL(join(import.meta.dirname, 'peak-memory.js')).href

/**
 * Reads a file with a mod in a real `datapy` of its own, so that nothing it does can harm the test; fails where the process
 * ends otherwise than the table of exit codes has it, or shows a stack trace.
 */
export async function readApart(type: string, file: string, params: object = {}): Promise<ReadApart> {
  const folder = await mkdtemp(join(tmpdir(), 'datapy-apart-'))
  try {
    const job = join(folder, 'job.yaml')
    await writeFile(job, JSON.stringify({mods: {r: {_type: type, file_path: file, ...params}}}))
    const peak = join(folder, 'peak.json')
    const loads = existsSync('/proc/self/status') ? {NODE_OPTIONS: `--import ${preload}`, DATAPY_TEST_PEAK: peak} : {}
    const {code, stdout, stderr} = await runDatapy(['run-job', job, '--json'], {env: {...process.env, ...loads}})
    expect(code, stderr).to.be.oneOf(Object.values(exitCodes))
    expect(code, `a bug: ${stderr}`).not.to.equal(1)
    expect(stderr + stdout).not.to.match(/^\s+at .*:\d+:\d+\)?$/m)
    const document = JSON.parse(stdout) as {errors: Problem[]; mods: Record<string, Result>}
    const result = document.mods['r']
    const took = JSON.parse(await readFile(peak, 'utf8').catch(() => '{"peak_mb": 0, "cpu_ms": 0}')) as Record<string, number>
    return {
      code,
      metrics: result?.metrics ?? {},
      problem: result?.errors[0] ?? document.errors[0],
      stderr,
      peakMb: took['peak_mb'] ?? 0,
      cpuSeconds: (took['cpu_ms'] ?? 0) / 1000,
    }
  } finally {
    await rm(folder, {recursive: true, force: true})
  }
}

/** A read that is to be refused: with a problem of these codes, within bounds of time and memory that no size of input moves. */
export function expectRefused(
  read: ReadApart,
  codes: readonly string[],
  {memory = 900, seconds = 60}: {readonly memory?: number; readonly seconds?: number} = {},
): void {
  expect(read.code).to.be.oneOf([20, 30])
  expect(read.problem?.code).to.be.oneOf([...codes])
  expect(read.problem?.message).to.match(/\S/)
  expect(read.peakMb).to.be.below(memory)
  expect(read.cpuSeconds).to.be.below(seconds)
}
