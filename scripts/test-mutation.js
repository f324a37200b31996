// npm run test:mutation [-- FOLDER or FILE of src …]: changes the code of the stations, one place at a time, and tells
// which changes no unit test notices. Fails when a folder, or all of them, stay below 80 %.
import {say, timed} from './say.js'
import {leastScore, scoreOf, scoreTable} from './mutation/score-table.js'
import {stations} from './mutation/stations.js'
import {setUp} from './set-up.js'

try {
  await setUp()
  // Not before the packages are there.
  const {mutate} = await import('./mutation/mutate.js')
  const given = process.argv.slice(2).map((one) => one.replace(/^src\//, '').replace(/\/$/, ''))
  /** @type {[string, Awaited<ReturnType<typeof mutate>>][]} */
  const results = []
  for (const one of given.length === 0 ? stations : given) {
    const [folder = ''] = one.split('/')
    const files = one.includes('/') ? `src/${one}` : `src/${folder}/**/*.ts`
    results.push([one, await timed(`changing ${files}`, () => mutate(folder, files))])
  }
  const scores = results.map(([one, mutants]) => /** @type {const} */ ([one, scoreOf(mutants)]))
  const all = /** @type {const} */ (['all', scoreOf(results.flatMap(([, mutants]) => mutants))])
  process.stdout.write(`\n${scoreTable([...scores, all])}\n`)
  const low = [...scores, all].filter(([, {score}]) => score < leastScore).map(([one]) => one)
  if (low.length > 0) say(`below ${String(leastScore)} %: ${low.join(', ')}; coverage/mutation shows what survived`)
  process.exitCode = low.length > 0 ? 1 : 0
} catch (error) {
  say(String(error))
  process.exitCode = 1
}
