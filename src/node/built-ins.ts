import {ModResult} from '../result/mod-result.js'

/** What nearly every line of code relies on, DataPy's own not less than a mod's. */
const holders: Readonly<Record<string, object>> = {
  JSON,
  'Object.prototype': Object.prototype,
  Array,
  'Array.prototype': Array.prototype,
  BigInt,
  Buffer,
  Date,
  'Date.prototype': Date.prototype,
  Error,
  'Map.prototype': Map.prototype,
  Math,
  Number,
  Object,
  Promise,
  'Promise.prototype': Promise.prototype,
  Reflect,
  'RegExp.prototype': RegExp.prototype,
  'Set.prototype': Set.prototype,
  String,
  'String.prototype': String.prototype,
  'WeakMap.prototype': WeakMap.prototype,
  'ModResult.prototype': ModResult.prototype,
}

/** What well-kept packages replace for their own ends, such as fetch, or process.emit, is not among these. */
const named: readonly (readonly [string, object, readonly string[]])[] = [
  [
    '',
    globalThis,
    [
      ...['AbortController', 'AbortSignal', 'Array', 'BigInt', 'Boolean', 'Buffer', 'Date', 'Error', 'Event', 'EventTarget'],
      ...[
        'Function',
        'JSON',
        'Map',
        'Math',
        'Number',
        'Object',
        'Promise',
        'Proxy',
        'RangeError',
        'Reflect',
        'RegExp',
        'Set',
        'String',
        'Symbol',
      ],
      ...[
        'TypeError',
        'URL',
        'Uint8Array',
        'WeakMap',
        'WeakSet',
        'clearImmediate',
        'clearInterval',
        'clearTimeout',
        'performance',
      ],
      ...['queueMicrotask', 'setImmediate', 'setInterval', 'setTimeout', 'structuredClone'],
    ],
  ],
  ['process.', process, ['hrtime', 'nextTick', 'uptime']],
]

/** What V8 asks how to write stacks is there to be set, and is by whatever maps them to sources. */
const isSetting = (name: string, key: string | symbol) => name === 'Error' && key === 'prepareStackTrace'

const nothing: readonly string[] = []

export interface BuiltIns {
  /** Puts back what has been replaced or taken away, and tells what that was. */
  restore(): readonly string[]
}

/**
 * Remembers the functions that JavaScript and Node give to all code, as they are now. That nothing was replaced is found
 * in some microseconds: it is looked at after each mod.
 */
export function keepBuiltIns(): BuiltIns {
  // Taken aside, and three lists rather than one of objects: what restores must not need what it restores.
  const {defineProperty, deleteProperty, ownKeys, set} = Reflect
  const {getOwnPropertyDescriptor, prototype: root} = Object
  const places: object[] = []
  const keys: (string | symbol)[] = []
  const values: unknown[] = []
  const descriptors: PropertyDescriptor[] = []
  const names: string[] = []
  const keep = (holder: object, key: string | symbol, name: string) => {
    const descriptor = getOwnPropertyDescriptor(holder, key)
    if (descriptor === undefined || ('value' in descriptor && !isKept(descriptor.value))) return
    places.push(holder)
    keys.push(key)
    values.push(Reflect.get(holder, key))
    descriptors.push(Object.assign(Object.create(null), descriptor) as PropertyDescriptor)
    names.push(name)
  }
  for (const [name, holder] of Object.entries(holders))
    for (const key of ownKeys(holder))
      if (!isSetting(name, key) && getOwnPropertyDescriptor(holder, key)?.get === undefined)
        keep(holder, key, `${name}.${String(key)}`)
  for (const [name, holder, ownNames] of named) for (const key of ownNames) keep(holder, key, `${name}${key}`)
  const count = places.length

  const holdersNow = [...new Set(places)]
  const checks = holdersNow.map((holder) => {
    const own = places.flatMap((place, at) => (place === holder ? [at] : []))
    return checkOf(
      own.map((at) => keys[at] ?? ''),
      own.map((at) => values[at]),
    )
  })
  const areAsBefore = (): boolean => {
    try {
      for (const key in root) if (key in root) return false
      for (let at = 0; at < checks.length; at += 1) if (checks[at]?.(holdersNow[at] as object) !== true) return false
      return true
    } catch {
      return false // What has become a getter may throw.
    }
  }
  const isAsBefore = (at: number): boolean => {
    try {
      // Reads what may have become a getter, and may throw.
      return (places[at] as Record<string | symbol, unknown>)[keys[at] as string] === values[at]
    } catch {
      return false
    }
  }
  return {
    restore() {
      if (areAsBefore()) return nothing
      const found: string[] = []
      let length = 0
      // Everything inherits what can be enumerated there.
      for (const key in root) {
        deleteProperty(root, key)
        found[length++] = `Object.prototype.${key}`
      }
      for (let at = 0; at < count; at += 1) {
        if (isAsBefore(at)) continue
        defineProperty(places[at] as object, keys[at] as string, descriptors[at] as PropertyDescriptor)
        // What Node makes at first need keeps what it was set to.
        if (!isAsBefore(at)) set(places[at] as object, keys[at] as string, values[at])
        found[length++] = names[at] as string
      }
      return found
    },
  }
}

/**
 * Whether all these keys of an object have these values. Made as code that names each key, since that takes a tenth of the
 * time that a loop over keys does.
 */
function checkOf(keys: readonly (string | symbol)[], values: readonly unknown[]): (holder: object) => boolean {
  const tests = keys.map(
    (key, at) => `holder[${typeof key === 'string' ? JSON.stringify(key) : `keys[${String(at)}]`}] === values[${String(at)}]`,
  )
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- of names that JavaScript itself has given
  const make = new Function('keys', 'values', `return (holder) => ${['true', ...tests].join(' && ')}`) as (
    keys: readonly (string | symbol)[],
    values: readonly unknown[],
  ) => (holder: object) => boolean
  return make(keys, values)
}

function isKept(value: unknown): boolean {
  return typeof value === 'function' || (typeof value === 'object' && value !== null)
}
