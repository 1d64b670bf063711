/**
 * StableHash: who is in the sample, and whose turn is on which day?
 *
 * MurmurHash3 (x86, 32 bit, seed 0) of the text's UTF-8 bytes: a published algorithm, so the same text has the same hash
 * in every release and in every language. It spreads evenly; it hides nothing.
 *
 * @since 0.1.0
 */

/**
 * The hash of a text. Unit: a whole number from 0 to 2³² − 1.
 * Source: A. Appleby, MurmurHash3, 2011 (public domain).
 *
 * @example StableHash.hash("hello") // => 613153351
 * @category hashing
 * @since 0.1.0
 */
export const hash = (text: string): number => {
  const bytes = utf8(text)
  const blocks = bytes.length & ~3
  let h = 0
  for (let i = 0; i < blocks; i += 4) {
    h ^= scramble(bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24))
    h = (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0
  }
  let rest = 0
  for (let i = bytes.length - 1; i >= blocks; i--) rest = (rest << 8) | bytes[i]!
  if (blocks < bytes.length) h ^= scramble(rest)
  h ^= bytes.length
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/**
 * The hash as a share: at least 0, less than 1.
 *
 * @example StableHash.share("") // => 0
 * @category hashing
 * @since 0.1.0
 */
export const share = (text: string): number => hash(text) / 2 ** 32

const scramble = (block: number): number => {
  const k = Math.imul(block, 0xcc9e2d51)
  return Math.imul((k << 15) | (k >>> 17), 0x1b873593)
}

const utf8 = (text: string): ReadonlyArray<number> => {
  const bytes: Array<number> = []
  for (const character of text) {
    const code = character.codePointAt(0)!
    if (code < 0x80) bytes.push(code)
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63))
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
    else {
      bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
    }
  }
  return bytes
}
