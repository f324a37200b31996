import type {RegistryEntry} from '../../model/registry.js'
import type {ParamDescription} from '../../schema/describe-params.js'
import type {ModExamples} from './mod-examples.js'
import {renderTable, type TableOptions} from './table.js'

export interface ModInfo {
  readonly entry: RegistryEntry
  /** Which registry it is in. */
  readonly registry: string
  readonly params: readonly ParamDescription[]
  readonly examples: ModExamples
}

const columns = [
  {name: 'PARAMETER', fit: 'keep'},
  {name: 'TYPE', fit: 'wrap'},
  {name: 'REQUIRED', fit: 'keep'},
  {name: 'DEFAULT', fit: 'wrap'},
  {name: 'DESCRIPTION', fit: 'wrap'},
] as const

/** All there is to know about a mod: what it is, what it takes and gives, and three examples that run as pasted. */
export function renderModInfo({entry, registry, params, examples}: ModInfo, options: TableOptions): string {
  const {metadata, dependencies, module_path: modulePath} = entry
  const facts = [
    ['Package', modulePath],
    ['Author', metadata.author],
    ['Node', dependencies.node_version],
    ['DataPy', dependencies.datapy ?? ''],
    ['Needs', dependencies.packages.join(', ')],
    ['Installed', entry.source === 'local' ? 'as a link to a folder' : (entry.integrity ?? '')],
    ['Registry', registry],
    ['Input ports', entry.interface.input_ports.join(', ')],
    ['Output ports', entry.interface.output_ports.join(', ')],
    ['Globals produced', entry.interface.globals_produced.join(', ')],
    ['Globals consumed', entry.interface.globals_consumed.join(', ')],
  ] as const
  const shown = facts.filter(([, value]) => value !== '').map(([name, value]) => `${name.padEnd(18)}${value}`)
  const rows = params.map((param) => [
    param.name,
    param.type,
    param.required ? 'yes' : '',
    defaultOf(param),
    descriptionOf(param),
  ])
  return [
    `${metadata.type} ${metadata.version} (${metadata.category})`,
    metadata.description,
    '',
    ...shown,
    '',
    'Parameters',
    rows.length === 0 ? 'none' : renderTable(columns, rows, options),
    ...section('Job (YAML)', examples.yaml),
    ...section('Script (TypeScript)', examples.ts),
    ...section('Shell', examples.sh),
  ].join('\n')
}

function section(title: string, text: string): readonly string[] {
  return ['', `${title}:`, '', text]
}

function defaultOf(param: ParamDescription): string {
  return param.default === undefined ? '' : JSON.stringify(param.default)
}

function descriptionOf({description, values}: ParamDescription): string {
  const oneOf =
    values === undefined || values.length === 0
      ? ''
      : `One of ${values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join(', ')}.`
  return [description, oneOf].filter((part) => part !== '').join(' ')
}
