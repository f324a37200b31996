import {Composer, Lexer, LineCounter, Parser, type CST, type Document} from 'yaml'
import {problem} from '../errors/problem.js'
import type {Checked, Place, Problem} from '../model/problem.js'
import {plainYamlError} from './yaml-error.js'

/** The place that starts at an offset of the text; `length` is in characters of its line. */
export type PlaceOf = (offset: number, length?: number) => Place

export interface ComposedYaml {
  /** Undefined for a file that holds nothing but comments. */
  readonly document: Document | undefined
  readonly place: PlaceOf
}

/** What is built from nested values is built by recursion: far more than a job needs, far less than a stack holds. */
const maxDepth = 200
/** Keys, values, marks, spaces and line ends: what takes longer to read than anybody waits is data, and no job. */
const maxPieces = 1_200_000
/** One slip makes a parser stumble many times: what follows it in the same line, and beyond so many, is noise. */
const maxProblems = 20

/** The one document of a YAML text, or what its syntax lacks. */
export function composeYaml(text: string, file: string): Checked<ComposedYaml> {
  const lines = new LineCounter()
  const place: PlaceOf = (offset, length = 0) => {
    const {line, col} = lines.linePos(offset)
    return {file, line: Math.max(1, line), column: Math.max(1, col), ...(length > 0 && {length})}
  }
  const refused = (...problems: readonly Problem[]) => ({ok: false, problems}) as const

  const {tokens, tooDeep, tooLong} = parsed(text, lines)
  if (tooLong !== undefined) {
    const message = `the file has more keys and values than a job needs: here it is past ${String(maxPieces)} keys, values, marks and line ends`
    const hint = 'what is data belongs into a file that a mod reads'
    return refused(problem('yaml_too_large', message, {at: place(tooLong), hint}))
  }
  if (tooDeep !== undefined)
    return refused(problem('yaml_refused', `nested deeper than ${String(maxDepth)} levels`, {at: place(tooDeep)}))
  const nul = text.indexOf('\0')
  if (nul >= 0) return refused(problem('yaml_syntax', 'a NUL byte cannot stand in YAML', {at: place(nul, 1)}))

  // The library's own check of duplicate keys is quadratic, its bound on aliases refuses harmless files: both are done here.
  const options = {schema: 'core', uniqueKeys: false, intAsBigInt: true, merge: false, lineCounter: lines} as const
  const [document, second] = [...new Composer({...options, version: '1.2', prettyErrors: false}).compose(tokens)]
  if (document === undefined) return {ok: true, value: {document: undefined, place}}
  if (second !== undefined) {
    const hint = 'remove the "---" and what follows it'
    return refused(problem('yaml_syntax', 'one file holds one document', {at: place(second.range[0]), hint}))
  }
  const problems = [...document.errors, ...document.warnings].map((error) => {
    const {message, hint, pos} = plainYamlError(error, text, document)
    const [start, end] = pos ?? error.pos
    return problem('yaml_syntax', message, {at: place(start, Math.min(end - start, 80)), hint})
  })
  if (problems.length > 0) return refused(...firstOfEachLine(problems).slice(0, maxProblems))
  return {ok: true, value: {document, place}}
}

interface Parsed {
  readonly tokens: readonly CST.Token[]
  /** The offset where they nest too deeply. */
  readonly tooDeep?: number
  /** The offset where they become too many. */
  readonly tooLong?: number
}

/** The tokens of a text. The parser keeps its own stack, so it can be stopped. */
function parsed(text: string, lines: LineCounter): Parsed {
  const parser = new Parser(lines.addNewLine)
  const tokens: CST.Token[] = []
  let pieces = 0
  lines.addNewLine(0)
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token)
    pieces += 1
    if (parser.stack.length > maxDepth) return {tokens, tooDeep: parser.offset}
    if (pieces > maxPieces) return {tokens, tooLong: parser.offset}
  }
  for (const token of parser.end()) tokens.push(token)
  return {tokens}
}

function firstOfEachLine(problems: readonly Problem[]): readonly Problem[] {
  const lines = new Set<number | undefined>()
  return problems.filter(({at}) => {
    const isFirst = !lines.has(at?.line)
    lines.add(at?.line)
    return isFirst
  })
}
