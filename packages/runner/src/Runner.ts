/**
 * Runner: who carries out what was decided?
 *
 * Claims contacts that are due and works on each of them. Contacts are independent, so any number of workers can share one
 * store.
 *
 * @since 0.1.0
 */
import type * as Contact from "@temoin/core/Contact"
import * as Fold from "@temoin/core/Fold"
import type { Instant } from "@temoin/core/Instant"
import * as HistoryStore from "@temoin/core/ports/HistoryStore"
import { Projections } from "@temoin/core/ports/Projections"
import type * as Program from "@temoin/core/Program"
import * as State from "@temoin/core/State"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Metric from "effect/Metric"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { hostname } from "node:os"
import type * as Breaker from "./Breaker.ts"
import type * as Delivery from "./Delivery.ts"
import * as Gate from "./Gate.ts"
import type * as Pacing from "./Pacing.ts"
import * as Suppressions from "./Suppressions.ts"
import * as Telemetry from "./Telemetry.ts"
import * as Work from "./Work.ts"
import * as Writing from "./Writing.ts"

/**
 * - `program`: the rule book.
 * - `unknownSends`: default `giveUp`; a second mail is worse than none.
 * - `pace`: how many mails may leave in a minute, of this runner. Default: as many as the mailer takes.
 * - `claimMillis`: how long a worker has for what it claimed, default ten minutes. In the last third of it nothing is begun, and
 *   the rest is given back; so longer than three slow mails take.
 * - `batch`: contacts claimed at a time, default 256: those for whom no mail leaves are done together. `concurrency`: mails that
 *   leave at a time, default 4.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  readonly program: Program.Program
  readonly unknownSends?: Delivery.UnknownSends
  readonly pace?: Pacing.Pace
  readonly claimMillis?: number
  readonly batch?: number
  readonly concurrency?: number
}

/**
 * How far a tick may go. What it has claimed by then and not begun is given back, and due for others at once.
 *
 * - `limit`: contacts it looks at, at most.
 * - `until`: it begins nothing more at this time or later. What is being sent then is finished.
 * - `signal`: it begins nothing more once this is aborted.
 *
 * @category models
 * @since 0.1.0
 */
export interface Bounds {
  readonly limit?: number
  readonly until?: Instant
  readonly signal?: AbortSignal
}

/**
 * A contact that could not be worked on, and why. It is tried again after a growing time; after five times in a row it is put
 * aside, see `DeadLetters`.
 *
 * @category models
 * @since 0.1.0
 */
export interface Trouble {
  readonly contact: Contact.ContactId
  readonly problem: string
}

/**
 * What one tick did: contacts looked at, decisions recorded (cases, endings), messages sent, failed (to be tried again), refused
 * by their address, and unknown; contacts that were put back because a message must wait. `troubles` names contacts that could
 * not be worked on. `stoppedBy` says why not everything due was done: the mailer's problem, or the bound that was reached.
 *
 * @category models
 * @since 0.1.0
 */
export interface Tick extends Work.Done {
  readonly contacts: number
  readonly troubles: ReadonlyArray<Trouble>
  readonly stoppedBy: string | undefined
}

/** Works on those of many claimed contacts for whom no mail is to leave. */
type Together = (
  claims: ReadonlyArray<HistoryStore.Claim>,
  isOver: () => boolean
) => Effect.Effect<Work.Together, HistoryStore.StoreError>

/** How long a worker has for what it claimed, unless the options say otherwise. @category constants @since 0.1.0 */
export const defaultClaimMillis = 600_000

/** These options cannot be worked with. @category errors @since 0.1.0 */
export class InvalidOption extends Schema.TaggedError<InvalidOption>()("InvalidOption", {
  option: Schema.String,
  problem: Schema.String
}) {
  override get message() {
    return `\`${this.option}\` ${this.problem}`
  }
}

/**
 * @category services
 * @since 0.1.0
 */
export class Runner extends Context.Service<
  Runner,
  {
    /**
     * Does everything that is due now, or as much of it as the bounds allow, and returns. Safe to call at any time, any number of
     * times, by any worker.
     */
    readonly tick: (bounds?: Bounds) => Effect.Effect<Tick, HistoryStore.StoreError>
    /** Works on one contact that was claimed by somebody else. See `Work.work`. */
    readonly work: WorkOn
    /** When there will be something to do, as far as is known now. `none`: not before something is recorded. */
    readonly nextDue: Effect.Effect<Option.Option<number>, HistoryStore.StoreError>
    /** The latest tick, and when it ended; `undefined`: none yet. */
    readonly lastTick: () => { readonly at: Instant; readonly tick: Tick } | undefined
    /** What the mailer has said lately. */
    readonly mailer: () => Breaker.Breaker
    /**
     * Messages of which nobody knows whether they left: how many were recorded as unknown by ticks of this process, and neither were settled
     * since nor have shown that they came. Of a thousand contacts at most; `UnknownSends.list` knows all.
     */
    readonly unknownSends: Effect.Effect<number, HistoryStore.StoreError>
    /** The mailer is well again: what waits for it may be handed over at once. */
    readonly resume: Effect.Effect<void>
  }
>()("@temoin/runner/Runner") {}

/** Works on one claimed contact until nothing more is to be done, or there is no time for more. @category models @since 0.1.0 */
export type WorkOn = (claim: HistoryStore.Claim, isOver?: () => boolean) => Effect.Effect<Work.Ended>

/**
 * What gives a runner for these options: `layer`, or one that is spread over several machines.
 *
 * @category models
 * @since 0.1.0
 */
export type Engine = (options: Options) => Layer.Layer<Runner, unknown, Work.Ports>

/**
 * A runner over a store, a mailer and links. `spread` is given the work as it is done here, and gives the work that a tick
 * does: elsewhere, one contact at a time. Without it everything is done here, and what can be is done together.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = <E = never, R = never>(
  options: Options,
  spread?: (work: WorkOn) => Effect.Effect<WorkOn, E, R>
): Effect.Effect<Runner["Service"], InvalidOption | E, Work.Ports | R> =>
  Effect.gen(function* () {
    const {
      batch = 256,
      claimMillis = defaultClaimMillis,
      concurrency = 4,
      pace = {},
      program,
      unknownSends = "giveUp"
    } = options
    for (const [option, value] of Object.entries({ batch, claimMillis, concurrency, ...pace })) {
      if (!(value > 0)) return yield* new InvalidOption({ option, problem: `is ${value}: give a number above 0` })
    }
    const store = yield* HistoryStore.HistoryStore
    const context = yield* Effect.context<Work.Ports>()
    const listed = yield* Effect.serviceOption(Projections)
    const gate = Gate.make(`${hostname()} ${process.pid}`, pace)
    const setting = { program, unknownSends, gate }
    const here: WorkOn = (claim, isOver) =>
      Effect.provide(Work.work(setting, claim, isOver), context).pipe(
        Effect.provideService(Suppressions.Listed, listed)
      )
    const work = spread === undefined ? here : yield* spread(here)
    const together: Together =
      spread === undefined
        ? (claims, isOver) => Effect.provide(Work.together(setting, claims, isOver), context)
        : (left) => Effect.succeed({ ended: [], left })
    let last: { readonly at: Instant; readonly tick: Tick } | undefined
    const doubted = new Set<Contact.ContactId>()
    return Runner.of({
      tick: (bounds = {}) =>
        Effect.gen(function* () {
          const done = yield* tick({ batch, claimMillis, concurrency }, bounds, gate, together, work, doubted)
          last = { at: yield* Clock.currentTimeMillis, tick: done }
          return done
        }).pipe(Effect.provideService(HistoryStore.HistoryStore, store)),
      work,
      lastTick: () => last,
      nextDue: store.nextDue,
      unknownSends: Effect.gen(function* () {
        let unknown = 0
        for (const stored of yield* store.loadAll([...doubted].slice(0, mostDoubted))) {
          const { length } = State.unknownSends(Fold.of(yield* Writing.historyOf(stored)))
          if (length === 0) doubted.delete(stored.contact)
          unknown += length
        }
        return unknown
      }),
      mailer: gate.state,
      resume: Effect.sync(gate.resume)
    })
  })

/**
 * The runner over a store, a mailer and links.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer = (options: Options): Layer.Layer<Runner, InvalidOption, Work.Ports> =>
  Layer.effect(Runner, make(options))

/** So many contacts with unknown sends are looked at, so that the answer comes soon. */
const mostDoubted = 1000

/** Why a tick goes no further; `undefined`: it does. */
const boundOf = ({ limit = Infinity, signal, until = Infinity }: Bounds, contacts: number, now: Instant) =>
  signal?.aborted === true
    ? "it was told to stop"
    : now >= until
      ? "its time was over"
      : contacts >= limit
        ? `its limit of ${limit} contacts was reached`
        : undefined

const tick = Effect.fn("temoin.tick")(function* (
  { batch, claimMillis, concurrency }: Required<Pick<Options, "batch" | "claimMillis" | "concurrency">>,
  bounds: Bounds,
  gate: Gate.Gate,
  together: Together,
  work: WorkOn,
  doubted: Set<Contact.ContactId>
) {
  const store = yield* HistoryStore.HistoryStore
  const clock = yield* Clock.Clock
  const done = { contacts: 0, recorded: 0, sent: 0, failed: 0, refused: 0, unknown: 0, heldBack: 0 }
  const troubles: Array<Trouble> = []
  const count = (ended: Work.Ended) => {
    done.recorded += ended.recorded
    done.sent += ended.sent
    done.failed += ended.failed
    done.refused += ended.refused
    done.unknown += ended.unknown
    done.heldBack += ended.heldBack
    if (ended.as === "Settled") done.contacts++
  }
  let claimed = 0
  let stoppedBy: string | undefined
  /** How late is the one who waits longest? `undefined`: nobody waits. */
  const lag = Effect.gen(function* () {
    const now = yield* Clock.currentTimeMillis
    const due = Option.getOrUndefined(yield* store.nextDue)
    return due === undefined || due > now ? undefined : now - due
  })
  const late = yield* lag
  if (late !== undefined) yield* Metric.update(Telemetry.dueLag, late)
  for (;;) {
    const now = yield* Clock.currentTimeMillis
    const bound = boundOf(bounds, claimed, now)
    if (bound !== undefined) {
      if ((yield* lag) !== undefined) stoppedBy = bound
      break
    }
    const limit = Math.min(batch, (bounds.limit ?? Infinity) - claimed)
    const claims = yield* store.claim({ now, until: now + claimMillis, limit })
    if (claims.length === 0) break
    claimed += claims.length
    const reserve = now + (claimMillis * 2) / 3
    const isOver = () => {
      const now = clock.currentTimeMillisUnsafe()
      return now >= reserve || boundOf(bounds, 0, now) !== undefined
    }
    const { ended, left } = yield* together(claims, isOver)
    for (const one of ended) count(one)
    const unbegun: Array<HistoryStore.Claim> = []
    yield* Effect.forEach(
      left,
      Effect.fnUntraced(function* (claim) {
        if (isOver()) return void unbegun.push(claim)
        const ended = yield* work(claim, isOver)
        count(ended)
        if (ended.unknown > 0) doubted.add(claim.contact)
        if (ended.problem !== undefined) troubles.push({ contact: claim.contact, problem: ended.problem })
      }),
      { concurrency, discard: true }
    )
    yield* store.release(unbegun)
  }
  yield* Metric.update(Telemetry.contacts, done.contacts)
  yield* Metric.update(Telemetry.troubles, troubles.length)
  yield* Metric.update(Telemetry.heldBack, done.heldBack)
  const { holds, problem } = gate.state()
  return { ...done, troubles, stoppedBy: stoppedBy ?? (holds > 0 ? problem : undefined) } satisfies Tick
})
