import {expect} from 'chai'
import {renderProfile} from '../../../src/cli/preview/render-profile.js'
import type {ProfileDocument} from '../../../src/sdk/profile.js'

const document: ProfileDocument = {
  status: 'success',
  exit_code: 0,
  source: 'in.csv',
  format: 'csv',
  rows: 200_000,
  rows_rejected: 0,
  columns: [
    {
      name: 'amount',
      type: 'DECIMAL(15,2)',
      nulls: 1,
      null_share: 0.000005,
      distinct: 2,
      is_unique: false,
      min: 1.5,
      max: 20,
      mean: 10.123456789,
      min_length: null,
      max_length: null,
      top_values: [{value: 1.5, count: 150_000}],
    },
    {
      name: 'na\u001bme',
      type: 'VARCHAR',
      nulls: 0,
      null_share: 0,
      distinct: 200_000,
      is_unique: true,
      min: 'a',
      max: null,
      mean: null,
      min_length: 1,
      max_length: 9,
      top_values: [{value: 'a', count: 1}],
    },
  ],
  findings: [
    {code: 'surrounding_blanks', column: 'na\u001bme', message: '2 values with white space at an end', count: 2, example: ' a\n'},
  ],
  warnings: [],
}
const onTerminal = (width: number) => renderProfile(document, {terminal: true, width}).text.split('\n')

describe('a profile on a terminal', () => {
  it('has all there is where it is wide', () => {
    const lines = onTerminal(160)
    expect(
      lines[1]
        ?.split('│')
        .map((name) => name.trim())
        .filter((name) => name !== ''),
    ).to.deep.equal(['COLUMN', 'TYPE', 'NULLS', 'DISTINCT', 'MIN', 'MAX', 'MEAN', 'LENGTH', 'TOP VALUES'])
    expect(lines[3]).to.include(' 1 (<0.1 %) ').and.include(' 1.50 ').and.include(' 10.1235 ').and.include('1.50 ×150,000')
    expect(lines[4]).to.include(' 200,000 (all) ').and.include(' na␛me ').and.include(' 1–9 ')
  })

  it('leaves out lengths, then top values, then the mean where it is narrow', () => {
    expect(onTerminal(100)[1]).to.include('TOP VALUES').and.not.include('LENGTH')
    expect(onTerminal(90)[1]).to.include('MEAN').and.not.include('TOP VALUES')
    expect(onTerminal(60)[1]).to.include('MAX').and.not.include('MEAN')
    for (const width of [60, 90, 100])
      for (const line of onTerminal(width).slice(0, 6)) expect([...line].length).to.be.at.most(width)
  })

  it('names the finding, its column and an example, all visible', () => {
    expect(onTerminal(80).slice(-2)).to.deep.equal([
      'Worth a look:',
      '  na␛me  2 values with white space at an end, e.g. " a␊" [surrounding_blanks]',
    ])
  })
})
