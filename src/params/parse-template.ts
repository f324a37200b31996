import {inShort} from '../errors/in-short.js'
import {problem} from '../errors/problem.js'
import type {Checked} from '../model/problem.js'

/** A piece of a text: as it stands, or a reference. */
export type TemplatePart = {readonly kind: 'text'; readonly text: string} | ReferencePart

export interface ReferencePart {
  readonly kind: 'reference'
  /** As written, `${` and `}` included. */
  readonly source: string
  /** Where it starts in the text, in characters. */
  readonly offset: number
  readonly target: Target
  /** What it stands for when there is no value: `:-`. */
  readonly fallback?: readonly TemplatePart[]
  /** What to say when there is no value: `:?`. */
  readonly demand?: string
}

/** What a reference asks for. */
export type Target =
  | {readonly kind: 'env'; readonly name: string}
  | {readonly kind: 'name'; readonly path: readonly string[]}
  | {readonly kind: 'secret'; readonly source: 'env' | 'file'; readonly name: string}

const namePath = /^[\p{L}_][\p{L}\p{N}_-]*(\.[\p{L}\p{N}_][\p{L}\p{N}_ -]*)*$/u
const variable = /^[A-Za-z_][A-Za-z0-9_]*$/
/** More than the longest path that a system takes. */
const longest = 5000
/** Fallbacks within fallbacks: more than anyone writes. */
const maxDepth = 20

/** The parts of a text with references: `${…}`; `$${` stands for a literal `${`. */
export function parseTemplate(text: string): Checked<readonly TemplatePart[]> {
  return partsOf(text, 0)
}

function partsOf(text: string, depth: number): Checked<readonly TemplatePart[]> {
  if (depth > maxDepth) return bad(`references nested deeper than ${String(maxDepth)} levels`)
  const parts: TemplatePart[] = []
  let plain = ''
  let index = 0
  const flush = () => {
    if (plain !== '') parts.push({kind: 'text', text: plain})
    plain = ''
  }
  while (index < text.length) {
    if (text.startsWith('$${', index)) {
      plain += '${'
      index += 3
    } else if (text.startsWith('${', index)) {
      const end = closing(text, index + 2)
      if (end === undefined) return bad(`"${text.slice(index, index + 40)}" has no closing "}"`, 'for a literal "${" write "$${"')
      const reference = parseReference(text, index, end, depth)
      if (!reference.ok) return reference
      flush()
      parts.push(reference.value)
      index = end + 1
    } else {
      plain += text.charAt(index)
      index += 1
    }
  }
  flush()
  return {ok: true, value: parts}
}

/** Whether a text has anything for parseTemplate to do. */
export function isTemplate(text: string): boolean {
  return text.includes('${')
}

/** The index of the `}` that closes what starts here: braces within, of references and of a fallback's own, come in pairs. */
function closing(text: string, from: number): number | undefined {
  let depth = 0
  for (let index = from; index < text.length; index += 1) {
    if (text[index] === '{') depth += 1
    else if (text[index] === '}') {
      if (depth === 0) return index
      depth -= 1
    }
  }
  return undefined
}

function parseReference(text: string, start: number, end: number, depth: number): Checked<ReferencePart> {
  const source = text.slice(start, end + 1)
  const inside = text.slice(start + 2, end)
  const mark = /:[-?]/.exec(inside)
  const target = parseTarget(mark === null ? inside : inside.slice(0, mark.index), source)
  if (!target.ok) return target
  const base = {kind: 'reference', source, offset: start, target: target.value} as const
  if (mark === null) return {ok: true, value: base}
  const rest = inside.slice(mark.index + 2)
  if (mark[0] === ':?') return {ok: true, value: {...base, demand: rest}}
  const fallback = partsOf(rest, depth + 1)
  return fallback.ok ? {ok: true, value: {...base, fallback: fallback.value}} : fallback
}

function parseTarget(written: string, whole: string): Checked<Target> {
  const [name, source] = [written.trim(), inShort(whole)]
  if (name.length > longest) return bad(`${source}: this is longer than a name or a path can be`)
  if (name.startsWith('env:')) {
    const wanted = name.slice(4)
    return variable.test(wanted)
      ? {ok: true, value: {kind: 'env', name: wanted}}
      : bad(`${source}: "${wanted}" is no name of an environment variable`)
  }
  if (name.startsWith('secret:')) {
    const [, from, wanted] = /^secret:(env|file):(.+)$/.exec(name) ?? []
    if ((from === 'env' || from === 'file') && wanted !== undefined)
      return {ok: true, value: {kind: 'secret', source: from, name: wanted}}
    return bad(`${source} names no secret`, 'write ${secret:env:NAME} or ${secret:file:/path}')
  }
  if (namePath.test(name)) return {ok: true, value: {kind: 'name', path: name.split('.')}}
  return bad(
    name === '' ? `${source} names nothing` : `${source}: "${name}" is no reference`,
    'write ${name}, ${mod.port}, ${env:NAME} or ${secret:env:NAME}; for a literal "${" write "$${"',
  )
}

function bad(message: string, hint?: string): {ok: false; problems: [ReturnType<typeof problem>]} {
  return {ok: false, problems: [problem('bad_reference', message, {hint})]}
}
