import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'

interface Manifest {
  readonly version: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly resolved?: string
}

describe('package-lock.json', () => {
  const root = join(import.meta.dirname, '../..')
  const read = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8')) as unknown
  const {packages} = read('package-lock.json') as {packages: Readonly<Record<string, Manifest>>}

  for (const folder of ['', ...readdirSync(join(root, 'plugins')).map((name) => `plugins/${name}`)]) {
    it(`holds what ${join(folder, 'package.json')} asks for`, () => {
      const {version, dependencies, devDependencies} = read(join(folder, 'package.json')) as Manifest
      const locked = packages[folder]
      expect(locked?.version).to.equal(version)
      expect(locked?.dependencies).to.deep.equal(dependencies)
      expect(locked?.devDependencies).to.deep.equal(devDependencies)
    })
  }

  it('holds the packages of all platforms, without which npm ci refuses it (else run scripts/complete-lock.js)', () => {
    const missing = Object.entries(packages).flatMap(([path, {optionalDependencies = {}}]) =>
      Object.keys(optionalDependencies).filter(
        (name) => !(`node_modules/${name}` in packages || `${path}/node_modules/${name}` in packages),
      ),
    )
    expect(missing).to.deep.equal([])
  })

  it('names no address that packages come from', () => {
    const addresses = Object.values(packages).flatMap(({resolved}) => (resolved === undefined ? [] : [resolved]))
    expect(addresses.filter((address) => address.includes(':'))).to.deep.equal([])
  })
})
