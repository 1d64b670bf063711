/**
 * Carrying: how does what a store has besides its histories come into another?
 *
 * Who was erased, what remains of them, what is sealed apart, and the notebook. Nobody can make these anew from histories; what a store
 * keeps ready (projections, the messages' references) is made of them again, and when somebody is due is found out again.
 *
 * @since 0.1.0
 */
import type * as Contact from "@temoin/core/Contact"
import * as Erasures from "@temoin/core/ports/Erasures"
import * as HistoryStore from "@temoin/core/ports/HistoryStore"
import * as Notebook from "@temoin/core/ports/Notebook"
import type * as Residue from "@temoin/core/Residue"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Equal from "effect/Equal"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Erasing from "./Erasing.ts"
import type * as Seal from "./Seal.ts"

/**
 * What was carried: how many marks of erased people, how many sealed documents, how many pages of the notebook. `erased`: how many
 * contacts of the other store were erased there, since they were erased here after an earlier copy.
 *
 * @category models
 * @since 0.1.0
 */
export interface Carried {
  readonly marks: number
  readonly sealed: number
  readonly pages: number
  readonly erased: number
}

/**
 * What can be unlike in two stores whose histories are alike.
 *
 * @category models
 * @since 0.1.0
 */
export type Part = "marks" | "residue" | "sealed" | "notebook"

/**
 * The other store cannot take what this one has besides histories: `CannotCarry` says what, and what to do. Nothing was copied.
 *
 * @category errors
 * @since 0.1.0
 */
export class CannotCarry extends Schema.TaggedError<CannotCarry>()("CannotCarry", { problem: Schema.String }) {
  override get message() {
    return this.problem
  }
}

/** A store, with all that it provides. */
type Services = Context.Context<HistoryStore.HistoryStore>

const limit = 1000

/** Pages, one after the other, until there is none. */
const paged = <A, E>(page: (last: A | undefined) => Effect.Effect<ReadonlyArray<A>, E>): Effect.Effect<Array<A>, E> =>
  Effect.gen(function* () {
    const all: Array<A> = []
    for (;;) {
      const found = yield* page(all.at(-1))
      all.push(...found)
      if (found.length < limit) return all
    }
  })

interface Memory {
  readonly remembered: Erasures.Remembered
  readonly marks: ReadonlyMap<Residue.Mark, Erasures.Erasure>
  readonly sealed: ReadonlyMap<string, Erasures.Sealed>
  readonly pages: ReadonlyMap<string, string>
}

const nameOf = ({ mark, name }: Pick<Erasures.Sealed, "mark" | "name">): string => `${mark} ${name}`

/** Everything that a store has besides histories. */
const read = Effect.fnUntraced(function* (store: Services): Effect.fn.Return<Memory, HistoryStore.StoreError> {
  const erasures = Option.getOrUndefined(Context.getOption(store, Erasures.Erasures))
  const notebook = Option.getOrUndefined(Context.getOption(store, Notebook.Notebook))
  const marks =
    erasures === undefined
      ? []
      : yield* paged((last: Erasures.Erasure | undefined) =>
          erasures.page({ after: Option.fromUndefinedOr(last?.mark), limit })
        )
  const pages =
    notebook === undefined
      ? []
      : yield* paged((last: Notebook.Page | undefined) =>
          notebook.list({ prefix: "", limit, ...(last !== undefined && { after: last.key }) })
        )
  return {
    remembered: erasures === undefined ? { key: Option.none(), residue: Option.none() } : yield* erasures.remembered,
    marks: new Map(marks.map((one) => [one.mark, one])),
    sealed: new Map((erasures === undefined ? [] : yield* erasures.allSealed()).map((one) => [nameOf(one), one])),
    pages: new Map(pages.map(({ key, value }) => [key, value]))
  }
})

const ownErasures = new CannotCarry({
  problem:
    "people were erased in the store that is copied to, of whom the other one knows nothing: a copy would forget what remains of them; copy into a store in which nobody worked yet (nothing was copied)"
})

const missing = (what: string, port: string) =>
  new CannotCarry({
    problem: `the store that is copied from ${what}, and the one that is copied to cannot keep it: take one that provides ${port}, such as those of @temoin/storage-sql (nothing was copied)`
  })

/**
 * Carries everything over that is not a history; what is there by an earlier copy is brought up to date. With the `seal`, whoever was erased
 * since then is erased in the other store, too: without it nobody can tell who that is.
 *
 * @category running
 * @since 0.1.0
 */
export const carry = Effect.fnUntraced(function* ({
  from,
  seal,
  to
}: {
  readonly from: Services
  readonly to: Services
  readonly seal: Seal.Seal | undefined
}): Effect.fn.Return<
  Carried,
  CannotCarry | Erasures.ErasureKeyChanged | HistoryStore.Conflict | HistoryStore.StoreError
> {
  const ours = yield* read(from)
  const theirs = yield* read(to)
  const key = Option.getOrUndefined(ours.remembered.key)
  const residue = Option.getOrUndefined(ours.remembered.residue)
  if (seal !== undefined && key !== undefined && key !== seal.key) {
    return yield* new Erasures.ErasureKeyChanged({ where: "the store that is copied from" })
  }
  const erasures = Option.getOrUndefined(Context.getOption(to, Erasures.Erasures))
  const notebook = Option.getOrUndefined(Context.getOption(to, Notebook.Notebook))
  if (notebook === undefined && ours.pages.size > 0) return yield* missing("has a notebook", "Notebook")
  if (erasures === undefined && key !== undefined) return yield* missing("remembers who was erased", "Erasures")
  const others = [...theirs.marks.keys()].filter((mark) => !ours.marks.has(mark))
  const isReadmitted = (mark: Residue.Mark) => ours.sealed.has(nameOf({ mark, name: Erasing.readmissions }))
  if (!others.every(isReadmitted)) return yield* ownErasures

  let erased = 0
  if (erasures !== undefined && key !== undefined && residue !== undefined) {
    yield* erasures.remember([...ours.marks.values()], key, residue.zone)
    yield* erasures.readmit(others)
    yield* erasures.adopt(residue, key)
    yield* erasures.seal([...ours.sealed.values()])
    for (const [name, { mark, name: what }] of theirs.sealed) {
      if (!ours.sealed.has(name)) yield* erasures.unseal(what, mark)
    }
    if (seal !== undefined && ours.marks.size > 0) erased = yield* eraseAgain(to, erasures, ours.marks, seal, residue)
  }
  if (notebook !== undefined) {
    const changes = [
      ...Array.from(ours.pages, ([key, value]): Notebook.Change => ({ key, value })),
      ...[...theirs.pages.keys()].filter((key) => !ours.pages.has(key)).map((key) => ({ key, value: null }))
    ]
    for (let at = 0; at < changes.length; at += limit) {
      yield* Effect.catchTag(notebook.write(changes.slice(at, at + limit)), "PageMoved", Effect.die)
    }
  }
  return { marks: ours.marks.size, sealed: ours.sealed.size, pages: ours.pages.size, erased }
})

/** Whoever is there although they were erased goes, and counts no second time. */
const eraseAgain = Effect.fnUntraced(function* (
  to: Services,
  erasures: Erasures.Erasures["Service"],
  marks: ReadonlyMap<Residue.Mark, Erasures.Erasure>,
  seal: Seal.Seal,
  { zone }: Residue.Residue
) {
  const store = Context.get(to, HistoryStore.HistoryStore)
  let erased = 0
  let after = Option.none<Contact.ContactId>()
  for (;;) {
    const page = yield* store.page({ after, limit: 200 })
    for (const { contact, version } of page) {
      const mark = seal.mark(contact)
      const erasure = marks.get(mark)
      if (erasure === undefined) continue
      const people = [{ contact, mark, expected: version }]
      yield* erasures.erase({ people, key: seal.key, zone, cells: [], sealed: [], at: erasure.at })
      erased++
    }
    const last = page.at(-1)
    if (last === undefined || page.length < 200) return erased
    after = Option.some(last.contact)
  }
})

const isLike = <A>(one: ReadonlyMap<string, A>, other: ReadonlyMap<string, A>): boolean =>
  one.size === other.size && [...one].every(([key, value]) => Equal.equals(value, other.get(key)))

/**
 * What is unlike in two stores, besides histories. Changes nothing. Empty: nothing.
 *
 * @category running
 * @since 0.1.0
 */
export const compare = Effect.fnUntraced(function* ({ from, to }: { readonly from: Services; readonly to: Services }) {
  const ours = yield* read(from)
  const theirs = yield* read(to)
  const like: Record<Part, boolean> = {
    marks: isLike(ours.marks, theirs.marks),
    residue: Equal.equals(ours.remembered, theirs.remembered),
    sealed: isLike(ours.sealed, theirs.sealed),
    notebook: isLike(ours.pages, theirs.pages)
  }
  return parts.filter((part) => !like[part])
})

const parts: ReadonlyArray<Part> = ["marks", "residue", "sealed", "notebook"]
