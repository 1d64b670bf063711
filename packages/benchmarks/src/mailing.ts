/**
 * On the command line: how long does a mail take, rendered, signed and sent, against nodemailer's pool alone sending the same
 * bytes?
 *
 * `pnpm bench:mail [MAILS]`, 10,000 unless it says otherwise. Both sides send to a server in a thread of its own, which takes
 * everything and keeps nothing, in ten rounds, one right after the other, changing places each round. The reference gets the
 * very bytes that ours had made of these mails: it neither renders nor signs. Then it says what the listener takes for mails
 * that are built to hurt.
 */
import * as Contact from "@temoin/core/Contact"
import * as Event from "@temoin/core/Event"
import * as Mailer from "@temoin/core/ports/Mailer"
import * as Listening from "@temoin/email/Listening"
import * as Smtp from "@temoin/email/Smtp"
import * as Effect from "effect/Effect"
import * as ManagedRuntime from "effect/ManagedRuntime"
import { generateKeyPairSync } from "node:crypto"
import { Worker } from "node:worker_threads"
import { createTransport } from "nodemailer"
import SMTPPool from "nodemailer/lib/smtp-pool"
import * as Measure from "./Measure.ts"

const mails = Number(process.argv[2] ?? 10_000)
if (!Number.isInteger(mails) || mails < 100) {
  console.error("Give how many mails, 100 or more: pnpm bench:mail 1000")
  process.exit(2)
}
const rounds = 10
const each = Math.floor(mails / rounds)

/** Gives back the texts of the first round, for the reference to send again. */
const server = new Worker(new URL("fixture/mailServer.ts", import.meta.url))

interface Told {
  readonly port?: number
  readonly raw?: Uint8Array
  readonly to?: string
  readonly forgets?: boolean
}
const kept: Array<{ readonly raw: Buffer; readonly to: string }> = []
const told = (is: (told: Told) => boolean) =>
  new Promise<Told>((resolve) => {
    const listen = (message: Told) => {
      if (!is(message)) return
      server.off("message", listen)
      resolve(message)
    }
    server.on("message", listen)
  })
server.on("message", ({ raw, to }: Told) => {
  if (raw !== undefined && to !== undefined) kept.push({ raw: Buffer.from(raw), to })
})

const { port = 0 } = await told(({ port }) => port !== undefined)
const privateKey = generateKeyPairSync("rsa", { modulusLength: 2048 })
  .privateKey.export({ type: "pkcs8", format: "pem" })
  .toString()
const maxConnections = 5
const runtime = ManagedRuntime.make(
  Smtp.layer({
    host: "127.0.0.1",
    port,
    from: { address: "hello@acme.example", name: "Acme" },
    returnPath: "bounce@acme.example",
    unsubscribeTo: "unsubscribe@acme.example",
    secrets: ["a secret of the host, of thirty-two characters or more"],
    dkim: { domainName: "acme.example", keySelector: "s1", privateKey },
    maxConnections
  })
)

const mailOf = (index: number): Mailer.Mail => ({
  reference: Event.Reference.make(index.toString(16).padStart(32, "0")),
  to: { address: Contact.EmailAddress.make(`anna${index}@example.org`), name: `Anna ${index}` },
  message: {
    _tag: "Invitation",
    locale: index % 2 === 0 ? "en" : "fr",
    name: `Anna ${index}`,
    subject: "Acme Logistics",
    answerUrl: `https://feedback.acme.example/a/${"x".repeat(52)}?i=${index}`,
    optOutUrl: `https://feedback.acme.example/o/${"x".repeat(52)}?i=${index}`,
    expiresAt: Date.UTC(2027, 0, 1)
  }
})

const ours = () =>
  runtime.runPromise(
    Effect.flatMap(Mailer.Mailer, ({ send }) =>
      Effect.forEach(
        Array.from({ length: each }, (_, index) => mailOf(index)),
        send,
        { concurrency: 2 * maxConnections, discard: true }
      )
    )
  )

const pool = createTransport(new SMTPPool({ host: "127.0.0.1", port, maxConnections, maxMessages: Infinity }))
const reference = () =>
  Promise.all(kept.map(({ raw, to }) => pool.sendMail({ envelope: { from: "bounce@acme.example", to }, raw })))

interface Took {
  readonly wall: number
  /** Of this process, the server's thread included. */
  readonly processor: number
  /** Of the thread that renders and sends: while it is busy, a host answers nobody. */
  readonly thread: number
}

/** Milliseconds per mail. */
const timed = async (run: () => Promise<unknown>): Promise<Took> => {
  const start = performance.now()
  const used = process.cpuUsage()
  const usedHere = process.threadCpuUsage()
  await run()
  const wall = performance.now() - start
  const all = process.cpuUsage(used)
  const here = process.threadCpuUsage(usedHere)
  const perMail = (microseconds: number) => microseconds / 1000 / each
  return { wall: wall / each, processor: perMail(all.user + all.system), thread: perMail(here.user + here.system) }
}

await ours()
server.postMessage("forget", [])
await told(({ forgets }) => forgets === true)
if (kept.length !== each) throw new Error(`${kept.length} of ${each} mails arrived`)
await reference()

const oursTimes: Array<Took> = []
const theirTimes: Array<Took> = []
for (let round = 0; round < rounds; round++) {
  if (round % 2 === 1) theirTimes.push(await timed(reference))
  oursTimes.push(await timed(ours))
  if (round % 2 === 0) theirTimes.push(await timed(reference))
}
await runtime.dispose()
pool.close()
await server.terminate()

const show = ({ max, median, min }: Measure.Spread) => `${median.toFixed(2)} (${min.toFixed(2)} to ${max.toFixed(2)})`
console.log(`${each * rounds} invitations, ${kept[0]?.raw.length ?? 0} bytes each, in ${rounds} rounds; ms per mail`)
for (const [what, of, target] of [
  ["wall", ({ wall }: Took) => wall, "target 1.40"],
  ["processor, all threads", ({ processor }: Took) => processor, undefined],
  ["processor, the thread that renders and sends", ({ thread }: Took) => thread, undefined]
] as const) {
  const ratio = Measure.spread(oursTimes.map((took, round) => of(took) / of(theirTimes[round] ?? took)))
  console.log(
    `${what}: rendered, signed and sent ${show(Measure.spread(oursTimes.map(of)))}; nodemailer's pool, the same bytes ${show(Measure.spread(theirTimes.map(of)))}; ratio ${show(ratio)}${target === undefined ? "" : `, ${target}`}`
  )
}

const bombs = {
  "deep parts": `From: a@b.example\r\nContent-Type: multipart/mixed; boundary=b0\r\n\r\n${Array.from({ length: 5000 }, (_, depth) => `--b${depth}\r\nContent-Type: multipart/mixed; boundary=b${depth + 1}\r\n\r\n`).join("")}`,
  "a header of 10 MB": `From: a@b.example\r\nReferences: ${"<x@y> ".repeat(1_700_000)}\r\n\r\nHello`,
  "100,000 parts": `From: a@b.example\r\nContent-Type: multipart/report; boundary=b\r\n\r\n${"--b\r\n\r\n".repeat(100_000)}`,
  "a line of 10 MB": `From: a@b.example\r\nTo: c@d.example\r\n\r\n${"a>".repeat(5_000_000)}`,
  "quotes in quotes": `From: a@b.example\r\nTo: c@d.example\r\n\r\n${Array.from({ length: 50_000 }, (_, depth) => `${">".repeat(depth % 500)} On Monday, Acme wrote:\r\n`).join("")}`
}
for (const [name, bomb] of Object.entries(bombs)) {
  const times: Array<number> = []
  const before = process.memoryUsage().rss
  for (let time = 0; time < 5; time++) {
    const start = performance.now()
    await Effect.runPromise(Listening.hear(bomb))
    times.push(performance.now() - start)
  }
  const grown = Math.max(0, process.memoryUsage().rss - before) / 2 ** 20
  console.log(`listening, ${name}: ${show(Measure.spread(times))} ms, at most ${grown.toFixed(0)} MB more`)
}
