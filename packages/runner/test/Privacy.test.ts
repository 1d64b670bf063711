/** Is somebody who was erased gone for good, and does everything about them come out when they ask? */
import * as Consent from "@temoin/core/Consent"
import * as EventArbitrary from "@temoin/conformance/EventArbitrary"
import * as Contact from "@temoin/core/Contact"
import * as Event from "@temoin/core/Event"
import * as PersonalData from "@temoin/core/PersonalData"
import * as ErasureLedger from "@temoin/core/ports/ErasureLedger"
import * as Erasures from "@temoin/core/ports/Erasures"
import * as HistoryStore from "@temoin/core/ports/HistoryStore"
import * as MemoryErasureLedger from "@temoin/memory/MemoryErasureLedger"
import * as MemoryHistoryStore from "@temoin/memory/MemoryHistoryStore"
import * as MemoryLinks from "@temoin/memory/MemoryLinks"
import * as MemoryMailer from "@temoin/memory/MemoryMailer"
import type * as Privacy from "@temoin/runner/Privacy"
import * as Temoin from "@temoin/runner/Temoin"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { assert, describe, expect, it } from "vitest"
import { delivered, reachable, rejection, shop, start, survey } from "./World.ts"

const key = "a secret of at least thirty-two characters"
const day = 86_400_000

const waves = (changes: Parameters<typeof shop>[0] = {}) => shop({ surveys: [survey({ count: "waves" })], ...changes })

/** A shop over a store and a ledger that outlive whoever opens them. */
const world = async () => {
  const { erasures, histories } = await Effect.runPromise(MemoryHistoryStore.open)
  const ledger = await Effect.runPromise(MemoryErasureLedger.make)
  let now = start
  return {
    erasures,
    histories,
    ledger,
    wait: (days: number) => void (now += days * day),
    open: (privacy: Partial<Privacy.Options> | "none" = {}, program = waves(), store = { erasures, histories }) =>
      Temoin.open({
        program,
        now: () => now,
        ...(privacy !== "none" && { privacy: { key, ...privacy } }),
        adapters: Layer.mergeAll(
          Layer.succeed(HistoryStore.HistoryStore, store.histories),
          Layer.succeed(Erasures.Erasures, store.erasures),
          Layer.succeed(ErasureLedger.ErasureLedger, ledger),
          MemoryMailer.layer,
          MemoryLinks.layer
        )
      })
  }
}

const tagOf = async (promise: Promise<unknown>) => {
  const error = await rejection(promise)
  assert.instanceOf(error, Error)
  return "_tag" in error ? error._tag : error.name
}

const about = (contact: string, event: Event.Event): HistoryStore.Append => ({
  contact: Contact.ContactId.make(contact),
  events: [event],
  now: start
})

/** Anna, whom the shop also knew as anna-2, has been asked and has answered; Ben has answered, too. */
const met = async (temoin: Temoin.Temoin) => {
  await temoin.record("anna-2", { _tag: "ContactChanged", email: "anna@old.example" })
  await temoin.record(
    "anna",
    reachable("anna"),
    { _tag: "ContactChanged", name: "Anna Arendt", account: "acme" },
    delivered()
  )
  await temoin.merge("anna-2", "anna")
  await temoin.record("ben", reachable("ben"), { _tag: "ContactChanged", name: "Ben Benn", account: "acme" })
  await temoin.tick()
  await temoin.answer("anna", { survey: "nps", score: 9, comment: "lovely", id: "a1" })
  await temoin.answer("ben", { survey: "nps", score: 3, id: "b1" })
}

describe("an export", () => {
  it("has everything of the person, in both languages, and nobody else", async () => {
    const { open } = await world()
    const temoin = await open()
    await met(temoin)
    const data = await temoin.privacy.export("anna-2")
    expect([...data.knownAs].toSorted()).toEqual(["anna", "anna-2"])
    expect(data.profile).toMatchObject({ email: "anna@example.com", name: "Anna Arendt", account: "acme" })
    expect(data.events.map(({ line }) => line.en).join("\n")).toContain("you answered: 9, “lovely”")
    expect(data.events.map(({ line }) => line.fr).join("\n")).toContain("vous avez répondu : 9")
    expect(data.messages).toHaveLength(1)
    const text = JSON.stringify(data)
    expect(text).toContain("anna@old.example")
    expect(text.toLowerCase()).not.toContain("ben")
    expect(Schema.is(PersonalData.PersonalData)(JSON.parse(text))).toBe(true)
    await temoin.close()
  })

  it("of somebody nobody knows is empty", async () => {
    const temoin = await (await world()).open("none")
    expect(await temoin.privacy.export("nobody")).toMatchObject({ knownAs: [], events: [], messages: [], next: [] })
    await temoin.close()
  })

  it("has a line for every kind of event", () => {
    for (const event of Object.values<fc.Arbitrary<Event.Event>>(EventArbitrary.kinds).flatMap((kind) =>
      fc.sample(kind, 2)
    )) {
      const { en, fr } = PersonalData.lineOf(event)
      for (const line of [en, fr]) expect(line).toMatch(/ UTC ?: ./)
      expect(en === fr).toBe(false)
    }
  })
})

describe("an erasure", () => {
  it("leaves no word and no id, and the number of waves as it was", async () => {
    const { erasures, histories, ledger, open } = await world()
    const temoin = await open()
    await met(temoin)
    const before = await temoin.nps({ survey: "nps" })
    const receipt = await temoin.privacy.erase("anna-2", { reason: "asked by letter", by: "the office" })
    expect(receipt).toEqual({ isNew: true, ids: 2, answers: 1, pending: [] })
    const after = await temoin.nps({ survey: "nps" })
    expect(after.tally).toEqual(before.tally)
    expect(after.erased).toBe(1)
    expect(after.note.en).toContain("1 person was erased")
    expect(await temoin.privacy.export("anna")).toMatchObject({ knownAs: [], events: [] })
    const page = await Effect.runPromise(histories.page({ after: Option.none(), limit: 99 }))
    expect(page.map(({ contact }) => contact)).toEqual(["ben"])
    const remembered = await Effect.runPromise(erasures.remembered)
    expect(JSON.stringify([remembered, await Effect.runPromise(ledger.entries)])).not.toMatch(/anna|lovely|example/i)
    expect(await temoin.privacy.erase("anna")).toMatchObject({ isNew: false, answers: 0 })
    expect((await temoin.nps({ survey: "nps" })).tally).toEqual(before.tally)
    await temoin.close()
  })

  it("refuses what comes later under any of their ids, without naming them, until they come back", async () => {
    const { open } = await world()
    const temoin = await open()
    await met(temoin)
    await temoin.privacy.erase("anna")
    for (const id of ["anna", "anna-2"]) {
      const attempts = [
        temoin.record(id, reachable(id)),
        temoin.answer(id, { survey: "nps", score: 1 }),
        temoin.merge(id, "ben"),
        temoin.merge("ben", id)
      ]
      for (const attempt of attempts) {
        const error = await rejection(attempt)
        assert.instanceOf(error, HistoryStore.ContactErased)
        expect(error.message).not.toContain("anna")
        expect(error.message).toContain("temoin.privacy.readmit")
      }
    }
    expect(await temoin.privacy.isErased("anna")).toBe(true)
    expect(await temoin.privacy.readmit("anna", { evidence: "signed up again, form 7" })).toBe(true)
    expect(await temoin.record("anna", reachable("anna"))).toBe(1)
    expect(await tagOf(temoin.record("anna-2", reachable("anna-2")))).toBe("ContactErased")
    expect((await temoin.privacy.export("anna")).events).toHaveLength(1)
    await temoin.close()
  })

  it("refuses it among many that are written together, too, and no other of them", async () => {
    const { open } = await world()
    const temoin = await open()
    await met(temoin)
    await temoin.privacy.erase("anna")
    const common = { id: Event.EventId.make("e1"), occurredAt: start, recordedAt: start }
    const touched: Event.Event = { _tag: "TouchpointHappened", ...common, kind: "blog.read" }
    const merged: Event.Event = { _tag: "MergedInto", ...common, into: Contact.ContactId.make("anna") }
    const results = await temoin.use(
      Effect.flatMap(HistoryStore.HistoryStore, (store) =>
        store.appendAll([about("cleo", touched), about("anna", touched), about("ben", merged), about("ben", touched)])
      )
    )
    const tags = results.map((one) => (Result.isFailure(one) ? one.failure._tag : "written"))
    expect(tags).toEqual(["written", "ContactErased", "ContactErased", "written"])
    await temoin.close()
  })

  it("needs the key, and always the same", async () => {
    const { open } = await world()
    const keyless = await open("none")
    await met(keyless)
    expect(await tagOf(keyless.privacy.erase("anna"))).toBe("ErasureKeyMissing")
    await keyless.close()
    const temoin = await open()
    await temoin.privacy.erase("anna")
    await temoin.close()
    expect(await tagOf(open("none"))).toBe("ErasureKeyMissing")
    expect(await tagOf(open({ key: "another secret of at least thirty-two characters" }))).toBe("ErasureKeyChanged")
    expect(await tagOf(open({ key: "short" }))).toBe("InvalidInput")
  })

  it("does not take a note that says who it was", async () => {
    const { open } = await world()
    const temoin = await open()
    expect(await tagOf(temoin.privacy.erase("anna", { reason: "anna wanted it" }))).toBe("InvalidInput")
    await temoin.close()
  })

  it("reaches the others, and goes on telling who could not be told", async () => {
    const { open, wait } = await world()
    let isDown = true
    const told: Array<unknown> = []
    const others = [
      {
        name: "send log",
        forget: async (person: unknown) => {
          if (isDown) throw new Error("down, and here is a secret of anna@example.com")
          told.push(person)
        }
      }
    ]
    const temoin = await open({ others })
    await met(temoin)
    const { pending } = await temoin.privacy.erase("anna")
    expect(pending).toEqual([{ other: "send log", problem: expect.not.stringContaining("anna") }])
    wait(1)
    expect((await temoin.privacy.sweep()).pending).toHaveLength(1)
    isDown = false
    expect((await temoin.privacy.sweep()).pending).toEqual([])
    expect(told).toEqual([{ contacts: ["anna", "anna-2"], addresses: ["anna@example.com", "anna@old.example"] }])
    await temoin.privacy.sweep()
    expect(told).toHaveLength(1)
    await temoin.close()
  })

  it("seals the proof of consent where a retention names an end, and no longer", async () => {
    const { erasures, open, wait } = await world()
    const temoin = await open({}, waves({ retention: { proofs: "3 years" } }))
    await met(temoin)
    await temoin.record("anna", {
      _tag: "ConsentGiven",
      testimonial: Consent.TestimonialId.make("t1"),
      scopes: ["quote"],
      places: ["website"],
      wording: { version: "1", locale: "en", words: "May we show this?" },
      evidence: "form 7"
    })
    expect(await temoin.privacy.proof("anna")).toBeNull()
    await temoin.privacy.erase("anna")
    const sealed = await Effect.runPromise(erasures.allSealed("proof of consent"))
    expect(JSON.stringify(sealed)).not.toMatch(/anna|May we/)
    expect((await temoin.privacy.proof("anna-2"))?.entries[0]).toMatchObject({ evidence: "form 7" })
    wait(3 * 366)
    expect(await temoin.privacy.proof("anna")).toBeNull()
    expect((await temoin.privacy.sweep()).ended).toBe(2)
    await temoin.close()
  })
})

describe("a retention", () => {
  it("says who is due, erases them in batches, and takes out old words", async () => {
    const { open, wait } = await world()
    const temoin = await open({}, waves({ retention: { people: "2 years", words: "6 months" } }))
    await met(temoin)
    expect(await temoin.privacy.sweep({ dryRun: true })).toMatchObject({ due: [], isDone: true })
    wait(200)
    await temoin.record("ben", { _tag: "TouchpointHappened", kind: "site.visited", id: "visit" })
    expect((await temoin.privacy.sweep()).due).toEqual([{ contact: "anna", what: "words" }])
    const data = await temoin.privacy.export("anna")
    expect(JSON.stringify(data)).not.toContain("lovely")
    expect(data.events.some(({ event }) => event._tag === "Answered" && event.score === 9)).toBe(true)
    wait(540)
    expect((await temoin.privacy.sweep({ dryRun: true })).due).toEqual([{ contact: "anna", what: "person" }])
    expect(await temoin.privacy.isErased("anna")).toBe(false)
    const { tally } = await temoin.nps({ survey: "nps" })
    await temoin.privacy.sweep({ limit: 1 })
    expect(await temoin.privacy.isErased("anna")).toBe(true)
    expect(await temoin.privacy.isErased("ben")).toBe(false)
    // what they answered stays in the residue, as that of anybody else who was erased
    expect(await temoin.nps({ survey: "nps" })).toMatchObject({ tally, erased: 1 })
    expect((await temoin.privacy.residue()).erased).toBe(1)
    const { scores, uncertain } = await temoin.reports.score()
    expect(scores.reduce((sum, { answers }) => sum + answers, uncertain)).toBe(2)
    await temoin.close()
  })
})

describe("a restore", () => {
  it("of an older backup forgets them again when it is opened, and counts nothing twice", async () => {
    const { ledger, open } = await world()
    const temoin = await open()
    await met(temoin)
    await temoin.privacy.erase("anna")
    const { tally } = await temoin.nps({ survey: "nps" })
    await temoin.close()
    // the backup: the same people, and no erasure
    const backup = await Effect.runPromise(MemoryHistoryStore.open)
    const older = await (await world()).open("none", undefined, backup)
    await met(older)
    await older.close()
    const restored = await open({}, undefined, backup)
    expect(await restored.privacy.export("anna")).toMatchObject({ knownAs: [] })
    expect(await restored.privacy.isErased("anna-2")).toBe(true)
    expect((await restored.nps({ survey: "nps" })).tally).toEqual(tally)
    expect(await restored.tick()).toMatchObject({ sent: 0 })
    const count = (await Effect.runPromise(ledger.entries)).length
    await restored.close()
    const again = await open({}, undefined, backup)
    expect((await again.nps({ survey: "nps" })).tally).toEqual(tally)
    expect((await Effect.runPromise(ledger.entries)).length).toBe(count)
    await again.close()
  })

  it("keeps who came back readmitted, whether the backup is of before the erasure, of in between, or of after", async () => {
    const { ledger, open, wait } = await world()
    const before = await Effect.runPromise(MemoryHistoryStore.open)
    const between = await Effect.runPromise(MemoryHistoryStore.open)
    const temoin = await open()
    for (const store of [before, between]) {
      const older = await open("none", undefined, store)
      await older.record("ben", reachable("ben"), delivered())
      await older.close()
    }
    await temoin.record("ben", reachable("ben"), delivered())
    wait(1)
    await temoin.privacy.erase("ben")
    const erased = await open({}, undefined, between)
    expect(await erased.privacy.isErased("ben")).toBe(true)
    await erased.close()
    wait(1)
    await temoin.privacy.readmit("ben", { evidence: "form 7" })
    await temoin.record("ben", reachable("ben"))
    await temoin.close()
    const entries = async () => (await Effect.runPromise(ledger.entries)).length
    for (const [store, kept] of [
      [before, 0],
      [between, 0],
      [undefined, 1]
    ] as const) {
      const restored = await open({}, undefined, store)
      expect(await restored.privacy.isErased("ben")).toBe(false)
      expect((await restored.privacy.export("ben")).events).toHaveLength(kept)
      wait(1)
      expect(await restored.record("ben", { _tag: "ContactChanged", name: "Ben" })).toBe(1)
      await restored.close()
      // from here on the store knows, and nobody is looked at again
      const count = await entries()
      const again = await open({}, undefined, store)
      expect(await again.privacy.isErased("ben")).toBe(false)
      expect((await again.privacy.export("ben")).events).toHaveLength(kept + 1)
      expect(await entries()).toBe(count)
      await again.close()
    }
  })

  it("keeps who came back of their own accord, without what was before", async () => {
    const { open, wait } = await world()
    const backup = await Effect.runPromise(MemoryHistoryStore.open)
    const older = await open("none", undefined, backup)
    await met(older)
    await older.close()
    const temoin = await open()
    await met(temoin)
    wait(1)
    await temoin.privacy.erase("anna")
    wait(1)
    await temoin.privacy.readmit("anna", { evidence: "form 7" })
    await temoin.close()
    const restored = await open({}, undefined, backup)
    expect((await restored.privacy.export("anna")).events).toEqual([])
    expect(await restored.record("anna", reachable("anna"))).toBe(1)
    expect(await restored.privacy.reconcile()).toMatchObject({ erasedAgain: 0 })
    expect((await restored.privacy.export("anna")).events).toHaveLength(1)
    await restored.close()
  })
})
