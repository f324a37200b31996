import {join} from 'node:path'
import {valueOf} from '../../errors/datapy-error.js'
import {problem} from '../../errors/problem.js'
import {isJsonObject, type JsonSchema} from '../../model/json.js'
import type {Checked} from '../../model/problem.js'
import type {RegistryEntry} from '../../model/registry.js'
import {isFile} from '../../node/find-upward.js'
import {readYamlDocument} from '../../node/yaml-document.js'
import {ajvFor} from '../../schema/ajv.js'
import {casesFromSchema} from './cases-from-schema.js'
import type {TestCase, TestCases} from './test-case.js'

export const casesFile = 'datapy-test.yaml'

const rows = {type: 'array', items: {type: 'object'}}
const casesSchema: JsonSchema = {
  type: 'object',
  required: ['cases'],
  additionalProperties: false,
  properties: {
    cases: {
      type: 'object',
      minProperties: 1,
      additionalProperties: {
        type: 'object',
        additionalProperties: false,
        properties: {
          params: {type: 'object'},
          globals: {type: 'object'},
          tables: {
            type: 'object',
            additionalProperties: {anyOf: [rows, {type: 'array', items: rows}, {type: 'object', additionalProperties: rows}]},
          },
          files: {
            type: 'object',
            propertyNames: {not: {pattern: '^(/|\\.\\./)|/\\.\\./'}},
            additionalProperties: {
              anyOf: [
                {type: 'string'},
                {type: 'object', required: ['copy'], additionalProperties: false, properties: {copy: {type: 'string'}}},
              ],
            },
          },
        },
      },
    },
  },
}

/** The cases that a file holds, else those of the package's own `datapy-test.yaml`, else such as its schema suggests. */
export async function readCases(packagePath: string, entry: RegistryEntry, given: string | undefined): Promise<TestCases> {
  const file = given ?? join(packagePath, casesFile)
  if (given === undefined && !(await isFile(file))) return {from: 'schema', cases: [casesFromSchema(entry)]}
  return {from: 'author', cases: valueOf(await authorsCases(file))}
}

async function authorsCases(file: string): Promise<Checked<readonly TestCase[]>> {
  const document = await readYamlDocument(file)
  if (!document.ok) return document
  const {value, at} = document.value
  const validate = (await ajvFor(casesSchema)).compile(casesSchema)
  if (!validate(value)) {
    const problems = (validate.errors ?? []).slice(0, 10).map(({instancePath, message, params}) => {
      const path = instancePath.split('/').slice(1)
      const extra: unknown = params['additionalProperty']
      const where = path.length === 0 ? 'the file' : path.join('.')
      return problem('bad_test_cases', `${where} ${message ?? 'is wrong'}${typeof extra === 'string' ? ` "${extra}"` : ''}`, {
        at: at(typeof extra === 'string' ? [...path, extra] : path),
      })
    })
    return {ok: false, problems}
  }
  const {cases} = value as unknown as {readonly cases: Readonly<Record<string, Partial<TestCase>>>} // as the schema says
  return {
    ok: true,
    value: Object.entries(cases).map(([name, {params = {}, tables = {}, files = {}, globals = {}}]) => ({
      name,
      params: isJsonObject(params) ? params : {},
      tables,
      files,
      globals,
    })),
  }
}
