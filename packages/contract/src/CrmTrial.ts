/**
 * CrmTrial: do the log and a CRM agree in the end, whatever goes wrong on the way?
 *
 * Témoin over a CRM whose other side is a fake: customers answer, people work in the CRM, time passes, calls fail in every way, and
 * the process is killed between one write and the next.
 */
import type { CrmDesk } from "@temoin/conformance/CrmDesk"
import * as Case from "@temoin/core/Case"
import * as Contact from "@temoin/core/Contact"
import * as Fold from "@temoin/core/Fold"
import * as FollowUp from "@temoin/core/FollowUp"
import * as History from "@temoin/core/History"
import * as Person from "@temoin/core/Person"
import { Crm, EntryId } from "@temoin/core/ports/Crm"
import { HistoryStore } from "@temoin/core/ports/HistoryStore"
import { Notebook } from "@temoin/core/ports/Notebook"
import * as Program from "@temoin/core/Program"
import * as Snapshot from "@temoin/core/Snapshot"
import * as Timeline from "@temoin/core/Timeline"
import * as MemoryHistoryStore from "@temoin/memory/MemoryHistoryStore"
import * as MemoryLinks from "@temoin/memory/MemoryLinks"
import * as MemoryMailer from "@temoin/memory/MemoryMailer"
import * as MemoryNotebook from "@temoin/memory/MemoryNotebook"
import * as Temoin from "@temoin/runner/Temoin"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import type * as FakeApi from "./FakeApi.ts"
import type * as Hurry from "./Hurry.ts"

/** A CRM with its other side. `make`: what a new process has. `datesTo`: so exactly does it keep a time. Unit: milliseconds. */
export interface Subject {
  readonly make: () => Crm["Service"]
  readonly desk: CrmDesk["Service"]
  readonly api: FakeApi.FakeApi
  readonly hurry: Hurry.Hurry
  readonly datesTo: number
}

const program = Result.getOrThrow(
  Program.make({
    id: "shop",
    surveys: [{ id: "nps", triggers: [{ on: "touchpoint", kind: "order.delivered" }] }],
    followUp: [{ survey: "nps", steps: FollowUp.atDelivery }]
  })
)

/** Témoin over this CRM. A process can be killed and another opened over what it left. */
export const start = async ({ hurry, make }: Subject) => {
  const store = await Effect.runPromise(MemoryHistoryStore.make)
  const notebook = await Effect.runPromise(MemoryNotebook.make)
  const open = async () => {
    const life = { isDead: false }
    const dead = Effect.die(new Error("killed"))
    const alive: Notebook["Service"] = {
      ...notebook,
      write: (changes) => Effect.suspend(() => (life.isDead ? dead : notebook.write(changes)))
    }
    const temoin = await Temoin.open({
      program,
      adapters: Layer.mergeAll(
        Layer.succeed(HistoryStore, store),
        MemoryMailer.layer,
        MemoryLinks.layer,
        Layer.succeed(Crm, make()),
        Layer.succeed(Notebook, alive),
        Layer.succeed(Clock.Clock, hurry.clock)
      )
    })
    return { life, temoin }
  }
  const first = await open()
  await first.temoin.crm.setUp()
  return { ...first, open }
}

const email = (name: string) => `${name}@example.com`

/** So many contacts with an address, who answer when they are told to. */
export const answer = async (temoin: Temoin.Temoin, count: number, comment: string): Promise<void> => {
  for (let index = 0; index < count; index++) {
    const name = `contact-${index}`
    await temoin.record(name, { _tag: "ContactChanged", email: email(name) })
    await temoin.answer(name, { survey: "nps", score: index % 11, comment })
  }
}

const page = (status: number): FakeApi.Reply => ({ status, html: "<html><body>Error</body></html>" })

/** What goes wrong with any API. */
export const faults: ReadonlyArray<FakeApi.Fault> = [
  { _tag: "Refused" },
  { _tag: "Cut", isDone: false },
  { _tag: "Cut", isDone: true },
  { _tag: "Answers", reply: { status: 429, headers: { "retry-after": "2" }, json: {} }, isDone: false },
  { _tag: "Answers", reply: { status: 429, json: { policyName: "SECONDLY" } }, isDone: false },
  { _tag: "Answers", reply: page(503), isDone: false },
  { _tag: "Answers", reply: page(403), isDone: false },
  { _tag: "Answers", reply: page(502), isDone: true },
  { _tag: "Answers", reply: { status: 500, json: { status: "error" } }, isDone: true }
]

const who = fc.nat({ max: 299 })
const doing = <A extends string>(what: A, max = 0) => fc.record({ do: fc.constant(what), who, number: fc.nat({ max }) })
const operation = fc.oneof(
  { weight: 60, arbitrary: doing("answer", 10) },
  { weight: 10, arbitrary: doing("resolve") },
  { weight: 10, arbitrary: doing("tick off") },
  { weight: 5, arbitrary: doing("win") },
  { weight: 10, arbitrary: doing("wait", 300) },
  { weight: 2, arbitrary: doing("sync") },
  { weight: 1, arbitrary: doing("die", 12) }
)

/** What was found at the end: what does not agree, and how much was tried. */
export interface Found {
  readonly disagreements: ReadonlyArray<string>
  readonly contacts: number
  readonly faultsMet: number
}

const isOpen = (one: Timeline.Entry) => one._tag === "Task" && one.doneAt === undefined

/** So many random operations, one call of ten failing; then peace, and a look at both sides. */
export const run = async (
  subject: Subject,
  { operations, seed }: { readonly operations: number; readonly seed: number }
): Promise<Found> => {
  const { api, desk, hurry } = subject
  const dice = fc.sample(fc.record({ isBad: fc.nat({ max: 99 }), fault: fc.constantFrom(...faults) }), {
    numRuns: 5000,
    seed: seed + 1
  })
  let rolls = 0
  let faultsMet = 0
  const { open, ...first } = await start(subject)
  let { life, temoin } = first
  const fault = (): FakeApi.Fault | undefined => {
    const { fault, isBad } = dice[rolls++ % dice.length]!
    if (isBad >= 10) return undefined
    faultsMet++
    return fault
  }
  api.fault = fault
  const see = Effect.runPromise
  let deals = 0
  for (const { do: what, number, who } of fc.sample(operation, { numRuns: operations, seed })) {
    const name = `contact-${who}`
    switch (what) {
      case "answer":
        await temoin.record(name, { _tag: "ContactChanged", email: email(name) })
        await temoin.answer(name, { survey: "nps", score: number, comment: `I say ${number}` })
        break
      case "resolve": {
        const [open] = await temoin.use(openCases(name))
        if (open !== undefined) await temoin.cases.resolve(name, open, { by: "Mia" })
        break
      }
      case "tick off": {
        const tasks = (await see(desk.entries)).filter(({ kind }) => kind === "task")
        const task = tasks[who % (tasks.length || 1)]
        if (task !== undefined) await see(desk.tickOff(EntryId.make(task.id)))
        break
      }
      case "win": {
        const person = (await see(desk.people))[who]?.person
        if (person !== undefined) await see(desk.moveDeal(`${deals++}`, "won", [person]))
        break
      }
      case "wait":
        hurry.pass(number * 60_000)
        break
      case "sync":
        await temoin.tick()
        await temoin.crm.sync()
        break
      case "die": {
        let left = number
        const dying = life
        api.fault = () => {
          if (left-- === 0) dying.isDead = true
          return fault()
        }
        await temoin.crm.sync().catch(() => undefined)
        api.fault = fault
        const next = await open()
        life = next.life
        temoin = next.temoin
      }
    }
  }

  api.fault = () => undefined
  // what the CRM allows in a day may not be enough for all of it
  for (let rounds = 0; rounds < 60; rounds++) {
    hurry.pass(7 * 3_600_000)
    await temoin.tick()
    const { stoppedBy, waiting } = await temoin.crm.sync()
    if (rounds >= 7 && stoppedBy === undefined && waiting === 0) break
  }
  const disagreements: Array<string> = []
  const agree = (what: string, theirs: unknown, ours: unknown) => {
    const [a, b] = [JSON.stringify(theirs), JSON.stringify(ours)]
    if (a !== b) disagreements.push(`${what}: there ${a}, here ${b}`)
  }
  const { stoppedBy, waiting } = await temoin.crm.sync()
  agree("is anybody waiting", [waiting, stoppedBy ?? null], [0, null])
  const everybody = await see(desk.people)
  const people = new Map(everybody.map((row) => [row.email, row] as const))
  const entries = await see(desk.entries)
  let contacts = 0
  for await (const history of temoin.histories()) {
    const person = Person.of(program, history, hurry.now())
    if (person === undefined) continue
    const { snapshot } = Snapshot.of(program, person)
    if (Snapshot.isEmpty(snapshot)) continue
    contacts++
    const { contact } = history
    const row = people.get(email(contact))
    agree(`the fields of ${contact}`, known(row?.snapshot, subject), known(snapshot, subject))
    const theirs = entries.filter(({ person }) => person === row?.person)
    const wanted = Timeline.of(person).entries
    agree(
      `the notes of ${contact}`,
      theirs.filter(({ kind }) => kind === "note").length,
      wanted.filter(({ _tag }) => _tag === "Note").length
    )
    for (const { isDone, text } of theirs.filter(({ kind }) => kind === "task")) {
      // what was over before anybody could be told is told by its notes alone
      const same = wanted.filter((one) => one._tag === "Task" && text.includes(one.title))
      agree(`is a task of ${contact} ours`, same.length > 0, true)
      agree(`is a task of ${contact} open only where it is here`, isDone || same.some(isOpen), true)
    }
    agree(
      `the open tasks of ${contact}`,
      theirs.filter(({ isDone, kind }) => kind === "task" && !isDone).length,
      wanted.filter(isOpen).length
    )
    const marks = theirs.map(({ text }) => /Témoin [0-9a-f]{32}/.exec(text)?.[0])
    agree(`what is there once of ${contact}`, new Set(marks).size, marks.length)
  }
  agree("how many people there are", everybody.length, contacts)
  await temoin.close()
  return { disagreements, contacts, faultsMet }
}

/** What is known of a contact, with times as exactly as the CRM keeps them. */
const known = (snapshot: Snapshot.Snapshot | undefined, { datesTo }: Subject) =>
  Snapshot.fields.map(({ name, type }) => {
    const value = snapshot?.[name] ?? null
    return type === "date" && value !== null ? Math.floor(Number(value) / datesTo) : value
  })

const openCases = (name: string) =>
  Effect.gen(function* () {
    const store = yield* HistoryStore
    const { contact, events } = yield* store.load(Contact.ContactId.make(name))
    const { cases } = Fold.of(Result.getOrThrow(History.make(contact, events)))
    return [...cases.values()].filter(Case.isOpen).map(({ id }) => id)
  })
