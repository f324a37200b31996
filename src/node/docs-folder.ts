import {readdir, readFile, rm} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import {makeFolder} from '../data/make-folder.js'
import {problem} from '../errors/problem.js'
import {fileFault} from '../errors/file-fault.js'
import type {Checked} from '../model/problem.js'
import {someAtATime} from './some-at-a-time.js'
import {writeFileAtomically} from './write-file-atomically.js'

/** Many files are many waits, but not so many at once that the system runs out of them. */
const mostFiles = 16

export interface DocsPage {
  /** In the folder, with slashes. */
  readonly path: string
  readonly text: string
}

/** What became of the pages in a folder, each by its path in it. */
export interface WrittenDocs {
  readonly written: readonly string[]
  readonly unchanged: readonly string[]
  readonly removed: readonly string[]
}

/**
 * Brings the pages in a folder to what they are to be: each file whole or not at all; a page of ours that is no longer
 * wanted in the folder of `mods` is removed. Ours is what has `marker` among its first lines. A file that is not ours
 * and stands where a page is to be is a problem, and then nothing is changed; all others are left alone.
 */
export async function writeDocs(folder: string, pages: readonly DocsPage[], marker: string): Promise<Checked<WrittenDocs>> {
  try {
    const present = new Map<string, string>()
    await someAtATime(pages, mostFiles, async ({path}) => {
      const text = await textOf(join(folder, path))
      if (text !== undefined) present.set(path, text)
    })
    const foreign = [...present].filter(([, text]) => !isOurs(text, marker))
    if (foreign.length > 0) return {ok: false, problems: foreign.map(([path]) => foreignFile(join(folder, path)))}
    for (const parent of new Set(pages.map(({path}) => dirname(join(folder, path))))) await makeFolder(parent)
    const isChanged = ({path, text}: DocsPage) => present.get(path) !== text
    const changed = pages.filter(isChanged)
    // Pages can be made again at any time, so nothing waits for the disk.
    await someAtATime(changed, mostFiles, ({path, text}) => writeFileAtomically(join(folder, path), text, {durable: false}))
    const removed = await removeGone(folder, new Set(pages.map(({path}) => path)), marker)
    const unchanged = pages.filter((page) => !isChanged(page))
    return {ok: true, value: {written: pathsOf(changed), unchanged: pathsOf(unchanged), removed}}
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error
    return {ok: false, problems: [fileFault('docs_unwritable', `cannot write pages into ${folder}`, error, {path: folder})]}
  }
}

function pathsOf(pages: readonly DocsPage[]): readonly string[] {
  return pages.map(({path}) => path)
}

async function removeGone(folder: string, wanted: ReadonlySet<string>, marker: string): Promise<readonly string[]> {
  const there = (await readdir(join(folder, 'mods'), {withFileTypes: true}).catch(() => []))
    .filter((one) => one.isFile() && one.name.endsWith('.md') && !wanted.has(`mods/${one.name}`))
    .map(({name}) => `mods/${name}`)
    .sort()
  const removed: string[] = []
  for (const path of there) {
    if (!isOurs((await textOf(join(folder, path))) ?? '', marker)) continue
    await rm(join(folder, path))
    removed.push(path)
  }
  return removed
}

/** In Markdown it is the first line, in HTML the second. */
function isOurs(text: string, marker: string): boolean {
  return text.split('\n', 2).includes(marker)
}

function foreignFile(file: string) {
  return problem('docs_file_foreign', `${file} was not written by build-docs`, {
    at: {file},
    hint: 'name another folder with -o, or move the file away',
  })
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
