/** "datapy/testing": runs a mod's package in a test, as a job would. For the mods that ship and for yours alike. */
export {testMod} from './sdk/test-mod.js'
export type {ModTester, TestRunOptions} from './sdk/mod-tester.js'
export type {Cell, Column, Dataset, Row} from './model/dataset.js'
export type {Problem} from './model/problem.js'
export type {RegistryEntry} from './model/registry.js'
export type {Result} from './model/result.js'
