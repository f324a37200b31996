import {bytesText, countText, durationText} from '../data/amounts.js'
import {own} from '../model/own.js'

/** How the figures of a step that is alive are written for reading: `rows=3.2M share=41% elapsed=12m`. */
const forms: Readonly<Record<string, {readonly name: string; text(value: number): string}>> = {
  rows: {name: 'rows', text: countText},
  share: {name: 'share', text: (share) => `${String(Math.floor(share * 100))}%`},
  read_mb: {name: 'read', text: megabytesText},
  spilled_mb: {name: 'spilled', text: megabytesText},
  elapsed_s: {name: 'elapsed', text: (seconds) => durationText(seconds).replace(' ', '')},
  rss_mb: {name: 'rss', text: megabytesText},
}

/** The fields of the log line `alive` as people read them; what is not one of ours stays as it is. */
export function aliveFields(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(fields).map(([field, value]) => {
      const form = own(forms, field)
      return form === undefined || typeof value !== 'number' ? [field, value] : [form.name, form.text(value)]
    }),
  )
}

function megabytesText(megabytes: number): string {
  return bytesText(megabytes * 1e6).replace(' ', '')
}
