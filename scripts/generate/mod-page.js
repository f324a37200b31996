import {describeMod} from '../../dist/cli/render/catalogue/describe-mod.js'
import {parametersSection, portsSection} from '../../dist/sdk/reference/mod-sections.js'

/** What stands between these two in a mod's README is written by hand, and kept. */
const begin = '<!-- by hand, from here -->'
const end = '<!-- by hand, to here -->'

/**
 * What a mod's README and its page in docs/mods say under their title.
 *
 * @param {import('../../dist/model/registry.js').RegistryEntry} entry
 * @param {import('../../dist/model/registry.js').RegistryEntry | undefined} feeder a source whose table its example takes
 * @param {string} byHand
 */
export function modPage(entry, feeder, byHand) {
  const {metadata, module_path: name, dependencies} = entry
  const {description, author, category, type, version} = metadata
  const {yaml} = describeMod(entry, feeder).examples
  return `${description}.

A mod of DataPy: type \`${type}\`, category \`${category}\`, version ${version}, by ${author}. Node ${dependencies.node_version}. It ships with DataPy; elsewhere it is registered by

\`\`\`sh
datapy register-mod ${name}
\`\`\`

The smallest job with it (\`datapy mod-info ${type}\` prints it as a script and for the shell, too):

\`\`\`yaml
${yaml.trimEnd()}
\`\`\`

${parametersSection(entry)}

${portsSection(entry)}
${byHand === '' ? '' : `\n${begin}\n${byHand}${end}\n`}
<!-- The rest is generated from package.json by \`npm run generate\`. -->
`
}

/**
 * The part of a README that is written by hand.
 *
 * @param {string} readme
 */
export function writtenByHand(readme) {
  const [, after] = readme.split(`${begin}\n`)
  return after?.split(end)[0] ?? ''
}
