import type {Starter} from './starter.js'

/** The module with a mod's `run`, in TypeScript or as JavaScript whose types stand in its comments. */
export function runModule({takes, does, body, below}: Starter, language: 'js' | 'ts'): string {
  const doc = does.includes('\n') ? `/**\n * ${does}\n */` : `/** ${does} */`
  const head =
    language === 'ts'
      ? `import type {ModContext, ModReturn} from 'datapy/mod'
import type {Params} from './params.js'

${doc}
export async function run(${takes.params}: Params, {${takes.context}}: ModContext): Promise<ModReturn> {`
      : `/**
 * ${does}
 *
 * @param {import('./params.js').Params} ${nameOf(takes.params)}
 * @param {import('datapy/mod').ModContext} context
 * @returns {Promise<import('datapy/mod').ModReturn>}
 */
export async function run(${takes.params}, {${takes.context}}) {`
  return [head, body, '}', ...(below === undefined ? [] : ['', below[language]]), ''].join('\n')
}

/** What a comment calls parameters that are taken apart where they are taken. */
function nameOf(params: string): string {
  return params.startsWith('{') ? 'params' : params
}
