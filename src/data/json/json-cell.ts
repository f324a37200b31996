import {commaList, literal} from '../sql-text.js'
import {nestedType} from './nested-type.js'

/** Stands in the message of a query that came upon a number without a form in JSON. */
export const notFinite = 'datapy: a number is not finite'

/** SQL of a value's JSON text, `null` for null. Numbers have all of their digits, and decimals all of their places. */
export function jsonCell(expression: string, type: string, depth = 0): string {
  return `coalesce(${presentCell(expression, type, depth)}, 'null')`
}

function presentCell(value: string, type: string, depth: number): string {
  const nested = nestedType(type)
  const each = `v${String(depth)}`
  switch (nested.kind) {
    case 'list':
      return listOf(`CAST(${value} AS ${nested.item}[])`, each, jsonCell(each, nested.item, depth + 1), '[]')
    case 'map': {
      const entry = `concat(to_json(CAST(${each}.key AS VARCHAR)), ':', ${jsonCell(`${each}.value`, nested.value, depth + 1)})`
      return listOf(`map_entries(${value})`, each, entry, '{}')
    }
    case 'struct': {
      const members = nested.fields.map(
        ({name, type: fieldType}, index) =>
          `${literal(`${index === 0 ? '' : ','}${JSON.stringify(name)}:`)}, ${jsonCell(`struct_extract(${value}, ${literal(name)})`, fieldType, depth + 1)}`,
      )
      return `CASE WHEN ${value} IS NOT NULL THEN concat('{', ${commaList(members)}, '}') END`
    }
    default:
      return scalarCell(value, type)
  }
}

function listOf(list: string, each: string, item: string, [open, close]: string): string {
  const items = `list_transform(${list}, lambda ${each}: ${item})`
  return `'${open ?? ''}' || array_to_string(${items}, ',') || '${close ?? ''}'`
}

function scalarCell(value: string, type: string): string {
  const text = `CAST(${value} AS VARCHAR)`
  if (type === 'BOOLEAN' || /INT(EGER)?$|^DECIMAL|^BIGNUM$/.test(type)) return text
  if (type === 'DOUBLE' || type === 'FLOAT')
    return `CASE WHEN ${value} IS NULL THEN NULL WHEN isfinite(${value}) THEN ${text} ELSE error(${literal(notFinite)}) END`
  if (type === 'JSON') return `translate(${text}, chr(10) || chr(13), '  ')`
  if (type === 'TIMESTAMP WITH TIME ZONE') return `'"' || replace(${isoMoment(text)}, '+00', 'Z') || '"'`
  if (type.startsWith('TIMESTAMP')) return `'"' || ${isoMoment(text)} || '"'`
  if (type === 'BLOB') return `'"' || to_base64(${value}) || '"'`
  if (type === 'VARCHAR') return `CAST(to_json(${value}) AS VARCHAR)`
  return `CAST(to_json(${text}) AS VARCHAR)`
}

/** A timestamp as ISO 8601 has it; one before our era has no form there and stays as the engine writes it. */
function isoMoment(text: string): string {
  return `replace(replace(${text}, ' ', 'T'), 'T(BC)T', ' (BC) ')`
}
