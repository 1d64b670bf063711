/**
 * Loop: worked cases of one customer bringing another.
 */
import * as Loop from "@temoin/core/Loop"
import * as Person from "@temoin/core/Person"
import { describe, expect, it } from "vitest"
import { anna, ben, program, type Story, time } from "./fixture.ts"

const shop = program()
const loops = (...stories: ReadonlyArray<Story>) =>
  Loop.join(
    Person.all(
      shop,
      stories.map(({ history }) => history),
      time("2026-12-01")
    ).map((person) => Loop.ofPerson(person))
  )

const refers = anna.on("2026-02-01").happens("referral.made", { about: "code 7" })

describe("a referral", () => {
  it("by which nobody has come yet is open", () => {
    expect(loops(refers, ben)).toEqual([{ kind: "referral", attribution: "code", at: time("2026-02-01") }])
  })

  it("that cannot be followed is no loop", () => {
    expect(loops(anna.on("2026-02-01").happens("referral.made"), ben)).toEqual([])
  })

  it("closes when the newcomer who used it buys", () => {
    const came = ben.on("2026-03-01").happens("referral.used", { about: "code 7" })
    const open = { kind: "referral", attribution: "code", at: time("2026-02-01"), contactAt: time("2026-02-01") }
    expect(loops(refers, came)).toEqual([open])
    expect(loops(refers, came.on("2026-04-01").happens("purchase.made"))).toEqual([
      { ...open, customerAt: time("2026-04-01") }
    ])
  })

  it("brings nobody who was a customer before, and not its own author", () => {
    const known = ben.on("2026-01-15").happens("purchase.made")
    const [open] = loops(refers, known.on("2026-03-01").happens("referral.used", { about: "code 7" }))
    expect(open).not.toHaveProperty("customerAt")
    const [own] = loops(refers.on("2026-03-01").happens("referral.used", { about: "code 7" }))
    expect(own).not.toHaveProperty("contactAt")
  })
})

it("a testimonial that a newcomer had seen is only that: seen", () => {
  const saw = ben.on("2026-03-01").happens("testimonial.seen", { about: "t1" })
  expect(loops(anna, saw.on("2026-04-01").happens("purchase.made"))).toEqual([
    {
      kind: "testimonial",
      attribution: "seen",
      at: time("2026-03-01"),
      contactAt: time("2026-03-01"),
      customerAt: time("2026-04-01")
    }
  ])
})

it("who came without saying why closes no loop", () => {
  expect(loops(anna, ben.on("2026-04-01").happens("purchase.made"))).toEqual([])
})
