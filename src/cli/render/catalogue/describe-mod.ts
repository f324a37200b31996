import type {RegistryEntry} from '../../../model/registry.js'
import {describeAllParams} from '../../../schema/describe-all-params.js'
import {exampleParams, type ParamDescription} from '../../../schema/describe-params.js'
import {modExamples, type ModExamples} from '../mod-examples.js'

/** All that the catalogue says of a mod. */
export interface ModDescription {
  readonly entry: RegistryEntry
  /** A line for the shell that registers it elsewhere, with what is to be known of it. */
  readonly registering: {readonly command: string; readonly note: string}
  readonly params: readonly ParamDescription[]
  readonly examples: ModExamples
}

/** `feeder` is the source that examples take their tables from. */
export function describeMod(entry: RegistryEntry, feeder: RegistryEntry | undefined): ModDescription {
  const example = (one: RegistryEntry) => ({entry: one, params: exampleParams(one)})
  return {
    entry,
    registering: registeringOf(entry),
    params: describeAllParams(entry.config_schema),
    examples: modExamples(example(entry), feeder && example(feeder)),
  }
}

function registeringOf({module_path: name, metadata: {version}, source, integrity}: RegistryEntry) {
  if (source === 'local')
    return {command: 'datapy register-mod .', note: `Registered from a folder: run this in the folder of ${name}.`}
  if (integrity !== undefined)
    return {command: `datapy register-mod ${name}@${version}`, note: 'Installs the package and registers the mod.'}
  return {
    command: `datapy register-mod ${name}`,
    note: 'Comes with DataPy or with the project; elsewhere, this installs and registers it.',
  }
}
