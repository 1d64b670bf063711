/**
 * WebhookCrm: how does a system that has nothing but an address come to know what customers said?
 *
 * Everything that is to be told is posted to one address, signed as in Standard Webhooks. Whoever is there answers 2xx to what it has,
 * does with it what it likes, and need not know the rest. What happens there it may post to us, signed the same way, or give when it
 * is asked; or neither.
 *
 * @since 0.1.0
 */
import * as Crm from "@temoin/core/ports/Crm"
import * as Budget from "@temoin/crm/Budget"
import * as Caller from "@temoin/crm/Caller"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { randomUUID } from "node:crypto"
import * as Signature from "./Signature.ts"
import * as Wire from "./Wire.ts"

/**
 * - `url`: where everything is posted to.
 * - `secret`: "whsec_" and base64. Of several the first signs; what comes in may be signed with any of them, so that one can be changed.
 * - `name`: what it is called, for ever (default "webhook").
 * - `fetch`: for tests.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  readonly url: string
  readonly secret: string | ReadonlyArray<string>
  readonly name?: string
  readonly fetch?: (input: string, init: RequestInit) => Promise<Response>
}

/** The address is none that can be called. @category errors @since 0.1.0 */
export class InvalidUrl extends Schema.TaggedError<InvalidUrl>()("InvalidUrl", { url: Schema.String }) {
  override get message() {
    return `url is ${JSON.stringify(this.url.slice(0, 200))}: give an address that begins with https:// or http://`
  }
}

/** So many posts are under way at a time. */
const concurrency = 4
const largest = 1_000_000

/**
 * The CRM at an address.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (options: Options): Result.Result<Crm.Crm["Service"], InvalidUrl | Signature.InvalidSecret> =>
  Result.gen(function* () {
    const { fetch = (input, init) => globalThis.fetch(input, init), name = "webhook", secret } = options
    if (!URL.canParse(options.url)) return yield* Result.fail(new InvalidUrl({ url: options.url }))
    const url = new URL(options.url)
    if (url.protocol !== "https:" && url.protocol !== "http:")
      return yield* Result.fail(new InvalidUrl({ url: url.protocol }))
    const path = url.pathname + url.search
    const [first, ...rest] = yield* Result.all((typeof secret === "string" ? [secret] : secret).map(Signature.key))
    if (first === undefined) return yield* Result.fail(new Signature.InvalidSecret())
    const keys = [first, ...rest]
    // whoever is there says itself when it is too much
    const budget = Budget.make({
      crm: name,
      rates: [],
      day: { name: "calls today", limit: Number.MAX_SAFE_INTEGER, keep: 0 }
    })

    /** `id`: by which whoever is there knows what it has already. The same for every try. */
    const post = Effect.fnUntraced(function* (
      message: Wire.Message,
      id: string = randomUUID(),
      repeat: Caller.Repeat = "same"
    ) {
      const clock = yield* Clock.Clock
      const caller = Caller.make({
        name,
        baseUrl: url.origin,
        fetch,
        headers: async (body = "") => Signature.headers(first, id, body, clock.currentTimeMillisUnsafe()),
        budget,
        takes: () => ({ kind: message.kind, cost: 0 }),
        left: () => ({ limit: 0, left: -1 }),
        wait: ({ headers }) => waitIn(headers),
        meaning
      })
      const { body, status } = yield* caller.call({ method: "POST", path, body: message, repeat }, 410)
      const read = Wire.answer(body)
      if (Result.isFailure(read)) {
        const problem = `${name}: what it answers to "${message.kind}" cannot be read: ${read.failure}`
        return yield* new Crm.CrmError({ reason: "misconfigured", problem })
      }
      const { into, message: said } = read.success
      if (status === 410) {
        return yield* new Crm.CrmError({
          reason: "gone",
          problem: `${name}: ${said ?? "the person is not there any more"}`.slice(0, 1000),
          ...(into !== undefined && { into })
        })
      }
      return read.success
    })

    const tellOne = (card: Crm.Card) =>
      Effect.map(post(Wire.contact(card)), ({ person }) => person ?? card.person ?? Crm.PersonId.make(card.contact))

    return Crm.Crm.of({
      name,
      tell: (cards) => Effect.forEach(cards, (card) => Caller.alone(tellOne(card)), { concurrency }),
      // by its mark it is known there, whether an earlier try got through or not
      add: (entry, mayExist) =>
        Effect.map(
          post(Wire.entry(entry), entry.mark, mayExist ? "same" : "once"),
          (answer) => answer.entry ?? Crm.EntryId.make(entry.mark)
        ),
      complete: (task) =>
        post({ kind: "done", entry: task }).pipe(
          Effect.catchIf(
            ({ reason }) => reason === "gone",
            () => Effect.void
          ),
          Effect.asVoid
        ),
      forget: (person, entries) =>
        post({ kind: "forget", person, entries }).pipe(
          Effect.catchIf(
            ({ reason }) => reason === "gone",
            () => Effect.void
          ),
          Effect.asVoid
        ),
      people: (people) => Effect.map(post({ kind: "people", people }), (answer) => answer.people ?? []),
      changes: (cursor = "") =>
        Effect.map(post({ kind: "changes", cursor: cursor === "" ? null : cursor }), (answer) => ({
          changes: answer.changes ?? [],
          cursor: answer.cursor ?? cursor,
          // without a cursor to go on from there is nothing more to ask for
          isDone:
            answer.isDone ??
            (answer.cursor === undefined || answer.cursor === cursor || (answer.changes ?? []).length === 0)
        })),
      webhooks: {
        hear: (call, now) => Effect.fromResult(hear(keys, call, now)),
        look: (hints) =>
          Effect.succeed(hints.flatMap((hint) => Result.getOrElse(Wire.changes(`{"changes":[${hint}]}`), () => [])))
      },
      check: Effect.map(post({ kind: "check" }), ({ missingFields = [], problems = [] }) => ({
        missingScopes: [],
        missingFields,
        problems
      })),
      setUp: Effect.map(post(Wire.setUp), ({ made = [] }) => made),
      preview: (card, entries) =>
        [Wire.contact(card), ...entries.map(Wire.entry)].map((body) => ({ method: "POST", path, body })),
      allowances: Effect.succeed([])
    })
  })

const waitIn = (headers: Headers): number => {
  const seconds = Number(headers.get("retry-after") ?? Number.NaN)
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, 86_400) * 1000 : 1000
}

const meaning = (answer: Caller.Answer): Caller.Meaning | undefined => {
  const { status } = answer
  if (status === 401 || status === 403) {
    return {
      reason: "misconfigured",
      problem: `does not take our signature (${status}): is the secret the same on both sides?`
    }
  }
  if (status === 404 || status === 405) {
    return { reason: "misconfigured", problem: `nobody is at this address (${status}): is the url right?` }
  }
  const wait = answer.headers.get("retry-after")
  return status === 503 && wait !== null
    ? { reason: "unavailable", problem: `is down (503) ${Caller.saidIn(answer)}`, retryAfter: waitIn(answer.headers) }
    : undefined
}

const hear = (
  keys: ReadonlyArray<Buffer>,
  call: Crm.Call,
  now: number
): Result.Result<ReadonlyArray<string>, Crm.CallRefused> =>
  Result.gen(function* () {
    if (call.body.length > largest)
      return yield* Result.fail(new Crm.CallRefused({ problem: "the webhook: it is too large" }))
    yield* Signature.verify(keys, call, now)
    const changes = yield* Result.mapError(
      Wire.changes(call.body),
      (problem) => new Crm.CallRefused({ problem: `the webhook: ${problem}` })
    )
    return changes.map((change) => JSON.stringify(change))
  })

/**
 * The CRM at an address. Fails when the address or the secret cannot be used.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer = (options: Options): Layer.Layer<Crm.Crm, InvalidUrl | Signature.InvalidSecret> =>
  Layer.effect(Crm.Crm, Effect.fromResult(make(options)))
