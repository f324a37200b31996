/** An amount of bytes for people, in units of a thousand: `512 MB`, `1.4 GB`. */
export function bytesText(bytes: number): string {
  return scaled(bytes, 1000, ['B', 'kB', 'MB', 'GB', 'TB'], ' ')
}

/** A number of rows for people: `950`, `3.2M`. */
export function countText(count: number): string {
  return scaled(count, 1000, ['', 'k', 'M', 'G', 'T'], '')
}

/** A length of time for people: `12s`, `5m 10s`, `2h 3m`. */
export function durationText(seconds: number): string {
  const whole = Math.floor(seconds)
  if (whole < 60) return `${String(whole)}s`
  const [large, small, units] =
    whole < 3600 ? [Math.floor(whole / 60), whole % 60, 'ms'] : [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), 'hm']
  return `${String(large)}${units.charAt(0)}${small === 0 ? '' : ` ${String(small)}${units.charAt(1)}`}`
}

function scaled(amount: number, step: number, units: readonly string[], gap: string): string {
  const power = Math.min(units.length - 1, amount < step ? 0 : Math.floor(Math.log10(amount) / Math.log10(step)))
  const shown = amount / step ** power
  const digits = power > 0 && shown < 9.95 ? 1 : 0
  const unit = units[power] ?? ''
  return `${shown.toFixed(digits)}${unit === '' ? '' : gap}${unit}`
}
