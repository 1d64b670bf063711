import * as Event from "@temoin/core/Event"
import { Links } from "@temoin/core/ports/Links"
import * as MemoryLinks from "@temoin/memory/MemoryLinks"
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"

const reference = Event.Reference.make("0123456789abcdef0123456789abcdef")

describe("links in memory", () => {
  it("can be read by a person", async () => {
    const links = await Effect.runPromise(Effect.provide(Links, MemoryLinks.layer))
    expect(links.answer(reference, Date.UTC(2026, 0, 31))).toBe(
      `https://feedback.example/answer/${reference}?until=2026-01-31&score=`
    )
    expect(links.optOut(reference, 0)).toBe(`https://feedback.example/no-more/${reference}`)
  })

  it("stand below the address they are given", () => {
    expect(MemoryLinks.make("http://localhost:8080").optOut(reference, 0)).toBe(
      `http://localhost:8080/no-more/${reference}`
    )
  })
})
