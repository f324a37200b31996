import {createRedactor, type Redactor} from '../params/redact.js'
import {readSecret} from '../node/secrets.js'
import {referencesIn} from '../params/references.js'
import type {JobSources} from '../run/job-sources.js'

/** The secrets that a job refers to, as `env:NAME` or `file:/path`: what they are called, and nothing of them. */
export function secretsOfJob({job, project, set, globalConfig}: JobSources): readonly string[] {
  const mods = job.mods.map(({params, options}) => ({...params, _options: options}))
  const written = [
    job.globals,
    mods,
    project?.globals ?? {},
    {...project?.mod_defaults},
    set.globals,
    {...set.mods},
    globalConfig,
  ]
  const named = written.flatMap((value) => referencesIn(value)).flatMap(({secret}) => (secret === undefined ? [] : [secret]))
  return [...new Set(named)].toSorted()
}

/** Reads secrets again to hide them in what a run has left; those that cannot be read here are named. */
export function readAgain(secrets: readonly string[]): {readonly redactor: Redactor; readonly unread: readonly string[]} {
  const redactor = createRedactor()
  const unread = secrets.filter((secret) => {
    const [source = '', ...name] = secret.split(':')
    const read = readSecret(source === 'env' ? 'env' : 'file', name.join(':'))
    if (read.ok) redactor.add(read.value)
    return !read.ok
  })
  return {redactor, unread}
}
