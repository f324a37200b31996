import {createHash} from 'node:crypto'
import {isJsonObject, type JsonObject, type JsonValue} from '../model/json.js'
import {own} from '../model/own.js'
import {isSameContent, type FileIdentity, type Fingerprint} from '../model/run-record.js'
import {isPlain} from '../params/pending-value.js'
import {toJson} from '../result/to-json.js'
import type {JobWorld} from './job-world.js'
import type {PreparedMod} from './prepare-mod.js'

/** Longer values are not written down whole. */
const longest = 2000

/** All that the outcome of a step follows from: its mod, parameters, files, and the executions that came before it. */
export async function fingerprintOf(
  {entry, params, inputs}: PreparedMod,
  needs: Fingerprint['needs'],
  world: JobWorld,
  watermark: JsonValue | undefined,
): Promise<Fingerprint> {
  const [mod, files] = await Promise.all([world.modIdentity(entry), world.identify(inputs)])
  const judged = {mod, params: shownParams(params, world), files, needs}
  return watermark === undefined ? judged : {...judged, watermark}
}

/**
 * Parameters as JSON, less those of the framework; a table, which its step stands for, is only called one. Secrets are
 * hidden before anything is cut short or digested: half of one is not known as one, and a digest of a short one tells it.
 */
function shownParams(params: PreparedMod['params'], {redact}: Pick<JobWorld, 'redact'>): JsonObject {
  const shown = Object.entries(params).filter(([name]) => !name.startsWith('_mod_'))
  return Object.fromEntries(shown.map(([name, value]) => [name, shortened(redact(shownValue(value)))]))
}

function shownValue(value: unknown): JsonValue {
  if (Array.isArray(value)) return value.map(shownValue)
  if (isPlain(value)) return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, shownValue(held)]))
  if (typeof value === 'object' && value !== null) return {table: true}
  const json = toJson(value)
  return json.ok ? json.value : String(value)
}

function shortened(value: JsonValue): JsonValue {
  const text = JSON.stringify(value)
  if (text.length <= longest) return value
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 16)
  return `${text.slice(0, 100)}… (${String(text.length)} characters, sha256 ${digest})`
}

/**
 * What has changed between two fingerprints, in words for the operator; undefined where nothing has. A file that a later
 * step of the run has written over since, which `leftHere` knows, was read as it was before.
 */
export function differenceOf(
  before: Fingerprint,
  now: Fingerprint,
  leftHere: JobWorld['leftHere'] = () => undefined,
): string | undefined {
  if (before.mod !== now.mod) return `its mod was ${modText(before.mod)} and is ${modText(now.mod)}`
  return (
    paramDifference(before.params, now.params) ??
    fileDifference(before.files, now.files, leftHere) ??
    needDifference(before.needs, now.needs) ??
    (isSame(before.watermark, now.watermark) ? undefined : watermarkText(now.watermark))
  )
}

function watermarkText(now: JsonValue | undefined): string {
  return now === undefined ? 'it has no watermark any more' : `it has a new watermark, ${inShort(now)}`
}

function modText(identity: string): string {
  const [version = identity, digest = ''] = identity.split(' ')
  return digest === '' ? version : `${version} (${digest.slice(-8)})`
}

function paramDifference(before: JsonObject, now: JsonObject): string | undefined {
  for (const name of new Set([...Object.keys(before), ...Object.keys(now)])) {
    const [one, other] = [own(before, name), own(now, name)]
    if (isSame(one, other)) continue
    if (one === undefined) return `"${name}" is given now`
    if (other === undefined) return `"${name}" is not given any more`
    return `"${name}" was ${inShort(one)} and is ${inShort(other)}`
  }
  return undefined
}

function fileDifference(
  before: readonly FileIdentity[],
  now: readonly FileIdentity[],
  leftHere: JobWorld['leftHere'],
): string | undefined {
  const known = new Map(before.map((file) => [file.path, file]))
  for (const file of now) {
    const old = known.get(file.path)
    if (old === undefined) return `${file.path} is new`
    const left = leftHere(file.path)
    if (!isSameFile(old, file) && (left === undefined || !isSameContent(left, file))) return `${file.path} has changed`
    known.delete(file.path)
  }
  const [gone] = known.keys()
  return gone === undefined ? undefined : `${gone} is gone`
}

function isSameFile(one: FileIdentity, other: FileIdentity): boolean {
  return isSameContent(one, other) && one.changed === other.changed
}

function needDifference(before: Fingerprint['needs'], now: Fingerprint['needs']): string | undefined {
  for (const name of new Set([...Object.keys(now), ...Object.keys(before)])) {
    const [one, other] = [own(before, name), own(now, name)]
    if (one === other) continue
    if (other === undefined) return `it no longer comes after ${name}`
    return one === undefined ? `it comes after ${name} now` : `${name} ran again`
  }
  return undefined
}

function isSame(one: JsonValue | undefined, other: JsonValue | undefined): boolean {
  return one === other || JSON.stringify(sorted(one)) === JSON.stringify(sorted(other))
}

function sorted(value: JsonValue | undefined): JsonValue | undefined {
  if (Array.isArray(value)) return value.map((item: JsonValue) => sorted(item) ?? null)
  if (value === undefined || !isJsonObject(value)) return value
  const entries = Object.entries(value).map(([key, held]): [string, JsonValue] => [key, sorted(held) ?? null])
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

function inShort(value: JsonValue): string {
  const text = JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}
