import {spawn} from 'node:child_process'
import {writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'

export interface Damage {
  readonly what: string
  readonly bytes: Buffer
}

/** What became of a damaged file: `read`, `refused: CODE`, `thrown: …`, or `died: …` with the process that read it. */
export interface DamagedRead {
  readonly what: string
  readonly end: string
  readonly rows?: string
}

const reader = join(import.meta.dirname, 'damaged-reader.ts')
const loader = pathToFileURL(join(import.meta.dirname, '../tsx.js')).href

export function damagedAt(sound: Buffer, at: number, bytes: Buffer): Buffer {
  const damaged = Buffer.from(sound)
  bytes.copy(damaged, at)
  return damaged
}

/** Reads damaged Parquet files one after another in a process that may die of one of them; the next then gets a new one. */
export async function readDamaged(folder: string, damages: readonly Damage[]): Promise<readonly DamagedRead[]> {
  const results: DamagedRead[] = []
  for (const [at, {bytes}] of damages.entries()) await writeFile(join(folder, `${String(at)}.parquet`), bytes)
  while (results.length < damages.length) {
    const first = results.length
    const {lines, died} = await readFrom(folder, first, damages.length)
    for (const line of lines) {
      const read = JSON.parse(line) as Omit<DamagedRead, 'what'>
      results.push({what: damages[results.length]?.what ?? '', ...read})
    }
    if (results.length < damages.length) results.push({what: damages[results.length]?.what ?? '', end: `died: ${died}`})
  }
  return results
}

function readFrom(folder: string, from: number, to: number): Promise<{readonly lines: readonly string[]; readonly died: string}> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', loader, reader, folder, String(from), String(to)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const out = {stdout: '', stderr: ''}
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out.stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (out.stderr += text))
    child.on('error', reject).on('close', (code, signal) => {
      resolve({
        lines: out.stdout.split('\n').filter((line) => line !== ''),
        died: `${String(code ?? signal)} ${out.stderr.slice(0, 300)}`,
      })
    })
  })
}
