import type {HostileMods} from './hostile-mod.js'

const exited = {here: [30, 'mod_exited']} as const
const died = {apart: [30, 'mod_died']} as const
const never = {here: [30, 'mod_never_settled']} as const
const late = {options: '_timeout: 1', apart: [40, 'timed_out']} as const
const fine = {here: [0]} as const

/** Mods that end the process, never end themselves, or leave something behind that keeps it alive. */
export const endingMods: HostileMods = {
  exits_0: {run: 'process.exit(0)', ...exited},
  exits_10: {run: 'process.exit(10)', ...exited},
  exits_later: {run: 'setTimeout(() => process.exit(0), 5); await new Promise(() => {})', ...exited},
  exits_and_catches: {run: 'try { process.exit(0) } catch {} return result.success()', ...exited},
  exits_by_import: {run: `const {exit} = await import('node:process'); exit(0)`, ...exited},
  exits_by_prototype: {run: `Object.getPrototypeOf(process).exit?.call(process, 0); process.exit.call(null, 0)`, ...exited},
  exits_really: {run: 'process.reallyExit(0)', ...exited},
  exits_by_binding: {
    run: `process.binding('process_methods').reallyExit?.(0); throw new Error('no such binding')`,
    here: [30, 'mod_threw'],
  },
  exits_after: {run: 'setTimeout(() => process.exit(0), 20); return result.success()', apart: [0]},
  exits_in_exit_listener: {
    run: `process.on('exit', () => process.reallyExit(0)); result.addError('x'); return result.error()`,
    here: [30, 30],
  },
  exits_in_before_exit: {
    run: `process.on('beforeExit', () => process.exit(0)); await new Promise(() => {})`,
    here: [30, 'mod_never_settled'],
  },
  sets_exit_code: {run: 'process.exitCode = 0; throw new Error("x")', here: [30, 'mod_threw']},
  sets_exit_code_late: {run: `process.on('exit', () => { process.exitCode = 0 }); throw new Error('x')`, here: [30, 'mod_threw']},
  seals_exit_code: {
    run: `Object.defineProperty(process, 'exitCode', {get: () => 0, set() {}, configurable: false}); throw new Error('x')`,
    here: [30, 'mod_threw'],
  },
  aborts: {run: 'process.abort()', ...exited},
  kills_itself: {run: `process.kill(process.pid, 'SIGKILL'); await new Promise((r) => setTimeout(r, 5000))`, ...exited},
  is_killed: {
    run: `(await import('node:child_process')).execFileSync('kill', ['-KILL', String(process.pid)]); for (;;);`,
    ...died,
  },
  kills_itself_0: {run: `process.kill(process.pid, 0); return result.success()`, ...fine},
  terminates_itself: {run: `process.kill(process.pid, 'SIGTERM'); await new Promise((r) => setTimeout(r, 60_000))`, ...exited},
  crashes_natively: {
    run: `(await import('node:child_process')).execFileSync('kill', ['-SEGV', String(process.pid)]); for (;;);`,
    ...died,
  },
  dumps_core: {run: `process.dlopen({exports: {}}, '/dev/null')`, here: [30, 'mod_threw']},
  disconnects: {run: `process.disconnect?.(); process.channel?.unref(); return result.success()`, ...fine},
  never_settles: {run: 'await new Promise(() => {})', ...never, apart: [30, 'mod_never_settled']},
  never_settles_with_handle: {run: 'setInterval(() => {}, 1000); await new Promise(() => {})', ...late},
  spins: {run: 'for (;;);', ...late},
  spins_microtasks: {run: 'const f = () => Promise.resolve().then(f); await f()', ...late},
  spins_ticks: {run: 'const f = () => process.nextTick(f); f(); await new Promise(() => {})', ...late},
  spins_immediates: {run: 'const f = () => setImmediate(f); f(); await new Promise(() => {})', ...late},
  spins_in_regexp: {run: `return /^(a+)+$/.test('a'.repeat(40) + '!')`, ...late},
  sleeps_hard: {run: `Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)`, ...late},
  blocks_on_fifo: {
    run: `const {execFileSync} = await import('node:child_process'); const {readFileSync} = await import('node:fs')
      const path = process.env.TMPDIR + '/fifo-' + process.pid; execFileSync('mkfifo', [path]); readFileSync(path)`,
    ...late,
  },
  waits_on_child: {run: `const {execFileSync} = await import('node:child_process'); execFileSync('sleep', ['600'])`, ...late},
  ignores_its_signal: {
    run: `signal.addEventListener('abort', () => {}); await new Promise((r) => setTimeout(r, 600_000))`,
    ...late,
  },
  throws_when_aborted: {
    run: `await new Promise((_, no) => signal.addEventListener('abort', () => no('told'))) `,
    here: [30, 'mod_never_settled'],
  },
  succeeds_when_aborted: {
    run: `const t = setInterval(() => {}, 100); await new Promise((ok) => signal.addEventListener('abort', ok)); clearInterval(t); return result.success()`,
    ...late,
  },
  eats_heap: {
    run: `const a = []; for (;;) a.push(new Array(1e5).fill(a.length))`,
    options: '_isolate: {memory: 200MB}',
    apart: [30, 'mod_out_of_memory'],
  },
  eats_buffers: {
    run: `const a = []; for (;;) { a.push(Buffer.alloc(1e7, 1)); await new Promise((r) => setImmediate(r)) }`,
    options: '_isolate: {memory: 200MB}',
    apart: [30, 'mod_out_of_memory'],
  },
  eats_one_string: {run: `return 'x'.repeat(2 ** 30)`, here: [30, 'mod_threw']},
  leaves_server: {run: `(await import('node:net')).createServer().listen(0); return result.success()`, ...fine},
  leaves_interval: {run: 'setInterval(() => {}, 10); return result.success()', ...fine},
  leaves_worker: {
    run: `const {Worker} = await import('node:worker_threads'); new Worker('setInterval(() => {}, 10)', {eval: true}); return result.success()`,
    ...fine,
  },
  leaves_child: {
    run: `(await import('node:child_process')).spawn('sleep', ['600'], {stdio: 'inherit'}); return result.success()`,
    ...fine,
  },
  leaves_watcher: {run: `(await import('node:fs')).watch('/'); return result.success()`, ...fine},
  leaves_stdin: {run: 'process.stdin.resume(); return result.success()', ...fine},
  leaves_many_timers: {run: 'for (let i = 0; i < 1e5; i++) setTimeout(() => {}, 1e8); return result.success()', ...fine},
  leaves_spinning_immediate: {run: 'const f = () => setImmediate(f); f(); return result.success()', ...fine},
  leaves_file: {
    run: `const {openSync} = await import('node:fs'); for (let i = 0; i < 500; i++) openSync('/dev/null'); return result.success()`,
    ...fine,
  },
}
