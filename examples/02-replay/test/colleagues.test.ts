/**
 * Colleagues: does a limit for a whole company hold over a file on the disk, whoever is at work on it?
 */
import * as Contact from "@temoin/core/Contact"
import * as Event from "@temoin/core/Event"
import * as HistoryStore from "@temoin/core/ports/HistoryStore"
import * as Links from "@temoin/core/ports/Links"
import * as Mailer from "@temoin/core/ports/Mailer"
import * as Program from "@temoin/core/Program"
import * as Runner from "@temoin/runner/Runner"
import * as VirtualClock from "@temoin/runner/VirtualClock"
import * as Sqlite from "@temoin/storage-sql/sqlite"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import { join } from "node:path"
import { assert, it } from "vitest"
import { folder } from "./folder.ts"

const most = 2

const program = Program.make({
  id: "shop",
  surveys: [{ id: "nps", triggers: [{ on: "touchpoint", kind: "order.delivered" }] }],
  caps: [{ most, within: "30 days", subject: "account" }]
}).pipe(Result.getOrThrow)

const links = Layer.succeed(Links.Links, {
  answer: (reference) => `a/${reference}`,
  author: (reference) => `t/${reference}`,
  optOut: (reference) => `o/${reference}`
})

/** Between what a worker reads and what it writes, the others have their turn. */
const slowly = (store: HistoryStore.HistoryStore["Service"]): HistoryStore.HistoryStore["Service"] => ({
  ...store,
  load: (contact) => Effect.tap(store.load(contact), Effect.yieldNow),
  append: (request) => Effect.andThen(Effect.yieldNow, store.append(request))
})

const now = Date.UTC(2026, 2, 2, 9)
const clock = Layer.succeed(
  Clock.Clock,
  VirtualClock.make(() => now)
)

const common = (id: string) => ({ id: Event.EventId.make(id), occurredAt: now, recordedAt: now })

/** Everybody of the company has had a delivery at the same instant. */
const delivered = Effect.fnUntraced(function* (people: ReadonlyArray<string>) {
  const store = yield* HistoryStore.HistoryStore
  for (const name of people) {
    const contact = Contact.ContactId.make(name)
    const account = Contact.AccountId.make("acme")
    const events: ReadonlyArray<Event.Event> = [
      { _tag: "ContactChanged", ...common("born"), email: `${name}@example.com`, account },
      { _tag: "TouchpointHappened", ...common("delivered"), kind: "order.delivered" }
    ]
    yield* store.append({ contact, events, now, wakeAt: now })
  }
})

it("of ten colleagues, three workers on one file ask as many as the company may be asked", async () => {
  const arrived: Array<string> = []
  const mailer = Layer.succeed(Mailer.Mailer, {
    // the other workers go on while this mail is under way
    send: ({ to }) =>
      Effect.andThen(
        Effect.yieldNow,
        Effect.sync(() => void arrived.push(to.address))
      ),
    messageId: (reference) => `<${reference}@mail.example>`
  })
  const work = Effect.gen(function* () {
    const worker = Effect.scoped(
      Effect.flatMap(Layer.build(Runner.layer({ program, batch: 3 })), (context) =>
        Effect.flatMap(Runner.Runner, ({ tick }) => tick()).pipe(Effect.provide(context))
      )
    )
    yield* delivered(Array.from({ length: 10 }, (_, index) => `colleague-${index}`))
    const ticks = yield* Effect.all([worker, worker, worker], { concurrency: "unbounded" })
    assert.deepStrictEqual(
      ticks.flatMap(({ troubles }) => troubles),
      []
    )
  })
  const store = Sqlite.layer({ filename: join(folder(), "temoin.db") })
  const slow = Layer.effect(HistoryStore.HistoryStore, Effect.map(HistoryStore.HistoryStore, slowly))
  await Effect.runPromise(Effect.provide(work, Layer.mergeAll(slow.pipe(Layer.provide(store)), links, mailer, clock)))
  assert.lengthOf(arrived, most)
  assert.lengthOf(new Set(arrived), most)
})
