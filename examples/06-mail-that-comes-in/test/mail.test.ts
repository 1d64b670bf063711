// Do a mailbox and a pipe bring what comes in to whom it is about?
import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Listening from "@temoin/email/Listening"
import * as MemoryHistoryStore from "@temoin/memory/MemoryHistoryStore"
import * as MemoryLinks from "@temoin/memory/MemoryLinks"
import * as MemoryMailer from "@temoin/memory/MemoryMailer"
import * as Temoin from "@temoin/runner/Temoin"
import * as Sqlite from "@temoin/storage-sql/sqlite"
import * as Layer from "effect/Layer"
import hoodiecrow from "hoodiecrow-imap"
import { assert, it, onTestFinished } from "vitest"
import * as Mailbox from "../src/Mailbox.ts"
import { shop } from "../src/shop.ts"

const around = Layer.mergeAll(MemoryMailer.layer, MemoryLinks.layer, Listening.layer)

/** Anna and Ben were asked. Gives what names each one's message. */
const ask = async (temoin: Temoin.Temoin) => {
  for (const name of ["anna", "ben"]) {
    await temoin.record(
      name,
      { _tag: "ContactChanged", email: `${name}@example.org` },
      { _tag: "TouchpointHappened", kind: "order.delivered", id: `order of ${name}` }
    )
  }
  await temoin.tick()
  const references: Record<string, string> = {}
  for await (const { contact, events } of temoin.histories()) {
    for (const event of events) if (event._tag === "Intended") references[contact] = event.reference
  }
  return references
}

const recorded = async (temoin: Temoin.Temoin) => {
  const told: Record<string, string> = {}
  for await (const { contact, events } of temoin.histories()) {
    for (const event of events) {
      if (event._tag === "Replied") told[contact] = `Replied: ${event.words}`
      if (event._tag === "HardBounced") told[contact] = `HardBounced: ${event.address}`
    }
  }
  return told
}

const reply = (reference: string | undefined, id: string): string =>
  [
    "From: Anna <anna@example.org>",
    "To: hello@acme.example",
    `Message-ID: <${id}@example.org>`,
    `In-Reply-To: <${reference}@acme.example>`,
    "Subject: Re: One quick question",
    "",
    "It leaks again.",
    "",
    "On Monday, Acme <hello@acme.example> wrote:",
    "> How likely are you to recommend us?",
    ""
  ].join("\r\n")

const bounce = (reference: string | undefined): string =>
  [
    "From: MAILER-DAEMON@mx.example.org",
    `To: bounce+${reference}@acme.example`,
    "Message-ID: <b@mx.example.org>",
    "Content-Type: multipart/report; report-type=delivery-status; boundary=b",
    "",
    "--b",
    "Content-Type: message/delivery-status",
    "",
    "Reporting-MTA: dns; mx.example.org",
    "",
    "Final-Recipient: rfc822; ben@example.org",
    "Action: failed",
    "Status: 5.1.1",
    "--b--",
    ""
  ].join("\r\n")

const away = (reference: string | undefined): string =>
  reply(reference, "away").replace("Subject:", "Auto-Submitted: auto-replied\r\nSubject:")

const stranger =
  "From: eve@example.com\r\nTo: hello@acme.example\r\nSubject: Hello\r\nMessage-ID: <s@example.com>\r\n\r\nHi"

it("out of a mailbox: each unread mail once, and what a person should see gets a flag", async () => {
  const temoin = await Temoin.open({ program: shop, adapters: Layer.merge(MemoryHistoryStore.layer, around) })
  onTestFinished(() => temoin.close())
  const { anna, ben } = await ask(temoin)
  const mails = [
    { raw: reply(anna, "read before"), flags: ["\\Seen"] },
    ...[reply(anna, "new"), bounce(ben), away(anna), stranger].map((raw) => ({ raw }))
  ]
  const server = hoodiecrow({ storage: { INBOX: { messages: mails } } })
  await new Promise<void>((ready) => server.listen(0, ready))
  onTestFinished(() => new Promise<void>((closed) => server.close(closed)))
  const { port } = server.server.address() as AddressInfo
  const options = { host: "127.0.0.1", port, secure: false, auth: { user: "testuser", pass: "testpass" } }

  assert.deepStrictEqual(await Mailbox.take(temoin, options), { taken: 4, flagged: 1 })
  const told = { anna: "Replied: It leaks again.", ben: "HardBounced: ben@example.org" }
  assert.deepStrictEqual(await recorded(temoin), told)
  assert.deepStrictEqual(await Mailbox.take(temoin, options), { taken: 0, flagged: 0 })
  assert.deepStrictEqual(await recorded(temoin), told)
})

it("out of a pipe: one mail, taken; a store that cannot be opened keeps it with the mail server", async () => {
  const folder = mkdtempSync(join(tmpdir(), "pipe-"))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const store = Sqlite.layer({ filename: join(folder, "temoin.db") })
  const open = () => Temoin.open({ program: shop, adapters: Layer.merge(store, around) })
  const before = await open()
  const { anna } = await ask(before)
  await before.close()

  const pipe = (raw: string, db = "temoin.db") =>
    spawnSync(process.execPath, [join(import.meta.dirname, "..", "src", "pipe.ts")], {
      input: raw,
      encoding: "utf8",
      env: { ...process.env, TEMOIN_DB: join(folder, db) }
    })
  for (const isNew of [true, false]) {
    const { status, stdout } = pipe(reply(anna, "new"))
    assert.strictEqual(stdout.trim(), `Replied: {"_tag":"Recorded","contact":"anna","isNew":${isNew}}`)
    assert.strictEqual(status, 0)
  }
  assert.include(pipe(stranger).stdout, "Unplaced")
  assert.strictEqual(pipe(reply(anna, "new"), "no such folder/temoin.db").status, 75)

  const after = await open()
  onTestFinished(() => after.close())
  assert.deepStrictEqual(await recorded(after), { anna: "Replied: It leaks again." })
})
