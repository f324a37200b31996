/** What is wrong with a row of JSON, by the code that `rejected` names. */
export type JsonRejectCode =
  'bad_json' | 'bad_value' | 'lone_surrogate' | 'not_an_object' | 'row_too_long' | 'too_deep' | 'undecodable'

/** Where a text is no JSON, and why. */
export class BadJson extends Error {
  constructor(
    readonly code: JsonRejectCode,
    reason: string,
    /** Offset in the text. */
    readonly at: number,
  ) {
    super(reason)
  }
}
