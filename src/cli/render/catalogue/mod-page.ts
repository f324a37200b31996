import type {ModDescription} from './describe-mod.js'
import {block, code, plainText, table} from '../../../sdk/reference/markdown.js'
import {parametersSection, portsSection} from '../../../sdk/reference/mod-sections.js'

/** The page of one mod as Markdown, to stand in the folder `mods` beside the catalogue. */
export function modPage({entry, registering, examples}: ModDescription): string {
  const {metadata, module_path: name, dependencies} = entry
  const facts = [
    ['type', code(metadata.type)],
    ['category', metadata.category],
    ['version', plainText(metadata.version)],
    ['package', code(name)],
    ['author', plainText(metadata.author)],
    ['Node', code(dependencies.node_version)],
    ['needs', dependencies.packages.map(code).join(', ')],
    ['integrity', entry.integrity === undefined ? '' : code(entry.integrity)],
  ].filter(([, value]) => value !== '')
  return `# ${metadata.type}

${plainText(metadata.description)}

${table(['', ''], facts)}

${plainText(registering.note)}

${block('sh', registering.command)}

${parametersSection(entry)}

${portsSection(entry)}

## Examples

A job:

${block('yaml', examples.yaml)}

A script:

${block('ts', examples.ts)}

The shell:

${block('sh', examples.sh)}

[All mods](../README.md)
`
}
