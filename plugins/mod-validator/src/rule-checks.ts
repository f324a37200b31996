import type {Column, DataSession} from 'datapy/mod'
import type {Check, Fault, OnFail, Test} from './check.js'
import {quoted} from './check.js'
import {isDouble, kindOf} from './column-type.js'
import {isNoValueOf, judgedValue, type JudgedValue} from './judged-value.js'
import type {Params, Rules} from './params.js'
import {referenceFault} from './reference-fault.js'
import {toldBy} from './told-by.js'

/** The checks of one set of rules, and what is wrong with it. What only the engine can say is in `doubts`. */
export interface RuleChecks {
  readonly checks: readonly Check[]
  readonly faults: readonly Fault[]
  readonly doubts: readonly Doubt[]
}

/** SQL without a table: what is wrong where it is not true, or where the engine refuses it. */
export interface Doubt {
  readonly sql: string
  readonly fault: Fault
}

type Scalar = boolean | number | string

/** What one set of rules asks of a column. */
export function ruleChecks(
  column: Column,
  rules: Rules,
  {
    onFail,
    references,
    session,
  }: {readonly onFail: OnFail; readonly references: Params['references']; readonly session: DataSession},
): RuleChecks {
  return new ColumnRules(column, rules, onFail, references, session).result
}

class ColumnRules {
  private readonly checks: Check[] = []
  private readonly faults: Fault[] = []
  private readonly doubts: Doubt[] = []

  constructor(
    private readonly column: Column,
    private readonly rules: Rules,
    private readonly onFail: OnFail,
    private readonly references: Params['references'],
    private readonly session: DataSession,
  ) {
    const wanted = this.wantedType()
    const value = judgedValue(column, wanted, session)
    this.required()
    this.type(wanted)
    this.range(value)
    this.text(value)
    this.lists(value)
    this.sets(value)
  }

  get result(): RuleChecks {
    return {checks: this.checks, faults: this.faults, doubts: this.doubts}
  }

  private wantedType(): string | undefined {
    const {type} = this.rules
    if (type === undefined) return undefined
    try {
      return this.session.columnType(type)
    } catch (error) {
      this.fault('type', toldBy(error))
      return undefined
    }
  }

  private required(): void {
    if (this.rules.required === undefined) return
    const column = this.session.identifier(this.column.name)
    const isEmpty = kindOf(this.column.type) === 'text' ? ` OR ${column} = ''` : ''
    this.check('required', 'is missing', {kind: 'row', fails: `(${column} IS NULL${isEmpty})`})
  }

  private type(wanted: string | undefined): void {
    if (wanted === undefined) return
    if (wanted === 'VARCHAR' && this.column.type !== wanted) {
      this.fault('type', `is text, and the column is ${this.column.type}: have it read as text`)
    } else {
      const fails = isNoValueOf(this.column, wanted, this.session)
      this.check('type', `is no ${this.rules.type ?? ''}`, {kind: 'row', fails})
    }
  }

  private range({sql, type}: JudgedValue): void {
    const {min, max} = this.rules
    const isNaN = isDouble(type) ? ` OR isnan(${sql})` : ''
    for (const [rule, bound, operator, says] of [
      ['min', min, '>=', 'is below'],
      ['max', max, '<=', 'is above'],
    ] as const) {
      if (bound === undefined) continue
      if (!['number', 'date'].includes(kindOf(type))) {
        this.fault(rule, `goes with numbers and dates, and the column is ${type}: give it a type, or cast it first`)
        continue
      }
      const limit = this.literal(rule, bound, type)
      if (limit === undefined) continue
      this.check(rule, `${says} ${String(bound)}`, this.unless(`${sql} ${operator} ${limit}`, isNaN))
    }
    const isNumeric = kindOf(type) === 'number' && typeof min === 'number' && typeof max === 'number'
    if (min !== undefined && max !== undefined && (isNumeric ? min > max : typeof min === 'string' && min > String(max)))
      this.fault('min', `${String(min)} is greater than max ${String(max)}: no value can be right`)
  }

  private text({sql, type}: JudgedValue): void {
    const {min_length: least, max_length: most, pattern} = this.rules
    const {literal} = this.session
    if (kindOf(type) !== 'text') {
      for (const rule of ['min_length', 'max_length', 'pattern'] as const)
        if (this.rules[rule] !== undefined) this.fault(rule, `goes with text, and the column is ${type}`)
      return
    }
    if (least !== undefined)
      this.check('min_length', `is shorter than ${String(least)} characters`, this.unless(`length(${sql}) >= ${String(least)}`))
    if (most !== undefined)
      this.check('max_length', `is longer than ${String(most)} characters`, this.unless(`length(${sql}) <= ${String(most)}`))
    if (least !== undefined && most !== undefined && least > most)
      this.fault('min_length', `${String(least)} is greater than max_length ${String(most)}: no value can be right`)
    if (pattern === undefined) return
    this.check('pattern', `does not match ${pattern}`, this.unless(`regexp_full_match(${sql}, ${literal(pattern)})`))
    this.doubt('pattern', `${quoted(pattern)} is no regular expression`, `regexp_full_match('', ${literal(pattern)}) IS NOT NULL`)
  }

  private lists({sql, type}: JudgedValue): void {
    for (const rule of ['in', 'not_in'] as const) {
      const values = this.rules[rule]
      if (values === undefined) continue
      const list = values.map((value) => this.literal(rule, value, type))
      if (list.includes(undefined)) continue
      const shown = values.slice(0, 5).map((value) => (typeof value === 'string' ? quoted(value) : String(value)))
      const all = `${shown.join(', ')}${values.length > 5 ? ' …' : ''}`
      const says = rule === 'in' ? `is none of ${all}` : `is one of ${all}`
      this.check(rule, says, this.unless(`${sql} ${rule === 'in' ? 'IN' : 'NOT IN'} (${list.join(', ')})`))
    }
  }

  private sets({sql, type}: JudgedValue): void {
    const {unique, references} = this.rules
    if (references !== undefined) {
      const {table, column} = references
      const fault = referenceFault(references, type, this.references)
      if (fault === undefined)
        this.check('references', `is not in ${column} of ${table}`, {kind: 'references', value: sql, table, column})
      else this.fault('references', fault)
    }
    if (unique !== undefined) this.check('unique', 'stands in an earlier row', {kind: 'unique', value: sql})
  }

  /** A value of a rule as SQL that can be compared with the column; nothing where it cannot be, which is a fault. */
  private literal(rule: string, value: Scalar, type: string): string | undefined {
    const {literal, fits} = this.session
    const text = String(value)
    const kind = kindOf(type)
    if (kind === 'text') return literal(text)
    if (kind === 'number') {
      if (typeof value !== 'boolean' && /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text)) return text
      this.fault(rule, `has ${quoted(text)}, which is no number, and the column is ${type}`)
      return undefined
    }
    if (kind === 'boolean' ? typeof value !== 'boolean' : kind === 'other') {
      this.fault(rule, `has ${quoted(text)}, which cannot be compared with the column, which is ${type}`)
      return undefined
    }
    this.doubt(rule, `has ${quoted(text)}, which is no ${type}`, fits(literal(text), type))
    return `CAST(${literal(text)} AS ${type})`
  }

  /** Fails where the condition is false; where it is null, since there is no value, it passes. */
  private unless(condition: string, or = ''): Test {
    return {kind: 'row', fails: `coalesce(NOT (${condition})${or}, false)`}
  }

  private check(rule: string, says: string, test: Test): void {
    this.checks.push({column: this.column.name, rule, onFail: this.onFail, says, test})
  }

  private fault(rule: string, message: string): void {
    this.faults.push(this.faultOf(rule, message))
  }

  private doubt(rule: string, message: string, sql: string): void {
    this.doubts.push({sql, fault: this.faultOf(rule, message)})
  }

  private faultOf(rule: string, message: string): Fault {
    return {message: `rules for ${quoted(this.column.name)}: ${rule} ${message}`, code: 'wrong_rule'}
  }
}
