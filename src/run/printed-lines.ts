/** A line that never ends is passed on in pieces of this length. */
const mostHeld = 1_048_576

/** Makes lines of what a mod prints, which comes in pieces: a secret that is written in two is to be known as one. */
export interface PrintedLines {
  add(stream: 'stderr' | 'stdout', text: string): void
  /** Passes on what is left without a line end. What comes after this is not held back any more. */
  end(): void
}

export function printedLines(onLine: (stream: 'stderr' | 'stdout', line: string) => void): PrintedLines {
  const held = {stdout: '', stderr: ''}
  const state = {isOver: false}
  const pass = (stream: 'stderr' | 'stdout', line: string) => {
    if (line.trim() !== '') onLine(stream, line)
  }
  const flush = (stream: 'stderr' | 'stdout') => {
    const rest = held[stream]
    held[stream] = ''
    pass(stream, rest)
  }
  return {
    add(stream, text) {
      const lines = (held[stream] + text).split('\n')
      held[stream] = lines.pop() ?? ''
      for (const line of lines) pass(stream, line)
      if (state.isOver || held[stream].length > mostHeld) flush(stream)
    },
    end() {
      state.isOver = true
      flush('stdout')
      flush('stderr')
    },
  }
}
