#!/usr/bin/env -S node --import tsx
// Runs the sources as they are, without a build: for work on DataPy itself, from its own folder.
void import('../src/cli/main.ts').then(({main}) => {
  main(process.argv.slice(2))
})
