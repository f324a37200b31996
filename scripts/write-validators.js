// Writes dist/validators: the code that validates the parameters of each mod that ships, so that no run has to make it.
import {mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {nameOf, shippedFolder} from '../dist/node/validator-shelf.js'
import {makeValidator} from '../dist/schema/make-validator.js'
import {root} from './root.js'

/** @type {{mods: Record<string, {config_schema: import('../dist/model/json.js').JsonSchema}>}} */
const {mods} = JSON.parse(readFileSync(join(root, 'registry.json'), 'utf8'))
rmSync(shippedFolder(), {recursive: true, force: true})
mkdirSync(shippedFolder(), {recursive: true})
for (const {config_schema: schema} of Object.values(mods)) {
  const {code} = await makeValidator(schema)
  writeFileSync(join(shippedFolder(), nameOf(JSON.stringify(schema))), code)
}
