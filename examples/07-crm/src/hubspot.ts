/**
 * What HubSpot knows of Anna, and what it tells. HubSpot is played by a fake; for the real one leave out `fetch`.
 */
import * as FakeHubSpot from "@temoin/contract/FakeHubSpot"
import * as FollowUp from "@temoin/core/FollowUp"
import * as HubSpot from "@temoin/crm-hubspot/HubSpot"
import * as MemoryHistoryStore from "@temoin/memory/MemoryHistoryStore"
import * as MemoryLinks from "@temoin/memory/MemoryLinks"
import * as MemoryMailer from "@temoin/memory/MemoryMailer"
import * as MemoryNotebook from "@temoin/memory/MemoryNotebook"
import * as Temoin from "@temoin/runner/Temoin"
import * as Layer from "effect/Layer"

let now = Date.UTC(2026, 0, 5, 9)
const hour = 3_600_000
const fake = FakeHubSpot.make({ now: () => now })

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
    HubSpot.layer({ token: "pat-1", owners: { "account manager": "77" }, fetch: fake.api.fetch })
  ),
  crm: { links: ({ contact }) => [{ label: "in our app", url: `https://app.acme.example/customers/${contact}` }] }
})

console.log("Made in HubSpot:", (await temoin.crm.setUp()).join(", "))

// a deal is won there, and its contact is asked here
const ben = fake.put("contacts", { email: "ben@example.com", firstname: "Ben" })
fake.put("deals", { dealstage: "closedwon", hs_is_closed: "true", hs_is_closed_won: "true" }, [ben])
await temoin.crm.sync()
const { sent } = await temoin.tick()
console.log(`Ben's deal was won: ${sent} invitation sent`)

// an answer here is known there
await temoin.record("anna", { _tag: "ContactChanged", email: "anna@example.com", name: "Anna Smith" })
await temoin.answer("anna", { survey: "nps", score: 3, comment: "It came two weeks late." })
await temoin.tick()
now += hour
const { notes, tasks, told } = await temoin.crm.sync()
console.log(`Told HubSpot of ${told} contacts, with ${notes} note and ${tasks} task`)
const anna = [...fake.objects.contacts.values()].find(({ properties }) => properties.email === "anna@example.com")
console.log("Anna in HubSpot:", anna?.properties)

// the owner ticks the task off there, and the case is resolved here
now += hour
for (const [id, { properties }] of fake.objects.tasks) {
  console.log("Task:", properties.hs_task_subject)
  fake.set("tasks", id, { hs_task_status: "COMPLETED" })
}
await temoin.crm.sync()
console.log("Open cases:", (await temoin.cases.list()).length)
await temoin.close()
