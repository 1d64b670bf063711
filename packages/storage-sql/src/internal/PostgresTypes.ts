/**
 * PostgresTypes: how do PostgreSQL's numbers become ours?
 *
 * @since 0.1.0
 */
import * as PgTypes from "@effect/sql-pg/PgTypes"
import * as Result from "effect/Result"

const upper = 2 ** 32

// Byte by byte: to ask a small array for its buffer would give it memory of its own, outside of the heap.
const bigint: PgTypes.Codec<number | bigint> = {
  encode: (value) => {
    const number = Number(value)
    const [high, low] = [Math.floor(number / upper), number >>> 0]
    const bytes = new Uint8Array(8)
    for (let byte = 0; byte < 4; byte++) {
      bytes[byte] = high >>> (24 - 8 * byte)
      bytes[byte + 4] = low >>> (24 - 8 * byte)
    }
    return Result.succeed(bytes)
  },
  decode: (bytes) => {
    const word = (first: number) =>
      ((bytes[first] ?? 0) << 24) |
      ((bytes[first + 1] ?? 0) << 16) |
      ((bytes[first + 2] ?? 0) << 8) |
      (bytes[first + 3] ?? 0)
    const value = word(0) * upper + (word(4) >>> 0)
    return Number.isSafeInteger(value)
      ? Result.succeed(value)
      : Result.fail(new PgTypes.CodecError({ message: `a stored number, about ${value}, is too large to be exact` }))
  }
}

/**
 * A BIGINT is read as a number, since every one of ours (instants, versions, fences) is exact as one.
 *
 * @category getters
 * @since 0.1.0
 */
export const registry: PgTypes.Registry = PgTypes.makeRegistry()
registry.register(PgTypes.OID.int8, bigint, { arrayOid: PgTypes.OID.int8Array })
