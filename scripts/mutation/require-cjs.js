// Stryker's runner asks for files of mocha without their ending; those of mocha 12 end in .cjs, which require() does not
// try by itself.
import {createRequire} from 'node:module'

const {extensions} = createRequire(import.meta.url)
extensions['.cjs'] = extensions['.js']
