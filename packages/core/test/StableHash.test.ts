import * as Contact from "@temoin/core/Contact"
import * as Decide from "@temoin/core/Decide"
import * as History from "@temoin/core/History"
import * as StableHash from "@temoin/core/StableHash"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { program, survey, time } from "./fixture.ts"

const mask = 0xffff_ffffn
const rotated = (x: bigint, by: bigint) => ((x << by) | (x >> (32n - by))) & mask

/** MurmurHash3 x86 32, seed 0, written from its description: in BigInt, with the platform's own UTF-8. */
const described = (text: string): number => {
  const bytes = [...new TextEncoder().encode(text)].map(BigInt)
  const word = (from: number) =>
    bytes.slice(from, from + 4).reduce((sum, byte, index) => sum | (byte << BigInt(8 * index)), 0n)
  const mixed = (block: bigint) => (rotated((block * 0xcc9e2d51n) & mask, 15n) * 0x1b873593n) & mask
  let h = 0n
  let at = 0
  for (; at + 4 <= bytes.length; at += 4) h = (rotated(h ^ mixed(word(at)), 13n) * 5n + 0xe6546b64n) & mask
  h ^= mixed(word(at)) ^ BigInt(bytes.length)
  h = ((h ^ (h >> 16n)) * 0x85ebca6bn) & mask
  h = ((h ^ (h >> 13n)) * 0xc2b2ae35n) & mask
  return Number(h ^ (h >> 16n))
}

describe("the hash of a text", () => {
  // The values that other implementations of MurmurHash3 x86 32 with seed 0 publish.
  it.each([
    ["", 0],
    ["test", 0xba6bd213],
    ["hello", 0x248bfa47],
    ["hello, world", 0x149bbb7f],
    ["Hello, world!", 0xc0363e43],
    ["The quick brown fox jumps over the lazy dog", 0x2e4ff723]
  ])("%j", (text, expected) => {
    expect(StableHash.hash(text)).toBe(expected)
    expect(described(text)).toBe(expected)
  })

  it.each(["é", "Zoë Müller", "€", "日本語", "😀", "a😀é€", "\u{10ffff}\u{0}\u{7ff}\u{800}\u{ffff}"])(
    "%j is that of its UTF-8 bytes",
    (text) => {
      expect(StableHash.hash(text)).toBe(described(text))
    }
  )

  it("is that of its UTF-8 bytes, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => {
        expect(StableHash.hash(text)).toBe(described(text))
        expect(StableHash.share(text)).toBe(described(text) / 2 ** 32)
      })
    )
  })

  it("as a share is at least 0 and less than 1", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(StableHash.share(text)).toBeGreaterThanOrEqual(0)
        expect(StableHash.share(text)).toBeLessThan(1)
      })
    )
  })
})

/** How unevenly 100,000 texts fall into 100 bins: the sum of the squared deviations over what is expected. */
const chiSquare = (textOf: (index: number) => string) => {
  const bins = Array.from({ length: 100 }, () => 0)
  for (let i = 0; i < 100_000; i++) {
    const bin = Math.floor(StableHash.share(textOf(i)) * 100)
    bins[bin] = (bins[bin] ?? 0) + 1
  }
  return bins.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)
}

describe("contacts are spread evenly", () => {
  // 148.2 is what chi-square with 99 degrees of freedom exceeds once in a thousand times; the texts are always the same.
  it.each([
    ["numbers", (i: number) => String(i)],
    ["numbers of one length", (i: number) => `contact-${String(i).padStart(8, "0")}`],
    ["mail addresses", (i: number) => `anna.${i}@example.com`],
    ["places in a sample", (i: number) => JSON.stringify(["shop", "nps", `c${i}`])]
  ])("whose ids are %s", (_, textOf) => {
    expect(chiSquare(textOf)).toBeLessThan(148.2)
  })

  it("over the days of a calendar: 50,000 old contacts, 14 days, no burst, and nobody left out", () => {
    const campaign = program({
      surveys: [survey({ triggers: [{ on: "calendar", first: "2026-03-02", every: "3 months", spread: 14 }] })]
    })
    const eve = time("2026-03-01 23:59")
    const asked = new Map<number, number>()
    for (let i = 0; i < 50_000; i++) {
      const contact = Contact.ContactId.make(`contact-${i}`)
      const known = { id: "known", occurredAt: time("2019-01-01"), recordedAt: time("2019-01-01") }
      const history = Result.getOrThrow(
        History.decode(contact, [{ _tag: "ContactChanged", ...known, email: `c${i}@example.com` }])
      )
      const { decisions, wakeAt } = Decide.decide(campaign, history, eve)
      expect.assert(decisions.length === 0 && wakeAt !== undefined)
      asked.set(wakeAt, (asked.get(wakeAt) ?? 0) + 1)
    }
    const days = Array.from({ length: 14 }, (_, day) => time("2026-03-02") + day * 86_400_000)
    expect([...asked.keys()].toSorted((a, b) => a - b)).toEqual(days)
    for (const day of days) {
      expect(asked.get(day)).toBeGreaterThan(0.9 * (50_000 / 14))
      expect(asked.get(day)).toBeLessThan(1.1 * (50_000 / 14))
    }
  })
})
