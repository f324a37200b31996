import type {HostileMods, Outcome} from './hostile-mod.js'

/** How much a mod gives: letters of one text, things of one kind, levels of one nest. */
export interface Huge {
  readonly letters: number
  readonly things: number
  readonly levels: number
}

const lies = {here: [30, 'bad_result']} as const
const fine = {here: [0]} as const
const warned = {here: [10]} as const

/** Mods that give more than a result is for. A text is made of bytes, so that the engine holds it whole. */
export function hugeMods({letters, things, levels}: Huge): HostileMods {
  const text = `Buffer.alloc(${String(letters)}, 'x').toString('latin1')`
  const each = (work: string) => `for (let i = 0; i < ${String(things)}; i++) ${work}`
  const nest = `let nest = 1; for (let i = 0; i < ${String(levels)}; i++) nest = [nest]`
  const run = (work: string, outcome: {readonly here?: Outcome}, end = 'success') => ({
    run: `${work}; return result.${end}()`,
    ...outcome,
  })
  return {
    text_as_artifact: run(`result.addArtifact('data', ${text})`, lies),
    text_in_artifact: run(`result.addArtifact('data', {deep: [{text: ${text}}]})`, lies),
    text_as_global: run(`result.addGlobal('text', ${text})`, lies),
    text_as_metric: run(`result.addMetric('text', ${text})`, lies),
    text_as_name: run(`result.addMetric(${text}, 1)`, lies),
    text_as_warning: run(`result.addWarning(${text})`, warned, 'warning'),
    text_as_error: run(`result.addError(${text})`, {here: [30, 30]}, 'error'),
    text_as_state: run(`context.state.set(${text})`, {here: [30, 'bad_watermark']}),
    text_returned: {run: `return ${text}`, ...lies},
    text_thrown: {run: `throw ${text}`, here: [30, 'mod_threw']},
    text_thrown_in_error: {run: `throw new Error(${text})`, here: [30, 'mod_threw']},
    text_thrown_as_cause: {run: `throw new Error('outer', {cause: new Error(${text})})`, here: [30, 'mod_threw']},
    text_in_table: run(`result.addArtifact('data', [{text: ${text}}])`, {}),
    text_logged: run(`logger.info(${text})`, fine),
    text_logged_in_field: run(`logger.info('x', {text: ${text}})`, fine),
    text_printed: run(`console.log(${text})`, fine),
    lines_logged: run(each(`logger.info('line ' + i, {i})`), fine),
    lines_logged_below: run(each(`logger.debug('line ' + i, {i})`), fine),
    lines_printed: run(each(`console.log('line ' + i)`), fine),
    warnings: run(each(`result.addWarning('warning ' + i)`), warned, 'warning'),
    errors: run(each(`result.addError('error ' + i)`), {here: [30, 30]}, 'error'),
    metrics: run(each(`result.addMetric('metric ' + i, i)`), lies),
    globals: run(each(`result.addGlobal('global ' + i, i)`), lies),
    keys_in_artifact: run(
      `const keys = {}; ${each(`keys['key number ' + i] = 'value ' + i`)}; result.addArtifact('data', keys)`,
      {},
    ),
    items_in_artifact: run(`result.addArtifact('data', {list: Array.from({length: ${String(things)}}, (_, i) => i)})`, fine),
    artifacts: run(each(`result.addArtifact('port ' + i, i)`), lies),
    nest_as_artifact: run(`${nest}; result.addArtifact('data', nest)`, lies),
    nest_as_metric: run(`${nest}; result.addMetric('nest', nest)`, lies),
    nest_in_table: run(`${nest}; result.addArtifact('data', [{nest}])`, {here: [30, 'row_does_not_fit']}),
    nest_without_end_in_table: run(`const nest = {}; nest.nest = nest; result.addArtifact('data', [{nest}])`, {
      here: [30, 'row_does_not_fit'],
    }),
    nest_logged: run(`${nest}; logger.info('nest', {nest})`, fine),
  }
}
