import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'

export const root = join(import.meta.dirname, '../..')

export interface Block {
  readonly language: string
  /** What follows the language: `test`, or `file=NAME`. */
  readonly marks: readonly string[]
  readonly text: string
  /** Of the opening fence, from 1. */
  readonly line: number
}

export interface Page {
  /** From the root. */
  readonly path: string
  readonly text: string
  readonly blocks: readonly Block[]
}

/** All pages of the documentation. */
export function readPages(): readonly Page[] {
  const below = (folder: string, name: RegExp) =>
    readdirSync(join(root, folder), {recursive: true, encoding: 'utf8'})
      .filter((file) => name.test(file) && !file.includes('node_modules'))
      .map((file) => join(folder, file))
  const readmes = ['plugins', 'projects'].flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => join(folder, name, 'README.md')),
  )
  const paths = [
    'README.md',
    'CONTRIBUTING.md',
    'CHANGELOG.md',
    'SECURITY.md',
    ...below('docs', /\.md$/),
    ...readmes.filter((path) => existsSync(join(root, path))),
  ]
  return paths.map((path) => {
    const text = readFileSync(join(root, path), 'utf8')
    return {path, text, blocks: blocksOf(text)}
  })
}

function blocksOf(text: string): readonly Block[] {
  const fences = /^```(\S*)([^\n]*)\n(.*?)^```$/gms
  return [...text.matchAll(fences)].map(({index, 1: language = '', 2: marks = '', 3: body = ''}) => ({
    language,
    marks: marks.split(/\s+/).filter((mark) => mark !== ''),
    text: body,
    line: text.slice(0, index).split('\n').length,
  }))
}
