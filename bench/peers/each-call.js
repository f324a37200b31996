// each-call.js WHAT REGISTRY: prints the seconds that one call takes, over 10,000 of them after the first, in this process.
import {setImmediate as turn} from 'node:timers/promises'

const calls = 10_000
const [what, registry] = process.argv.slice(2)
process.env.DATAPY_REGISTRY = registry
const {runMod} = await import('../../dist/index.js')
const call = what === 'runMod' ? nothing : turn

await call()
const started = performance.now()
for (let index = 0; index < calls; index++) await call()
process.stdout.write(String((performance.now() - started) / 1000 / calls))

async function nothing() {
  const {status} = await runMod('nothing', {}, 'nothing')
  if (status !== 'success') throw new Error(`the mod ended with ${status}`)
}
