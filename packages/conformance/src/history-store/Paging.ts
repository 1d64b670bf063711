/**
 * Paging: is everybody met once, in order?
 *
 * @since 0.1.0
 */
import * as Contact from "@temoin/core/Contact"
import { HistoryStore } from "@temoin/core/ports/HistoryStore"
import type { Stored } from "@temoin/core/ports/HistoryStore"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as fc from "fast-check"
import type { Broken } from "../Broken.ts"
import { at } from "../InstantArbitrary.ts"
import { agree, forAll } from "../Law.ts"
import type { Law } from "../Law.ts"
import * as TextArbitrary from "../TextArbitrary.ts"
import { broken } from "./Defect.ts"
import { positive, touchpoints, whole } from "./Scene.ts"

/** What a store promises about paging. @category laws @since 0.1.0 */
export const laws: ReadonlyArray<Law<HistoryStore>> = [
  forAll(
    "paging meets every contact once, in code-unit order of their ids",
    fc.record({
      ids: fc.uniqueArray(
        fc.oneof(
          TextArbitrary.mixedUp,
          TextArbitrary.identifier.map((id) => id.normalize())
        ),
        { maxLength: 8 }
      ),
      limit: positive(4)
    }),
    Effect.fnUntraced(function* ({ ids, limit }) {
      const store = yield* HistoryStore
      for (const id of ids) {
        yield* store.append({ contact: Contact.ContactId.make(id), events: touchpoints(1), now: at(0) })
      }
      const met: Array<Stored> = []
      let after = Option.none<Contact.ContactId>()
      while (met.length <= ids.length) {
        const page = yield* store.page({ after, limit })
        yield* agree("does the page keep to its limit", page.length <= limit, true)
        const last = page.at(-1)
        if (last === undefined) break
        met.push(...page)
        after = Option.some(last.contact)
      }
      yield* agree(
        "contacts met",
        met.map(({ contact }): string => contact),
        ids.toSorted((one, other) => (one < other ? -1 : 1))
      )
      for (const stored of met) {
        const loaded = yield* store.load(stored.contact)
        yield* agree("version met", stored.version, loaded.version)
        yield* agree("events met", whole(stored.events), whole(loaded.events))
      }
    })
  ),
  forAll(
    "the versions are those of the same page",
    fc.record({
      people: fc.uniqueArray(fc.tuple(TextArbitrary.identifier, positive(3)), {
        maxLength: 6,
        selector: ([id]) => id.normalize()
      }),
      after: fc.option(TextArbitrary.identifier, { nil: undefined }),
      limit: positive(4)
    }),
    Effect.fnUntraced(function* ({ after, limit, people }) {
      const store = yield* HistoryStore
      for (const [id, count] of people) {
        for (const event of touchpoints(count)) {
          yield* store.append({ contact: Contact.ContactId.make(id), events: [event], now: at(0) })
        }
      }
      const request = { after: Option.map(Option.fromUndefinedOr(after), (id) => Contact.ContactId.make(id)), limit }
      const page = yield* store.page(request)
      yield* agree(
        "versions",
        yield* store.versions(request),
        page.map(({ contact, version }) => ({ contact, version }))
      )
    })
  )
]

/** Stores that break these promises. @category broken @since 0.1.0 */
export const brokenStores: ReadonlyArray<Broken<HistoryStore>> = [
  broken("pages as a dictionary sorts", "paging meets every contact once, in code-unit order of their ids", (good) => ({
    page: Effect.fnUntraced(function* ({ after, limit }) {
      const everybody = (yield* good.page({ after: Option.none(), limit: 1_000_000 })).toSorted((one, other) =>
        one.contact.localeCompare(other.contact, "en")
      )
      const met = Option.match(after, {
        onNone: () => 0,
        onSome: (last) => everybody.findIndex(({ contact }) => contact === last) + 1
      })
      return everybody.slice(met, met + limit)
    })
  })),
  broken("tells no versions but the first", "the versions are those of the same page", (good) => ({
    versions: (request) =>
      Effect.map(good.versions(request), (found) => found.map(({ contact }) => ({ contact, version: 1 })))
  }))
]
