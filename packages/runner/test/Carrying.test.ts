/** Is there anything in a store that a copy of it has not? */
import * as Consent from "@temoin/core/Consent"
import * as Contact from "@temoin/core/Contact"
import * as Erasures from "@temoin/core/ports/Erasures"
import * as HistoryStore from "@temoin/core/ports/HistoryStore"
import * as Notebook from "@temoin/core/ports/Notebook"
import * as MemoryErasureLedger from "@temoin/memory/MemoryErasureLedger"
import * as MemoryHistoryStore from "@temoin/memory/MemoryHistoryStore"
import * as MemoryLinks from "@temoin/memory/MemoryLinks"
import * as MemoryMailer from "@temoin/memory/MemoryMailer"
import * as MemoryNotebook from "@temoin/memory/MemoryNotebook"
import * as Carrying from "@temoin/runner/Carrying"
import * as Temoin from "@temoin/runner/Temoin"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { describe, expect, it } from "vitest"
import { delivered, reachable, rejection, shop, start, survey } from "./World.ts"

const key = "a secret of at least thirty-two characters"
const program = shop({ surveys: [survey({ count: "waves" })], retention: { proofs: "3 years" } })

/** A store that outlives whoever opens it. */
const made = async () => {
  const services = await Effect.runPromise(
    Effect.scoped(Layer.build(Layer.fresh(Layer.merge(MemoryHistoryStore.layer, MemoryNotebook.layer))))
  )
  return { services, layer: Layer.succeedContext(services) }
}
type Store = Awaited<ReturnType<typeof made>>

const open = (store: Store, forget: () => Promise<void> = () => Promise.resolve()) =>
  Temoin.open({
    program,
    now: () => start,
    privacy: { key, others: [{ name: "warehouse", forget }] },
    adapters: Layer.mergeAll(store.layer, MemoryErasureLedger.layer, MemoryMailer.layer, MemoryLinks.layer)
  })

const turn = (store: Store, key: string, value: string | null) =>
  Effect.runPromise(Context.get(store.services, Notebook.Notebook).write([{ key, value }]))

/** Anna was erased, with her consent sealed and an errand left; Ben came back; Carl is a customer; the CRM's book has a page. */
const lived = async () => {
  const store = await made()
  const temoin = await open(store, () => Promise.reject(new Error("away")))
  for (const name of ["anna", "ben", "carl"]) {
    await temoin.record(name, reachable(name), delivered())
    await temoin.answer(name, { survey: "nps", score: 9, id: "answer" })
  }
  await temoin.record("anna", {
    _tag: "ConsentGiven",
    testimonial: Consent.TestimonialId.make("t1"),
    scopes: ["quote"],
    places: ["website"],
    wording: { version: "1", locale: "en", words: "May we show this?" },
    evidence: "form 7"
  })
  for (const name of ["anna", "ben"]) await temoin.privacy.erase(name)
  await temoin.privacy.readmit("ben", { evidence: "form 7" })
  await temoin.record("ben", reachable("ben"))
  await turn(store, "crm/contact/carl", "page")
  const { erased, tally } = await temoin.nps({ survey: "nps" })
  await temoin.close()
  return { store, erased, tally }
}

const kept = ({ services }: Store) => {
  const erasures = Context.get(services, Erasures.Erasures)
  const marks = erasures.page({ after: Option.none(), limit: 9 })
  return Effect.runPromise(Effect.all([erasures.remembered, marks, erasures.allSealed()]))
}

describe("a copy", () => {
  it("has whom the other store erased, what remains of them, what is sealed, and the notebook", async () => {
    const { erased, store, tally } = await lived()
    const other = await made()
    const copied = await Temoin.copy({ from: store.layer, to: other.layer })
    expect(copied).toMatchObject({ carried: { marks: 1, pages: 1, erased: 0 }, different: 0, unlike: [] })
    expect(copied.carried.sealed).toBeGreaterThan(2)
    expect(await kept(other)).toEqual(await kept(store))
    const told: Array<string> = []
    const temoin = await open(other, () => Promise.resolve(void told.push("told")))
    expect(await temoin.privacy.isErased("anna")).toBe(true)
    expect((await temoin.privacy.proof("anna"))?.entries).toHaveLength(1)
    expect(await rejection(temoin.record("anna", reachable("anna")))).toMatchObject({ _tag: "ContactErased" })
    expect(await temoin.record("ben", { _tag: "ContactChanged", name: "Ben" })).toBe(1)
    expect(await temoin.nps({ survey: "nps" })).toMatchObject({ tally, erased })
    // the errands go on
    await temoin.privacy.sweep()
    expect(told).toHaveLength(2)
    await temoin.close()
  })

  it("made again brings what has changed: with the key also who was erased since", async () => {
    const { store } = await lived()
    const other = await made()
    await Temoin.copy({ from: store.layer, to: other.layer })
    const temoin = await open(store)
    await temoin.privacy.erase("carl")
    await temoin.privacy.sweep()
    await temoin.close()
    await turn(store, "crm/contact/carl", null)
    await turn(store, "crm/contact/ben", "page")
    const both = { from: store.services, to: other.services }
    const unlike = await Effect.runPromise(Carrying.compare(both))
    expect(unlike).toEqual(["marks", "residue", "sealed", "notebook"])
    const blind = await Temoin.copy({ from: store.layer, to: other.layer })
    expect(blind).toMatchObject({ unlike: [], differences: [{ contact: "carl", is: "unknown" }] })
    const seeing = await Temoin.copy({ from: store.layer, to: other.layer, privacy: { key } })
    expect(seeing).toMatchObject({ carried: { marks: 2, erased: 1 }, differences: [], unlike: [] })
    expect((await Temoin.copy({ from: store.layer, to: other.layer, privacy: { key } })).carried.erased).toBe(0)
  })

  it("made again takes out the words that a retention took out since", async () => {
    const [store, other] = [await made(), await made()]
    let now = start
    const temoin = await Temoin.open({
      program: { ...program, retention: { words: "6 months" } },
      now: () => now,
      privacy: { key },
      adapters: Layer.mergeAll(store.layer, MemoryMailer.layer, MemoryLinks.layer)
    })
    await temoin.answer("anna", { survey: "nps", score: 9, comment: "lovely", id: "answer" })
    await Temoin.copy({ from: store.layer, to: other.layer })
    now += 200 * 86_400_000
    expect((await temoin.privacy.sweep()).due).toEqual([{ contact: "anna", what: "words" }])
    await temoin.record("anna", reachable("anna"))
    await temoin.close()
    const again = await Temoin.copy({ from: store.layer, to: other.layer })
    expect(again).toMatchObject({ added: 1, differences: [], unlike: [] })
    const { events } = await Effect.runPromise(
      Context.get(other.services, HistoryStore.HistoryStore).load(Contact.ContactId.make("anna"))
    )
    expect(JSON.stringify(events)).not.toContain("lovely")
    expect(events).toHaveLength(2)
  })

  it("is refused where something would be lost, and copies nothing then", async () => {
    const { store } = await lived()
    const bare = Layer.effect(HistoryStore.HistoryStore, MemoryHistoryStore.make)
    expect(await rejection(Temoin.copy({ from: store.layer, to: bare }))).toMatchObject({ _tag: "CannotCarry" })
    const other = await made()
    const worked = await open(other)
    await worked.record("dora", reachable("dora"))
    await worked.privacy.erase("dora")
    await worked.close()
    expect(await rejection(Temoin.copy({ from: store.layer, to: other.layer }))).toMatchObject({ _tag: "CannotCarry" })
    const strange = "another secret of at least thirty-two characters"
    const fresh = await made()
    const changed = Temoin.copy({ from: store.layer, to: fresh.layer, privacy: { key: strange } })
    expect(await rejection(changed)).toMatchObject({ _tag: "ErasureKeyChanged" })
    for (const { services } of [other, fresh]) {
      const page = Context.get(services, HistoryStore.HistoryStore).page({ after: Option.none(), limit: 9 })
      expect((await Effect.runPromise(page)).map(({ contact }) => contact)).not.toContain(
        Contact.ContactId.make("carl")
      )
    }
  })

  it("of a store that has nothing but histories carries nothing", async () => {
    const [from, to] = [await made(), await made()]
    const nothing = { marks: 0, sealed: 0, pages: 0, erased: 0 }
    expect(await Temoin.copy({ from: from.layer, to: to.layer })).toMatchObject({ carried: nothing, unlike: [] })
  })
})
