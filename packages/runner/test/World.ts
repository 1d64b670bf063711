/**
 * World: what is around a runner in a test?
 *
 * A store, a mailer and links in memory, and a time that stands still until it is moved. Any number of workers can be
 * opened over it, each with a bad luck of its own. The store is as strict as a database: it takes no event that the
 * schema would not give back.
 */
import * as Contact from "@temoin/core/Contact"
import * as Event from "@temoin/core/Event"
import * as FollowUp from "@temoin/core/FollowUp"
import * as History from "@temoin/core/History"
import type { Instant } from "@temoin/core/Instant"
import * as Period from "@temoin/core/Period"
import * as HistoryStore from "@temoin/core/ports/HistoryStore"
import type * as Crm from "@temoin/core/ports/Crm"
import * as Mailer from "@temoin/core/ports/Mailer"
import * as MailReader from "@temoin/core/ports/MailReader"
import type * as Notebook from "@temoin/core/ports/Notebook"
import type * as Program from "@temoin/core/Program"
import type * as Survey from "@temoin/core/Survey"
import * as MemoryHistoryStore from "@temoin/memory/MemoryHistoryStore"
import * as MemoryLinks from "@temoin/memory/MemoryLinks"
import * as MemoryMailer from "@temoin/memory/MemoryMailer"
import type * as CrmSync from "@temoin/runner/CrmSync"
import * as Runner from "@temoin/runner/Runner"
import type * as Fact from "@temoin/runner/Fact"
import * as Temoin from "@temoin/runner/Temoin"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"

export type Store = HistoryStore.HistoryStore["Service"]
export type Post = Mailer.Mailer["Service"]
type Written = typeof Program.Program.Encoded

/** A Monday morning, on which every world begins. */
export const start: Instant = Date.UTC(2026, 0, 5, 9)

/** A survey called "nps" that asks at once after "order.delivered", unless `changes` say otherwise. */
export const survey = (changes: Partial<typeof Survey.Survey.Encoded> = {}): typeof Survey.Survey.Encoded => ({
  id: "nps",
  subject: "Acme",
  triggers: [{ on: "touchpoint", kind: "order.delivered", unless: ["order.cancelled"] }],
  ...changes
})

/** A shop with the survey "nps" and nothing else, unless `changes` say otherwise. */
export const shop = (changes: Partial<Written> = {}): Written => ({ id: "shop", surveys: [survey()], ...changes })

/** The same shop with the playbook "at delivery". */
export const caring = shop({ followUp: [{ survey: "nps", steps: FollowUp.atDelivery }] })

/** How a worker is set up. `store` and `mailer` say what stands between it and what all share. */
export interface Setup extends Omit<Runner.Options, "program"> {
  readonly program?: Written
  readonly store?: (store: Store) => Store
  readonly mailer?: (mailer: Post) => Post
  readonly reader?: MailReader.MailReader["Service"]
  readonly crm?: CrmSync.Options
  readonly also?: Layer.Layer<never> | Layer.Layer<Crm.Crm | Notebook.Notebook>
}

export interface World {
  readonly store: Store
  readonly outbox: MemoryMailer.Outbox["Service"]
  readonly now: () => Instant
  readonly wait: (period: Period.Period) => void
  readonly goTo: (at: Instant) => void
  /** A worker on the store and the mailer that all share. */
  readonly open: (setup?: Setup) => Promise<Temoin.Temoin>
  /** What is recorded of a contact, in order. */
  readonly history: (contact: string) => Promise<History.History>
  /** Every contact's id, events and version: all there is. */
  readonly everything: () => Promise<ReadonlyArray<HistoryStore.Stored>>
  /** The mails that arrived, as "Invitation to anna@example.com". */
  readonly arrived: () => Promise<Array<string>>
}

const readBack = Schema.decodeUnknownResult(Schema.fromJsonString(Event.Event), { onExcessProperty: "error" })

/** What a database would say of an event that the schema would not give back. */
const check = ({ events }: HistoryStore.Append): HistoryStore.StoreError | undefined => {
  for (const event of events) {
    const read = readBack(JSON.stringify(event))
    if (Result.isSuccess(read) && Event.isSame(read.success, event)) continue
    const problem = `the event "${event.id.slice(0, 100)}" cannot be stored`
    return new HistoryStore.StoreError({ problem, retryable: false })
  }
  return undefined
}

const strict = (store: Store): Store => {
  let inVain = 0
  return {
    ...store,
    append: (request) =>
      Effect.gen(function* () {
        const problem = check(request)
        if (problem !== undefined) return yield* problem
        const written = yield* store.append(request)
        inVain = written.added === 0 && request.settle === undefined ? inVain + 1 : 0
        // time stands still here, so who goes round in circles would go on for ever
        if (inVain > 100) return yield* Effect.die(new Error(`recorded again and again: ${request.events[0]?.id}`))
        return written
      }),
    appendAll: Effect.fnUntraced(function* (requests) {
      const written = (yield* store.appendAll(requests.filter((request) => check(request) === undefined))).values()
      return requests.map((request) => {
        const problem = check(request)
        return problem === undefined ? written.next().value! : Result.fail(problem)
      })
    })
  }
}

/**
 * A store whose calls about histories go through `pass`, alone and together. What fails of an `appendAll` fails for each of
 * them.
 */
export const passing = (
  store: Store,
  pass: <A, E>(effect: Effect.Effect<A, E>) => Effect.Effect<A, E | HistoryStore.StoreError>
): Store => ({
  ...store,
  load: (contact) => pass(store.load(contact)),
  loadAll: (contacts) => pass(store.loadAll(contacts)),
  append: (request) => pass(store.append(request)),
  appendAll: (requests) =>
    Effect.catch(pass(store.appendAll(requests)), (error) => Effect.succeed(requests.map(() => Result.fail(error)))),
  claim: (request) => pass(store.claim(request)),
  settle: (request) => pass(store.settle(request))
})

/** A store that cannot load this contact, alone or among others. */
export const damaged = (
  store: Store,
  contact: string,
  problem: () => Effect.Effect<never, HistoryStore.StoreError> | undefined
): Store => ({
  ...store,
  load: (one) => (one === contact ? problem() : undefined) ?? store.load(one),
  loadAll: (all) => (all.some((one) => one === contact) ? problem() : undefined) ?? store.loadAll(all)
})

export const make = async (capabilities: MemoryMailer.Capabilities = {}): Promise<World> => {
  const store = strict(await Effect.runPromise(MemoryHistoryStore.make))
  const [mailer, outbox] = await Effect.runPromise(
    Effect.provide(Effect.all([Mailer.Mailer, MemoryMailer.Outbox]), MemoryMailer.layerWith(capabilities))
  )
  let now = start
  const world: World = {
    store,
    outbox,
    now: () => now,
    wait: (period) => void (now = Period.after(period, now, "UTC")),
    goTo: (at) => void (now = at),
    open: ({
      also = Layer.empty,
      mailer: troubleMail = same,
      program = shop(),
      reader,
      store: troubleStore = same,
      ...options
    } = {}) =>
      Temoin.open({
        ...options,
        program,
        now: () => now,
        adapters: Layer.mergeAll(
          Layer.succeed(HistoryStore.HistoryStore, troubleStore(store)),
          Layer.succeed(Mailer.Mailer, troubleMail(mailer)),
          MemoryLinks.layer,
          reader === undefined ? Layer.empty : Layer.succeed(MailReader.MailReader, reader),
          also
        )
      }),
    history: async (contact) => {
      const stored = await Effect.runPromise(store.load(Contact.ContactId.make(contact)))
      return Result.getOrThrow(History.make(stored.contact, stored.events))
    },
    everything: () => Effect.runPromise(store.page({ after: none, limit: Number.MAX_SAFE_INTEGER })),
    arrived: async () =>
      (await Effect.runPromise(outbox.arrived)).map(({ mail }) => `${mail.message._tag} to ${mail.to.address}`)
  }
  return world
}

const same = <A>(it: A): A => it
const none = Option.none<Contact.ContactId>()

/** This contact's address is known. */
export const reachable = (id: string): Fact.Fact => ({ _tag: "ContactChanged", email: addressOf(id) })

export const addressOf = (id: string): string => `${id}@example.com`

/** The order arrived, which is when the shop asks. */
export const delivered = (order = "1"): Fact.Fact => ({
  _tag: "TouchpointHappened",
  kind: "order.delivered",
  id: `delivered ${order}`,
  about: `order ${order}`
})

/** The order never arrived, after all. */
export const cancelled = (order = "1"): Fact.Fact => ({
  _tag: "TouchpointHappened",
  kind: "order.cancelled",
  id: `cancelled ${order}`,
  about: `order ${order}`
})

/** Customers whose address is known and whose order arrived. */
export const customers = async (temoin: Temoin.Temoin, ...ids: ReadonlyArray<string>): Promise<void> => {
  for (const id of ids) await temoin.record(id, reachable(id), delivered())
}

/** The names of what is recorded of a contact since they can be reached and were delivered to. */
export const told = async (world: World, contact: string): Promise<Array<string>> =>
  (await world.history(contact)).events
    .filter(({ _tag }) => _tag !== "ContactChanged" && _tag !== "TouchpointHappened")
    .map((event) => (event._tag === "AskEnded" ? `AskEnded: ${event.as}` : event._tag))

/** What a tick tells when there was nothing to do. */
export const nothing: Runner.Tick = {
  contacts: 0,
  recorded: 0,
  sent: 0,
  failed: 0,
  refused: 0,
  unknown: 0,
  heldBack: 0,
  troubles: [],
  stoppedBy: undefined
}

/** The error a promise rejects with; it is an error of the test when it does not. */
export const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (value) => Promise.reject(new Error(`it did not reject, but gave ${JSON.stringify(value)}`)),
    (error: unknown) => error
  )
