import {decimalType} from '../text-columns.js'

const numberParts = /^-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/
const [least, most] = [-(2n ** 63n), 2n ** 63n - 1n]
const largest = 2n ** 127n - 1n

/** Whether a number is still the same, digit by digit, when it is held as a double. */
export function isExactDouble(text: string): boolean {
  // 15 digits and a point at most.
  if (text.length <= (text.includes('.') ? 16 : 15) && !/[eE]/.test(text)) return true
  const number = Number(text)
  if (!Number.isFinite(number)) return false
  const digits = significant(text)
  // 17 digits are as many as some programs write of every double.
  return significant(String(number)) === digits || significant(number.toPrecision(17)) === digits
}

/** The digits of a number without zeros at either end, and the power of ten of the first. */
function significant(text: string): string {
  const [, whole = '', fraction = '', exponent = '0'] = numberParts.exec(text) ?? []
  const all = whole + fraction
  const digits = all.replace(/^0+/, '')
  if (digits === '') return '0'
  const power = Number(exponent) + whole.length - (all.length - digits.length)
  return `${digits.slice(0, lastDigit(digits) + 1)}e${String(power)}`
}

/** Where the last digit stands that is no zero. A pattern for the zeros at the end would start anew at each zero before it. */
function lastDigit(digits: string): number {
  let at = digits.length - 1
  while (digits.charCodeAt(at) === 48) at -= 1
  return at
}

/** Finds the type that holds all numbers of a column with all of their digits. */
export class NumberColumn {
  #hasFractions = false
  #hasExponents = false
  #isInt64 = true
  #isInt128 = true
  #areDoubles = true
  #hasMeantZeros = false
  #hasOddIntegers = false
  #whole = 1
  #leastPlaces = Infinity
  #mostPlaces = 0

  observeInteger(text: string): void {
    this.#leastPlaces = 0
    if (text.length <= 15) {
      if (text.length > this.#whole) this.#whole = text.length
      if (text === '-0') {
        this.#hasFractions = true
        this.#hasOddIntegers = true
      }
      return
    }
    if (text.length > 18) this.#hasOddIntegers = true
    const value = BigInt(text)
    this.#whole = Math.max(this.#whole, text.replace('-', '').length)
    if (value < least || value > most) this.#isInt64 = false
    if (value < -largest || value > largest) this.#isInt128 = false
    if (!isExactDouble(text)) this.#areDoubles = false
  }

  observeNumber(text: string): void {
    this.#hasFractions = true
    if (!isExactDouble(text)) this.#areDoubles = false
    const [, whole = '', fraction = '', exponent] = numberParts.exec(text) ?? []
    if (exponent !== undefined) {
      this.#hasExponents = true
      return
    }
    this.#whole = Math.max(this.#whole, whole.length)
    this.#leastPlaces = Math.min(this.#leastPlaces, fraction.length)
    this.#mostPlaces = Math.max(this.#mostPlaces, fraction.length)
    if (fraction.length > 1 && fraction.endsWith('0')) this.#hasMeantZeros = true
  }

  /** Whether any reader of JSON takes the numbers for what they are: 64-bit integers, or doubles. */
  get isPlain(): boolean {
    const type = this.type()
    return type === 'BIGINT' || (type === 'DOUBLE' && !this.#hasOddIntegers)
  }

  /**
   * Undefined where no type holds them all. Numbers with a fraction are doubles where that changes none of them; decimals where
   * it would, or where they are written with the same number of places and zeros at their end, as 1.10.
   */
  type(): string | undefined {
    if (!this.#hasFractions) return this.#isInt64 ? 'BIGINT' : this.#isInt128 ? 'HUGEINT' : undefined
    const isDecimal = !this.#hasExponents && this.#whole + this.#mostPlaces <= 38
    const areMeant = isDecimal && this.#hasMeantZeros && this.#leastPlaces === this.#mostPlaces
    if (this.#areDoubles && !areMeant) return 'DOUBLE'
    return isDecimal ? decimalType(this.#whole + this.#mostPlaces, this.#mostPlaces) : undefined
  }
}
