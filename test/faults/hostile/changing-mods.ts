import type {HostileMods} from './hostile-mod.js'

const fine = {here: [0]} as const
const builtIn = {here: [30, 'mod_changed_builtins']} as const

/** Mods that change what all code of their process shares. */
export const changingMods: HostileMods = {
  changes_env: {
    run: `process.env.DATAPY_STATE_DIR = '/nowhere'; process.env.DATAPY_REGISTRY = '/nowhere'; process.env.TMPDIR = '/nowhere'; return result.success()`,
    ...fine,
  },
  clears_env: {run: `for (const name of Object.keys(process.env)) delete process.env[name]; return result.success()`, ...fine},
  replaces_env: {
    run: `process.env = new Proxy({}, {get() { throw new Error('no environment') }}); return result.success()`,
    ...fine,
  },
  changes_folder: {run: `process.chdir('/'); return result.success()`, ...fine},
  changes_to_gone_folder: {
    run: `const {mkdtempSync, rmdirSync} = await import('node:fs'); const f = mkdtempSync(process.env.TMPDIR + '/gone-'); process.chdir(f); rmdirSync(f); return result.success()`,
    ...fine,
  },
  changes_umask: {run: 'process.umask(0o777); return result.success()', ...fine},
  changes_argv: {
    run: `process.argv.length = 0; process.execArgv = ['--evil']; process.execPath = '/bin/false'; process.title = 'x'; return result.success()`,
    ...fine,
  },
  removes_listeners: {run: `process.removeAllListeners(); return result.success()`, ...fine},
  removes_listeners_and_rejects: {
    run: `process.removeAllListeners(); void Promise.reject(new Error('left')); return result.success()`,
    here: [30, 'mod_unhandled'],
  },
  removes_listeners_and_waits: {
    run: `process.removeAllListeners(); await new Promise(() => {})`,
    here: [30, 'mod_never_settled'],
  },
  swallows_faults: {
    run: `process.on('uncaughtException', () => {}); process.on('unhandledRejection', () => {}); void Promise.reject(new Error('left')); return result.success()`,
    here: [30, 'mod_unhandled'],
  },
  ignores_signals: {
    run: `for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(name, () => {}); return result.success()`,
    ...fine,
  },
  throws_in_exit_listener: {
    run: `process.on('exit', () => { throw new Error('at the end') }); return result.success()`,
    here: [0],
  },
  captures_exceptions: {
    run: `process.setUncaughtExceptionCaptureCallback(() => {}); setTimeout(() => { throw new Error('x') }, 5); await new Promise((r) => setTimeout(r, 50)); return result.success()`,
    here: [30, 'mod_threw'],
  },
  replaces_json: {
    run: `globalThis.JSON = {parse() { throw 1 }, stringify: () => '{"status":"success"}'}; return result.success()`,
    ...builtIn,
  },
  changes_stringify: {run: `JSON.stringify = () => 'hacked'; return result.success()`, ...builtIn},
  replaces_promise: {run: `globalThis.Promise = class { then() {} }; return result.success()`, ...builtIn},
  changes_then: {run: `Promise.prototype.then = () => {}; return result.success()`, ...builtIn},
  replaces_globals: {
    run: `for (const name of ['Map', 'Set', 'Date', 'Error', 'fetch', 'setTimeout', 'setImmediate', 'setInterval', 'queueMicrotask', 'Buffer', 'URL', 'performance', 'AbortController']) globalThis[name] = () => { throw new Error('replaced') }; return result.success()`,
    ...builtIn,
  },
  changes_date: {
    run: `Date.now = () => NaN; performance.now = () => -1; process.uptime = () => NaN; process.hrtime = () => [0, 0]; return result.success()`,
    ...builtIn,
  },
  changes_random: {
    run: `Math.random = () => 0; Math.round = () => NaN; Math.floor = () => NaN; return result.success()`,
    ...builtIn,
  },
  pollutes_object: {
    run: `Object.prototype.polluted = true; Object.prototype.errors = []; Object.prototype.status = 'success'; return result.success()`,
    ...builtIn,
  },
  pollutes_array: {
    run: `Array.prototype.map = () => []; Array.prototype.push = () => 0; Array.prototype.join = () => ''; return result.success()`,
    ...builtIn,
  },
  pollutes_string: {
    run: `String.prototype.split = () => []; String.prototype.replace = () => ''; return result.success()`,
    ...builtIn,
  },
  changes_object: {
    run: `Object.entries = () => []; Object.keys = () => []; Object.fromEntries = () => ({}); return result.success()`,
    ...builtIn,
  },
  freezes_globals: {
    run: `for (const one of [globalThis, process, console, Object.prototype, Array.prototype]) try { Object.freeze(one) } catch {} ; return result.success()`,
    apart: [30, 'mod_died'],
  },
  changes_fs: {
    run: `const fs = (await import('node:fs')).default; const {syncBuiltinESMExports} = await import('node:module')
      for (const name of ['rename', 'renameSync', 'open', 'writeSync', 'write']) fs[name] = () => undefined
      for (const name of ['rename', 'open', 'writeFile']) fs.promises[name] = async () => undefined
      syncBuiltinESMExports(); return result.success()`,
  },
  changes_child_process: {
    run: `const c = (await import('node:child_process')).default; const {syncBuiltinESMExports} = await import('node:module')
      c.spawn = () => { throw new Error('no children') }; syncBuiltinESMExports(); return result.success()`,
    ...fine,
  },
  changes_streams: {
    run: `process.stdout.write = () => true; process.stderr.end(); process.stdout.destroy(); console.log = null; return result.success()`,
    ...fine,
  },
  changes_its_params: {
    run: `for (const key of Object.keys(params)) delete params[key]; params._mod_type = 'another'; Object.freeze(params); return result.success()`,
    ...fine,
  },
  changes_its_context: {
    run: `context.result = null; context.modName = 'good'; context.runId = 'x'; context.logger = null; context.signal = null; delete context.data; return result.success()`,
    ...fine,
  },
  changes_its_globals: {
    run: `context.globals.other = 'changed'; context.globals.__proto__.evil = 1; return result.success()`,
    ...builtIn,
  },
  changes_its_logger: {
    run: `logger.info = () => { throw new Error('no log') }; logger.error = null; logger.warn = null; throw new Error('x')`,
    here: [30, 'mod_threw'],
  },
  changes_its_data: {
    run: `data.fromRows = () => { throw new Error('x') }; for (const k of Object.keys(data)) try { data[k] = null } catch {} ; return result.success()`,
    ...fine,
  },
  changes_class_of_result: {
    run: `const p = Object.getPrototypeOf(result); p.success = () => ({}); p.error = p.success; return {}`,
    ...builtIn,
  },
  aborts_its_signal: {
    run: `signal.dispatchEvent(new Event('abort')); AbortSignal.prototype.throwIfAborted = () => {}; return result.success()`,
    ...fine,
  },
  removes_its_run: {
    run: `const {rmSync} = await import('node:fs'); rmSync('STATE/runs', {recursive: true, force: true}); return result.success()`,
    here: [0],
  },
  removes_all_state: {
    run: `const {rmSync} = await import('node:fs'); rmSync('STATE', {recursive: true, force: true}); return result.success()`,
    here: [0],
  },
}
