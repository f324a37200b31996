// Writes oclif.manifest.json: what the commands are, so that start-up and help import none of them. Part of every build,
// since a manifest that is older than the commands would hide new ones.
import {Plugin} from '@oclif/core'
import {writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {root} from './root.js'

const plugin = new Plugin({root, type: 'core', ignoreManifest: true, errorOnManifestCreate: true, respectNoCacheDefault: true})
await plugin.load()
await writeFile(join(root, 'oclif.manifest.json'), `${JSON.stringify(plugin.manifest, null, 2)}\n`)
