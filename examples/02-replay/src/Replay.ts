/**
 * Replay: what happens when real people, with their real answers, go through the whole loop?
 *
 * Time is virtual and jumps from one thing that happens to the next. Everything else is real: the database file, the
 * SMTP server, the mails, the links, the pages.
 */
import * as Smtp from "@temoin/email/Smtp"
import * as Mailer from "@temoin/core/ports/Mailer"
import type * as Delivery from "@temoin/runner/Delivery"
import type * as Score from "@temoin/core/Score"
import * as Temoin from "@temoin/runner/Temoin"
import * as Sqlite from "@temoin/storage-sql/sqlite"
import * as SignedLinks from "@temoin/web/SignedLinks"
import * as Web from "@temoin/web/Web"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { randomBytes } from "node:crypto"
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import * as AnswerServer from "./AnswerServer.ts"
import * as Mailbox from "./Mailbox.ts"
import type * as People from "./People.ts"
import * as PostOffice from "./PostOffice.ts"
import { program } from "./program.ts"
import * as Report from "./Report.ts"

/**
 * - `folder`: where the database, the maildir and the log are. A run that was cut short goes on there.
 * - `unknownSends`: what becomes of a mail of which nobody knows whether it left.
 * - `onProgress`: hears how far the clock is, from 0 to 1, and what it shows.
 * - `reads`: does this person read this mail? (default: yes)
 * - `answers`: what this person answers (default: what is in the file).
 * - `misplaces`: a mail the server says yes to and does not keep (default: none).
 * - `dieAfterAccepting`: kills this process after the server took so many mails, before that is recorded.
 */
export interface Options {
  readonly folder: string
  readonly people: ReadonlyArray<People.Person>
  readonly unknownSends: Delivery.UnknownSends
  readonly onProgress?: (share: number, now: number) => void
  readonly reads?: (letter: Mailbox.Letter) => boolean
  readonly answers?: (person: People.Person) => Score.Score | undefined
  readonly misplaces?: (messageId: string) => boolean
  readonly dieAfterAccepting?: number
}

const day = 86_400_000

interface Settings {
  readonly port: number
  readonly secret: string
}

/** The port stays the same when a run goes on, since the links in unread mails name it. */
const settingsOf = async (folder: string): Promise<Settings> => {
  const file = join(folder, "settings.json")
  if (!existsSync(file)) {
    const settings = { port: await AnswerServer.freePort(), secret: randomBytes(32).toString("base64") }
    writeFileSync(`${file}.new`, JSON.stringify(settings))
    renameSync(`${file}.new`, file)
  }
  return JSON.parse(readFileSync(file, "utf8")) as Settings
}

/** Dies the moment the server has said yes to its n-th mail, before anybody wrote that down. */
const dying = (n: number) =>
  Layer.effect(
    Mailer.Mailer,
    Effect.gen(function* () {
      const mailer = yield* Mailer.Mailer
      let accepted = 0
      return Mailer.Mailer.of({
        ...mailer,
        send: (mail) =>
          Effect.tap(mailer.send(mail), () =>
            Effect.sync(() => {
              if (++accepted >= n) process.kill(process.pid, "SIGKILL")
            })
          )
      })
    })
  )

/** Runs the replay to its end, or goes on where an earlier run was cut short, and reports what is then in the store. */
export const run = async (options: Options): Promise<Report.Report> => {
  const { answers = ({ score }: People.Person) => score, folder, onProgress, people, reads = () => true } = options
  mkdirSync(folder, { recursive: true })
  const settings = await settingsOf(folder)
  const postOffice = await PostOffice.open(join(folder, "maildir"), options.misplaces)

  let now = 0
  const web = { baseUrl: `http://127.0.0.1:${settings.port}`, secrets: [{ id: 1, secret: settings.secret }] }
  const smtp = Smtp.layer({
    host: "127.0.0.1",
    port: postOffice.port,
    from: { name: "The Carpentries", address: "surveys@carpentries.example" },
    look: { brand: "The Carpentries" }
  })
  const open = () =>
    Temoin.open({
      program,
      unknownSends: options.unknownSends,
      now: () => now,
      adapters: Layer.mergeAll(
        Sqlite.layer({ filename: join(folder, "temoin.db") }),
        options.dieAfterAccepting === undefined ? smtp : Layer.provide(dying(options.dieAfterAccepting), smtp),
        SignedLinks.layer(web)
      )
    })

  const start = Math.min(...people.map(({ deliveredAt }) => deliveredAt))
  const end = Math.max(...people.map(({ submittedAt }) => submittedAt)) + 60 * day
  const byAddress = new Map(people.map((person) => [person.address, person]))

  const temoin = await open()
  const server = await AnswerServer.open(await temoin.use(Web.make(web)), settings.port, join(folder, "answers.log"))

  // Where an earlier run was cut short.
  const recorded = new Set<string>()
  now = start
  for await (const history of temoin.histories()) {
    recorded.add(history.contact)
    for (const { recordedAt } of history.events) now = Math.max(now, recordedAt)
  }
  let steps = 0
  const coming = people.filter(({ id }) => !recorded.has(id))
  const answered = server.taken()
  const unread: Array<{ readonly at: number; readonly letter: Mailbox.Letter; readonly score: Score.Score }> = []

  const collect = async () => {
    for (const raw of postOffice.collect()) {
      const letter = await Mailbox.read(raw)
      const person = byAddress.get(letter.to)
      const score = person && answers(person)
      if (person === undefined || score === undefined || letter.answerLinks.size === 0 || !reads(letter)) continue
      if (answered.has(AnswerServer.nameOf(letter.answerLinks.get(score) ?? ""))) continue
      unread.push({ at: Math.max(now, person.submittedAt), letter, score })
    }
    unread.sort((a, b) => a.at - b.at)
  }

  await collect()
  for (;;) {
    const next = Math.min(
      coming[0]?.deliveredAt ?? Infinity,
      unread[0]?.at ?? Infinity,
      (await temoin.nextDue()) ?? Infinity
    )
    if (next > end) break
    steps++
    now = Math.max(now, next)
    onProgress?.((now - start) / (end - start), now)
    while (coming[0] !== undefined && coming[0].deliveredAt <= now) {
      const person = coming.shift()!
      await temoin.record(
        person.id,
        { _tag: "ContactChanged", at: person.deliveredAt, email: person.address },
        {
          _tag: "LegalBasisRecorded",
          at: person.deliveredAt,
          purpose: "advocate",
          channel: "mail",
          basis: "soft opt-in",
          evidence: "stands in for the notice a customer gets with a purchase"
        },
        { _tag: "TouchpointHappened", at: person.deliveredAt, kind: "training.delivered", id: `delivered:${person.id}` }
      )
    }
    while (unread[0] !== undefined && unread[0].at <= now) {
      const { letter, score } = unread.shift()!
      await Mailbox.answer(letter, score)
    }
    const { stoppedBy, troubles } = await temoin.tick()
    if (stoppedBy !== undefined) throw new Error(stoppedBy)
    for (const { contact, problem } of troubles) throw new Error(`contact ${contact}: ${problem}`)
    await collect()
  }
  now = end
  onProgress?.(1, now)
  await temoin.close()

  // What the database file says, once it was closed and opened again.
  const reopened = await open()
  try {
    return await Report.make({
      temoin: reopened,
      end,
      messageIds: postOffice.messageIds(),
      formsTaken: server.taken().size,
      wasFinished: steps === 0
    })
  } finally {
    await reopened.close()
    await server.close()
    await postOffice.close()
  }
}
