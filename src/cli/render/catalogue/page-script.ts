/**
 * What the catalogue's page does in a browser. It writes the mods' texts as text nodes only, so that none of them can be
 * markup, and makes as much of the list as is looked at, so that ten thousand mods are no more work than fifty.
 */
export const pageScript = String.raw`
'use strict'
const mods = JSON.parse(document.getElementById('data').textContent)
const at = (id) => document.getElementById(id)
const [search, list, none, more, listing, page, count] = ['search', 'list', 'none', 'more', 'listing', 'page', 'count'].map(at)
const chips = [...document.querySelectorAll('.chip')]
const title = document.title
const byType = new Map(mods.map((mod) => [mod.type, mod]))
const fold = (text) => {
  const lower = text.toLowerCase().replaceAll('-', '_')
  return /^[ -~]*$/.test(lower) ? lower : lower.normalize('NFKD').replace(/\p{M}/gu, '')
}
for (const mod of mods) {
  mod.key = {type: fold(mod.type), package: fold(mod.package), description: fold(mod.description)}
  mod.key.params = mod.params.map((param) => ({name: fold(param.name), description: fold(param.description)}))
}
const step = 60
let category = ''
let shown = mods
let made = 0

function make(tag, props, ...children) {
  const node = document.createElement(tag)
  for (const [name, value] of Object.entries(props || {})) if (value !== undefined) node.setAttribute(name, value)
  node.append(...children.flat(Infinity).filter((child) => child !== undefined && child !== ''))
  return node
}

/** How well a mod answers one word: in its type best, then package, parameters, descriptions; 0 where it does not. */
function rate(mod, word) {
  const {type, package: name, description, params} = mod.key
  if (type === word) return 1000
  if (type.startsWith(word)) return 800
  if (type.includes('_' + word)) return 700
  if (type.includes(word)) return 600
  if (name.includes(word)) return 60
  if (params.some((param) => param.name === word)) return 50
  if (params.some((param) => param.name.includes(word))) return 40
  if (description.includes(word)) return 30
  return params.some((param) => param.description.includes(word)) ? 10 : 0
}

const words = () => fold(search.value).split(/\s+/).filter((word) => word !== '')

function find() {
  const wanted = words()
  const rated = []
  for (const mod of mods) {
    let sum = 0
    for (const word of wanted) {
      const points = rate(mod, word)
      sum = points === 0 ? -1 : sum + points
      if (sum < 0) break
    }
    if (sum >= 0) rated.push([sum, mod])
  }
  // Sorting is stable: equals stay in the catalogue's order.
  const found = rated.sort(([one], [other]) => other - one).map(([, mod]) => mod)
  shown = found.filter((mod) => category === '' || mod.category === category)
  for (const chip of chips) {
    const own = chip.dataset.category
    chip.setAttribute('aria-pressed', String(own === category))
    chip.lastChild.textContent = own === '' ? found.length : found.filter((mod) => mod.category === own).length
  }
  count.textContent = shown.length === mods.length ? mods.length + (mods.length === 1 ? ' mod' : ' mods') : shown.length + ' of ' + mods.length + ' mods'
  none.hidden = shown.length > 0
  at('asked').textContent = mods.length === 0 ? 'No mods are registered' : 'Nothing is found' + (search.value.trim() === '' ? '' : ' for \u201c' + search.value.trim() + '\u201d')
  at('try').hidden = mods.length === 0
  made = 0
  list.replaceChildren()
  extend()
}

function extend(to = made + step) {
  list.append(...shown.slice(made, to).map(card))
  made = Math.min(to, shown.length)
  more.hidden = made >= shown.length
}

/** A text with the words that are searched for marked, where folding has kept its length and so their places. */
function marked(text) {
  const key = fold(text)
  if (key.length !== text.length) return [text]
  const spans = words().flatMap((word) => {
    const found = []
    for (let from = key.indexOf(word); from >= 0; from = key.indexOf(word, from + word.length)) found.push([from, from + word.length])
    return found
  }).sort(([one], [other]) => one - other)
  const parts = []
  let end = 0
  for (const [from, to] of spans) {
    if (from < end) continue
    parts.push(text.slice(end, from), make('mark', {}, text.slice(from, to)))
    end = to
  }
  return [...parts, text.slice(end)]
}

function card(mod) {
  const wanted = words()
  const elsewhere = wanted.some((word) => ![mod.key.type, mod.key.package, mod.key.description].some((text) => text.includes(word)))
  const param = elsewhere ? mod.params.find((_, index) => {
    const {name, description} = mod.key.params[index]
    return wanted.some((word) => name.includes(word) || description.includes(word))
  }) : undefined
  return make('li', {}, make('a', {class: 'card', href: '#' + mod.type},
    make('span', {class: 'type'}, marked(mod.type)),
    make('p', {}, marked(mod.description)),
    param && make('span', {class: 'found'}, 'parameter ', make('code', {}, marked(param.name))),
    make('span', {class: 'foot'}, make('span', {class: 'tag ' + mod.category}, mod.category), make('span', {}, mod.version), make('span', {class: 'package'}, marked(mod.package)))))
}
`
