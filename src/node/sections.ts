/** Bytes by name as one run of bytes: a head that says where each stands, then all of them, each at a multiple of eight. */
export function joinSections(sections: ReadonlyMap<string, Buffer>): Buffer {
  const spans: Record<string, readonly [number, number]> = {}
  const parts: Buffer[] = []
  let end = 0
  for (const [name, bytes] of sections) {
    spans[name] = [end, bytes.length]
    const padding = Buffer.alloc(-bytes.length & 7)
    parts.push(bytes, padding)
    end += bytes.length + padding.length
  }
  const head = JSON.stringify(spans)
  const padded = head.padEnd(Math.ceil(head.length / 8) * 8)
  return Buffer.concat([Buffer.from(`${String(padded.length).padStart(8)}${padded}`, 'latin1'), ...parts])
}

/** What `joinSections` has joined; empty for what is nothing such. */
export function splitSections(content: Buffer): ReadonlyMap<string, Buffer> {
  try {
    const start = 8 + Number(content.toString('latin1', 0, 8))
    const spans = JSON.parse(content.toString('latin1', 8, start)) as Record<string, [number, number]>
    const sections = Object.entries(spans).map(
      ([name, [at, length]]) => [name, content.subarray(start + at, start + at + length)] as const,
    )
    return new Map(sections)
  } catch {
    return new Map()
  }
}
