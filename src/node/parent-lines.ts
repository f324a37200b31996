import {createInterface} from 'node:readline'

/** What the parent of a process apart says, line by line. `first` gets the first line, `next` each that follows. */
export function onParentLines(first: (line: unknown) => void, next: (line: unknown) => void): void {
  const state = {isFirst: true}
  createInterface({input: process.stdin}).on('line', (text) => {
    const line: unknown = JSON.parse(text)
    if (state.isFirst) first(line)
    else next(line)
    state.isFirst = false
  })
}
