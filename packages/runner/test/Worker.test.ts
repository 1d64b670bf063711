/**
 * Worker: does the work get done as it falls due, whatever happens to the store meanwhile?
 *
 * Time is virtual: it moves only where a test moves it.
 */
import * as Contact from "@temoin/core/Contact"
import * as Event from "@temoin/core/Event"
import * as HistoryStore from "@temoin/core/ports/HistoryStore"
import * as Mailer from "@temoin/core/ports/Mailer"
import * as Program from "@temoin/core/Program"
import * as MemoryHistoryStore from "@temoin/memory/MemoryHistoryStore"
import * as MemoryLinks from "@temoin/memory/MemoryLinks"
import * as MemoryMailer from "@temoin/memory/MemoryMailer"
import * as DeadLetters from "@temoin/runner/DeadLetters"
import * as Health from "@temoin/runner/Health"
import * as Runner from "@temoin/runner/Runner"
import * as Worker from "@temoin/runner/Worker"
import * as Clock from "effect/Clock"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Metric from "effect/Metric"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import type * as Scope from "effect/Scope"
import * as Tracer from "effect/Tracer"
import * as TestClock from "effect/testing/TestClock"
import { assert, describe, it } from "vitest"
import * as World from "./World.ts"

const minute = 60_000
const hour = 60 * minute
/** Nobody polls while a test lasts. */
const never = 1000 * hour

const program = Result.getOrThrow(Program.decode(World.shop()))

type Services =
  | HistoryStore.HistoryStore
  | Mailer.Mailer
  | MemoryMailer.Outbox
  | Runner.Runner
  | TestClock.TestClock
  | Scope.Scope

interface Setup extends Omit<Runner.Options, "program"> {
  readonly store?: (store: World.Store) => World.Store
  readonly mailer?: (mailer: World.Post) => World.Post
  readonly said?: Array<string>
}

/** Everything in memory and in virtual time, which begins at `World.start`. */
const live = <A, E>(
  { mailer = (it) => it, said = [], store = (it) => it, ...options }: Setup,
  effect: Effect.Effect<A, E, Services>
): Promise<A> => {
  const ports = Layer.mergeAll(
    Layer.effect(HistoryStore.HistoryStore, Effect.map(MemoryHistoryStore.make, store)),
    Layer.effect(Mailer.Mailer, Effect.map(Mailer.Mailer, mailer)).pipe(Layer.provideMerge(MemoryMailer.layer)),
    MemoryLinks.layer
  )
  const logger = Logger.layer([Logger.make(({ message }) => void said.push(String(message)))])
  return Effect.gen(function* () {
    yield* TestClock.setTime(World.start)
    return yield* effect
  }).pipe(
    Effect.scoped,
    Effect.provide(Layer.fresh(Runner.layer({ program, ...options }).pipe(Layer.provideMerge(ports)))),
    Effect.provide(Layer.merge(TestClock.layer(), logger)),
    Effect.runPromise
  )
}

const addressOf = (id: string, domain = "example.com") => `${id}@${domain}`

/** Somebody whose order arrived. */
const delivered = Effect.fnUntraced(function* (id: string, domain?: string) {
  const store = yield* HistoryStore.HistoryStore
  const now = yield* Clock.currentTimeMillis
  const common = (name: string) => ({ id: Event.EventId.make(name), occurredAt: now, recordedAt: now })
  yield* store.append({
    contact: Contact.ContactId.make(id),
    now,
    wakeAt: now,
    events: [
      Event.Event.cases.ContactChanged.make({ ...common("address"), email: addressOf(id, domain) }),
      Event.Event.cases.TouchpointHappened.make({ ...common("order"), kind: "order.delivered" })
    ]
  })
})

/** Lets everybody get as far as they can at this moment. */
const settle = Effect.forEach(Array.from({ length: 500 }), () => Effect.yieldNow, { discard: true })

const wait = (millis: number) => Effect.andThen(TestClock.adjust(millis), settle)

const arrivals = Effect.flatMap(MemoryMailer.Outbox, ({ arrived }) =>
  Effect.map(arrived, (all) => all.map(({ mail }) => mail.to.address))
)

describe("a worker", () => {
  it("does what is due, sleeps, and is woken by news without polling", () =>
    live(
      {},
      Effect.gen(function* () {
        yield* delivered("anna")
        yield* Worker.start({ pollMillis: never })
        yield* settle
        assert.deepStrictEqual(yield* arrivals, ["anna@example.com"])
        yield* delivered("ben")
        yield* settle
        assert.deepStrictEqual(yield* arrivals, ["anna@example.com", "ben@example.com"])
      })
    ))

  it("comes when something falls due, not earlier", () =>
    live(
      {},
      Effect.gen(function* () {
        const outbox = yield* MemoryMailer.Outbox
        yield* outbox.breakDown("unavailable")
        yield* delivered("anna")
        yield* Worker.start({ pollMillis: never })
        yield* settle
        yield* outbox.comeBack
        yield* wait(minute - 1)
        assert.deepStrictEqual(yield* arrivals, [])
        yield* wait(1)
        assert.deepStrictEqual(yield* arrivals, ["anna@example.com"])
      })
    ))

  it("sees to its chores: at once, after each rest, sooner after a failure, and to the end when it is stopped", () => {
    const said: Array<string> = []
    const done: Array<number> = []
    let isAway = false
    return live(
      { said },
      Effect.gen(function* () {
        const begun = yield* Deferred.make<void>()
        const go = yield* Deferred.make<void>()
        const chore = {
          name: "the chore",
          everyMillis: hour,
          run: Effect.gen(function* () {
            if (isAway) return yield* Effect.fail(new Error("nobody answers"))
            done.push(((yield* Clock.currentTimeMillis) - World.start) / hour)
            if (done.length < 5) return
            yield* Deferred.succeed(begun, undefined)
            yield* Deferred.await(go)
            done.push(-1)
          })
        }
        const unwanted = { name: "nothing", everyMillis: Infinity, run: Effect.sync(() => void done.push(-2)) }
        const worker = yield* Worker.start({ pollMillis: never, chores: [chore, unwanted] })
        yield* settle
        yield* wait(hour)
        yield* wait(hour)
        assert.deepStrictEqual(done, [0, 1, 2])
        isAway = true
        yield* wait(hour)
        assert.deepStrictEqual(worker.status().chores, [{ name: "the chore", problem: "nobody answers" }])
        assert.deepStrictEqual(said, ["the chore: nobody answers"])
        isAway = false
        yield* wait(minute)
        assert.lengthOf(done, 4)
        assert.deepStrictEqual(worker.status().chores, [{ name: "the chore", problem: undefined }])
        yield* wait(hour)
        yield* Deferred.await(begun)
        const stopping = yield* Effect.forkChild(worker.stop)
        yield* settle
        yield* Deferred.succeed(go, undefined)
        assert.strictEqual(yield* Fiber.join(stopping), "clean")
        assert.strictEqual(done.at(-1), -1)
      })
    )
  })

  it("polls when the store cannot be listened to, and listens again when it can", () => {
    const said: Array<string> = []
    let isDeaf = true
    const deaf = new HistoryStore.StoreError({ problem: "nobody listens", retryable: true })
    return live(
      {
        said,
        store: (store) => ({ ...store, wakeUps: Effect.suspend(() => (isDeaf ? Effect.fail(deaf) : store.wakeUps)) })
      },
      Effect.gen(function* () {
        const worker = yield* Worker.start({ pollMillis: 10 * minute })
        yield* settle
        yield* delivered("anna")
        yield* wait(10 * minute - 1)
        assert.deepStrictEqual(yield* arrivals, [])
        assert.isFalse(worker.status().isListening)
        yield* wait(1)
        assert.deepStrictEqual(yield* arrivals, ["anna@example.com"])
        isDeaf = false
        yield* wait(6 * hour)
        assert.isTrue(worker.status().isListening)
        yield* delivered("ben")
        yield* settle
        assert.lengthOf(yield* arrivals, 2)
        assert.match(said.join("\n"), /news are not heard, looking every 600 s: nobody listens/)
      })
    )
  })

  it("finishes what is being sent when it is stopped, and gives the rest back at once", async () => {
    const sending = Deferred.makeUnsafe<void>()
    const said = Deferred.makeUnsafe<void>()
    await live(
      {
        concurrency: 1,
        mailer: (mailer) => ({
          ...mailer,
          send: (mail) =>
            Deferred.succeed(sending, undefined).pipe(
              Effect.andThen(Deferred.await(said)),
              Effect.andThen(mailer.send(mail))
            )
        })
      },
      Effect.gen(function* () {
        const store = yield* HistoryStore.HistoryStore
        for (const id of ["anna", "ben", "carl"]) yield* delivered(id)
        const worker = yield* Worker.start()
        yield* Deferred.await(sending)
        const stopping = yield* Effect.forkChild(worker.stop)
        yield* settle
        yield* Deferred.succeed(said, undefined)
        assert.strictEqual(yield* Fiber.join(stopping), "clean")
        assert.deepStrictEqual(yield* arrivals, ["anna@example.com"])
        const now = yield* Clock.currentTimeMillis
        const { claimed } = yield* store.vitals(now)
        assert.strictEqual(claimed, 0)
        assert.deepStrictEqual(yield* store.nextDue, Option.some(now))
        assert.strictEqual(yield* worker.stop, "clean")
        yield* delivered("dora")
        yield* wait(hour)
        assert.lengthOf(yield* arrivals, 1)
      })
    )
  })

  it("is cut off when its time to stop is over", () =>
    live(
      { mailer: (mailer) => ({ ...mailer, send: () => Effect.never }) },
      Effect.gen(function* () {
        yield* delivered("anna")
        const worker = yield* Worker.start({ stopMillis: minute })
        yield* settle
        const stopping = yield* Effect.forkChild(worker.stop)
        yield* wait(minute)
        assert.strictEqual(yield* Fiber.join(stopping), "cut off")
      })
    ))
})

describe("a store in trouble", () => {
  const troubles = {
    "does not answer": { problem: "the connection was lost", retryable: true },
    "is full": { problem: "no room left: make room on its disk", retryable: true },
    "can only be read": { problem: "it can only be read, as a standby can", retryable: true },
    "does not let us in": { problem: "it does not let this user in", retryable: false }
  }

  for (const [name, error] of Object.entries(troubles)) {
    it(`that ${name} is said to be so, and the work goes on by itself when it is back`, () => {
      const said: Array<string> = []
      let isDown = true
      const failing = <A, E>(effect: Effect.Effect<A, E>): Effect.Effect<A, E | HistoryStore.StoreError> =>
        Effect.suspend((): Effect.Effect<A, E | HistoryStore.StoreError> =>
          isDown ? Effect.fail(new HistoryStore.StoreError(error)) : effect
        )
      let good: World.Store | undefined
      return live(
        {
          said,
          store: (store) => {
            good = store
            return {
              ...World.passing(store, failing),
              release: (claims) => failing(store.release(claims)),
              fail: (request) => failing(store.fail(request)),
              vitals: (now) => failing(store.vitals(now)),
              nextDue: failing(store.nextDue)
            }
          }
        },
        Effect.gen(function* () {
          if (good === undefined) return assert.fail("there is no store")
          yield* Effect.provideService(delivered("anna"), HistoryStore.HistoryStore, good)
          const worker = yield* Worker.start()
          yield* wait(hour)
          assert.strictEqual(worker.status().problem, error.problem)
          const health = yield* Health.check
          assert.strictEqual(health.status, "down")
          assert.deepStrictEqual(health.reasons, [`the store cannot be used: ${error.problem}`])
          assert.isNull(health.overdueMillis)
          assert.match(said.join("\n"), new RegExp(`next try in \\d+ s: ${error.problem}`))
          // at most once a minute
          assert.isBelow(said.length, 130)

          isDown = false
          yield* wait(minute)
          assert.deepStrictEqual(yield* arrivals, ["anna@example.com"])
          assert.strictEqual(worker.status().problem, undefined)

          // lost in the middle of the work
          yield* Effect.provideService(delivered("ben"), HistoryStore.HistoryStore, good)
          isDown = true
          yield* wait(5 * minute)
          assert.lengthOf(yield* arrivals, 1)
          isDown = false
          yield* wait(11 * minute)
          assert.deepStrictEqual(yield* arrivals, ["anna@example.com", "ben@example.com"])
          assert.strictEqual((yield* Health.check).status, "ok")
          assert.deepStrictEqual(yield* DeadLetters.all, [])
        })
      )
    })
  }
})

/** Its store has a bug where ben is concerned. */
const sick =
  (isWell: () => boolean) =>
  (store: World.Store): World.Store =>
    World.damaged(store, "ben", () => (isWell() ? undefined : Effect.die(new Error("a bug in the adapter"))))

describe("a contact that cannot be worked on", () => {
  it("stops no other, is tried five times, further apart each time, and is put aside with the problem", () => {
    let isWell = false
    return live(
      { store: sick(() => isWell) },
      Effect.gen(function* () {
        const store = yield* HistoryStore.HistoryStore
        for (const id of ["anna", "ben", "carl"]) yield* delivered(id)
        yield* Worker.start({ pollMillis: never })
        yield* settle
        assert.deepStrictEqual(yield* arrivals, ["anna@example.com", "carl@example.com"])
        for (const minutes of [1, 4, 16, 64]) {
          assert.deepStrictEqual(yield* DeadLetters.all, [])
          yield* wait(minutes * minute)
        }
        const at = World.start + 85 * minute
        assert.deepStrictEqual(yield* DeadLetters.all, [
          { contact: Contact.ContactId.make("ben"), problem: "a bug in the adapter", failures: 5, at }
        ])
        const { deadLetters, reasons, status } = yield* Health.check
        assert.deepStrictEqual({ deadLetters, status }, { deadLetters: 1, status: "degraded" })
        assert.match(reasons.join(), /were put aside \(1\)/)

        isWell = true
        yield* wait(24 * hour)
        assert.lengthOf(yield* arrivals, 2)
        const now = yield* Clock.currentTimeMillis
        assert.strictEqual(yield* store.revive({ contacts: [Contact.ContactId.make("ben")], now }), 1)
        yield* settle
        assert.deepStrictEqual(yield* arrivals, ["anna@example.com", "carl@example.com", "ben@example.com"])
        assert.strictEqual((yield* Health.check).status, "ok")
      })
    )
  })
})

/** When mails left to this domain. */
const times = (sent: ReadonlyArray<readonly [string, number]>, domain: string) =>
  sent.filter(([address]) => address.endsWith(`@${domain}`)).map(([, at]) => at)

describe("the pace", () => {
  it("keeps each domain's rate, holds no claim while it waits, and starves nobody", () => {
    const sent: Array<readonly [string, number]> = []
    return live(
      {
        pace: { perMinute: 30, perMinuteOfDomain: 6 },
        mailer: (mailer) => ({
          ...mailer,
          send: (mail) =>
            Effect.flatMap(Clock.currentTimeMillis, (now) => {
              sent.push([mail.to.address, now])
              return mailer.send(mail)
            })
        })
      },
      Effect.gen(function* () {
        const store = yield* HistoryStore.HistoryStore
        for (let n = 0; n < 30; n++) yield* delivered(`big${n}`, "big.example")
        for (let n = 0; n < 5; n++) yield* delivered(`small${n}`, "small.example")
        yield* Worker.start({ pollMillis: never })
        yield* settle
        assert.strictEqual((yield* store.vitals(yield* Clock.currentTimeMillis)).claimed, 0)
        for (let second = 0; second < 400; second++) yield* wait(1000)
        assert.lengthOf(sent, 35)
        assert.lengthOf([...new Set(sent.map(([address]) => address))], 35)
        for (const [times_, gap] of [
          [times(sent, "big.example"), 10_000],
          [times(sent, "small.example"), 10_000],
          [sent.map(([, at]) => at), 2_000]
        ] as const) {
          for (const [index, at] of times_.entries()) {
            if (index > 0) assert.isAtLeast(at - (times_[index - 1] ?? 0), gap)
          }
        }
        // the five of the small domain do not wait for the thirty of the big one
        assert.isAtMost(Math.max(...times(sent, "small.example")) - World.start, 2 * minute)
        // thirty at one in ten seconds
        assert.isAtMost(Math.max(...times(sent, "big.example")) - World.start, 6 * minute)
      })
    )
  })
})

describe("what can be watched", () => {
  it("has spans of every step, metrics, and nobody's name or address in them", async () => {
    const spans: Array<Tracer.NativeSpan> = []
    const tracer = Tracer.make({
      span: (options) => {
        const span = new Tracer.NativeSpan(options)
        spans.push(span)
        return span
      }
    })
    await live(
      {},
      Effect.gen(function* () {
        const runner = yield* Runner.Runner
        yield* delivered("anna")
        yield* wait(5000)
        yield* Effect.withTracer(runner.tick(), tracer)
        assert.sameMembers(
          [...new Set(spans.map(({ name }) => name))],
          ["temoin.tick", "temoin.contact", "temoin.load", "temoin.decide", "temoin.append", "temoin.send"]
        )
        const told = JSON.stringify(spans.map(({ attributes, name }) => [name, [...attributes]]))
        assert.notMatch(told, /anna|example\.com/)
        assert.match(told, /"temoin\.reference","[0-9a-f]{32}"/)
        const metrics = new Map((yield* Metric.snapshot).map(({ id, state }) => [id, state]))
        for (const id of ["temoin_messages_total", "temoin_contacts_total", "temoin_due_lag_milliseconds"]) {
          assert.isTrue(metrics.has(id), id)
        }
      })
    )
  })
})
