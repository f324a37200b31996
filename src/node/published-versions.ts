import {isJsonObject, type JsonValue} from '../model/json.js'
import type {Checked} from '../model/problem.js'
import {dataFolder} from './data-folder.js'
import {isFile} from './find-upward.js'
import {runNpm} from './npm.js'
import {someAtATime} from './some-at-a-time.js'
import {tempFolder} from './temp-folder.js'
import {join} from 'node:path'

/** What an npm registry has of a package; nothing where it does not know the package. */
export interface PublishedVersions {
  readonly versions: readonly string[]
  /** The version that its tag `latest` is at. */
  readonly latest: string | undefined
}

/** Each is a process of npm's, which takes half a second of a processor. */
const mostAtOnce = 4

/** Asks the npm registries that the user's npmrc names for packages: for each what there is, or why it is not known. */
export async function publishedVersions(
  names: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<ReadonlyMap<string, Checked<PublishedVersions | undefined>>> {
  // npm reads an npmrc where it works: that of the data folder counts for installing, too, and no stranger's does.
  const data = dataFolder(env)
  const temporary = (await isFile(join(data, 'package.json'))) ? undefined : await tempFolder('datapy-npm')
  try {
    const folder = temporary?.path ?? data
    const answers = await someAtATime([...new Set(names)], mostAtOnce, async (name) => [name, await ask(name, folder)] as const)
    return new Map(answers)
  } finally {
    await temporary?.remove()
  }
}

async function ask(name: string, folder: string): Promise<Checked<PublishedVersions | undefined>> {
  const answer = await runNpm(['view', name, 'versions', 'dist-tags', '--json'], {folder})
  if (!answer.ok) return answer.problems.some(({code}) => code === 'npm_package_unknown') ? {ok: true, value: undefined} : answer
  const document = documentIn(answer.value)
  // npm gives one version as a text, and several as a list.
  const versions = [isJsonObject(document) ? document['versions'] : undefined].flat().filter((one) => typeof one === 'string')
  const tags = isJsonObject(document) ? document['dist-tags'] : undefined
  const latest = isJsonObject(tags) ? tags['latest'] : undefined
  return {ok: true, value: {versions, latest: typeof latest === 'string' ? latest : undefined}}
}

function documentIn(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue // JSON.parse gives nothing else
  } catch {
    return null
  }
}
