/**
 * Work: what is done with one contact?
 *
 * Load → settle what a dead worker left behind → decide → carry out → append what happened → set the next wake-up. The step that
 * whoever drives contacts repeats: the runner's tick, the worker, a cluster.
 *
 * No system sends a mail exactly once: a process can die between the server's yes and our note of it. So every message is
 * recorded as intended before it leaves and as sent after. A worker that finds an intent without an outcome knows that its
 * sender died, and settles it.
 *
 * @since 0.1.0
 */
import type * as Account from "@temoin/core/Account"
import * as BackOff from "@temoin/core/BackOff"
import type * as Contact from "@temoin/core/Contact"
import * as Decide from "@temoin/core/Decide"
import * as Decision from "@temoin/core/Decision"
import type * as Event from "@temoin/core/Event"
import * as Fold from "@temoin/core/Fold"
import * as History from "@temoin/core/History"
import * as Inheritance from "@temoin/core/Inheritance"
import type { Instant } from "@temoin/core/Instant"
import * as Outcome from "@temoin/core/Outcome"
import * as HistoryStore from "@temoin/core/ports/HistoryStore"
import type * as Links from "@temoin/core/ports/Links"
import type * as Mailer from "@temoin/core/ports/Mailer"
import type * as Program from "@temoin/core/Program"
import * as State from "@temoin/core/State"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Delivery from "./Delivery.ts"
import type * as Gate from "./Gate.ts"
import * as Reference from "./Reference.ts"
import * as Telemetry from "./Telemetry.ts"
import * as Writing from "./Writing.ts"

/** The ports that the work needs. @category models @since 0.1.0 */
export type Ports = HistoryStore.HistoryStore | Mailer.Mailer | Links.Links

/** @category models @since 0.1.0 */
export interface Setting {
  readonly program: Program.Program
  readonly unknownSends: Delivery.UnknownSends
  readonly gate: Gate.Gate
}

/** A contact that could not be worked on, and why. @category models @since 0.1.0 */
export interface Trouble {
  readonly contact: Contact.ContactId
  readonly problem: string
}

/**
 * What was done: decisions recorded (cases, endings), and messages sent, failed (to be tried again), refused by their address,
 * and unknown. `heldBack` (0 or 1): a message must wait, for the pace, for a mailer in trouble, or because nobody can say yet
 * what became of it.
 *
 * @category models
 * @since 0.1.0
 */
export interface Done {
  readonly recorded: number
  readonly sent: number
  readonly failed: number
  readonly refused: number
  readonly unknown: number
  readonly heldBack: number
}

/**
 * How the work on one contact ended: `Settled` with its next wake-up; `Released` because there was no time; `TakenOver` by a
 * worker with a newer claim; `Failed`. What was done until then is done.
 *
 * @category models
 * @since 0.1.0
 */
export interface Ended extends Done {
  readonly as: "Settled" | "Released" | "TakenOver" | "Failed"
  readonly problem: string | undefined
}

/** A contact that others keep writing to is left for a while after so many rounds. */
const rounds = 100

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

const none: Done = { recorded: 0, sent: 0, failed: 0, refused: 0, unknown: 0, heldBack: 0 }

/** Somebody must come back at this time, or earlier. */
const earliest = (...times: ReadonlyArray<Instant | undefined>): Option.Option<Instant> => {
  const known = times.filter((time) => time !== undefined)
  return known.length === 0 ? Option.none() : Option.some(Math.min(...known))
}

/** What is to be done now, and when to look again if that is all. */
interface Plan {
  readonly decisions: ReadonlyArray<Decision.Decision>
  readonly wakeAt: Instant | undefined
}

/** One intent that counts as failed: what else would be decided if this message had to wait? */
const waiting = (state: State.State, decision: Decision.Send, now: Instant, until: Instant): Array<Event.Event> => {
  const attempt = State.nextAttempt(state, decision.key)
  const sofar = State.send(state, decision.key)?.failures ?? 0
  const events: Array<Event.Event> = []
  // as many failures as it takes for the back-off to reach that far
  for (let failure = 0; failure === 0 || (BackOff.millis(sofar + failure) < until - now && failure < 10); failure++) {
    const reference = Reference.ofKey(decision.key)
    const one = { attempt: attempt + failure, reference, address: state.email ?? "" }
    events.push(Outcome.intended(decision, one, now), Outcome.failed(decision.key, one.attempt, "it must wait", now))
  }
  return events
}

/**
 * What `decide` says, as far as nothing of it must wait. Of what must wait it is asked what would follow if it failed now, so
 * that what needs no mail goes on.
 */
const plan = (
  program: Program.Program,
  history: History.History,
  now: Instant,
  account: Account.Account | undefined,
  heldUntil: (decision: Decision.Send) => Instant | undefined
): Plan => {
  let view = history
  const waits: Array<Instant> = []
  for (;;) {
    const { decisions, wakeAt } = Decide.decide(program, view, now, account)
    const at = decisions.findIndex((decision) => Decision.isSend(decision) && heldUntil(decision) !== undefined)
    const held = decisions[at]
    if (held === undefined || !Decision.isSend(held)) {
      return { decisions, wakeAt: Option.getOrUndefined(earliest(wakeAt, ...waits)) }
    }
    if (at > 0) return { decisions: decisions.slice(0, at), wakeAt: undefined }
    const until = heldUntil(held) ?? now
    waits.push(until)
    view = Result.getOrThrow(History.append(view, waiting(Fold.of(view), held, now, until)))
  }
}

/** What became of a message, when the event tells of one. */
const outcomeOf = ({ _tag }: Event.Event): Telemetry.Outcome | undefined => {
  switch (_tag) {
    case "Sent":
      return "sent"
    case "SendFailed":
      return "failed"
    case "SendRefused":
      return "refused"
    case "SendUnknown":
      return "unknown"
    default:
      return undefined
  }
}

/**
 * Works on one claimed contact until nothing more is to be done, somebody else has it, or `isOver` says that there is no time
 * for more: then its claim is given back. Of one that was merged into another it brings along what that one does not have yet:
 * the merge may have been cut short, or a message have been on its way.
 *
 * Never fails, also when something is broken that has to do with this contact alone.
 *
 * @category running
 * @since 0.1.0
 */
export const work = (
  setting: Setting,
  claim: HistoryStore.Claim,
  isOver: () => boolean = () => false
): Effect.Effect<Ended, never, Ports> =>
  Effect.suspend(() => {
    const done = { ...none }
    const ended = (as: Ended["as"], problem?: string): Ended => ({ ...done, as, problem })
    return Effect.gen(function* () {
      const store = yield* HistoryStore.HistoryStore
      /** Until when each message must wait, so that it is given a time once. */
      const waits = new Map<Decision.Key, Instant>()
      for (let round = 0; round < rounds; round++) {
        const stored = yield* Effect.withSpan(store.load(claim.contact), "temoin.load")
        const history = yield* Writing.historyOf(stored)
        const account = Option.getOrUndefined(stored.account)
        const state = Fold.of(history)
        const now = yield* Clock.currentTimeMillis
        const heldUntil = ({ key }: Decision.Send): Instant | undefined => {
          const known = waits.get(key)
          if (known !== undefined && known > now) return known
          const held = state.email === undefined ? undefined : setting.gate.heldUntil(state.email, now)
          if (held !== undefined) waits.set(key, held)
          return held
        }
        const { decisions, wakeAt } = yield* deciding(() => plan(setting.program, history, now, account, heldUntil))
        // what was on its way under an id that was merged into this one is for the worker of that one
        const doubts = State.sends(state).filter(
          ({ key, status }) => status === "intended" && !Inheritance.isInherited(state, key)
        )
        const doubtful = doubts.filter(({ key }) => (waits.get(key) ?? now) <= now)
        if (isOver()) {
          yield* store.release([claim])
          return ended("Released")
        }
        if (decisions.length === 0 && doubtful.length === 0) {
          if (state.mergedInto !== undefined) {
            const brought = yield* Effect.result(Writing.bringAlong(history, state.mergedInto))
            if (Result.isFailure(brought)) {
              if (brought.failure._tag === "Conflict") continue
              return yield* Effect.fail(brought.failure)
            }
          }
          done.heldBack = waits.size > 0 ? 1 : 0
          const next = earliest(wakeAt, ...doubts.map(({ key }) => waits.get(key)))
          const settled = yield* Effect.result(
            store.settle({ claim, expected: stored.version, wakeAt: next, now: yield* Clock.currentTimeMillis })
          )
          if (Result.isSuccess(settled)) return ended("Settled")
          if (settled.failure._tag === "Conflict") continue
          return yield* Effect.fail(settled.failure)
        }
        const carriedOut = yield* Effect.result(
          carryOut(
            { ...setting, claim, done, waits, history, account, state, version: stored.version, isOver },
            doubtful,
            decisions
          )
        )
        if (Result.isFailure(carriedOut) && carriedOut.failure._tag !== "Conflict") {
          return yield* Effect.fail(carriedOut.failure)
        }
      }
      const problem = `was changed by others again and again while it was worked on (${rounds} times)`
      return yield* new HistoryStore.StoreError({ problem, retryable: true })
    }).pipe(
      // Another worker has the contact, and will do what is to be done.
      Effect.catchTag("StaleClaim", () => Effect.succeed(ended("TakenOver"))),
      Effect.catch((error) => failed(claim, error)),
      Effect.catchDefect((defect) => failed(claim, defect)),
      Effect.map((end) => (typeof end === "string" ? ended("Failed", end) : end)),
      Effect.withSpan("temoin.contact")
    )
  })

/** A contact is tried so often in a row, longer apart each time, before it is put aside. */
const waits = [1, 2, 3, 4].map(BackOff.millis)

/**
 * Notes what is wrong with this contact, and gives it. When not even that can be written, its claim runs out by itself, and
 * nothing speaks against the contact.
 */
const failed = Effect.fnUntraced(function* (claim: HistoryStore.Claim, error: unknown) {
  const store = yield* HistoryStore.HistoryStore
  const problem = Delivery.readable(error instanceof Error ? error.message : String(error))
  const now = yield* Clock.currentTimeMillis
  yield* store.fail({ claim, problem, waits, now }).pipe(Effect.ignoreCause)
  return problem
})

const deciding = (decide: () => Plan) =>
  Effect.gen(function* () {
    const begun = yield* Clock.monotonicTimeNanos
    const decided = decide()
    const took = (yield* Clock.monotonicTimeNanos) - begun
    yield* Metric.update(Telemetry.decideTime, Number(took) / 1e6)
    return decided
  }).pipe(Effect.withSpan("temoin.decide"))

interface Working extends Setting {
  readonly claim: HistoryStore.Claim
  readonly done: Mutable<Done>
  readonly waits: Map<Decision.Key, Instant>
  readonly history: History.History
  readonly account: Account.Account | undefined
  readonly state: State.State
  readonly version: number
  readonly isOver: () => boolean
}

/**
 * First settles what a dead worker left behind, then carries out the decisions in their order. Each step is written
 * under the claim; each intent and record also under the version it was decided on, so that nothing decided on an old
 * history is done; and an ask that was judged against the account under the account's version, so that of two colleagues'
 * asks one is decided again.
 */
const carryOut = Effect.fnUntraced(function* (
  working: Working,
  doubtful: ReadonlyArray<State.Send>,
  decisions: ReadonlyArray<Decision.Decision>
) {
  const { account, claim, done, gate, isOver, state, version, waits } = working
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
    const written = yield* Effect.withSpan(
      store.append({
        contact,
        claim,
        now,
        events: [event],
        // what became of a message is true whatever happened meanwhile
        ...(outcomeOf(event) === undefined && { expected }),
        ...(decision !== undefined && judgedAgainst(decision))
      }),
      "temoin.append",
      { attributes: { "temoin.event": event._tag } }
    )
    const isMoved = written.version !== expected + 1
    if (isMoved) return yield* new HistoryStore.Conflict({ contact, expected: expected + 1, actual: written.version })
    expected = written.version
  })

  const record = Effect.fnUntraced(function* (key: Decision.Key, delivered: Delivery.Delivered) {
    if (delivered._tag === "InDoubt") return void waits.set(key, delivered.until)
    const outcome = outcomeOf(delivered)
    if (outcome !== undefined) {
      done[outcome]++
      yield* Telemetry.count(outcome)
    }
    yield* append(delivered)
  })

  for (const send of doubtful) {
    yield* record(send.key, yield* Delivery.settle(working, send))
    if (isOver()) return
  }
  // what was decided counted these as sent; perhaps they were not
  if (doubtful.length > 0) return

  for (const decision of decisions) {
    const now = yield* Clock.currentTimeMillis
    if (!Decision.isSend(decision)) {
      yield* append(Outcome.recorded(decision, now))
      done.recorded++
      continue
    }
    const attempt: Outcome.Attempt = {
      attempt: State.nextAttempt(state, decision.key),
      reference: Reference.ofKey(decision.key),
      // `decide` lets no message go to a contact without an address
      address: state.email!
    }
    if (isOver() || !gate.enter(attempt.address, now)) return
    yield* append(Outcome.intended(decision, attempt, now), decision)
    const delivered = yield* Delivery.deliver(working, decision, { ...attempt, intendedAt: now }, false)
    yield* record(decision.key, delivered)
    // the rest was decided as if this one had been sent
    if (delivered._tag !== "Sent") return
  }
})
