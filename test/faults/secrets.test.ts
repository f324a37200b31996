import {expect} from 'chai'
import {readFile, readdir} from 'node:fs/promises'
import {join} from 'node:path'
import type {JobResult} from '../../src/model/result.js'
import {runDatapy} from '../run-datapy.js'
import {tempProject, type TempProject} from '../temp-project.js'
import {cell, share} from './cell.js'
import {findSecret} from './find-secrets.js'
import {leakyMod} from './leaky-mod.js'

/** What passwords are made of, and what breaks what is written around them. */
const secrets = {
  odd: `q"uo'te\\back/ü%41$&.*[x] +=`,
  'a key of several lines': '-----BEGIN KEY-----\nMIIEabcdefgh+/12\nzzZZ99887766\n-----END KEY-----',
  plain: 'hunter2-plain-Xy9',
  short: 'kQ7z',
  digits: '83920174',
  'JSON within': '{"k":"v-Zz8"}',
  'JSON around': '","level":"Q7x',
  markup: `<b a='1'>&amp;"x"</b>`,
  'a pattern': '^(a|b)+\\d{3}$[^x]*?.',
  'other letters': 'žluťoučký-😀-kůň',
  'a connection string': 'postgres://etl:pa%2Fss@db.example/x?sslmode=require#y',
}

const takesOver = {
  interface: {input_ports: ['data'], output_ports: []},
  config_schema: {type: 'object', properties: {data: {}, token: {type: 'string'}, fails: {type: 'boolean'}}},
  code: `import {createHash} from 'node:crypto'
export function run({token, fails}, {result, logger}) {
  logger.info('got ' + token)
  result.addMetric('length', token.length)
  if (fails) throw new Error('not yet: ' + token)
  return result.success()
}`,
}

describe('Secrets', () => {
  for (const apart of [false, true])
    cell(`each way to tell a secret, in each form${apart ? ', from a process apart' : ''}`, async (tally) => {
      for (const [index, [what, secret]] of Object.entries(secrets).slice(0, share(1, Infinity)).entries())
        for (const fails of [false, true].slice(0, share(apart ? 1 : 2, 2))) {
          const project = await leakyProject(secret, {fails, apart})
          try {
            for (const [name, args] of commands(project, fails).slice(0, index < 2 ? undefined : 3))
              await tally.try(`${name}, ${what}${fails ? ', failing' : ''}`, async () => {
                await sought(project, secret, args)
              })
          } finally {
            await project.remove()
          }
        }
    })

  cell('a secret that a step hands on, across a failure', async (tally) => {
    for (const [what, secret] of Object.entries(secrets).slice(0, share(1, 4)))
      await tally.try(what, async () => {
        const project = await leakyProject(secret, {fails: false, apart: false})
        const job = (fails: boolean) => `name: nightly
mods:
  log_in: {_type: leaky, password: "\${secret:env:THE_SECRET}", url: x}
  use: {_type: takes_over, data: "\${log_in.data}", token: "\${log_in.globals.token}", fails: ${String(fails)}}
`
        try {
          await project.write('job.yaml', job(true))
          await sought(project, secret, ['run-job', project.path('job.yaml')])
          await project.write('job.yaml', job(false))
          const {stdout} = await sought(project, secret, ['run-job', project.path('job.yaml'), '--json'])
          const {mods} = JSON.parse(stdout) as JobResult
          const used = mods['use']
          expect(used !== undefined && 'metrics' in used && used.metrics['length'], 'what arrived').to.equal(secret.length)
          const again = await sought(project, secret, ['run-mod', 'use', '--params', project.path('job.yaml')])
          expect(again.code, again.stderr).to.equal(30)
          expect(again.stderr).to.include('it left no global "token"')
        } finally {
          await project.remove()
        }
      })
  })

  cell('a report where the secret is not at hand, and where it is', async (tally) => {
    const secret = secrets.odd
    const project = await leakyProject(secret, {fails: false, apart: false})
    try {
      const job = project.path('job.yaml')
      await sought(project, secret, ['run-job', job])
      await tally.try('not at hand', async () => {
        const {stdout} = await sought(project, secret, ['report-run', job, '-o', '-'], {THE_SECRET: undefined})
        expect(stdout).to.include('its rows are not shown: env:THE_SECRET cannot be read here')
      })
      await tally.try('at hand', async () => {
        const {stdout} = await sought(project, secret, ['report-run', job, '-o', '-'])
        expect(stdout).to.include('db://etl:***@host')
      })
    } finally {
      await project.remove()
    }
  })
})

/** A project whose job gives a secret to the leaky mod, by a global, a parameter and within a connection string. */
async function leakyProject(secret: string, {fails, apart}: {readonly fails: boolean; readonly apart: boolean}) {
  const project = await tempProject({leaky: leakyMod, takes_over: takesOver})
  // So that an escape of YAML's is not what hides it, the secret is in no file of the project.
  await project.write('tmp/keep', '')
  await project.write(
    'job.yaml',
    `name: nightly
globals: {password: "\${secret:env:THE_SECRET}"}
mods:
  leaks:
    _type: leaky
    password: \${password}
    url: db://etl:\${secret:env:THE_SECRET}@host/x
    fails: ${String(fails)}${apart ? '\n    _isolate: true' : ''}
`,
  )
  await project.write('wrong.yaml', `mods:\n  leaks: {_type: leaky, port: "\${secret:env:THE_SECRET}", passwort: 1}\n`)
  await project.write(
    'script.ts',
    `import {getModParams, runMod} from 'datapy'
const {errors, warnings} = await runMod('leaky', getModParams('leaks'), 'leaks')
console.log(JSON.stringify([errors, warnings]))
`,
  )
  process.env['THE_SECRET'] = secret
  return project
}

/** What people do with a job, each as a command line. */
function commands({path}: TempProject, fails: boolean): readonly (readonly [name: string, args: readonly string[]])[] {
  const job = path('job.yaml')
  const all = {
    'run-job': ['run-job', job, '--log-level', 'debug', '--debug'],
    'run-job --json': ['run-job', job, '--restart', '--json'],
    'show-run': ['show-run', job, '--step', 'leaks'],
    'report-run': ['report-run', job, '-o', path('run.html')],
    ...(!fails && {preview: ['preview', job, '--step', 'leaks']}),
    'list-runs': ['list-runs', '--json'],
    'plan-job': ['plan-job', job, '--json'],
    'run-job --dry-run': ['run-job', job, '--dry-run'],
    'validate-job, wrong': ['validate-job', path('wrong.yaml'), '--format', 'sarif'],
    'run-job, wrong': ['run-job', path('wrong.yaml')],
    'run-mod': ['run-mod', 'leaks', '--params', job, '--json', '--debug'],
    'run-script': ['run-script', path('script.ts'), '--params', job],
    ...(!fails && {profile: ['profile', job, '--step', 'leaks', '--json']}),
    'list-state': ['list-state', '--json'],
    'graph-job': ['graph-job', job],
    doctor: ['doctor', job],
  }
  return Object.entries(all).slice(0, share(5, Infinity))
}

/** Runs a command, and searches all that it prints and all that is in the project afterwards. */
async function sought(project: TempProject, secret: string, args: readonly string[], more: NodeJS.ProcessEnv = {}) {
  const env = {...process.env, TMPDIR: project.path('tmp'), DATAPY_DATA_DIR: project.path('data'), THE_SECRET: secret, ...more}
  const ended = await runDatapy(args, {cwd: project.folder, env})
  const {stdout, stderr} = ended
  expect(ended.code, stderr).to.be.oneOf([0, 10, 20, 30])
  // What steps hand each other as tables is data: the report and the preview of it are searched.
  const found = await findSecret(secret, project.folder, {stdout, stderr}, (path) => path.endsWith('.parquet'))
  for (const {where, around} of found) throw new Error(`${where}: ${JSON.stringify(around)}`)
  await checkLogs(project, secret)
  return ended
}

/** Every line of a log is JSON, and what was printed in pieces holds no secret when it is put together again. */
async function checkLogs({folder}: TempProject, secret: string): Promise<void> {
  const names = await readdir(folder, {recursive: true})
  for (const name of names.filter((one) => one.endsWith('.log'))) {
    const lines = (await readFile(join(folder, name), 'utf8')).split('\n').filter((line) => line !== '')
    const entries = lines.map((line) => JSON.parse(line) as {message: string; stream?: string; timestamp: string})
    for (const {timestamp} of entries) expect(timestamp).to.match(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
    for (const stream of ['stdout', 'stderr']) {
      const printed = entries.flatMap((entry) => (entry.stream === stream ? [entry.message] : [])).join('')
      expect(printed.includes(secret), `${name}, put together`).to.equal(false)
    }
  }
}
