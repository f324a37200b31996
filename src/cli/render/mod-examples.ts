import {isJsonObject, type JsonObject, type JsonValue} from '../../model/json.js'
import type {RegistryEntry} from '../../model/registry.js'
import {atPort} from '../../schema/port-shape.js'

/** A mod with the smallest parameters that make sense. */
export interface ExampleMod {
  readonly entry: RegistryEntry
  readonly params: JsonObject
}

export interface ModExamples {
  readonly yaml: string
  readonly ts: string
  readonly sh: string
}

interface Step {
  readonly name: string
  readonly type: string
  readonly params: JsonObject
  /** Input port, and the step and output port that feed it; without a step where the registry has none that could. */
  readonly inputs: readonly {
    readonly port: string
    readonly from: string | undefined
    readonly output: string
    /** What stands at the port, where `table` stands for one table. */
    at(table: string): string | readonly string[] | Readonly<Record<string, string>>
  }[]
}

/**
 * A job, a script and shell lines that run a mod as pasted. A mod that takes tables is fed by `feeder`, a source of the
 * same registry.
 */
export function modExamples(mod: ExampleMod, feeder: ExampleMod | undefined): ModExamples {
  const isFed = mod.entry.interface.input_ports.length > 0 && feeder !== undefined
  const fed = isFed ? [stepOf('input', feeder, undefined)] : []
  const files = [...(isFed ? inputFiles(feeder) : []), ...inputFiles(mod)]
  const steps = [...fed, stepOf(`my_${mod.entry.metadata.type}`, apartFrom(files, mod), isFed ? feeder.entry : undefined)]
  const yaml = yamlOf(steps)
  return {yaml, ts: scriptOf(steps), sh: shellOf(mod.entry.metadata.type, yaml, files)}
}

function stepOf(name: string, {entry, params}: ExampleMod, feeder: RegistryEntry | undefined): Step {
  const ports = feeder?.interface.output_ports ?? []
  const output = ports.includes('data') ? 'data' : (ports[0] ?? 'data')
  const inputs = entry.interface.input_ports.map((port) => ({
    port,
    from: feeder && 'input',
    output,
    at: (table: string) => atPort(entry.config_schema, port, table),
  }))
  const own = Object.fromEntries(Object.entries(params).filter(([param]) => !entry.interface.input_ports.includes(param)))
  return {name, type: entry.metadata.type, params: own, inputs}
}

/** JSON is YAML, so values are written as JSON, with `${` escaped: examples hold no references but to the input. */
function yamlOf(steps: readonly Step[]): string {
  const lines = steps.flatMap(({name, type, params, inputs}) => [
    `  ${name}:`,
    `    _type: ${type}`,
    ...inputs.map(({port, from, output, at}) => `    ${port}: ${JSON.stringify(at(`\${${from ?? 'earlier_mod'}.${output}}`))}`),
    ...Object.entries(params).map(([param, value]) => `    ${keyOf(param)}: ${escaped(JSON.stringify(value))}`),
  ])
  return ['mods:', ...lines].join('\n')
}

function keyOf(param: string): string {
  return /^[A-Za-z_]\w*$/.test(param) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(param) ? param : JSON.stringify(param)
}

function scriptOf(steps: readonly Step[]): string {
  const calls = steps.map(({name, type, params, inputs}, index) => {
    const fields = [
      ...inputs.map(({port, from, output, at}) => {
        const table = from === undefined ? "[{id: 1, name: 'Ada'}]" : `${from}.artifacts.${output}`
        return `${port}: ${code(at(table))}`
      }),
      ...Object.entries(params).map(([param, value]) => `${literalKey(param)}: ${literal(value)}`),
    ]
    const variable = index === steps.length - 1 ? 'result' : name
    return `const ${variable} = await runMod('${type}', {${fields.join(', ')}})`
  })
  return [
    `import {runMod} from 'datapy'`,
    '',
    ...calls,
    `console.log(result.status, result.metrics, result.errors)`,
    'process.exitCode = result.exit_code',
  ].join('\n')
}

/** A value as it stands in a script: texts in single quotes, keys bare where they can be. */
function literal(value: JsonValue): string {
  if (typeof value === 'string') return quoted(value)
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (!isJsonObject(value)) return JSON.stringify(value)
  return `{${Object.entries(value)
    .map(([key, item]) => `${literalKey(key)}: ${literal(item)}`)
    .join(', ')}}`
}

/** A list or a map of what is code already. */
function code(part: string | readonly string[] | Readonly<Record<string, string>>): string {
  if (typeof part === 'string') return part
  if (isList(part)) return `[${part.join(', ')}]`
  return `{${Object.entries(part)
    .map(([key, item]) => `${literalKey(key)}: ${item}`)
    .join(', ')}}`
}

function isList(part: readonly string[] | Readonly<Record<string, string>>): part is readonly string[] {
  return Array.isArray(part)
}

function literalKey(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) && key !== '__proto__' ? key : key === '__proto__' ? `['__proto__']` : quoted(key)
}

/** References hold in scripts as in jobs, so `${` is escaped here too. */
function quoted(value: string): string {
  const inner = JSON.stringify(value)
    .slice(1, -1)
    .replaceAll('\\"', '"')
    .replaceAll("'", String.raw`\'`)
  return `'${escaped(inner)}'`
}

/** `$${` stands for a literal `${`. */
function escaped(text: string): string {
  return text.split('${').join('$${')
}

function shellOf(type: string, yaml: string, files: readonly string[]): string {
  const samples = [...new Set(files)].map(
    (file) => `[ -e ${shellWord(file)} ] || printf 'id,name\\n1,Ada\\n2,Grace\\n' > ${shellWord(file)}`,
  )
  const job = `example_${type}.yaml`
  return [...samples, `cat > ${job} <<'YAML'`, yaml, 'YAML', `datapy run-job ${job}`].join('\n')
}

function shellWord(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`
}

/** CSV files that the example reads, which the shell example makes where they are not there. */
function inputFiles({entry, params}: ExampleMod): readonly string[] {
  return Object.entries(params).flatMap(([param, value]) =>
    formatOf(entry, param) === 'input-file' && typeof value === 'string' && value.endsWith('.csv') ? [value] : [],
  )
}

/** The same mod, writing nowhere that the example reads. */
function apartFrom(files: readonly string[], {entry, params}: ExampleMod): ExampleMod {
  const apart = Object.entries(params).map(([param, value]): [string, JsonValue] => {
    const isClash = formatOf(entry, param) === 'output-file' && typeof value === 'string' && files.includes(value)
    return [param, isClash ? `out/${value}` : value]
  })
  return {entry, params: Object.fromEntries(apart)}
}

function formatOf({config_schema: {properties}}: RegistryEntry, param: string): JsonValue | undefined {
  const schema = isJsonObject(properties) ? properties[param] : undefined
  return isJsonObject(schema) ? schema['format'] : undefined
}
