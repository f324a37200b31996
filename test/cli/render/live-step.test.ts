import {expect} from 'chai'
import {renderLiveStep} from '../../../src/cli/render/live-step.js'

describe('the line of a mod that runs', () => {
  const step = {name: 'clean', type: 'data_cleaner', seconds: 75, memory: 240_000_000}

  it('says how far it is, as far as that is known', () => {
    expect(renderLiveStep({...step, progress: {spilled: 0}}, 100)).to.equal('clean (data_cleaner)  1m 15s  240 MB')
    expect(renderLiveStep({...step, progress: {share: 0.419, rows: 3_200_000, spilled: 1_200_000_000}}, 100)).to.equal(
      'clean (data_cleaner)  41%  3.2M rows  1m 15s  240 MB  1.2 GB on disk',
    )
  })

  it('is never longer than the terminal is wide', () => {
    expect(renderLiveStep({...step, progress: {share: 0.5, spilled: 0}}, 12)).to.equal('clean (data_')
    expect(renderLiveStep({...step, progress: {spilled: 0}}, -1)).to.equal('')
  })
})
