/** Types that go together: the engine makes numbers wider, and dates timestamps. */
const families: readonly RegExp[] = [
  /INT$|^INTEGER$|^DECIMAL|^DOUBLE$|^FLOAT$/,
  /^DATE$|^TIMESTAMP/,
  /^TIME$|^TIME WITH/,
  /^VARCHAR$|^ENUM/,
]

/** Whether values of two types can stand in one column without becoming text. A column of nulls only goes with any. */
export function goTogether(one: string, other: string): boolean {
  if (one === other || one === '"NULL"' || other === '"NULL"') return true
  return families.some((family) => family.test(one) && family.test(other))
}
