import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {createRedactor, type Redactor} from '../params/redact.js'
import {homeOf} from './data-folder.js'

const secretKey = /(?:^|:)_(?:authToken|auth|password)$/i

/**
 * Hides what npm logs in with: the tokens and passwords in the npmrc files that hold for a folder and in npm's variables
 * of the environment. npm hides most of that itself, but a server's answer can repeat a token.
 */
export async function npmrcRedactor(folder: string, env: NodeJS.ProcessEnv): Promise<Redactor> {
  const user = env['npm_config_userconfig'] ?? env['NPM_CONFIG_USERCONFIG'] ?? join(homeOf(env), '.npmrc')
  const texts = await Promise.all([user, join(folder, '.npmrc')].map((file) => readFile(file, 'utf8').catch(() => '')))
  const redactor = createRedactor()
  const lines = texts.flatMap((text) => text.split(/\r?\n/))
  const given = Object.entries(env).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name.replace(/^npm_config_/i, '')}=${value}`],
  )
  for (const line of [...lines, ...given]) for (const secret of secretsIn(line, env)) redactor.add(secret)
  return redactor
}

/** The secrets in a line `key = value` of an npmrc: the value as it stands and as npm sends it, less what tells nothing. */
function secretsIn(line: string, env: NodeJS.ProcessEnv): readonly string[] {
  const {key = '', value = ''} = /^\s*(?<key>[^=;#]+?)\s*=\s*(?<value>.*?)\s*$/.exec(line)?.groups ?? {}
  const login = /^https?:\/\/[^/@\s]*:([^/@\s]+)@/.exec(value)?.[1] // a registry or proxy that is named with its login
  if (!secretKey.test(key)) return login === undefined ? [] : [login]
  const plain = value.replace(/^"(.*)"$/, '$1').replaceAll(/\$\{([^}]+)\}/g, (whole, name: string) => env[name] ?? whole)
  const decoded = Buffer.from(plain, 'base64').toString()
  // _password is base64 of a password, _auth of user:password.
  const parts = /token$/i.test(key) ? [plain] : [plain, decoded, decoded.slice(decoded.indexOf(':') + 1)]
  return parts.filter((part) => part.length >= 4)
}
