import { disagreement } from "@temoin/benchmarks/benchmarks/Deciding"
import * as Life from "@temoin/benchmarks/fixture/Life"
import * as Random from "@temoin/benchmarks/fixture/Random"
import * as Workload from "@temoin/benchmarks/fixture/Workload"
import * as Contact from "@temoin/core/Contact"
import * as fc from "fast-check"
import { assert, describe, it } from "vitest"

const contact = Contact.ContactId.make("anna & co/1")

const seed = fc.nat()

describe("the straight-line code", () => {
  it("decides as `decide` does, whenever a runner looks", () =>
    fc.assert(
      fc.property(seed, fc.boolean(), (seed, isEasy) => {
        const { events, looks } = Life.live(Random.make(seed), { contact, name: "t", from: 0, isEasy })
        const jobs = looks.map(({ known, now }) => Workload.job(contact, events.slice(0, known), now))
        assert.isUndefined(disagreement(jobs))
      }),
      { numRuns: 60 }
    ))

  it("decides as `decide` does at any other time", () =>
    fc.assert(
      fc.property(seed, fc.nat(400 * 24), fc.nat(60), (seed, hours, known) => {
        const { events } = Life.live(Random.make(seed), { contact, name: "t", from: 0, isEasy: false })
        const some = events.slice(0, known)
        const latest = Math.max(0, ...some.map(({ occurredAt }) => occurredAt))
        assert.isUndefined(disagreement([Workload.job(contact, some, latest + hours * 3_600_000)]))
      }),
      { numRuns: 100 }
    ))

  it("is noticed when it decides something else", () => {
    const [job] = Workload.people(1)
    assert.isDefined(job)
    const isUnread = Workload.people(20).map((job) => ({ ...job, rows: [] }))
    assert.match(disagreement(isUnread) ?? "", /^for person-\d+ at \d+ ours decided .*, the reference /)
  })
})

describe("the workload", () => {
  it("depends on its seed alone", () =>
    fc.assert(
      fc.property(seed, (seed) => {
        assert.deepStrictEqual(Workload.lasting(100, seed), Workload.lasting(100, seed))
      }),
      { numRuns: 10 }
    ))

  it("has histories of about as many events as were asked for, and never more", () =>
    fc.assert(
      fc.property(seed, fc.integer({ min: 10, max: 600 }), (seed, size) => {
        const { events, history, rows } = Workload.lasting(size, seed)
        assert.strictEqual(rows.length, events.length)
        assert.strictEqual(history.events.length, events.length)
        assert.isAtMost(events.length, size)
        assert.isAtLeast(events.length, size - 9)
      }),
      { numRuns: 30 }
    ))

  it("has people of about nineteen events, a good part of whom are waiting for something", () => {
    const jobs = Workload.people(300)
    const events = jobs.reduce((sum, { rows }) => sum + rows.length, 0) / jobs.length
    assert.isAtLeast(events, 18)
    assert.isAtMost(events, 20)
  })
})
