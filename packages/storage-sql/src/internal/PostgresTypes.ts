/**
 * PostgresTypes: how do PostgreSQL's numbers become ours?
 *
 * @since 0.1.0
 */
import * as PgTypes from "@effect/sql-pg/PgTypes"
import * as Result from "effect/Result"

const bigint: PgTypes.Codec<number | bigint> = {
  encode: (value) => {
    const bytes = new Uint8Array(8)
    new DataView(bytes.buffer).setBigInt64(0, BigInt(value))
    return Result.succeed(bytes)
  },
  decode: ({ buffer, byteOffset }) => {
    const value = Number(new DataView(buffer, byteOffset, 8).getBigInt64(0))
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
