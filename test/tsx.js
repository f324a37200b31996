// Loads tsx with the tsconfig of the tests, in which "datapy/testing" is our own source: the tests of the mods import it
// by that name, as anybody's do.
import {join} from 'node:path'

process.env.TSX_TSCONFIG_PATH = join(import.meta.dirname, 'tsconfig.json')
await import('tsx')
