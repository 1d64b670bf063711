/**
 * Work: what is done with a contact whose turn it is?
 *
 * Load → settle what a dead worker left behind → decide → carry out → append what happened → set the next wake-up. The step that
 * whoever drives contacts repeats: the runner's tick, the worker, a cluster. Of many at once, those who need no mail are done
 * together, in as many steps of the store as one.
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

/** What is to be done now; and, if that `isAll`, when to look again. */
interface Plan {
  readonly decisions: ReadonlyArray<Decision.Decision>
  readonly wakeAt: Instant | undefined
  readonly isAll: boolean
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
      return { decisions, wakeAt: Option.getOrUndefined(earliest(wakeAt, ...waits)), isAll: true }
    }
    if (at > 0) return { decisions: decisions.slice(0, at), wakeAt: undefined, isAll: false }
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

/** Until when each message must wait, so that it is given a time once. */
type Waits = Map<Decision.Key, Instant>

/** A contact as they were loaded, and what follows at `now`. `doubtful`: intents without an outcome that can be settled now. */
interface Look extends Plan {
  readonly history: History.History
  readonly account: Account.Account | undefined
  readonly state: State.State
  readonly version: number
  readonly now: Instant
  readonly doubtful: ReadonlyArray<State.Send>
}

const lookAt = (
  { gate, program }: Setting,
  { account, history, version }: Pick<Look, "account" | "history" | "version">,
  waits: Waits
): Effect.Effect<Look> =>
  Effect.gen(function* () {
    const state = Fold.of(history)
    const now = yield* Clock.currentTimeMillis
    const heldUntil = ({ key }: Decision.Send): Instant | undefined => {
      const known = waits.get(key)
      if (known !== undefined && known > now) return known
      const held = state.email === undefined ? undefined : gate.heldUntil(state.email, now)
      if (held !== undefined) waits.set(key, held)
      return held
    }
    const begun = yield* Clock.monotonicTimeNanos
    const { decisions, isAll, wakeAt } = plan(program, history, now, account, heldUntil)
    const took = (yield* Clock.monotonicTimeNanos) - begun
    yield* Metric.update(Telemetry.decideTime, Number(took) / 1e6)
    // what was on its way under an id that was merged into this one is for the worker of that one
    const doubts = State.sends(state).filter(
      ({ key, status }) => status === "intended" && !Inheritance.isInherited(state, key)
    )
    const doubtful = doubts.filter(({ key }) => (waits.get(key) ?? now) <= now)
    const next = Option.getOrUndefined(earliest(wakeAt, ...doubts.map(({ key }) => waits.get(key))))
    return { history, account, state, version, now, decisions, isAll, wakeAt: next, doubtful }
  }).pipe(Effect.withSpan("temoin.decide"))

const known = (stored: HistoryStore.Loaded) =>
  Effect.map(Writing.historyOf(stored), (history) => ({
    history,
    account: Option.getOrUndefined(stored.account),
    version: stored.version
  }))

/** An append that ends the claim. */
interface Settling extends HistoryStore.Append {
  readonly settle: Option.Option<Instant>
}

/**
 * What settles a contact for whom no mail is to leave: everything decided is recorded, as decided at that time, and the next
 * turn is set, in one step. `undefined`: there is more to do than that.
 */
const settling = (
  claim: HistoryStore.Claim,
  { decisions, doubtful, isAll, now: decidedAt, version, wakeAt }: Look,
  now: Instant
): Settling | undefined => {
  if (!isAll || doubtful.length > 0) return undefined
  const events: Array<Event.Event> = []
  for (const decision of decisions) {
    if (Decision.isSend(decision)) return undefined
    events.push(Outcome.recorded(decision, decidedAt))
  }
  const settle = Option.fromUndefinedOr(wakeAt)
  return { contact: claim.contact, claim, now, expected: version, events, settle }
}

const isStoreError = (refusal: HistoryStore.Refusal): boolean => refusal._tag === "StoreError"

/**
 * Is something wrong with one of them, which each by itself will show? Fails when the store does not answer at all: that speaks
 * against none of them, and they are given back if possible.
 */
const isThere = Effect.fnUntraced(function* (claims: ReadonlyArray<HistoryStore.Claim>) {
  const store = yield* HistoryStore.HistoryStore
  yield* Effect.tapError(store.nextDue, () => Effect.ignore(store.release(claims)))
})

/**
 * How they `ended`, and whom it `left`.
 *
 * @category models
 * @since 0.1.0
 */
export interface Together {
  readonly ended: ReadonlyArray<Ended>
  readonly left: ReadonlyArray<HistoryStore.Claim>
}

/**
 * Works on those of many claimed contacts for whom no mail is to leave: loads all at one go, and writes at one go what was decided.
 * The others are left for `work`: those with mails, which are decided on again on what is known when they leave, and those with
 * whom something is wrong. Whoever another worker has is in neither. Fails when the store does not answer.
 *
 * @category running
 * @since 0.1.0
 */
export const together = Effect.fnUntraced(function* (
  setting: Setting,
  claims: ReadonlyArray<HistoryStore.Claim>,
  isOver: () => boolean = () => false
): Effect.fn.Return<Together, HistoryStore.StoreError, HistoryStore.HistoryStore> {
  const store = yield* HistoryStore.HistoryStore
  const contacts = claims.map(({ contact }) => contact)
  const loaded = yield* store.loadAll(contacts).pipe(Effect.withSpan("temoin.load"), Effect.sandbox, Effect.result)
  if (Result.isFailure(loaded)) {
    yield* isThere(claims)
    return { ended: [], left: claims }
  }
  const decided: Array<{ readonly claim: HistoryStore.Claim; readonly append: Settling; readonly heldBack: number }> =
    []
  const decide = Effect.fnUntraced(function* (claim: HistoryStore.Claim, stored: HistoryStore.Loaded) {
    const waits: Waits = new Map()
    const look = yield* lookAt(setting, yield* known(stored), waits)
    const append = look.state.mergedInto === undefined ? settling(claim, look, look.now) : undefined
    if (append !== undefined) decided.push({ claim, append, heldBack: waits.size > 0 ? 1 : 0 })
  })
  for (const [index, claim] of claims.entries()) {
    const stored = loaded.success[index]
    if (stored === undefined || isOver()) break
    yield* Effect.ignoreCause(decide(claim, stored))
  }
  if (decided.length === 0) return { ended: [], left: claims }
  const now = yield* Clock.currentTimeMillis
  const written = yield* store.appendAll(decided.map(({ append }) => ({ ...append, now }))).pipe(
    Effect.withSpan("temoin.append"),
    Effect.catchDefect(() => Effect.succeed([]))
  )
  if (written.every((result) => Result.isFailure(result) && isStoreError(result.failure))) yield* isThere(claims)
  const ended: Array<Ended> = []
  const gone = new Set<HistoryStore.Claim>()
  for (const [index, { append, claim, heldBack }] of decided.entries()) {
    const result = written[index]
    const isSettled = result !== undefined && Result.isSuccess(result)
    if (isSettled) {
      ended.push({ ...none, recorded: append.events.length, heldBack, as: "Settled", problem: undefined })
    }
    if (isSettled || result?.failure._tag === "StaleClaim") gone.add(claim)
  }
  return { ended, left: claims.filter((claim) => !gone.has(claim)) }
})

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
      const waits: Waits = new Map()
      for (let round = 0; round < rounds; round++) {
        const stored = yield* Effect.withSpan(store.load(claim.contact), "temoin.load")
        const look = yield* lookAt(setting, yield* known(stored), waits)
        if (isOver()) {
          yield* store.release([claim])
          return ended("Released")
        }
        const { mergedInto } = look.state
        const step = Effect.gen(function* () {
          const now = yield* Clock.currentTimeMillis
          const request = settling(claim, look, now)
          if (request === undefined) {
            return yield* carryOut({ ...setting, ...look, claim, done, waits, isOver })
          }
          if (mergedInto !== undefined) yield* Writing.bringAlong(look.history, mergedInto)
          yield* Effect.withSpan(store.append(request), "temoin.append")
          done.recorded += request.events.length
          return true
        })
        const stepped = yield* Effect.result(step)
        if (Result.isFailure(stepped)) {
          if (stepped.failure._tag === "Conflict") continue
          return yield* Effect.fail(stepped.failure)
        }
        if (stepped.success) {
          done.heldBack = waits.size > 0 ? 1 : 0
          return ended("Settled")
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

interface Working extends Setting, Look {
  readonly claim: HistoryStore.Claim
  readonly done: Mutable<Done>
  readonly waits: Waits
  readonly isOver: () => boolean
}

/**
 * First settles what a dead worker left behind, then carries out the decisions in their order. Each step is written
 * under the claim; each intent and record also under the version it was decided on, so that nothing decided on an old
 * history is done; and an ask that was judged against the account under the account's version, so that of two colleagues'
 * asks one is decided again. Gives whether the contact is settled: when nothing follows from what became of the last
 * message, its next turn is set in the step that records that.
 */
const carryOut = Effect.fnUntraced(function* (
  working: Working
): Effect.fn.Return<boolean, HistoryStore.Refusal, Ports> {
  const { account, claim, decisions, done, doubtful, gate, isOver, state, version, waits } = working
  const store = yield* HistoryStore.HistoryStore
  const { contact } = claim
  let { history } = working
  let expected = version

  /** The version of the account that the decision was judged against, and as often more as we have written since. */
  const judgedAgainst = (decision: Decision.Decision) => {
    const judged = Decision.isAsk(decision) ? decision.accountVersion : undefined
    return account !== undefined && judged !== undefined
      ? { expectedAccount: { id: account.id, version: judged + expected - version } }
      : {}
  }

  const write = Effect.fnUntraced(function* (
    events: ReadonlyArray<Event.Event>,
    rest: Pick<HistoryStore.Append, "expected" | "expectedAccount" | "settle">
  ) {
    const now = yield* Clock.currentTimeMillis
    const written = yield* Effect.withSpan(store.append({ contact, claim, now, events, ...rest }), "temoin.append", {
      attributes: { "temoin.events": events.map(({ _tag }) => _tag) }
    })
    const isMoved = written.version !== expected + 1
    if (isMoved) return yield* new HistoryStore.Conflict({ contact, expected: expected + 1, actual: written.version })
    expected = written.version
    history = yield* Effect.mapError(
      Effect.fromResult(History.append(history, events)),
      ({ id }) => new HistoryStore.EventClash({ contact, id })
    )
  })

  /** What sets the next turn in the same step as this event, when nothing else follows from it. */
  const settled = Effect.fnUntraced(function* (event: Event.Event) {
    const next = History.append(history, [event])
    if (Result.isFailure(next)) return undefined
    const look = yield* lookAt(working, { account, history: next.success, version: expected }, waits)
    return look.state.mergedInto === undefined ? settling(claim, look, look.now) : undefined
  })

  /** Gives whether the contact is settled. */
  const record = Effect.fnUntraced(function* (key: Decision.Key, delivered: Delivery.Delivered, isLast: boolean) {
    if (delivered._tag === "InDoubt") {
      waits.set(key, delivered.until)
      return false
    }
    const outcome = outcomeOf(delivered)
    if (outcome !== undefined) {
      done[outcome]++
      yield* Telemetry.count(outcome)
    }
    const request = isLast ? yield* settled(delivered) : undefined
    if (request !== undefined) {
      const { events, settle } = request
      const written = yield* Effect.result(write([delivered, ...events], { expected, settle }))
      if (Result.isSuccess(written)) {
        done.recorded += events.length
        return true
      }
      if (written.failure._tag !== "Conflict") return yield* Effect.fail(written.failure)
    }
    // what became of a message is true whatever happened meanwhile
    yield* write([delivered], {})
    return false
  })

  for (const send of doubtful) {
    const isSettled = yield* record(send.key, yield* Delivery.settle(working, send), send === doubtful.at(-1))
    if (isSettled) return true
    if (isOver()) return false
  }
  // what was decided counted these as sent; perhaps they were not
  if (doubtful.length > 0) return false

  for (const decision of decisions) {
    const now = yield* Clock.currentTimeMillis
    if (!Decision.isSend(decision)) {
      yield* write([Outcome.recorded(decision, now)], { expected })
      done.recorded++
      continue
    }
    const attempt: Outcome.Attempt = {
      attempt: State.nextAttempt(state, decision.key),
      reference: Reference.ofKey(decision.key),
      // `decide` lets no message go to a contact without an address
      address: state.email!
    }
    if (isOver() || !gate.enter(attempt.address, now)) return false
    yield* write([Outcome.intended(decision, attempt, now)], { expected, ...judgedAgainst(decision) })
    const delivered = yield* Delivery.deliver(working, decision, { ...attempt, intendedAt: now }, false)
    // the rest was decided as if this one had been sent
    const isLast = decision === decisions.at(-1) || delivered._tag !== "Sent"
    if (yield* record(decision.key, delivered, isLast)) return true
    if (delivered._tag !== "Sent") return false
  }
  return false
})
