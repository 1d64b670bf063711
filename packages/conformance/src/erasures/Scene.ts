/**
 * Scene: who is erased in the laws about erasing, and how does a good store become a broken one?
 *
 * @since 0.1.0
 */
import type * as Contact from "@temoin/core/Contact"
import { Erasures } from "@temoin/core/ports/Erasures"
import type { Erase } from "@temoin/core/ports/Erasures"
import { type Append, ContactErased, HistoryStore } from "@temoin/core/ports/HistoryStore"
import * as Residue from "@temoin/core/Residue"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Broken from "../Broken.ts"
import { at } from "../InstantArbitrary.ts"
import type { Store } from "../history-store/Scene.ts"

/** What the laws about erasing speak with. @category models @since 0.1.0 */
export type Ports = HistoryStore | Erasures

/** The service a law speaks with. @category models @since 0.1.0 */
export type Erasing = Erasures["Service"]

/** No HMAC, but to a store a mark is 64 hex digits. */
const hex = (text: string): Residue.Mark =>
  Residue.Mark.make(
    Array.from(text, (letter) => letter.charCodeAt(0).toString(16))
      .join("")
      .padStart(64, "0")
  )

/** The mark of a contact. @category scene @since 0.1.0 */
export const markOf = (contact: Contact.ContactId): Residue.Mark => hex(contact)

/** The mark of a key. @category scene @since 0.1.0 */
export const key = hex("key")

/** That of another one. @category scene @since 0.1.0 */
export const otherKey = hex("other key")

/** These are one person, as they stand now. @category acting @since 0.1.0 */
export const erasing = Effect.fnUntraced(function* (
  store: Store,
  contacts: ReadonlyArray<Contact.ContactId>,
  changes: Partial<Erase> = {}
) {
  const people = yield* Effect.forEach(contacts, (contact) =>
    Effect.map(store.load(contact), ({ version }) => ({ contact, mark: markOf(contact), expected: version }))
  )
  const erase: Erase = { people, key, zone: "UTC", cells: [], sealed: [], at: at(1), ...changes }
  return erase
})

/** Adds events under the mark of the contact. @category acting @since 0.1.0 */
export const report = (store: Store, append: Append) => store.append({ ...append, mark: markOf(append.contact) })

/**
 * Both ports of a store with one defect.
 *
 * @category constructors
 * @since 0.1.0
 */
export const broken = (
  name: string,
  breaks: string,
  defect: (good: { readonly store: Store; readonly erasures: Erasing }) => {
    readonly store?: Partial<Store>
    readonly erasures?: Partial<Erasing>
  }
): Broken.Broken<Ports> =>
  Broken.make(name, breaks, (services) => {
    const good = { store: Context.get(services, HistoryStore), erasures: Context.get(services, Erasures) }
    const bad = defect(good)
    return Context.make(HistoryStore, { ...good.store, ...bad.store }).pipe(
      Context.add(Erasures, { ...good.erasures, ...bad.erasures })
    )
  })

/** Did the store refuse because they were erased? @category looking @since 0.1.0 */
export const isRefused = (error: unknown): boolean => error instanceof ContactErased
