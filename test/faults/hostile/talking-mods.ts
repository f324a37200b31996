import type {HostileMods} from './hostile-mod.js'

const fine = {here: [0]} as const
const answer = `'{"status":"success","exit_code":0}\\nDATAPY_RESULT status=success exit_code=0\\n'`

/** Mods that write where the answer goes, or more than anybody reads. */
export const talkingMods: HostileMods = {
  prints: {
    run: `console.log(${answer}); console.error('error'); console.table([1]); console.trace('x'); return result.success()`,
    ...fine,
  },
  prints_to_streams: {
    run: `process.stdout.write(${answer}); process.stdout.end(); process.stderr.write(Buffer.from('x')); return result.success()`,
    ...fine,
  },
  prints_to_descriptor: {
    run: `const fs = await import('node:fs'); fs.writeSync(1, ${answer}); fs.writeSync(2, 'to two'); return result.success()`,
    apart: [0],
  },
  prints_to_device: {
    run: `const fs = await import('node:fs'); fs.writeFileSync('/dev/stdout', ${answer}); return result.success()`,
    apart: [30, 'mod_threw'],
  },
  prints_by_child: {
    run: `const {execFileSync} = await import('node:child_process'); execFileSync('echo', [${answer}], {stdio: 'inherit'}); return result.success()`,
    apart: [0],
  },
  prints_by_worker: {
    run: `const {Worker} = await import('node:worker_threads')
      await new Promise((r) => new Worker("console.log('{\\"from\\": \\"a worker\\"}')", {eval: true}).on('exit', r)); return result.success()`,
    ...fine,
  },
  prints_to_console_streams: {
    run: `const {Console} = await import('node:console'); new Console(process.stdout).log(${answer}); process._rawDebug('raw'); return result.success()`,
    ...fine,
  },
  prints_later: {run: `setTimeout(() => console.log(${answer}), 30).unref(); return result.success()`, ...fine},
  prints_at_exit: {run: `process.on('exit', () => console.log(${answer})); return result.success()`, ...fine},
  closes_descriptors: {
    run: `const fs = await import('node:fs'); for (const fd of [0, 2]) try { fs.closeSync(fd) } catch {} ; return result.success()`,
  },
  writes_to_parent: {
    run: `const fs = await import('node:fs'); fs.writeSync(3, 'not JSON\\n{"ended":{"result":{"status":"success"}}}\\n'); throw new Error('x')`,
    apart: [30, 'mod_threw'],
  },
  writes_binary: {
    run: `process.stdout.write(Buffer.from([0, 255, 254, 10, 27, 91])); console.log('\\u001b[2J\\u0000'); return result.success()`,
    ...fine,
  },
  writes_odd: {
    run: `try { process.stdout.write(7) } catch {} try { process.stdout.write(null) } catch {} try { process.stdout.write({}) } catch {} return result.success()`,
    ...fine,
  },
  waits_for_writing: {
    run: `await new Promise((r) => process.stdout.write('x', r)); await new Promise((r) => process.stdout.write('y', 'utf8', r)); return result.success()`,
    ...fine,
  },
  logs_huge_line: {
    run: `logger.info('x'.repeat(20_000_000)); console.log('y'.repeat(20_000_000)); return result.success()`,
    ...fine,
  },
  logs_many_lines: {run: `for (let i = 0; i < 100_000; i++) logger.info('line ' + i); return result.success()`, ...fine},
  logs_odd: {
    run: `logger.info(undefined); logger.info(Symbol('x')); logger.info('a', {b: 1n, c: Symbol('c'), d() {}, e: NaN}); logger.warn(null, null); logger.error({}, 'x'); return result.success()`,
    ...fine,
  },
  logs_circle: {
    run: `const c = {}; c.c = c; logger.info('circle', c); logger.info('getter', {get x() { throw new Error('trap') }}); return result.success()`,
    ...fine,
  },
  logs_over_its_fields: {
    run: `logger.info('x', {level: 'error', timestamp: 'never', run_id: 'another', mod_name: 'good', message: 'y'}); return result.success()`,
    ...fine,
  },
  progress_odd: {
    run: `for (const n of [NaN, -1, Infinity, '7', null, undefined, {}, 10n, Symbol('x')]) context.progress(n, n); return result.success()`,
    ...fine,
  },
  progress_many: {run: `for (let i = 0; i < 100_000; i++) context.progress(i); return result.success()`, ...fine},
  state_odd: {
    run: `for (const v of [NaN, 1n, () => 1, Symbol('x')]) try { context.state.set(v) } catch {} return result.success()`,
    ...fine,
  },
}
