/**
 * Delivery: what became of a message?
 *
 * Hands one to the mailer and tells by which event that is recorded. Also of one that somebody else was about to hand over
 * before they died.
 *
 * @since 0.1.0
 */
import type * as Account from "@temoin/core/Account"
import * as Decide from "@temoin/core/Decide"
import type * as Decision from "@temoin/core/Decision"
import type * as Event from "@temoin/core/Event"
import type * as History from "@temoin/core/History"
import type { Instant } from "@temoin/core/Instant"
import * as Outcome from "@temoin/core/Outcome"
import * as Links from "@temoin/core/ports/Links"
import * as Mailer from "@temoin/core/ports/Mailer"
import type * as Program from "@temoin/core/Program"
import * as State from "@temoin/core/State"
import * as Suppression from "@temoin/core/Suppression"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type * as Gate from "./Gate.ts"
import * as Letter from "./Letter.ts"
import * as Suppressions from "./Suppressions.ts"

/**
 * What becomes of a message of which nobody knows whether it left: `giveUp` never sends anything twice and lists it as
 * unknown; `resend` loses nothing, and copies carry one Message-ID. A mailer that can look a message up, or recognises one
 * that it had before, is asked first.
 *
 * @category models
 * @since 0.1.0
 */
export type UnknownSends = "giveUp" | "resend"

/** Who is written to, as they stand. @category models @since 0.1.0 */
export interface Addressee {
  readonly program: Program.Program
  readonly unknownSends: UnknownSends
  readonly gate: Gate.Gate
  readonly history: History.History
  readonly state: State.State
  readonly account: Account.Account | undefined
}

/**
 * The event that says what became of it, or until when nobody knows: then the intent is left as it is and looked at again.
 *
 * @category models
 * @since 0.1.0
 */
export type Delivered = Event.Event | { readonly _tag: "InDoubt"; readonly until: Instant }

const minute = 60_000
const hour = 60 * minute

/** Twice as long ago each time, but not less often than every six hours. */
const lookAgain = (intendedAt: Instant, now: Instant): Instant =>
  now + Math.min(6 * hour, Math.max(minute, now - intendedAt))

/** After so long whoever could know is not asked any more. */
const patience = 72 * hour

/** A mailer's clock is not ours, and neither is its moment of the first hand-over. */
const margin = 5 * minute

/** Will the mailer recognise what was handed to it under this intent, for a while yet? */
const recognises = (mailer: Mailer.Mailer["Service"], intendedAt: Instant, now: Instant): boolean =>
  now < intendedAt + (mailer.deduplicatesFor ?? 0) - margin

/**
 * The words of a server or of a bug are not ours: they must not break the record.
 *
 * @example Delivery.readable("550\u0000 no") // => "550 no"
 * @category conversions
 * @since 0.1.0
 */
export const readable = (problem: string): string => problem.replaceAll("\u0000", "").slice(0, 1000).toWellFormed()

/**
 * Hands a message to the mailer. The intent is recorded already, at `intendedAt`; `isDoubted`: it may have been handed over
 * before.
 *
 * @category sending
 * @since 0.1.0
 */
export const deliver = Effect.fnUntraced(function* (
  { account, gate, program, state, unknownSends }: Addressee,
  decision: Decision.Send,
  attempt: Outcome.Attempt & { readonly intendedAt: Instant },
  isDoubted: boolean
): Effect.fn.Return<Delivered, never, Mailer.Mailer | Links.Links> {
  const mailer = yield* Mailer.Mailer
  const links = yield* Links.Links
  const { address, reference } = attempt
  const withheld = yield* Suppressions.withheld(state, decision, address).pipe(Effect.result)
  if (Result.isFailure(withheld)) {
    gate.through()
    const problem = `whether the address must not be written to could not be looked up: ${withheld.failure.message}`
    return Outcome.failed(decision.key, attempt.attempt, readable(problem), yield* Clock.currentTimeMillis)
  }
  if (withheld.success !== undefined) {
    gate.through()
    const problem = `not handed to the server: ${Suppression.sentence(withheld.success, "en")}`
    const { why } = withheld.success
    return Outcome.refused(decision.key, attempt, problem, yield* Clock.currentTimeMillis, why)
  }
  const message = Letter.make(program, state, account, links, decision, reference, yield* Clock.currentTimeMillis)
  const handedOver = yield* mailer
    .send({ reference, to: { address, ...(state.name !== undefined && { name: state.name }) }, message })
    .pipe(
      Effect.withSpan("temoin.send", {
        kind: "client",
        attributes: { "temoin.reference": reference, "temoin.message": message._tag }
      }),
      Effect.result
    )
  const now = yield* Clock.currentTimeMillis
  const { key } = decision
  if (Result.isSuccess(handedOver)) {
    gate.through()
    return Outcome.sent(key, attempt.attempt, now)
  }
  const { reason } = handedOver.failure
  const problem = readable(handedOver.failure.problem)
  if (reason === "refused") {
    gate.through()
    return Outcome.refused(key, attempt, problem, now)
  }
  gate.astray(problem, reason === "misconfigured", now)
  if (unknownSends === "resend") return Outcome.failed(key, attempt.attempt, problem, now)
  // this one did not leave, but an earlier one under the same intent may have
  if (reason !== "uncertain" && !isDoubted) return Outcome.failed(key, attempt.attempt, problem, now)
  const canBeFound = mailer.lookUp !== undefined || recognises(mailer, attempt.intendedAt, now)
  return canBeFound
    ? { _tag: "InDoubt", until: lookAgain(attempt.intendedAt, now) }
    : Outcome.unknown(key, attempt.attempt, now)
})

/**
 * Settles an intent without an outcome: its sender died, or could not tell. The mailer is asked; else it is sent again where
 * that does no harm, or the policy says so, and all that speaks for sending it still does.
 *
 * @category settling
 * @since 0.1.0
 */
export const settle = Effect.fnUntraced(function* (
  to: Addressee,
  send: State.Send
): Effect.fn.Return<Delivered, never, Mailer.Mailer | Links.Links> {
  const { account, gate, history, program, state, unknownSends } = to
  const mailer = yield* Mailer.Mailer
  const { attempt, decision, intendedAt, key, reference } = send
  // they have replied, or it has bounced, before its sender could say that it left
  if (State.hasTrace(state, reference)) return Outcome.settled(send, "sent", yield* Clock.currentTimeMillis)
  if (mailer.lookUp !== undefined) {
    const found = yield* mailer
      .lookUp(reference)
      .pipe(
        Effect.withSpan("temoin.lookUp", { kind: "client", attributes: { "temoin.reference": reference } }),
        Effect.result
      )
    const now = yield* Clock.currentTimeMillis
    if (Result.isFailure(found)) {
      if (now < intendedAt + patience) return { _tag: "InDoubt", until: lookAgain(intendedAt, now) }
    } else if (found.success !== "unknown") return Outcome.settled(send, found.success, now)
  }
  const now = yield* Clock.currentTimeMillis
  const isHarmless = recognises(mailer, intendedAt, now)
  const mayGoAgain =
    (isHarmless || unknownSends === "resend") &&
    state.email === send.address &&
    Decide.stands(program, history, key, now, account)
  if (!mayGoAgain) return Outcome.unknown(key, attempt, now)
  const held = gate.heldUntil(send.address, now)
  if (held !== undefined) return { _tag: "InDoubt", until: held }
  return gate.enter(send.address, now)
    ? yield* deliver(to, decision, send, isHarmless)
    : { _tag: "InDoubt", until: now + minute }
})
