import type { Change } from "@temoin/core/ports/Crm"
import { PersonId } from "@temoin/core/ports/Crm"
import * as Hurry from "@temoin/contract/Hurry"
import * as Windows from "@temoin/crm/Windows"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { expect, it } from "vitest"

const start = Date.UTC(2026, 0, 5, 9)
const kinds = ["people", "deals"] as const

interface Row {
  readonly kind: (typeof kinds)[number]
  readonly id: string
  readonly at: number
  readonly visibleAt: number
}

/** What was changed is found only after a while, and not in the order in which it was changed. */
const step = fc.oneof(
  fc.record({ do: fc.constant("write" as const), kind: fc.constantFrom(...kinds), lag: fc.nat(Windows.overlap - 1) }),
  fc.record({ do: fc.constant("wait" as const), millis: fc.nat(300_000) }),
  fc.record({ do: fc.constant("read" as const) })
)

it("nothing that was changed is left out, however long it takes to be found, and from whichever page one goes on", () =>
  fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.integer({ min: 1, max: 4 }), async (steps, size) => {
      const hurry = Hurry.make(start)
      const rows: Array<Row> = []
      const told = new Set<string>()
      let cursor: string | undefined
      const page = (kind: Row["kind"], { after = "0", since }: Windows.Place) =>
        Effect.sync((): Windows.Page => {
          const found = rows
            .filter((row) => row.kind === kind && row.visibleAt <= hurry.now() && row.at >= since)
            .toSorted((a, b) => a.at - b.at)
          const from = Number(after)
          const changes = found
            .slice(from, from + size)
            .map(({ at, id }): Change => ({ _tag: "PersonGone", person: PersonId.make(id), at, isErased: false }))
          return {
            changes,
            changedAt: found.slice(from, from + size).map(({ at }) => at),
            next: from + size < found.length ? String(from + size) : undefined
          }
        })
      const readOnce = async () => {
        const effect = Effect.provideService(Windows.read("A CRM", kinds, cursor, page), Clock.Clock, hurry.clock)
        const read = await Effect.runPromise(effect)
        for (const change of read.changes) if (change._tag === "PersonGone") told.add(change.person)
        cursor = read.cursor
        return read.isDone
      }
      for (const one of steps) {
        if (one.do === "read") while (!(await readOnce()));
        else if (one.do === "wait") hurry.pass(one.millis)
        else {
          const { kind, lag } = one
          rows.push({ kind, id: String(rows.length), at: hurry.now(), visibleAt: hurry.now() + lag })
        }
      }
      hurry.pass(Windows.overlap)
      while (!(await readOnce()));
      expect(told.size).toBe(rows.length)
    })
  ))

const ended = (since: number, changedAt: number) =>
  Effect.runPromise(
    Effect.result(
      Windows.read("A CRM", kinds, JSON.stringify({ turn: 0, places: { people: { since } } }), () =>
        Effect.succeed({ changes: [], changedAt: [changedAt], next: "10000", mustEnd: true })
      )
    )
  )

it("where a CRM gives no more pages the window ends, and one that cannot move on says so", async () => {
  expect(await ended(1000, 2000)).toMatchObject({
    success: { isDone: false, cursor: JSON.stringify({ turn: 0, places: { people: { since: 2000 } } }) }
  })
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
