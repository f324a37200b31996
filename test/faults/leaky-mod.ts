import type {TempMod} from '../temp-project.js'

/**
 * A mod that tells its password in each way there is to tell something, and in each form that libraries write it in.
 * `fails: true` makes it end by an error that repeats it, as a driver does; else by a warning.
 */
export const leakyMod: TempMod = {
  category: 'sources',
  interface: {output_ports: ['data', 'told'], globals_produced: ['token']},
  config_schema: {
    type: 'object',
    properties: {password: {type: 'string'}, url: {type: 'string'}, fails: {type: 'boolean'}, port: {type: 'integer'}},
  },
  code: `import {inspect} from 'node:util'
import {readFileSync} from 'node:fs'

const hexOf = (text) => Buffer.from(text).toString('hex')
const escapes = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;'}
const userinfo = (text) => {
  const url = new URL('db://user@host')
  url.password = text
  return url.password
}

const formsOf = (secret) => ({
  raw: secret,
  json: JSON.stringify({secret}),
  json_twice: JSON.stringify(JSON.stringify({secret})),
  ascii_json: JSON.stringify(secret).replace(/[^ -~]/g, (char) => '\\\\u' + char.charCodeAt(0).toString(16).padStart(4, '0')),
  inspected: inspect({secret}),
  component: encodeURIComponent(secret),
  component_strict: encodeURIComponent(secret).replace(/[!'()*]/g, (char) => '%' + char.charCodeAt(0).toString(16).toUpperCase()),
  address: encodeURI(secret),
  form: new URLSearchParams({secret}).toString(),
  userinfo: userinfo(secret),
  base64: Buffer.from(secret).toString('base64'),
  base64url: Buffer.from(secret).toString('base64url'),
  basic: 'Basic ' + Buffer.from('etl:' + secret).toString('base64'),
  hex: hexOf(secret),
  hex_upper: hexOf(secret).toUpperCase(),
  html: secret.replace(/[&<>"']/g, (char) => escapes[char]),
  sql: "'" + secret.replaceAll("'", "''") + "'",
  csv: '"' + secret.replaceAll('"', '""') + '"',
})

export async function run({password, url, fails}, {result, logger, progress, data}) {
  const forms = formsOf(password)
  for (const [name, text] of Object.entries(forms)) {
    const told = '<' + name + '|' + text + '>'
    logger.debug('log ' + told)
    logger.info('fields', {told, nested: {list: [told]}, ['key ' + told]: 1})
    console.log('printed', told)
    console.error(told, {told})
    for (const char of told.match(/[^]{1,3}/gu)) process.stdout.write(char)
    process.stdout.write('\\n')
    for (const byte of Buffer.from(told)) process.stderr.write(Buffer.of(byte))
    process.emitWarning('warned of ' + told)
    result.addMetric('metric ' + told, 1)
    result.addMetric('metric_' + name, {[told]: [told]})
    result.addGlobal('token_' + name, told)
    result.addWarning('warning ' + told)
    result.addWarning('coded', 'code ' + told)
  }
  if (Number.isSafeInteger(Number(password))) {
    result.addMetric('number', Number(password))
    logger.info('number', {number: Number(password)})
  }
  result.addGlobal('token', password)
  result.addArtifact('told', forms)
  result.addArtifact('data', [{id: 1, url}])
  progress(1, 2)
  // Once the mod is over, what it left behind still speaks.
  setTimeout(() => console.log('late ' + password), 5)
  try {
    readFileSync('/no/such/folder/' + password.replaceAll('\\0', ''))
  } catch (error) {
    logger.warn(String(error.message), {path: error.path})
    if (fails) {
      const cause = new AggregateError([new Error('inner ' + JSON.stringify(forms))], 'cause ' + Object.values(forms).join(' | '), {cause: error})
      const thrown = Object.assign(new Error('cannot log in with ' + Object.values(forms).join(' | ') + ' at ' + url, {cause}), {code: password, url})
      thrown.name = 'Driver ' + password
      throw thrown
    }
  }
  return result.warning()
}
`,
}
