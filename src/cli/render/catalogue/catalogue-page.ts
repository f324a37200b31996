import {categories, type RegistryMetadata} from '../../../model/registry.js'
import type {ModDescription} from './describe-mod.js'
import {code, plainText, table} from '../../../sdk/reference/markdown.js'

/** The catalogue as Markdown: a table of mods for each category that has any. */
export function cataloguePage(about: RegistryMetadata, mods: readonly ModDescription[]): string {
  const sections = categories.flatMap((category) => {
    const rows = mods
      .filter(({entry}) => entry.metadata.category === category)
      .map(({entry: {metadata, module_path: name}}) => [
        `[${metadata.type}](mods/${metadata.type}.md)`,
        plainText(metadata.description),
        plainText(metadata.version),
        code(name),
      ])
    return rows.length === 0 ? [] : [`## ${category}\n\n${table(['mod', 'what it does', 'version', 'package'], rows)}`]
  })
  const count = mods.length === 1 ? '1 mod' : `${String(mods.length)} mods`
  return `# Mods

${[about.description === '' ? '' : `${plainText(about.description)}.`, `${count}. [index.html](index.html) is the same to search in.`].filter((text) => text !== '').join(' ')}

${sections.length === 0 ? 'No mods are registered.' : sections.join('\n\n')}
`
}
