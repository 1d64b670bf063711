/**
 * CrashTest: what is left when workers and the database are killed, again and again?
 *
 * Workers are processes of their own over one real PostgreSQL; the mail server is a process of its own, too, which has each
 * mail on the disk before it says yes. Who is killed is started again, until everybody has had their mail. Meanwhile customers say
 * what they think of the shop, and neighbours that they want no mail.
 */
import * as Fold from "@temoin/core/Fold"
import type * as History from "@temoin/core/History"
import { Projections } from "@temoin/core/ports/Projections"
import * as Program from "@temoin/core/Program"
import * as Projection from "@temoin/core/Projection"
import * as Score from "@temoin/core/Score"
import * as StableHash from "@temoin/core/StableHash"
import * as State from "@temoin/core/State"
import { Mailer } from "@temoin/core/ports/Mailer"
import * as Temoin from "@temoin/runner/Temoin"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout } from "node:timers/promises"
import * as Child from "./Child.ts"
import type { Death, Evidence, Logged, Policy } from "./Evidence.ts"
import * as Fate from "./Fate.ts"
import * as Folded from "./Folded.ts"
import * as Maildir from "./Maildir.ts"
import * as Note from "./Note.ts"
import * as Provider from "./Provider.ts"
import * as Setup from "./Setup.ts"

/**
 * - `kills`, `restarts`: how often a worker, and the database, is killed. `workers`: at a time (default 3).
 * - `seed`: decides who is killed when.
 * - `claimMillis`: the lease (default two seconds). It is real time: what a busy machine makes late is counted as such.
 * - `worker`: the program, told a `Setup` in its argument, that says a `Note` on each line (default: the runner's worker).
 * - `isCluster`: the workers are members of a cluster, so that one works on what another has claimed.
 * - `broken`: what the workers do wrong.
 * - `onProgress`: hears what was done so far, of everything.
 */
export interface Options {
  readonly policy: Policy
  readonly contacts: number
  readonly kills: number
  readonly restarts: number
  readonly seed: number
  readonly workers?: number
  readonly claimMillis?: number
  readonly worker?: string
  readonly isCluster?: boolean
  readonly broken?: Setup.Broken
  readonly onProgress?: (progress: Progress) => void
}

/** How many messages were recorded, and how many deaths have happened. */
export interface Progress {
  readonly recorded: number
  readonly kills: number
  readonly restarts: number
}

const programOf = (name: string): string => join(import.meta.dirname, "processes", name)
const databaseServer = join(import.meta.dirname, "..", "..", "storage-sql", "test", "postgres", "server.ts")

const day = 86_400_000

/** The same things happen to nobody twice in a row: a place in [0, 1) for each question. */
const chance = (seed: number) => {
  let asked = 0
  return () => StableHash.share(`${seed} ${asked++}`)
}

const shuffled = <A>(all: ReadonlyArray<A>, random: () => number): Array<A> =>
  all
    .map((one) => ({ one, place: random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ one }) => one)

const addressOf = (n: number): string => `c${n}@people.example`

/** Everybody has just bought something; every other one belongs to a company. */
const invite = async (temoin: Temoin.Temoin, contacts: number): Promise<void> => {
  let next = 0
  const at = Date.now()
  const one = async () => {
    while (next < contacts) {
      const n = next++
      await temoin.record(
        `c${n}`,
        {
          _tag: "ContactChanged",
          email: addressOf(n),
          traits: { plan: n % 3 === 0 ? "pro" : "free" },
          ...(n % 2 === 0 && { account: `a${n % 50}` }),
          at
        },
        { _tag: "TouchpointHappened", kind: "order.delivered", at }
      )
    }
  }
  await Promise.all(Array.from({ length: 8 }, one))
}

/** Says it again until it was heard: the database may be away. The same report twice is one. */
const insist = async (report: () => Promise<unknown>): Promise<void> => {
  for (;;) {
    try {
      await report()
      return
    } catch {
      await setTimeout(100)
    }
  }
}

/** What is told while workers and the database die: answers of every fourth customer, and a neighbour of each of these who wants no mail. */
const talk = async (temoin: Temoin.Temoin, contacts: number): Promise<void> => {
  for (let n = 0; n < contacts; n += 4) {
    const at = Date.now()
    const score = Score.scale[(n / 4) % Score.scale.length] ?? 0
    await insist(() => temoin.answer(`c${n}`, { survey: "shop", score, id: "on the phone", at }))
    await insist(() =>
      temoin.record(
        `n${n}`,
        { _tag: "ContactChanged", id: "address", email: `n${n}@neighbours.example`, at },
        { _tag: "OptedOut", id: "no mail", extent: {}, at }
      )
    )
  }
}

interface Worker {
  readonly child: Child.Child
  readonly fate: Fate.Fate | undefined
  readonly inHand: Set<string>
  isDying: boolean
}

/** Runs it to its end, and gives what there is to see. */
export const run = async (options: Options): Promise<Evidence> => {
  const { claimMillis = 2000, contacts, kills, onProgress, policy, restarts, seed, workers = 3 } = options
  const worker = options.worker ?? programOf("worker.ts")
  const folder = mkdtempSync(join(tmpdir(), "temoin-crash-"))
  const kind = policy === "idempotent" ? "provider" : "smtp"
  const receiver = Child.start(programOf(kind === "smtp" ? "postOffice.ts" : "provider.ts"), [folder])
  const database = Child.start(databaseServer, ["durable"])
  const living = new Set<Worker>()
  let temoin: Temoin.Temoin | undefined
  try {
    const setup: Setup.Setup = {
      url: await database.line(),
      mailer: { kind, port: Number(await receiver.line()) },
      unknownSends: policy === "resend" ? "resend" : "giveUp",
      claimMillis,
      ...(options.isCluster === true && { isCluster: true }),
      ...(options.broken !== undefined && { broken: options.broken })
    }
    const { program, segments } = Setup
    temoin = await Temoin.open({ program, segments, adapters: Setup.adapters(setup) })
    await invite(temoin, contacts)

    const random = chance(seed)
    const points = shuffled(Fate.points(kills), random)
    const deaths: Array<Death> = []
    const cut: Array<string> = []
    const late: Array<string> = []
    const robbed: Array<string> = []
    const failures: Array<string> = []
    let recorded = 0
    let restarted = 0
    let restarting = Promise.resolve()
    let isOver = false
    const progress = () => onProgress?.({ recorded, kills: deaths.length, restarts: restarted })

    const restart = async () => {
      database.tell("restart")
      await database.line()
      restarted++
      progress()
    }

    const kill = async (self: Worker, about?: string) => {
      if (self.isDying) return
      self.isDying = true
      await self.child.kill()
      living.delete(self)
      const point = about === undefined ? "anywhere" : (self.fate?.point ?? "anywhere")
      deaths.push({ point, ...(about !== undefined && { about }), inFlight: [...self.inHand] })
      progress()
      begin()
    }

    /** So that they have all died before the mails run out. */
    const fate = (): Fate.Fate | undefined => {
      const point = points.pop()
      if (point === undefined) return undefined
      const mails = Math.max(1, Math.floor(((contacts - recorded) / (points.length + workers)) * 0.6))
      const count = 1 + Math.floor(random() * 2 * mails)
      return { point, count: point === "anywhere" ? count * 6 : count }
    }

    const begin = () => {
      if (isOver) return
      const fated = fate()
      let said = 0
      const hears = (line: string) => {
        const { about = "", at } = Note.read(line)
        said++
        switch (at) {
          case "intend":
          case "hand":
            self.inHand.add(about)
            break
          case "recorded":
            recorded++
            self.inHand.delete(about)
            progress()
            if (recorded * (restarts + 1) >= contacts * (asked + 1) && asked < restarts) {
              asked++
              restarting = restarting.then(restart)
            }
            break
          case "letGo":
            self.inHand.delete(about)
            break
          case "cut":
          case "late":
          case "robbed":
            if (self.inHand.delete(about)) ({ cut, late, robbed })[at].push(about)
            break
          case "waits":
            void kill(self, about)
            break
          case "failed":
            failures.push(about)
            break
          case "ready":
          case "step":
            break
        }
        if (fated?.point === "anywhere" && said >= fated.count) void kill(self)
      }
      const argument = JSON.stringify({ ...setup, ...(fated !== undefined && { fate: fated }) } satisfies Setup.Setup)
      const self: Worker = {
        child: Child.start(worker, [argument], hears),
        fate: fated,
        inHand: new Set(),
        isDying: false
      }
      living.add(self)
    }
    let asked = 0
    for (let n = 0; n < workers; n++) begin()
    let isSaid = false
    const talking = talk(temoin, contacts).then(() => void (isSaid = true))

    while (!isOver) {
      await setTimeout(50)
      if (!isSaid) continue
      await restarting
      const next = await temoin.nextDue().catch(() => 0)
      if (next !== null && next < Date.now() + day) continue
      // whoever was to die later, and has nothing left to do
      const doomed = [...living].filter(({ fate }) => fate !== undefined)
      if (doomed.length > 0) await Promise.all(doomed.map((one) => kill(one)))
      else isOver = true
    }
    await talking
    await Promise.all([...living].map(({ child }) => child.end()))

    const { messageId } = await temoin.use(Mailer)
    const logged: Array<Logged> = []
    const histories: Array<History.History> = []
    for await (const history of temoin.histories()) {
      histories.push(history)
      if (!history.contact.startsWith("c")) continue
      const [send] = State.sends(Fold.of(history))
      logged.push({
        address: addressOf(Number(history.contact.slice(1))),
        status: send?.status,
        reference: send?.reference ?? "",
        messageId: send === undefined ? "" : messageId(send.reference)
      })
    }
    const settings = Projection.settings(Result.getOrThrow(Program.decode(program)), segments)
    return {
      policy,
      planned: kills,
      deaths,
      restarts: restarted,
      cut,
      late,
      robbed,
      logged,
      listed: (await temoin.unknownSends.list()).map(({ messageId }) => messageId),
      taken: Maildir.read(folder),
      folded: await temoin.use(
        Effect.flatMap(Projections, (projections) => Folded.compare(projections, settings, histories))
      ),
      askedAgain: kind === "provider" ? await Provider.askedAgain(setup.mailer.port) : []
    }
  } finally {
    await Promise.all([...living].map(({ child }) => child.kill()))
    await temoin?.close()
    await Promise.all([receiver.end(), database.end()])
    rmSync(folder, { recursive: true, force: true })
  }
}
