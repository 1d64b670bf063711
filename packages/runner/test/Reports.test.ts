/**
 * Reports: from the log to what may be said, through the Promise API.
 */
import * as Contact from "@temoin/core/Contact"
import * as Event from "@temoin/core/Event"
import * as FollowUp from "@temoin/core/FollowUp"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import { assert, describe, it } from "vitest"
import * as World from "./World.ts"

const program = World.shop({
  journey: {
    stages: [
      { id: "bought", enters: [{ on: "touchpoint", kind: "order.delivered" }] },
      { id: "stayed", enters: [{ on: "touchpoint", kind: "purchase.made" }] }
    ]
  },
  followUp: [{ survey: "nps", steps: FollowUp.atDelivery }],
  testimonials: { verifiedBy: "an order in our shop" },
  walls: [{ id: "home", place: "website", limit: 3, turn: "1 day", asked: "by score" }]
})

const bought = { _tag: "TouchpointHappened", kind: "purchase.made" } as const

/** Twelve customers who answered: ten of them 9, one 8, one 2. */
const company = async () => {
  const world = await World.make()
  const temoin = await world.open({ program })
  const names = Array.from({ length: 12 }, (_, index) => `c${index}`)
  await World.customers(temoin, ...names)
  await temoin.tick()
  for (const [index, name] of names.entries()) {
    await temoin.answer(name, { survey: "nps", score: index < 10 ? 9 : index === 10 ? 8 : 2, id: `by ${name}` })
  }
  await temoin.tick()
  world.wait("1 day")
  return { world, temoin, names }
}

const claim = {
  id: "share",
  text: {
    en: "{value}% of the {n} who answered would recommend us.",
    fr: "{value} % des {n} réponses nous recommandent."
  },
  kind: "descriptive",
  measure: { _tag: "Recommend", survey: "nps" },
  states: { value: 83, n: 12 },
  span: { _tag: "Last", last: "1 year", asOf: World.start },
  minimum: 5,
  validity: "1 year"
} as const
const general = {
  ...claim,
  id: "general",
  text: { en: "{ofTen} of 10." },
  kind: "general",
  states: { value: 80 }
} as const

const problemsOf = async (promise: Promise<unknown>) => {
  const error = await World.rejection(promise)
  assert.isTrue(Predicate.isTagged(error, "InvalidInput"), String(error))
  return String(error)
}

describe("claims", () => {
  it("are held against the log, and said in both languages", async () => {
    const { temoin } = await company()
    const [audit, boast] = await temoin.reports.claims([claim, { ...claim, id: "boast", states: { value: 90, n: 12 } }])
    assert.strictEqual(audit?.status, "supported", audit?.line.en)
    assert.strictEqual(audit?.sentence.en, "83% of the 12 who answered would recommend us.")
    assert.include(audit?.line.fr, "étayée")
    assert.strictEqual(boast?.status, "overstated")
  })

  it("of all customers need somebody who computes how sure the number is", async () => {
    const { temoin } = await company()
    const [alone] = await temoin.reports.claims([general])
    assert.strictEqual(alone?.status, "unsupported")
    const [sure] = await temoin.reports.claims([general], { lower: ({ hits, n }) => (100 * hits) / n - 3 })
    assert.strictEqual(sure?.status, "supported", sure?.line.en)
    assert.include(await problemsOf(temoin.reports.claims([general], { lower: () => 99 })), "lower: cannot be")
  })

  it("that cannot be read are refused, all at once, with their places", async () => {
    const { temoin } = await company()
    const unknown = { ...claim, measure: { _tag: "Recommend", survey: "csat" } } as const
    const problems = await problemsOf(temoin.reports.claims([{ ...claim, minimum: 0 }, claim, unknown]))
    assert.include(problems, "claims[0].minimum")
    assert.include(problems, `claims[2].measure.survey: the program has no survey "csat"; it has "nps"`)
    assert.include(await problemsOf(temoin.reports.claims(JSON.parse("7"))), "claims")
  })
})

describe("everybody counts once", () => {
  it("also as two contacts who turn out to be one, and not when they were erased", async () => {
    const { temoin, world } = await company()
    const n = async () => {
      const [audit] = await temoin.reports.claims([claim])
      const evidence = audit?.evidence
      return evidence?._tag === "Some" ? evidence.value.n : 0
    }
    assert.strictEqual(await n(), 12)
    await temoin.merge("c1", "c0")
    assert.strictEqual(await n(), 11)
    await Effect.runPromise(
      Effect.gen(function* () {
        const { version } = yield* world.store.load(Contact.ContactId.make("c2"))
        const at = world.now()
        const gone = { _tag: "Erased", id: Event.EventId.make("erased"), occurredAt: at, recordedAt: at } as const
        yield* world.store.append({ contact: Contact.ContactId.make("c2"), events: [gone], expected: version, now: at })
      })
    )
    assert.strictEqual(await n(), 10)
    assert.isFalse((await temoin.reports.outlooks()).some(({ contact }) => contact === "c1" || contact === "c2"))
    assert.strictEqual((await temoin.reports.outlook("c1")).contact, "c0")
  })
})

describe("trust, the flywheel, outlooks, what came back", () => {
  it("are there as data and as text", async () => {
    const { temoin, world } = await company()
    const trust = await temoin.reports.trust()
    assert.deepInclude(trust.shares.answers, { n: 12 })
    assert.include(trust.lines.en.join("\n"), "(NPS + 100) / 200: 0.88 of 12")
    assert.include(trust.lines.fr.join("\n"), "sur 12")
    assert.deepInclude((await temoin.reports.trust({ from: world.now() })).shares.answers, { n: 0 })

    await temoin.record("c0", { ...bought, id: "p1" })
    world.wait("1 day")
    await temoin.record("c0", { ...bought, id: "p2" })
    const wheel = await temoin.reports.flywheel({ horizon: "30 days" })
    assert.deepStrictEqual(
      wheel.stages.map(({ present, stage }) => [stage, present]),
      [
        ["bought", 11],
        ["stayed", 1]
      ]
    )
    assert.deepStrictEqual(wheel.unheard, ["churn", "code", "told", "seen"])

    const [first] = await temoin.reports.outlooks()
    assert.deepInclude(first, { contact: "c11", outlook: "at risk" })
    assert.include(first?.sentences.en[0], "the latest answer was 2")
    assert.deepInclude(await temoin.reports.outlook("c0"), { outlook: "loyal" })
    assert.deepInclude(await temoin.reports.outlook("nobody"), { outlook: "unknown", signs: [] })

    const { all, byCohort, byContact, unheard } = await temoin.reports.relationship()
    assert.deepInclude(all, { repeatPurchases: 1, unpriced: 1 })
    assert.strictEqual(byContact.get("c0")?.repeatPurchases, 1)
    assert.deepStrictEqual(byCohort, [])
    assert.deepStrictEqual(unheard, ["share"])
  })

  it("take the company's own words, and refuse what is none", async () => {
    const { temoin } = await company()
    const { all } = await temoin.reports.relationship({ vocabulary: { purchase: ["order.delivered"] } })
    assert.strictEqual(all.repeatPurchases, 0)
    assert.include(
      await problemsOf(temoin.reports.relationship({ vocabulary: { purchase: ["two words"] } })),
      "vocabulary.purchase[0]"
    )
    assert.include(await problemsOf(temoin.reports.trust({ survey: "csat" })), `no survey "csat"`)
    assert.include(await problemsOf(temoin.reports.flywheel({ horizon: JSON.parse('"soon"') })), "horizon")
    assert.include(await problemsOf(temoin.reports.trust({ from: Number.NaN })), "from")
  })

  it("of several surveys ask for one, since their answers make no number together", async () => {
    const world = await World.make()
    const temoin = await world.open({
      program: World.shop({ surveys: [World.survey(), World.survey({ id: "visit", triggers: [] })] })
    })
    assert.include(await problemsOf(temoin.reports.trust()), `there are "nps", "visit"`)
    assert.strictEqual((await temoin.reports.trust({ survey: "visit" })).survey, "visit")
  })
})

describe("compliance", () => {
  it("checks what the log shows, and says what it cannot tell", async () => {
    const { temoin, world } = await company()
    const submitted = await temoin.testimonials.submit("c0", {
      content: { _tag: "Written", words: "They saved our season." },
      locale: "en",
      author: { name: "Anna" },
      relationship: { is: "customer" }
    })
    const wording = { version: "1", locale: "en", words: "May we show your words?" }
    await temoin.testimonials.consent("c0", {
      testimonial: submitted.id,
      scopes: ["quote"],
      places: ["website"],
      wording,
      evidence: "form 7"
    })
    await temoin.testimonials.approve("c0", submitted.id, { by: "Maria" })
    await temoin.testimonials.publish("c0", submitted.id, { by: "Paul" })
    world.wait("1 minute")
    const { practice, rules, text } = await temoin.reports.compliance()
    assert.deepStrictEqual(
      practice.testimonials?.map(({ place, uses }) => [place, uses]),
      [["website", ["quote"]]]
    )
    const status = (of: typeof rules) => Object.fromEntries(of.map(({ rule, status }) => [rule, status] as const))
    assert.deepInclude(status(rules), {
      suppression: "kept",
      marketing: "kept",
      consent: "not checked",
      gating: "not checked"
    })
    assert.include(text.fr, "non vérifiée")
    const told = await temoin.reports.compliance({
      consent: { preticked: false, tiedToAnswer: false, stepsToGive: 1, stepsToWithdraw: 1 },
      rewards: []
    })
    assert.deepInclude(status(told.rules), { consent: "kept", gating: "kept" })
    assert.include(
      await problemsOf(temoin.reports.compliance(JSON.parse('{"walls":{"public":"yes"}}'))),
      "walls.public"
    )
  })
})
