import {satisfies} from 'semver'
import {ok, warning, wrong, type Finding} from './finding.js'

/** What a process has around it. */
export interface Surrounding {
  readonly env: NodeJS.ProcessEnv
  readonly node: string
  /** Versions of Node that DataPy runs on. */
  readonly engines: string
  readonly execPath: string
  readonly cwd: string
}

/** Node, and the variables that change how DataPy starts or where it looks. */
export function lookAtEnvironment({env, node, engines, execPath, cwd}: Surrounding): readonly Finding[] {
  const isSet = (name: string) => env[name] !== undefined && env[name] !== ''
  const shown = ['TZ', 'LANG', 'TERM', 'CI', 'NO_COLOR'].filter(isSet).map((name) => `${name}=${env[name] ?? ''}`)
  const own = Object.keys(env).filter((name) => name.startsWith('DATAPY_'))
  const secretive = /SECRET|TOKEN|PASSWORD|KEY/i
  return [
    satisfies(node, engines)
      ? ok('node', `${node} at ${execPath}`)
      : wrong('node', `${node} at ${execPath}`, `use a Node that is ${engines}`),
    ok('working directory', cwd),
    isSet('HOME')
      ? ok('HOME', env['HOME'] ?? '')
      : ok('HOME', 'is not set; DataPy works without, with the folder of the user or the temporary one'),
    isSet('PATH')
      ? ok('PATH', env['PATH'] ?? '')
      : warning('PATH', 'is not set', 'name node and datapy by their absolute paths in the scheduler'),
    isSet('NODE_OPTIONS')
      ? warning('NODE_OPTIONS', env['NODE_OPTIONS'] ?? '', 'it changes every start of Node: unset it unless it is meant')
      : ok('NODE_OPTIONS', 'is not set'),
    isSet('NODE_EXTRA_CA_CERTS')
      ? warning(
          'NODE_EXTRA_CA_CERTS',
          'is set, which makes each start of Node tens of milliseconds slower',
          'unset it where no mod needs it',
        )
      : ok('NODE_EXTRA_CA_CERTS', 'is not set'),
    ok('locale and terminal', shown.length === 0 ? 'nothing is set' : shown.join(' ')),
    ok(
      'variables of DataPy',
      own.length === 0
        ? 'none is set'
        : own.map((name) => `${name}=${secretive.test(name) ? '***' : (env[name] ?? '')}`).join(' '),
    ),
  ]
}
