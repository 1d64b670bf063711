/**
 * Crms: how does a host keep its CRM in agreement with what customers say?
 *
 * @since 0.1.0
 */
import * as Fold from "@temoin/core/Fold"
import * as Person from "@temoin/core/Person"
import * as Crm from "@temoin/core/ports/Crm"
import type * as HistoryStore from "@temoin/core/ports/HistoryStore"
import * as Notebook from "@temoin/core/ports/Notebook"
import type * as Program from "@temoin/core/Program"
import * as Snapshot from "@temoin/core/Snapshot"
import * as Timeline from "@temoin/core/Timeline"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as CrmBook from "./CrmBook.ts"
import * as CrmForgetting from "./CrmForgetting.ts"
import * as CrmRound from "./CrmRound.ts"
import type * as CrmSync from "./CrmSync.ts"
import * as Fact from "./Fact.ts"
import * as Reference from "./Reference.ts"
import * as Writing from "./Writing.ts"

/**
 * Something that this needs is not among the adapters.
 *
 * @category errors
 * @since 0.1.0
 */
export class NoCrm extends Schema.TaggedError<NoCrm>()("NoCrm", {
  missing: Schema.Literals(["Crm", "Notebook", "webhooks"])
}) {
  override get message() {
    switch (this.missing) {
      case "Crm":
        return "none of the adapters is a CRM: add a layer that provides Crm, such as HubSpot.layer of @temoin/crm-hubspot"
      case "Notebook":
        return "nothing remembers what the CRM was told: add a layer that provides Notebook, such as that of the store"
      case "webhooks":
        return "this CRM does not call us: it is read by sync"
    }
  }
}

/**
 * How it stands. `restsUntil`: the CRM is left alone until then, because of `problem`; null while it is not. `allowances`: what is
 * left of what it allows. `erasedThere`: contacts whom the CRM erased at their own wish, and who are not erased here; a thousand at
 * most.
 *
 * @category models
 * @since 0.1.0
 */
export interface Status {
  readonly name: string
  readonly restsUntil: number | null
  readonly problem: string | null
  readonly allowances: ReadonlyArray<Crm.Allowance>
  readonly erasedThere: ReadonlyArray<string>
}

/** What is missing, and, for one contact, the calls by which they would be told. @category models @since 0.1.0 */
export interface Checked extends Crm.CheckUp {
  readonly calls: ReadonlyArray<Crm.Outgoing>
}

/**
 * The CRM. Every method rejects with `NoCrm` when there is none among the adapters, and with `CrmError` when it cannot be reached.
 *
 * @category models
 * @since 0.1.0
 */
export interface Crms {
  /**
   * Tells the CRM what changed here, and takes in what changed there. Call it from a timer; any number of times, from any number of
   * processes. What fails is in the report, and is tried again by a later call.
   */
  readonly sync: () => Promise<CrmSync.Synced>
  /**
   * Takes a call of the CRM's. Resolves when what it is about is noted down; answer 200 then, and leave the work to the next
   * `sync`. Rejects with `CallRefused` when the call is not the CRM's own: answer 401.
   */
  readonly receive: (call: Crm.Call) => Promise<number>
  /** What is missing, what would be made, and what would be told of this contact. Writes nothing. */
  readonly check: (contact?: string) => Promise<Checked>
  /** Makes the fields that are missing; gives their names. */
  readonly setUp: () => Promise<ReadonlyArray<string>>
  /** Has the CRM forget everything we wrote about this contact. For an erasure that has left nothing in the log. */
  readonly forget: (contact: string) => Promise<void>
  readonly status: () => Promise<Status>
}

type Use = <A, E>(effect: Effect.Effect<A, E, HistoryStore.HistoryStore>) => Promise<A>

const service = <I, S>(key: Effect.Effect<Option.Option<S>, never, I>, missing: "Crm" | "Notebook") =>
  Effect.flatMap(key, (found) =>
    Option.isSome(found) ? Effect.succeed(found.value) : Effect.fail(new NoCrm({ missing }))
  )

/** The CRM among the adapters. @category getters @since 0.1.0 */
export const crm = service(Effect.serviceOption(Crm.Crm), "Crm")
const notebook = service(Effect.serviceOption(Notebook.Notebook), "Notebook")

/**
 * The CRM over the adapters.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (program: Program.Program, options: CrmSync.Options, use: Use): Crms => {
  const open = Effect.gen(function* () {
    const found = yield* crm
    return { crm: found, book: CrmBook.open(yield* notebook, found.name) }
  })
  return {
    sync: () =>
      use(
        Effect.gen(function* () {
          const found = yield* crm
          return yield* CrmRound.sync(program, options).pipe(
            Effect.provideService(Crm.Crm, found),
            Effect.provideService(Notebook.Notebook, yield* notebook)
          )
        })
      ),

    receive: (call) =>
      use(
        Effect.gen(function* () {
          const { book, crm } = yield* open
          if (crm.webhooks === undefined) return yield* new NoCrm({ missing: "webhooks" })
          const now = yield* Clock.currentTimeMillis
          const hints = yield* crm.webhooks.hear(call, now)
          yield* book.write(
            hints.map((hint) =>
              book.hints.change(`${String(now).padStart(15, "0")}-${Reference.digest(hint)}`, { hint })
            )
          )
          return hints.length
        })
      ),

    check: (contact) =>
      use(
        Effect.gen(function* () {
          const { book, crm } = yield* open
          const checked = yield* crm.check
          if (contact === undefined) return { ...checked, calls: [] }
          const { account, history } = yield* Writing.read(yield* Effect.fromResult(Fact.readContact(contact)))
          const person = Person.of(program, history, yield* Clock.currentTimeMillis)
          if (person === undefined) return { ...checked, calls: [] }
          const { email, name } = Fold.of(history)
          const known = (yield* book.contacts.get(history.contact))?.person
          const { snapshot } = Snapshot.of(program, person, account)
          const entries = Timeline.of(person, options.language).entries.map((entry) => ({
            mark: CrmBook.mark(crm.name, history.contact, entry),
            person: known ?? Crm.PersonId.make("?"),
            entry,
            links: options.links?.({ contact: history.contact }) ?? []
          }))
          return {
            ...checked,
            calls: crm.preview({ contact: history.contact, person: known, email, name, snapshot }, entries)
          }
        })
      ),

    setUp: () => use(Effect.flatMap(crm, ({ setUp }) => setUp)),

    forget: (contact) =>
      use(
        Effect.gen(function* () {
          const { book, crm } = yield* open
          const id = yield* Effect.fromResult(Fact.readContact(contact))
          const page = yield* book.contacts.get(id)
          if (page !== undefined) yield* CrmForgetting.forget(crm, book, id, page)
        })
      ),

    status: () =>
      use(
        Effect.gen(function* () {
          const { book, crm } = yield* open
          const rest = yield* book.rest.get("")
          const isResting = rest !== undefined && rest.until > (yield* Clock.currentTimeMillis)
          return {
            name: crm.name,
            restsUntil: isResting ? rest.until : null,
            problem: isResting ? rest.problem : null,
            allowances: yield* crm.allowances,
            erasedThere: yield* CrmBook.erasedThere(book)
          }
        })
      )
  }
}
