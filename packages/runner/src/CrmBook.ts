/**
 * CrmBook: what have we told a CRM already, and how far have we read it?
 *
 * Kept in the notebook, under the name of the CRM; nothing of it is in the log. To lose it loses no fact about anybody: what is
 * told is told again, and read again; only notes would be there twice.
 *
 * @since 0.1.0
 */
import * as Contact from "@temoin/core/Contact"
import * as Decision from "@temoin/core/Decision"
import { StoreError } from "@temoin/core/ports/HistoryStore"
import * as Crm from "@temoin/core/ports/Crm"
import * as Notebook from "@temoin/core/ports/Notebook"
import * as Instant from "@temoin/core/Instant"
import * as Timeline from "@temoin/core/Timeline"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Reference from "./Reference.ts"

/**
 * A note or task of ours. `writing`: it is being written, or nobody knows whether it was. A task is `open` until it is ticked off,
 * by us or there.
 *
 * @category models
 * @since 0.1.0
 */
const Entry = Schema.Struct({
  state: Schema.Literals(["writing", "written", "open", "done"]),
  id: Schema.optionalKey(Crm.EntryId)
})

/**
 * What the CRM was told of a contact, and as which version of the contact by which program. `told`: a short name for what it
 * says. `person`: who they are there. `isGone`: they were deleted there, and are not made again. `retryAt`, `failures`, `problem`:
 * what did not work. `email`: a short name for their address.
 *
 * @category models
 * @since 0.1.0
 */
const ContactPage = Schema.Struct({
  version: Schema.Int,
  program: Schema.String,
  changesAt: Schema.optionalKey(Instant.Instant),
  person: Schema.optionalKey(Crm.PersonId),
  told: Schema.optionalKey(Schema.String),
  email: Schema.optionalKey(Schema.String),
  isGone: Schema.Boolean,
  entries: Schema.Record(Schema.String, Entry),
  failures: Schema.Int,
  retryAt: Schema.optionalKey(Instant.Instant),
  problem: Schema.optionalKey(Schema.String)
})
/** @since 0.1.0 */
export type ContactPage = typeof ContactPage.Type

/** Nothing was told yet. @category constructors @since 0.1.0 */
export const blank: ContactPage = { version: 0, program: "", isGone: false, entries: {}, failures: 0 }

/**
 * Whose person this is, with short names for what the CRM last said of each field, so that only what changes there is news.
 *
 * @category models
 * @since 0.1.0
 */
const PersonPage = Schema.Struct({
  contact: Contact.ContactId,
  seen: Schema.Record(Schema.String, Schema.String)
})
/** @since 0.1.0 */
export type PersonPage = typeof PersonPage.Type

const TaskPage = Schema.Struct({
  contact: Contact.ContactId,
  mark: Schema.String,
  about: Schema.Union([
    Schema.Struct({ _tag: Schema.tag("Case"), case: Decision.CaseId }),
    Schema.Struct({ _tag: Schema.tag("Praise"), praise: Decision.PraiseId })
  ])
})
/** @since 0.1.0 */
export type TaskPage = typeof TaskPage.Type

/** The CRM is left alone until then. @category models @since 0.1.0 */
const Rest = Schema.Struct({ until: Instant.Instant, failures: Schema.Int, problem: Schema.String })
/** @since 0.1.0 */
export type Rest = typeof Rest.Type

/** Who works on it, until when. @category models @since 0.1.0 */
const Lease = Schema.Struct({ until: Instant.Instant })

/** A part of the book: its pages under one name each. @category models @since 0.1.0 */
export interface Part<A> {
  readonly get: (name: string) => Effect.Effect<A | undefined, StoreError>
  readonly getAll: (names: ReadonlyArray<string>) => Effect.Effect<ReadonlyMap<string, A>, StoreError>
  readonly change: (name: string, value: A | null) => Notebook.Change
}

/** What was written here was written by us, so only somebody else can have damaged it. */
const damaged = (key: string, cause: unknown) =>
  new StoreError({
    problem: `the page "${key.slice(0, 200)}" of the notebook cannot be read: it was changed by hand, or by a newer release`,
    retryable: false,
    cause
  })

const partOf = <A>(
  notebook: Notebook.Notebook["Service"],
  prefix: string,
  schema: Schema.Codec<A, unknown>
): Part<A> => {
  const json = Schema.fromJsonString(schema)
  const decode = Schema.decodeUnknownResult(json)
  const encode = Schema.encodeSync(json)
  const keyOf = (name: string) => prefix + fitting(name)
  const getAll: Part<A>["getAll"] = (names) =>
    Effect.gen(function* () {
      const byKey = new Map(names.map((name) => [keyOf(name), name] as const))
      const found = new Map<string, A>()
      for (const { key, value } of yield* notebook.read([...byKey.keys()])) {
        const read = yield* Effect.fromResult(Result.mapError(decode(value), (cause) => damaged(key, cause)))
        found.set(byKey.get(key) ?? "", read)
      }
      return found
    })
  return {
    getAll,
    get: (name) => Effect.map(getAll([name]), (found) => found.get(name)),
    change: (name, value) => ({ key: keyOf(name), value: value === null ? null : encode(value) })
  }
}

/** Names have room in a key. */
const fitting = (name: string): string =>
  name.length <= 300 ? name : `${name.slice(0, 200)}~${Reference.digest(name)}`

/**
 * The book of one CRM.
 *
 * @category constructors
 * @since 0.1.0
 */
export const open = (notebook: Notebook.Notebook["Service"], name: string) => {
  const at = (part: string) => `crm/${name}/${part}/`
  return {
    contacts: partOf(notebook, at("contact"), ContactPage),
    people: partOf(notebook, at("person"), PersonPage),
    emails: partOf(notebook, at("email"), Schema.Struct({ contact: Contact.ContactId })),
    tasks: partOf(notebook, at("task"), TaskPage),
    cursor: partOf(notebook, at("cursor"), Schema.Struct({ cursor: Schema.String })),
    rest: partOf(notebook, at("rest"), Rest),
    hints: partOf(notebook, at("hint"), Schema.Struct({ hint: Schema.String })),
    lease: partOf(notebook, at("lease"), Lease),
    /** Contacts who were erased there at their own wish, and are not erased here. */
    erased: partOf(notebook, at("erased"), Schema.Struct({ at: Instant.Instant })),
    prefix: at,
    /** What nobody can have changed in between, since only who has the lease writes. */
    write: (changes: ReadonlyArray<Notebook.Change>): Effect.Effect<void, StoreError> =>
      changes.length === 0
        ? Effect.void
        : Effect.catchTag(notebook.write(changes), "PageMoved", (moved) => Effect.die(moved)),
    notebook
  }
}

/** @category models @since 0.1.0 */
export type CrmBook = ReturnType<typeof open>

/**
 * Who was erased there at their own wish, and is not erased here; a thousand at most.
 *
 * @category getters
 * @since 0.1.0
 */
export const erasedThere = ({ notebook, prefix }: CrmBook): Effect.Effect<ReadonlyArray<string>, StoreError> =>
  Effect.map(notebook.list({ prefix: prefix("erased"), limit: 1000 }), (pages) =>
    pages.map(({ key }) => key.slice(prefix("erased").length))
  )

/**
 * The mark of an entry on the timeline of a contact. It tells nothing about them.
 *
 * @category keys
 * @since 0.1.0
 */
export const mark = (crm: string, contact: string, { _tag, key }: Pick<Timeline.Entry, "_tag" | "key">): string =>
  Reference.digest(JSON.stringify([crm, contact, _tag, key]))

/** A short name for an address, however it is written. @category keys @since 0.1.0 */
export const emailName = (email: string): string => Reference.digest(email.toLowerCase())
