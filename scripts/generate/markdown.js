export {code, table} from '../../dist/sdk/reference/markdown.js'

/**
 * Markdown of our own as it stands in a cell of a table.
 *
 * @param {string} text
 */
export function cell(text) {
  return text.replaceAll('|', String.raw`\|`).replaceAll('\n', ' ')
}
