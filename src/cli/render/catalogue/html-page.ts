import {createHash} from 'node:crypto'
import {categories, type RegistryMetadata} from '../../../model/registry.js'
import type {ModDescription} from './describe-mod.js'
import {modViewScript} from './mod-view-script.js'
import {pageScript} from './page-script.js'
import {pageStyle} from './page-style.js'

/**
 * The catalogue as one page that needs nothing else: no request is made, and its policy forbids any. Everything of the
 * registry's is text or JSON in it, never markup.
 */
export function htmlPage(about: RegistryMetadata, mods: readonly ModDescription[], marker: string): string {
  const script = pageScript + modViewScript
  const chips = ['', ...categories].map(
    (category) =>
      `<button class="chip" type="button" data-category="${category}" aria-pressed="${String(category === '')}">${category === '' ? 'All' : category} <b></b></button>`,
  )
  const policy = `default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; style-src '${hashOf(pageStyle)}'; script-src '${hashOf(script)}'`
  const lead = about.description === '' ? '' : `<p>${escaped(about.description)}</p>`
  const dated = about.last_updated === '' ? '' : ` The registry was last changed on ${escaped(about.last_updated)}.`
  return `<!doctype html>
${marker}
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="generator" content="datapy build-docs">
<title>Mod catalogue</title>
<link rel="icon" href="data:,">
<style>${pageStyle}</style>
</head>
<body>
<a class="skip" href="#search">Search</a>
<header class="top"><div class="wide">
<h1>${logo} Mod catalogue</h1>
${lead}
</div></header>
<div class="bar" role="search"><div class="wide">
<form><input id="search" type="search" autocomplete="off" spellcheck="false" aria-label="Search mods" placeholder="Search mods, parameters, packages"><kbd aria-hidden="true">/</kbd></form>
<div class="chips" role="group" aria-label="Category">${chips.join('')}<span id="count" role="status"></span></div>
</div></div>
<main class="wide">
<noscript><p>Searching needs JavaScript. The same catalogue stands in <a href="README.md">README.md</a>.</p></noscript>
<section id="listing" aria-label="Mods"><ul class="grid" id="list"></ul>
<div class="none" id="none" hidden><strong id="asked"></strong><span id="try">Try fewer or other words, or <button class="plain" id="clear" type="button">show all</button></span></div>
<button class="plain more" id="more" type="button" hidden>Show more</button></section>
<section id="page" hidden></section>
</main>
<footer><div class="wide">Made from the registry by <code>datapy build-docs</code>.${dated}</div></footer>
<script type="application/json" id="data">${jsonInHtml(mods.map(dataOf))}</script>
<script>${script}</script>
</body>
</html>
`
}

const logo =
  '<svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="8" fill="#3d52d5"/><g fill="none" stroke="#fff" stroke-width="2.4" stroke-linecap="round"><path d="M11.5 10h3a4 4 0 0 1 4 4v4a4 4 0 0 0 4 4M11.5 22h3a4 4 0 0 0 4-4"/></g><g fill="#fff"><circle cx="9" cy="10" r="2.6"/><circle cx="9" cy="22" r="2.6"/><circle cx="23.5" cy="22" r="2.6"/></g></svg>'

/** A mod as the page's script reads it. */
function dataOf({entry, registering, params, examples}: ModDescription) {
  const {metadata, interface: ports, dependencies, config_schema: schema, module_path: name, integrity} = entry
  const {description} = schema
  return {
    ...metadata,
    package: name,
    node: dependencies.node_version,
    needs: dependencies.packages,
    inputs: ports.input_ports,
    outputs: ports.output_ports,
    produced: ports.globals_produced,
    consumed: ports.globals_consumed,
    balance: (ports.row_balance ?? false) !== false,
    integrity,
    register: registering.command,
    note: registering.note,
    about: typeof description === 'string' && description !== '' ? description : undefined,
    params,
    ...examples,
  }
}

/** JSON that nothing in can end the element it stands in, or begin a comment. */
function jsonInHtml(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', String.raw`\u003c`)
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}
