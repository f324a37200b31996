// Loaded into a process by `--import`, this makes its nth call of the file system fail, or kills it there. Only calls that
// are about files in one folder count, so that their number is the same from one run to the next. Plain JavaScript, since
// no loader of ours is in the processes that it is loaded into.
//
// DATAPY_TEST_FAULT is `KIND@N`, or `KIND@N+` for the nth and all that follow. KIND is
//   count         nothing happens
//   kill          SIGKILL before the call
//   torn          SIGKILL in the middle of it: half of what is written is in the file; a rename, link or removal is done
//   ENOSPC, EIO, EROFS, EACCES, …   the call fails so; a write that fails with ENOSPC has written half
// `kill` and `torn` count the calls that change something, an error those that can fail with it.
// DATAPY_TEST_FAULT_IN is the folder, DATAPY_TEST_FAULT_LOG a file that gets a line for each call that counts, and
// DATAPY_TEST_FAULT_ONLY the name of the only call that counts.
import fs from 'node:fs'
import {open} from 'node:fs/promises'
import {syncBuiltinESMExports} from 'node:module'
import {resolve, sep} from 'node:path'
import {fileURLToPath} from 'node:url'

const [kind = 'count', at = '0'] = (process.env.DATAPY_TEST_FAULT ?? 'count@0').split('@')
const nth = Number.parseInt(at, 10)
const goesOn = at.endsWith('+')
const folder = resolve(process.env.DATAPY_TEST_FAULT_IN ?? '/')
const log = process.env.DATAPY_TEST_FAULT_LOG
const only = process.env.DATAPY_TEST_FAULT_ONLY

/** Calls that name a file, and which of their arguments do. */
const byPath = {
  changing: {
    writeFile: [0],
    appendFile: [0],
    mkdir: [0],
    mkdtemp: [0],
    rename: [0, 1],
    link: [0, 1],
    symlink: [1],
    unlink: [0],
    rm: [0],
    rmdir: [0],
    truncate: [0],
    copyFile: [1, 0],
    cp: [1, 0],
    chmod: [0],
    utimes: [0],
  },
  reading: {
    readFile: [0],
    stat: [0],
    lstat: [0],
    readdir: [0],
    opendir: [0],
    access: [0],
    realpath: [0],
    readlink: [0],
    statfs: [0],
  },
}
/** Calls of an open file. */
const byHandle = {
  changing: [
    'write',
    'writev',
    'ftruncate',
    'truncate',
    'fsync',
    'fdatasync',
    'sync',
    'datasync',
    'fchmod',
    'chmod',
    'appendFile',
    'writeFile',
  ],
  reading: ['read', 'readv', 'fstat', 'stat', 'readFile'],
}
const writesBytes = new Set(['write', 'writev', 'writeFile', 'appendFile'])
const isChanging = (name) => name in byPath.changing || byHandle.changing.includes(name)

const real = {...fs}
// Taken aside: within a mod, the guard refuses it.
const kill = process.kill.bind(process)
const paths = new Map()
const state = {calls: 0, busy: false}

const within = (path) => path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep)
const pathOf = (given) => {
  if (typeof given === 'number') return paths.get(given)
  if (given instanceof URL) return fileURLToPath(given)
  if (typeof given === 'string') return resolve(given)
  return Buffer.isBuffer(given) ? resolve(given.toString()) : undefined
}

/** What becomes of a call: undefined where it goes its way, else what is thrown in its place. Kills, when that is asked. */
function fate(name, targets, data, changes, finish) {
  if (state.busy) return undefined
  const path = targets.find((one) => one !== undefined && within(one))
  if (path === undefined || !counts(changes) || (only !== undefined && name !== only)) return undefined
  state.calls += 1
  if (log !== undefined) quietly(() => real.appendFileSync(log, `${state.calls} ${name} ${path}\n`))
  if (kind === 'count' || (goesOn ? state.calls < nth : state.calls !== nth)) return undefined
  if (kind === 'kill') die()
  if (kind === 'torn') {
    quietly(() => {
      if (writesBytes.has(name)) writeHalf(name, targets.handle ?? path, data)
      else finish()
    })
    die()
  }
  if (kind === 'ENOSPC' && writesBytes.has(name)) quietly(() => writeHalf(name, targets.handle ?? path, data))
  const errno = {ENOSPC: -28, EIO: -5, EROFS: -30, EACCES: -13, EPERM: -1, EMFILE: -24, ENOENT: -2}[kind] ?? -5
  return Object.assign(new Error(`${kind}: made to fail, ${name} '${path}'`), {code: kind, errno, syscall: name, path})
}

const counts = (changes) => kind === 'EIO' || kind === 'EACCES' || kind === 'EMFILE' || changes

function quietly(work) {
  state.busy = true
  try {
    work()
  } catch {
    // What cannot be done half is not done.
  } finally {
    state.busy = false
  }
}

function die() {
  kill(process.pid, 'SIGKILL')
  for (;;); // the signal may take a moment to arrive
}

function writeHalf(name, target, data) {
  const bytes = bytesOf(data)
  const half = bytes.subarray(0, Math.floor(bytes.length / 2))
  if (typeof target === 'number') real.writeSync(target, half)
  else if (name === 'appendFile') real.appendFileSync(target, half)
  else real.writeFileSync(target, half)
}

function bytesOf(data) {
  if (typeof data === 'string') return Buffer.from(data)
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  return Array.isArray(data) && data.length > 0 ? bytesOf(data[0]) : Buffer.alloc(0)
}

/** A call of which the whole is one call of ours: what it calls in turn does not count again. */
function patch(owner, name, way, split) {
  const original = owner[name]
  if (typeof original !== 'function') return
  const base = name.replace(/Sync$/, '')
  owner[name] = function (...args) {
    const targets = split(this, args)
    const finish = () => {
      const plain = real[`${base}Sync`]
      if (plain !== undefined) plain(...args.filter((one) => typeof one !== 'function'))
    }
    const data = targets.handle === undefined ? args[1] : typeof args[0] === 'number' ? args[1] : args[0]
    const flag = base === 'open' ? String(args[1] ?? 'r') : ''
    const changes = base === 'open' ? flag !== 'r' && flag !== '0' : isChanging(base)
    const thrown = fate(base, targets, data, changes, finish)
    if (way === 'sync') {
      if (thrown !== undefined) throw thrown
      const value = original.apply(this, args)
      if (base === 'open' && typeof value === 'number') paths.set(value, pathOf(args[0]))
      return value
    }
    if (way === 'promise') {
      if (thrown !== undefined) return Promise.reject(thrown)
      const value = original.apply(this, args)
      if (base !== 'open') return value
      return value.then((handle) => {
        paths.set(handle.fd, pathOf(args[0]))
        return handle
      })
    }
    const done = args.at(-1)
    if (typeof done !== 'function') return original.apply(this, args)
    if (thrown !== undefined) return void process.nextTick(done, thrown)
    if (base === 'open')
      args[args.length - 1] = (error, file) => {
        if (error === null) paths.set(file, pathOf(args[0]))
        done(error, file)
      }
    return original.apply(this, args)
  }
}

const handle = await open(process.execPath)
const ofHandle = Object.getPrototypeOf(handle)
await handle.close()

for (const [name, indexes] of Object.entries({...byPath.changing, ...byPath.reading, open: [0]})) {
  const split = (_, args) => {
    const targets = indexes.map((index) => pathOf(args[index]))
    return typeof args[0] === 'number' ? Object.assign(targets, {handle: args[0]}) : targets
  }
  patch(fs, name, 'callback', split)
  patch(fs, `${name}Sync`, 'sync', split)
  patch(fs.promises, name, 'promise', split)
}
for (const name of new Set([...byHandle.changing, ...byHandle.reading])) {
  const split = (_, args) => Object.assign([pathOf(args[0])], {handle: args[0]})
  if (!(name in byPath.changing) && !(name in byPath.reading)) {
    patch(fs, name, 'callback', split)
    patch(fs, `${name}Sync`, 'sync', split)
  }
  patch(ofHandle, name, 'promise', (self) => Object.assign([paths.get(self.fd)], {handle: self.fd}))
}
syncBuiltinESMExports()
