/**
 * A fold goes on from where it stood, and what others hold of it stays as it was.
 */
import * as Decision from "@temoin/core/Decision"
import * as Event from "@temoin/core/Event"
import * as History from "@temoin/core/History"
import * as Outcome from "@temoin/core/Outcome"
import * as Score from "@temoin/core/Score"
import * as Fold from "@temoin/core/Fold"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Arbitrary from "./arbitrary/History.ts"

const reference = Event.Reference.make("0".repeat(32))

/**
 * Answers to waves, asks that ended, and messages that were sent a while after they were intended; so many that turns and
 * steps are found by an index.
 */
const many: fc.Arbitrary<ReadonlyArray<Event.Event>> = fc.integer({ min: 0, max: 24 }).map((count) =>
  Array.from({ length: count }, (_, index): ReadonlyArray<Event.Event> => {
    const survey = Arbitrary.surveyId("nps")
    const wave = Arbitrary.waveId(`widget:${index % 12}`)
    const id = Event.EventId.make(`many ${index}`)
    const key = Decision.key("p", survey, Arbitrary.contact, "thank", String(index))
    const common = { key, survey, wave, because: [] }
    switch (index % 3) {
      case 0:
        return [
          {
            _tag: "Answered",
            id,
            occurredAt: index,
            recordedAt: index,
            survey,
            wave,
            score: Score.scale[index % 11] ?? 0
          }
        ]
      case 1:
        return [Outcome.recorded({ _tag: "EndAsk", as: "expired", ...common }, index)]
      default: {
        const thanks = { _tag: "Thank", step: "thank", score: 9, ...common } as const
        const attempt = { attempt: 1, reference, address: Arbitrary.addresses[0] }
        return [Outcome.intended(thanks, attempt, index), Outcome.sent(key, 1, index + 12)]
      }
    }
  }).flat()
)

const events = fc.tuple(Arbitrary.soup, many).map(([soup, many]) => [...many, ...soup.events].toSorted(Event.compare))

const made = (list: Iterable<Event.Event>) => Result.getOrThrow(History.make(Arbitrary.contact, list))

/** Of a copy, of which nothing is known yet. */
const anew = (history: History.History) => Fold.of({ ...history })

describe("the fold of a history", () => {
  it("is the same however the history grew, and whenever it was looked at before", () =>
    fc.assert(
      fc.property(events, fc.array(fc.tuple(fc.nat(6), fc.boolean())), (list, steps) => {
        let known = 0
        let history = History.empty(Arbitrary.contact)
        for (const [count, isLookedAt] of [...steps, [list.length, true] as const]) {
          history = Result.getOrThrow(History.append(history, list.slice(known, known + count)))
          known += count
          if (isLookedAt) expect(Fold.of(history)).toEqual(anew(history))
        }
        expect(Fold.of(history)).toEqual(anew(made(list)))
      })
    ))

  it("stays as it was when the history grows, in two ways at once, and when a fold goes on from it", () =>
    fc.assert(
      fc.property(events, fc.nat(), (list, at) => {
        const cut = at % (list.length + 1)
        const history = made(list.slice(0, cut))
        const rest = list.slice(cut)
        const before = structuredClone(Fold.of(history))
        const { apply, state } = Fold.resume(history)
        rest.forEach(apply)
        const grown = Result.getOrThrow(History.append(history, rest))
        const other = Result.getOrThrow(History.append(history, rest.slice(1)))
        expect(Fold.of(other)).toEqual(anew(other))
        expect(Fold.of(grown)).toEqual(anew(grown))
        expect(state).toEqual(anew(grown))
        expect(Fold.of(history)).toEqual(before)
      })
    ))
})
