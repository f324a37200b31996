import {nameOfText} from './name-of-text.js'
import {thisProcess, type ProcessOwner} from './process-owner.js'
import {processStart} from './process-start.js'
import {randomName} from './random-name.js'

/** Of a name, what is kept where it would become too long. */
const mostBytes = 180

/**
 * A new name for a file or folder that is in the making and goes by another when it is whole. It says which process makes
 * it, so that anybody can tell, from the name alone, what a killed one has left.
 */
export async function unfinishedName(name: string): Promise<string> {
  return `.${shortened(name)}.${markOf(await thisProcess())}.${randomName()}.tmp`
}

/** Whether the process that gave a name has ended, as far as can be told; undefined where it is no such name. */
export async function lifeOfMaker(name: string): Promise<'elsewhere' | 'ended' | 'lives' | undefined> {
  const [, place, pid, start] = /\.([0-9a-f]{16})-(\d+)-([0-9a-f]{16})\.[0-9a-f]{12}\.tmp$/.exec(name) ?? []
  if (place === undefined) return undefined
  const own = await thisProcess()
  if (place !== placeOf(own)) return 'elsewhere'
  const now = await processStart(Number(pid))
  // Where the system does not tell when processes started, one of that number is taken for the maker.
  return now !== undefined && (now === '' || start === nameOfText('') || start === nameOfText(now)) ? 'lives' : 'ended'
}

function markOf(owner: ProcessOwner): string {
  return `${placeOf(owner)}-${String(owner.pid)}-${nameOfText(owner.start)}`
}

function placeOf({host, space}: ProcessOwner): string {
  return nameOfText(`${host} ${space}`)
}

/** Cut between characters, since names are measured in bytes. */
function shortened(name: string): string {
  let [short, bytes] = ['', 0]
  for (const character of name) {
    bytes += Buffer.byteLength(character)
    if (bytes > mostBytes) break
    short += character
  }
  return short
}
