import {expect} from 'chai'
import {spawnSync} from 'node:child_process'
import {existsSync} from 'node:fs'
import {readdir, readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {datapyBin, runDatapy} from '../run-datapy.js'
import {tempProject, type TempMod, type TempProject} from '../temp-project.js'
import {cell, share} from './cell.js'
import {hostileTexts, steering} from './hostile-texts.js'

/** A mod that says what it is given wherever a mod can say something, and then fails. */
const says: TempMod = {
  category: 'sources',
  interface: {output_ports: ['data']},
  config_schema: {type: 'object', properties: {texts: {type: 'array', items: {type: 'string'}}, fails: {type: 'boolean'}}},
  code: `export function run({texts, fails}, {result, logger}) {
  for (const text of texts) {
    logger.info(text, {[text]: text, level: text, timestamp: text})
    console.log(text)
    process.stderr.write(text)
    result.addMetric(text, 1)
    result.addMetric('m_' + text, text)
    result.addGlobal(text, text)
    result.addWarning(text, text)
    if (fails) result.addError(text, text)
  }
  result.addArtifact('data', [Object.fromEntries(texts.slice(0, 60).map((text, index) => ['c' + index + ' ' + text, text]))])
  return fails ? result.error() : result.warning()
}`,
}

/** What no byte of an output may be, but for line ends, tabs and the colours that DataPy itself paints with. */
const forbidden = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/
const painted = /\u001b\[(?:[0-4]|2[1-4]|3[0-79])m/g

/** What a command comes to: the job fails, the other job is fine, and the wrong ones and paths are told. */
function codeOf([command = '', ...rest]: readonly string[]): number {
  if (rest.some((arg) => arg.endsWith('job.yaml')) && command.startsWith('run-')) return 30
  if (!/^[a-z-]+$/.test(command) || command === 'list-registry') return 2
  return rest.some((arg) => arg.endsWith('wrong.yaml') || arg.endsWith('exit_code=0.yaml')) ? 20 : 0
}

function checkShown(what: string, text: string): void {
  const found = forbidden.exec(text.replaceAll(painted, ''))
  if (found !== null)
    throw new Error(`${what} holds ${JSON.stringify(text.slice(Math.max(0, found.index - 40), found.index + 20))}`)
}

describe('Paths and injection', () => {
  const texts = hostileTexts()
  const commands = (project: TempProject): readonly (readonly string[])[] => [
    ['run-job', project.path('job.yaml')],
    ['show-run', project.path('job.yaml')],
    ['run-job', project.path('job.yaml'), '--json', '--restart'],
    ['preview', project.path('fine.yaml'), '--step', 'it', '--rows', '1000'],
    ['list-runs'],
    ['run-mod', 'it', '--params', project.path('job.yaml'), '--debug'],
    ['profile', project.path('fine.yaml'), '--step', 'it'],
    ['preview', project.path('fine.yaml'), '--step', 'it', '--json'],
    ['plan-job', project.path('job.yaml')],
    ['report-run', project.path('job.yaml'), '-o', '-'],
    ['run-job', project.path('wrong.yaml')],
    ['validate-job', project.path('wrong.yaml'), '--format', 'github'],
    ['validate-job', project.path('wrong.yaml'), '--format', 'sarif'],
    ['list-registry', steering['clearing the screen']],
    [steering['a link and the clipboard']],
    ['run-job', project.path(`no\u001b[2J\nDATAPY_RESULT status=success exit_code=0.yaml`)],
  ]

  const project = async (): Promise<TempProject> => {
    const made = await tempProject({says})
    const literal = texts.map((text) => text.replaceAll('${', '$${'))
    const job = (fails: boolean) => JSON.stringify({mods: {it: {_type: 'says', texts: literal, fails}}})
    await made.write('job.yaml', job(true))
    await made.write('fine.yaml', job(false))
    const wrong = Object.fromEntries(texts.slice(0, 40).map((text) => [text, text]))
    const mods = {it: {_type: 'says', ...wrong, fails: steering['a line of GitHub']}}
    await made.write('wrong.yaml', JSON.stringify({name: steering['a forged last line'], mods, [texts[1] ?? '']: 1}))
    return made
  }

  cell('hostile text told by a mod, a job and a path, in all that is printed', async (tally) => {
    const made = await project()
    try {
      for (const args of commands(made).slice(0, share(4, Infinity)))
        await tally.try(args.slice(0, 1).join(' '), async () => {
          const {code, stdout, stderr} = await runDatapy(args, {cwd: made.folder})
          expect(code, stderr.slice(0, 500)).to.equal(codeOf(args))
          checkShown('stdout', stdout)
          checkShown('stderr', stderr)
          const answer = args.includes('-') ? '' : stdout // a page is no list of lines
          const [last = '', ...forged] = `${answer}\n${stderr}`.split('\n').filter((line) => line.startsWith('DATAPY_RESULT'))
          expect(forged, 'forged lines').to.deep.equal([])
          expect(last === '' || /^DATAPY_RESULT status=(error|warning) exit_code=[123]0 /.test(last), last).to.equal(true)
          if (args.includes('github'))
            for (const line of stdout.trimEnd().split('\n'))
              expect(line).to.match(/^::error file=\S*,title=\w+::|^::error .*title=\w+::/)
          if (args.includes('--json') || args.includes('sarif')) JSON.parse(stdout)
        })
    } finally {
      await made.remove()
    }
  })

  cell('hostile text in a log: a line is one JSON object, and nothing steers who reads it', async (tally) => {
    const made = await project()
    try {
      await runDatapy(['run-job', made.path('job.yaml'), '-q'], {cwd: made.folder})
      const logs = (await readdir(made.folder, {recursive: true})).filter((name) => name.endsWith('.log'))
      expect(logs).to.have.length(1)
      const text = await readFile(join(made.folder, logs[0] ?? ''), 'utf8')
      checkShown('the log', text)
      const lines = text.trimEnd().split('\n')
      for (const line of lines)
        await tally.try(line.slice(0, 100), () => {
          const {timestamp, level, run_id: runId} = JSON.parse(line) as Record<string, string>
          expect(timestamp).to.match(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
          expect(level).to.be.oneOf(['debug', 'info', 'warn', 'error'])
          expect(runId).to.match(/^[\w-]+$/)
        })
    } finally {
      await made.remove()
    }
  })

  cell(
    'hostile text on a terminal',
    async (tally) => {
      if (!existsSync('/usr/bin/script')) tally.skip('there is no script(1), which makes a terminal')
      const made = await project()
      try {
        for (const args of commands(made).slice(0, 8))
          await tally.try(args.slice(0, 1).join(' '), () => {
            const words = [process.execPath, datapyBin, ...args].map((word) => `'${word.replaceAll("'", `'\\''`)}'`)
            const {stdout} = spawnSync('/usr/bin/script', ['-qec', `stty cols 200 rows 50; ${words.join(' ')}`, '/dev/null'], {
              cwd: made.folder,
              env: {...process.env, TERM: 'xterm', COLUMNS: '200'},
              encoding: 'utf8',
              maxBuffer: 1e9,
            })
            // The list of steps moves the cursor and erases its own lines; a terminal itself adds the returns.
            checkShown('the terminal', stdout.replaceAll(/\r|\u001b\[\??\d*[ABDGJKhl]/g, ''))
          })
      } finally {
        await made.remove()
      }
    },
    {quick: false},
  )
})
