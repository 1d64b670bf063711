import * as Contact from "@temoin/core/Contact"
import * as Event from "@temoin/core/Event"
import * as History from "@temoin/core/History"
import * as Score from "@temoin/core/Score"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"

const anna = Contact.ContactId.make("anna")

// few ids and few times, so that both meet often
const times = { occurredAt: fc.integer({ min: -2, max: 2 }), recordedAt: fc.integer({ min: 0, max: 3 }) }

/** One event as a host's row. */
const row: fc.Arbitrary<typeof Event.Event.Encoded> = fc.oneof(
  fc.record({
    _tag: fc.constant("TouchpointHappened" as const),
    ...times,
    id: fc.stringMatching(/^t[a-f]$/),
    kind: fc.constantFrom("order.delivered", "order.cancelled"),
    about: fc.constantFrom("order 1", "order 2")
  }),
  fc.record({
    _tag: fc.constant("Answered" as const),
    ...times,
    id: fc.stringMatching(/^a[a-f]$/),
    survey: fc.constant("nps"),
    wave: fc.constant("touchpoint:1"),
    score: fc.constantFrom(...Score.scale)
  }),
  fc.record({ _tag: fc.constant("SpamReported" as const), ...times, id: fc.stringMatching(/^s[a-f]$/) })
)

const events = (rows: ReadonlyArray<typeof Event.Event.Encoded>): ReadonlyArray<Event.Event> =>
  rows.map((one) => Schema.decodeSync(Event.Event)(one))

const distinct = fc.uniqueArray(row, { selector: ({ id }) => id, maxLength: 12 }).map(events)

const made = (list: Iterable<Event.Event>) => Result.getOrThrow(History.make(anna, list))

const shuffled = <A>(list: ReadonlyArray<A>) =>
  fc.shuffledSubarray([...list], { minLength: list.length, maxLength: list.length })

describe("make", () => {
  it("packs the same events alike, in whatever order they arrived", () => {
    fc.assert(
      fc.property(
        distinct.chain((list) => fc.tuple(fc.constant(list), shuffled(list))),
        ([list, other]) => {
          expect(made(other)).toEqual(made(list))
        }
      )
    )
  })

  it("keeps them by time, then by id", () => {
    fc.assert(
      fc.property(distinct, (list) => {
        const { events } = made(list)
        expect(new Set(events)).toEqual(new Set(list))
        for (const [index, event] of events.entries()) {
          const before = events[index - 1]
          if (before === undefined) continue
          expect(before.occurredAt).toBeLessThanOrEqual(event.occurredAt)
          if (before.occurredAt === event.occurredAt) expect(before.id < event.id).toBe(true)
        }
      })
    )
  })

  it("has columns that agree with the events", () => {
    fc.assert(
      fc.property(distinct, (list) => {
        const { at, contact, events, kind } = made(list)
        expect(contact).toBe(anna)
        expect([...at]).toEqual(events.map(({ occurredAt }) => occurredAt))
        expect([...kind]).toEqual(
          events.map((event) => (event._tag === "Answered" ? event.score : History.kinds[event._tag]))
        )
      })
    )
  })

  it("tells every kind of event from every other and from the eleven scores", () => {
    const numbers = Object.values(History.kinds)
    expect(new Set<number>([...numbers, ...Score.scale]).size).toBe(numbers.length + Score.scale.length)
    expect(Math.max(...numbers)).toBeLessThan(256)
    expect(new Set([...Object.keys(History.kinds), "Answered"])).toEqual(new Set(Object.keys(Event.Event.cases)))
  })

  it("keeps the same event once, since when we first knew it", () => {
    fc.assert(
      fc.property(
        distinct.chain((list) => fc.tuple(fc.constant(list), fc.subarray([...list]), fc.nat(5))),
        ([list, again, delay]) => {
          const later = again.map((event) => ({ ...event, recordedAt: event.recordedAt + delay }))
          expect(made([...list, ...later])).toEqual(made(list))
          expect(made([...later, ...list])).toEqual(made(list))
        }
      )
    )
  })

  it("fails when one id says two things, and names it", () => {
    fc.assert(
      fc.property(distinct, fc.nat(), (list, nth) => {
        const event = list[nth % Math.max(1, list.length)]
        fc.pre(event !== undefined)
        if (event === undefined) return
        const other = { ...event, occurredAt: event.occurredAt + 1 }
        for (const arrived of [
          [...list, other],
          [other, ...list]
        ]) {
          const failed = History.make(anna, arrived)
          expect(failed).toEqual(Result.fail(new History.EventsDiffer({ contact: anna, id: event.id })))
        }
      })
    )
  })

  it("says so in words", () => {
    const failed = new History.EventsDiffer({ contact: anna, id: Event.EventId.make("order-7") })
    expect(failed._tag).toBe("EventsDiffer")
    expect(failed.message).toBe(`two events of anna have the id "order-7" and say different things`)
  })

  it("of nothing is the empty history", () => {
    expect(made([])).toEqual(History.empty(anna))
  })

  it("does not touch what it was given", () => {
    fc.assert(
      fc.property(distinct, (list) => {
        const before = structuredClone(list)
        made(list)
        expect(list).toEqual(before)
      })
    )
  })
})

const spam = (id: string, at: number) => ({ _tag: "SpamReported" as const, id, occurredAt: at, recordedAt: at })

describe("append", () => {
  it("is the same as having known it all along", () => {
    fc.assert(
      fc.property(distinct, fc.nat(12), (list, cut) => {
        const appended = History.append(made(list.slice(0, cut)), list.slice(cut))
        expect(Result.getOrThrow(appended)).toEqual(made(list))
      })
    )
  })

  it("one by one, or in two halves, as they happen, too", () => {
    fc.assert(
      fc.property(distinct, fc.nat(12), (list, cut) => {
        const sorted = list.toSorted(Event.compare)
        const grown = sorted.reduce((history, event) => Result.getOrThrow(History.append(history, [event])), made([]))
        expect(grown).toEqual(made(list))
        expect(Result.getOrThrow(History.append(made(sorted.slice(0, cut)), sorted.slice(cut)))).toEqual(made(list))
      })
    )
  })

  it("finds what is known already among what comes last, of few and of many", () => {
    const [first] = events([spam("s", 1)])
    const [again] = events([spam("s", 99)])
    const others = events(Array.from({ length: 20 }, (_, index) => spam(`t${index}`, 2 + index)))
    expect.assert(first !== undefined && again !== undefined)
    for (const more of [[again], [...others, again]]) {
      expect(Result.isFailure(History.append(made([first]), more))).toBe(true)
      expect(Result.isFailure(History.append(made([]), [first, ...more]))).toBe(true)
    }
    expect(Result.getOrThrow(History.append(made([first]), [first]))).toEqual(made([first]))
  })

  it("fails as make does, and leaves the history as it was", () => {
    const [one] = events([{ _tag: "SpamReported", id: "s", occurredAt: 1, recordedAt: 1 }])
    const [other] = events([{ _tag: "Erased", id: "s", occurredAt: 1, recordedAt: 1 }])
    expect.assert(one !== undefined && other !== undefined)
    const history = made([one])
    expect(Result.isFailure(History.append(history, [other]))).toBe(true)
    expect(history).toEqual(made([one]))
  })
})

const opted = (extent: unknown) =>
  Schema.decodeUnknownSync(Event.Event)({ _tag: "OptedOut", id: "o", occurredAt: 0, recordedAt: 0, extent })

const ended = (because: ReadonlyArray<unknown>) =>
  Schema.decodeUnknownSync(Event.Event)({
    _tag: "AskEnded",
    id: "e",
    occurredAt: 0,
    recordedAt: 0,
    key: "k",
    survey: "nps",
    wave: "w",
    as: "forbidden",
    because
  })

describe("Event.isSame", () => {
  const reversed = (value: unknown): unknown =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value)
            .toReversed()
            .map(([name, field]) => [name, reversed(field)])
        )
      : value

  it("ignores the order of fields and when we learned of it", () => {
    fc.assert(
      fc.property(row, fc.nat(), (one, recordedAt) => {
        const [event, other] = events([one, { ...one, recordedAt }])
        expect.assert(event !== undefined && other !== undefined)
        const turned = Schema.decodeUnknownSync(Event.Event)(reversed(other))
        expect(Event.isSame(event, other)).toBe(true)
        expect(Event.isSame(event, turned)).toBe(true)
        expect(Event.content(turned)).toBe(Event.content(event))
      })
    )
  })

  it("ignores the order of fields inside too, but not the order of a list", () => {
    const both = { survey: "nps", purpose: "measure" }
    expect(Event.isSame(opted(both), opted(reversed(both)))).toBe(true)
    const reasons = [{ _tag: "NoAddress" }, { _tag: "NoLegalBasis" }]
    expect(Event.isSame(ended(reasons), ended(reasons.toReversed()))).toBe(false)
  })

  it("sees every difference in what is said", () => {
    fc.assert(
      fc.property(row, row, (one, other) => {
        const [a, b] = events([
          { ...one, recordedAt: 0 },
          { ...other, recordedAt: 0 }
        ])
        expect.assert(a !== undefined && b !== undefined)
        let isEqual = true
        try {
          expect(a).toEqual(b)
        } catch {
          isEqual = false
        }
        expect(Event.isSame(a, b)).toBe(isEqual)
      })
    )
  })
})

describe("Event.compare", () => {
  it("is a total order: nothing is before itself, and no two with different ids are equal", () => {
    fc.assert(
      fc.property(distinct, (list) => {
        for (const a of list) {
          for (const b of list) {
            expect(Math.sign(Event.compare(a, b)) + Math.sign(Event.compare(b, a))).toBe(0)
            expect(Event.compare(a, b) === 0).toBe(a === b)
          }
        }
      })
    )
  })
})

const problems = (contact: string, rows: unknown) =>
  Result.match(History.decode(contact, rows), { onSuccess: () => "", onFailure: (error) => error.message })

describe("decode", () => {
  it("reads a host's own rows", () => {
    fc.assert(
      fc.property(fc.uniqueArray(row, { selector: ({ id }) => id }), (rows) => {
        const decoded = History.decode("anna", JSON.parse(JSON.stringify(rows)))
        expect(Result.getOrThrow(decoded)).toEqual(made(events(rows)))
      })
    )
  })

  it("reports every problem, each with its path", () => {
    const common = { occurredAt: 0, recordedAt: 0 }
    const message = problems("an\nna", [
      { _tag: "Answered", ...common, id: "a1", survey: "nps", wave: "w", score: 11 },
      { _tag: "Answered", ...common, id: "a2", survey: "nps", wave: "w", score: 0 },
      { _tag: "TouchpointHappened", ...common, id: "", kind: "two words", occurredAt: 0.5 },
      { _tag: "SpamReported", ...common, id: "s1", kind: "none" },
      { _tag: "Answerd", ...common, id: "x" },
      { _tag: "OptedOut", ...common, id: "o", extent: { purpose: "sell" } },
      null
    ])
    for (const path of [
      `["contact"]`,
      `["events"][0]["score"]`,
      `["events"][2]["id"]`,
      `["events"][2]["kind"]`,
      `["events"][2]["occurredAt"]`,
      `["events"][3]["kind"]`,
      `["events"][4]`,
      `["events"][5]["extent"]["purpose"]`,
      `["events"][6]`
    ]) {
      expect(message).toContain(`at ${path}`)
    }
    expect(message).not.toContain(`["events"][1]`)
  })

  it("reports two rows with one id that differ", () => {
    const rows = [1, 2].map((occurredAt) => ({ _tag: "SpamReported", id: "s", occurredAt, recordedAt: 0 }))
    expect(problems("anna", rows)).toBe(`two events of anna have the id "s" and say different things`)
  })

  it("takes no id that a key or a database could not carry", () => {
    for (const id of ["\ud800", "a\u0000", "a\nb"]) {
      expect(problems("anna", [{ _tag: "SpamReported", id, occurredAt: 0, recordedAt: 0 }])).toContain(`["id"]`)
    }
  })

  it("takes no times that are none", () => {
    for (const occurredAt of [0.5, Number.NaN, Infinity, 8.64e15 + 1, "2026-03-01", null, undefined]) {
      expect(problems("anna", [{ _tag: "SpamReported", id: "s", occurredAt, recordedAt: 0 }])).toContain("occurredAt")
    }
  })

  it("never throws", () => {
    fc.assert(
      fc.property(fc.string(), fc.oneof(fc.anything(), fc.array(fc.anything()), fc.json()), (contact, rows) => {
        History.decode(contact, rows)
      })
    )
  })
})
