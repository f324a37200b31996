import {createHash} from 'node:crypto'
import {createServer} from 'node:http'
import {readFile} from 'node:fs/promises'
import type {AddressInfo} from 'node:net'

export interface PackageServer {
  readonly url: string
  /** Publishes a tarball: its package's name and version, which becomes `latest`. */
  publish(name: string, version: string, tarball: string): Promise<void>
  /** From now on a package is answered with this status: 401 asks for a login, 503 is out of order. */
  refuse(name: string, status: number): void
  /** The names of the packages that were asked for. */
  readonly asked: readonly string[]
  close(): void
}

/** As much of an npm registry as npm needs to install a package: its document, and its tarballs. */
export async function packageServer(): Promise<PackageServer> {
  const tarballs = new Map<string, Buffer>()
  const versions = new Map<string, Record<string, object>>()
  const refusals = new Map<string, number>()
  const asked: string[] = []
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '/').slice(1)
    asked.push(path)
    const tarball = tarballs.get(path)
    const published = versions.get(path)
    const refused = refusals.get(path)
    if (refused !== undefined) response.writeHead(refused).end('{"error": "refused"}')
    else if (tarball !== undefined) response.end(tarball)
    else if (published === undefined) response.writeHead(404).end('{"error": "not found"}')
    else response.end(JSON.stringify({name: path, 'dist-tags': {latest: Object.keys(published).at(-1)}, versions: published}))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`
  return {
    url,
    asked,
    refuse(name, status) {
      refusals.set(name, status)
    },
    async publish(name, version, tarball) {
      const content = await readFile(tarball)
      const path = `${name}/-/${version}.tgz`
      tarballs.set(path, content)
      const integrity = `sha512-${createHash('sha512').update(content).digest('base64')}`
      versions.set(name, {...versions.get(name), [version]: {name, version, dist: {tarball: `${url}${path}`, integrity}}})
    },
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
