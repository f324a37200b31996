import {expect} from 'chai'
import {runDatapy} from '../run-datapy.js'
import {tempProject, type TempProject} from '../temp-project.js'
import {cell, share} from './cell.js'
import {findSecret} from './find-secrets.js'

/** Ends well, and later leaves an error behind, with its secret in it. */
const late = {
  category: 'sources',
  interface: {output_ports: []},
  config_schema: {type: 'object', properties: {password: {type: 'string'}, after: {type: 'number'}, rejects: {type: 'boolean'}}},
  code: `export function run({password, after, rejects}, {result}) {
  setTimeout(() => {
    const fault = new Error('no answer for ' + password)
    if (rejects) void Promise.reject(fault)
    else throw fault
  }, after)
  return result.success()
}`,
}
const secret = 'hunter2-late-Xy9'

describe('Hostile mods', () => {
  let project: TempProject
  beforeEach(async () => {
    project = await tempProject({late})
  })
  afterEach(() => project.remove())

  cell('what a mod leaves unhandled after the run: never success, told, its secret hidden', async (tally) => {
    const env = {...process.env, THE_SECRET: secret}
    const all = [0, 30, 300].flatMap((after) => [false, true].map((rejects) => ({after, rejects})))
    for (const {after, rejects} of all.slice(0, share(2, Infinity)))
      for (const args of [
        ['run-job', 'job.yaml', '--restart', '--json'],
        ['run-mod', 'x', '--params', 'job.yaml', '--json'],
      ])
        await tally.try(`${args[0] ?? ''}, ${String(after)} ms, ${rejects ? 'rejected' : 'thrown'}`, async () => {
          await project.write(
            'job.yaml',
            `mods: {x: {_type: late, password: "\${secret:env:THE_SECRET}", after: ${String(after)}, rejects: ${String(rejects)}}}\n`,
          )
          const {code, stdout, stderr} = await runDatapy(args, {cwd: project.folder, env})
          expect(code, stderr).to.equal(30)
          expect(stderr)
            .to.include('error[mod_unhandled]')
            .and.to.include('left unhandled by x, which had ended: no answer for ***')
          JSON.parse(stdout)
          expect(await findSecret(secret, project.folder, {stdout, stderr}, () => false)).to.deep.equal([])
        })
  })
})
