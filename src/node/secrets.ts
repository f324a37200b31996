import {readFileSync} from 'node:fs'

export type SecretRead = {readonly ok: true; readonly value: string} | {readonly ok: false; readonly reason: string}

/** Reads a secret from an environment variable, or from a file, whose trailing newline is dropped. */
export function readSecret(source: 'env' | 'file', name: string): SecretRead {
  if (source === 'env') {
    const value = process.env[name]
    return value === undefined ? {ok: false, reason: `the environment has no variable ${name}`} : {ok: true, value}
  }
  try {
    return {ok: true, value: readFileSync(name, 'utf8').replace(/\r?\n$/, '')}
  } catch (error) {
    return {ok: false, reason: `cannot read ${name}: ${(error as Error).message}`}
  }
}
