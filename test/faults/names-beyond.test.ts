import {expect} from 'chai'
import {execFile} from 'node:child_process'
import {mkdir, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {promisify} from 'node:util'
import {actingProject, rows, type ActingProject} from './acting-project.js'
import {calmEnd} from './calm-end.js'
import {cell, share} from './cell.js'

const sh = promisify(execFile)

describe('Disk and permissions', () => {
  let project: ActingProject
  before(async () => {
    project = await actingProject()
  })
  after(() => project.remove())

  const copy = async (input: string, output: string, more = '') =>
    await project.runAnew(`mods:
  read: {_type: csv_reader, file_path: ${JSON.stringify(input)}${more}}
  write: {_type: csv_writer, data: "\${read.data}", file_path: ${JSON.stringify(output)}}
`)

  cell('names that are not UTF-8 beside what a pattern names', async (tally) => {
    const folder = project.path('odd')
    await mkdir(folder)
    await writeFile(join(folder, 'a.csv'), rows)
    // A byte that UTF-8 never has, in a file, a folder, and a link.
    await sh('sh', ['-c', `printf 'id,name\\n4,Dan\\n' > "$(printf 'bad\\377.csv')"; mkdir "$(printf 'sub\\377')"`], {
      cwd: folder,
    })
    await sh('sh', ['-c', `cp a.csv "$(printf 'sub\\377')/b.csv"; ln -s a.csv "$(printf 'link\\377.csv')"`], {cwd: folder})
    for (const [pattern, more] of [
      ['odd/*.csv', ''],
      ['odd/**/*.csv', ', _isolate: true'],
      ['odd/a*.csv', ''],
      ['odd', ''],
    ].slice(0, share(2, 4)))
      await tally.try(String(pattern), async () => {
        const ended = await copy(String(pattern), 'out/out.csv', more)
        calmEnd(ended, /odd/)
        // All of the files that can be named, or a word about the one that cannot: never some of them without a word.
        if (pattern === 'odd/a*.csv') expect(await project.output()).to.equal(rows)
        else expect([ended.code, await project.output()]).to.deep.equal([ended.code === 20 ? 20 : 30, undefined])
      })
    for (const name of ['out\ufffd.csv', 'half \ud800.csv'].slice(0, share(1, 2)))
      await tally.try(`output ${JSON.stringify(name)}`, async () => {
        calmEnd(await copy('in.csv', join('out', name)), /half|out/)
      })
  })

  cell('paths and parts of them that are longer than the system takes', async (tally) => {
    const paths = [
      'x'.repeat(256),
      `${'y/'.repeat(2100)}z`,
      `${'long/'.repeat(900)}*.csv`,
      'é'.repeat(128),
      `out/${'w'.repeat(4096)}`,
    ]
    for (const [index, path] of paths.slice(0, share(2, paths.length)).entries())
      for (const way of ['input', 'output', 'state', 'log'].filter((_, at) => share(1, 4) === 4 || at === index)) {
        await tally.try(`${way} ${path.slice(0, 8)}… of ${String(path.length)}`, async () => {
          if (way === 'input')
            expect(
              (await copy(path, 'out/out.csv').then((ended) => [ended.code, ...calmEnd(ended, /x|y|long|é|w/)]))[0],
            ).to.equal(20)
          else if (way === 'output') {
            const ended = await copy('in.csv', path.replace('*', 'a'))
            expect([ended.code, ...calmEnd(ended, /x|y|long|é|w/)]).to.deep.equal([30, 'output_unwritable'])
          } else {
            const more = way === 'log' ? ['--set', `globals.log_path=${path}`] : []
            const ended = await project.runAnew(
              `${way === 'log' ? 'globals: {log_path: logs}\n' : ''}mods:\n  a: {_type: csv_reader, file_path: in.csv}\n`,
              more,
            )
            expect(calmEnd(ended, /x|y|long|é|w/)).to.deep.equal(way === 'log' ? ['log_unwritable'] : [])
          }
        })
      }
  })
})
