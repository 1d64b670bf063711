/**
 * Runner: who carries out what was decided?
 *
 * Claim contacts that are due → load → `decide` → carry out through the ports → append what happened → set the next
 * wake-up. Contacts are independent, so any number of workers can share one store.
 *
 * No system sends a mail exactly once: a process can die between the server's yes and our note of it. So every message
 * is recorded as intended before it leaves and as sent after. A worker that finds an intent without an outcome knows
 * that its sender died, and settles it by the policy for unknown sends.
 *
 * @since 0.1.0
 */
import type * as Account from "@temoin/core/Account"
import * as BackOff from "@temoin/core/BackOff"
import type * as Contact from "@temoin/core/Contact"
import * as Decide from "@temoin/core/Decide"
import * as Decision from "@temoin/core/Decision"
import type * as Event from "@temoin/core/Event"
import type * as History from "@temoin/core/History"
import * as Inheritance from "@temoin/core/Inheritance"
import * as Outcome from "@temoin/core/Outcome"
import * as HistoryStore from "@temoin/core/ports/HistoryStore"
import * as Links from "@temoin/core/ports/Links"
import * as Mailer from "@temoin/core/ports/Mailer"
import type * as Program from "@temoin/core/Program"
import * as Fold from "@temoin/core/Fold"
import * as State from "@temoin/core/State"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Letter from "./Letter.ts"
import * as Reference from "./Reference.ts"
import * as Writing from "./Writing.ts"

/**
 * What becomes of a message of which nobody knows whether it left: `giveUp` never sends anything twice and lists it as
 * unknown; `resend` loses nothing, and copies carry one Message-ID.
 *
 * @category models
 * @since 0.1.0
 */
export type UnknownSends = "giveUp" | "resend"

/**
 * - `program`: the rule book.
 * - `unknownSends`: default `giveUp`; a second mail is worse than none.
 * - `claimMillis`: how long a worker has for what it claimed, default ten minutes. Longer than `batch / concurrency`
 *   slow mails take.
 * - `batch`: contacts claimed at a time, default 16. `concurrency`: contacts worked on at a time, default 4.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  readonly program: Program.Program
  readonly unknownSends?: UnknownSends
  readonly claimMillis?: number
  readonly batch?: number
  readonly concurrency?: number
}

/** A contact that could not be worked on, and why. It is tried again when its claim has run out. @category models @since 0.1.0 */
export interface Trouble {
  readonly contact: Contact.ContactId
  readonly problem: string
}

/**
 * What one tick did: contacts looked at, decisions recorded (cases, endings), and messages sent, failed (to be tried
 * again), refused by their address, and unknown. `troubles` names contacts that could not be worked on. `stoppedBy` says
 * why the tick ended before everything due was done.
 *
 * @category models
 * @since 0.1.0
 */
export interface Tick {
  readonly contacts: number
  readonly recorded: number
  readonly sent: number
  readonly failed: number
  readonly refused: number
  readonly unknown: number
  readonly troubles: ReadonlyArray<Trouble>
  readonly stoppedBy: string | undefined
}

/**
 * @category services
 * @since 0.1.0
 */
export class Runner extends Context.Service<
  Runner,
  {
    /** Does everything that is due now, and returns. Safe to call at any time, any number of times, by any worker. */
    readonly tick: Effect.Effect<Tick, HistoryStore.StoreError>
    /** When there will be something to do, as far as is known now. `none`: not before something is recorded. */
    readonly nextDue: Effect.Effect<Option.Option<number>, HistoryStore.StoreError>
  }
>()("@temoin/runner/Runner") {}

/**
 * The runner over a store, a mailer and links.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer = (
  options: Options
): Layer.Layer<Runner, never, HistoryStore.HistoryStore | Mailer.Mailer | Links.Links> =>
  Layer.effect(
    Runner,
    Effect.gen(function* () {
      const store = yield* HistoryStore.HistoryStore
      const context = yield* Effect.context<HistoryStore.HistoryStore | Mailer.Mailer | Links.Links>()
      return Runner.of({ tick: Effect.provide(tick(options), context), nextDue: store.nextDue })
    })
  )

/** So many messages in a row that did not leave for sure say that the server is in trouble, not an address. */
const enough = 5

/** A contact that others keep writing to is left to the next tick after so many rounds. */
const rounds = 100

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** What a tick has done so far, and whether it should go on. */
interface Progress extends Mutable<Omit<Tick, "troubles">> {
  readonly troubles: Array<Trouble>
  astrayInARow: number
}

const tick = Effect.fnUntraced(function* (options: Options) {
  const { batch = 16, claimMillis = 600_000, concurrency = 4 } = options
  const store = yield* HistoryStore.HistoryStore
  const progress: Progress = {
    contacts: 0,
    recorded: 0,
    sent: 0,
    failed: 0,
    refused: 0,
    unknown: 0,
    troubles: [],
    stoppedBy: undefined,
    astrayInARow: 0
  }
  while (progress.stoppedBy === undefined) {
    const now = yield* Clock.currentTimeMillis
    const claims = yield* store.claim({ now, until: now + claimMillis, limit: batch })
    if (claims.length === 0) break
    yield* Effect.forEach(claims, (claim) => work(options, claim, progress), { concurrency, discard: true })
  }
  const { astrayInARow: _, ...done } = progress
  return done satisfies Tick
})

/**
 * Works on one claimed contact until nothing more is to be done, or somebody else has it. Of one that was merged into another
 * it brings along what that one does not have yet: the merge may have been cut short, or a message have been on its way.
 */
const work = (options: Options, claim: HistoryStore.Claim, progress: Progress) =>
  Effect.gen(function* () {
    const store = yield* HistoryStore.HistoryStore
    for (let round = 0; ; round++) {
      if (round === rounds) {
        const problem = `was changed by others again and again while it was worked on (${rounds} times)`
        return yield* Effect.fail(new HistoryStore.StoreError({ problem, retryable: true }))
      }
      const stored = yield* store.load(claim.contact)
      const history = yield* Writing.historyOf(stored)
      const account = Option.getOrUndefined(stored.account)
      const state = Fold.of(history)
      const now = yield* Clock.currentTimeMillis
      const { decisions, wakeAt } = Decide.decide(options.program, history, now, account)
      // what was on its way under an id that was merged into this one is for the worker of that one
      const abandoned = State.sends(state).filter(
        ({ key, status }) => status === "intended" && !Inheritance.isInherited(state, key)
      )
      const isStopped = progress.stoppedBy !== undefined
      if (isStopped || (decisions.length === 0 && abandoned.length === 0)) {
        if (state.mergedInto !== undefined) {
          const brought = yield* Effect.result(Writing.bringAlong(history, state.mergedInto))
          if (Result.isFailure(brought)) {
            if (brought.failure._tag === "Conflict") continue
            return yield* Effect.fail(brought.failure)
          }
        }
        const next = isStopped ? Option.some(now + BackOff.millis(1)) : Option.fromUndefinedOr(wakeAt)
        const settled = yield* Effect.result(
          store.settle({ claim, expected: stored.version, wakeAt: next, now: yield* Clock.currentTimeMillis })
        )
        if (Result.isSuccess(settled)) break
        if (settled.failure._tag === "Conflict") continue
        return yield* Effect.fail(settled.failure)
      }
      const carriedOut = yield* Effect.result(
        carryOut({ options, claim, progress, history, account, state, version: stored.version }, abandoned, decisions)
      )
      if (Result.isFailure(carriedOut) && carriedOut.failure._tag !== "Conflict") {
        return yield* Effect.fail(carriedOut.failure)
      }
    }
    progress.contacts++
  }).pipe(
    // Another worker has the contact, and will do what is to be done.
    Effect.catchTag("StaleClaim", () => Effect.void),
    Effect.catchTags({
      EventClash: (error) => Effect.sync(() => progress.troubles.push(trouble(claim, error))),
      // only of one who was merged into another who was erased: both are one person
      ContactErased: (error) => Effect.sync(() => progress.troubles.push(trouble(claim, error))),
      StoreError: (error) => Effect.sync(() => progress.troubles.push(trouble(claim, error)))
    })
  )

const trouble = (claim: HistoryStore.Claim, error: Error): Trouble => ({
  contact: claim.contact,
  problem: error.message
})

const outcomes: ReadonlySet<Event.Event["_tag"]> = new Set(["Sent", "SendFailed", "SendRefused", "SendUnknown"])

interface Work {
  readonly options: Options
  readonly claim: HistoryStore.Claim
  readonly progress: Progress
  readonly history: History.History
  readonly account: Account.Account | undefined
  readonly state: State.State
  readonly version: number
}

/**
 * First settles what a dead worker left behind, then carries out the decisions in their order. Each step is written
 * under the claim; each intent and record also under the version it was decided on, so that nothing decided on an old
 * history is done; and an ask that was judged against the account under the account's version, so that of two colleagues'
 * asks one is decided again.
 */
const carryOut = Effect.fnUntraced(function* (
  { account, claim, history, options, progress, state, version }: Work,
  abandoned: ReadonlyArray<State.Send>,
  decisions: ReadonlyArray<Decision.Decision>
) {
  const store = yield* HistoryStore.HistoryStore
  const { contact } = claim
  let expected = version

  /** The version of the account that the decision was judged against, and as often more as we have written since. */
  const judgedAgainst = (decision: Decision.Decision) => {
    const judged = Decision.isAsk(decision) ? decision.accountVersion : undefined
    return account !== undefined && judged !== undefined
      ? { expectedAccount: { id: account.id, version: judged + expected - version } }
      : {}
  }

  const append = Effect.fnUntraced(function* (event: Event.Event, decision?: Decision.Decision) {
    const now = yield* Clock.currentTimeMillis
    const isOutcome = outcomes.has(event._tag)
    const written = yield* store.append({
      contact,
      claim,
      now,
      events: [event],
      // what became of a message is true whatever happened meanwhile
      ...(!isOutcome && { expected }),
      ...(decision !== undefined && judgedAgainst(decision))
    })
    const isMoved = written.version !== expected + 1
    if (isMoved) return yield* new HistoryStore.Conflict({ contact, expected: expected + 1, actual: written.version })
    expected = written.version
  })

  for (const send of abandoned) {
    const now = yield* Clock.currentTimeMillis
    const mayGoAgain =
      options.unknownSends === "resend" &&
      state.email === send.address &&
      Decide.stands(options.program, history, send.key, now, account)
    if (mayGoAgain) yield* append(yield* deliver(options, progress, { state, account }, send.decision, send))
    else {
      progress.unknown++
      yield* append(Outcome.unknown(send.key, send.attempt, now))
    }
    if (progress.stoppedBy !== undefined) return
  }
  // what was decided counted these as sent; perhaps they were not
  if (abandoned.length > 0) return

  for (const decision of decisions) {
    const now = yield* Clock.currentTimeMillis
    if (!Decision.isSend(decision)) {
      yield* append(Outcome.recorded(decision, now))
      progress.recorded++
      continue
    }
    const attempt: Outcome.Attempt = {
      attempt: State.nextAttempt(state, decision.key),
      reference: Reference.ofKey(decision.key),
      // `decide` lets no message go to a contact without an address
      address: state.email!
    }
    yield* append(Outcome.intended(decision, attempt, now), decision)
    const outcome = yield* deliver(options, progress, { state, account }, decision, attempt)
    yield* append(outcome)
    // the rest was decided as if this one had been sent
    if (outcome._tag !== "Sent") return
  }
})

/** Hands a message to the mailer, and tells what became of it. */
const deliver = Effect.fnUntraced(function* (
  options: Options,
  progress: Progress,
  { account, state }: Pick<Work, "account" | "state">,
  decision: Decision.Send,
  attempt: Outcome.Attempt
) {
  const mailer = yield* Mailer.Mailer
  const links = yield* Links.Links
  const { address, reference } = attempt
  const message = Letter.make(
    options.program,
    state,
    account,
    links,
    decision,
    reference,
    yield* Clock.currentTimeMillis
  )
  const handedOver = yield* Effect.result(
    mailer.send({ reference, to: { address, ...(state.name !== undefined && { name: state.name }) }, message })
  )
  const now = yield* Clock.currentTimeMillis
  const { key } = decision
  if (Result.isSuccess(handedOver)) {
    progress.sent++
    progress.astrayInARow = 0
    return Outcome.sent(key, attempt.attempt, now)
  }
  const { reason } = handedOver.failure
  // a server's words are not ours: they must not break the record
  const problem = handedOver.failure.problem.replaceAll("\u0000", "").slice(0, 1000).toWellFormed()
  switch (reason) {
    case "refused": {
      progress.refused++
      progress.astrayInARow = 0
      return Outcome.refused(key, attempt, problem, now)
    }
    case "uncertain": {
      if (++progress.astrayInARow >= enough) progress.stoppedBy = problem
      if (options.unknownSends === "resend") {
        progress.failed++
        return Outcome.failed(key, attempt.attempt, problem, now)
      }
      progress.unknown++
      return Outcome.unknown(key, attempt.attempt, now)
    }
    case "unavailable": {
      progress.failed++
      if (++progress.astrayInARow >= enough) progress.stoppedBy = problem
      return Outcome.failed(key, attempt.attempt, problem, now)
    }
    case "misconfigured": {
      progress.failed++
      progress.stoppedBy = problem
      return Outcome.failed(key, attempt.attempt, problem, now)
    }
  }
})
