import {modExamples} from '../../dist/cli/render/mod-examples.js'
import {describeParams, exampleParams} from '../../dist/schema/describe-params.js'
import {cell, code, table} from './markdown.js'

/** What stands between these two in a mod's README is written by hand, and kept. */
const begin = '<!-- by hand, from here -->'
const end = '<!-- by hand, to here -->'

/**
 * What a mod's README and its page in docs/mods say under their title.
 *
 * @param {import('../../dist/model/registry.js').RegistryEntry} entry
 * @param {import('../../dist/model/registry.js').RegistryEntry | undefined} feeder a source whose table its example takes
 * @param {string} byHand
 */
export function modPage(entry, feeder, byHand) {
  const {metadata, interface: ports, config_schema: schema, module_path: name, dependencies} = entry
  const {description, author, category, type, version} = metadata
  const example = (/** @type {import('../../dist/model/registry.js').RegistryEntry} */ one) => ({
    entry: one,
    params: exampleParams(one),
  })
  const {yaml} = modExamples(example(entry), feeder && example(feeder))
  const params = describeParams(schema).map((param) => [
    code(param.name),
    cell(typeOf(param)),
    defaultOf(param),
    cell(param.description),
  ])
  const list = (/** @type {readonly string[]} */ names) =>
    names.length === 0 ? 'none' : names.map((one) => code(one)).join(', ')
  return `${description}.

A mod of DataPy: type \`${type}\`, category \`${category}\`, version ${version}, by ${author}. Node ${dependencies.node_version}. It ships with DataPy; elsewhere it is registered by

\`\`\`sh
datapy register-mod ${name}
\`\`\`

The smallest job with it (\`datapy mod-info ${type}\` prints it as a script and for the shell, too):

\`\`\`yaml
${yaml.trimEnd()}
\`\`\`

## Parameters

${typeof schema['description'] === 'string' ? `${schema['description']}\n\n` : ''}${table(['parameter', 'type', 'default', 'meaning'], params)}

## Ports and globals

${table(
  ['', ''],
  [
    ['takes tables on', list(ports.input_ports)],
    ['gives', list(ports.output_ports)],
    ['globals it produces', list(ports.globals_produced)],
    ['globals it consumes', list(ports.globals_consumed)],
    ['accounts for every row', (ports.row_balance ?? false) !== false ? 'yes, and the framework checks it' : 'no'],
  ],
)}
${byHand === '' ? '' : `\n${begin}\n${byHand}${end}\n`}
<!-- The rest is generated from package.json by \`npm run generate\`. -->
`
}

/**
 * The part of a README that is written by hand.
 *
 * @param {string} readme
 */
export function writtenByHand(readme) {
  const [, after] = readme.split(`${begin}\n`)
  return after?.split(end)[0] ?? ''
}

/** @param {import('../../dist/schema/describe-params.js').ParamDescription} param */
function typeOf({type, values}) {
  return values === undefined ? type : values.map((value) => code(JSON.stringify(value))).join(', ')
}

/** @param {import('../../dist/schema/describe-params.js').ParamDescription} param */
function defaultOf(param) {
  if (param.required) return 'needed'
  return param.default === undefined ? '' : cell(code(JSON.stringify(param.default)))
}
