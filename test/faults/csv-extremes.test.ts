import {expect} from 'chai'
import {createWriteStream} from 'node:fs'
import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {Readable} from 'node:stream'
import {pipeline} from 'node:stream/promises'
import {cell, share} from './cell.js'
import {expectRefused, readApart} from './read-apart.js'

const megabyte = Buffer.alloc(1024 * 1024, 'x')
const rows = Buffer.from('1,2\n'.repeat(256 * 1024))

async function* parts(before: string, piece: Buffer, times: number, after = ''): AsyncGenerator<Buffer> {
  await Promise.resolve()
  yield Buffer.from(before)
  for (let nth = 0; nth < times; nth += 1) yield piece
  yield Buffer.from(after)
}

const list = (count: number, make: (at: number) => string) => Array.from({length: count}, (_, at) => make(at)).join(',')

describe('Hostile input: data', () => {
  let folder = ''
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'datapy-extremes-'))
  })
  after(() => rm(folder, {recursive: true, force: true}))
  const put = async (name: string, bytes: AsyncGenerator<Buffer>) => {
    await pipeline(Readable.from(bytes, {objectMode: false}), createWriteStream(join(folder, name)))
    return join(folder, name)
  }

  cell('a field, a line, a quote that never end', async (tally) => {
    const times = share(32, 1024)
    const files: readonly (readonly [string, number, AsyncGenerator<Buffer>])[] = [
      ['one field', 3, parts('a,b\n1,2\n3,', megabyte, times, '\n4,5\n')],
      ['one field in quotes', 3, parts('a,b\n1,2\n3,"', megabyte, times, '"\n4,5\n')],
      ['one line, and nothing else', 1, parts('', megabyte, times)],
      ['a quote in line 1 that is never closed', 1, parts('"a,b\n', rows, times)],
      ['a quote in line 2 that is never closed', 2, parts('a,b\n1,"2\n', rows, times)],
      ['nothing but NUL', 1, parts('', Buffer.alloc(1024 * 1024), times)],
    ]
    for (const [what, line, bytes] of files.filter((_, at) => at % share(4, 1) === 0)) {
      await tally.try(`${what}, ${String(times)} MB`, async () => {
        const file = await put('long.csv', bytes)
        const read = await readApart('csv_reader', file)
        // So much time may 1 GB take on a machine that does nothing else; a machine that does counts no other process.
        expectRefused(read, ['csv_bad_row'], {memory: 600, seconds: 60})
        expect(read.problem?.at).to.include({file, line})
        expect(read.problem?.message).to.match(/longer than 16 MiB|NUL/)
      })
    }
  })

  cell('columns by the thousand and by the million', async (tally) => {
    for (const count of [5001, 100_000, 1_000_000].slice(0, share(1, 3))) {
      const bodies: Readonly<Record<string, string>> = {
        named: `${list(count, (at) => `c${String(at)}`)}\n${list(count, String)}\n`,
        unnamed: `${',\n'.padStart(count, ',')}${',\n'.padStart(count, ',')}`,
      }
      for (const [what, body] of Object.entries(bodies).slice(0, share(1, 2))) {
        await tally.try(`${String(count)} ${what} columns`, async () => {
          const file = join(folder, 'wide.csv')
          await writeFile(file, body)
          expectRefused(await readApart('csv_reader', file), ['csv_too_many_columns'], {memory: 900, seconds: 30})
        })
      }
      await tally.try(`two of ${String(count)} columns`, async () => {
        const file = join(folder, 'wide.csv')
        await writeFile(file, bodies['named'] ?? '')
        const read = await readApart('csv_reader', file, {columns: ['c7', `c${String(count - 1)}`]})
        expect([read.code, read.metrics['rows_read'], read.metrics['columns_read']]).to.deep.equal([0, 1, 2])
        expect(read.peakMb).to.be.below(900)
      })
    }
  })

  cell('files with next to nothing in them', async (tally) => {
    const files: Readonly<Record<string, readonly [string, number, string | undefined]>> = {
      'nothing at all': ['', 30, 'csv_empty_file'],
      'a byte order mark alone': ['\u{FEFF}', 30, 'csv_empty_file'],
      'a hundred thousand line ends': ['\n'.repeat(100_000), 30, 'csv_empty_file'],
      'a header alone': ['a,b', 10, undefined],
      'a header and line ends': [`a,b${'\r\n'.repeat(1000)}`, 10, undefined],
      'a name of 5 MB': [`${'n'.repeat(5_000_000)},b\n1,2\n`, 0, undefined],
      'a name twice': ['a,b,a\n1,2,3\n', 30, 'csv_duplicate_column'],
      'a delimiter alone': [',', 10, undefined],
    }
    for (const [what, [text, code, problem]] of Object.entries(files).filter((_, at) => at % share(3, 1) === 0)) {
      await tally.try(what, async () => {
        const file = join(folder, 'little.csv')
        await writeFile(file, text)
        const read = await readApart('csv_reader', file)
        expect([read.code, read.problem?.code]).to.deep.equal([code, problem])
        if (problem !== undefined) expect(read.problem?.at?.file).to.equal(file)
      })
    }
  })

  cell(
    'ten million rows of one byte',
    async (tally) => {
      await tally.try('all of them', async () => {
        const file = await put('bytes.csv', parts('a\n', Buffer.from('7\n'.repeat(100_000)), 100))
        const read = await readApart('csv_reader', file)
        expect([read.code, read.metrics['rows_read']]).to.deep.equal([0, 10_000_000])
        expect(read.peakMb).to.be.below(1500)
      })
    },
    {quick: false},
  )
})
