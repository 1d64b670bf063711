/**
 * What Pipedrive knows of Anna, and what it tells. Pipedrive is played by a fake; for the real one leave out `fetch`.
 */
import * as FakePipedrive from "@temoin/contract/FakePipedrive"
import * as FollowUp from "@temoin/core/FollowUp"
import * as Pipedrive from "@temoin/crm-pipedrive/Pipedrive"
import * as MemoryHistoryStore from "@temoin/memory/MemoryHistoryStore"
import * as MemoryLinks from "@temoin/memory/MemoryLinks"
import * as MemoryMailer from "@temoin/memory/MemoryMailer"
import * as MemoryNotebook from "@temoin/memory/MemoryNotebook"
import * as Temoin from "@temoin/runner/Temoin"
import * as Layer from "effect/Layer"

let now = Date.UTC(2026, 0, 5, 9)
const hour = 3_600_000
const fake = FakePipedrive.make({ now: () => now })

const temoin = await Temoin.open({
  program: {
    id: "acme",
    surveys: [{ id: "nps", subject: "Acme", triggers: [{ on: "touchpoint", kind: "deal.won" }] }],
    followUp: [{ survey: "nps", steps: FollowUp.atDelivery }]
  },
  now: () => now,
  adapters: Layer.mergeAll(
    MemoryHistoryStore.layer,
    MemoryNotebook.layer,
    MemoryMailer.layer,
    MemoryLinks.layer,
    Pipedrive.layer({ company: "acme", token: "token-1", owners: { "account manager": 77 }, fetch: fake.api.fetch })
  ),
  crm: { links: ({ contact }) => [{ label: "in our app", url: `https://app.acme.example/customers/${contact}` }] }
})

console.log("Made in Pipedrive:", (await temoin.crm.setUp()).join(", "))

// a deal is won there, and its person is asked here
const ben = fake.put("persons", { name: "Ben", emails: [{ value: "ben@example.com", primary: true }] })
fake.put("deals", { status: "won", stage_id: 4, person_id: ben })
await temoin.crm.sync()
const { sent } = await temoin.tick()
console.log(`Ben's deal was won: ${sent} invitation sent`)

// an answer here is known there
await temoin.record("anna", { _tag: "ContactChanged", email: "anna@example.com", name: "Anna Smith" })
await temoin.answer("anna", { survey: "nps", score: 3, comment: "It came two weeks late." })
await temoin.tick()
now += hour
const { notes, tasks, told } = await temoin.crm.sync()
console.log(`Told Pipedrive of ${told} contacts, with ${notes} note and ${tasks} task`)
const anna = [...fake.objects.persons.values()].find(({ values }) => values.name === "Anna Smith")
for (const [key, value] of Object.entries(anna?.values.custom_fields ?? {})) {
  // Pipedrive keeps fields under keys, and choices under numbers
  if (value !== null) console.log(`  ${fake.fields.get(key)?.name} = ${fake.labelOf(key, value) ?? value}`)
}

// the owner ticks the activity off there, and the case is resolved here
now += hour
for (const [id, { values }] of fake.objects.activities) {
  console.log(`Activity: ${String(values.subject)}, due ${String(values.due_date)}`)
  fake.set("activities", id, { done: true })
}
await temoin.crm.sync()
console.log("Open cases:", (await temoin.cases.list()).length)
const { allowances } = await temoin.crm.status()
for (const { left, limit, name } of allowances) console.log(`${name}: ${left} of ${limit} left`)
await temoin.close()
