import {expect} from 'chai'
import {readdir} from 'node:fs/promises'
import {entryOf} from '../mod-package.js'
import {registryProject, type RegistryProject} from './registry-project.js'

/** npm run test:faults does so with fifty: test/faults/at-once.test.ts. */
const many = 20

describe('twenty that register at once', function () {
  this.timeout(300_000)
  let project: RegistryProject
  beforeEach(async () => {
    project = await registryProject()
  })
  afterEach(() => project.remove())

  /** How many mods each look at the registry saw, one look after the other, until `done` says so. */
  async function look(done: {yet: boolean}): Promise<readonly number[]> {
    const seen: number[] = []
    while (!done.yet) {
      const {code, stdout, stderr} = await project.datapy('list-registry', '--json')
      expect(code, stderr).to.equal(0)
      seen.push((JSON.parse(stdout) as {mods: object[]}).mods.length)
    }
    return seen
  }

  it('lose no entry and no package, and nobody who reads meanwhile sees half a registry', async () => {
    const types = Array.from({length: many}, (_, index) => `mod_${String(index)}`)
    const folders = await Promise.all(types.map((type) => project.package(entryOf(type))))
    const done = {yet: false}
    const looking = look(done)
    const ended = await Promise.all(folders.map((folder) => project.datapy('register-mod', folder)))
    done.yet = true
    expect(ended.filter(({code}) => code !== 0)).to.deep.equal([])
    expect(Object.keys((await project.registry()).mods)).to.have.members(types)
    const seen = await looking
    expect(seen).to.deep.equal([...seen].sort((one, other) => one - other))
    expect((await project.datapy('validate-registry')).stdout).to.include(`${String(many)} mods checked, no problems`)
    expect((await readdir(project.folder)).filter((name) => name.startsWith('registry.json'))).to.deep.equal(['registry.json'])
    expect((await readdir(project.dataFolder)).filter((name) => name.startsWith('.'))).to.deep.equal([])
  })

  it('register one mod once, and the others are told that it is', async () => {
    const folder = await project.package(entryOf('geo'))
    const ended = await Promise.all(Array.from({length: many}, () => project.datapy('register-mod', folder)))
    expect(ended.filter(({code}) => code === 0)).to.have.length(1)
    const others = ended.filter(({code}) => code !== 0)
    expect(others.map(({code}) => code)).to.deep.equal(Array(many - 1).fill(20))
    for (const {stderr} of others) expect(stderr).to.include('mod type "geo" is registered already, at version 1.0.0')
    expect((await project.datapy('validate-registry')).stdout).to.include('1 mod checked, no problems')
  })
})
