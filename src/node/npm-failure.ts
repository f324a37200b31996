import {fixOfCode} from '../errors/file-fault.js'
import {problem} from '../errors/problem.js'
import type {Problem} from '../model/problem.js'

const timeoutHint = 'try again, or allow more: DATAPY_NPM_TIMEOUT is how many seconds npm waits for an answer (30)'

/** Why npm failed, in plain words, from what it wrote to stderr. `ended` is its exit code, or how long it was waited for. */
export function npmFailure(
  command: string,
  stderr: string,
  ended: {readonly code: number | string} | {readonly overdueMs: number},
): Problem {
  if ('overdueMs' in ended) {
    const message = `npm ${command} was given up after ${String(ended.overdueMs / 1000)} s: the npm registry answers too slowly`
    return problem('npm_timeout', message, {hint: timeoutHint})
  }
  const code = /^npm (?:error|ERR!) code (\S+)$/m.exec(stderr)?.[1] ?? ''
  const registry = registryIn(stderr)
  const reason = reasonIn(stderr)
  const from = registry === undefined ? 'the npm registry' : `the npm registry ${registry}`
  if (/^(?:E401|E403|ENEEDAUTH|EOTP)$/.test(code)) {
    const what = code === 'E403' ? 'refuses this login' : 'asks for a login'
    return problem('npm_login', `npm ${command}: ${from} ${what}: ${reason}`, {
      hint: 'put a token that may read the package into your ~/.npmrc: //HOST/:_authToken=${NPM_TOKEN}; npm login writes such a line',
    })
  }
  if (/^(?:E404|ETARGET|ENOVERSIONS)$/.test(code)) {
    const hint = 'check name and version, which registry your npmrc names for the scope, and that its token may see the package'
    return problem('npm_package_unknown', `npm ${command}: ${from} does not have it: ${reason}`, {hint})
  }
  if (/TIMEDOUT|TIMEOUT/.test(code) || /network timeout at/.test(stderr))
    return problem('npm_timeout', `npm ${command}: ${from} does not answer in time: ${reason}`, {hint: timeoutHint})
  if (isUnreachable(code)) {
    const hint = 'check that the registry your npmrc names is up, and proxy and cafile in the npmrc'
    return problem('npm_unreachable', `npm ${command}: ${from} cannot be reached: ${reason}`, {hint})
  }
  return problem('npm_failed', `npm ${command} failed (${String(ended.code)}): ${reason}`, {
    hint: fixOfCode(code) ?? whereMore(stderr),
  })
}

/** Codes of the system, of TLS, and answers that say the server itself is out of order. */
function isUnreachable(code: string): boolean {
  return (
    /^(?:ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|EAI_FAIL|EHOSTUNREACH|ENETUNREACH|EPIPE|EPROTO|FETCH_ERROR|E5\d\d)$/.test(
      code,
    ) || /CERT|^ERR_SSL|^ERR_TLS|^UNABLE_TO_/.test(code)
  )
}

/** npm may hide what a disk told it: its own log has it. */
function whereMore(stderr: string): string {
  const log = /^npm (?:error|ERR!) A complete log of this run can be found in: (.+)$/m.exec(stderr)?.[1]
  return log === undefined ? '--debug shows all that npm says' : `npm's own log says more: ${log.trim()}`
}

/** The address of the registry, where npm tells an address: no path, no login. */
function registryIn(stderr: string): string | undefined {
  const address = /https?:\/\/[^\s"',)]+/.exec(stderr)?.[0]
  try {
    return address === undefined ? undefined : new URL(address).origin
  } catch {
    return undefined
  }
}

/** npm's own words: its error lines, less those that are a stack, or point to its log. */
function reasonIn(stderr: string): string {
  const lines = stderr.split('\n').flatMap((line) => /^npm (?:error|ERR!) (.+)$/.exec(line)?.[1]?.trim() ?? [])
  const noise =
    /^(?:at |code |errno |syscall |[{}]|A complete log|.*_logs\/|\w+: .*,$|\w+: '.*'$|If you are behind|404 (?:Note|tarball)|40\d$|network$)/
  const telling = lines.filter((line) => !noise.test(line)).map((line) => line.replace(/^(?:40\d|network) (?=\S)/, ''))
  return (telling.length > 0 ? telling.slice(0, 4).join('; ') : stderr.trim().slice(-300)) || 'it said nothing'
}
