import {expect} from 'chai'
import {execFileSync} from 'node:child_process'
import {mkdir, readFile, writeFile} from 'node:fs/promises'
import {resolve} from 'node:path'
import {runDatapy} from '../run-datapy.js'
import {tempProject, type TempProject} from '../temp-project.js'

const good = `mods:
  read: {_type: csv_reader, file_path: in.csv}
  few: {_type: filter, data: "\${read.data}", where: id > 1}
  "write": {_type: csv_writer, data: "\${few.data}", file_path: out.csv, _depends_on: read}
`

describe('looking at jobs before they run', () => {
  let project: TempProject
  const registry = resolve('registry.json')
  before(async () => {
    project = await tempProject({})
    await mkdir(project.path('jobs'))
    await writeFile(project.path('jobs/in.csv'), 'id\n1\n')
    await writeFile(project.path('jobs/good.yaml'), good)
    await writeFile(project.path('jobs/bad.yaml'), good.replace('where', 'were').replace('csv_writer', 'csv_riter'))
  })
  after(() => project.remove())

  const datapy = (...args: string[]) => runDatapy([...args, '--registry', registry], {cwd: project.folder})

  it('validate-job checks files and folders, and says in each form what is wrong where', async () => {
    const text = await datapy('validate-job', 'jobs/good.yaml', 'jobs/bad.yaml')
    expect(text.code).to.equal(20)
    expect(text.stdout).to.equal(`${project.path('jobs/good.yaml')}\tvalid\n${project.path('jobs/bad.yaml')}\t3 problem(s)\n`)
    expect(text.stderr).to.include('error[unknown_param]: filter has no parameter "were"')
    const sarif = JSON.parse((await datapy('validate-job', 'jobs/bad.yaml', '--format', 'sarif')).stdout) as {
      version: string
      runs: {
        tool: {driver: {rules: {id: string}[]}}
        results: {ruleId: string; locations: {physicalLocation: {artifactLocation: {uri: string}; region: object}}[]}[]
      }[]
    }
    const [run] = sarif.runs
    expect(sarif.version).to.equal('2.1.0')
    expect(run?.results.map(({ruleId}) => ruleId)).to.have.members(['unknown_param', 'missing_param', 'unknown_mod_type'])
    expect(run?.tool.driver.rules.map(({id}) => id)).to.have.members(['unknown_param', 'missing_param', 'unknown_mod_type'])
    const location = run?.results.find(({ruleId}) => ruleId === 'unknown_param')?.locations[0]?.physicalLocation
    expect(location?.artifactLocation.uri).to.equal('jobs/bad.yaml')
    expect(location?.region).to.include({startLine: 3, startColumn: 46})
    const github = await datapy('validate-job', 'jobs/bad.yaml', '--format', 'github')
    expect(github.stdout).to.match(/^::error file=jobs\/bad\.yaml,line=3,col=46,.*::filter has no parameter "were"/m)
    expect((await datapy('validate-job', 'jobs/good.yaml')).code).to.equal(0)
    const gone = await datapy('validate-job', 'jobs/gone.yaml')
    expect([gone.code, gone.stderr.includes('error[file_missing]')]).to.deep.equal([20, true])
  })

  it('graph-job draws the mods and their edges in three forms', async () => {
    const mermaid = (await datapy('graph-job', 'jobs/good.yaml')).stdout
    expect(mermaid).to.match(/^flowchart LR\n/)
    expect(mermaid.match(/-->/g)).to.have.length(3)
    const dot = (await datapy('graph-job', 'jobs/good.yaml', '--format', 'dot')).stdout
    expect(dot).to.match(/^digraph /)
    expect(dot).to.match(/s1 \[label="read\\ncsv_reader"\];\n(?:.*\n)*? {2}s1 -> s2;/)
    const {code, stdout} = await datapy('graph-job', 'jobs/good.yaml', '--format', 'svg', '-o', 'job.svg')
    expect([code, stdout]).to.deep.equal([0, `${project.path('job.svg')}\n`])
    const svg = await readFile(project.path('job.svg'), 'utf8')
    expect(svg).to.match(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/)
    for (const name of ['read', 'few', 'write', 'csv_reader']) expect(svg).to.include(name)
    const bad = await datapy('graph-job', 'jobs/gone.yaml')
    expect([bad.code, bad.stderr.includes('error[file_missing]')]).to.deep.equal([20, true])
  })

  it('plan-job shows order, origins, what would be skipped, and files', async () => {
    const {code, stdout} = await datapy('plan-job', 'jobs/good.yaml')
    expect(code).to.equal(0)
    expect(stdout).to.match(/^good: 3 mod\(s\) checked, nothing was run\n1\. read \(csv_reader\)\n {3}runs: it has not run yet\n/)
    expect(stdout).to.match(/3\. write \(csv_writer\) after few, read\n/)
    expect(stdout).to.include(`   where = "id > 1"   # job (${project.path('jobs/good.yaml')}:3)\n`)
    expect(stdout).to.include('   delimiter = ","   # schema default\n')
    expect(stdout).to.include(`   reads ${project.path('jobs/in.csv')}\n`)
    expect(stdout.trimEnd().endsWith(`   writes ${project.path('jobs/out.csv')}`)).to.equal(true)
  })

  it('doctor finds all well with a good job, each fault with its fix, and looks as a scheduler would', async () => {
    interface Finding {
      readonly about: string
      readonly status: string
      readonly found: string
      readonly fix?: string
    }
    const findings = async (...args: string[]) => {
      const {code, stdout} = await datapy('doctor', ...args, '--json')
      return {code, findings: (JSON.parse(stdout) as {findings: Finding[]}).findings}
    }
    const well = await findings('jobs/good.yaml')
    expect(well.findings.filter(({status}) => status === 'problem')).to.deep.equal([])
    expect(well.findings.map(({about}) => about)).to.include.members([
      'node',
      'registry',
      'job',
      'state folder',
      'temporary folder',
    ])
    const ill = await findings('jobs/bad.yaml')
    expect(ill.code).to.equal(20)
    const wrong = ill.findings.filter(({status}) => status === 'problem')
    expect(wrong.map(({about}) => about)).to.deep.equal(['job', 'job', 'job'])
    for (const {found} of wrong) expect(found).to.match(/unknown_param|missing_param|unknown_mod_type/)
    const scheduled = await findings('jobs/good.yaml', '--as-scheduler')
    expect(scheduled.findings.find(({about}) => about === 'HOME')?.found).to.match(/^is not set/)
    expect(scheduled.findings.find(({about}) => about === 'working directory')?.found).to.include('/')
    const {stdout} = await runDatapy(['doctor', '--registry', project.path('none.json')], {cwd: project.folder})
    expect(stdout).to.match(/^PROBLEM {2}registry: /m)
  })

  it('works without an environment, from another folder, with stdin closed', () => {
    const text = execFileSync(
      '/usr/bin/env',
      ['-i', process.execPath, resolve('bin/run.js'), 'plan-job', project.path('jobs/good.yaml'), '--registry', registry],
      {cwd: '/', stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8'},
    )
    expect(text).to.match(/^good: 3 mod\(s\) checked/)
  })
})
