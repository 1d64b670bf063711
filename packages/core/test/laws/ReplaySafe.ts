/**
 * ReplaySafe: does it matter in what order, or how often, the news arrived?
 */
import * as Event from "@temoin/core/Event"
import * as Result from "effect/Result"
import * as Arbitrary from "../arbitrary/History.ts"
import { insist, insistSame, livedOf, make, pack, pointed, soupOf } from "./Law.ts"
import * as Naive from "./Naive.ts"
import { settle } from "./Settled.ts"

/** Another order: from the middle outwards, first one side, then the other. */
const shuffled = <A>(all: ReadonlyArray<A>, probe: number): ReadonlyArray<A> => {
  const middle = Math.floor(probe * all.length)
  return [...all.slice(middle), ...all.slice(0, middle).toReversed()]
}

export const replaySafe = make({
  number: 4,
  name: "Replay-safe",
  says: "Any permutation of arrival folds alike. Same id and content: nothing; same id, other content: refused and reported. What was decided before a late event stays done.",
  check: (implementation) => (given) => {
    const { decide, fold, makeHistory } = implementation
    const { probe } = given
    const lived = livedOf(implementation, given)
    for (const { decided, history, now, program } of [soupOf(implementation, given), ...pointed(lived.looks, probe)]) {
      const { events } = history
      const state = fold(history)
      const again = events.map((event) => ({ ...event, recordedAt: event.recordedAt + 1 }))
      for (const arrival of [shuffled(events, probe), events.toReversed(), [...shuffled(again, probe), ...events]]) {
        const arrived = pack(implementation, arrival)
        insistSame(arrived, history, "in another order of arrival, or twice, it is another history")
        insistSame(fold(arrived), state, "in another order of arrival, or twice, it folds otherwise")
        insistSame(
          decide(program, arrived, now),
          decided,
          "in another order of arrival, or twice, it decides otherwise"
        )
      }
      for (const event of pointed(events, probe)) {
        const refused = makeHistory(Arbitrary.contact, [...events, { ...event, occurredAt: event.occurredAt + 1 }])
        insist(Result.isFailure(refused), () => `two events with the id ${event.id} and other content are accepted`)
        insistSame(refused.failure.id, event.id, "the wrong event is reported")
      }
    }

    for (const look of pointed(lived.looks, probe)) {
      const { now, program } = look
      const done = settle(look)
      const ended = Naive.endings(done)
      const opened = done.flatMap((event) => (event._tag === "CaseOpened" ? [event.key] : []))
      for (const late of lateNews(given.soup.events, now)) {
        const { decisions } = decide(program, pack(implementation, [...done, late]), now)
        for (const { key } of decisions) {
          insist(
            ended(key).length === 0 && !opened.includes(key),
            () => `${key} was done, and after late news of ${late._tag} it is decided again`
          )
        }
      }
    }
  }
})

/** Something of the soup of which we hear now, though it happened before. */
const lateNews = (events: ReadonlyArray<Event.Event>, now: number): ReadonlyArray<Event.Event> =>
  events
    .filter(
      ({ _tag }) =>
        _tag === "Answered" || _tag === "TouchpointHappened" || _tag === "CaseResolved" || _tag === "OptedIn"
    )
    .slice(0, 3)
    .map((event, index) => ({
      ...event,
      id: Event.EventId.make(`late ${index}`),
      occurredAt: Math.min(event.occurredAt, now - 1),
      recordedAt: now
    }))
