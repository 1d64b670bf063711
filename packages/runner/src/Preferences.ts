/**
 * Preferences: how much does somebody want to hear from us, and where do they say so?
 *
 * Each message leads to their preference page from its foot. A host's own page, such as account settings, can lead there too, or
 * show and record the same itself.
 *
 * @since 0.1.0
 */
import type * as Contact from "@temoin/core/Contact"
import type * as Event from "@temoin/core/Event"
import * as Fold from "@temoin/core/Fold"
import type * as History from "@temoin/core/History"
import type { Instant } from "@temoin/core/Instant"
import type * as HistoryStore from "@temoin/core/ports/HistoryStore"
import * as Links from "@temoin/core/ports/Links"
import * as Preference from "@temoin/core/Preference"
import * as Program from "@temoin/core/Program"
import * as State from "@temoin/core/State"
import * as Survey from "@temoin/core/Survey"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Fact from "./Fact.ts"
import * as Writing from "./Writing.ts"

/**
 * What they want to hear, as they have said so far, and of this survey or review where one is named. Writes nothing.
 *
 * @category reading
 * @since 0.1.0
 */
export const standing = Effect.fnUntraced(function* (
  contact: Contact.ContactId,
  survey?: Survey.SurveyId
): Effect.fn.Return<Preference.Standing, HistoryStore.StoreError, HistoryStore.HistoryStore> {
  const { history } = yield* Writing.read(contact)
  return Preference.standing(Fold.of(history), survey, yield* Clock.currentTimeMillis)
})

/**
 * The address of their preference page, by their latest message; `undefined` while there is none, since a link is signed for a
 * message. Writes nothing.
 *
 * @category reading
 * @since 0.1.0
 */
export const page = Effect.fnUntraced(function* (
  contact: Contact.ContactId
): Effect.fn.Return<string | undefined, HistoryStore.StoreError, HistoryStore.HistoryStore | Links.Links> {
  const { history } = yield* Writing.read(contact)
  const latest = State.sends(Fold.of(history)).at(-1)
  if (latest === undefined) return undefined
  return (yield* Links.Links).optOut(latest.reference, yield* Clock.currentTimeMillis)
})

/**
 * Records a wish that was said somewhere else than on that page; gives whether it was new: what holds already is not.
 *
 * @category writing
 * @since 0.1.0
 */
export const prefer = (
  program: Program.Program,
  contact: Contact.ContactId,
  wish: Preference.Wish
): Effect.Effect<boolean, HistoryStore.Conflict | Writing.Trouble, HistoryStore.HistoryStore> =>
  Effect.map(
    Writing.write(contact, (history, now) => Result.succeed(toEvents(program, history, wish, now))),
    (added) => added > 0
  )

/**
 * The events by which a wish is recorded; none when it holds already. `via`: the message on whose page it was said.
 *
 * @category events
 * @since 0.1.0
 */
export const toEvents = (
  program: Program.Program,
  history: History.History,
  wish: Preference.Wish,
  now: Instant,
  via?: Event.Reference
): ReadonlyArray<Event.Event> => {
  const state = Fold.of(history)
  const nth = String(history.events.filter(({ _tag }) => wishes.has(_tag)).length + 1).padStart(4, "0")
  const id = `${wish.preference}:${via ?? ""}#${nth}` as Event.EventId
  const common = { id, occurredAt: now, recordedAt: now, ...(via !== undefined && { via }) }
  return Preference.toEvents(wish, state, common, state.zone ?? program.zone)
}

const wishes: ReadonlySet<string> = new Set(["OptedOut", "Paused", "SlowedDown"])

/**
 * How much each person wants to hear. Every method rejects with `InvalidInput` for a survey or review that the program does not
 * have.
 *
 * @category models
 * @since 0.1.0
 */
export interface Preferences {
  /** What they want to hear, as they have said so far, and of this survey or review where one is named. Writes nothing. */
  readonly of: (contact: string, survey?: string) => Promise<Preference.Standing>
  /**
   * Records what they want to hear: "less often", "pause", "never", or "not this topic" with the survey or review that is meant.
   * Gives whether it was new. What is wished only ever holds back; what lifts it is an `OptedIn`, with its evidence.
   */
  readonly set: (contact: string, preference: Preference.Preference, survey?: string) => Promise<boolean>
  /** The address of their preference page; null while no message has been sent to them. To open it records nothing. */
  readonly page: (contact: string) => Promise<string | null>
}

const readPreference = Fact.read(Preference.Preference, "preference")
const readSurvey = Fact.read(Survey.SurveyId, "survey")

/**
 * The preferences over a store and its links.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (
  program: Program.Program,
  use: <A, E>(effect: Effect.Effect<A, E, HistoryStore.HistoryStore | Links.Links>) => Promise<A>
): Preferences => {
  const topic = (survey: unknown) =>
    Result.flatMap(readSurvey(survey), (id) =>
      Program.survey(program, id) === undefined && Program.review(program, id) === undefined
        ? Result.fail(invalid(`the program has no survey or review "${id}"`))
        : Result.succeed(id)
    )
  return {
    of: (contact, survey) =>
      use(
        Effect.gen(function* () {
          const who = yield* Effect.fromResult(Fact.readContact(contact))
          return yield* standing(who, survey === undefined ? undefined : yield* Effect.fromResult(topic(survey)))
        })
      ),

    set: (contact, preference, survey) =>
      use(
        Effect.gen(function* () {
          const who = yield* Effect.fromResult(Fact.readContact(contact))
          const wished = yield* Effect.fromResult(readPreference(preference))
          if (wished !== "not this topic") return yield* prefer(program, who, { preference: wished })
          if (survey === undefined) return yield* invalid(`"not this topic" needs the survey or review that is meant`)
          return yield* prefer(program, who, {
            preference: wished,
            survey: yield* Effect.fromResult(topic(survey))
          })
        })
      ),

    page: (contact) =>
      use(
        Effect.gen(function* () {
          return (yield* page(yield* Effect.fromResult(Fact.readContact(contact)))) ?? null
        })
      )
  }
}

const invalid = (problem: string) => new Fact.InvalidInput({ problems: [{ path: "survey", problem }] })
