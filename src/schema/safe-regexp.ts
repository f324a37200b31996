import {RE2JS} from 're2js'

/**
 * A pattern that is matched in time linear to the text, for ajv: patterns come from packages of others. Takes the syntax
 * of JavaScript, and throws at what cannot be matched in linear time (look-around, back references).
 */
function safePattern(pattern: string): {test(text: string): boolean; toString(): string} {
  const compiled = RE2JS.compile(RE2JS.translateRegExp(pattern))
  // ajv tells the patterns of a schema apart by this text.
  return {test: (text) => compiled.matcher(text).find(), toString: () => `/${pattern}/u`}
}

/** Why a pattern cannot be used; undefined where it can. */
export function patternFault(pattern: string): string | undefined {
  try {
    safePattern(pattern)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : String(error)
  }
}

// What ajv writes into the code of a validator; validator-code.ts gives it its meaning.
safePattern.code = 'safeRegExp'

export {safePattern as safeRegExp}
