import {createHash} from 'node:crypto'
import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import type {ValidatorShelf} from '../schema/validator.js'
import {cacheFolder} from './data-folder.js'
import {frameworkRoot} from './framework-root.js'
import {readOwnFile} from './own-file.js'
import {writeCacheFile} from './write-cache-file.js'

/** Raised when validators are made in another way, so that those of before are not found any more. */
const form = 'ajv-8.20-1'

/**
 * The shelf of this user: validators of the mods that ship lie in the build, those of others in the user's cache folder,
 * from where they are read only if nobody else can have written them.
 */
export function validatorShelf(env: NodeJS.ProcessEnv): ValidatorShelf {
  const own = join(cacheFolder(env), 'validators')
  return {
    async find(schema) {
      const name = nameOf(schema)
      return (await textOf(join(shippedFolder(), name))) ?? readOwnFile(join(own, name))?.toString()
    },
    keep: (schema, code) => writeCacheFile(own, nameOf(schema), code),
  }
}

/** Where the build puts the validators of the mods that ship. */
export function shippedFolder(): string {
  return join(frameworkRoot(), 'dist/validators')
}

/** The file of a schema's validator. */
export function nameOf(schema: string): string {
  return `${createHash('sha256').update(`${form}\n${schema}`).digest('hex').slice(0, 40)}.cjs`
}

async function textOf(file: string): Promise<string | undefined> {
  return await readFile(file, 'utf8').catch(() => undefined)
}
