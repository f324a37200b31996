import {createInterface} from 'node:readline'

/**
 * What the parent of a process apart says, line by line. `first` gets the first line, `next` each that follows. After the
 * first the process does not live on for the sake of listening; `wait` is for when it must.
 */
export function onParentLines(first: (line: unknown) => void, next: (line: unknown) => void): {wait(): void} {
  const state = {isFirst: true}
  createInterface({input: process.stdin}).on('line', (text) => {
    const line: unknown = JSON.parse(text)
    if (state.isFirst) process.stdin.unref()
    if (state.isFirst) first(line)
    else next(line)
    state.isFirst = false
  })
  return {
    wait() {
      process.stdin.ref()
    },
  }
}
