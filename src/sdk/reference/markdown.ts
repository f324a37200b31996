/** Any text as Markdown that shows it as it is, in one line: nothing in it is markup, HTML or the end of a table's cell. */
export function plainText(text: string): string {
  return text
    .replaceAll(/\s*[\r\n\u0085\u2028\u2029]+\s*/g, ' ')
    .replaceAll(/[\\`*[<&|]/g, String.raw`\$&`)
    .replace(/^([#>+=~-]|\d+[.)])/, (start) => `${start.slice(0, -1)}\\${start.slice(-1)}`)
}

/** A value as code, on one line; texts as they are, the rest as JSON. */
export function code(value: unknown): string {
  const text = (typeof value === 'string' ? value : JSON.stringify(value))
    .replaceAll(/[\r\n]+/g, ' ')
    .replaceAll('|', String.raw`\|`)
  const fence = '`'.repeat(longestRun(text) + 1)
  const space = /^`|`$|^ .* $/.test(text) ? ' ' : ''
  return `${fence}${space}${text}${space}${fence}`
}

/** A block of code, whose fence nothing in it can close. */
export function block(language: string, text: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1))
  return `${fence}${language}\n${text.trimEnd()}\n${fence}`
}

/** A table; its cells are Markdown already. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n')
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, {length}) => Math.max(longest, length), 0)
}
