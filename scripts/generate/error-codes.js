import {catalogue} from '../../dist/errors/catalogue.js'
import {cell, code, table} from './markdown.js'

/** The page of every problem that DataPy names. */
export function errorCodes() {
  const rows = Object.entries(catalogue)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, {exit_code: exitCode, meaning, fix}]) => [code(name), String(exitCode), cell(meaning), cell(fix)])
  return `# Error codes

Every problem that DataPy itself names, with the exit code of a command that ends because of it. Mods name their own besides: their pages list them. Generated from \`src/errors/catalogue.ts\` by \`npm run generate\`; what the exit codes mean stands in [exit codes](exit-codes.md).

${table(['code', 'exit', 'meaning', 'fix'], rows)}
`
}
