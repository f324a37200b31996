import {resolve} from 'node:path'
import {fileURLToPath} from 'node:url'
import {DataPyError, valueOf} from '../errors/datapy-error.js'
import {tempFolder} from '../node/temp-folder.js'
import {declaredMod, schemaProblems} from './check-mod-folder.js'
import {modTester, type ModTester} from './mod-tester.js'

/**
 * A tester for the mod whose package lies in a folder (a path or a file: URL), built. Throws a DataPyError when the
 * package declares no valid mod.
 */
export async function testMod(packageFolder: URL | string): Promise<ModTester> {
  const packagePath = packageFolder instanceof URL ? fileURLToPath(packageFolder) : resolve(packageFolder)
  const {entry} = valueOf(await declaredMod(packagePath))
  const faults = await schemaProblems(entry)
  if (faults.length > 0) throw new DataPyError(faults)
  const {path: folder, remove} = await tempFolder('datapy-test')
  return modTester({entry, packagePath, folder, atClose: remove})
}
