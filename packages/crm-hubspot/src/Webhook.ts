/**
 * Webhook: is this call HubSpot's, and what is it about?
 *
 * @since 0.1.0
 */
import * as Crm from "@temoin/core/ports/Crm"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { createHmac } from "node:crypto"
import type * as Caller from "@temoin/crm/Caller"
import * as Secret from "@temoin/crm/Secret"
import * as Reading from "./Reading.ts"

/**
 * `secret`: the app's client secret. `publicUrl`: the address that HubSpot calls, as it is set there; behind a proxy it is not the
 * one that the host sees. `appId`: our own app's, so that what we wrote ourselves is not looked at again.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  readonly secret: string
  readonly publicUrl: string
  readonly appId?: number
}

/** HubSpot says so; so old may a call be, and so far ahead its clock. */
const oldest = 5 * 60_000
const largest = 1_000_000

/** What HubSpot decodes in an address before it signs it, as its guide says. */
const decoded = (url: string): string =>
  url.replaceAll(/%(3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi, (code) => decodeURIComponent(code))

/**
 * The signature of a call, version 3.
 *
 * @category verifying
 * @since 0.1.0
 */
export const sign = (secret: string, method: string, url: string, body: string, timestamp: string): string =>
  createHmac("sha256", secret)
    .update(method + url + body + timestamp, "utf8")
    .digest("base64")

const refuse = (problem: string) => Result.fail(new Crm.CallRefused({ problem: `HubSpot's webhook: ${problem}` }))

/**
 * Is it HubSpot's own, and fresh?
 *
 * @category verifying
 * @since 0.1.0
 */
export const verify = (
  { publicUrl, secret }: Options,
  { body, headers, method, url }: Crm.Call,
  now: number
): Result.Result<void, Crm.CallRefused> => {
  const timestamp = headers["x-hubspot-request-timestamp"] ?? ""
  const signature = headers["x-hubspot-signature-v3"] ?? ""
  if (signature === "" || !/^\d{1,16}$/.test(timestamp)) return refuse("the call is not signed")
  if (Math.abs(now - Number(timestamp)) > oldest)
    return refuse("the call is older than five minutes, or a clock is wrong")
  if (body.length > largest) return refuse("the call is too large")
  const query = url.indexOf("?")
  const uri = publicUrl + (query === -1 ? "" : url.slice(query))
  const isOurs = [uri, decoded(uri)].some((one) =>
    Secret.isSame(sign(secret, method.toUpperCase(), one, body, timestamp), signature)
  )
  return isOurs
    ? Result.void
    : refuse("the signature is wrong: is the secret right, and the public address the one set in HubSpot?")
}

const id = Schema.Union([Schema.Number, Schema.String])
const Told = Schema.Struct({
  subscriptionType: Schema.String,
  objectId: Schema.optionalKey(id),
  occurredAt: Schema.optionalKey(Schema.Number),
  changeSource: Schema.optionalKey(Schema.String),
  sourceId: Schema.optionalKey(Schema.String),
  primaryObjectId: Schema.optionalKey(id),
  mergedObjectIds: Schema.optionalKey(Schema.Array(id)),
  newObjectId: Schema.optionalKey(id)
})
const decodeBody = Schema.decodeUnknownOption(Schema.fromJsonString(Schema.Array(Schema.Unknown)))
const decodeTold = Schema.decodeUnknownOption(Told)

const Hint = Schema.fromJsonString(
  Schema.Struct({
    about: Schema.Literals(["look", "gone", "erased", "merged"]),
    kind: Schema.Literals(Reading.kinds),
    id: Schema.String,
    into: Schema.optionalKey(Schema.String),
    at: Schema.Number
  })
)
const encodeHint = Schema.encodeSync(Hint)
const decodeHint = Schema.decodeUnknownOption(Hint)

const kindOf: { readonly [name: string]: Reading.Kind } = {
  contact: "contacts",
  deal: "deals",
  ticket: "tickets",
  "0-47": "meetings",
  "0-27": "tasks"
}

/**
 * What a call is about, each thing once: who was deleted, erased, merged, and what is to be looked at. What is of no interest is
 * left out.
 *
 * @category receiving
 * @since 0.1.0
 */
export const hear = (
  options: Options,
  call: Crm.Call,
  now: number
): Result.Result<ReadonlyArray<string>, Crm.CallRefused> =>
  Result.flatMap(verify(options, call, now), () => {
    const list = decodeBody(call.body)
    if (Option.isNone(list)) return refuse("the body is no list")
    const hints = list.value.slice(0, 1000).flatMap((one) => {
      const told = Option.getOrUndefined(decodeTold(one))
      return told === undefined ? [] : hintsOf(told, options.appId, now)
    })
    return Result.succeed([...new Set(hints)])
  })

const hintsOf = (told: typeof Told.Type, appId: number | undefined, now: number): ReadonlyArray<string> => {
  const [name = "", what] = told.subscriptionType.split(".")
  const kind = Object.hasOwn(kindOf, name) ? kindOf[name] : undefined
  if (kind === undefined) return []
  // "userId:…", "appId:…": whoever made the change
  if (appId !== undefined && told.changeSource === "INTEGRATION" && told.sourceId === String(appId)) return []
  const at = Math.min(told.occurredAt ?? now, now)
  if (what === "merge" && kind === "contacts") {
    const into = told.newObjectId ?? told.primaryObjectId
    const from = [
      ...(told.mergedObjectIds ?? []),
      ...(told.primaryObjectId === undefined ? [] : [told.primaryObjectId])
    ]
    return into === undefined
      ? []
      : from.flatMap((one) =>
          String(one) === String(into)
            ? []
            : [encodeHint({ about: "merged", kind, id: String(one), into: String(into), at })]
        )
  }
  if (told.objectId === undefined) return []
  const about = what === "privacyDeletion" ? "erased" : what === "deletion" ? "gone" : "look"
  if (about !== "look" && kind !== "contacts") return []
  // of many changes to one object the object is looked at once
  return [encodeHint({ about, kind, id: String(told.objectId), at: about === "look" ? 0 : at })]
}

/**
 * What there is to see where a call has hinted at it, oldest first.
 *
 * @category receiving
 * @since 0.1.0
 */
export const look = Effect.fnUntraced(function* (
  api: Caller.Caller,
  prefix: string,
  texts: ReadonlyArray<string>,
  now: number
) {
  const hints = texts.flatMap((text) => Option.toArray(decodeHint(text)))
  const changes: Array<Crm.Change> = []
  for (const kind of Reading.kinds) {
    const ids = [...new Set(hints.filter((hint) => hint.about === "look" && hint.kind === kind).map(({ id }) => id))]
    for (let at = 0; at < ids.length; at += 100) {
      const objects = yield* read(api, prefix, kind, ids.slice(at, at + 100))
      changes.push(...(yield* Reading.changesOf(api, kind, objects, now)))
    }
  }
  for (const { about, at, id, into } of hints) {
    const person = Crm.PersonId.make(id)
    if (about === "merged" && into !== undefined) {
      changes.push({ _tag: "PersonMerged", from: person, into: Crm.PersonId.make(into), at })
    }
    if (about === "gone" || about === "erased") {
      changes.push({ _tag: "PersonGone", person, at, isErased: about === "erased" })
    }
  }
  return changes
})

/** These objects as they are now; those who are not there are left out. @category reading @since 0.1.0 */
export const read = Effect.fnUntraced(function* (
  api: Caller.Caller,
  prefix: string,
  kind: Reading.Kind,
  ids: ReadonlyArray<string>
) {
  const { body } = yield* api.call({
    method: "POST",
    path: `${prefix}/${kind}/batch/read`,
    repeat: "read",
    body: { properties: Reading.properties[kind], propertiesWithHistory: [], inputs: ids.map((id) => ({ id })) }
  })
  return Reading.listIn(body).objects
})
