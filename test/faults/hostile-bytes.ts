import fc from 'fast-check'

/** Texts made of pieces that mean something to a reader, now and then with a byte of chance in them. */
export function hostileBytes(pieces: readonly string[], most = 24): fc.Arbitrary<Buffer> {
  const chance = fc.option(fc.tuple(fc.nat(), fc.nat(255)), {freq: 4})
  return fc.tuple(fc.array(fc.constantFrom(...pieces), {maxLength: most}), chance).map(([parts, change]) => {
    const bytes = Buffer.from(parts.join(''))
    if (change !== null && bytes.length > 0) bytes[change[0] % bytes.length] = change[1]
    return bytes
  })
}
