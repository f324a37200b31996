import {expect} from 'chai'
import {spawn} from 'node:child_process'
import {join} from 'node:path'

/** Runs a few lines in a process of their own, with the guard at hand as `within(work)`, which prints its outcome. */
function inProcess(body: string): Promise<{stdout: string; code: number | null}> {
  const guard = join(import.meta.dirname, '../../src/node/guard.ts')
  const code = `
    import {processGuard} from ${JSON.stringify(guard)}
    process.exitCode = 1
    const within = async (work) => {
      const printed = []
      try {
        const value = await processGuard().within(work, (stream, text) => printed.push(stream + ':' + text))
        return JSON.stringify({value, printed})
      } catch (error) {
        return JSON.stringify({problem: error.problems?.[0] ?? error.message, printed})
      }
    }
    const say = (text) => { process.stdout.write(text + '\\n') }
    ${body}`
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', code], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let stdout = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.on('error', reject).on('close', (exitCode) => {
      resolve({stdout, code: exitCode})
    })
  })
}

describe('a mod under guard', function () {
  this.timeout(60_000)

  it('gives its value, and what it wrote to stdout and stderr goes to print and not into the answer', async () => {
    const {stdout} = await inProcess(`say(await within(async () => { console.log('hello'); console.error('oh'); return 7 }))`)
    expect(stdout).to.equal(`${JSON.stringify({value: 7, printed: ['stdout:hello\n', 'stderr:oh\n']})}\n`)
  })

  it('is at fault when it calls process.exit(0), and the process goes on', async () => {
    const {stdout} = await inProcess(`say(await within(async () => { process.exit(0) }))`)
    expect(JSON.parse(stdout)).to.deep.equal({problem: {code: 'mod_exited', message: 'called process.exit(0)'}, printed: []})
  })

  it('is at fault when it calls process.exit from a timer and would never return', async () => {
    const {stdout} = await inProcess(`say(await within(() => new Promise(() => { setTimeout(() => process.exit(0), 10) })))`)
    expect(JSON.parse(stdout)).to.have.nested.property('problem.code', 'mod_exited')
  })

  it('is at fault when it calls process.abort', async () => {
    const {stdout} = await inProcess(`say(await within(async () => { process.abort() }))`)
    expect(JSON.parse(stdout)).to.have.nested.property('problem.code', 'mod_exited')
  })

  it('is at fault when it leaves a rejection behind, also on its last line', async () => {
    const {stdout} = await inProcess(`say(await within(async () => { void Promise.reject(new Error('left')); return 1 }))`)
    expect(JSON.parse(stdout)).to.have.deep.nested.property('problem', {code: 'mod_unhandled', message: 'left unhandled: left'})
  })

  it('is at fault when an error is thrown in a callback', async () => {
    const {stdout} = await inProcess(
      `say(await within(() => new Promise(() => { setTimeout(() => { throw new Error('late') }, 5) })))`,
    )
    expect(JSON.parse(stdout)).to.have.nested.property('problem.message', 'left unhandled: late')
  })

  it('is named where it has ended, and what it left behind fails those that run then', async () => {
    const {stdout} = await inProcess(`
      const late = () => setTimeout(() => { throw new Error('late') }, 5)
      await processGuard().within(async () => { late() }, () => undefined, {modName: 'first'})
      say(await within(() => new Promise((r) => { setTimeout(r, 50) })))`)
    expect(JSON.parse(stdout)).to.have.nested.property('problem.message', 'left unhandled by first, which had ended: late')
  })

  it('has its secrets hidden in what it leaves behind for others', async () => {
    const {stdout} = await inProcess(`
      const redact = (text) => text.replaceAll('hunter2', '***')
      const late = () => setTimeout(() => { throw new Error('no hunter2') }, 5)
      await processGuard().within(async () => { late() }, () => undefined, {modName: 'first', redact})
      say(await within(() => new Promise((r) => { setTimeout(r, 50) })))`)
    expect(JSON.parse(stdout)).to.have.nested.property('problem.message', 'left unhandled by first, which had ended: no ***')
  })

  it('is at fault when it waits for something that can never come', async () => {
    const {stdout} = await inProcess(`void within(() => new Promise(() => {})).then(say)`)
    expect(JSON.parse(stdout)).to.have.nested.property('problem.code', 'mod_never_settled')
  })

  it('is told apart from another at the same time, and from the code around it', async () => {
    const {stdout} = await inProcess(`
      const both = Promise.all([
        within(async () => { await new Promise((r) => setTimeout(r, 5)); console.log('a'); return 1 }),
        within(async () => { console.log('b'); return 2 }),
      ])
      say('around')
      for (const one of await both) say(one)`)
    expect(stdout).to.equal(
      `around\n${JSON.stringify({value: 1, printed: ['stdout:a\n']})}\n${JSON.stringify({value: 2, printed: ['stdout:b\n']})}\n`,
    )
  })

  it('leaves process.exit to everybody else, and process.exit() the exit code that was set', async () => {
    expect((await inProcess(`await within(async () => 1); process.exit(7)`)).code).to.equal(7)
    expect((await inProcess(`await within(async () => 1); process.exitCode = 5; process.exit()`)).code).to.equal(5)
  })
})
