/**
 * What a file keeps beside the log: begun late, begun anew under other settings, and not held up by what cannot be read.
 */
import * as Contact from "@temoin/core/Contact"
import { Erasures } from "@temoin/core/ports/Erasures"
import { HistoryStore } from "@temoin/core/ports/HistoryStore"
import { Kept, Projections } from "@temoin/core/ports/Projections"
import type * as Projection from "@temoin/core/Projection"
import * as Residue from "@temoin/core/Residue"
import * as Segment from "@temoin/core/Segment"
import * as Survey from "@temoin/core/Survey"
import * as Sqlite from "@temoin/storage-sql/sqlite"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { DatabaseSync } from "node:sqlite"
import { join } from "node:path"
import { assert, describe, it } from "vitest"
import { contact1, schema1 } from "./schema1.ts"
import { answered, contact, withFolder } from "./samples.ts"

const settings: Projection.Settings = {
  zone: "UTC",
  surveys: [{ id: Survey.SurveyId.make("nps"), closes: "7 days" }],
  segments: ["plan"]
}

const keeping = (changes: Partial<Projection.Settings> = {}) =>
  Layer.succeed(Kept, Option.some({ ...settings, ...changes }))

type Ports = HistoryStore | Projections | Erasures

const inFile = <A, E>(filename: string, told: Layer.Layer<never>, effect: Effect.Effect<A, E, Ports>): Promise<A> =>
  Effect.runPromise(Effect.provide(effect, Sqlite.layer({ filename }).pipe(Layer.provide(told))))

const plan = (id: string, plan: string) => ({
  _tag: "ContactChanged" as const,
  id: answered(id, 0).id,
  occurredAt: 1,
  recordedAt: 1,
  traits: { plan, country: "FR" }
})

const tell = Effect.fnUntraced(function* (who: string, ...events: ReadonlyArray<ReturnType<typeof answered>>) {
  yield* (yield* HistoryStore).append({ contact: contact(who), events, now: 1 })
})

/** "1970 pro: 2", by this trait. */
const scores = Effect.fnUntraced(function* (segment: string) {
  const survey = Survey.SurveyId.make("nps")
  const { cells } = yield* (yield* Projections).breakdown({ survey, purpose: "measure", by: "year", segment })
  return cells.map(({ period, segment, tally }) => {
    const name = segment === undefined ? "" : Segment.name(segment, "en")
    return `${period} ${name}: ${tally.reduce((sum, n) => sum + n, 0)}`
  })
})

const counters = (filename: string) => {
  const db = new DatabaseSync(filename)
  const rows = db
    .prepare("SELECT SUM(n0 + n1 + n2 + n3 + n4 + n5 + n6 + n7 + n8 + n9 + n10) AS n FROM temoin_tallies")
    .get()
  db.close()
  return Number(rows?.["n"] ?? 0)
}

const untold = Layer.empty
const two = Effect.andThen(tell("anna", plan("p", "pro"), answered("a", 9)), tell("ben", answered("b", 3)))

describe("a log that nobody kept anything of", () => {
  it("is caught up with when the file is opened by somebody who says what to keep", () =>
    withFolder(async (folder) => {
      const filename = join(folder, "temoin.db")
      await inFile(filename, untold, two)
      assert.deepStrictEqual(await inFile(filename, keeping(), scores("plan")), ["1970 pro: 1", "1970 unknown: 1"])
      // and what somebody adds who does not say it is caught up with when it is read
      await inFile(filename, untold, tell("ben", plan("p", "free")))
      assert.deepStrictEqual(await inFile(filename, keeping(), scores("plan")), ["1970 free: 1", "1970 pro: 1"])
      assert.strictEqual(counters(filename), 2)
    }))

  it("of the first release is caught up with, a history that cannot be read apart", () =>
    withFolder(async (folder) => {
      const filename = join(folder, "temoin.db")
      const db = new DatabaseSync(filename)
      db.exec(
        [schema1, contact1("anna", [plan("p", "pro"), answered("a", 9)]), contact1("ben", [answered("b", 3)])].join("")
      )
      db.close()
      assert.deepStrictEqual(await inFile(filename, keeping(), scores("plan")), ["1970 pro: 1", "1970 unknown: 1"])
    }))

  it("of the last release before is caught up with", () =>
    withFolder(async (folder) => {
      const filename = join(folder, "temoin.db")
      await inFile(filename, keeping(), two)
      const db = new DatabaseSync(filename)
      for (const table of ["answers", "cases", "exhibited", "suppressed", "tallies", "settings"]) {
        db.exec(`DROP TABLE temoin_${table}`)
      }
      db.exec("DROP INDEX temoin_contacts_kept; ALTER TABLE temoin_contacts DROP COLUMN kept_by")
      db.exec("DELETE FROM temoin_migrations WHERE migration_id >= 7")
      db.close()
      assert.deepStrictEqual(await inFile(filename, keeping(), scores("plan")), ["1970 pro: 1", "1970 unknown: 1"])
    }))
})

it("other segments, another zone, other surveys: everybody is folded again as the file is opened", () =>
  withFolder(async (folder) => {
    const filename = join(folder, "temoin.db")
    await inFile(filename, keeping(), two)
    const byCountry = keeping({ segments: ["country"], zone: "America/New_York" })
    assert.deepStrictEqual(await inFile(filename, byCountry, scores("country")), ["1969 FR: 1", "1969 unknown: 1"])
    assert.deepStrictEqual(await inFile(filename, keeping(), scores("plan")), ["1970 pro: 1", "1970 unknown: 1"])
    assert.deepStrictEqual(await inFile(filename, keeping({ surveys: [] }), scores("plan")), [])
    assert.strictEqual(counters(filename), 0)
  }))

it("who does not say what to keep is told so when they ask for it", () =>
  withFolder(async (folder) => {
    const filename = join(folder, "temoin.db")
    const error = await inFile(filename, untold, Effect.flip(scores("plan")))
    assert.match(error.message, /opened without being told what to keep/)
  }))

it("a damaged event keeps nobody from writing, nor from finding an address; what is said of all says whom it lacks", () =>
  withFolder(async (folder) => {
    const filename = join(folder, "temoin.db")
    await inFile(filename, keeping(), two)
    const db = new DatabaseSync(filename)
    db.exec("UPDATE temoin_events SET document = '{' WHERE contact = 'anna' AND id = 'a'")
    db.close()
    const [error, list] = await inFile(
      filename,
      keeping(),
      Effect.gen(function* () {
        yield* tell("anna", answered("c", 8))
        yield* tell("ben", answered("d", 8))
        return [yield* Effect.flip(scores("plan")), yield* (yield* Projections).suppressed("a@example.com")] as const
      })
    )
    assert.match(error.message, /the history of a contact cannot be read \("anna"\)/)
    assert.deepStrictEqual(list, [])
  }))

it("of somebody who was erased nothing is kept, also where the eraser keeps nothing", () =>
  withFolder(async (folder) => {
    const filename = join(folder, "temoin.db")
    await inFile(filename, keeping(), two)
    const mark = Residue.Mark.make("0".repeat(64))
    const people = [{ contact: Contact.ContactId.make("anna"), mark, expected: 1 }]
    await inFile(
      filename,
      untold,
      Effect.flatMap(Erasures, ({ erase }) => erase({ people, key: mark, zone: "UTC", cells: [], sealed: [], at: 5 }))
    )
    assert.strictEqual(counters(filename), 1)
    assert.deepStrictEqual(await inFile(filename, keeping(), scores("plan")), ["1970 unknown: 1"])
  }))
