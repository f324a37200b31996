// Writes what derives from the packages of the shipped mods and from the catalogue of problems; with --check it writes
// nothing and fails when a file is not what it would write. Needs the sources built.
import {readFile, readdir, writeFile, mkdir} from 'node:fs/promises'
import {dirname, join, relative} from 'node:path'
import {format} from 'prettier'
import {compile} from 'json-schema-to-typescript'
import {catalogue} from '../dist/errors/catalogue.js'
import {declareEntry} from '../dist/registry/declare-entry.js'
import {formatRegistry} from '../dist/registry/format-registry.js'
import {modExamples} from '../dist/cli/render/mod-examples.js'
import {describeParams, exampleParams} from '../dist/schema/describe-params.js'

const root = join(import.meta.dirname, '..')
const check = process.argv.includes('--check')
const prettierOptions = JSON.parse(await readFile(join(root, '.prettierrc.json'), 'utf8'))

/** What each generated file is to hold, by path from the root. */
const files = new Map()

const mods = []
for (const folder of (await readdir(join(root, 'plugins'))).sort()) {
  const file = join(root, 'plugins', folder, 'package.json')
  const manifest = JSON.parse(await readFile(file, 'utf8'))
  const declared = declareEntry(manifest, file)
  if (!declared.ok) throw new Error(`${file}: ${declared.problems.map(({message}) => message).join('; ')}`)
  mods.push({folder, manifest, entry: declared.value})
}

for (const {folder, manifest, entry} of mods) {
  files.set(`plugins/${folder}/src/params.ts`, await paramsType(entry))
  const page = modPage(entry)
  files.set(`plugins/${folder}/README.md`, `# ${manifest.name}\n\n${page}`)
  files.set(`docs/mods/${entry.metadata.type}.md`, `# ${entry.metadata.type}\n\n${page}`)
}
files.set('registry.json', await shippedRegistry())
files.set('docs/error-codes.md', errorCodes())

let stale = 0
for (const [name, content] of files) {
  const path = join(root, name)
  const current = await readFile(path, 'utf8').catch(() => undefined)
  if (current === content) continue
  stale += 1
  if (check) {
    process.stderr.write(`${name} is stale: run npm run generate\n`)
    continue
  }
  await mkdir(dirname(path), {recursive: true})
  await writeFile(path, content)
  process.stderr.write(`wrote ${relative(process.cwd(), path)}\n`)
}
if (check && stale > 0) process.exitCode = 1

async function paramsType({config_schema: schema, interface: ports}) {
  const code = await compile(withDefaultsRequired(schema), 'Params', {
    bannerComment: '// Generated from config_schema in package.json by `npm run generate`.',
    additionalProperties: false,
    // A list that must not be empty is a list all the same: the framework has counted it.
    ignoreMinAndMaxItems: true,
    format: false,
  })
  return await format(withPorts(code, ports.input_ports), {...prettierOptions, parser: 'typescript'})
}

/**
 * The tables that the mod takes are parameters, too.
 *
 * @param {string} code
 * @param {readonly string[]} ports
 */
function withPorts(code, ports) {
  if (ports.length === 0) return code
  const fields = ports.map((port) => `/** The table on this input port. */\n${port}: Dataset`)
  return code
    .replace('export interface Params {', `export interface Params {\n${fields.join('\n')}`)
    .replace(/\n(?=\/\*\*|export)/, `\nimport type {Dataset} from 'datapy/mod'\n\n`)
}

/** A parameter with a default is always there when the mod runs. */
function withDefaultsRequired(schema) {
  const preset = Object.entries(schema.properties ?? {}).filter(([, property]) => property.default !== undefined)
  return {...schema, title: 'Params', required: [...new Set([...(schema.required ?? []), ...preset.map(([name]) => name)])]}
}

async function shippedRegistry() {
  const current = JSON.parse(await readFile(join(root, 'registry.json'), 'utf8').catch(() => '{}'))
  const today = new Date().toISOString().slice(0, 10)
  const entries = Object.fromEntries(mods.map(({entry}) => [entry.metadata.type, entry]))
  const made = (updated) =>
    formatRegistry({
      _metadata: {
        version: '1.0.0',
        created: current._metadata?.created ?? today,
        last_updated: updated,
        description: 'The mods that ship with DataPy',
      },
      mods: entries,
      faulty: new Map(),
      others: {},
    })
  // The date moves only when something else does.
  const same = made(current._metadata?.last_updated ?? today)
  return same === `${JSON.stringify(current, null, 2)}\n` ? same : made(today)
}

function modPage(entry) {
  const {metadata, interface: ports, config_schema: schema, module_path: name} = entry
  const {description, author, category, type} = metadata
  const feeder = mods.find((mod) => mod.entry.metadata.type === 'csv_reader')?.entry
  const example = (one) => ({entry: one, params: exampleParams(one)})
  const examples = modExamples(example(entry), example(feeder))
  return `${description}. A mod of DataPy, category \`${category}\`, by ${author}. Generated from the package's \`datapy\` key.

\`\`\`sh
datapy plugins:install ${name}
datapy register-mod ${name}
datapy mod-info ${type}
\`\`\`
${schema.description === undefined ? '' : `\n${schema.description}\n`}
## Parameters

| parameter | type | default | meaning |
| --- | --- | --- | --- |
${describeParams(schema)
  .map(
    (param) =>
      `| \`${param.name}\` | ${cell(typeText(param))} | ${param.required ? 'needed' : defaultText(param)} | ${cell(param.description)} |`,
  )
  .join('\n')}

## Ports and globals

| | |
| --- | --- |
| takes | ${list(ports.input_ports)} |
| gives | ${list(ports.output_ports)} |
| globals it produces | ${list(ports.globals_produced)} |
| globals it consumes | ${list(ports.globals_consumed)} |

## Example

\`\`\`yaml
${examples.yaml.trimEnd()}
\`\`\`
`
}

/** @param {import("../dist/schema/describe-params.js").ParamDescription} param */
function typeText({type, values}) {
  return values === undefined ? type : values.map((value) => `\`${JSON.stringify(value)}\``).join(', ')
}

function defaultText(param) {
  return param.default === undefined ? '' : `\`${JSON.stringify(param.default)}\``
}

function cell(text) {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}

function list(names) {
  return names.length === 0 ? 'none' : names.map((name) => `\`${name}\``).join(', ')
}

function errorCodes() {
  const rows = Object.entries(catalogue)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([code, {exit_code: exitCode, meaning, fix}]) => `| \`${code}\` | ${String(exitCode)} | ${cell(meaning)} | ${cell(fix)} |`,
    )
  return `# Error codes

Every problem that DataPy itself names, with the exit code of a command that ends because of it. Mods name their own besides. Generated from \`src/errors/catalogue.ts\` by \`npm run generate\`; what the exit codes mean stands in [exit codes](exit-codes.md).

| code | exit | meaning | fix |
| --- | --- | --- | --- |
${rows.join('\n')}
`
}
