import {expect} from 'chai'
import {readFile} from 'node:fs/promises'
import {EngineForTests} from '../data/use-engine.js'
import {cell, share} from './cell.js'
import {damagedAt, readDamaged} from './read-damaged.js'

describe('Hostile input: data', () => {
  cell('a Parquet file cut off, or with bytes changed by chance', async (tally) => {
    const use = new EngineForTests()
    await use.start()
    try {
      const rows = Array.from({length: 500}, (_, id) => ({
        id,
        name: `n${String(id % 7)}`,
        price: id / 4,
        note: id % 3 === 0 ? null : 'x'.repeat(id % 50),
      }))
      const table = await use.data.fromRows(rows)
      await use.data.writeParquet(table, use.path('sound.parquet'))
      await use.session.commit()
      const sound = await readFile(use.path('sound.parquet'))
      const ends = Array.from({length: 40}, (_, at) => Math.floor((at * sound.length) / 40))
      const damages = [
        ...ends
          .filter((_, at) => at % share(8, 1) === 0)
          .map((end) => ({what: `cut at ${String(end)}`, bytes: sound.subarray(0, end)})),
        {what: 'zeros in the middle', bytes: damagedAt(sound, Math.floor(sound.length / 2), Buffer.alloc(64))},
        {what: 'another beginning', bytes: damagedAt(sound, 0, Buffer.from('PAR2'))},
        {what: 'a footer of 4 GB', bytes: damagedAt(sound, sound.length - 8, Buffer.from([255, 255, 255, 255]))},
        ...Array.from({length: share(20, 3000)}, (_, nth) => {
          const at = (nth * 7919) % sound.length
          return {
            what: `byte ${String(at)} changed`,
            bytes: damagedAt(sound, at, Buffer.from([(sound[at] ?? 0) ^ (1 << (nth % 8))])),
          }
        }),
      ]
      const results = await readDamaged(use.folder, damages)
      const silent: string[] = []
      for (const {what, end, rows: read} of results) {
        await tally.try(what, () => {
          expect(end, what).to.match(
            /^(read|refused: (parquet_unreadable|sql_failed|out_of_memory|bad_column_name|file_unreadable))$/,
          )
        })
        if (end === 'read' && read !== JSON.stringify(rows)) silent.push(what)
      }
      // Parquet has a checksum of its pages only where the writer made one; DuckDB makes none, so some values may differ.
      if (silent.length > results.length / 2)
        tally.wrong(`${String(silent.length)} of ${String(results.length)} read with other values`)
    } finally {
      await use.stop()
    }
  })
})
