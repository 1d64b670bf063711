/**
 * Webhook: is this call Pipedrive's, and what is it about?
 *
 * Pipedrive signs nothing. A call is believed to be its own when it knows the path, which nobody can guess, and the name and
 * password; and even then nothing is taken from it but where to look.
 *
 * @since 0.1.0
 */
import * as Crm from "@temoin/core/ports/Crm"
import type * as Caller from "@temoin/crm/Caller"
import * as Secret from "@temoin/crm/Secret"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Reading from "./Reading.ts"

/**
 * - `url`: the address that Pipedrive calls, whose path nobody can guess. `user`, `password`: what it shows when it does.
 * - `ownUser`: the number of the user whose token we use, so that what we wrote ourselves is not looked at again.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  readonly url: string
  readonly user: string
  readonly password: string
  readonly ownUser?: number
}

/** What Pipedrive is to call us about. @category models @since 0.1.0 */
export const objects = ["person", "deal", "activity"] as const

/**
 * What of this could be guessed.
 *
 * @category checking
 * @since 0.1.0
 */
export const problems = ({ password, url }: Options): ReadonlyArray<string> => {
  const path = pathOf(url)
  return [
    ...(path === undefined || !url.startsWith("https://")
      ? [`the webhook's address must begin with https://: ${url.slice(0, 30)}`]
      : []),
    ...((path ?? "").split("/").some((part) => part.length >= 20)
      ? []
      : ["the path of the webhook's address can be guessed: put 20 random letters into it"]),
    ...(password.length >= 20 ? [] : ["the webhook's password can be guessed: make it 20 random letters"])
  ]
}

const pathOf = (url: string): string | undefined => (URL.canParse(url) ? new URL(url).pathname : undefined)

const largest = 1_000_000

const refuse = (problem: string) => Result.fail(new Crm.CallRefused({ problem: `Pipedrive's webhook: ${problem}` }))

/**
 * Does it know the path, the name and the password?
 *
 * @category verifying
 * @since 0.1.0
 */
export const verify = (
  { password, url, user }: Options,
  { body, headers, method, url: called }: Crm.Call
): Result.Result<void, Crm.CallRefused> => {
  const shown = headers.authorization ?? ""
  const expected = `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`
  const isTheirs = [
    Secret.isSame(pathOf(called) ?? "", pathOf(url) ?? "?"),
    Secret.isSame(shown.replace(/^basic /i, "Basic "), expected),
    method.toUpperCase() === "POST"
  ].every(Boolean)
  if (!isTheirs) return refuse("the path, the name or the password is wrong")
  return body.length > largest ? refuse("the call is too large") : Result.void
}

const id = Schema.Union([Schema.Int, Schema.String.check(Schema.isPattern(/^\d{1,19}$/))])
const Told = Schema.fromJsonString(
  Schema.Struct({
    meta: Schema.Struct({
      action: Schema.String,
      entity: Schema.String,
      entity_id: id,
      timestamp: Schema.optionalKey(Schema.String),
      change_source: Schema.optionalKey(Schema.NullOr(Schema.String)),
      user_id: Schema.optionalKey(Schema.NullOr(id)),
      merged_to_id: Schema.optionalKey(Schema.NullOr(id))
    })
  })
)
const decodeTold = Schema.decodeUnknownOption(Told)

const Hint = Schema.fromJsonString(
  Schema.Struct({
    about: Schema.Literals(["look", "gone", "merged"]),
    kind: Schema.Literals(Reading.kinds),
    id: Schema.String,
    into: Schema.optionalKey(Schema.String),
    at: Schema.Number
  })
)
const encodeHint = Schema.encodeSync(Hint)
const decodeHint = Schema.decodeUnknownOption(Hint)

const kindOf: { readonly [name: string]: Reading.Kind } = { person: "persons", deal: "deals", activity: "activities" }

/**
 * What a call is about: who was deleted or merged, or what is to be looked at. What is of no interest is left out.
 *
 * @category receiving
 * @since 0.1.0
 */
export const hear = (
  options: Options,
  call: Crm.Call,
  now: number
): Result.Result<ReadonlyArray<string>, Crm.CallRefused> =>
  Result.flatMap(verify(options, call), () => {
    const told = Option.getOrUndefined(decodeTold(call.body))
    if (told === undefined) return refuse("the body is none of version 2.0: set the webhook's version to 2.0")
    const { action, change_source, entity, entity_id, merged_to_id, timestamp, user_id } = told.meta
    const kind = Object.hasOwn(kindOf, entity) ? kindOf[entity] : undefined
    const isOwn =
      change_source === "api" && options.ownUser !== undefined && String(user_id) === String(options.ownUser)
    if (kind === undefined || isOwn) return Result.succeed([])
    const hint = { kind, id: String(entity_id) }
    // of many changes to one thing it is looked at once
    if (action !== "delete") return Result.succeed([encodeHint({ about: "look", ...hint, at: 0 })])
    if (kind !== "persons") return Result.succeed([])
    const at = Math.min(Date.parse(timestamp ?? "") || now, now)
    return Result.succeed([
      merged_to_id === undefined || merged_to_id === null
        ? encodeHint({ about: "gone", ...hint, at })
        : encodeHint({ about: "merged", ...hint, into: String(merged_to_id), at })
    ])
  })

/**
 * What there is to see where a call has hinted at it. Whoever is said to be gone, and is there, is not gone.
 *
 * @category receiving
 * @since 0.1.0
 */
export const look = Effect.fnUntraced(function* (
  api: Caller.Caller,
  texts: ReadonlyArray<string>,
  options: Reading.Options,
  now: number
) {
  const hints = texts.flatMap((text) => Option.toArray(decodeHint(text)))
  const changes: Array<Crm.Change> = []
  for (const kind of Reading.kinds) {
    const ids = [...new Set(hints.filter((hint) => hint.kind === kind).map(({ id }) => id))]
    if (ids.length > 0) {
      changes.push(...Reading.changesOf(kind, yield* Reading.read(api, kind, ids, options), options, now))
    }
  }
  const there = new Set(changes.flatMap((change) => (change._tag === "PersonSeen" ? [change.person] : [])))
  for (const { about, at, id, into } of hints) {
    const person = Crm.PersonId.make(id)
    if (about === "look" || there.has(person)) continue
    changes.push(
      into === undefined
        ? { _tag: "PersonGone", person, at, isErased: false }
        : { _tag: "PersonMerged", from: person, into: Crm.PersonId.make(into), at }
    )
  }
  return changes
})
