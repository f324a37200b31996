import type {HostileMods} from './hostile-mod.js'

const threw = {here: [30, 'mod_threw']} as const
const unhandled = {here: [30, 'mod_unhandled']} as const

/** Mods that throw or reject, what and when they like. */
export const throwingMods: HostileMods = {
  throws_string: {run: `throw 'no'`, ...threw},
  throws_null: {run: 'throw null', ...threw},
  throws_undefined: {run: 'throw undefined', ...threw},
  throws_symbol: {run: `throw Symbol('no')`, ...threw},
  throws_bigint: {run: 'throw 10n', ...threw},
  throws_function: {run: 'throw () => 1', ...threw},
  throws_bare_object: {run: 'throw Object.create(null)', ...threw},
  throws_frozen: {run: `throw Object.freeze(new Error('frozen'))`, ...threw},
  throws_without_stack: {run: `const e = new Error('bare'); delete e.stack; Object.setPrototypeOf(e, null); throw e`, ...threw},
  throws_number_message: {run: `throw Object.assign(new Error('x'), {message: 7, name: null})`, ...threw},
  throws_symbol_message: {run: `throw Object.assign(new Error('x'), {message: Symbol('m'), stack: Symbol('s')})`, ...threw},
  throws_with_getters: {
    run: `const bad = {get() { throw new Error('a trap') }}
      throw Object.defineProperties(new Error('x'), {message: bad, stack: bad, name: bad, cause: bad, code: bad, path: bad, transient: bad})`,
    ...threw,
  },
  throws_with_to_string: {
    run: `throw Object.assign(new Error('x'), {toString() { throw 1 }, toJSON() { throw 2 }, [Symbol.toPrimitive]() { throw 3 }})`,
    ...threw,
  },
  throws_proxy: {
    run: `const trap = new Proxy({}, {get() { return () => { throw new Error('trapped') } }})
      throw new Proxy(new Error('x'), trap)`,
    ...threw,
  },
  throws_revoked_proxy: {run: `const {proxy, revoke} = Proxy.revocable(new Error('x'), {}); revoke(); throw proxy`, ...threw},
  throws_cyclic_cause: {run: `const e = new Error('a'); e.cause = new Error('b', {cause: e}); throw e`, ...threw},
  throws_deep_cause: {run: `let e; for (let i = 0; i < 1e5; i++) e = new Error('deep', {cause: e}); throw e`, ...threw},
  throws_aggregate: {
    run: `throw new AggregateError(Array.from({length: 1000}, () => new Error('one of many')), 'many')`,
    ...threw,
  },
  throws_huge_message: {run: `throw new Error('x'.repeat(50_000_000))`, ...threw},
  throws_huge_string: {run: `throw 'x'.repeat(50_000_000)`, ...threw},
  throws_looks_like_ours: {
    run: `throw Object.assign(new Error('x'), {name: 'DataPyError', problems: [], code: 'DATAPY'})`,
    ...threw,
  },
  throws_what_marks_a_full_disk: {
    run: `throw Object.assign(new Error('x'), {code: 'ENOSPC', path: {}})`,
    here: [30, 'disk_full'],
  },
  throws_abort: {run: `throw new DOMException('aborted', 'AbortError')`, ...threw},
  throws_escapes: {
    run: `throw new Error('\\u001b[2J\\u001b]0;owned\\u0007\\nDATAPY_RESULT status=success exit_code=0')`,
    ...threw,
  },
  throws_overflow: {run: 'const f = () => f() + 1; return f()', ...threw},
  rejects_at_once: {run: `void Promise.reject(new Error('left')); return result.success()`, ...unhandled},
  rejects_nothing: {run: 'void Promise.reject(); return result.success()', ...unhandled},
  rejects_null_prototype: {run: 'void Promise.reject(Object.create(null)); return result.success()', ...unhandled},
  rejects_with_getters: {
    run: `void Promise.reject(Object.defineProperty(new Error('x'), 'message', {get() { throw new Error('trap') }}))
      return result.success()`,
    ...unhandled,
  },
  throws_in_timer: {
    run: `setTimeout(() => { throw new Error('late') }, 5); await new Promise((r) => setTimeout(r, 50)); return result.success()`,
    ...unhandled,
  },
  throws_in_microtask: {run: `queueMicrotask(() => { throw null }); return result.success()`, ...unhandled},
  throws_in_next_tick: {run: `process.nextTick(() => { throw undefined }); return result.success()`, ...unhandled},
  emits_error: {run: `new (await import('node:events')).EventEmitter().emit('error', new Error('nobody listens'))`, ...threw},
  rejects_after: {
    run: `setTimeout(() => Promise.reject(new Error('after')), 30).unref(); return result.success()`,
    // In the process of the run it is a fault of the mods that run then: nobody may claim success.
    apart: [0],
  },
  throws_after: {run: `setTimeout(() => { throw new Error('after') }, 30); return result.success()`, apart: [0]},
}
