// Removes from dist what has no source any more: tsc never does, and a command that is gone would still be found there.
import {existsSync, readdirSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {root} from './root.js'

const packages = ['.', ...readdirSync(join(root, 'plugins')).map((plugin) => join('plugins', plugin))]

for (const folder of packages) {
  const dist = join(root, folder, 'dist')
  if (!existsSync(dist)) continue
  for (const file of readdirSync(dist, {recursive: true, encoding: 'utf8'})) {
    const [name] = /^.*(?=\.d\.ts$|\.js$)/.exec(file) ?? []
    if (name !== undefined && !existsSync(join(root, folder, 'src', `${name}.ts`))) rmSync(join(dist, file))
  }
}
