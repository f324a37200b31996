import type {JsonObject} from '../../model/json.js'
import {layPackages} from '../../node/lay-packages.js'
import type {BroughtMod} from './brought-mod.js'

/** Lays mods from staging folders into the data folder; see `layPackages`. */
export function layBrought(data: string, brought: readonly BroughtMod[]): ReturnType<typeof layPackages> {
  const staged = brought.map((one) => ({
    name: one.entry.module_path,
    folder: one.folder,
    noted: notedOf(one),
    packages: one.packages,
  }))
  return layPackages(data, staged)
}

/** What npm is to note of a mod's own package. */
export function notedOf({entry}: Pick<BroughtMod, 'entry'>): JsonObject {
  const {metadata, integrity, dependencies} = entry
  const needs = dependencies.packages.map((one) => {
    const split = one.indexOf('@', 1)
    return split === -1 ? ([one, '*'] as const) : ([one.slice(0, split), one.slice(split + 1)] as const)
  })
  return {
    version: metadata.version,
    ...(integrity !== undefined && {integrity}),
    ...(needs.length > 0 && {dependencies: Object.fromEntries(needs)}),
  }
}
