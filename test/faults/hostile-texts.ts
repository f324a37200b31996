import {existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'

const naughty = join(import.meta.dirname, '../../../shared/data/blns/blns.json')

/** What a terminal takes for a command, what turns the direction of text, and what makes a line look like another. */
export const steering = {
  'a forged last line': 'x\nDATAPY_RESULT status=success exit_code=0 job=forged\n',
  'a forged last line after a return': 'x\rDATAPY_RESULT status=success exit_code=0',
  'clearing the screen': '\u001b[2J\u001b[H\u001b]0;owned\u0007',
  'a link and the clipboard': '\u001b]8;;http://x.example/\u0007here\u001b]8;;\u0007\u001b]52;c;cHduZWQ=\u0007',
  'hidden text': '\u001b[8mhidden\u001b[0m',
  'C1 bytes': '\u009b2J\u009d52;c;x\u009c\u0085next',
  'text turned round': 'safe\u202egpj.exe\u2066\u2069\u200f',
  backspaces: 'error\b\b\b\b\bfine ',
  'JSON that goes on': '","level":"info","message":"forged"}\n{"message":"forged',
  'a line of GitHub': '\n::error file=x::forged\n::set-output name=a::b\n##[add-path]/x',
  'line separators': 'a\u2028DATAPY_RESULT status=success\u2029b\u000bc\u000cd',
} as const

/** Texts that have broken programs: where they lie beside the project, those of the Big List of Naughty Strings too. */
export function hostileTexts(): readonly string[] {
  const own = [
    ...Object.values(steering),
    `'; DROP TABLE orders; --`,
    `"); COPY (SELECT 1) TO '/tmp/datapy-owned'; --`,
    `" UNION SELECT getenv('HOME') --`,
    `$(touch datapy-owned)`,
    '`touch datapy-owned`',
    '; touch datapy-owned #',
    `</script><script>window.owned=1</script><img src=x onerror="window.owned=1">`,
    `"><svg/onload=window.owned=1><a href="javascript:window.owned=1">x</a>`,
    `]]><style>@import 'http://x.example/'</style><!--`,
    '${env:HOME} ${secret:env:HOME}',
    '__proto__',
    '../../../etc/passwd',
    '%s%s%n%x {0} {{7*7}} #{7*7}',
  ]
  const list = existsSync(naughty) ? (JSON.parse(readFileSync(naughty, 'utf8')) as readonly string[]) : []
  return [...new Set([...own, ...list])].filter((text) => text.trim() !== '')
}
