import {expect} from 'chai'
import {existsSync} from 'node:fs'
import type {JobResult} from '../../src/model/result.js'
import {runDatapy} from '../run-datapy.js'
import {tempProject} from '../temp-project.js'
import {cell, share} from './cell.js'

/** Looks, as any user of the machine could, for its password in what the system shows of its process and that above. */
const looks = {
  config_schema: {type: 'object', properties: {password: {type: 'string'}}},
  code: `import {readFileSync} from 'node:fs'
const shown = (pid) => ['cmdline', 'environ', 'comm'].map((name) => readFileSync('/proc/' + pid + '/' + name, 'latin1')).join(' ')
export function run({password}, {result}) {
  const all = shown('self') + shown(process.ppid)
  result.addMetric('looked_at', all.length)
  result.addMetric('seen', all.includes(password) || process.argv.join(' ').includes(password))
  result.addMetric('argued', JSON.stringify(process.env).includes(password))
  return result.success()
}`,
}

describe('Secrets', () => {
  cell('what the system shows of processes', async (tally) => {
    if (!existsSync('/proc/self/cmdline')) tally.skip('there is no /proc here')
    const project = await tempProject({looks})
    const secret = 'hunter2-in-a-file-Zz3'
    const file = await project.write('secret', `${secret}\n`)
    try {
      for (const option of ['_isolate: true', '_retry: 1', '_timeout: 60'].slice(0, share(2, 3)))
        await tally.try(option, async () => {
          await project.write('job.yaml', `mods: {it: {_type: looks, password: "\${secret:file:${file}}", ${option}}}\n`)
          const {code, stdout, stderr} = await runDatapy(['run-job', project.path('job.yaml'), '--json'])
          expect(code, stderr).to.equal(0)
          const it = (JSON.parse(stdout) as JobResult).mods['it']
          const {looked_at: looked, ...seen} = it !== undefined && 'metrics' in it ? it.metrics : {}
          expect(looked).to.be.above(100)
          expect(seen).to.deep.equal({seen: false, argued: false})
        })
    } finally {
      await project.remove()
    }
  })
})
