/**
 * Reading: do reports count each person once, nobody who is gone, nothing that is yet to come, and in any order the same?
 */
import * as Claim from "@temoin/core/Claim"
import * as Contribution from "@temoin/core/Contribution"
import * as Deeds from "@temoin/core/Deeds"
import * as Event from "@temoin/core/Event"
import * as Evidence from "@temoin/core/Evidence"
import * as Flywheel from "@temoin/core/Flywheel"
import * as Headline from "@temoin/core/Headline"
import * as History from "@temoin/core/History"
import type { Instant } from "@temoin/core/Instant"
import * as Journey from "@temoin/core/Journey"
import * as Merge from "@temoin/core/Merge"
import * as Outlook from "@temoin/core/Outlook"
import * as Person from "@temoin/core/Person"
import * as Practice from "@temoin/core/Practice"
import * as Program from "@temoin/core/Program"
import * as Relationship from "@temoin/core/Relationship"
import * as Standing from "@temoin/core/Standing"
import * as Traveller from "@temoin/core/Traveller"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import * as Programs from "../arbitrary/Program.ts"
import * as Reported from "../arbitrary/Reported.ts"
import { core } from "./Implementation.ts"
import { insist, insistSame } from "./Law.ts"
import { live } from "./Lived.ts"

/** How people are read and added up: core's own way, or a mutant's. */
export interface Reading {
  readonly person: typeof Person.of
  readonly together: typeof Evidence.combine
  readonly evidence: typeof Evidence.ofPerson
}

export const library: Reading = { person: Person.of, together: Evidence.combine, evidence: Evidence.ofPerson }

const always = { from: -8.64e15, to: 8.64e15 }

const measures = (program: Program.Program): ReadonlyArray<Claim.Measure> => [
  ...program.surveys.flatMap(({ id: survey }): ReadonlyArray<Claim.Measure> => [
    { _tag: "Recommend", survey },
    { _tag: "Nps", survey },
    { _tag: "Gave", survey, scores: [0, 7, 10] }
  ]),
  { _tag: "Reply", within: "1 day" },
  { _tag: "Resolve", within: "7 days" }
]

const byId = <A extends readonly [string, unknown]>(all: ReadonlyArray<A>) =>
  all.toSorted(([a], [b]) => (a < b ? -1 : 1))

/** Everything that is reported of these histories, as data. */
const report = (
  { evidence, person, together }: Reading,
  program: Program.Program,
  histories: ReadonlyArray<History.History>,
  now: Instant
) => {
  const people = histories.flatMap((history) => person(program, history, now) ?? [])
  const survey = program.surveys[0]!.id
  const travelled = people.map((one) => Traveller.ofPerson(program, one, survey))
  const deeds = people.flatMap((one) => Contribution.ofPerson(one))
  return {
    evidence: measures(program).map((measure) => {
      const query = { measure, ...always }
      return people.map((one) => evidence(program, one, query)).reduce(together, Evidence.none(query))
    }),
    trust: Deeds.of(program, people, { survey, ...always }),
    flywheel: Result.getOrThrow(Flywheel.make(Traveller.parts(program, travelled, "30 days"), now)),
    relationship: byId([...Relationship.byContact(deeds, now)]),
    outlooks: byId(
      people.map((one) => [
        one.contact,
        Outlook.of(Standing.ofPerson(program, one, survey), now, one.zone, Standing.rules(program, survey))
      ])
    ),
    practice: Practice.of(
      program,
      people.map((one) => Practice.ofPerson(program, one)),
      now
    )
  }
}

const happens = (history: History.History, ...events: ReadonlyArray<Event.Event>) =>
  Result.getOrThrow(History.append(history, events))

const walls = [{ id: "home", place: "website", limit: 3, turn: "1 day", asked: "by score" }] as const

export const property = (reading: Reading): fc.IProperty<[Reported.Reported]> =>
  fc.property(Reported.reported, ({ lives, now: later, program: written }) => {
    const program = Programs.make({ ...written, journey: written.journey ?? Journey.fiveStages, walls })
    const histories = lives.map(({ extras, life }, index) => {
      const contact = Reported.people[index]!
      const lived = live(core, program, life).history.events
      const own = lived.map((event) => ({ ...event, id: Event.EventId.make(`${event.id} of ${contact}`) }))
      const more = Reported.events(contact, life.bornAt, extras)
      return Result.getOrThrow(History.make(contact, [...own, ...more]))
    })
    const now = lives[0]!.life.bornAt + later
    const read = (all: ReadonlyArray<History.History>) => report(reading, program, all, now)
    const found = read(histories)

    insistSame(read(histories.toReversed()), found, "in another order another report")

    const [first, second, ...others] = histories
    insist(first !== undefined && second !== undefined, () => "two people")
    const merged = Result.getOrThrow(Merge.merge(first, second, 9e14))
    insistSame(
      read([merged.from, merged.into, ...others]),
      read([merged.into, ...others]),
      "somebody who was merged into another adds something of their own"
    )

    const erased = happens(first, {
      _tag: "Erased",
      id: Event.EventId.make("erased"),
      occurredAt: 9e14,
      recordedAt: now
    })
    insistSame(read([erased, second, ...others]), read([second, ...others]), "somebody who was erased adds something")

    const until = histories.map((history) => History.filter(history, ({ occurredAt }) => occurredAt <= now))
    const isAhead = histories.some(({ events }) =>
      events.some(({ occurredAt, recordedAt }) => occurredAt > now && recordedAt <= now)
    )
    if (!isAhead && histories.every(({ kind }) => !kind.includes(History.kinds.Erased)))
      insistSame(read(until), found, "what is yet to come adds something")
    const alive = until.filter((_, index) => Person.of(program, histories[index]!, now) !== undefined)
    for (const { hits, n, query } of found.evidence) {
      if (isAhead || query.measure._tag !== "Recommend") continue
      const { answers, promoters } = Headline.of(program, alive, { survey: query.measure.survey, ...always }).counts
      insistSame([hits, n], [promoters, answers], "a claim rests on other answers than the headline")
    }
    insist(
      found.evidence.every((one) => Option.getOrElse(Claim.value(one), () => 0) <= 100),
      () => "more hits than there were"
    )
  })
