/** The view of one mod, and the ways between it and the list: addresses, keys and the print-out. Follows `pageScript`. */
export const modViewScript = String.raw`
function copyable(text) {
  const pre = make('pre', {tabindex: '0'}, make('code', {}, text))
  const button = make('button', {class: 'plain copy', type: 'button'}, 'Copy')
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text)
      button.textContent = 'Copied'
    } catch {
      getSelection().selectAllChildren(pre)
      button.textContent = 'Selected'
    }
    setTimeout(() => (button.textContent = 'Copy'), 1500)
  })
  return make('div', {class: 'code'}, pre, button)
}

function tabs(examples) {
  const panels = examples.map(([name, text], index) => make('div', {role: 'tabpanel', id: 'panel' + index, 'aria-labelledby': 'tab' + index}, copyable(text)))
  const buttons = examples.map(([name], index) => make('button', {role: 'tab', type: 'button', id: 'tab' + index, 'aria-controls': 'panel' + index}, name))
  const choose = (chosen) => buttons.forEach((button, index) => {
    button.setAttribute('aria-selected', String(index === chosen))
    button.tabIndex = index === chosen ? 0 : -1
    panels[index].hidden = index !== chosen
  })
  buttons.forEach((button, index) => {
    button.addEventListener('click', () => choose(index))
    button.addEventListener('keydown', ({key}) => {
      const next = (index + (key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? buttons.length - 1 : 0)) % buttons.length
      if (next !== index) { choose(next); buttons[next].focus() }
    })
  })
  choose(0)
  return [make('div', {role: 'tablist', 'aria-label': 'Examples', class: 'tabs'}, buttons), panels]
}

function shownValue(value) {
  return make('code', {}, JSON.stringify(value))
}

function paramItem(param) {
  const extra = [
    param.default !== undefined && make('div', {class: 'extra'}, 'Default ', shownValue(param.default)),
    param.values !== undefined && make('div', {class: 'extra'}, 'One of ', param.values.flatMap((value, index) => index === 0 ? [shownValue(value)] : [', ', shownValue(value)])),
  ].filter(Boolean)
  const depth = param.name.split(/\.|\[\]/).length - 1
  return make('li', {'data-param': param.name},
    make('div', {class: depth > 0 ? 'in' : undefined}, make('span', {class: 'name'}, param.name), param.required ? make('span', {class: 'needed'}, 'needed') : '', param.values !== undefined ? '' : make('div', {class: 'kind'}, param.type)),
    make('div', {}, param.description === '' ? '' : make('p', {}, param.description), extra))
}

function ports(names, label) {
  return make('span', {class: 'ports', 'aria-label': label}, names.map((name) => make('span', {class: 'pill'}, name)))
}

function facts(mod) {
  const codes = (names) => names.flatMap((name, index) => index === 0 ? [make('code', {}, name)] : [', ', make('code', {}, name)])
  const rows = [
    ['Package', codes([mod.package])],
    ['Author', mod.author],
    ['Node', codes([mod.node])],
    ['Needs', codes(mod.needs)],
    ['Globals produced', codes(mod.produced)],
    ['Globals consumed', codes(mod.consumed)],
    ['Every row accounted for', mod.balance ? 'yes, and the framework checks it' : 'no'],
    ['Integrity', mod.integrity === undefined ? '' : codes([mod.integrity])],
  ]
  return make('dl', {class: 'facts'}, rows.filter(([, value]) => value.length > 0).flatMap(([name, value]) => [make('dt', {}, name), make('dd', {}, value)]))
}

function view(mod) {
  const arrow = () => make('span', {class: 'arrow', 'aria-hidden': 'true'})
  return make('article', {class: 'mod'},
    make('a', {class: 'back', href: '#'}, 'All mods'),
    make('h2', {tabindex: '-1'}, make('span', {class: 'type'}, mod.type), ' ', make('small', {}, mod.version)),
    make('span', {class: 'tag ' + mod.category}, mod.category),
    make('p', {class: 'lead'}, mod.description),
    make('div', {class: 'flow', role: 'group', 'aria-label': 'Ports'},
      mod.inputs.length > 0 ? [ports(mod.inputs, 'takes'), arrow()] : '',
      make('span', {class: 'pill self ' + mod.category}, mod.type),
      mod.outputs.length > 0 ? [arrow(), ports(mod.outputs, 'gives')] : ''),
    facts(mod),
    make('h3', {}, 'Install and register'), make('p', {}, mod.note), copyable(mod.register),
    make('h3', {}, 'Parameters'),
    mod.about === undefined ? '' : make('p', {}, mod.about),
    mod.params.length === 0 ? make('p', {}, 'None.') : make('ul', {class: 'params'}, mod.params.map(paramItem)),
    make('h3', {}, 'Examples'),
    tabs([['Job (YAML)', mod.yaml], ['Script (TypeScript)', mod.ts], ['Shell', mod.sh]]))
}

let scrolled = 0
function route() {
  let type = location.hash.slice(1)
  try { type = decodeURIComponent(type) } catch {}
  const mod = byType.get(type)
  if (!listing.hidden) scrolled = scrollY
  listing.hidden = type !== ''
  page.hidden = type === ''
  document.title = type === '' ? title : type + ' \u00b7 ' + title
  if (type === '') {
    page.replaceChildren()
    return scrollTo(0, scrolled)
  }
  page.replaceChildren(mod ? view(mod) : make('div', {class: 'none'}, make('strong', {}, 'There is no mod \u201c' + type + '\u201d in this catalogue'), make('a', {href: '#'}, 'All mods')))
  scrollTo(0, 0)
  page.querySelector('h2')?.focus({preventScroll: true})
}

function toList() {
  if (location.hash.length < 2) return
  history.pushState(null, '', location.pathname + location.search)
  scrolled = 0
  route()
}

addEventListener('hashchange', route)
addEventListener('popstate', route)
search.addEventListener('input', () => { toList(); find(); scrollTo(0, Math.min(scrollY, listing.offsetTop)) })
search.form.addEventListener('submit', (event) => {
  event.preventDefault()
  if (words().length > 0 && shown.length > 0) location.hash = shown[0].type
})
for (const chip of chips) chip.addEventListener('click', () => { category = chip.dataset.category; toList(); find() })
more.addEventListener('click', () => extend())
at('clear').addEventListener('click', () => { search.value = ''; category = ''; find(); search.focus() })
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  if (event.key === '/' && document.activeElement !== search) { event.preventDefault(); search.focus(); search.select() }
  if (event.key !== 'Escape') return
  if (location.hash.length > 1) toList()
  else if (search.value !== '') { search.value = ''; find() }
})
new IntersectionObserver((seen) => { if (seen.some((one) => one.isIntersecting)) extend() }, {rootMargin: '600px'}).observe(more)
addEventListener('beforeprint', () => extend(shown.length))
find()
route()
`
