import type { Change } from "@temoin/core/ports/Crm"
import { PersonId } from "@temoin/core/ports/Crm"
import * as Hurry from "@temoin/contract/Hurry"
import * as Windows from "@temoin/crm/Windows"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { expect, it } from "vitest"

const start = Date.UTC(2026, 0, 5, 9)
const kinds = ["people", "deals"] as const

/** Each change of a thing, in the order in which they were made. */
interface Row {
  readonly kind: (typeof kinds)[number]
  readonly id: string
  readonly changes: Array<{ readonly at: number; readonly visibleAt: number }>
}

/** What was changed is found only after a while, and not in the order in which it was changed. */
const lag = fc.oneof(fc.constant(0), fc.nat(Windows.overlap - 1))
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant("make" as const), kind: fc.constantFrom(...kinds), lag }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("change" as const), which: fc.nat(20), lag }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("wait" as const), millis: fc.oneof(fc.nat(1), fc.nat(300_000)) })
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("read" as const), pages: fc.integer({ min: 1, max: 4 }) }) }
)

it("nothing that was changed is left out, however long it takes to be found, and whatever moves between two pages", () =>
  fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 4 }), async (steps, size) => {
      const hurry = Hurry.make(start)
      const rows: Array<Row> = []
      const told = new Set<string>()
      let cursor: string | undefined
      const change = (row: Row, lag: number) => {
        const before = row.changes.at(-1)?.visibleAt ?? 0
        row.changes.push({ at: hurry.now(), visibleAt: Math.max(before, hurry.now() + lag) })
      }
      const page = (kind: Row["kind"], { after = "0", since }: Windows.Place) =>
        Effect.sync((): Windows.Page => {
          const found = rows
            .flatMap(({ changes, id, kind }) => {
              const at = changes.findLast(({ visibleAt }) => visibleAt <= hurry.now())?.at
              return at === undefined ? [] : [{ id, kind, at }]
            })
            .filter((row) => row.kind === kind && row.at >= since)
            .toSorted((a, b) => a.at - b.at)
          const from = Number(after)
          const shown = found.slice(from, from + size)
          return {
            changes: shown.map(({ at, id }): Change => ({
              _tag: "PersonGone",
              person: PersonId.make(id),
              at,
              isErased: false
            })),
            changedAt: shown.map(({ at }) => at),
            next: from + size < found.length ? String(from + size) : undefined
          }
        })
      const readOnce = async () => {
        const effect = Effect.provideService(Windows.read("A CRM", kinds, cursor, page), Clock.Clock, hurry.clock)
        const read = await Effect.runPromise(effect)
        for (const one of read.changes) if (one._tag === "PersonGone") told.add(`${one.person} at ${one.at}`)
        cursor = read.cursor
        return read.isDone
      }
      for (const one of steps) {
        if (one.do === "read") for (let pages = 0; pages < one.pages; pages++) await readOnce()
        else if (one.do === "wait") hurry.pass(one.millis)
        else if (one.do === "make") {
          const row: Row = { kind: one.kind, id: String(rows.length), changes: [] }
          rows.push(row)
          change(row, one.lag)
        } else {
          const row = rows[one.which % (rows.length || 1)]
          if (row !== undefined) change(row, one.lag)
        }
      }
      hurry.pass(Windows.overlap)
      // what is under way comes to its end, then all is read once more
      for (let times = 0; times < 2; times++) while (!(await readOnce()));
      for (const { changes, id } of rows) expect(told).toContain(`${id} at ${changes.at(-1)?.at}`)
    }),
    { numRuns: 500 }
  ))

it("a reading that was interrupted goes back to before it began", async () => {
  const hurry = Hurry.make(start)
  const sinces: Array<number> = []
  let cursor: string | undefined
  // an outage between two pages: what could not be found when the first was read may be changed before all of the second
  for (const [changedAt, next] of [
    [[start - 1000], "2"],
    [[start + 3_600_000], undefined],
    [[], undefined],
    [[], undefined]
  ] as const) {
    const read = Windows.read("A CRM", ["people"], cursor, (_, { since }) => {
      sinces.push(since)
      return Effect.succeed({ changes: [], changedAt, next })
    })
    cursor = (await Effect.runPromise(Effect.provideService(read, Clock.Clock, hurry.clock))).cursor
    hurry.pass(3_600_000)
  }
  expect(sinces.slice(0, 3)).toEqual([0, start - 1000, start - Windows.overlap])
})

it("what was read is not read again and again", async () => {
  const hurry = Hurry.make(start)
  const sinces: Array<number> = []
  let cursor: string | undefined
  for (let times = 0; times < 20; times++) {
    const read = Windows.read("A CRM", kinds, cursor, (kind, { since }) => {
      if (kind === "people") sinces.push(since)
      return Effect.succeed({ changes: [], changedAt: times < 2 ? [start - 7 * 86_400_000] : [], next: undefined })
    })
    cursor = (await Effect.runPromise(Effect.provideService(read, Clock.Clock, hurry.clock))).cursor
  }
  // nothing is there any more; it begins where it was, and not ever earlier
  expect(new Set(sinces)).toEqual(new Set([0, start - 7 * 86_400_000 - Windows.overlap]))
})

const ended = (since: number, changedAt: number) =>
  Effect.runPromise(
    Effect.result(
      Windows.read("A CRM", kinds, JSON.stringify({ turn: 0, places: { people: { since } } }), () =>
        Effect.succeed({ changes: [], changedAt: [changedAt], next: "10000", mustEnd: true })
      )
    )
  )

it("where a CRM gives no more pages it goes on by time, and where that cannot move on it says so", async () => {
  const { cursor, isDone } = Result.getOrThrow(await ended(1000, 2000))
  expect([isDone, JSON.parse(cursor).places.people.since]).toEqual([false, 2000])
  expect(await ended(2000, 2000)).toMatchObject({
    failure: { reason: "refused", problem: expect.stringContaining("too many people were changed at once") }
  })
})

it("times are read in each way in which CRMs write them", () => {
  for (const text of ["1767603600000", "2026-01-05T09:00:00Z", "2026-01-05T10:00:00+01:00", "2026-01-05 09:00:00"]) {
    expect(Windows.instant(text)).toBe(start)
  }
  for (const text of [undefined, null, "", "soon", "2026-13-45"]) expect(Windows.instant(text)).toBeUndefined()
})
