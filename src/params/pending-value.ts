/** Stands for a value that an earlier mod is yet to give, while a job is only being checked. */
export class PendingValue {
  constructor(
    readonly reference: string,
    /** Whether it will be no table, as a metric is none, or a text around a reference. */
    readonly isNoTable = false,
  ) {}
}

/** Whether a value is pending, or holds one that is. */
export function containsPending(value: unknown): boolean {
  return value instanceof PendingValue || heldBy(value).some(containsPending)
}

/** Whether a value has a life of its own, such as a table, or holds one that has. */
export function holdsLive(value: unknown): boolean {
  const isLive = typeof value === 'object' && value !== null && !Array.isArray(value) && !isPlain(value)
  return isLive || heldBy(value).some(holdsLive)
}

/** Whether a value is an object as JSON knows it, and not one with a life of its own, such as a table. */
export function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function heldBy(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  return isPlain(value) ? Object.values(value) : []
}
