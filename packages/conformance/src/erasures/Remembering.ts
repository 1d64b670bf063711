/**
 * Remembering: does the store know for good who was erased, and what remains of them?
 *
 * @since 0.1.0
 */
import * as Contact from "@temoin/core/Contact"
import * as Nps from "@temoin/core/Nps"
import { Erasures, type Sealed } from "@temoin/core/ports/Erasures"
import { HistoryStore } from "@temoin/core/ports/HistoryStore"
import * as Residue from "@temoin/core/Residue"
import * as Score from "@temoin/core/Score"
import * as Survey from "@temoin/core/Survey"
import * as Arr from "effect/Array"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import type { Broken } from "../Broken.ts"
import { all, anna, ben, contacts, someday, tag, touchpoints } from "../history-store/Scene.ts"
import { at } from "../InstantArbitrary.ts"
import { agree, forAll } from "../Law.ts"
import type { Law } from "../Law.ts"
import { broken, erasing, key, markOf, otherKey, type Ports, report } from "./Scene.ts"

const survey = Survey.SurveyId.make("nps")

const cell = fc
  .record({
    bin: fc.constantFrom("2026-03-01", "2026-03", "always"),
    purpose: fc.constantFrom("measure" as const, "advocate" as const),
    scores: fc.array(fc.constantFrom(...Score.scale), { minLength: 1, maxLength: 3 })
  })
  .map(({ bin, purpose, scores }): Residue.Cell => ({ bin, survey, purpose, tally: Nps.tally(scores), people: 1 }))

/** What each of several people adds: a cell is named once. */
const cells = fc.uniqueArray(cell, { maxLength: 3, selector: ({ bin, purpose }) => `${bin} ${purpose}` })

const person = (index: number) => Contact.ContactId.make(`person ${index}`)

const amongMany = "among many appends, too, erased people are refused, and who is readmitted begins beyond all that was"

/** What a store promises about remembering. @category laws @since 0.1.0 */
export const laws: ReadonlyArray<Law<Ports>> = [
  forAll(
    "erasing twice changes nothing",
    fc.record({ cells, isKnown: fc.boolean() }),
    Effect.fnUntraced(function* ({ cells, isKnown }) {
      const store = yield* HistoryStore
      const erasures = yield* Erasures
      if (isKnown) yield* store.append({ contact: anna, events: touchpoints(1), now: at(0) })
      yield* agree("the first time", yield* erasures.erase(yield* erasing(store, [anna], { cells })), true)
      const look = Effect.all([erasures.remembered, erasures.page({ after: Option.none(), limit: all })])
      const before = yield* look
      const again = yield* erasing(store, [anna], { cells, at: at(7), reason: "again" })
      yield* agree("the second time", yield* erasures.erase(again), false)
      yield* agree("what is remembered", yield* look, before)
    })
  ),
  forAll(
    "nothing more is recorded about an erased person",
    fc.record({ isKnown: fc.boolean(), wakes: fc.boolean(), isEmpty: fc.boolean() }),
    Effect.fnUntraced(function* ({ isEmpty, isKnown, wakes }) {
      const store = yield* HistoryStore
      const erasures = yield* Erasures
      if (isKnown) yield* store.append({ contact: anna, events: touchpoints(1), now: at(0) })
      yield* erasures.erase(yield* erasing(store, [anna]))
      const events = isEmpty ? [] : touchpoints(2)
      yield* agree("is erased", yield* erasures.isErased(markOf(anna)), true)
      const append = report(store, { contact: anna, events, now: at(2), ...(wakes && { wakeAt: at(3) }) })
      yield* agree("the append", tag(yield* Effect.result(append)), "ContactErased")
      yield* agree("the version", (yield* store.load(anna)).version, 0)
      yield* agree("when somebody is due", yield* store.nextDue, Option.none())
      yield* report(store, { contact: ben, events: touchpoints(1), now: at(2) })
    })
  ),
  forAll(
    "the residue is the sum of what everybody who was erased left",
    fc.array(cells, { minLength: 1, maxLength: 4 }),
    Effect.fnUntraced(function* (all) {
      const store = yield* HistoryStore
      const erasures = yield* Erasures
      for (const [index, cells] of all.entries()) {
        yield* erasures.erase(yield* erasing(store, [person(index)], { cells }))
      }
      const expected = all.reduce(Residue.add, Residue.empty("UTC"))
      const { residue } = yield* erasures.remembered
      yield* agree("the residue", residue, Option.some(expected))
    })
  ),
  forAll(
    "what came back of one who was erased is counted once",
    cells,
    Effect.fnUntraced(function* (cells) {
      const store = yield* HistoryStore
      const erasures = yield* Erasures
      yield* store.append({ contact: anna, events: touchpoints(1), now: at(0) })
      yield* erasures.erase(yield* erasing(store, [anna], { cells }))
      const before = yield* erasures.remembered
      // as a table brought back from a backup by itself
      yield* store.append({ contact: anna, events: touchpoints(1), now: at(0), wakeAt: at(0) })
      yield* agree("erased again", yield* erasures.erase(yield* erasing(store, [anna], { cells })), true)
      yield* agree("what is remembered", yield* erasures.remembered, before)
      yield* agree("the version", (yield* store.load(anna)).version, 0)
    })
  ),
  forAll(
    "marks of two keys never mix",
    fc.boolean(),
    Effect.fnUntraced(function* (isKnown) {
      const store = yield* HistoryStore
      const erasures = yield* Erasures
      yield* agree("the key before", (yield* erasures.remembered).key, Option.none())
      yield* erasures.erase(yield* erasing(store, [anna]))
      if (isKnown) yield* store.append({ contact: ben, events: touchpoints(1), now: at(0) })
      const before = yield* store.load(ben)
      const attempt = Effect.flatMap(erasing(store, [ben], { key: otherKey }), erasures.erase)
      yield* agree("an erasure with another key", tag(yield* Effect.result(attempt)), "ErasureKeyChanged")
      yield* agree("the version", (yield* store.load(ben)).version, before.version)
      yield* agree("the key", (yield* erasures.remembered).key, Option.some(key))
    })
  ),
  forAll(
    "who is readmitted begins anew, beyond all that was",
    fc.record({ before: fc.nat(4), cells }),
    Effect.fnUntraced(function* ({ before, cells }) {
      const store = yield* HistoryStore
      const erasures = yield* Erasures
      for (let index = 0; index < before; index++) {
        yield* store.append({ contact: anna, events: touchpoints(1, index), now: at(0) })
      }
      yield* agree("readmitted before", yield* erasures.readmit([markOf(anna)]), false)
      yield* erasures.erase(yield* erasing(store, [anna, ben], { cells }))
      const { residue } = yield* erasures.remembered
      yield* agree("readmitted", yield* erasures.readmit([markOf(anna), markOf(ben)]), true)
      for (const contact of [anna, ben]) {
        yield* agree("is erased", yield* erasures.isErased(markOf(contact)), false)
        const { version } = yield* report(store, {
          contact,
          events: touchpoints(1),
          now: at(2),
          wakeAt: at(2),
          expected: 0
        })
        yield* agree(`the version of ${contact} is beyond`, version > before, true)
        yield* agree("as it is read", (yield* store.load(contact)).version, version)
      }
      yield* agree("who is due", contacts(yield* store.claim({ now: at(2), until: someday, limit: all })), [anna, ben])
      yield* agree("the residue", (yield* erasures.remembered).residue, residue)
    })
  ),
  forAll(
    amongMany,
    fc.record({ before: fc.integer({ min: 1, max: 4 }), isBack: fc.boolean() }),
    Effect.fnUntraced(function* ({ before, isBack }) {
      const store = yield* HistoryStore
      const erasures = yield* Erasures
      for (let index = 0; index < before; index++) {
        yield* store.append({ contact: anna, events: touchpoints(1, index), now: at(0) })
      }
      yield* erasures.erase(yield* erasing(store, [anna, ben]))
      if (isBack) yield* erasures.readmit([markOf(anna), markOf(ben)])
      const people = [anna, person(1), ben]
      const written = yield* store.appendAll(
        people.map((contact) => ({ contact, mark: markOf(contact), events: touchpoints(1), now: at(2), wakeAt: at(2) }))
      )
      yield* agree(
        "what each is told",
        written.map(tag),
        isBack ? ["accepted", "accepted", "accepted"] : ["ContactErased", "accepted", "ContactErased"]
      )
      yield* agree(
        "who is due",
        contacts(yield* store.claim({ now: at(2), until: someday, limit: all })).toSorted(),
        people.filter((contact) => isBack || contact === person(1)).toSorted()
      )
      for (const [index, contact] of people.entries()) {
        const result = written[index]
        if (result === undefined || Result.isFailure(result)) continue
        const { version } = result.success
        yield* agree("as it is read", (yield* store.load(contact)).version, version)
        if (contact !== person(1)) yield* agree(`the version of ${contact} is beyond`, version > before, true)
      }
    })
  ),
  forAll(
    "every erasure is listed once, by its mark",
    fc.record({ count: fc.nat(5), limit: fc.integer({ min: 1, max: 3 }), isNoted: fc.boolean() }),
    Effect.fnUntraced(function* ({ count, isNoted, limit }) {
      const store = yield* HistoryStore
      const erasures = yield* Erasures
      const noted = isNoted ? { reason: "asked by mail", by: "the office" } : {}
      for (let index = 0; index < count; index++) {
        yield* erasures.erase(yield* erasing(store, [person(index)], { at: at(index), ...noted }))
      }
      const found: Array<unknown> = []
      let after = Option.none<Residue.Mark>()
      for (;;) {
        const page = yield* erasures.page({ after, limit })
        found.push(...page)
        const last = page.at(-1)
        if (last === undefined) break
        after = Option.some(last.mark)
      }
      const expected = Array.from({ length: count }, (_, index) => ({
        mark: markOf(person(index)),
        at: at(index),
        ...noted
      })).toSorted((one, other) => (one.mark < other.mark ? -1 : 1))
      yield* agree<unknown>("the erasures", found, expected)
    })
  ),
  forAll(
    "who is told to have been erased is refused, and nobody is erased by that",
    fc.record({ isKnown: fc.boolean(), isErased: fc.boolean(), isOtherKey: fc.boolean() }),
    Effect.fnUntraced(function* ({ isErased, isKnown, isOtherKey }) {
      const store = yield* HistoryStore
      const erasures = yield* Erasures
      if (isKnown) yield* store.append({ contact: ben, events: touchpoints(1), now: at(0) })
      if (isErased) yield* erasures.erase(yield* erasing(store, [anna]))
      const told = [anna, ben].map((contact, index) => ({ mark: markOf(contact), at: at(5 + index) }))
      const before = (yield* erasures.remembered).residue
      const isWrong = isErased && isOtherKey
      const result = yield* Effect.result(erasures.remember(told, isWrong ? otherKey : key, "UTC"))
      yield* agree("being told", tag(result), isWrong ? "ErasureKeyChanged" : "accepted")
      const listed = (yield* erasures.page({ after: Option.none(), limit: all })).map(({ at, mark }) => ({ mark, at }))
      const first = isErased ? [{ mark: markOf(anna), at: at(1) }] : told.slice(0, 1)
      const known = isWrong ? first : [...first, ...told.slice(1)]
      yield* agree(
        "who is known",
        listed,
        known.toSorted((one, other) => (one.mark < other.mark ? -1 : 1))
      )
      yield* agree(
        "the residue",
        (yield* erasures.remembered).residue,
        isErased ? before : Option.some(Residue.empty("UTC"))
      )
      yield* agree("what is stored", (yield* store.load(ben)).events.length, isKnown ? 1 : 0)
      if (!isKnown && !isWrong) {
        const append = report(store, { contact: ben, events: touchpoints(1), now: at(2) })
        yield* agree("a report", tag(yield* Effect.result(append)), "ContactErased")
      }
    })
  ),
  forAll(
    "what is sealed is kept apart, and not beyond its end",
    fc.record({ until: fc.option(fc.nat(9), { nil: undefined }), now: fc.nat(10), isUnsealed: fc.boolean() }),
    Effect.fnUntraced(function* ({ isUnsealed, now, until }) {
      const store = yield* HistoryStore
      const erasures = yield* Erasures
      const end = until === undefined ? Option.none<number>() : Option.some(at(until))
      const sealed = [anna, ben].map((contact, index): Sealed => ({
        mark: markOf(contact),
        name: "proof",
        document: `document ${index}`,
        until: index === 0 ? end : Option.none()
      }))
      yield* erasures.erase(yield* erasing(store, [anna, ben], { sealed }))
      if (isUnsealed) yield* erasures.unseal("proof", markOf(ben))
      const isOver = until !== undefined && until <= now
      yield* agree("how many ended", yield* erasures.expire(at(now)), isOver ? 1 : 0)
      const left = sealed.filter((_, index) => (index === 0 ? !isOver : !isUnsealed))
      for (const one of sealed) {
        const found = left.includes(one) ? Option.some(one) : Option.none<Sealed>()
        yield* agree("what is sealed", yield* erasures.sealed("proof", one.mark), found)
        yield* agree("under another name", yield* erasures.sealed("errand", one.mark), Option.none())
      }
      const byMark = left.toSorted((one, other) => (one.mark < other.mark ? -1 : 1))
      yield* agree("all of it", yield* erasures.allSealed("proof"), byMark)
      yield* agree("all under another name", yield* erasures.allSealed("errand"), [])
      const errands = byMark.map((one): Sealed => ({ ...one, name: "errand", until: Option.none() }))
      yield* erasures.seal(errands)
      const again = errands.map((one, index): Sealed => (index === 0 ? { ...one, document: "another" } : one))
      yield* erasures.seal(again.slice(0, 1))
      yield* agree("what was sealed by itself, the last time", yield* erasures.allSealed("errand"), again)
      yield* agree("all under any name", yield* erasures.allSealed(), [...again, ...byMark])
    })
  ),
  forAll(
    "the residue of another store takes the place of what was there",
    fc.record({
      own: fc.option(cells, { nil: undefined }),
      theirs: fc.array(cells, { maxLength: 3 }),
      isOtherKey: fc.boolean()
    }),
    Effect.fnUntraced(function* ({ isOtherKey, own, theirs }) {
      const store = yield* HistoryStore
      const erasures = yield* Erasures
      yield* store.append({ contact: ben, events: touchpoints(1), now: at(0) })
      if (own !== undefined) yield* erasures.erase(yield* erasing(store, [anna], { cells: own }))
      const before = yield* erasures.remembered
      const residue = theirs.reduce(Residue.add, Residue.empty("Europe/Helsinki"))
      const isWrong = own !== undefined && isOtherKey
      const result = yield* Effect.result(erasures.adopt(residue, isWrong ? otherKey : key))
      yield* agree("the adoption", tag(result), isWrong ? "ErasureKeyChanged" : "accepted")
      yield* agree(
        "what is remembered",
        yield* erasures.remembered,
        isWrong ? before : { key: Option.some(key), residue: Option.some(residue) }
      )
      yield* agree("who is marked", yield* erasures.isErased(markOf(anna)), own !== undefined)
      yield* agree("what is stored", (yield* store.load(ben)).events.length, 1)
    })
  )
]

/** Stores that break these promises. @category broken @since 0.1.0 */
export const brokenStores: ReadonlyArray<Broken<Ports>> = [
  broken("says each time that it was new", "erasing twice changes nothing", ({ erasures }) => ({
    erasures: { erase: (erase) => Effect.as(erasures.erase(erase), true) }
  })),
  broken("looks at marks only of those it knows", "nothing more is recorded about an erased person", ({ store }) => ({
    store: {
      append: Effect.fnUntraced(function* ({ mark, ...append }) {
        const { version } = yield* store.load(append.contact)
        const isLooked = mark !== undefined && (version > 0 || append.contact !== anna || append.wakeAt !== undefined)
        return yield* store.append(isLooked ? { ...append, mark } : append)
      })
    }
  })),
  broken(
    "keeps only the last one's cells",
    "the residue is the sum of what everybody who was erased left",
    ({ erasures }) => {
      let last: ReadonlyArray<Residue.Cell> = []
      return {
        erasures: {
          erase: (erase) =>
            Effect.tap(erasures.erase(erase), (isNew) =>
              Effect.sync(() => {
                if (isNew && erase.cells.length > 0) last = erase.cells
              })
            ),
          remembered: Effect.map(erasures.remembered, ({ key, residue }) => ({
            key,
            residue: Option.map(residue, (residue) =>
              residue.erased < 2 ? residue : { ...Residue.add(Residue.empty("UTC"), last), erased: residue.erased }
            )
          }))
        }
      }
    }
  ),
  broken(
    "counts what came back once more",
    "what came back of one who was erased is counted once",
    ({ erasures, store }) => ({
      erasures: {
        erase: Effect.fnUntraced(function* (erase) {
          const marks = erase.people.map(({ mark }) => mark)
          const isThere = erase.people.some(({ expected }) => expected > 0)
          const known = yield* erasures.page({ after: Option.none(), limit: all })
          if (isThere && known.some(({ mark }) => marks.includes(mark))) yield* erasures.readmit(marks)
          return yield* erasures.erase(erase)
        })
      },
      store
    })
  ),
  broken("takes any key", "marks of two keys never mix", ({ erasures }) => ({
    erasures: { erase: (erase) => erasures.erase({ ...erase, key }) }
  })),
  broken("readmits only the first", "who is readmitted begins anew, beyond all that was", ({ erasures }) => ({
    erasures: { readmit: (marks) => erasures.readmit(marks.slice(0, 1)) }
  })),
  broken("seals beside what was sealed", "what is sealed is kept apart, and not beyond its end", ({ erasures }) => ({
    erasures: {
      seal: (sealed) =>
        Effect.flatMap(erasures.allSealed(), (known) =>
          erasures.seal(sealed.filter((one) => !known.some(({ mark, name }) => mark === one.mark && name === one.name)))
        )
    }
  })),
  broken(
    "adds the residue of another store to its own",
    "the residue of another store takes the place of what was there",
    ({ erasures }) => ({
      erasures: {
        adopt: (residue, key) =>
          Effect.flatMap(erasures.remembered, ({ residue: own }) =>
            erasures.adopt(
              Option.match(own, {
                onNone: () => residue,
                onSome: ({ cells }) => Residue.add(residue, cells)
              }),
              key
            )
          )
      }
    })
  ),
  broken("looks at no marks where there are many", amongMany, ({ store }) => ({
    store: { appendAll: (appends) => store.appendAll(appends.map(({ mark: _, ...append }) => append)) }
  })),
  broken("numbers from the beginning where there are many", amongMany, ({ store }) => ({
    store: {
      appendAll: (appends) =>
        Effect.map(store.appendAll(appends), Arr.map(Result.map(({ added }) => ({ added, version: 1 }))))
    }
  })),
  broken("lists the first of a page twice", "every erasure is listed once, by its mark", ({ erasures }) => ({
    erasures: {
      page: (request) => Effect.map(erasures.page(request), (page) => [...page.slice(0, 1), ...page])
    }
  })),
  broken(
    "believes what it is told instead of what it knows",
    "who is told to have been erased is refused, and nobody is erased by that",
    ({ erasures }) => ({
      erasures: {
        remember: (all, key, zone) =>
          Effect.andThen(erasures.readmit(all.map(({ mark }) => mark)), erasures.remember(all, key, zone))
      }
    })
  ),
  broken("keeps what was sealed for ever", "what is sealed is kept apart, and not beyond its end", ({ erasures }) => ({
    erasures: { expire: () => Effect.sync(() => 0), unseal: (name, mark) => erasures.unseal(name, mark) }
  }))
]
