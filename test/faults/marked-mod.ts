import {join} from 'node:path'
import {write} from '../mod-package.js'

/** Code that leaves a mark in the file system when it is loaded, whoever loads it. */
export const marking = (mark: string, more = 'export const run = (_, {result}) => result.success()\n'): string =>
  `import {writeFileSync} from 'node:fs'\nwriteFileSync(${JSON.stringify(mark)}, 'ran')\n${more}`

/** Code of a mod that does as it should. */
export const good = 'export const run = (_, {result}) => { result.addMetric("said", "good"); return result.success() }\n'

/** A job of this one mod type. */
export function jobOf({folder}: {readonly folder: string}, type: string): Promise<string> {
  return write(join(folder, 'job.yaml'), `mods: {it: {_type: ${type}}}\n`)
}
