import type {JsonObject} from '../../model/json.js'
import {layPackages} from '../../node/lay-packages.js'
import {splitDependency} from '../../registry/split-dependency.js'
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

/** What npm is to note of a mod's own package: peers that npm brought with it are its dependencies there; what it brings inside. */
export function notedOf({entry, packages}: Pick<BroughtMod, 'entry' | 'packages'>): JsonObject {
  const {metadata, integrity, dependencies} = entry
  const own = Object.entries(packages).filter(([path]) => !path.includes('/node_modules/'))
  const peers = own.filter(([, {peer, optional}]) => peer === true && optional !== true)
  const bundled = own.filter(([, {inBundle}]) => inBundle === true).map(([path]) => path)
  const needs = dependencies.packages.map(splitDependency)
  const all = Object.fromEntries([...peers.map(([path]) => [path, '*'] as const), ...needs])
  return {
    version: metadata.version,
    ...(integrity !== undefined && {integrity}),
    ...(Object.keys(all).length > 0 && {dependencies: all}),
    ...(bundled.length > 0 && {bundleDependencies: bundled}),
  }
}
