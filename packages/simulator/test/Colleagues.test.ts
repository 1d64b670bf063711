import * as Decision from "@temoin/core/Decision"
import * as History from "@temoin/core/History"
import * as Program from "@temoin/core/Program"
import * as Colleagues from "@temoin/simulator/Colleagues"
import * as DayCounts from "@temoin/simulator/DayCounts"
import * as DryRun from "@temoin/simulator/DryRun"
import * as Life from "@temoin/simulator/Life"
import * as Population from "@temoin/simulator/Population"
import * as Shadow from "@temoin/simulator/Shadow"
import * as Simulate from "@temoin/simulator/Simulate"
import * as SwitchOn from "@temoin/simulator/SwitchOn"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { assert, describe, it } from "vitest"

const day = 86_400_000
const from = Date.UTC(2026, 2, 1, 9)
const span = { from, until: DayCounts.until({ from, days: 180, zone: "UTC" }) }

/** One person in a company a week. */
const program = Result.getOrThrow(
  Program.make({
    id: "shop",
    surveys: [{ id: "nps", triggers: [{ on: "touchpoint", kind: "order.delivered", expires: "20 days" }] }],
    frequency: [{ gap: "7 days", subject: "account" }]
  })
)

const populationOf = (contactsPerAccount: number) =>
  Result.getOrThrow(
    Population.make({
      touchpoints: [{ kind: "order.delivered", atStart: true, perYear: 6 }],
      joinWithin: "30 days",
      contactsPerAccount
    })
  )

const people = (contactsPerAccount: number, seed: number, contacts: number) => [
  ...Population.customers(populationOf(contactsPerAccount), program, span, { contacts, seed })
]

const accountOf = ({ account }: Population.Customer) => account

type LiveTogether = (group: ReadonlyArray<Population.Customer>) => ReadonlyArray<Life.Lived>

const together: LiveTogether = (group) => Result.getOrThrow(Colleagues.live(program, group, span)).lives

const alone: LiveTogether = (group) =>
  group.map(({ born, world }) => Result.getOrThrow(Life.live(program, born, span, world)))

/** The least time between two people of one account being asked. */
const leastGap = (customers: ReadonlyArray<Population.Customer>, live: LiveTogether): number =>
  Math.min(
    ...[...Colleagues.groups(customers, accountOf)].map((group) => {
      const asked = live(group)
        .flatMap(({ done }) => done.flatMap(({ at, decision }) => (Decision.isAsk(decision) ? [at] : [])))
        .toSorted((a, b) => a - b)
      return Math.min(...asked.slice(1).map((at, index) => at - (asked[index] ?? 0)))
    })
  )

const histories = (contactsPerAccount: number, seed: number, contacts = 12) => {
  const asked = { ...program, surveys: [], followUp: [] }
  return people(contactsPerAccount, seed, contacts).map(
    ({ born, world }) => Result.getOrThrow(Life.live(asked, born, span, world)).history
  )
}

const mailed = (histories: ReadonlyArray<History.History>) =>
  Result.getOrThrow(DryRun.run({ program, histories, from, days: 60 })).simulation.days

const back = (histories: ReadonlyArray<History.History>) =>
  Result.getOrThrow(DryRun.run({ program, histories, from, days: 60 })).back.filter(
    ({ subject }) => subject === "account"
  )

const known = (contact: string, account: string | undefined, on: string) =>
  Result.getOrThrow(
    History.decode(contact, [
      {
        _tag: "ContactChanged",
        id: "1",
        occurredAt: 0,
        recordedAt: 0,
        email: `${contact}@example.com`,
        ...(account && { account })
      },
      {
        _tag: "TouchpointHappened",
        id: "2",
        occurredAt: Date.parse(on),
        recordedAt: Date.parse(on),
        kind: "order.delivered"
      }
    ])
  )

describe("colleagues", () => {
  it("are asked no closer together than the rule for their account says", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), fc.constantFrom(1.5, 3, 10), (seed, perAccount) => {
        assert.isAtLeast(leastGap(people(perAccount, seed, 12), together), 7 * day)
      }),
      { numRuns: 20 }
    )
    // who lives them one after another is found out
    assert.isBelow(leastGap(people(3, 1, 12), alone), 7 * day)
  })

  it("are so many on average, the same for the same seed, and none where each is alone", () => {
    const sizes = (perAccount: number) =>
      [...Colleagues.groups(people(perAccount, 7, 3000), accountOf)].map(({ length }) => length)
    const mean = 3000 / sizes(4).length
    assert.isAbove(mean, 3.6)
    assert.isBelow(mean, 4.4)
    assert.deepStrictEqual(sizes(4), sizes(4))
    assert.isTrue(sizes(1).every((size) => size === 1))
    assert.isTrue(people(1, 7, 10).every(({ account }) => account === undefined))
  })

  it("have lives of their own that do not depend on whose colleagues they are, but for the account's rules", () => {
    const days = 180
    const lone = Simulate.run({ program, population: populationOf(1), contacts: 30, from, days, seed: 3 })
    const unruled = Simulate.run({
      program: { ...program, frequency: [] },
      population: populationOf(5),
      contacts: 30,
      from,
      days,
      seed: 3
    })
    const ruled = Simulate.run({ program, population: populationOf(5), contacts: 30, from, days, seed: 3 })
    const mails = (run: typeof lone) => Result.getOrThrow(run).decisions.Invite
    assert.isBelow(mails(ruled), mails(lone))
    assert.isAtLeast(mails(unruled), mails(lone))
  })

  it("who are held back for their account are told apart in a dry run", () => {
    const held = back(histories(4, 5)).find(({ fate, reason }) => fate === "held" && reason === "TooSoon")
    assert.isDefined(held)
    assert.isAbove(held.people, 0)
    assert.include(held.examples[0]?.why, "company")
    assert.deepStrictEqual(back(histories(1, 5)), [])
  })

  it("get as many mails on each day of a dry run, whoever comes first in the list", () => {
    const all = histories(4, 9)
    assert.deepStrictEqual(mailed(all.toReversed()), mailed(all))
  })

  it("change nothing when a program takes the place of itself", () => {
    const { people } = Result.getOrThrow(
      SwitchOn.run({ before: program, after: program, histories: histories(3, 2), from, days: 90 })
    )
    assert.strictEqual(people.all, 12)
    assert.strictEqual(people.unchanged, 12)
  })

  it("wait for each other in the shadow of another tool: Ben is asked a week after Anna, Carl of another company at once", () => {
    const shadow = Shadow.run({
      program,
      histories: [
        known("anna", "acme", "2026-03-02T09:00Z"),
        known("carl", undefined, "2026-03-03T09:00Z"),
        known("ben", "acme", "2026-03-03T09:00Z")
      ],
      rows: [],
      ...span
    })
    const asked = Result.getOrThrow(shadow).map(({ asked, contact }) => [
      contact,
      ...asked.map(({ at }) => new Date(at).toISOString().slice(0, 10))
    ])
    assert.deepStrictEqual(asked, [
      ["anna", "2026-03-02"],
      ["carl", "2026-03-03"],
      ["ben", "2026-03-09"]
    ])
  })
})
