// A customer's first year, told with every reason; then two years of 2,000 made-up customers, drawn.
import { Explain, History } from "@temoin/core"
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
].map(({ at, ...fact }, index) => ({ ...fact, id: `fact ${index}`, occurredAt: at, recordedAt: at }))

/** Anna answers a day after each invitation: content at first, less so after the outage. */
const scores = [9, 9, 8, 5, 9, 9]

const events = History.decode("anna", known).pipe(Result.getOrThrow).events
const span = { from: day("2026-01-01"), until: day("2027-03-01") }
let answers = 0
const { history } = Life.live(program, History.decode("anna", []).pipe(Result.getOrThrow), span, {
  coming: events.map((event) => ({ at: event.occurredAt, events: () => Result.succeed([event]) })),
  respond: (decision, at) => {
    if (decision._tag !== "Invite") return []
    const answeredAt = at + 86_400_000
    const score = scores[answers++ % scores.length]
    const told = { _tag: "Answered", id: `answer ${answers}`, occurredAt: answeredAt, recordedAt: answeredAt, score }
    const answer = History.decode("anna", [{ ...told, survey: decision.survey, wave: decision.wave }])
    return [{ at: answeredAt, events: () => Result.map(answer, (decoded) => decoded.events) }]
  }
}).pipe(Result.getOrThrow)

console.log("Anna\n")
for (const entry of Explain.explain(program, history, day("2026-12-31")).entries) console.log(Explain.sentence(entry))

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
