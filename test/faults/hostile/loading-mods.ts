import type {HostileMods} from './hostile-mod.js'

const failed = {here: [20, 'mod_import_failed']} as const
const without = {here: [20, 'mod_without_run']} as const
const success = `({status: 'success', exit_code: 0, metrics: {}, artifacts: {}, globals: {}, warnings: [], errors: []})`
const run = `export const run = () => ${success}`

/** Mods that do their harm when they are loaded, or cannot be loaded. */
export const loadingMods: HostileMods = {
  import_throws: {module: `throw new Error('at import'); ${run}`, ...failed},
  import_throws_null: {module: `throw null; ${run}`, ...failed},
  import_throws_getters: {
    module: `throw Object.defineProperty(new Error('x'), 'message', {get() { throw new Error('trap') }}); ${run}`,
    ...failed,
  },
  import_rejects: {module: `void Promise.reject(new Error('left at import')); ${run}`, ...failed},
  import_exits: {module: `process.exit(0); ${run}`, ...failed},
  import_really_exits: {module: `process.reallyExit(0); ${run}`, ...failed},
  import_hangs: {module: `await new Promise(() => {}); ${run}`, ...failed},
  import_hangs_with_timer: {module: `setInterval(() => {}, 100); await new Promise(() => {}); ${run}`, ...failed},
  import_prints: {
    module: `console.log('{"status":"success"}'); process.stdout.write('DATAPY_RESULT status=success'); ${run}`,
    here: [0],
  },
  import_sets_exit_code: {module: `process.exitCode = 0; throw new Error('x')`, ...failed},
  syntax_error: {module: 'export function run( {', ...failed},
  missing_package: {module: `import 'no-such-package-at-all'; ${run}`, ...failed},
  missing_file: {module: `import './no-such-file.js'; ${run}`, ...failed},
  missing_name: {module: `import {noSuchName} from 'node:fs'; ${run}`, ...failed},
  missing_package_later: {run: `await import('no-such-package-at-all')`, here: [30, 'mod_threw']},
  binary_module: {module: '\u0000\u0001\u0002', ...failed},
  empty_module: {module: '', ...without},
  exports_other: {module: 'export const go = () => 1', ...without},
  run_is_text: {module: `export const run = 'go'`, ...without},
  run_is_null: {module: 'export const run = null', ...without},
  run_is_class: {module: 'export class run {}', here: [30, 'mod_threw']},
  run_is_generator: {module: 'export function* run() { yield 1 }', here: [30, 'bad_result']},
  run_is_async_generator: {module: 'export async function* run() { yield 1 }', here: [30, 'bad_result']},
  run_is_proxy: {
    module: `export const run = new Proxy(() => 1, {apply() { throw new Error('trap') }, get() { throw new Error('trap') }})`,
    here: [30, 'mod_threw'],
  },
  run_is_not_yet: {module: `export {run}; setTimeout(() => { run = () => 1 }, 1e6).unref(); let run`, ...without},
  default_alone: {module: `export default {run: () => ${success}}`, here: [0]},
  default_run_getter: {module: `export default {get run() { throw new Error('no run') }}`, ...failed},
  default_circle: {module: 'const c = {}; c.default = c; export default c', ...without},
  default_proxy: {module: `export default new Proxy({}, {has() { throw new Error('trap') }})`, ...failed},
  commonjs: {module: `exports.run = () => ${success}`, package: {type: 'commonjs'}, here: [0]},
  commonjs_getter: {
    module: `Object.defineProperty(exports, 'run', {enumerable: true, get() { throw new Error('no run') }})`,
    package: {type: 'commonjs'},
    ...failed,
  },
  commonjs_null: {module: 'module.exports = null', package: {type: 'commonjs'}, ...without},
  commonjs_as_module: {module: `module.exports = {run() {}}`, ...failed},
  module_as_commonjs: {
    module: `export const run = () => ${success}`,
    package: {type: 'commonjs'},
    here: [20, 'mod_import_failed'],
  },
  exports_nothing: {module: run, package: {exports: {}}, ...failed},
  exports_gone: {module: run, package: {exports: './gone.js'}, ...failed},
  exports_outside: {module: run, package: {exports: '../../outside.js'}, ...failed},
}
