/**
 * On the command line: does Debian's Postfix take our mail, and do we understand what it sends back?
 *
 * `pnpm postfix`. It installs Postfix when it may (as root, on Debian) and runs an instance of its own, with its files in a
 * temporary folder, on a port of this machine only. Every message goes out signed and is read from the maildir where it
 * arrives; one goes to somebody unknown, and its bounce must be heard as ours. Where Postfix cannot run it says so, and ends
 * well: nothing was shown, and nothing failed.
 */
import * as Contact from "@temoin/core/Contact"
import * as Event from "@temoin/core/Event"
import * as Mailer from "@temoin/core/ports/Mailer"
import { Listening, Smtp } from "@temoin/email"
import * as Effect from "effect/Effect"
import { dkimVerify } from "mailauth/lib/dkim/verify.js"
import { simpleParser } from "mailparser"
import assert from "node:assert/strict"
import { spawnSync } from "node:child_process"
import { generateKeyPairSync } from "node:crypto"
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync
} from "node:fs"
import { createServer, type AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { all, optOutUrl } from "./messages.ts"

const run = (command: string, ...args: ReadonlyArray<string>) =>
  // runlevel 1: what is installed is not started
  spawnSync(command, args, {
    encoding: "utf8",
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" }
  })

const postfix = "/usr/sbin/postfix"

const missing = (): string | undefined => {
  if (process.getuid?.() !== 0) return "it must be started as root"
  if (existsSync(postfix)) return undefined
  if (run("apt-get", "--version").error !== undefined) return "it is not installed, and there is no apt-get here"
  const install = () => run("apt-get", "install", "-y", "--no-install-recommends", "postfix").status === 0
  const installed = install() || (run("apt-get", "update").status === 0 && install())
  return installed ? undefined : "it is not installed, and apt-get could not install it"
}

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })

const why = missing()
if (why !== undefined) {
  console.log(`Postfix was not tried: ${why}.`)
  process.exit(0)
}

const folder = mkdtempSync(join(tmpdir(), "temoin-postfix-"))
chmodSync(folder, 0o755)
const port = await freePort()
for (const name of ["queue", "data", "mail"]) mkdirSync(join(folder, name))
run("chown", "postfix", join(folder, "data"), join(folder, "mail"))
const id = (flag: string) => run("id", flag, "postfix").stdout.trim()

/** Mail for two domains, into maildirs. Who is unknown is only found out after the mail was taken, so that it bounces. */
writeFileSync(
  join(folder, "main.cf"),
  Object.entries({
    compatibility_level: "3.6",
    queue_directory: join(folder, "queue"),
    data_directory: join(folder, "data"),
    maillog_file: join(folder, "log"),
    maillog_file_prefixes: folder,
    myhostname: "mx.acme.example",
    mydestination: "",
    inet_interfaces: "127.0.0.1",
    inet_protocols: "ipv4",
    mynetworks: "127.0.0.0/8",
    recipient_delimiter: "+",
    alias_maps: "",
    virtual_mailbox_domains: "acme.example, example.org",
    virtual_mailbox_base: join(folder, "mail"),
    virtual_mailbox_maps: "inline:{ { anna@example.org = anna/ }, { bounce@acme.example = bounce/ } }",
    virtual_uid_maps: `static:${id("-u")}`,
    virtual_gid_maps: `static:${id("-g")}`,
    smtpd_reject_unlisted_recipient: "no",
    smtpd_recipient_restrictions:
      "check_recipient_access inline:{ { gone@example.org = 550 5.1.1 no such user here } }, permit_mynetworks, reject",
    default_transport: "error:nothing leaves this machine"
  })
    .map(([name, value]) => `${name} = ${value}\n`)
    .join("")
)
writeFileSync(
  join(folder, "master.cf"),
  [
    `127.0.0.1:${port} inet n - n - - smtpd`,
    "cleanup unix n - n - 0 cleanup",
    "qmgr unix n - n 300 1 qmgr",
    "rewrite unix - - n - - trivial-rewrite",
    ...["bounce", "defer", "trace"].map((name) => `${name} unix - - n - 0 bounce`),
    "virtual unix - n n - - virtual",
    ...["error", "retry"].map((name) => `${name} unix - - n - - error`),
    "anvil unix - - n - 1 anvil",
    "proxymap unix - - n - - proxymap",
    "postlog unix-dgram n - n - 1 postlogd",
    ""
  ].join("\n")
)

/** What came into this mailbox, once so many have. Lines end as they do on the wire. */
const arrived = async (mailbox: string, count: number): Promise<ReadonlyArray<string>> => {
  const inbox = join(folder, "mail", mailbox, "new")
  for (let tries = 0; tries < 300; tries++) {
    const files = existsSync(inbox) ? readdirSync(inbox) : []
    if (files.length >= count) {
      return files.map((file) => readFileSync(join(inbox, file), "latin1").replaceAll(/\r?\n/g, "\r\n"))
    }
    await sleep(100)
  }
  throw new Error(`fewer than ${count} mails came to ${mailbox} in 30 seconds`)
}

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 })
const published = `v=DKIM1; k=rsa; p=${publicKey.export({ type: "spki", format: "der" }).toString("base64")}`
const secrets = ["a secret of the host, of thirty-two characters or more"] as const
const layer = Smtp.layer({
  host: "127.0.0.1",
  port,
  from: { address: "hello@acme.example", name: "Acme" },
  returnPath: "bounce@acme.example",
  unsubscribeTo: "unsubscribe@acme.example",
  secrets,
  dkim: {
    domainName: "acme.example",
    keySelector: "s1",
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString()
  }
})
const messages = ["en", "fr", "ar"].flatMap((locale) => all({ locale, name: "Zoé", subject: "Acme & Söhne" }))
const reference = (n: number) => Event.Reference.make(n.toString(16).padStart(32, "0"))
const unknown = reference(4095)

const mailOf = (n: Event.Reference, address: string, message = messages[0]!): Mailer.Mail => ({
  reference: n,
  to: { address: Contact.EmailAddress.make(address) },
  message
})

const send = Effect.gen(function* () {
  const { send } = yield* Mailer.Mailer
  yield* Effect.forEach(messages, (message, n) => send(mailOf(reference(n), "anna@example.org", message)), {
    concurrency: 5,
    discard: true
  })
  yield* send(mailOf(unknown, "nobody@example.org"))
  return yield* Effect.flip(send(mailOf(reference(4094), "gone@example.org")))
}).pipe(Effect.provide(layer))

const start = performance.now()
try {
  const started = run(postfix, "-c", folder, "start")
  assert.equal(started.status, 0, `Postfix did not start: ${started.stderr}`)

  const refusal = await Effect.runPromise(send)
  assert.equal(refusal.reason, "refused", refusal.message)

  for (const raw of await arrived("anna", messages.length)) {
    const { messageId } = await simpleParser(Buffer.from(raw, "latin1"))
    const { results } = await dkimVerify(Buffer.from(raw, "latin1"), {
      resolver: async (name, type) => (name === "s1._domainkey.acme.example" && type === "TXT" ? [[published]] : [])
    })
    assert.deepEqual(
      results.map(({ status }) => status.result),
      ["pass"],
      `${messageId} is not signed`
    )
    const signed = results[0]?.signingHeaders?.keys?.toLowerCase().split(/[: ]+/) ?? []
    for (const name of ["from", "list-unsubscribe", "list-unsubscribe-post"]) assert.ok(signed.includes(name), name)
    // RFC 8058: one https address, and the other header to the letter
    const ours = messageId?.slice(1, 33) ?? ""
    assert.ok(raw.includes("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"), messageId)
    const [unfolded = ""] = /^List-Unsubscribe: .*(?:\r\n[ \t].*)*/m.exec(raw) ?? []
    assert.deepEqual(unfolded.match(/<https:[^>]*>/g), [`<${optOutUrl}>`], messageId)
    assert.match(raw, new RegExp(`^Return-Path: <bounce\\+${ours}`, "m"))
  }

  const [bounce = ""] = await arrived("bounce", 1)
  const heard = await Effect.runPromise(Listening.hear(bounce, { secrets }))
  assert.deepEqual(heard.references, [unknown])
  assert.equal(heard.says._tag === "Bounced" && heard.says.bounce, "hard", JSON.stringify(heard))
  // who has not seen our mail cannot make one up
  const forged = await Effect.runPromise(
    Listening.hear(bounce, { secrets: ["another secret, of thirty-two characters"] })
  )
  assert.deepEqual(forged.references, [])

  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  const version = run("/usr/sbin/postconf", "-h", "-d", "mail_version").stdout.trim()
  console.log(
    `Postfix ${version}: ${messages.length} messages arrived with their DKIM signature and one-click unsubscribe, the bounce was heard, the refusal too; ${seconds} s.`
  )
} catch (error) {
  if (existsSync(join(folder, "log"))) console.error(readFileSync(join(folder, "log"), "utf8"))
  throw error
} finally {
  run(postfix, "-c", folder, "stop")
  rmSync(folder, { recursive: true, force: true })
}
