/**
 * Defect: how does a good store become a broken one?
 *
 * @since 0.1.0
 */
import type * as Contact from "@temoin/core/Contact"
import type * as Event from "@temoin/core/Event"
import { HistoryStore } from "@temoin/core/ports/HistoryStore"
import type { Append, Stored } from "@temoin/core/ports/HistoryStore"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Broken from "../Broken.ts"
import type { Store } from "./Scene.ts"

/**
 * A store with one defect; `breaks` is the name of the law that finds it. What it does wrong one at a time, it does wrong
 * many at a time and in one step, too, unless the defect says otherwise.
 *
 * @category constructors
 * @since 0.1.0
 */
export const broken = (
  name: string,
  breaks: string,
  defect: (good: Store) => Partial<Store>
): Broken.Broken<HistoryStore> =>
  Broken.make(name, breaks, (services) => {
    const good = Context.get(services, HistoryStore)
    const { append, appendAll, load, loadAll, settle, ...others } = defect(good)
    const loadOne = load ?? good.load
    const settleOne = settle ?? good.settle
    const appendOne: Store["append"] = (request) => {
      const { claim, expected, now, settle: next, ...plain } = request
      const write = append ?? good.append
      if (
        (append === undefined && settle === undefined) ||
        next === undefined ||
        claim === undefined ||
        expected === undefined
      ) {
        return write(request)
      }
      return Effect.tap(write({ ...plain, now, claim, expected }), ({ version }) =>
        settleOne({ claim, expected: version, wakeAt: next, now })
      )
    }
    const appendEach: Store["appendAll"] = Effect.forEach((request: Append) => Effect.result(appendOne(request)))
    return Context.make(HistoryStore, {
      ...good,
      ...others,
      load: loadOne,
      loadAll: loadAll ?? (load === undefined ? good.loadAll : Effect.forEach(loadOne)),
      append: appendOne,
      appendAll: appendAll ?? (append === undefined && settle === undefined ? good.appendAll : appendEach),
      settle: settleOne
    })
  })

/** Is an event with this id stored already? @category looking @since 0.1.0 */
export const isKnown = (stored: Stored, event: Event.Event): boolean =>
  stored.events.some((known) => known.id === event.id)

/** Long enough for another fiber to come in between. @category defects @since 0.1.0 */
export const pause = Effect.forEach([1, 2, 3], () => Effect.yieldNow, { discard: true })

/** Changes what is read, wherever it is read. @category defects @since 0.1.0 */
export const reading = (good: Store, change: (stored: Stored) => Stored): Partial<Store> => ({
  load: (contact) => Effect.map(good.load(contact), (loaded) => ({ ...loaded, ...change(loaded) })),
  page: (request) => Effect.map(good.page(request), (page) => page.map(change)),
  versions: (request) =>
    Effect.map(good.page(request), (page) =>
      page.map((stored) => {
        const { contact, version } = change(stored)
        return { contact, version }
      })
    )
})

/**
 * Forgets the wake-up of an append that adds nothing, to a contact that is claimed, or to one that is not.
 *
 * @category defects
 * @since 0.1.0
 */
export const forgettingIdleWakes = (good: Store, forgets: (isClaimed: boolean) => boolean): Partial<Store> => {
  const claimed = new Set<Contact.ContactId>()
  return {
    append: Effect.fnUntraced(function* ({ wakeAt, ...append }) {
      const before = yield* good.load(append.contact)
      const isIdle = append.events.every((event) => isKnown(before, event))
      const isForgotten = isIdle && forgets(claimed.has(append.contact))
      return yield* good.append(isForgotten || wakeAt === undefined ? append : { ...append, wakeAt })
    }),
    claim: (request) =>
      Effect.tap(good.claim(request), (claims) =>
        Effect.sync(() => {
          for (const { contact } of claims) claimed.add(contact)
        })
      ),
    settle: (settle) =>
      Effect.tap(good.settle(settle), () => Effect.sync(() => void claimed.delete(settle.claim.contact)))
  }
}

/** Does something of its own before it reports the refusal. @category defects @since 0.1.0 */
export const despite = <Tag extends "Conflict" | "StaleClaim">(
  good: Store,
  tag: Tag,
  write: (append: Append) => Effect.Effect<unknown, unknown>
): Partial<Store> => ({
  append: (append) =>
    Effect.tapError(good.append(append), (error) => (error._tag === tag ? Effect.ignore(write(append)) : Effect.void))
})
