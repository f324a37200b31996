import type {Interfaces} from '@oclif/core'
import {ownPackage} from '../node/own-package.js'

/**
 * What a command of ours uses of oclif's Config: who it is, and that no hook listens. Made without looking for plugins,
 * which takes oclif longer than most commands take.
 */
export function directConfig(): Interfaces.Config {
  const {name, version, oclif} = ownPackage()
  const config: Partial<Interfaces.Config> = {
    name,
    version,
    bin: oclif.bin,
    userAgent: `${name}/${version} ${process.platform}-${process.arch} node-${process.version}`,
    runHook: () => Promise.resolve({successes: [], failures: []}),
    scopedEnvVarKeys: () => [],
  }
  return config as Interfaces.Config // the rest is for what finds commands, and draws help
}
