/**
 * A text as it stands in a cell of a table.
 *
 * @param {string} text
 */
export function cell(text) {
  return text.replaceAll('|', String.raw`\|`).replaceAll('\n', ' ')
}

/**
 * A value as code.
 *
 * @param {unknown} value
 */
export function code(value) {
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``
}

/**
 * @param {readonly string[]} header
 * @param {readonly (readonly string[])[]} rows
 */
export function table(header, rows) {
  const line = (/** @type {readonly string[]} */ cells) => `| ${cells.join(' | ')} |`
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n')
}
