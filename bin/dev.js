#!/usr/bin/env -S node --import tsx
// Runs the sources as they are, without a build: for work on DataPy itself, from its own folder.
const {main} = await import('../src/cli/main.ts')

main(process.argv.slice(2), import.meta.url)
