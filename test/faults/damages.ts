import {lstat, mkdir, readFile, rm, stat, symlink, truncate, utimes, writeFile} from 'node:fs/promises'
import {randomBytes} from 'node:crypto'
import {isJsonObject} from '../../src/model/json.js'

/** A way in which a disk, a copy or a hand spoils a file. False, and nothing done, where it does not apply to this one. */
export interface Damage {
  readonly name: string
  to(file: string): Promise<boolean>
}

const damage = (name: string, work: (file: string) => Promise<unknown>): Damage => ({
  name,
  to: async (file) => (await work(file)) !== false,
})

const texts = ['null', '[]', '{}', '1e999', '"text"', '[null, 7]', '{"__proto__": {"run_id": 7}, "run_id": 7}']

/** All kinds of damage; `seed` says which one value is changed by those that change one. */
export function damages(seed: number): readonly Damage[] {
  return [
    damage('cut to nothing', (file) => truncate(file, 0)),
    damage('cut in half', async (file) => {
      await truncate(file, Math.floor((await stat(file)).size / 2))
    }),
    damage('of random bytes', async (file) => {
      await writeFile(file, randomBytes((await stat(file)).size))
    }),
    damage('of zeros, as long and as old as before', async (file) => {
      const {size, atime, mtime} = await stat(file)
      await writeFile(file, Buffer.alloc(size))
      await utimes(file, atime, mtime)
    }),
    ...texts.map((text) => damage(`that says ${text}`, (file) => writeFile(file, text))),
    damage('with every value of another type', (file) => changeJson(file, (value) => otherTypes(value))),
    damage('with one value of another type', (file) => changeJson(file, (value) => changedAt(value, seed))),
    damage('with one value gone', (file) => changeJson(file, (value) => changedAt(value, seed, () => undefined))),
    damage('that is a folder', async (file) => {
      await rm(file)
      await mkdir(file)
    }),
    damage('that is gone', (file) => rm(file)),
    damage('that is a link to nothing', async (file) => {
      await rm(file)
      await symlink(`${file}.elsewhere`, file)
    }),
    damage('that is a link to itself', async (file) => {
      await rm(file)
      await symlink(file, file)
    }),
  ]
}

/** Changes a JSON document, or each line of one of JSON lines. */
async function changeJson(file: string, change: (value: unknown) => unknown): Promise<boolean> {
  if (!(await lstat(file)).isFile() || !/\.(json|jsonl|lock|log)$/.test(file)) return false
  const text = await readFile(file, 'utf8')
  const isLines = /\.(jsonl|log)$/.test(file)
  const parts = isLines ? text.split('\n').filter((line) => line !== '') : [text]
  await writeFile(file, parts.map((part) => `${JSON.stringify(change(JSON.parse(part)))}\n`).join(''))
  return true
}

function otherType(value: unknown): unknown {
  if (typeof value === 'string') return 7
  if (typeof value === 'number') return 'text'
  if (typeof value === 'boolean') return null
  return Array.isArray(value) ? {} : []
}

function otherTypes(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? {} : value.map(otherTypes)
  if (!isJsonObject(value)) return otherType(value)
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, otherTypes(held)]))
}

/** A value in which the how-manieth of all that it holds is another, counted round. */
export function changedAt(value: unknown, nth: number, change: (value: unknown) => unknown = otherType): unknown {
  const copy = structuredClone(value)
  const places = placesIn(copy)
  const place = places[nth % Math.max(1, places.length)]
  if (place !== undefined) Reflect.set(place.of, place.key, change(Reflect.get(place.of, place.key)))
  return copy
}

/** Where the values lie that a value holds, at any depth. */
export function placesIn(value: unknown): readonly {readonly of: object; readonly key: string}[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.keys(value).flatMap((key) => [{of: value, key}, ...placesIn(Reflect.get(value, key))])
}
