import {expect} from 'chai'
import fc from 'fast-check'
import {orderMods, type Edges} from '../../src/job/order-mods.js'
import type {Place} from '../../src/model/problem.js'

const modsOf = (names: readonly string[]) => names.map((name) => ({name, type: 't', params: {}, options: {}}))
const placeOf = (from: string, to: string): Place => ({file: `${from} needs ${to}`})
const edgesOf = (needs: Readonly<Record<string, readonly string[]>>): Edges =>
  new Map(Object.entries(needs).map(([name, others]) => [name, others.map((to) => ({to, at: placeOf(name, to)}))]))

describe('the order of mods', () => {
  it("is the job's own where nothing asks for another", () => {
    expect(orderMods(modsOf(['c', 'a', 'b']), new Map())).to.deep.equal({ok: true, value: ['c', 'a', 'b']})
  })

  it('puts each mod after all that it needs, and the others where they stood', () => {
    const order = orderMods(modsOf(['write', 'clean', 'read', 'other']), edgesOf({write: ['clean', 'read'], clean: ['read']}))
    expect(order).to.deep.equal({ok: true, value: ['read', 'clean', 'write', 'other']})
  })

  it('passes over what is no mod of the job, which is told elsewhere', () => {
    expect(orderMods(modsOf(['a']), edgesOf({a: ['nobody']}))).to.deep.equal({ok: true, value: ['a']})
  })

  it('shows the circle that keeps it from being, at one of its references', () => {
    const order = orderMods(
      modsOf(['first', 'a', 'b', 'c', 'after']),
      edgesOf({a: ['b'], b: ['c', 'first'], c: ['a'], after: ['c']}),
    )
    expect(order.ok ? [] : order.problems).to.deep.equal([
      {
        code: 'circular_mods',
        message: 'the mods wait for each other: a -> b -> c -> a',
        at: placeOf('a', 'b'),
        hint: 'remove one of these references',
      },
    ])
  })

  it('shows a mod that waits for itself', () => {
    const order = orderMods(modsOf(['a']), edgesOf({a: ['a']}))
    expect(order.ok ? [] : order.problems.map(({message}) => message)).to.deep.equal(['the mods wait for each other: a -> a'])
  })

  it('of any graph holds each mod once after its needs, or names a true circle', () => {
    const names = Array.from('abcdefgh')
    const graph = fc.array(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names)), {maxLength: 12})
    fc.assert(
      fc.property(graph, (pairs) => {
        const needs = Object.fromEntries(names.map((name) => [name, pairs.flatMap(([from, to]) => (from === name ? [to] : []))]))
        const order = orderMods(modsOf(names), edgesOf(needs))
        if (order.ok) {
          expect([...order.value].sort()).to.deep.equal(names)
          for (const [from, to] of pairs) expect(order.value.indexOf(to)).to.be.below(order.value.indexOf(from))
          return
        }
        const circle = (order.problems[0]?.message ?? '').replace(/^.*: /, '').split(' -> ')
        expect(circle.at(0)).to.equal(circle.at(-1))
        circle.slice(1).forEach((to, index) => expect(needs[circle[index] ?? '']).to.include(to))
      }),
    )
  })

  it('of a thousand mods in the wrong order is found in a moment', () => {
    const names = Array.from({length: 1000}, (_, index) => `m${String(index)}`)
    const needs = Object.fromEntries(names.map((name, index) => [name, names.slice(index + 1, index + 2)]))
    const order = orderMods(modsOf(names), edgesOf(needs))
    expect(order.ok && order.value[0]).to.equal('m999')
  })
})
