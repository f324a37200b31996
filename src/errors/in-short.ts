/** So much of a name or a number is shown in a message: what is longer was not written by hand. */
const longest = 100

/** A text of a file as a message shows it. For what may be a secret, or a part of one, there is no short form. */
export function inShort(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}…`
}
