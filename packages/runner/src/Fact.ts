/**
 * Fact: what can a host tell us about a contact?
 *
 * @since 0.1.0
 */
import * as Event from "@temoin/core/Event"
import type { History } from "@temoin/core/History"
import type { Instant } from "@temoin/core/Instant"
import * as Program from "@temoin/core/Program"
import * as State from "@temoin/core/State"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Reference from "./Reference.ts"

const cases = Event.Event.cases

const Recordable = Schema.Union([
  cases.ContactChanged,
  cases.TouchpointHappened,
  cases.CaseAcknowledged,
  cases.CaseResolved,
  cases.OptedOut,
  cases.OptedIn,
  cases.HardBounced,
  cases.SpamReported,
  cases.LegalBasisRecorded
])

type WithoutStamp<E> = E extends unknown ? Omit<E, "id" | "occurredAt" | "recordedAt"> : never

/**
 * An event as a host reports it. `at` is when it happened (default: now). `id` makes a report that arrives twice count
 * once (default: made of the content and `at`, so give one where the same thing can happen twice in a millisecond, or
 * where `at` is left out).
 *
 * @category models
 * @since 0.1.0
 */
export type Fact = WithoutStamp<typeof Recordable.Encoded> & {
  readonly id?: string
  readonly at?: Instant | Date
}

/**
 * What a caller gave us is not what we can take. Everything that is wrong with it, at once.
 *
 * @category errors
 * @since 0.1.0
 */
export class InvalidInput extends Schema.TaggedError<InvalidInput>()("InvalidInput", {
  problems: Schema.NonEmptyArray(Program.Problem)
}) {
  override get message() {
    return this.problems.map(({ path, problem }) => (path === "" ? problem : `${path}: ${problem}`)).join("; ")
  }
}

/**
 * Decodes what a caller gave, strictly, with every problem and its path.
 *
 * @category decoding
 * @since 0.1.0
 */
export const read = <S extends Schema.ConstraintDecoder<unknown>>(
  schema: S
): ((input: unknown) => Result.Result<S["Type"], InvalidInput>) => {
  const decode = Schema.decodeUnknownResult(schema, { errors: "all", onExcessProperty: "error" })
  return (input) =>
    Result.mapError(decode(input), (error) => new InvalidInput({ problems: Program.toProblems("", error) }))
}

const readEvent = read(Recordable)

/**
 * The event a fact is.
 *
 * @category conversions
 * @since 0.1.0
 */
export const toEvent = (fact: Fact, now: Instant): Result.Result<typeof Recordable.Type, InvalidInput> => {
  const { at = now, id, ...rest } = fact
  const occurredAt = at instanceof Date ? at.getTime() : at
  return readEvent({
    ...rest,
    id: id ?? `${fact._tag}:${Reference.digest(JSON.stringify([rest, occurredAt]))}`,
    occurredAt,
    recordedAt: now
  })
}

/**
 * The event without what it does not change: only the contact's fields that differ from what is known. `undefined` when
 * nothing is left.
 *
 * @category conversions
 * @since 0.1.0
 */
export const news = (event: typeof Recordable.Type, history: History): typeof Recordable.Type | undefined => {
  if (event._tag !== "ContactChanged") return event
  const state = State.fold(history)
  const { _tag, id, occurredAt, recordedAt, ...fields } = event
  const changed = Object.fromEntries(
    Object.entries(fields).filter(([field, value]) => state[field as keyof typeof fields] !== (value ?? undefined))
  )
  return Object.keys(changed).length === 0 ? undefined : { _tag, id, occurredAt, recordedAt, ...changed }
}
