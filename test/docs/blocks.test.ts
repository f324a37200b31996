import {execFile} from 'node:child_process'
import {chmod, cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {delimiter, dirname, join} from 'node:path'
import {expect} from 'chai'
import {datapyBin} from '../run-datapy.js'
import {readPages, root, type Page} from './pages.js'

/** A command of a block, and the exit code that a comment behind it names. */
interface Line {
  readonly command: string
  readonly exitCode: number
}

function linesOf(text: string): readonly Line[] {
  return text
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.trim().startsWith('#'))
    .map((line) => {
      const [command = '', comment = ''] = line.split(/\s+#\s/)
      return {command: command.replaceAll('npx datapy', 'datapy'), exitCode: Number(/^exit (\d+)/.exec(comment)?.[1] ?? 0)}
    })
}

/** A folder with the page's own files, the sample projects, and `datapy` on the PATH. */
async function folderFor({blocks}: Page): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'datapy-docs-')))
  for (const {marks, text} of blocks) {
    const name = marks.find((mark) => mark.startsWith('file='))?.slice('file='.length)
    if (name === undefined) continue
    await mkdir(dirname(join(folder, name)), {recursive: true})
    await writeFile(join(folder, name), text)
  }
  const made = /\/projects\/[^/]+\/(out|logs|\.datapy)(\/|$)/
  await cp(join(root, 'projects'), join(folder, 'projects'), {recursive: true, filter: (from) => !made.test(from)})
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  await mkdir(join(folder, '.bin'))
  await writeFile(join(folder, '.bin/datapy'), `#!/bin/sh\nexec "${process.execPath}" "${datapyBin}" "$@"\n`)
  await chmod(join(folder, '.bin/datapy'), 0o755)
  return folder
}

function run(command: string, folder: string): Promise<{code: number; output: string}> {
  const env = {
    PATH: [join(folder, '.bin'), process.env.PATH].join(delimiter),
    HOME: folder,
    DATAPY_DATA_DIR: join(folder, '.data'),
  }
  return new Promise((resolve) => {
    execFile('bash', ['-c', command], {cwd: folder, env}, (error, stdout, stderr) => {
      resolve({code: error === null ? 0 : Number(error.code), output: `${stdout}${stderr}`})
    })
  })
}

describe('what the documentation says can be run', () => {
  const pages = readPages().filter(({blocks}) => blocks.some(({marks}) => marks.includes('test')))

  it('is found', () => {
    expect(pages.map(({path}) => path)).to.include.members(['README.md', 'projects/customer-analytics/README.md'])
  })

  for (const page of pages) {
    describe(page.path, () => {
      let folder = ''
      before(async () => {
        folder = await folderFor(page)
      })
      after(async () => {
        await rm(folder, {recursive: true, force: true})
      })
      for (const {text, line} of page.blocks.filter(({language, marks}) => language === 'sh' && marks.includes('test'))) {
        it(`runs the block at line ${String(line)}`, async () => {
          for (const {command, exitCode} of linesOf(text)) {
            const {code, output} = await run(command, folder)
            expect(code, `${command}\n${output}`).to.equal(exitCode)
          }
        })
      }
    })
  }
})
