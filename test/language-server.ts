import {spawn} from 'node:child_process'
import {createRequire} from 'node:module'
import {pathToFileURL} from 'node:url'

export interface Position {
  readonly line: number
  readonly character: number
}

export interface Diagnostic {
  readonly message: string
  readonly range: {readonly start: Position}
}

/** The server that VS Code, Neovim and others complete and check YAML with. Lines and columns count from 0. */
export interface LanguageServer {
  /** Opens a file with this text; gives what the server finds wrong with it. */
  open(path: string, text: string): Promise<readonly Diagnostic[]>
  /** What it would complete at a place. */
  complete(path: string, position: Position): Promise<readonly string[]>
  /** What it says of a place. */
  hover(path: string, position: Position): Promise<string>
  close(): Promise<void>
}

interface Message {
  readonly id?: number
  readonly method?: string
  readonly params?: unknown
  readonly result?: unknown
}

/** Starts the server on a folder, without the network. */
export async function startLanguageServer(folder: string): Promise<LanguageServer> {
  const script = createRequire(import.meta.url).resolve('yaml-language-server/bin/yaml-language-server')
  const child = spawn(process.execPath, [script, '--stdio'], {cwd: folder, stdio: ['pipe', 'pipe', 'ignore']})
  const answers = new Map<number, (result: unknown) => void>()
  const found = new Map<string, (diagnostics: readonly Diagnostic[]) => void>()
  const send = (message: object) => {
    const text = JSON.stringify({jsonrpc: '2.0', ...message})
    child.stdin.write(`Content-Length: ${String(Buffer.byteLength(text))}\r\n\r\n${text}`)
  }
  const receive = ({id, method, params, result}: Message) => {
    if (method === undefined && id !== undefined) answers.get(id)?.(result)
    else if (method === 'workspace/configuration') {
      const yaml = {validate: true, hover: true, completion: true, schemaStore: {enable: false}}
      const {items} = params as {items: {section: string}[]}
      send({id, result: items.map(({section}) => (section === 'yaml' ? yaml : {}))})
    } else if (method === 'textDocument/publishDiagnostics') {
      const {uri, diagnostics} = params as {uri: string; diagnostics: Diagnostic[]}
      found.get(uri)?.(diagnostics)
    } else if (id !== undefined) send({id, result: null})
  }
  const rest = {bytes: Buffer.alloc(0)}
  child.stdout.on('data', (chunk: Buffer) => {
    rest.bytes = Buffer.concat([rest.bytes, chunk])
    for (;;) {
      const [head, length] = /^Content-Length: (\d+)\r\n(?:.+\r\n)*\r\n/.exec(rest.bytes.toString('latin1')) ?? []
      const end = (head?.length ?? 0) + Number(length)
      if (head === undefined || rest.bytes.length < end) return
      const message = rest.bytes.subarray(head.length, end).toString('utf8')
      rest.bytes = rest.bytes.subarray(end)
      receive(JSON.parse(message) as Message)
    }
  })
  const state = {id: 0}
  const ask = (method: string, params: object): Promise<unknown> => {
    const id = ++state.id
    send({id, method, params})
    return new Promise((resolve) => answers.set(id, resolve))
  }
  const uriOf = (path: string) => pathToFileURL(path).href
  const at = (path: string, position: Position) => ({textDocument: {uri: uriOf(path)}, position})
  const rootUri = uriOf(folder)
  const capabilities = {
    workspace: {configuration: true, didChangeConfiguration: {dynamicRegistration: true}},
    textDocument: {publishDiagnostics: {}, hover: {contentFormat: ['markdown']}},
  }
  await ask('initialize', {processId: process.pid, rootUri, capabilities, workspaceFolders: [{uri: rootUri, name: 'test'}]})
  send({method: 'initialized', params: {}})
  return {
    open(path, text) {
      const uri = uriOf(path)
      const diagnostics = new Promise<readonly Diagnostic[]>((resolve) => found.set(uri, resolve))
      send({method: 'textDocument/didOpen', params: {textDocument: {uri, languageId: 'yaml', version: 1, text}}})
      return diagnostics
    },
    async complete(path, position) {
      const {items} = (await ask('textDocument/completion', at(path, position))) as {items: {label: string}[]}
      return items.map(({label}) => label)
    },
    async hover(path, position) {
      const hover = (await ask('textDocument/hover', at(path, position))) as {contents: {value: string}} | null
      return hover?.contents.value ?? ''
    },
    async close() {
      await ask('shutdown', {})
      const ended = new Promise((resolve) => child.once('exit', resolve))
      send({method: 'exit'})
      child.stdin.end()
      await ended
    },
  }
}
