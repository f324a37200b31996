import {expect} from 'chai'
import {execFile} from 'node:child_process'
import {lstat, mkdir, readFile, readlink, symlink, writeFile} from 'node:fs/promises'
import {createServer} from 'node:net'
import {join} from 'node:path'
import {promisify} from 'node:util'
import type {JobResult} from '../../src/model/result.js'
import {runDatapy} from '../run-datapy.js'
import {cell, share} from './cell.js'
import {faultedProject, type FaultedProject} from './faulted-project.js'

const rows = 'id,name\n1,Ann\n2,Bob\n'
const names = [
  'glob[*?]{a,b}',
  'new\nline',
  `${'\u{1F600}'.repeat(61)}abc`,
  '--flag',
  'it\'s "quoted"',
  'per%20cent #1',
  'nfc-\u00e9',
  'nfd-e\u0301',
  'two  spaces ',
  'back\\slash;$HOME & <b>',
  '~',
  'x'.repeat(251),
  '\u00e9'.repeat(125),
  '..dots',
  'tab\there',
]

describe('Disk and permissions', () => {
  cell('names that a shell, a pattern or a disk takes amiss', async (tally) => {
    const project = await faultedProject(() => Promise.resolve())
    try {
      for (const name of names.slice(0, share(2, names.length)))
        await tally.try(JSON.stringify(name), async () => {
          await project.reset()
          await writeFile(join(project.folder, `${name}.csv`), rows)
          const out = join('out', `${name}.csv`)
          const {code, stderr} = await copy(project, `${name}.csv`, out)
          expect(code, stderr).to.equal(0)
          expect(await readFile(join(project.folder, out), 'utf8')).to.equal(rows)
        })
    } finally {
      await project.remove()
    }
  })

  const refused = ['pipe', '/dev/null', 'dangling', 'socket', 'loop', 'folder', '/dev/full', 'in.csv/below', '/proc/x/y', '/']
  cell('what is no file is neither waited for nor replaced', async (tally) => {
    const project = await withOddFiles()
    const server = createServer().listen(join(project.folder, 'socket'))
    try {
      for (const path of refused.slice(0, share(2, refused.length)))
        await tally.try(path, async () => {
          const before = await kindOf(project, path)
          const written = await copy(project, 'in.csv', path)
          expect(written.code, written.stdout).to.equal(30)
          expect(written.errors[0]).to.include({code: 'output_unwritable'})
          expect(await kindOf(project, path)).to.equal(before)
          const read = await copy(project, path, 'out.csv')
          expect(read.code, read.stdout).to.equal(20)
          expect(read.errors[0]).to.include({code: 'input_file_missing'})
          await lstat(join(project.folder, 'out.csv')).then(
            () => expect.fail('out.csv was written'),
            () => undefined,
          )
        })
    } finally {
      server.close()
      await project.remove()
    }
  })

  cell('a file is read and written by the same job', async (tally) => {
    const project = await withOddFiles()
    try {
      for (const [input, output] of [
        ['in.csv', 'in.csv'],
        ['in.csv', 'link.csv'],
        ['./in.csv', 'folder/../in.csv'],
      ].slice(0, share(1, 3)))
        await tally.try(`${String(input)} and ${String(output)}`, async () => {
          await project.reset()
          const ending = `  after: {_type: csv_writer, data: "\${add.data}", file_path: folder, _depends_on: [write]}\n`
          const add = `  add: {_type: sql, inputs: {t: "\${read.data}"}, query: "SELECT id + 1 AS id FROM t"}\n`
          const job = jobOf(input!, output!, '${add.data}') + add
          await writeFile(join(project.folder, 'job.yaml'), job + ending)
          // It is written, then the job fails; what is given again does not read its own output as its input.
          for (let time = 0; time < 2; time += 1) {
            expect((await run(project)).code).to.equal(30)
            expect(await readFile(join(project.folder, 'in.csv'), 'utf8')).to.equal('id\n2\n3\n')
          }
        })
    } finally {
      await project.remove()
    }
  })

  cell('a folder of DataPy’s own that cannot be made', async (tally) => {
    const project = await withOddFiles()
    const variables = ['DATAPY_STATE_DIR', 'XDG_CACHE_HOME', 'DATAPY_DATA_DIR', 'TMPDIR', 'HOME']
    const places = ['/proc/none', '/dev/null/none', join(project.folder, 'dangling/none')]
    try {
      const all = variables.flatMap((variable) => places.map((place) => [variable, place] as const))
      for (const [variable, place] of all.slice(0, share(1, all.length)))
        await tally.try(`${variable}=${place}`, async () => {
          await project.reset()
          await writeFile(join(project.folder, 'job.yaml'), jobOf('in.csv', 'out.csv'))
          const {code, errors} = await run(project, {[variable]: place})
          if (variable === 'DATAPY_STATE_DIR') {
            expect(code).to.equal(20)
            expect(errors[0]?.code).to.equal('state_unwritable')
          } else expect(code).to.equal(0)
        })
    } finally {
      await project.remove()
    }
  })
})

/** A project with a pipe, and links that lead nowhere, round in a circle, and to the input. */
async function withOddFiles(): Promise<FaultedProject> {
  const project = await faultedProject(async (folder) => {
    await writeFile(join(folder, 'in.csv'), 'id\n1\n2\n')
    await mkdir(join(folder, 'folder'))
    for (const [to, name] of [
      ['nowhere', 'dangling'],
      ['loop', 'loop'],
      ['in.csv', 'link.csv'],
    ])
      await symlink(to!, join(folder, name!))
  })
  await promisify(execFile)('mkfifo', [join(project.folder, 'pipe')])
  return project
}

function jobOf(input: string, output: string, data = '${read.data}'): string {
  const path = (name: string) => JSON.stringify(name.replaceAll('${', '$${'))
  return `mods:
  read: {_type: csv_reader, file_path: ${path(input)}}
  write: {_type: csv_writer, data: "${data}", file_path: ${path(output)}}
`
}

async function run({folder, env}: FaultedProject, more: NodeJS.ProcessEnv = {}) {
  const ended = await runDatapy(['run-job', join(folder, 'job.yaml'), '--json'], {cwd: folder, env: {...env, ...more}})
  return {...ended, errors: (JSON.parse(ended.stdout) as JobResult).errors}
}

async function copy(project: FaultedProject, input: string, output: string) {
  await writeFile(join(project.folder, 'job.yaml'), jobOf(input, output))
  return await run(project)
}

async function kindOf({folder}: FaultedProject, path: string): Promise<string> {
  const file = path.startsWith('/') ? path : join(folder, path)
  const there = await lstat(file).catch(() => undefined)
  if (there === undefined) return 'nothing'
  return `${String(there.mode)} ${String(there.ino)} ${there.isSymbolicLink() ? await readlink(file) : ''}`
}
