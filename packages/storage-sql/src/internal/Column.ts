/**
 * Column: how do identifiers and times lie in the tables?
 *
 * Contact identifiers as `CodeUnits` has them. What goes in is checked, since a database would take it and give something
 * else back; what comes out too, as if a stranger had written it.
 *
 * @since 0.1.0
 */
import * as Contact from "@temoin/core/Contact"
import * as Decision from "@temoin/core/Decision"
import * as Instant from "@temoin/core/Instant"
import { StoreError } from "@temoin/core/ports/HistoryStore"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as CodeUnits from "./CodeUnits.ts"

const isInstant = Schema.is(Instant.Instant)
const isContactId = Schema.is(Contact.ContactId)
const isAccountId = Schema.is(Contact.AccountId)
const isKey = Schema.is(Decision.Key)

/** A problem that stays the same however often it is tried. @category errors @since 0.1.0 */
export const refuse = (problem: string): StoreError => new StoreError({ problem, retryable: false })

/**
 * Fails when one of these times is none: SQLite would store NaN as NULL, and a contact would never be due again.
 *
 * @category checking
 * @since 0.1.0
 */
export const checkInstants = (times: {
  readonly [name: string]: number | null | undefined
}): Result.Result<void, StoreError> => {
  for (const [name, time] of Object.entries(times)) {
    if (time !== undefined && time !== null && !isInstant(time)) {
      return Result.fail(refuse(`\`${name}\` is ${time}, which is no instant: give whole milliseconds since 1970`))
    }
  }
  return Result.void
}

/**
 * Fails for text that is no id: half a surrogate pair would be stored as U+FFFD, and then be somebody else.
 *
 * @category conversions
 * @since 0.1.0
 */
export const fromContact = (contact: Contact.ContactId): Result.Result<string, StoreError> =>
  isContactId(contact)
    ? Result.succeed(CodeUnits.encode(contact))
    : Result.fail(refuse(`${JSON.stringify(String(contact).slice(0, 100))} is no contact id`))

/** Fails when it was damaged. @category conversions @since 0.1.0 */
export const toContact = (column: string): Result.Result<Contact.ContactId, StoreError> => {
  const contact = CodeUnits.decode(column)
  return isContactId(contact)
    ? Result.succeed(contact)
    : Result.fail(refuse(`the stored contact id ${JSON.stringify(contact.slice(0, 100))} was damaged`))
}

/** Fails when it was damaged. @category conversions @since 0.1.0 */
export const toAccount = (column: string): Result.Result<Contact.AccountId, StoreError> =>
  isAccountId(column)
    ? Result.succeed(column)
    : Result.fail(refuse(`the stored account id ${JSON.stringify(column.slice(0, 100))} was damaged`))

/** Fails when it was damaged. @category conversions @since 0.1.0 */
export const toKey = (reference: string, column: string): Result.Result<Decision.Key, StoreError> =>
  isKey(column) ? Result.succeed(column) : Result.fail(refuse(`the stored key of the message ${reference} was damaged`))
