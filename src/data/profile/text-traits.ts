import {commaList, literal} from '../sql-text.js'
import {trimmedSql} from '../trimmed-sql.js'

const number = String.raw`^\s*[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?\s*$`
const leadingZero = String.raw`^\s*[+-]?0[0-9]+\s*$`
/** What a date can look like. Comes first, since trying the forms below takes much longer. */
const dateShape = String.raw`^\s*([0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}([ T][0-9:.]+Z?)?|[A-Za-z]{3,9} [0-9]{1,2},? [0-9]{4}|[0-9]{1,2}[- ][A-Za-z]{3,9}[- ][0-9]{2,4})\s*$`

const numbered = ['%Y-%m-%d', '%Y/%m/%d', '%d.%m.%Y', '%m/%d/%Y', '%d/%m/%Y', '%m/%d/%y', '%d/%m/%y', '%m-%d-%Y', '%d-%m-%Y']
const named = ['%b %d %Y', '%b %d, %Y', '%B %d %Y', '%B %d, %Y', '%d %b %Y', '%d %B %Y', '%d-%b-%Y', '%d-%b-%y']
const stamps = ['%Y-%m-%d %H:%M', '%Y-%m-%d %H:%M:%S', '%Y-%m-%d %H:%M:%S.%g', '%Y-%m-%dT%H:%M:%S', '%Y-%m-%dT%H:%M:%SZ']
const others = ['%Y-%m-%dT%H:%M:%S.%gZ', '%Y/%m/%d %H:%M', '%Y/%m/%d %H:%M:%S', '%m/%d/%Y %H:%M', '%d.%m.%Y %H:%M']
const formats = [...numbered, ...named, ...stamps, ...others]

/** What people write where a value is missing. */
const nullWords = ['-', '--', '.', '?', '#n/a', 'n.a.', 'n/a', 'na', 'nan', 'nil', 'none', 'null', 'undefined', 'unknown', '\\n']

/** What can be said of one text: SQL conditions over it, by name. */
export function textTraits(text: string): Readonly<Record<string, string>> {
  const trimmed = trimmedSql(text)
  const parsed = `try_strptime(trim(${text}), [${commaList(formats.map(literal))}])`
  return {
    is_blank: `${trimmed} = ''`,
    is_surrounded: `${text} <> ${trimmed} AND ${trimmed} <> ''`,
    is_null_word: `lower(${trimmed}) IN (${commaList(nullWords.map(literal))})`,
    is_number: `regexp_matches(${text}, '${number}')`,
    has_leading_zero: `regexp_matches(${text}, '${leadingZero}')`,
    // In a CASE, so that the forms are tried on nothing else.
    is_date: `CASE WHEN regexp_matches(${text}, '${dateShape}') THEN ${parsed} IS NOT NULL ELSE false END`,
  }
}
