import {expect} from 'chai'
import {circles, layers, oneWriter, plugins, pureStations, startUp, world, type Rule} from './architecture/rules.js'
import {readSources, sourcesOf} from './architecture/source-files.js'

describe('the architecture', () => {
  const sources = readSources(['src', 'plugins'])

  it('is read from all sources', () => {
    expect(sources.size).to.be.greaterThan(100)
    expect([...sources.keys()]).to.include.members(['src/index.ts', 'src/run/run-mod.ts', 'plugins/mod-csv-reader/src/run.ts'])
  })

  const rules: readonly {
    readonly says: string
    readonly rule: Rule
    readonly kept: Readonly<Record<string, string>>
    readonly broken: Readonly<Record<string, string>>
    readonly told: string
  }[] = [
    {
      says: 'lets each folder import those below it only',
      rule: layers,
      kept: {'src/run/a.ts': `import {b} from '../params/b.js'`},
      broken: {'src/params/a.ts': `import {b} from '../job/b.js'`},
      told: 'src/params/a.ts imports src/job/b.ts: params must not import job',
    },
    {
      says: 'holds for types and for lazy imports too',
      rule: layers,
      kept: {'src/node/a.ts': `import type {B} from '../model/b.js'`},
      broken: {'src/run/a.ts': `const b = await import('../node/b.js')`},
      told: 'src/run/a.ts imports src/node/b.ts: run must not import node',
    },
    {
      says: 'refuses a folder that is not listed',
      rule: layers,
      kept: {'src/mod.ts': ''},
      broken: {'src/utils/a.ts': ''},
      told: 'src/utils/a.ts: the folder is not listed in test/architecture/rules.ts',
    },
    {
      says: 'gives plugins the types of datapy/mod and no more',
      rule: plugins,
      kept: {
        'plugins/mod-a/src/run.ts': `import type {ModContext} from 'datapy/mod'`,
        'plugins/mod-a/test/run.test.ts': `import {testMod} from 'datapy/testing'`,
      },
      broken: {'plugins/mod-a/src/run.ts': `import {runMod} from 'datapy'`},
      told: 'plugins/mod-a/src/run.ts imports datapy (static): a plugin takes types from datapy/mod alone, and its tests datapy/testing',
    },
    {
      says: 'keeps plugins apart from each other and from src',
      rule: plugins,
      kept: {'plugins/mod-a/src/run.ts': `import {b} from './b.js'`},
      broken: {'plugins/mod-a/src/run.ts': `import {b} from '../../mod-b/src/b.js'`},
      told: 'plugins/mod-a/src/run.ts imports plugins/mod-b/src/b.ts (static): a plugin takes types from datapy/mod alone, and its tests datapy/testing',
    },
    {
      says: 'has no circle of files',
      rule: circles,
      kept: {'src/run/a.ts': `import './b.js'`, 'src/run/b.ts': `import './c.js'`, 'src/run/c.ts': ''},
      broken: {
        'src/run/a.ts': `import './b.js'`,
        'src/run/b.ts': `import type {C} from './c.js'`,
        'src/run/c.ts': `export * from './a.js'`,
      },
      told: 'src/run/a.ts -> src/run/b.ts -> src/run/c.ts -> src/run/a.ts',
    },
    {
      says: 'loads no heavy library at start-up',
      rule: startUp,
      kept: {
        'src/commands/a.ts': `const b = await import('../data/b.js'); import type {T} from 'ajv'`,
        'src/data/b.ts': `import {Parser} from 'csv-parse'`,
      },
      broken: {
        'src/commands/a.ts': `import {b} from '../data/b.js'`,
        'src/data/b.ts': `import {type Options, parse} from 'csv-parse/sync'`,
      },
      told: 'src/commands/a.ts -> src/data/b.ts imports csv-parse/sync: load it where it is used, with import()',
    },
    {
      says: 'leaves the outside world to node/ and data/',
      rule: world,
      kept: {'src/node/a.ts': `import {readFile} from 'node:fs/promises'`, 'src/run/a.ts': `import {join} from 'node:path'`},
      broken: {'src/run/a.ts': `import {readFile} from 'fs/promises'`},
      told: 'src/run/a.ts imports fs/promises: only src/node and src/data touch the outside world',
    },
    {
      says: 'gives the stations neither clock nor environment',
      rule: pureStations,
      kept: {
        'src/params/a.ts': `const at = (now: string) => new Date(now); const of = (x: {process: {env: number}}) => x.process.env`,
      },
      broken: {'src/params/a.ts': `const home = process.env.HOME`},
      told: 'src/params/a.ts uses process.env: take it as an argument',
    },
    {
      says: 'knows the clock when it sees it',
      rule: pureStations,
      kept: {'src/node/a.ts': `const now = new Date()`},
      broken: {'src/result/a.ts': `const now = new Date()`},
      told: 'src/result/a.ts uses new Date(): take it as an argument',
    },
    {
      says: 'never ends the process',
      rule: oneWriter,
      kept: {'src/node/guard.ts': `process.exit = f`, 'src/cli/a.ts': `process.exitCode = 1`},
      broken: {'plugins/mod-a/src/run.ts': `process.exit(0)`},
      told: 'plugins/mod-a/src/run.ts uses process.exit',
    },
    {
      says: 'writes to no console',
      rule: oneWriter,
      kept: {'projects/a/jobs/a.ts': `console.log('fine here')`},
      broken: {'src/run/a.ts': `console.log('x')`},
      told: 'src/run/a.ts uses console.log',
    },
  ]

  for (const {says, rule, kept, broken, told} of rules) {
    it(says, () => {
      expect(rule(sources)).to.deep.equal([])
      expect(rule(sourcesOf(kept)), 'what keeps the rule').to.deep.equal([])
      expect(rule(sourcesOf(broken)), 'what breaks the rule').to.deep.equal([told])
    })
  }
})
