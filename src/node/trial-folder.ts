import {copyFile, readFile, stat, writeFile} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import {makeFolder} from '../data/make-folder.js'
import {filesBelow} from './module-files.js'

/** Makes a folder with these files: texts, and copies of files in another folder. */
export async function prepareFolder(
  folder: string,
  files: Readonly<Record<string, string | {readonly copy: string}>>,
  from: string,
): Promise<void> {
  await makeFolder(folder)
  for (const [name, content] of Object.entries(files)) {
    const file = join(folder, name)
    await makeFolder(dirname(file))
    if (typeof content === 'string') await writeFile(file, content)
    else await copyFile(join(from, content.copy), file)
  }
}

/** The sizes of the files below a folder, those of the data engine left out. */
export async function fileSizes(folder: string): Promise<ReadonlyMap<string, number>> {
  const sizes = (await ownFiles(folder)).map(async (name) => [name, (await stat(join(folder, name))).size] as const)
  return new Map(await Promise.all(sizes))
}

/** The files below a folder that hold a text. */
export async function filesWith(folder: string, text: string): Promise<readonly string[]> {
  const found = await Promise.all(
    (await ownFiles(folder)).map(async (name) => ((await readFile(join(folder, name))).includes(text) ? [name] : [])),
  )
  return found.flat()
}

async function ownFiles(folder: string): Promise<readonly string[]> {
  return (await filesBelow(folder)).filter((name) => !/(^|\/)\.engine\//.test(name))
}
