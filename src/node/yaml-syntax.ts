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

  const {tokens, tooDeep} = parsed(text, lines)
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

/** The tokens of a text, or the offset where they nest too deeply. The parser keeps its own stack, so it can be stopped. */
function parsed(text: string, lines: LineCounter): {readonly tokens: readonly CST.Token[]; readonly tooDeep?: number} {
  const parser = new Parser(lines.addNewLine)
  const tokens: CST.Token[] = []
  lines.addNewLine(0)
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme))
    if (parser.stack.length > maxDepth) return {tokens, tooDeep: parser.offset}
  }
  tokens.push(...parser.end())
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
