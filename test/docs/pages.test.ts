import {existsSync, readdirSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {expect} from 'chai'
import {catalogue} from '../../src/errors/catalogue.js'
import {exitCodes} from '../../src/errors/exit-codes.js'
import {readPages, root} from './pages.js'

describe('the documentation', () => {
  const pages = readPages()
  const text = (path: string) => pages.find((page) => page.path === path)?.text ?? ''
  /** The cells of each row of a page's tables. */
  const rows = (path: string) =>
    text(path)
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .map((line) =>
        line
          .slice(1, -1)
          .split(/(?<!\\)\|/)
          .map((cell) => cell.trim()),
      )

  it('has no link that leads nowhere', () => {
    const dead = pages.flatMap(({path, text: of}) =>
      [...of.replaceAll(/^```.*?^```$/gms, '').matchAll(/\]\((?!https?:|#)([^)#\s]+)(#[^)]*)?\)/g)]
        .filter(([, to = '']) => !existsSync(join(root, dirname(path), to)))
        .map(([, to = '']) => `${path}: ${to}`),
    )
    expect(dead).to.deep.equal([])
  })

  it('leads to each of its guides and decisions from its first page', () => {
    const first = text('docs/README.md')
    const below = (folder: string) =>
      readdirSync(join(root, folder)).filter((name) => name.endsWith('.md') && name !== 'README.md')
    const missing = [
      ...below('docs'),
      ...below('docs/decisions').map((name) => `decisions/${name}`),
      ...below('docs/mods').map((name) => `mods/${name}`),
    ]
    expect(missing.filter((path) => !first.includes(`(${path})`))).to.deep.equal([])
  })

  it('lists each error code with its exit code, and no other', () => {
    const listed = rows('docs/error-codes.md').flatMap(([code = '', exitCode]) =>
      code.startsWith('`') ? [[code.slice(1, -1), Number(exitCode)]] : [],
    )
    const known = Object.entries(catalogue).map(([code, {exit_code: exitCode}]) => [code, exitCode])
    expect(Object.fromEntries(listed)).to.deep.equal(Object.fromEntries(known))
  })

  it('lists each exit code, and no other', () => {
    const listed = rows('docs/exit-codes.md').flatMap(([code]) => (/^\d+$/.test(code ?? '') ? [Number(code)] : []))
    expect(listed.sort((one, other) => one - other)).to.deep.equal(Object.values(exitCodes).sort((one, other) => one - other))
  })
})
