import {readdir, readFile, readlink} from 'node:fs/promises'
import {join} from 'node:path'
import {inspect} from 'node:util'

/** A place where a secret was found: the file or stream, and what stands around it. */
export interface Found {
  readonly where: string
  readonly around: string
}

/**
 * Every form in which a secret can still be read, made here and not by what hides it: a form that the product has
 * forgotten is to be found.
 */
export function readableForms(secret: string): readonly Buffer[] {
  const url = new URL('db://user@host')
  url.password = secret
  const texts = new Set<string>()
  for (const text of [secret, ...secret.split('\n').filter((line) => line.length >= 8)]) {
    const bytes = Buffer.from(text)
    const json = JSON.stringify(text).slice(1, -1)
    for (const form of [
      text,
      json,
      JSON.stringify(json).slice(1, -1),
      json.replaceAll(/[^ -~]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`),
      inspect(text).slice(1, -1),
      encodeURIComponent(text),
      encodeURI(text),
      new URLSearchParams({s: text}).toString().slice(2),
      text
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&quot;')
        .replaceAll("'", '&#39;'),
      text.replaceAll("'", "''"),
      text.replaceAll('"', '""'),
      bytes.toString('base64').replace(/=+$/, ''),
      bytes.toString('base64url'),
      bytes.toString('hex'),
      bytes.toString('hex').toUpperCase(),
    ])
      texts.add(form)
    if (bytes.length >= 9)
      for (const before of [1, 2, 3]) {
        const encoded = Buffer.concat([Buffer.alloc(before), bytes])
          .toString('base64')
          .replace(/=+$/, '')
        texts.add(encoded.slice(4, encoded.length - 3))
      }
  }
  texts.add(url.password)
  return [...texts].flatMap((text) => [Buffer.from(text), Buffer.from(text, 'utf16le')])
}

/** Every place in a folder, names and links too, and in the streams, where a form of the secret stands. */
export async function findSecret(
  secret: string,
  folder: string,
  streams: Readonly<Record<string, string>>,
  mayHold: (path: string) => boolean,
): Promise<readonly Found[]> {
  const forms = readableForms(secret)
  const found: Found[] = []
  const look = (where: string, bytes: Buffer) => {
    for (const form of forms) {
      const at = bytes.indexOf(form)
      if (at >= 0) found.push({where, around: bytes.subarray(Math.max(0, at - 60), at + form.length + 20).toString()})
    }
  }
  for (const [name, text] of Object.entries(streams)) look(name, Buffer.from(text))
  for (const entry of await readdir(folder, {recursive: true, withFileTypes: true})) {
    const path = join(entry.parentPath, entry.name)
    look(`the name ${path}`, Buffer.from(path.slice(folder.length)))
    if (entry.isSymbolicLink()) look(`the link ${path}`, Buffer.from(await readlink(path)))
    if (entry.isFile() && !mayHold(path)) look(path, await readFile(path))
  }
  return found
}
