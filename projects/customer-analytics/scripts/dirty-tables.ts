/**
 * Dirty customers and orders, the same at every call: what a nightly export looks like that many hands have typed into.
 * Each table has 1,000 records; `facts` says how many of them are wrong in which way, so that tests can count.
 */
export interface DirtyTable {
  readonly csv: string
  readonly facts: {
    readonly records: number
    /** Too few or too many fields. */
    readonly ragged: number
    /** Every field empty. */
    readonly empty: number
    /** A later record with the id of an earlier one. */
    readonly repeated: number
    /** A date that no calendar has, or that is no date. */
    readonly badDates: number
    /** Records that are left when all of these are gone. */
    readonly good: number
  }
}

const records = 1000
const firstNames = [
  'Anna',
  'José',
  'Łukasz',
  'Siobhán',
  'Nguyễn',
  '美咲',
  'Олена',
  'Chidi',
  'Zoë',
  'Mehmet',
  'Ravi',
  'Åsa',
  'Fatima',
  'Jean-Luc',
  'Ștefan',
  'Noa',
]
const lastNames = [
  "O'Brien",
  'García',
  'Müller',
  'Nowak',
  'Trần',
  '山田',
  'Шевченко',
  'Okafor',
  'van der Berg',
  'Yılmaz',
  'Iyer',
  'Öberg',
  'Haddad',
  'Lefèvre',
  'Popescu',
  'Levi',
]
const cities = ['Berlin', 'São Paulo', 'Kraków', 'Cork', 'Hà Nội', '東京', 'Львів', 'Lagos', 'Den Haag', 'İzmir', 'Pune', 'Malmö']
const countries = ['de', 'BR', 'pl', 'IE', 'Vn', 'jp', 'UA', 'ng', 'NL', 'tr', 'In', 'SE']
const segments = ['retail', 'Retail', 'business', 'BUSINESS', 'public']
const products = ['Kettle, 1.7 l', 'Lamp "Aurora"', 'Desk', 'Chair', 'Bücherregal', 'Mug']
const badDates = ['2024-02-30', '31/12/1999', 'n/a', '0000-00-00', 'yesterday', '2023-13-01']

type Random = (below: number) => number

/** Whole numbers below a bound, from Numerical Recipes' quick generator: enough for variety, the same everywhere. */
function randomFrom(seed: number): Random {
  const state = {value: seed}
  return (below) => {
    state.value = (Math.imul(state.value, 1664525) + 1013904223) >>> 0
    return Math.floor((state.value / 2 ** 32) * below)
  }
}

function pick<T>(values: readonly T[], index: number): T {
  const value = values[index % values.length]
  if (value === undefined) throw new RangeError('nothing to pick from')
  return value
}

function isoDate(random: Random, from: number, years: number): string {
  const two = (value: number) => String(value + 1).padStart(2, '0')
  return `${String(from + random(years))}-${two(random(12))}-${two(random(28))}`
}

/** What a hurried hand does to a text: blanks around it, or another case. */
function smudged(random: Random, text: string): string {
  return pick([text, text, text, text, ` ${text}`, `${text}  `, text.toUpperCase(), `  ${text.toLowerCase()} `], random(8))
}

function field(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** What happens to the record at an index; the indexes are far enough apart that none gets two. */
function faultAt(index: number): 'bad date' | 'empty' | 'ragged' | 'repeated' | undefined {
  if (index % 250 === 137) return 'ragged'
  if (index % 200 === 61) return 'empty'
  if (index % 40 === 25) return 'repeated'
  if (index % 90 === 44) return 'bad date'
  return undefined
}

function dirtyTable(
  header: readonly string[],
  seed: number,
  recordAt: (id: string, random: Random, badDate: string | undefined) => readonly string[],
): DirtyTable {
  const random = randomFrom(seed)
  const lines = [header.join(',')]
  const kept: string[] = []
  const counts = {ragged: 0, empty: 0, repeated: 0, badDates: 0}
  for (let index = 0; index < records; index++) {
    const fault = faultAt(index)
    const id = fault === 'repeated' ? pick(kept, random(kept.length)) : String(index + 1).padStart(6, '0')
    const fields = recordAt(id, random, fault === 'bad date' ? pick(badDates, counts.badDates) : undefined).map(field)
    if (fault === 'empty') lines.push(header.map(() => '').join(','))
    else if (fault === 'ragged') lines.push((counts.ragged % 2 === 0 ? fields.slice(0, 4) : [...fields, 'x', 'y']).join(','))
    else lines.push(fields.join(','))
    if (fault === undefined) kept.push(id)
    else counts[fault === 'bad date' ? 'badDates' : fault]++
  }
  return {csv: `${lines.join('\n')}\n`, facts: {records, ...counts, good: kept.length}}
}

export function dirtyCustomers(): DirtyTable {
  const header = [
    'customer_id',
    'first_name',
    'last_name',
    'email',
    'phone',
    'birth_date',
    'city',
    'country',
    'segment',
    'loyalty_points',
    'note',
  ]
  return dirtyTable(header, 20240812, (id, random, badDate) => {
    const who = random(firstNames.length)
    const where = random(cities.length)
    const email = random(12) === 0 ? '' : smudged(random, `Customer.${id}@Example.org`)
    const birthDate = badDate ?? (random(10) === 0 ? ` ${isoDate(random, 1940, 66)} ` : isoDate(random, 1940, 66))
    const note = pick(['', '', '', '', 'prefers mail', 'called twice,\nleft a message', 'said "later"'], random(7))
    return [
      id,
      smudged(random, pick(firstNames, who)),
      smudged(random, pick(lastNames, who + random(3))),
      email,
      `0${String(30 + random(60))}${String(1000000 + random(9000000))}`,
      birthDate,
      random(15) === 0 ? '' : smudged(random, pick(cities, where)),
      random(20) === 0 ? '' : pick(countries, where),
      random(25) === 0 ? '' : pick(segments, random(5)),
      random(9) === 0 ? '' : String(random(5000)),
      note,
    ]
  })
}

export function dirtyOrders(): DirtyTable {
  const header = ['order_id', 'customer_id', 'order_date', 'product', 'quantity', 'unit_price', 'currency', 'comment']
  return dirtyTable(header, 20240819, (id, random, badDate) => [
    id,
    String(1 + random(records)).padStart(6, '0'),
    badDate ?? `2024-08-${String(5 + random(7)).padStart(2, '0')}`,
    smudged(random, pick(products, random(6))),
    random(30) === 0 ? '' : String(1 + random(12)),
    `${String(1 + random(900))}.${String(random(100)).padStart(2, '0')}`,
    random(18) === 0 ? '' : pick(['EUR', 'eur', 'EUR ', 'USD'], random(4)),
    pick(['', '', '', 'gift', 'deliver to\nthe neighbour', 'fragile; "this side up"'], random(6)),
  ])
}
