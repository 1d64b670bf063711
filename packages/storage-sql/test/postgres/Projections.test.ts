/**
 * What a server keeps while several write at once.
 */
import { HistoryStore } from "@temoin/core/ports/HistoryStore"
import { Kept, Projections } from "@temoin/core/ports/Projections"
import type * as Projection from "@temoin/core/Projection"
import * as Survey from "@temoin/core/Survey"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as SqlClient from "effect/sql/SqlClient"
import { assert, it } from "vitest"
import { answered, contact } from "../samples.ts"
import { asHost, emptied, storeIn } from "./schemas.ts"

const settings: Projection.Settings = {
  zone: "UTC",
  surveys: [{ id: Survey.SurveyId.make("nps"), closes: "7 days" }],
  segments: []
}

const inStore = <A, E>(
  schema: string,
  effect: Effect.Effect<A, E, HistoryStore | Projections>,
  changes: Partial<Projection.Settings> = {}
): Promise<A> => {
  const told = Layer.succeed(Kept, Option.some({ ...settings, ...changes }))
  return Effect.runPromise(Effect.provide(effect, Layer.fresh(storeIn(schema)).pipe(Layer.provide(told))))
}

const tell = Effect.fnUntraced(function* (who: string, score: number) {
  yield* (yield* HistoryStore).append({ contact: contact(who), events: [answered("a", score)], now: 1 })
})

const answers = Effect.gen(function* () {
  const { survey, purpose } = { survey: Survey.SurveyId.make("nps"), purpose: "measure" as const }
  const { cells } = yield* (yield* Projections).breakdown({ survey, purpose, by: "day" })
  return cells.map(({ period, tally }) => `${period}: ${tally.reduce((sum, n) => sum + n, 0)}`)
})

it("an answer does not wait for another of the same day and segment that is not committed yet", async () => {
  await emptied("slots")
  await inStore(
    "slots",
    Effect.gen(function* () {
      const store = yield* Effect.context<HistoryStore>()
      yield* tell("anna", 9)
      const meanwhile = Effect.gen(function* () {
        const sql = yield* SqlClient.SqlClient
        // as whoever counts there holds it until they commit
        yield* sql`SELECT slot FROM slots.temoin_tallies FOR UPDATE`
        const there = yield* Effect.promise(() =>
          asHost(
            Effect.flip(
              Effect.flatMap(SqlClient.SqlClient, (sql) => sql`SELECT slot FROM slots.temoin_tallies FOR UPDATE NOWAIT`)
            )
          )
        )
        assert.strictEqual(there.reason._tag, "LockTimeoutError")
        yield* Effect.provide(tell("ben", 3), store)
      })
      yield* Effect.promise(() => asHost(Effect.flatMap(SqlClient.SqlClient, (sql) => sql.withTransaction(meanwhile))))
      assert.deepStrictEqual(yield* answers, ["1970-01-01: 2"])
    })
  )
})

it("whoever writes at once, in whatever order, is counted", async () => {
  await emptied("crowd")
  const people = Array.from({ length: 40 }, (_, n) => `c${n}`)
  const half = (turn: number) =>
    Effect.forEach(
      people.filter((_, n) => n % 2 === turn),
      (who) =>
        Effect.gen(function* () {
          yield* tell(who, 9)
          // it becomes another's score, as it was changed before the wave closed
          yield* (yield* HistoryStore).append({ contact: contact(who), events: [answered("b", 2, "no", 2000)], now: 1 })
        }),
      { concurrency: 8, discard: true }
    )
  await Promise.all([inStore("crowd", half(0)), inStore("crowd", half(1))])
  const survey = Survey.SurveyId.make("nps")
  const found = await inStore(
    "crowd",
    Effect.flatMap(Projections, ({ breakdown }) => breakdown({ survey, purpose: "measure", by: "day" }))
  )
  assert.deepStrictEqual(
    found.cells.map(({ tally }) => tally),
    [[0, 0, 40, 0, 0, 0, 0, 0, 0, 0, 0]]
  )
})

it("counters of days that are over come together in one row, while others go on counting", async () => {
  await emptied("tidy")
  const people = Array.from({ length: 60 }, (_, n) => `c${n}`)
  const rows = Effect.promise(() =>
    asHost(
      Effect.gen(function* () {
        const sql = yield* SqlClient.SqlClient
        const [found] = yield* sql<{ readonly n: number }>`SELECT count(*)::int AS n FROM tidy.temoin_tallies`
        return found?.n
      })
    )
  )
  await inStore(
    "tidy",
    Effect.gen(function* () {
      const { tidy } = yield* Projections
      yield* Effect.forEach(people.slice(0, 20), (who) => tell(who, 9), { discard: true })
      assert.isAbove((yield* rows) ?? 0, 1)
      // a day that is not over yet is left alone
      assert.strictEqual(yield* tidy(86_400_000), 0)
      const counting = Effect.forEach(people.slice(20), (who) => tell(who, 3), { concurrency: 8, discard: true })
      const tidying = Effect.forEach(Array.from({ length: 20 }), () => tidy(Date.UTC(2026, 0, 1)), { discard: true })
      yield* Effect.all([counting, tidying, tidying], { concurrency: "unbounded", discard: true })
      assert.isAtLeast(yield* tidy(Date.UTC(2026, 0, 1)), 0)
      assert.strictEqual(yield* rows, 1)
      assert.deepStrictEqual(yield* answers, ["1970-01-01: 60"])
    })
  )
})

it("a worker with other settings is told, and what it wrote meanwhile is caught up with", async () => {
  await emptied("settings")
  const other = { zone: "America/New_York" } as const
  await inStore(
    "settings",
    Effect.gen(function* () {
      yield* tell("anna", 9)
      assert.deepStrictEqual(yield* answers, ["1970-01-01: 1"])
      const elsewhere = yield* Effect.promise(() => inStore("settings", answers, other))
      assert.deepStrictEqual(elsewhere, ["1969-12-31: 1"])
      yield* tell("ben", 3)
      assert.match((yield* Effect.flip(answers)).message, /with other settings/)
    })
  )
  assert.deepStrictEqual(await inStore("settings", answers, other), ["1969-12-31: 2"])
})
