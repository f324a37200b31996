import type {RegistryEntry} from '../../model/registry.js'
import {describeAllParams} from '../../schema/describe-all-params.js'
import type {ParamDescription} from '../../schema/describe-params.js'
import {code, plainText, table} from './markdown.js'

/** The parameters of a mod as Markdown, under their heading; what is within a parameter follows it. */
export function parametersSection({config_schema: schema}: RegistryEntry): string {
  const {description} = schema
  const params = describeAllParams(schema).map((param) => [
    code(param.name),
    typeOf(param),
    defaultOf(param),
    plainText(param.description),
  ])
  const about = typeof description === 'string' && description.trim() !== '' ? `${plainText(description)}\n\n` : ''
  return `## Parameters

${about}${params.length === 0 ? 'None.' : table(['parameter', 'type', 'default', 'meaning'], params)}`
}

/** What a mod takes and gives besides, as Markdown, under its heading. */
export function portsSection({interface: ports}: RegistryEntry): string {
  const list = (names: readonly string[]) => (names.length === 0 ? 'none' : names.map(code).join(', '))
  return `## Ports and globals

${table(
  ['', ''],
  [
    ['takes tables on', list(ports.input_ports)],
    ['gives', list(ports.output_ports)],
    ['globals it produces', list(ports.globals_produced)],
    ['globals it consumes', list(ports.globals_consumed)],
    ['accounts for every row', (ports.row_balance ?? false) !== false ? 'yes, and the framework checks it' : 'no'],
  ],
)}`
}

function typeOf({type, values}: ParamDescription): string {
  return values === undefined ? plainText(type) : values.map((value) => code(JSON.stringify(value))).join(', ')
}

function defaultOf(param: ParamDescription): string {
  if (param.required) return 'needed'
  return param.default === undefined ? '' : code(JSON.stringify(param.default))
}
