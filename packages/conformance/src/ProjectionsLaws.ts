/**
 * ProjectionsLaws: is what a store keeps ready what a fold of its log would give?
 *
 * The layer on trial must have been told to keep what `PeopleArbitrary.settings` says: provide `kept` to it.
 *
 * @since 0.1.0
 */
import * as Breakdown from "@temoin/core/Breakdown"
import * as History from "@temoin/core/History"
import { HistoryStore } from "@temoin/core/ports/HistoryStore"
import * as Port from "@temoin/core/ports/Projections"
import * as Projection from "@temoin/core/Projection"
import * as Survey from "@temoin/core/Survey"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as fc from "fast-check"
import { at } from "./InstantArbitrary.ts"
import { agree, forAll } from "./Law.ts"
import type { Law } from "./Law.ts"
import * as People from "./PeopleArbitrary.ts"

/** A store that keeps projections. @category models @since 0.1.0 */
export type Keeping = HistoryStore | Port.Projections

/**
 * Tells a store what to keep: `layer.pipe(Layer.provide(ProjectionsLaws.kept))`.
 *
 * @category layers
 * @since 0.1.0
 */
export const kept: Layer.Layer<never> = Layer.succeed(Port.Kept, Option.some(People.settings))

const all = 1000

/** What a fold of the whole log gives, for each contact, in the order of their ids. @category looking @since 0.1.0 */
export const folded = Effect.gen(function* () {
  const stored = yield* (yield* HistoryStore).page({ after: Option.none(), limit: all })
  return yield* Effect.forEach(stored, ({ contact, events }) =>
    Effect.map(Effect.fromResult(History.make(contact, events)), (history) => Projection.of(People.settings, history))
  )
})

/** Appends them one after the other. @category acting @since 0.1.0 */
export const live = Effect.fnUntraced(function* (steps: ReadonlyArray<People.Step>) {
  const store = yield* HistoryStore
  for (const step of steps) yield* store.append({ ...step, now: at(0) })
})

/** Page after page, until there is none. */
const paged = Effect.fnUntraced(function* <A, E>(
  limit: number,
  page: (after: Option.Option<A>, limit: number) => Effect.Effect<ReadonlyArray<A>, E>
) {
  const found: Array<A> = []
  for (let turn = 0; turn < all; turn++) {
    const some = yield* page(Option.fromUndefinedOr(found.at(-1)), limit)
    found.push(...some)
    if (some.length < limit) break
  }
  return found
})

const limits = fc.constantFrom(1, 2, 3, all)

/** When every day of theirs is over. */
const muchLater = at(60 * 24 * 365 * 60)

/** Every way to ask for the answers. */
const queries: ReadonlyArray<Breakdown.Query> = Breakdown.By.literals.flatMap((by) =>
  [{}, { segment: "plan" }, { segment: "country" }, { from: "2026-01-31", to: "2027-01-01" }].map((rest) => ({
    survey: Survey.SurveyId.make("nps"),
    purpose: "measure" as const,
    by,
    ...rest
  }))
)

const agreeOnAnswers = Effect.fnUntraced(function* () {
  const projections = yield* Port.Projections
  const people = yield* folded
  for (const query of queries) {
    yield* agree(
      `the answers by ${query.segment ?? "no segment"} and ${query.by}`,
      yield* projections.breakdown(query),
      yield* Effect.fromResult(Breakdown.of(query, People.settings.segments, people))
    )
  }
})

/** The promises of the `Projections` port. @category laws @since 0.1.0 */
export const laws: ReadonlyArray<Law<Keeping>> = [
  forAll(
    "the answers by period and segment are those of the log",
    fc.tuple(People.steps, People.steps),
    Effect.fnUntraced(function* ([first, second]) {
      yield* live(first)
      yield* agreeOnAnswers()
      // whatever was read before does not show in what is read now
      yield* live(second.map(({ contact, events }) => ({ contact, events: events.map(renamed) })))
      yield* agreeOnAnswers()
    })
  ),
  forAll(
    "a trait that answers are not kept by is refused",
    People.steps,
    Effect.fnUntraced(function* (steps) {
      yield* live(steps)
      const projections = yield* Port.Projections
      const [query] = queries
      if (query === undefined) return
      const error = yield* Effect.flip(projections.breakdown({ ...query, segment: "size" }))
      yield* agree("the refusal", error._tag, "SegmentNotKept")
    })
  ),
  forAll(
    "the open cases are those of the log, page by page in their order, whoever owns them",
    fc.tuple(People.steps, limits),
    Effect.fnUntraced(function* ([steps, limit]) {
      yield* live(steps)
      const projections = yield* Port.Projections
      const expected = (yield* folded)
        .flatMap(({ cases, contact }) => cases.map((one) => ({ contact, ...one })))
        .toSorted(Port.compareCases)
      for (const owner of [undefined, ...People.owners]) {
        yield* agree(
          `the cases of ${owner ?? "everybody"}`,
          yield* paged(limit, (after: Option.Option<Port.ContactCase>, limit) =>
            projections.cases({ after, limit, ...(owner !== undefined && { owner }) })
          ),
          expected.filter((one) => owner === undefined || one.owner === owner)
        )
      }
    })
  ),
  forAll(
    "whoever has something to show is known, page by page",
    fc.tuple(People.steps, limits, fc.nat(60 * 24 * 700).map(at)),
    Effect.fnUntraced(function* ([steps, limit, now]) {
      yield* live(steps)
      const projections = yield* Port.Projections
      yield* agree(
        "who has something to show",
        yield* paged(limit, (after: Option.Option<Projection.Projection["contact"]>, limit) =>
          projections.exhibitors({ now, after, limit })
        ),
        (yield* folded)
          .filter(({ exhibited }) => exhibited.some(({ until }) => until > now))
          .map(({ contact }) => contact)
      )
    })
  ),
  forAll(
    "the list of addresses is that of the log, page by page",
    fc.tuple(People.steps, limits),
    Effect.fnUntraced(function* ([steps, limit]) {
      yield* live(steps)
      const projections = yield* Port.Projections
      yield* agree(
        "the list",
        yield* paged(limit, (after: Option.Option<Port.ContactSuppression>, limit) =>
          projections.suppressions({ after, limit })
        ),
        (yield* suppressions).toSorted(Port.compareSuppressions)
      )
    })
  ),
  forAll(
    "an address is found on the list however it is written",
    People.steps,
    Effect.fnUntraced(function* (steps) {
      yield* live(steps)
      const projections = yield* Port.Projections
      const list = (yield* suppressions).toSorted(Port.compareSuppressions)
      for (const address of [...People.addresses, "B@EXAMPLE.COM", "nobody@example.com"]) {
        yield* agree(
          `why ${address} must not be written to`,
          yield* projections.suppressed(address),
          list.filter((one) => one.address === address.toLowerCase())
        )
      }
    })
  ),
  forAll(
    "what is kept of one contact is the fold of their history",
    People.steps,
    Effect.fnUntraced(function* (steps) {
      yield* live(steps)
      const projections = yield* Port.Projections
      const known = new Map((yield* folded).map((one) => [one.contact, one]))
      for (const contact of People.people) {
        const expected = known.get(contact) ?? Projection.none(contact)
        yield* agree(`what is kept of ${contact}`, yield* projections.of(contact), expected)
      }
    })
  ),
  forAll(
    "an append that is refused, or adds nothing, changes nothing that is kept",
    People.steps,
    Effect.fnUntraced(function* (steps) {
      const store = yield* HistoryStore
      const projections = yield* Port.Projections
      yield* live(steps)
      const before = yield* Effect.forEach(queries, projections.breakdown)
      for (const { contact, events } of steps) {
        yield* store.append({ contact, events, now: at(0) })
        const refused = store.append({ contact, events: events.map(renamed), now: at(0), expected: 1_000_000 })
        yield* agree("the refusal", (yield* Effect.flip(refused))._tag, "Conflict")
      }
      yield* agree("the answers", yield* Effect.forEach(queries, projections.breakdown), before)
    })
  ),
  forAll(
    "to tidy changes nothing that is told, then and later",
    fc.tuple(People.steps, People.steps),
    Effect.fnUntraced(function* ([first, second]) {
      const projections = yield* Port.Projections
      const tidied = Effect.gen(function* () {
        const saved = yield* projections.tidy(muchLater)
        yield* agree("are there fewer rows than before", saved >= 0, true)
        yield* agreeOnAnswers()
      })
      yield* live(first)
      yield* tidied
      yield* live(second.map(({ contact, events }) => ({ contact, events: events.map(renamed) })))
      yield* agreeOnAnswers()
      yield* tidied
      yield* agree("what is saved twice", yield* projections.tidy(muchLater), 0)
    })
  )
]

const renamed = <E extends People.Step["events"][number]>(event: E): E => ({ ...event, id: `again ${event.id}` })

const suppressions = Effect.map(folded, (people) =>
  people.flatMap(({ contact, suppressed }) => suppressed.map((one) => ({ contact, ...one })))
)
