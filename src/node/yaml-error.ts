import {Scalar, visit, type Document, type YAMLError} from 'yaml'

interface PlainError {
  readonly message: string
  readonly hint?: string
  /** Where to point, when that is better than where the parser gave up. */
  readonly pos?: readonly [number, number]
}

/** What the parser says, with what to do about the slips that are made most; `text` is the whole text of the file. */
export function plainYamlError({code, message, pos: [start]}: YAMLError, text: string, document: Document): PlainError {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1
  // `{a: ${b}}`: the brace of the reference opens a map inside of a map.
  if (code !== 'BAD_DQ_ESCAPE' && /[[{].*\$\{/.test(text.slice(lineStart, start + 1)))
    return {message: 'a reference inside of [ ] or { } needs quotes', hint: 'write "${…}"'}
  switch (code) {
    case 'TAB_AS_INDENT':
      return {message: 'a tab cannot indent', hint: 'indent with spaces'}
    case 'BAD_DQ_ESCAPE':
      return {message: first(message), hint: 'in double quotes a backslash is written twice; in single quotes once'}
    case 'BAD_SCALAR_START':
      return {message: `a value cannot start with "${text.charAt(start)}"`, hint: 'put the value in quotes'}
    case 'TAG_RESOLVE_FAILED':
      return {message: first(message), hint: 'a value that starts with "!" needs quotes'}
    case 'BLOCK_AS_IMPLICIT_KEY':
      return {message: 'a second key, or ": ", in one line', hint: 'put the value in quotes, or each key in a line of its own'}
    case 'BAD_INDENT':
      return message.startsWith('Flow')
        ? {
            message: 'what is opened with "{" or "[" is not closed here',
            hint: 'close it, or indent what goes on in the next line',
          }
        : {message: first(message), hint: 'indent all keys of a map alike'}
    case 'MISSING_CHAR': {
      const quote = /^Missing closing (["'])quote/.exec(message)?.[1]
      if (quote === undefined) return {message: first(message)}
      const opened = openQuote(document, start)
      return {message: `a text in quotes has no closing ${quote}`, ...(opened !== undefined && {pos: [opened, opened + 1]})}
    }
    default:
      return {message: first(message)}
  }
}

function first(message: string): string {
  return message.split('\n', 1).join('')
}

/** Where the last quoted text before an offset opens: the parser tells of a missing quote at the end of the file. */
function openQuote(document: Document, before: number): number | undefined {
  let opened: number | undefined
  visit(document, {
    Scalar(_, {type, range}) {
      const start = range?.[0] ?? before
      if ((type === Scalar.QUOTE_DOUBLE || type === Scalar.QUOTE_SINGLE) && start < before) opened = start
    },
  })
  return opened
}
