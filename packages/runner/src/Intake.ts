/**
 * Intake: how does what a person says reach their history?
 *
 * @since 0.1.0
 */
import type * as Event from "@temoin/core/Event"
import type * as Heard from "@temoin/core/Heard"
import * as HistoryStore from "@temoin/core/ports/HistoryStore"
import * as Port from "@temoin/core/ports/Intake"
import * as Preference from "@temoin/core/Preference"
import * as Program from "@temoin/core/Program"
import * as Fold from "@temoin/core/Fold"
import * as State from "@temoin/core/State"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Answering from "./Answering.ts"
import * as Authoring from "./Authoring.ts"
import * as Preferences from "./Preferences.ts"
import * as Receiving from "./Receiving.ts"
import * as Writing from "./Writing.ts"

/**
 * The port `Intake` over a store.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer = (program: Program.Program): Layer.Layer<Port.Intake, never, HistoryStore.HistoryStore> =>
  Layer.effect(
    Port.Intake,
    Effect.gen(function* () {
      const store = yield* HistoryStore.HistoryStore
      const provided = Effect.provideService(HistoryStore.HistoryStore, store)

      const contactOf = Effect.fnUntraced(function* (reference: Event.Reference) {
        const found = yield* store.find(reference)
        if (Option.isNone(found)) return yield* new Port.UnknownReference({ reference })
        return found.value.contact
      })

      const stateOf = Effect.fnUntraced(function* (reference: Event.Reference) {
        const { account, history } = yield* provided(Writing.read(yield* contactOf(reference)))
        const state = Fold.of(history)
        return { history, state, send: yield* Effect.fromResult(sendOf(state, reference)), account }
      })

      /** What came back about these shows that they left, where nobody knew. */
      const traced = Effect.fnUntraced(function* (references: ReadonlyArray<Event.Reference>) {
        for (const reference of references) {
          const found = yield* store.find(reference)
          if (Option.isNone(found)) continue
          yield* write(reference, found.value.contact, (history, now) =>
            Result.succeed(Receiving.leaving(Fold.of(history), reference, now))
          ).pipe(Effect.catchTag("UnknownReference", () => Effect.void))
          return
        }
      })

      return Port.Intake.of({
        open: Effect.fnUntraced(function* (reference) {
          const { account, send, state } = yield* stateOf(reference)
          const { closesAt, wave } = Answering.waveOf(program, state, account, send)
          if ((yield* Clock.currentTimeMillis) >= closesAt) {
            return yield* new Port.WaveClosed({ survey: wave.survey, wave: wave.id, closedAt: closesAt })
          }
          return {
            survey: wave.survey,
            subject: Option.fromUndefinedOr(Program.survey(program, wave.survey)?.subject),
            locale: Option.fromUndefinedOr(state.locale),
            answer: Option.map(Option.fromUndefinedOr(wave.answers.at(-1)), ({ comment, score }) => ({
              score,
              comment: Option.fromUndefinedOr(comment)
            }))
          }
        }),

        answer: Effect.fnUntraced(function* (reference, answer) {
          const contact = yield* contactOf(reference)
          yield* write(reference, contact, (history, now, account) => {
            const state = Fold.of(history)
            return Result.flatMap(
              sendOf(state, reference),
              (send): Result.Result<ReadonlyArray<Event.Event>, Port.WaveClosed> => {
                const { closesAt, wave } = Answering.waveOf(program, state, account, send)
                return Answering.toWave(wave, closesAt, { ...answer, via: reference }, now)
              }
            )
          })
        }, provided),

        asked: Effect.fnUntraced(function* (reference) {
          const { history, send, state } = yield* stateOf(reference)
          const asked = Authoring.asked(program, history, state, send)
          return asked ?? (yield* new Port.UnknownReference({ reference }))
        }),

        reply: Effect.fnUntraced(function* (reference, reply) {
          const contact = yield* contactOf(reference)
          yield* write(reference, contact, (history, now) => {
            const state = Fold.of(history)
            return Result.flatMap(
              sendOf(state, reference),
              (send): Result.Result<ReadonlyArray<Event.Event>, Port.ReplyRefused> =>
                Authoring.reply(program, history, state, send, reply, now)
            )
          })
        }, provided),

        optOut: Effect.fnUntraced(function* (reference, extent = {}) {
          const contact = yield* contactOf(reference)
          yield* write(reference, contact, (history, now) => {
            const nth = history.events.filter(({ _tag }) => _tag === "OptedOut").length + 1
            const id = `opted out:${reference}#${String(nth).padStart(4, "0")}` as Event.EventId
            return Result.succeed(
              Receiving.optingOut(history, { id, occurredAt: now, recordedAt: now, via: reference }, extent)
            )
          })
        }, provided),

        preferences: Effect.fnUntraced(function* (reference) {
          const { send, state } = yield* stateOf(reference)
          return Preference.standing(state, send.decision.survey, yield* Clock.currentTimeMillis)
        }),

        prefer: Effect.fnUntraced(function* (reference, preference) {
          const contact = yield* contactOf(reference)
          yield* write(reference, contact, (history, now) => {
            return Result.map(sendOf(Fold.of(history), reference), ({ decision: { survey } }) =>
              Preferences.toEvents(program, history, { preference, survey }, now, reference)
            )
          })
        }, provided),

        hear: Effect.fnUntraced(function* (
          heard
        ): Effect.fn.Return<Heard.Outcome, HearingTrouble, HistoryStore.HistoryStore> {
          const { references, says, unproved = [] } = heard
          if (says._tag === "Idle") {
            if (traces.has(says.because)) yield* traced(references)
            return { _tag: "Ignored", because: says.because }
          }
          if (says._tag === "Unreadable") return { _tag: "Unplaced", because: "unreadable" }
          if (references.length === 0) {
            const because = unproved.length > 0 ? "it does not prove which message it is about" : "it names no message"
            return { _tag: "Unplaced", because }
          }
          for (const reference of references) {
            const found = yield* store.find(reference)
            if (Option.isNone(found)) continue
            const { contact } = found.value
            if (says._tag === "Bounced" && says.bounce !== "hard") {
              yield* traced([reference])
              return says.bounce === "soft"
                ? { _tag: "Ignored", because: "soft bounce" }
                : { _tag: "Blocked", contact, problem: says.problem }
            }
            const added = yield* write(reference, contact, (history, now) =>
              Result.map(sendOf(Fold.of(history), reference), (send) =>
                Receiving.toEvents(history, { ...heard, says }, send, now)
              )
            ).pipe(Effect.catchTag("UnknownReference", () => Effect.succeed(undefined)))
            if (added !== undefined) return { _tag: "Recorded", contact, isNew: added > 0 }
          }
          return { _tag: "Unplaced", because: "no message of ours has this reference" }
        }, provided),

        locale: (reference) => Effect.map(stateOf(reference), ({ state }) => Option.fromUndefinedOr(state.locale))
      })
    })
  )

/** Whoever was erased in the meantime has no message any more. */
const write = <E>(
  reference: Event.Reference,
  ...writing: Parameters<typeof Writing.write<E>>
): Effect.Effect<
  number,
  E | Port.UnknownReference | HistoryStore.Conflict | HistoryStore.EventClash | HistoryStore.StoreError,
  HistoryStore.HistoryStore
> =>
  Effect.mapError(Writing.write(...writing), (error) =>
    error instanceof HistoryStore.ContactErased ? new Port.UnknownReference({ reference }) : error
  )

/** Who says this of a mail has had it. */
const traces: ReadonlySet<Heard.Idle> = new Set<Heard.Idle>([
  "automatic reply",
  "read receipt",
  "still trying",
  "delivered",
  "not spam",
  "on its way",
  "opened"
])

type HearingTrouble = HistoryStore.Conflict | HistoryStore.EventClash | HistoryStore.StoreError

/** Also one that was decided on under an id that has been merged into this one since. */
const sendOf = (state: State.State, reference: Event.Reference) =>
  Result.fromNullishOr(
    State.sends(state).find((send) => send.reference === reference),
    () => new Port.UnknownReference({ reference })
  )
