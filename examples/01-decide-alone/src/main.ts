import { Decide, History, Program, Reason } from "@temoin/core"
import * as Result from "effect/Result"

const program = Program.make({
  id: "acme",
  surveys: [{ id: "nps", subject: "Acme", triggers: [{ on: "touchpoint", kind: "order.delivered", delay: "1 day" }] }],
  frequency: [{ gap: "90 days" }]
}).pipe(Result.getOrThrow)

const orders = [{ id: 17, email: "anna@example.com", deliveredAt: Date.parse("2026-11-02T09:00:00Z") }] // your table
const events = orders.flatMap(({ deliveredAt: at, email, id }) => [
  { _tag: "ContactChanged", id: `contact ${id}`, occurredAt: at, recordedAt: at, email },
  { _tag: "TouchpointHappened", id: `order ${id}`, occurredAt: at, recordedAt: at, kind: "order.delivered" }
])
const history = History.decode("anna", events).pipe(Result.getOrThrow)
const { decisions } = Decide.decide(program, history, Date.parse("2026-11-03T09:00:00Z"))
for (const { _tag, because } of decisions) console.log(`${_tag} anna: ${Reason.sentenceOfAll(because)}`)
