import {expect} from 'chai'
import {mkdir, readdir, readFile, writeFile} from 'node:fs/promises'
import {resolve} from 'node:path'
import type {Problem} from '../../src/model/problem.js'
import {checkJob} from '../../src/sdk/check-job.js'
import {runJobFile} from '../../src/sdk/run-job-file.js'
import {runDatapy} from '../run-datapy.js'
import {tempProject, type TempProject} from '../temp-project.js'
import {badJobs} from './bad-jobs.js'

/** A problem less the folder of this test. */
type Told = Pick<Problem, 'code' | 'hint' | 'message'> & {
  readonly at: readonly [line: number | undefined, column: number | undefined]
}

describe('a hundred jobs that cannot run', () => {
  let project: TempProject
  /** That of the mods that ship. */
  const registry = resolve('registry.json')
  const fileOf = (index: number) => `job${String(index)}.yaml`
  before(async () => {
    project = await tempProject({})
    await mkdir(project.path('folder'))
    await writeFile(project.path('in.csv'), 'id,name\n1,a\n')
    await writeFile(project.path('project_defaults.yaml'), 'globals: {}\n')
    for (const [index, [, text]] of badJobs.entries())
      await writeFile(project.path(fileOf(index)), text.replace('JOB', fileOf(index)))
  })
  after(() => project.remove())

  const told = (errors: readonly Problem[]): readonly Told[] =>
    errors.map(({code, message, hint, at}) => ({
      code,
      message,
      ...(hint !== undefined && {hint}),
      at: [at?.line, at?.column],
    }))
  const inShort = (errors: readonly Told[]) =>
    errors.map(({code, at: [line, column]}) => `${code} ${String(line)}:${String(column)}`)
  const contents = async () => {
    const names = (await readdir(project.folder)).filter((name) => name !== '.datapy').toSorted()
    return await Promise.all(names.map(async (name) => [name, await readFile(project.path(name), 'utf8').catch(() => '')]))
  }

  it('are a hundred, each with something of its own that is wrong', () => {
    expect(badJobs.length).to.be.at.least(100)
    expect(new Set(badJobs.map(([what]) => what)).size).to.equal(badJobs.length)
    expect(new Set(badJobs.map(([, text]) => text)).size).to.equal(badJobs.length)
  })

  it('are refused alike by run-job, plan-job and validate-job, at the place, before anything is run', async () => {
    const before = await contents()
    const settings = {registry}
    const ran: (readonly Told[])[] = []
    for (const [index, [what, , expected]] of badJobs.entries()) {
      const path = project.path(fileOf(index))
      const planned = await checkJob(path, settings)
      const {document} = await runJobFile(path, settings)
      expect([planned.exit_code, document.exit_code, document.mods], what).to.deep.equal([20, 20, {}])
      expect(told(planned.errors), what).to.deep.equal(told(document.errors))
      expect(inShort(told(planned.errors)), what).to.deep.equal(expected)
      ran.push(told(document.errors))
    }
    const files = badJobs.map((_, index) => fileOf(index))
    const {code, stdout} = await runDatapy(['validate-job', ...files, '--json', '--registry', registry], {cwd: project.folder})
    expect(code).to.equal(20)
    const validated = (JSON.parse(stdout) as {files: {file: string; errors: Problem[]}[]}).files
    expect(validated.map(({errors}) => told(errors))).to.deep.equal(ran)
    expect(await contents()).to.deep.equal(before)
  })

  it('are refused by the commands with the same words on stderr', async () => {
    const index = badJobs.findIndex(([what]) => what === 'two mods that write one file')
    for (const args of [['run-job'], ['run-job', '--dry-run'], ['plan-job'], ['validate-job']]) {
      const [command = '', ...flags] = args
      const {code, stderr} = await runDatapy([command, fileOf(index), ...flags, '--registry', registry], {cwd: project.folder})
      expect(code, command).to.equal(20)
      expect(stderr, command).to.match(/error\[output_clash\]: b and a would both write .*\/out\.csv\n +--> .*:4:\d+\n/)
    }
  })
})
