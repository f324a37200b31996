import {visibleText} from './preview/visible-text.js'

/** Controls and marks that turn the direction of text, but for line ends and tabs. */
const steering = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/
/** Colours, which DataPy's own output has. */
const colour = /\u001b\[(?:[0-4]|2[1-4]|3[0-79]|9[0-7])m/

const either = new RegExp(`(${colour.source})|${steering.source}`, 'g')
const all = new RegExp(steering.source, 'g')

/**
 * Text for a stream in which nothing steers a terminal, whatever has got into it: the last gate behind what renderers do
 * themselves. Lines stay lines.
 */
export function safeText(text: string): string {
  return text.replaceAll(either, (char, own: string | undefined) => own ?? visibleText(char))
}

/** JSON of the same value, in which nothing steers a terminal. */
export function safeJson(json: string): string {
  return json.replaceAll(all, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
