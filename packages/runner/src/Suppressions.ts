/**
 * Suppressions: which addresses are not written to, and through whom?
 *
 * @since 0.1.0
 */
import * as Contact from "@temoin/core/Contact"
import type * as Decision from "@temoin/core/Decision"
import type * as HistoryStore from "@temoin/core/ports/HistoryStore"
import * as Port from "@temoin/core/ports/Projections"
import type * as Reason from "@temoin/core/Reason"
import type * as State from "@temoin/core/State"
import * as Suppression from "@temoin/core/Suppression"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Fact from "./Fact.ts"

/**
 * Where a worker looks whether an address is on the list: in a store that keeps projections; `none`: nobody knows of it.
 *
 * @category services
 * @since 0.1.0
 */
export const Listed: Context.Reference<Option.Option<Port.Projections["Service"]>> = Context.Reference(
  "@temoin/runner/Suppressions/Listed",
  { defaultValue: () => Option.none<Port.Projections["Service"]>() }
)

/**
 * Why nothing may leave for this address, because of what somebody else behind it has said; `undefined`: nothing speaks against it.
 * What the contact has said, and those who were merged into them, is looked after by the rules. The confirmation of a withdrawal
 * is what they are owed. A store that keeps no projections knows of nobody else.
 *
 * @category reading
 * @since 0.1.0
 */
export const withheld = Effect.fnUntraced(function* (
  state: State.State,
  decision: Decision.Send,
  address: string
): Effect.fn.Return<Suppression.Suppression | undefined, HistoryStore.StoreError> {
  const projections = yield* Listed
  if (Option.isNone(projections) || decision._tag === "Confirm") return undefined
  const own = new Set([state.contact, ...state.merged.map(({ contact }) => contact)])
  const found = yield* Effect.catch(projections.value.suppressed(address), (error) =>
    error === Port.notTold ? Effect.succeed([]) : Effect.fail(error)
  )
  return found.find(({ contact }) => !own.has(contact))
})

/**
 * An address that is not written to: since when, through whom, why, and the same in a sentence.
 *
 * @category models
 * @since 0.1.0
 */
export interface Suppressed {
  readonly address: string
  readonly contact: string
  readonly why: Suppression.Why
  readonly since: number
  readonly sentence: Readonly<Record<Reason.Language, string>>
}

/**
 * The list of addresses that must not be written to: hard bounces, spam reports, opt-outs of everything.
 *
 * @category models
 * @since 0.1.0
 */
export interface Suppressions {
  /** Why this address is not written to, however it is spelled. Empty: nothing is known against it. */
  readonly why: (address: string) => Promise<ReadonlyArray<Suppressed>>
  /** Up to `limit` entries (default 100, at most 1,000) behind `after`, by address. */
  readonly list: (page?: { readonly after?: Suppressed; readonly limit?: number }) => Promise<ReadonlyArray<Suppressed>>
}

const readAddress = Fact.read(Contact.EmailAddress, "address")
const readPage = Fact.read(
  Schema.Struct({
    after: Schema.optionalKey(
      Schema.Struct({ address: Schema.String, contact: Contact.ContactId, why: Suppression.Why, since: Schema.Int })
    ),
    limit: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1000 }))
  })
)

const spoken = (one: Port.ContactSuppression): Suppressed => ({
  ...one,
  sentence: { en: Suppression.sentence(one, "en"), fr: Suppression.sentence(one, "fr") }
})

/**
 * The list over a store.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (use: <A, E>(effect: Effect.Effect<A, E, Port.Projections>) => Promise<A>): Suppressions => ({
  why: (address) =>
    use(
      Effect.gen(function* () {
        const projections = yield* Port.Projections
        const found = yield* projections.suppressed(yield* Effect.fromResult(readAddress(address)))
        return found.map(spoken)
      })
    ),

  list: ({ after, limit = 100 } = {}) =>
    use(
      Effect.gen(function* () {
        const projections = yield* Port.Projections
        const begin = after && { address: after.address, contact: after.contact, why: after.why, since: after.since }
        const page = yield* Effect.fromResult(readPage({ limit, ...(begin !== undefined && { after: begin }) }))
        const found = yield* projections.suppressions({ after: Option.fromUndefinedOr(page.after), limit: page.limit })
        return found.map(spoken)
      })
    )
})
