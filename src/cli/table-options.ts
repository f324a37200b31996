import type {TableOptions} from './render/table.js'

/** How tables are to look on stdout. */
export function tableOptions(): TableOptions {
  const terminal = process.stdout.isTTY
  return terminal ? {terminal, width: process.stdout.columns} : {terminal: false}
}
