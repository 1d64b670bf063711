/**
 * Wire: what stands in a call to the CRM, and what in its answers and calls?
 *
 * Everything is JSON. Times are ISO 8601 in UTC; in what comes in they may also be milliseconds since 1970. What is not known is `null`.
 *
 * @since 0.1.0
 */
import * as Crm from "@temoin/core/ports/Crm"
import * as Snapshot from "@temoin/core/Snapshot"
import * as Predicate from "effect/Predicate"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"

/**
 * What a call says, by its `kind`.
 *
 * - `contact`: the CRM shall say this of them. `note`, `task`: shall stand on their timeline. `done`: this task is over.
 *   `forget`: take away what we wrote about them.
 * - `people`: who are these? `changes`: what has changed since the cursor?
 * - `check`: which fields are missing, and what else is wrong? `set-up`: make these fields, where they are missing.
 *
 * @category models
 * @since 0.1.0
 */
export type Message = { readonly kind: Kind } & Readonly<Record<string, unknown>>

/** @category models @since 0.1.0 */
export type Kind = "contact" | "note" | "task" | "done" | "forget" | "people" | "changes" | "check" | "set-up"

const time = (at: number): string => new Date(at).toISOString()

/** @category messages @since 0.1.0 */
export const contact = ({ contact, email, name, person, snapshot }: Crm.Card): Message => ({
  kind: "contact",
  contact,
  person: person ?? null,
  email: email ?? null,
  name: name ?? null,
  fields: Object.fromEntries(
    Snapshot.fields.map(({ name, type }) => {
      const value = snapshot[name]
      return [name, value === undefined ? null : type === "date" ? time(Number(value)) : value]
    })
  )
})

/** @category messages @since 0.1.0 */
export const entry = ({ entry, links, mark, person }: Crm.Entry): Message => {
  const { at, lines, title, words } = entry
  const common = { mark, person, at: time(at), title, words: words ?? null, lines, links }
  if (entry._tag === "Note") return { kind: "note", ...common }
  const about = entry.about._tag === "Case" ? { case: entry.about.case } : { praise: entry.about.praise }
  return { kind: "task", ...common, owner: entry.owner, deadline: time(entry.deadline), about }
}

/** What shall be there for the fields of a contact. @category messages @since 0.1.0 */
export const setUp: Message = { kind: "set-up", fields: Snapshot.fields }

/** What the CRM may answer. All of it may be left out. @category answers @since 0.1.0 */
export const Answer = Schema.Struct({
  person: Schema.optionalKey(Crm.PersonId),
  entry: Schema.optionalKey(Crm.EntryId),
  into: Schema.optionalKey(Crm.PersonId),
  message: Schema.optionalKey(Schema.String),
  problems: Schema.optionalKey(Schema.Array(Schema.String)),
  missingFields: Schema.optionalKey(Schema.Array(Schema.String)),
  made: Schema.optionalKey(Schema.Array(Schema.String)),
  people: Schema.optionalKey(Schema.Array(Crm.Change.cases.PersonSeen)),
  changes: Schema.optionalKey(Schema.Array(Crm.Change)),
  cursor: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(1000))),
  isDone: Schema.optionalKey(Schema.Boolean)
})
/** @since 0.1.0 */
export type Answer = typeof Answer.Type

const decodeAnswer = Schema.decodeUnknownResult(Answer)
const decodeChanges = Schema.decodeUnknownResult(
  Schema.Struct({ changes: Schema.Array(Crm.Change).check(Schema.isMaxLength(1000)) })
)

/** Times as numbers, wherever they stand. */
const timed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(timed)
  if (!Predicate.isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => {
      const at = name === "at" && typeof one === "string" ? Date.parse(one) : Number.NaN
      return [name, Number.isNaN(at) ? timed(one) : at]
    })
  )
}

/** Deeper than that nothing of ours is. */
const deepest = 8
const isDeep = (value: unknown, depth = 0): boolean =>
  depth > deepest ||
  (typeof value === "object" && value !== null && Object.values(value).some((one) => isDeep(one, depth + 1)))

const problemIn = <A>(read: Result.Result<A, { readonly message: string }>): Result.Result<A, string> =>
  Result.mapError(read, ({ message }) => message.slice(0, 500))

/**
 * What the CRM answered; none at all is an answer, too. Fails with what is wrong with it, and where.
 *
 * @category answers
 * @since 0.1.0
 */
export const answer = (body: unknown): Result.Result<Answer, string> => {
  if (body === undefined || body === null) return Result.succeed({})
  return isDeep(body) ? Result.fail("it is nested too deeply") : problemIn(decodeAnswer(timed(body)))
}

/**
 * What has changed, as a call of the CRM's says: `{ "changes": […] }`, a thousand at most.
 *
 * @category answers
 * @since 0.1.0
 */
export const changes = (body: string): Result.Result<ReadonlyArray<Crm.Change>, string> =>
  Result.gen(function* () {
    const json = yield* Result.try({ try: (): unknown => JSON.parse(body), catch: () => "it is no JSON" })
    if (isDeep(json)) return yield* Result.fail("it is nested too deeply")
    const { changes } = yield* problemIn(decodeChanges(timed(json)))
    return changes
  })
