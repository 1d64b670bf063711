// Is the rate kept, whatever comes when, and does nobody wait for nothing?
import { expect, it } from "vitest"
import * as fc from "fast-check"
import { Pace } from "@temoin/email"

const pace = fc.record({ between: fc.nat(20), betweenOfDomain: fc.nat(50) })

const mails = fc.array(fc.record({ domain: fc.constantFrom("a.example", "b.example"), asks: fc.nat(300) }), {
  maxLength: 30
})

type Take = typeof Pace.take

/** What is wrong with it, for mails that ask at these times, and again when they are told to; nothing. */
const wrong = (
  take: Take,
  limits: Pace.Pace,
  coming: ReadonlyArray<{ readonly domain: string; readonly asks: number }>
): string | undefined => {
  const turns: Pace.Turns = new Map()
  const left: Array<{ readonly domain: string; readonly at: number }> = []
  const waiting = coming.map((mail) => ({ ...mail, came: mail.asks }))
  for (let asked = 0; waiting.length > 0; asked++) {
    if (asked > 100_000) return "asks for ever"
    const mail = waiting.toSorted((a, b) => a.asks - b.asks)[0]!
    const { asks: at, came, domain } = mail
    const wait = take(limits, turns, domain, at)
    if (wait > 0) {
      mail.asks += wait
      continue
    }
    const last = left.at(-1)
    const ofDomain = left.findLast((one) => one.domain === domain)
    const free = (last?.at ?? -1000) + limits.between
    const domainFree = (ofDomain?.at ?? -1000) + limits.betweenOfDomain
    if (at < free) return "too fast"
    if (at < domainFree) return "too fast for the domain"
    const isFreed = left.some(
      (one) => one.at + limits.between === at || (one.domain === domain && one.at + limits.betweenOfDomain === at)
    )
    if (at > came && !isFreed) return "waits for nothing"
    left.push({ domain, at })
    waiting.splice(waiting.indexOf(mail), 1)
  }
  return undefined
}

const tried = (take: Take) =>
  fc.check(
    fc.property(pace, mails, (limits, coming) => {
      expect(wrong(take, limits, coming)).toBeUndefined()
    }),
    { numRuns: 500 }
  )

it("leaves the time between two mails, in all and to each domain, and no more", () => {
  expect(tried(Pace.take).counterexample).toBeNull()
})

const mutants: ReadonlyArray<readonly [string, Take]> = [
  ["forgets the domains", (limits, turns, _, now) => Pace.take({ ...limits, betweenOfDomain: 0 }, turns, "", now)],
  [
    "minds nothing but the domain",
    (limits, turns, domain, now) => Pace.take({ ...limits, between: 0 }, turns, domain, now)
  ],
  ["remembers nothing", (limits, _, domain, now) => Pace.take(limits, new Map(), domain, now)],
  ["lets a slow domain hold up the others", (limits, turns, _, now) => Pace.take(limits, turns, "all", now)],
  ["waits too long", (limits, turns, domain, now) => 2 * Pace.take(limits, turns, domain, now)]
]

it.each(mutants)("would be caught if it %s", (_, take) => {
  expect(tried(take).failed).toBe(true)
})

it("forgets the domains whose turn has passed", () => {
  const turns: Pace.Turns = new Map()
  for (let n = 0; n < 10_000; n++) Pace.take({ between: 0, betweenOfDomain: 10 }, turns, `d${n}.example`, n)
  expect(turns.size).toBeLessThanOrEqual(11)
})
