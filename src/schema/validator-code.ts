import type {ValidateFunction} from 'ajv'

/** What the code of a validator may require, as ajv writes it. */
const parts: Readonly<Record<string, () => Promise<{readonly default?: unknown}>>> = {
  'ajv/dist/runtime/ucs2length': () => import('ajv/dist/runtime/ucs2length.js'),
  'ajv/dist/runtime/equal': () => import('ajv/dist/runtime/equal.js'),
  'ajv/dist/runtime/validation_error': () => import('ajv/dist/runtime/validation_error.js'),
  'ajv-formats/dist/formats': () => import('ajv-formats/dist/formats.js'),
}

/**
 * The validator of code that ajv wrote for a schema earlier; undefined where it needs what is not known here, or is no
 * such code, as that of another version. The code is trusted: it comes from the build, or from a file of the user's own.
 */
export async function readValidator(code: string): Promise<ValidateFunction | undefined> {
  const named = [...code.matchAll(/require\("([^"]+)"\)/g)].map(([, name = '']) => name)
  if (!named.every((name) => Object.hasOwn(parts, name))) return undefined
  const loaded = new Map<string, unknown>()
  for (const name of named) loaded.set(name, requiredOf(await parts[name]?.()))
  const scope = code.includes('safeRegExp') ? [(await import('./safe-regexp.js')).safeRegExp] : []
  const module: {exports?: unknown} = {}
  try {
    // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- it is code, and that is what it is kept for
    new Function('module', 'require', 'safeRegExp', code)(module, (name: string) => loaded.get(name), ...scope)
  } catch {
    return undefined
  }
  return typeof module.exports === 'function' ? (module.exports as ValidateFunction) : undefined
}

/** What `require` gives of a CommonJS module that was imported: who imports decides whether its exports are the default, or are spread. */
function requiredOf(imported: {readonly default?: unknown} = {}): object {
  const {default: exported} = imported
  return {...imported, ...(typeof exported === 'object' && exported !== null ? exported : {default: exported})}
}
