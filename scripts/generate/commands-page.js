import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {root} from '../root.js'
import {cell, code, table} from './markdown.js'

/**
 * What is used of oclif's manifest.
 *
 * @typedef {{name: string, description?: string, required?: boolean}} Arg
 * @typedef {Arg & {char?: string, type: string, helpValue?: string, options?: readonly string[], default?: unknown, multiple?: boolean, env?: string, hidden?: boolean, helpGroup?: string}} Flag
 * @typedef {{id: string, summary?: string, description?: string, examples?: readonly string[], args: Record<string, Arg>, flags: Record<string, Flag>, hidden?: boolean}} Command
 */

/** The page of all commands, as their help has them. */
export function commandsPage() {
  /** @type {{commands: Record<string, Command>}} */
  const {commands} = JSON.parse(readFileSync(join(root, 'oclif.manifest.json'), 'utf8'))
  const shown = Object.values(commands)
    .filter(({hidden}) => hidden !== true)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const flags = Object.fromEntries(shown.flatMap((command) => Object.entries(command.flags)).filter(([, flag]) => isForAll(flag)))
  return `# Commands

Every command has \`--help\`. Generated from the commands by \`npm run generate\`.

${table(
  ['command', ''],
  shown.map(({id, summary = ''}) => [`[${code(id)}](#${id.replaceAll(':', '')})`, cell(summary)]),
)}

Besides: \`help\`, \`autocomplete\` (completion for your shell), \`plugins\` and \`plugins:inspect\`, which list what \`plugins:install\` has put there. See [exit codes](exit-codes.md) for how each of them ends.

All commands take

${flagsTable(Object.values(flags))}

${shown.map(section).join('\n\n')}
`
}

/** @param {Command} command */
function section({id, summary = '', description = '', examples = [], args, flags}) {
  const own = Object.values(flags).filter((flag) => !isForAll(flag) && flag.hidden !== true)
  const usage = [
    'datapy',
    id,
    ...Object.values(args).map((arg) => (arg.required === true ? arg.name.toUpperCase() : `[${arg.name.toUpperCase()}]`)),
  ]
  const parts = [
    `## ${id}`,
    [summary, code(usage.join(' ')), description].filter((text) => text !== '').join('\n\n'),
    ...(examples.length === 0
      ? []
      : [`\`\`\`sh\n${examples.map((one) => one.replaceAll('<%= config.bin %>', 'datapy')).join('\n')}\n\`\`\``]),
  ]
  const given = Object.values(args).map((arg) => [code(arg.name.toUpperCase()), cell(arg.description ?? '')])
  if (given.length > 0) parts.push(table(['argument', 'meaning'], given))
  if (own.length > 0) parts.push(flagsTable(own))
  return parts.join('\n\n')
}

/** @param {readonly Flag[]} flags */
function flagsTable(flags) {
  return table(
    ['flag', 'meaning'],
    flags.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map((flag) => [nameOf(flag), cell(meaningOf(flag))]),
  )
}

/** @param {Flag} flag */
function nameOf({name, char, type, helpValue, options}) {
  const value = type === 'boolean' ? '' : ` ${helpValue ?? options?.join('|') ?? 'VALUE'}`
  return `${char === undefined ? '' : `${code(`-${char}`)}, `}${code(`--${name}${value}`)}`
}

/** @param {Flag} flag */
function meaningOf({description = '', default: preset, env, required, multiple}) {
  const more = [
    ...(required === true ? ['Needed.'] : []),
    ...(preset === undefined ? [] : [`Default: ${code(preset)}.`]),
    ...(env === undefined ? [] : [`Environment: ${code(env)}.`]),
    ...(multiple === true && !/repeat/i.test(description) ? ['Repeatable.'] : []),
  ]
  return [description, ...more].join(' ')
}

/** @param {Flag} flag */
function isForAll({helpGroup}) {
  return helpGroup === 'GLOBAL'
}
