/**
 * Account: may anybody of this company be asked now?
 */
import * as Account from "@temoin/core/Account"
import * as Activity from "@temoin/core/Activity"
import * as Contact from "@temoin/core/Contact"
import type * as ContactFrequency from "@temoin/core/ContactFrequency"
import * as Decide from "@temoin/core/Decide"
import * as Event from "@temoin/core/Event"
import * as Explain from "@temoin/core/Explain"
import * as History from "@temoin/core/History"
import * as Instant from "@temoin/core/Instant"
import type * as Program from "@temoin/core/Program"
import * as Fold from "@temoin/core/Fold"
import * as State from "@temoin/core/State"
import * as Verdict from "@temoin/core/Verdict"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { assert, describe, expect, it } from "vitest"
import * as Arbitrary from "./arbitrary/History.ts"
import { anna as known, program, type Story, survey, time } from "./fixture.ts"

const acme = Contact.AccountId.make("acme")
const globex = Contact.AccountId.make("globex")

/** Of acme. A colleague is told as she is, and then given another name. */
const anna = known.fact({ _tag: "ContactChanged", account: acme })

const named = (name: string, { history }: Story): History.History =>
  Result.getOrThrow(History.make(Contact.ContactId.make(name), history.events))

const beside = (...colleagues: ReadonlyArray<Story>): Account.Account =>
  Account.make(
    { contact: Contact.ContactId.make("anna"), id: acme, version: 7 },
    colleagues.map((story, index) => named(`colleague ${index}`, story))
  )

const decide = (shop: Program.Program, story: Story, ...colleagues: ReadonlyArray<Story>) =>
  Decide.decide(shop, story.history, story.now, beside(...colleagues))

const heldBack = (decided: Decide.Decided): ReadonlyArray<string> =>
  decided.held.map(({ verdict }) =>
    [
      verdict._tag === "Defer" ? Instant.minute(verdict.until) : verdict._tag,
      ...Verdict.reasons(verdict).map(({ _tag }) => _tag)
    ].join(" ")
  )

const weekly = (changes: Partial<typeof ContactFrequency.MinimumGap.Encoded> = {}) =>
  program({ frequency: [{ gap: "7 days", subject: "account", ...changes }] })

describe("a rule about the account", () => {
  const shop = weekly()
  const invited = anna.on("2026-03-01").delivered().obeys(shop)
  const due = anna.on("2026-03-03").delivered()

  it("holds an ask back for what a colleague was asked, and says until when and why", () => {
    const decided = decide(shop, due, invited)
    expect(decided.decisions).toEqual([])
    expect(heldBack(decided)).toEqual(["2026-03-08 00:00 UTC TooSoon"])
    const [entry] = Explain.explain(shop, due.history, due.now, beside(invited)).entries.filter(
      ({ status }) => status === "held"
    )
    expect(entry && Explain.sentence(entry)).toBe(
      "2026-03-08 00:00 UTC: invited (held back), because the last ask in their company was on 2026-03-01 00:00 UTC, and 7 days must pass."
    )
    expect(entry && Explain.sentence(entry, "fr")).toContain("la dernière demande dans son entreprise date du")
  })

  it("lets go when the gap has passed", () => {
    expect(decide(shop, due.on("2026-03-07 23:59"), invited).decisions).toEqual([])
    expect(decide(shop, due.on("2026-03-08"), invited).decisions).toHaveLength(1)
  })

  it("counts a colleague's intent at once, and what may have left; what was refused or failed gives its turn back", () => {
    const asking = anna.on("2026-03-03").delivered()
    for (const fate of ["on their way", "sent", "unknown"] as const) {
      expect(decide(shop, due, asking.obeys(shop, fate)).decisions, fate).toEqual([])
    }
    for (const fate of ["refused", "failed"] as const) {
      expect(decide(shop, due, asking.obeys(shop, fate)).decisions, fate).toHaveLength(1)
    }
  })

  it("counts oneself too, and without an account only oneself", () => {
    const again = invited.on("2026-03-04").delivered()
    expect(decide(shop, again.on("2026-03-05")).decisions.map(({ _tag }) => _tag)).not.toContain("Invite")
    expect(Decide.decide(shop, due.history, due.now).decisions).toHaveLength(1)
  })

  it("leaves the account's version on the ask; a rule about the contact does not", () => {
    expect(decide(shop, due).decisions).toMatchObject([{ _tag: "Invite", accountVersion: 7 }])
    const own = program({ frequency: [{ gap: "7 days" }] })
    expect(decide(own, due).decisions[0]).not.toHaveProperty("accountVersion")
    const exempt = weekly({ except: [{ survey: "nps" }] })
    expect(decide(exempt, due).decisions[0]).not.toHaveProperty("accountVersion")
  })

  it("counts asks decided together, in one order with those of colleagues", () => {
    const two = program({
      surveys: [survey(), survey({ id: "ces" })],
      caps: [{ most: 2, within: "7 days", subject: "account" }]
    })
    expect(decide(two, due).decisions).toHaveLength(2)
    expect(decide(two, due, invited).decisions).toHaveLength(1)
    expect(heldBack(decide(two, due, invited))).toEqual(["2026-03-08 00:00 UTC TooMany"])
  })

  it("holds no reminder of anybody's for their own invitation, but for a colleague's, though their waves have one name", () => {
    const reminding = program({
      surveys: [survey({ reminders: ["2 days"] })],
      frequency: [{ gap: "7 days", subject: "account", holds: ["reminder"] }]
    })
    const asked = anna.on("2026-03-01").happens("order.delivered", { id: "the same" }).obeys(reminding)
    const later = asked.on("2026-03-03")
    expect(decide(reminding, later).decisions.map(({ _tag }) => _tag)).toEqual(["Remind"])
    expect(heldBack(decide(reminding, later, asked))).toEqual(["2026-03-08 00:00 UTC TooSoon"])
  })

  it("takes a colleague's ask that is dated in the future for a recent one", () => {
    const future = anna.on("2026-03-20").fact({ _tag: "AskedElsewhere" })
    expect(heldBack(decide(shop, due, future))).toEqual(["2026-03-27 00:00 UTC TooSoon"])
  })
})

describe("an account", () => {
  const asked = anna.on("2026-03-01").fact({ _tag: "AskedElsewhere", survey: "nps" })

  it("knows what was done with each colleague, and with them alone", () => {
    const shop = program({ surveys: [survey({ reminders: ["1 day"] })] })
    const lived = anna
      .on("2026-03-01")
      .fact({ _tag: "Shown", survey: "nps" })
      .fact({ _tag: "Dismissed", survey: "nps" })
      .delivered()
      .obeys(shop)
      .on("2026-03-02")
      .obeys(shop)
      .on("2026-03-03")
      .answers(9)
    const histories = [
      named("anna", lived),
      named("ben", lived),
      named("carol", lived.fact({ _tag: "ContactChanged", account: globex })),
      named("dora", lived.fact({ _tag: "ContactChanged", account: null }))
    ]
    const account = Account.make({ contact: Contact.ContactId.make("anna"), id: acme, version: 3 }, histories)
    expect(account).toMatchObject({ id: "acme", version: 3 })
    expect(new Set(account.activity.map(({ contact }) => contact))).toEqual(new Set(["ben"]))
    expect(account.activity.map(({ at, clock }) => `${Instant.day(at)} ${clock}`).toSorted()).toEqual([
      "2026-03-01 declined",
      "2026-03-01 invited",
      "2026-03-01 shown",
      "2026-03-02 reminded",
      "2026-03-03 answered"
    ])
  })

  it("is the same in whatever order its people are read", () => {
    const ben = named("ben", asked)
    const carol = named("carol", asked)
    const whose = { contact: Contact.ContactId.make("anna"), id: acme, version: 1 }
    expect(Account.make(whose, [ben, carol])).toEqual(Account.make(whose, [carol, ben]))
  })

  it("needs no other events than those it says it reads", () =>
    fc.assert(
      fc.property(Arbitrary.soup, ({ events }) => {
        const history = Result.getOrThrow(History.make(Arbitrary.contact, events))
        const told = History.filter(history, ({ _tag }) => Account.told.includes(_tag))
        assert.deepStrictEqual(Account.member(told), Account.member(history))
      })
    ))

  it("is left as it is joined: by the latest that says so, in whatever order it came", () => {
    const story = anna.on("2026-02-01").fact({ _tag: "ContactChanged", account: globex })
    expect(Account.membership(story.history.events)).toBe(globex)
    expect(Account.membership(story.history.events.toReversed())).toBe(globex)
    expect(Account.membership(story.fact({ _tag: "ContactChanged", account: null }).history.events)).toBeUndefined()
    expect(Account.membership(known.history.events)).toBeUndefined()
    for (const { history } of [story, anna, known]) {
      expect(Account.membership(history.events)).toBe(Fold.of(history).account)
    }
  })

  it("lets colleagues look again exactly when a turn may have come back to them", () => {
    const freeing = new Set(["SendFailed", "SendRefused", "CaseResolved"])
    const common = { id: Event.EventId.make("e"), occurredAt: 0, recordedAt: 0 }
    const shop = weekly()
    const story = anna.on("2026-03-03").delivered()
    for (const fate of ["sent", "failed", "refused", "unknown"] as const) {
      for (const event of story.obeys(shop, fate).history.events) {
        if (event._tag === "ContactChanged") continue
        expect(Account.frees(event), event._tag).toBe(freeing.has(event._tag))
      }
    }
    expect(Account.frees({ _tag: "ContactChanged", ...common, account: null })).toBe(true)
    expect(Account.frees({ _tag: "ContactChanged", ...common, accountZone: "UTC" })).toBe(true)
    expect(Account.frees({ _tag: "ContactChanged", ...common, name: "Anna" })).toBe(false)
  })
})

describe("the zone", () => {
  const shop = program({ zone: "UTC", window: { days: ["monday"], from: "09:00", to: "10:00" } })
  const zoneOf = (story: Story, ...colleagues: ReadonlyArray<Story>) =>
    Account.zone(shop, Fold.of(story.history), colleagues.length === 0 ? undefined : beside(story, ...colleagues))

  it("is the contact's own, else the account's, else the program's", () => {
    const inTokyo = anna.fact({ _tag: "ContactChanged", accountZone: "Asia/Tokyo" })
    expect(zoneOf(anna)).toBe("UTC")
    expect(zoneOf(inTokyo)).toBe("Asia/Tokyo")
    expect(zoneOf(anna, inTokyo)).toBe("Asia/Tokyo")
    expect(zoneOf(inTokyo.fact({ _tag: "ContactChanged", zone: "Europe/Paris" }), inTokyo)).toBe("Europe/Paris")
    expect(zoneOf(inTokyo.fact({ _tag: "ContactChanged", accountZone: null }))).toBe("UTC")
  })

  it("of the account is what was last said of it, by whomever", () => {
    const first = anna.on("2026-01-02").fact({ _tag: "ContactChanged", accountZone: "Asia/Tokyo" })
    const second = anna.on("2026-01-03").fact({ _tag: "ContactChanged", accountZone: "Europe/Paris" })
    expect(zoneOf(first, second)).toBe("Europe/Paris")
    expect(zoneOf(second, first)).toBe("Europe/Paris")
  })

  it("that was said of one account is nothing to the next", () => {
    const inTokyo = anna.fact({ _tag: "ContactChanged", accountZone: "Asia/Tokyo" })
    expect(zoneOf(inTokyo.fact({ _tag: "ContactChanged", account: globex }))).toBe("UTC")
    expect(zoneOf(inTokyo.fact({ _tag: "ContactChanged", account: acme }))).toBe("Asia/Tokyo")
    const both = inTokyo.fact({ _tag: "ContactChanged", account: globex, accountZone: "Europe/Paris" })
    expect(zoneOf(both)).toBe("Europe/Paris")
  })

  it("opens the window by the account's clock when their own is not known", () => {
    const due = anna.on("2026-03-01").delivered()
    const inTokyo = known.fact({ _tag: "ContactChanged", account: acme, accountZone: "Asia/Tokyo" })
    expect(heldBack(Decide.decide(shop, due.history, due.now))).toEqual(["2026-03-02 09:00 UTC OutsideWindow"])
    expect(heldBack(decide(shop, due, inTokyo))).toEqual(["2026-03-02 00:00 UTC OutsideWindow"])
  })
})

const scoped = (scope: "survey" | "purpose") =>
  program({
    surveys: [survey(), survey({ id: "ces", triggers: [] })],
    frequency: [{ gap: "7 days", clocks: ["declined"], scope }]
  })

describe("what a widget did", () => {
  it("runs the clocks shown and declined, and is no answer", () => {
    for (const [clock, tag] of [
      ["shown", "Shown"],
      ["declined", "Dismissed"]
    ] as const) {
      const shop = program({ frequency: [{ gap: "7 days", clocks: [clock] }] })
      const story = known.on("2026-03-01").fact({ _tag: tag, survey: "nps" }).on("2026-03-03").delivered()
      expect(story.held(shop)).toEqual(["invite until 2026-03-08 00:00 UTC: TooSoon"])
      const answered = program({ frequency: [{ gap: "7 days", clocks: ["answered", "invited", "reminded"] }] })
      expect(story.toDo(answered)).toEqual(["invite"])
      expect(State.waves(Fold.of(story.history))).toEqual([])
    }
  })

  it("has a scope, as an answer has", () => {
    const story = known.on("2026-03-01").fact({ _tag: "Dismissed", survey: "ces" }).delivered()
    expect(story.toDo(scoped("survey"))).toEqual(["invite"])
    expect(story.toDo(scoped("purpose"))).toEqual([])
  })
})

const gap = (scope: ContactFrequency.Scope) => program({ frequency: [{ gap: "30 days", scope }] })

const after = (
  fact: { readonly survey?: string; readonly purpose?: "measure" | "advocate" },
  scope: ContactFrequency.Scope
) =>
  known
    .on("2026-03-01")
    .fact({ _tag: "AskedElsewhere", ...fact })
    .on("2026-03-03")
    .delivered()
    .toDo(gap(scope)).length === 0

describe("an ask by another tool", () => {
  it("holds on every clock that it may concern: what it does not tell may have been any", () => {
    for (const scope of ["survey", "purpose", "everything"] as const) {
      expect(after({}, scope)).toBe(true)
      expect(after({ survey: "nps" }, scope)).toBe(true)
      expect(after({ purpose: "measure" }, scope)).toBe(true)
      expect(after({ survey: "ces" }, scope)).toBe(scope !== "survey")
      expect(after({ purpose: "advocate" }, scope)).toBe(scope !== "purpose")
    }
  })

  it("counts as recent when it is dated in the future, for gaps and for caps", () => {
    const imported = known.on("2026-04-01").fact({ _tag: "AskedElsewhere", survey: "nps" }).on("2026-03-03").delivered()
    expect(imported.held(gap("survey"))).toEqual(["invite until 2026-05-01 00:00 UTC: TooSoon"])
    const capped = program({ caps: [{ most: 1, within: "30 days" }] })
    expect(imported.held(capped)).toEqual(["invite until 2026-05-01 00:00 UTC: TooMany"])
  })

  it("is no wave of ours: nobody is reminded of it, and nothing joins it", () => {
    const shop = program({ surveys: [survey({ reminders: ["1 day"] })] })
    const story = known.on("2026-03-01").fact({ _tag: "AskedElsewhere", survey: "nps" }).on("2026-03-03")
    expect(story.toDo(shop)).toEqual([])
    expect(story.wakes(shop)).toBe("never")
    expect(story.delivered().toDo(shop)).toEqual(["invite"])
  })
})

const asked = (rules: Program.Program) =>
  known
    .on("2026-03-01")
    .fact({ _tag: "AskedElsewhere" })
    .on("2026-03-03")
    .delivered()
    .happens("ticket.closed")
    .decisions(rules)
    .map(({ survey }) => survey)

describe("an exemption", () => {
  const byHand = { on: "touchpoint", kind: "asked.by-hand", name: "by hand" } as const
  const surveys = [
    survey({ triggers: [{ on: "touchpoint", kind: "order.delivered" }, byHand] }),
    survey({ id: "ces", triggers: [{ on: "touchpoint", kind: "ticket.closed" }] })
  ]
  const shop = (except: ReadonlyArray<ContactFrequency.Exempt>) =>
    program({ surveys, frequency: [{ gap: "30 days", except }] })

  it("lets a survey through, and no other", () => {
    expect(asked(shop([]))).toEqual([])
    expect(asked(shop([{ survey: "ces" }]))).toEqual(["ces"])
  })

  it("may name one trigger of it", () => {
    const rules = shop([{ survey: "nps", trigger: "by hand" }])
    expect(asked(rules)).toEqual([])
    const story = known.on("2026-03-01").fact({ _tag: "AskedElsewhere" }).happens("asked.by-hand")
    expect(story.toDo(rules)).toEqual(["invite"])
  })

  it("still starts the clock for others", () => {
    const rules = shop([{ survey: "ces" }])
    const story = known.on("2026-03-01").happens("ticket.closed").obeys(rules).on("2026-03-03").delivered()
    expect(story.held(rules)).toEqual(["invite until 2026-03-31 00:00 UTC: TooSoon"])
  })
})

it("activity is in order of time, whatever order its events came in", () => {
  const { history } = known
    .on("2026-03-05")
    .fact({ _tag: "Shown", survey: "nps" })
    .on("2026-03-01")
    .fact({ _tag: "AskedElsewhere" })
  expect(Activity.of(Fold.of(history)).map(({ at, clock }) => [at, clock])).toEqual([
    [time("2026-03-01"), "invited"],
    [time("2026-03-05"), "shown"]
  ])
})
