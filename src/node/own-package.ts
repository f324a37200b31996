import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {frameworkRoot} from './framework-root.js'

/** What DataPy's own package.json says of it. */
export interface OwnPackage {
  readonly name: string
  readonly version: string
  readonly oclif: {readonly bin: string}
}

/** The package.json of DataPy itself. */
export function ownPackage(): OwnPackage {
  return JSON.parse(readFileSync(join(frameworkRoot(), 'package.json'), 'utf8')) as OwnPackage // it is our own
}
