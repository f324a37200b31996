import {expect} from 'chai'
import {spawn} from 'node:child_process'
import {existsSync} from 'node:fs'
import {readFile} from 'node:fs/promises'
import {resolve} from 'node:path'
import {tempProject, type TempProject} from '../temp-project.js'

const mods = {
  nap: {
    config_schema: {type: 'object', properties: {ms: {type: 'integer'}, fail: {type: 'boolean'}}},
    code: `export async function run({ms, fail}, {result, logger, progress, signal}) {
  for (let part = 1; part <= 5 && !signal.aborted; part++) {
    await new Promise((resolve) => setTimeout(resolve, ms / 5))
    logger.info('part ' + part)
    progress(part * 200, 1000)
  }
  if (fail) throw new Error('the service said no')
  result.addMetric('rows_out', 1000)
  return result.success()
}`,
  },
}

/** The util of Debian's essential packages that gives a command a terminal. */
const script = '/usr/bin/script'

const isThere = existsSync(script)
const why = isThere ? '' : ` (skipped: there is no ${script}, which gives a process a terminal)`

;(isThere ? describe : describe.skip)(`the steps of a job, on a terminal${why}`, () => {
  let project: TempProject
  before(async () => {
    project = await tempProject(mods)
  })
  after(() => project.remove())

  /** Runs a job on a terminal of 30 lines; `keys` are typed after so many milliseconds. */
  const onTerminal = async (yaml: string, env: NodeJS.ProcessEnv = {}, keys?: {text: string; after: number}) => {
    const file = await project.write('job.yaml', yaml)
    const command = `stty cols 120 rows 30; exec ${process.execPath} ${resolve('bin/run.js')} run-job ${file} --restart`
    const typescript = project.path('typescript')
    const child = spawn(script, ['-qefc', command, typescript], {
      cwd: project.folder,
      env: {PATH: process.env['PATH'], HOME: project.folder, TERM: 'xterm-256color', SHELL: '/bin/sh', ...env},
      stdio: ['pipe', 'ignore', 'ignore'],
    })
    const timer = keys && setTimeout(() => child.stdin.write(keys.text), keys.after)
    const code = await new Promise<number | null>((settle) => child.on('exit', settle))
    clearTimeout(timer)
    const text = (await readFile(typescript, 'utf8')).replaceAll('\r', '')
    const plain = text.replaceAll(/\u001b\[\d+m/g, '')
    // What is left when the list has gone: all after the last time that lines were taken away.
    const left = plain.slice(plain.lastIndexOf('\u001b[G') + 3)
    return {code, text, plain, left}
  }

  const five = (ms: number) => `mods:
  a: {_type: nap, ms: ${String(ms)}}
  b: {_type: nap, ms: ${String(ms * 2)}}
  c: {_type: nap, ms: ${String(ms / 5)}, _depends_on: a}
  d: {_type: nap, ms: ${String(ms / 5)}, fail: true, _depends_on: c}
  e: {_type: nap, ms: ${String(ms / 5)}, _depends_on: d}
`

  it('are a list that shows what waits, runs, has ended, failed and is skipped, and then goes', async () => {
    const {code, plain, left} = await onTerminal(five(1500))
    expect(code).to.equal(30)
    expect(plain).to.include('◼ c (nap)')
    expect(plain).to.match(/[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] b \(nap\) {2}\d\d% {2}\d+ rows {2}\ds {2}\d+ MB/)
    expect(plain).to.match(/✔ a \(nap\) {2}1\.0k rows {2}\d\.\d s/)
    expect(plain).to.match(/✖ d \(nap\) {2}0\.\d s {2}failed: the service said no\n/)
    expect(plain).to.include('↓ e (nap)  skipped: d did not succeed')
    expect(left).to.match(/^(?:\u001b\[\?25h)?the last log lines of d:\n/)
    expect(left).to.match(/INFO {2}d: part 5\n/)
    expect(left).to.include('error[mod_threw]: the service said no')
    expect(left).to.match(
      /\na {2}success {2}.*\nb {2}success {2}.*\nc .*\nd {2}error .*\ne {2}skipped {2}d did not succeed\nDATAPY_RESULT /,
    )
    expect(plain).not.to.match(/INFO {2}[abc]:/)
    expect(plain.lastIndexOf('\u001b[?25h')).to.be.above(plain.lastIndexOf('\u001b[?25l'), 'the cursor is back')
  })

  it('are no list when all is over within a second', async () => {
    const {code, plain} = await onTerminal(`mods:\n  a: {_type: nap, ms: 5}\n`)
    expect(code).to.equal(0)
    expect(plain).not.to.match(/[✔◼⠋]|INFO/)
    expect(plain).to.match(/a {2}success {2}.*\nDATAPY_RESULT status=success/)
  })

  it('are counted where the terminal has too few lines for all of them', async () => {
    const naps = Array.from({length: 60}, (_, index) => `  n${String(index)}: {_type: nap, ms: 100}\n`).join('')
    const {code, plain} = await onTerminal(`mods:\n${naps}`)
    expect(code).to.equal(0)
    expect(plain).to.match(/[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] \d+ of 60 steps done\n/)
    expect(plain).not.to.include('◼ n1 ')
  })

  it('go when Ctrl-C stops the run', async () => {
    const {code, plain, left} = await onTerminal(five(20_000), {}, {text: '\u0003', after: 2500})
    expect(code).to.equal(50)
    expect(plain).to.match(/a \(nap\)/)
    expect(left).to.include('DATAPY_RESULT status=error exit_code=50')
    expect(plain.lastIndexOf('\u001b[?25h')).to.be.above(plain.lastIndexOf('\u001b[?25l'), 'the cursor is back')
  })

  for (const env of [{NO_COLOR: '1'}, {TERM: 'dumb'}, {CI: 'true'}])
    it(`are plain lines with ${JSON.stringify(env)}`, async () => {
      const {plain, text} = await onTerminal(five(700), env)
      expect(text).not.to.match(/\u001b\[\??\d*[A-HJKhl]/)
      expect(plain).to.match(/\d{4}-\d\d-\d\dT\S+Z INFO {2}b: part 5\n/)
    })
})
