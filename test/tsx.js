// Loads tsx with the tsconfig of the tests, in which "datapy/testing" is our own source: the tests of the mods import it
// by that name, as anybody's do. Its hooks for require() are left out: mocha tries that first, and would get a second copy
// of each module beside those that are imported.
import {join} from 'node:path'
import {register} from 'tsx/esm/api'

process.env.TSX_TSCONFIG_PATH = join(import.meta.dirname, 'tsconfig.json')
register()
