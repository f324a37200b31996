/**
 * The module that the bundle begins with: DataPy's commands, each loaded when it is run. Those in folders of
 * src/commands are oclif's affair.
 *
 * @param {readonly string[]} commands
 */
export function bundleEntry(commands) {
  return `
    import {runDirectly} from './src/cli/run-directly.ts'
    const commands = {${commands.map((id) => `'${id}': () => import('./src/commands/${id}.ts')`).join(',')}}
    export const run = (argv) => runDirectly(argv, commands)
  `
}

/**
 * What the bundle has in place of modules that a command which runs directly has no use for, but would wait for.
 *
 * @type {import('esbuild').Plugin[]}
 */
export const lighter = [
  {
    name: 'import of mods',
    setup({onLoad}) {
      onLoad({filter: /src[\\/]node[\\/]import-url\.ts$/}, () => ({
        contents: 'const given = importUrl; export {given as importUrl}',
      }))
    },
  },
  {
    // It finds no commands and draws no help.
    name: 'without what oclif does around a command',
    setup({onLoad}) {
      onLoad({filter: /@oclif[\\/]core[\\/]lib[\\/](?:config|help)[\\/]index\.js$/}, () => ({contents: 'module.exports = {}'}))
    },
  },
  {
    // winston's streams are Node's own by another name, and its traces of itself are nobody's concern here.
    name: 'a lighter winston',
    setup({onResolve, onLoad}) {
      onResolve({filter: /^(?:readable-stream(?:\/lib\/_stream_writable\.js)?|@dabh\/diagnostics)$/}, ({path}) => ({
        path,
        namespace: 'light',
      }))
      onLoad({filter: /.*/, namespace: 'light'}, ({path}) => ({
        contents: path.startsWith('@')
          ? 'module.exports = () => () => {}'
          : `module.exports = require('node:stream')${path.endsWith('.js') ? '.Writable' : ''}`,
      }))
    },
  },
]
