import {readFileSync} from 'node:fs'
import {isAbsolute} from 'node:path'

export type SecretRead = {readonly ok: true; readonly value: string} | {readonly ok: false; readonly reason: string}

/** Reads a secret from an environment variable, or from a UTF-8 file, whose trailing newline is dropped. */
export function readSecret(source: 'env' | 'file', name: string): SecretRead {
  if (source === 'file') return readFile(name)
  const value = process.env[name]
  return value === undefined ? {ok: false, reason: `the environment has no variable ${name}`} : {ok: true, value}
}

function readFile(path: string): SecretRead {
  // A scheduler's working directory is nobody's choice.
  if (!isAbsolute(path)) return {ok: false, reason: `"${path}" is no absolute path`}
  try {
    const text = new TextDecoder('utf-8', {fatal: true}).decode(readFileSync(path))
    return {ok: true, value: text.replace(/\r?\n$/, '')}
  } catch (error) {
    return {ok: false, reason: reasonFor(path, error as NodeJS.ErrnoException)}
  }
}

function reasonFor(path: string, {code, message}: NodeJS.ErrnoException): string {
  if (code === 'ENOENT' || code === 'ENOTDIR') return `there is no file ${path}`
  if (code === 'EISDIR') return `${path} is a folder`
  if (code === 'EACCES') return `${path} may not be read by this user`
  return code === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? `${path} is not UTF-8` : `cannot read ${path}: ${message}`
}
