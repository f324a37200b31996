/** Something that was looked at. */
export interface Finding {
  /** What: `node`, `registry`, `state folder`, … */
  readonly about: string
  readonly status: 'ok' | 'problem' | 'warning'
  readonly found: string
  /** What to do about it. */
  readonly fix?: string
}

export function ok(about: string, found: string): Finding {
  return {about, status: 'ok', found}
}

export function warning(about: string, found: string, fix: string): Finding {
  return {about, status: 'warning', found, fix}
}

export function wrong(about: string, found: string, fix: string): Finding {
  return {about, status: 'problem', found, fix}
}
