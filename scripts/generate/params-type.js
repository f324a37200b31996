import {compile} from 'json-schema-to-typescript'
import {format, resolveConfig} from 'prettier'
import {join} from 'node:path'
import {knownParams, schemaOf} from '../../dist/schema/known-params.js'
import {portShape} from '../../dist/schema/port-shape.js'
import {root} from '../root.js'

/**
 * The source of a mod's src/params.ts: what its `run` gets.
 *
 * @param {import('../../dist/model/registry.js').RegistryEntry} entry
 */
export async function paramsType({config_schema: schema, interface: {input_ports: ports}}) {
  const code = await compile(withDefaultsRequired(withTables(schema, ports)), 'Params', {
    bannerComment: '// Generated from config_schema in package.json by `npm run generate`.',
    additionalProperties: false,
    // A list that must not be empty is a list all the same: the framework has counted it.
    ignoreMinAndMaxItems: true,
    format: false,
  })
  const options = (await resolveConfig(join(root, 'package.json'))) ?? {}
  return await format(withPorts(code, ports, schema), {...options, parser: 'typescript'})
}

/**
 * A parameter with a default is always there when the mod runs.
 *
 * @param {import('../../dist/model/json.js').JsonSchema} schema
 */
function withDefaultsRequired(schema) {
  const {properties = {}, required = []} =
    /** @type {{properties?: Record<string, {default?: unknown}>, required?: string[]}} */ (/** @type {unknown} */ (schema))
  const preset = Object.keys(properties).filter((name) => properties[name]?.default !== undefined)
  return {...schema, title: 'Params', required: [...new Set([...required, ...preset])]}
}

/**
 * An input port that stands in the schema holds a table all the same, or a list or a map of them.
 *
 * @param {import('../../dist/model/json.js').JsonSchema} schema
 * @param {readonly string[]} ports
 */
function withTables(schema, ports) {
  const types = {table: 'Dataset', list: 'readonly Dataset[]', map: 'Readonly<Record<string, Dataset>>'}
  const known = ports
    .filter((port) => knownParams(schema).includes(port))
    .map((port) => [port, {...schemaOf(schema, port), tsType: types[portShape(schema, port)]}])
  return {...schema, properties: {.../** @type {object} */ (schema['properties']), ...Object.fromEntries(known)}}
}

/**
 * The tables that the mod takes are parameters, too.
 *
 * @param {string} code
 * @param {readonly string[]} ports
 * @param {import('../../dist/model/json.js').JsonSchema} schema
 */
function withPorts(code, ports, schema) {
  if (ports.length === 0) return code
  const fields = ports
    .filter((port) => !knownParams(schema).includes(port))
    .map((port) => `/** The table on this input port. */\n${port}: Dataset`)
  return code
    .replace('export interface Params {', `export interface Params {\n${fields.join('\n')}`)
    .replace(/\n(?=\/\*\*|export)/, `\nimport type {Dataset} from 'datapy/mod'\n\n`)
}
