/**
 * Copying: does everything come along, from memory into a file, and from the file onto a server?
 */
import * as EventArbitrary from "@temoin/conformance/EventArbitrary"
import { HistoryStore } from "@temoin/core/ports/HistoryStore"
import * as Notebook from "@temoin/core/ports/Notebook"
import * as MemoryErasureLedger from "@temoin/memory/MemoryErasureLedger"
import * as MemoryHistoryStore from "@temoin/memory/MemoryHistoryStore"
import * as MemoryLinks from "@temoin/memory/MemoryLinks"
import * as MemoryMailer from "@temoin/memory/MemoryMailer"
import * as Temoin from "@temoin/runner/Temoin"
import * as Sqlite from "@temoin/storage-sql/sqlite"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as fc from "fast-check"
import { join } from "node:path"
import { assert, it } from "vitest"
import { contact, inStore as inFile, intended, joined, touchpoint, withFolder } from "../samples.ts"
import { emptied, inStore, storeIn } from "./schemas.ts"

const everything = Effect.gen(function* () {
  const store = yield* HistoryStore
  const page = yield* store.page({ after: Option.none(), limit: 10_000 })
  return yield* Effect.forEach(page, ({ contact }) =>
    Effect.map(store.load(contact), ({ account, events }) => ({
      contact,
      events: events.toSorted((one, other) => (one.id < other.id ? -1 : 1)),
      account: Option.map(account, ({ activity, id }) => ({ id, activity }))
    }))
  )
})

it("all that happened, in the order of everybody's ids, with accounts and references", () =>
  withFolder(async (folder) => {
    await emptied("copied")
    const filename = join(folder, "temoin.db")
    const events = fc.sample(EventArbitrary.events, { seed: 20_160_609, numRuns: 20 })
    const message = intended("i", "k", "a".repeat(32))
    const filled = Layer.effect(
      HistoryStore,
      Effect.gen(function* () {
        const store = yield* HistoryStore
        for (const [n, history] of events.entries()) {
          // a reference that two contacts have by chance is refused by every store
          yield* Effect.ignore(store.append({ contact: contact(`🦊${n}～`), events: history, now: 1 }))
        }
        for (let n = 0; n < 300; n++) {
          const member = joined("j", n % 3 === 0 ? null : `a${n % 7}`)
          yield* store.append({ contact: contact(`c${n}`), events: [member, touchpoint("t")], now: 1 })
        }
        yield* store.append({ contact: contact("c7"), events: [message], now: 1 })
        return store
      })
    ).pipe(Layer.provide(MemoryHistoryStore.layer))

    const told: Array<number> = []
    const first = await Temoin.copy({
      from: filled,
      to: Sqlite.layer({ filename }),
      onProgress: ({ contacts }) => told.push(contacts)
    })
    assert.deepStrictEqual(told, [200, first.contacts])
    assert.strictEqual(first.same, first.contacts)
    const second = await Temoin.copy({ from: Sqlite.layer({ filename }), to: storeIn("copied") })
    assert.deepStrictEqual({ ...second, last: undefined }, { ...first, last: undefined })
    assert.deepStrictEqual(second.differences, [])

    const there = await inStore("copied", everything)
    assert.deepStrictEqual(there, await inFile(filename, everything))
    assert.deepStrictEqual(there, await Effect.runPromise(Effect.provide(everything, filled)))
    if (message._tag !== "Intended") assert.fail(message._tag)
    const found = await inStore(
      "copied",
      Effect.flatMap(HistoryStore, (store) => store.find(message.reference))
    )
    assert.deepStrictEqual(found, Option.some({ contact: contact("c7"), key: message.key }))

    // what came meanwhile, and only that
    await inFile(
      filename,
      Effect.flatMap(HistoryStore, (store) =>
        store.append({ contact: contact("c7"), events: [touchpoint("late")], now: 2 })
      )
    )
    const third = await Temoin.copy({ from: Sqlite.layer({ filename }), to: storeIn("copied") })
    assert.strictEqual(third.added, 1)
    assert.strictEqual(third.same, first.contacts)
    const rest = await Temoin.copy({ from: Sqlite.layer({ filename }), to: storeIn("copied"), after: "c7" })
    assert.isBelow(rest.contacts, first.contacts)
  }))

/** Témoin over this store, with somebody who cannot be told. */
const open = (store: Layer.Layer<HistoryStore, unknown>) =>
  Temoin.open({
    program: { id: "shop", surveys: [{ id: "nps", subject: "Acme", triggers: [{ on: "hand" }], count: "waves" }] },
    privacy: {
      key: "a secret of at least thirty-two characters",
      others: [{ name: "warehouse", forget: () => Promise.reject(new Error("away")) }]
    },
    adapters: Layer.mergeAll(store, MemoryErasureLedger.layer, MemoryMailer.layer, MemoryLinks.layer)
  })

it("who was erased, what remains of them, what is sealed, and the notebook, from the file onto the server", () =>
  withFolder(async (folder) => {
    await emptied("carried")
    const file = Sqlite.layer({ filename: join(folder, "temoin.db") })
    const before = await open(file)
    for (const [name, score] of [
      ["anna", 9],
      ["ben", 3],
      ["carl", 10]
    ] as const) {
      await before.answer(name, { survey: "nps", score, id: "answer" })
    }
    await before.privacy.erase("anna", { reason: "a letter", by: "support" })
    await before.privacy.erase("ben")
    await before.privacy.readmit("ben", { evidence: "form 7" })
    const { erased, tally } = await before.nps({ survey: "nps" })
    await before.close()
    const page = Notebook.Notebook.use((notebook) => notebook.write([{ key: "crm/carl", value: "page" }]))
    await Effect.runPromise(Effect.provide(page, file))

    for (const marks of [1, 1]) {
      const { carried, different, unlike } = await Temoin.copy({ from: file, to: storeIn("carried") })
      // two errands and a readmission
      assert.deepStrictEqual(carried, { marks, sealed: 3, pages: 1, erased: 0 })
      assert.deepStrictEqual({ different, unlike }, { different: 0, unlike: [] })
    }
    const after = await open(storeIn("carried"))
    assert.isTrue(await after.privacy.isErased("anna"))
    assert.isFalse(await after.privacy.isErased("ben"))
    assert.deepInclude(await after.nps({ survey: "nps" }), { tally, erased })
    assert.lengthOf((await after.privacy.sweep()).pending, 2)
    await after.close()
  }))
