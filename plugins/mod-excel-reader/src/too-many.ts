/** Whether so many bad rows of all are more than `max_rejects` bears: a number, or a share such as `5%`. */
export function areTooMany(rejected: number, rows: number, limit: number | string | undefined): boolean {
  if (limit === undefined) return false
  return typeof limit === 'number' ? rejected > limit : rejected * 100 > rows * Number(limit.replace('%', ''))
}
