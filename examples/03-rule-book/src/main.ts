// A customer's first year, told with every reason; then two years of 2,000 made-up customers, drawn.
import { Contact, type Decision, Explain, History } from "@temoin/core"
import { Life, Population, Simulate } from "@temoin/simulator"
import * as Result from "effect/Result"
import { program } from "./program.ts"

const day = (date: string) => Date.parse(`${date}T09:30:00Z`)

/** What a company's own systems know of Anna: what happened, and when. */
const known = [
  { _tag: "ContactChanged", at: day("2026-01-07"), email: "anna@example.com", zone: "Europe/Lisbon" },
  {
    _tag: "LegalBasisRecorded",
    at: day("2026-01-07"),
    purpose: "advocate",
    channel: "mail",
    basis: "consent",
    evidence: "box ticked when signing"
  },
  { _tag: "TouchpointHappened", at: day("2026-01-07"), kind: "contract.signed" },
  { _tag: "TouchpointHappened", at: day("2026-02-20"), kind: "delivery.completed" },
  { _tag: "TouchpointHappened", at: day("2026-05-29"), kind: "outage.suffered" },
  { _tag: "TouchpointHappened", at: day("2026-06-27"), kind: "delivery.completed" }
]

/** Anna answers a day after each invitation: content at first, less so after the outage. */
const scores = [9, 9, 8, 5, 9, 9]

/** Whoever owns her case calls her within hours and puts it right in three days. */
const after = (decision: Decision.Decision): ReadonlyArray<readonly [delay: number, fact: object]> => {
  if (decision._tag === "Invite") {
    const { survey, wave } = decision
    return [[24, { _tag: "Answered", survey, wave, score: scores[answers++ % scores.length] }]]
  }
  if (decision._tag !== "OpenCase") return []
  return [
    [4, { _tag: "CaseAcknowledged", case: decision.case, by: "Eva" }],
    [72, { _tag: "CaseResolved", case: decision.case, by: "Eva" }]
  ]
}

let answers = 0
let facts = 0
const recorded = (fact: object, at: number) =>
  History.decode("anna", [{ ...fact, id: `fact ${facts++}`, occurredAt: at, recordedAt: at }])

const span = { from: day("2026-01-01"), until: day("2027-03-01") }
const happens = (fact: object, at: number) => ({
  at,
  events: () => Result.map(recorded(fact, at), ({ events }) => events)
})
const { history } = Life.live(program, History.empty(Contact.ContactId.make("anna")), span, {
  coming: known.map(({ at, ...fact }) => happens(fact, at)),
  respond: (decision, at) => after(decision).map(([hours, fact]) => happens(fact, at + hours * 3_600_000))
}).pipe(Result.getOrThrow)

console.log("Anna\n")
for (const entry of Explain.explain(program, history, span.until).entries) console.log(Explain.sentence(entry))

const population = Population.make({
  touchpoints: [
    { kind: "contract.signed", atStart: true },
    { kind: "delivery.completed", perYear: 2 },
    { kind: "outage.suffered", perYear: 0.1 }
  ],
  joinWithin: "1 year",
  answerRate: 0.35
}).pipe(Result.getOrThrow)

console.log("\nTwo years\n")
const years = { program, population, contacts: 2000, from: Date.parse("2026-01-01T00:00:00+02:00"), days: 730, seed: 1 }
console.log(Simulate.draw(Simulate.run(years).pipe(Result.getOrThrow)))
