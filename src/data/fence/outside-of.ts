import {didYouMean} from '../../errors/nearest.js'
import {problem} from '../../errors/problem.js'
import type {Problem} from '../../model/problem.js'
import type {Database} from '../database.js'
import {placeAtByte, placeText} from '../query-place.js'
import {findReaches, type Reach} from './find-reaches.js'
import {functionNames, judgeFunctions, judgeTableFunction} from './judge-functions.js'
import {syntaxTree} from './syntax-tree.js'

/**
 * What in a SELECT reaches outside of its named inputs, in the order in which it stands there: files, the network, other
 * tables and the catalogue, settings and the environment, and functions that leave something behind. Empty: nothing does.
 * What is not known to be harmless is taken to reach outside. A query that the engine cannot read is a problem, too.
 */
export async function outsideOf(database: Database, query: string, inputs: readonly string[]): Promise<readonly Problem[]> {
  const tree = await syntaxTree(database, query)
  if (!tree.ok) return tree.problems
  const reaches = findReaches(tree.value, inputs).toSorted((a, b) => a.offset - b.offset)
  const called = reaches.filter(({kind}) => kind === 'function').map(({name}) => name)
  const verdicts = await judgeFunctions(database, called)
  const problems: Problem[] = []
  for (const reach of reaches) {
    const verdict =
      reach.kind === 'function'
        ? verdicts.get(reach.name)
        : reach.kind === 'table function'
          ? judgeTableFunction(reach.name)
          : 'outside'
    if (verdict === 'outside') problems.push(outside(reach, query, inputs))
    if (verdict === 'unknown') problems.push(await noFunction(database, reach, query))
  }
  return problems
}

function outside(reach: Reach, query: string, inputs: readonly string[]): Problem {
  const {kind, name} = reach
  const known = inputs.length === 0 ? 'it has no inputs' : `its inputs are ${inputs.map(quoted).join(', ')}`
  const said: Readonly<Record<Reach['kind'], string>> = {
    table: `${quoted(name)} is none of its inputs`,
    catalogue: `${name} lies outside of its inputs`,
    'table function': `${name}() reads what lies outside of its inputs`,
    function: `${name}() reaches outside of the row that it is given`,
    unknown: `${name} is not known to keep to its inputs`,
  }
  const hint = kind === 'table' ? (didYouMean(name, inputs) ?? known) : kind.startsWith('table') ? known : undefined
  return problem('sql_outside', `${placed(reach, query)}${said[kind]}`, {hint})
}

async function noFunction(database: Database, reach: Reach, query: string): Promise<Problem> {
  const hint = didYouMean(reach.name, await functionNames(database))
  return problem('sql_failed', `${placed(reach, query)}there is no function ${quoted(reach.name)}`, {hint})
}

function placed({offset}: Reach, query: string): string {
  const isKnown = offset <= Buffer.byteLength(query)
  return isKnown ? `${placeText(placeAtByte(query, offset))}: ` : ''
}

function quoted(text: string): string {
  return JSON.stringify(text)
}
