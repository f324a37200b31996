import type {Category, RegistryEntry} from '../../model/registry.js'
import {paramsType} from '../../schema/params-type.js'
import {markedReference} from './mod-reference.js'
import {runModule} from './run-module.js'
import type {Starter} from './starter.js'
import {starters} from './starters.js'

export type Language = 'js' | 'ts'

/** What its author says of a new mod. */
export interface NewMod {
  /** Words in lower case, joined by `_`. */
  readonly type: string
  /** `mod-NAME`, a scope in front where it has one. */
  readonly packageName: string
  readonly category: Category
  readonly language: Language
  readonly description?: string | undefined
  readonly author?: string | undefined
  readonly license?: string | undefined
  /** The versions of DataPy that it is made for: `>=0.1.0 <1`. */
  readonly datapy: string
  /** The versions of Node that it is made for. */
  readonly node: string
}

const npmrc = `# A lock binds nobody who registers a mod, and would name the folder that node_modules/datapy leads to.
package-lock=false
`

/** Every file of a new mod's package by its path, but for what its build makes. */
export function packageFiles(mod: NewMod): ReadonlyMap<string, string> {
  const starter = starters[mod.category]
  const entry = entryOf(mod, starter)
  const isTypeScript = mod.language === 'ts'
  return new Map([
    ['package.json', `${JSON.stringify(packageJson(mod, starter), null, 2)}\n`],
    ['README.md', readme(mod, entry)],
    ['tsconfig.json', tsconfig(mod.language)],
    ['.gitignore', isTypeScript ? 'node_modules/\ndist/\n*.tgz\n' : 'node_modules/\n*.tgz\n'],
    ['.npmrc', npmrc],
    [
      'datapy-test.yaml',
      `# What \`datapy test-mod\` runs this mod with: parameters and tables of runs that succeed.\n${starter.cases}`,
    ],
    [`src/run.${mod.language}`, runModule(starter, mod.language)],
    [isTypeScript ? 'src/params.ts' : 'src/params.d.ts', paramsType(entry, 'datapy build-mod')],
    ['test/run.test.js', testModule(mod.type, starter)],
  ])
}

function entryOf(mod: NewMod, starter: Starter): RegistryEntry {
  return {
    module_path: mod.packageName,
    metadata: {
      type: mod.type,
      version: '0.1.0',
      description: mod.description ?? starter.description,
      category: mod.category,
      author: '',
    },
    interface: starter.interface,
    dependencies: {packages: [], node_version: mod.node},
    config_schema: starter.configSchema,
  }
}

function packageJson(mod: NewMod, starter: Starter): object {
  const isTypeScript = mod.language === 'ts'
  return {
    name: mod.packageName,
    version: '0.1.0',
    description: mod.description ?? starter.description,
    keywords: ['datapy', 'datapy-mod', 'etl'],
    license: mod.license ?? 'UNLICENSED',
    ...(mod.author !== undefined && {author: mod.author}),
    type: 'module',
    engines: {node: mod.node},
    exports: {'.': isTypeScript ? './dist/run.js' : './src/run.js', './package.json': './package.json'},
    files: [isTypeScript ? 'dist' : 'src', 'datapy-test.yaml'],
    scripts: {
      build: 'datapy build-mod',
      types: 'tsc --noEmit',
      test: 'datapy build-mod && node --test && datapy test-mod',
      prepack: 'datapy build-mod --quiet',
    },
    peerDependencies: {datapy: mod.datapy},
    peerDependenciesMeta: {datapy: {optional: true}},
    oclif: {},
    datapy: {
      metadata: {type: mod.type, category: mod.category},
      interface: starter.interface,
      config_schema: starter.configSchema,
    },
  }
}

function tsconfig(language: Language): string {
  const options = {
    target: 'es2023',
    lib: ['es2023', 'dom'],
    module: 'nodenext',
    strict: true,
    noUncheckedIndexedAccess: true,
    verbatimModuleSyntax: true,
    isolatedModules: true,
    skipLibCheck: true,
    noEmit: true,
    ...(language === 'js' && {allowJs: true, checkJs: true}),
  }
  return `${JSON.stringify({compilerOptions: options, include: ['src']}, null, 2)}\n`
}

function testModule(type: string, {tests}: Starter): string {
  const usesFiles = tests.includes('readFile(')
  return `import assert from 'node:assert/strict'
${usesFiles ? `import {readFile} from 'node:fs/promises'\nimport {join} from 'node:path'\n` : ''}import {after, before, describe, it} from 'node:test'
import {testMod} from 'datapy/testing'

describe('${type}', () => {
  /** @type {import('datapy/testing').ModTester} */
  let mod
  before(async () => {
    mod = await testMod(new URL('..', import.meta.url))
  })
  after(() => mod.close())

${tests}})
`
}

function readme({type, packageName, description, category, language}: NewMod, entry: RegistryEntry): string {
  return `# ${packageName}

${description ?? entry.metadata.description}.

A mod of DataPy: type \`${type}\`, category \`${category}\`. Whoever runs jobs registers it once, and then has it as a step:

\`\`\`sh
datapy register-mod ${packageName}
datapy mod-info ${type}
\`\`\`

${markedReference(entry)}

## Working on it

\`\`\`sh
npm test               # builds it, runs its own tests, and holds it to what every mod must keep
npm run build          # ${language === 'ts' ? 'src/params.ts, the tables above, and dist' : 'src/params.d.ts and the tables above'}
npx datapy register-mod . --force
npm publish
\`\`\`

Parameters, ports and globals are declared under \`datapy\` in package.json, and nowhere else. \`datapy\` itself is no dependency: node_modules/datapy leads to the DataPy that made this folder, for the editor and the tests. Where that link has gone, \`datapy build-mod\` puts it back.
`
}
