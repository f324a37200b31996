import {expect} from 'chai'
import {readdir, readFile} from 'node:fs/promises'
import {resolve} from 'node:path'
import {tempProject} from '../temp-project.js'
import {cell} from './cell.js'
import {runWithFault} from './run-with-fault.js'

const registry = resolve('registry.json')

describe('Disk and permissions', () => {
  cell('outputs on a disk without hard links, by each way of if_exists', async (tally) => {
    for (const ifExists of ['overwrite', 'error', 'backup'])
      for (const before of [undefined, 'what was there\n'])
        await tally.try(`${ifExists}, ${before === undefined ? 'nothing' : 'a file'} there`, async () => {
          const project = await tempProject({})
          try {
            await project.write('in.csv', 'id\n1\n')
            if (before !== undefined) await project.write('out/a.csv', before)
            await project.write(
              'job.yaml',
              `mods:
  read: {_type: csv_reader, file_path: in.csv}
  write: {_type: csv_writer, data: "\${read.data}", file_path: out/a.csv, if_exists: ${ifExists}}\n`,
            )
            const env = {...process.env, DATAPY_TEST_FAULT_ONLY: 'link'}
            const fault = {kind: 'EPERM', nth: 1, goesOn: true, folder: project.path('out')} as const
            const args = ['run-job', project.path('job.yaml'), '--registry', registry]
            const {code, stderr} = await runWithFault(args, fault, {env})
            const isRefused = ifExists === 'error' && before !== undefined
            expect(code, stderr).to.equal(isRefused ? 30 : 0)
            expect(await readFile(project.path('out/a.csv'), 'utf8')).to.equal(isRefused ? before : 'id\n1\n')
            const others = (await readdir(project.path('out'))).filter((name) => name !== 'a.csv')
            expect(others).to.have.length(ifExists === 'backup' && before !== undefined ? 1 : 0)
            for (const name of others) expect(await readFile(project.path(`out/${name}`), 'utf8')).to.equal(before)
          } finally {
            await project.remove()
          }
        })
  })

  cell('a state folder without hard links is refused for just that', async (tally) => {
    await tally.try('run-job', async () => {
      const project = await tempProject({})
      try {
        await project.write('job.yaml', 'mods: {read: {_type: csv_reader, file_path: job.yaml}}\n')
        const env = {...process.env, DATAPY_TEST_FAULT_ONLY: 'link'}
        const fault = {kind: 'EPERM', nth: 1, goesOn: true, folder: project.path('.datapy')} as const
        const {code, stderr} = await runWithFault(['run-job', project.path('job.yaml'), '--registry', registry], fault, {env})
        expect(code, stderr).to.equal(20)
        expect(stderr).to.include('a lock needs hard links').and.to.include('DATAPY_STATE_DIR')
      } finally {
        await project.remove()
      }
    })
  })
})
