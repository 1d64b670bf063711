/**
 * Reports: what may we say, do we keep our word, does the wheel turn, who is about to leave?
 *
 * Each report reads everybody's history once and writes nothing; `score` reads what the store keeps ready. Somebody who was merged into another counts once, somebody who
 * was erased not at all.
 *
 * @since 0.1.0
 */
import * as Claim from "@temoin/core/Claim"
import * as Compliance from "@temoin/core/Compliance"
import * as Contribution from "@temoin/core/Contribution"
import * as Deeds from "@temoin/core/Deeds"
import * as Evidence from "@temoin/core/Evidence"
import * as Flywheel from "@temoin/core/Flywheel"
import type * as History from "@temoin/core/History"
import * as Instant from "@temoin/core/Instant"
import * as Outlook from "@temoin/core/Outlook"
import * as Period from "@temoin/core/Period"
import * as Person from "@temoin/core/Person"
import type * as HistoryStore from "@temoin/core/ports/HistoryStore"
import type * as Projections from "@temoin/core/ports/Projections"
import * as Practice from "@temoin/core/Practice"
import * as Program from "@temoin/core/Program"
import type * as Reason from "@temoin/core/Reason"
import * as Relationship from "@temoin/core/Relationship"
import * as Standing from "@temoin/core/Standing"
import * as Survey from "@temoin/core/Survey"
import * as Traveller from "@temoin/core/Traveller"
import * as Trust from "@temoin/core/Trust"
import * as Vocabulary from "@temoin/core/Vocabulary"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Fact from "./Fact.ts"
import * as Scores from "./Scores.ts"
import * as Writing from "./Writing.ts"

type Both<A> = Readonly<Record<Reason.Language, A>>

/**
 * A claim held against the log: `sentence` as it would be said (missing in a language it has no text in), and `line` with what was
 * found and why.
 *
 * @category models
 * @since 0.1.0
 */
export interface Audited extends Claim.Audit {
  readonly sentence: { readonly en?: string; readonly fr?: string }
  readonly line: Both<string>
}

/** The scorecard, and the same as lines of text. @category models @since 0.1.0 */
export interface Scorecard extends Trust.Trust {
  readonly survey: string
  readonly lines: Both<ReadonlyArray<string>>
}

/**
 * The wheel. `unheard`: what nobody's touchpoints ever spoke of. What rests on it (who churned, who brought whom) was never told, and is
 * not known to be 0: see `Vocabulary`.
 *
 * @category models
 * @since 0.1.0
 */
export interface Wheel extends Flywheel.Flywheel {
  readonly unheard: ReadonlyArray<Vocabulary.Meaning>
}

/** Somebody's outlook, each sign also as a sentence. @category models @since 0.1.0 */
export interface ContactOutlook extends Outlook.Outlook {
  readonly contact: string
  readonly sentences: Both<ReadonlyArray<string>>
}

/**
 * What has come back: in all, from each contact, and from each cohort month by month. Those who never bought belong to no cohort.
 * `unheard`: what nobody's touchpoints ever spoke of, and is not known to be 0.
 *
 * @category models
 * @since 0.1.0
 */
export interface Returns {
  readonly all: Relationship.Return
  readonly byContact: ReadonlyMap<string, Relationship.Return>
  readonly byCohort: ReadonlyArray<Relationship.Month>
  readonly unheard: ReadonlyArray<Vocabulary.Meaning>
}

/** The rules, the practice they were held against, and the report as text. @category models @since 0.1.0 */
export interface Checked {
  readonly rules: ReadonlyArray<Compliance.Checked>
  readonly practice: Compliance.Practice
  readonly text: Both<string>
}

type Words = typeof Vocabulary.Vocabulary.Encoded

/**
 * Which survey the answers are of (default: the program's only one), and what its touchpoints are called.
 *
 * @category models
 * @since 0.1.0
 */
export interface Of {
  readonly survey?: string
  readonly vocabulary?: Words
}

/**
 * Every report, as of now. What is given wrongly is rejected with `InvalidInput`, and its path.
 *
 * @category models
 * @since 0.1.0
 */
export interface Reports {
  /**
   * May these sentences be said? Each is read as `Claim.decode` reads it. `lower` computes the lower limit that a general sentence needs,
   * in the unit of its measure, for instance with `@temoin/statistics`; `undefined`: nobody can.
   */
  readonly claims: (
    claims: ReadonlyArray<typeof Claim.Claim.Encoded>,
    options?: { readonly lower?: (evidence: Claim.Evidence) => number | undefined }
  ) => Promise<ReadonlyArray<Audited>>
  /** Do we mean well, and can we do it? Of what was said at `from` or later and before `to` (default: always). */
  readonly trust: (
    period?: Pick<Of, "survey"> & { readonly from?: number | Date; readonly to?: number | Date }
  ) => Promise<Scorecard>
  /** How does the wheel turn? Conversion is that within the `horizon`, such as "90 days". */
  readonly flywheel: (options: Of & { readonly horizon: Period.Period }) => Promise<Wheel>
  /** Is this contact about to leave, or loyal? Nothing is known of one who was erased, or never heard of. */
  readonly outlook: (contact: string, options?: Of) => Promise<ContactOutlook>
  /** The outlook of everybody: those at risk first, by how many signs there are. */
  readonly outlooks: (options?: Of) => Promise<ReadonlyArray<ContactOutlook>>
  /** What has come back? */
  readonly relationship: (options?: Pick<Of, "vocabulary">) => Promise<Returns>
  /** How does the score move over time, and where is it better? */
  readonly score: (query?: Scores.Query) => Promise<Scores.Scores>
  /** Which rules about praise in public are broken? What no log can know is told here, or not checked. */
  readonly compliance: (told?: typeof Practice.Told.Encoded) => Promise<Checked>
}

const readVocabulary = Fact.read(Vocabulary.Vocabulary, "vocabulary")
const readSurvey = Fact.read(Survey.SurveyId, "survey")
const readHorizon = Fact.read(Period.Period, "horizon")
const readTold = Fact.read(Practice.Told)
const readEvidence = Fact.read(Claim.Evidence, "lower")
const readTimes = Fact.read(Schema.Struct({ from: Instant.Instant, to: Instant.Instant }))

const readList = Fact.read(Schema.Array(Schema.Unknown).check(Schema.isMaxLength(1000)), "claims")

/**
 * The reports over a store.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (
  program: Program.Program,
  use: <A, E>(effect: Effect.Effect<A, E, HistoryStore.HistoryStore | Projections.Projections>) => Promise<A>,
  histories: () => AsyncIterable<History.History>
): Reports => {
  const insist = <A>(read: Result.Result<A, Fact.InvalidInput | Flywheel.NotPossible | Trust.InvalidCount>) =>
    use(Effect.fromResult(read))
  const clock = () => use(Clock.currentTimeMillis)

  /** Everybody, one after the other. */
  async function* people(now: Instant.Instant) {
    for await (const history of histories()) {
      const person = Person.of(program, history, now)
      if (person !== undefined) yield person
    }
  }
  const ofAll = async <A>(now: Instant.Instant, read: (person: Person.Person) => A): Promise<ReadonlyArray<A>> => {
    const found: Array<A> = []
    for await (const person of people(now)) found.push(read(person))
    return found
  }

  const read = async ({ survey, vocabulary = {} }: Of) => ({
    survey: survey === undefined ? await insist(onlySurvey(program)) : await insist(knownSurvey(program, survey)),
    vocabulary: await insist(readVocabulary(vocabulary))
  })

  return {
    claims: async (input, { lower } = {}) => {
      const now = await clock()
      const claims = await insist(readClaims(program, input))
      const asked = claims.flatMap((claim) => Claim.queries(claim, now).map((query) => ({ query, zone: claim.zone })))
      let found = asked.map(({ query }) => Evidence.none(query))
      for await (const person of people(now)) {
        found = asked.map(({ query, zone }, index) =>
          Evidence.combine(found[index] ?? Evidence.none(query), Evidence.ofPerson(program, person, query, zone))
        )
      }
      const evidence: Array<Claim.Evidence> = []
      for (const one of found) {
        const limit = one.n === 0 ? undefined : lower?.(one)
        evidence.push(limit === undefined ? one : await insist(readEvidence({ ...one, lower: limit })))
      }
      return Claim.audit(claims, evidence, now).map((audit): Audited => {
        const en = Claim.sentence(audit.claim, "en", now)
        const fr = Claim.sentence(audit.claim, "fr", now)
        return {
          ...audit,
          sentence: { ...(en !== undefined && { en }), ...(fr !== undefined && { fr }) },
          line: both((language) => Claim.line(audit, language))
        }
      })
    },

    trust: async ({ from = Instant.first, survey: id, to = Instant.last } = {}) => {
      const { survey } = await read({ ...(id !== undefined && { survey: id }) })
      const period = { survey, ...(await insist(readTimes({ from: millis(from), to: millis(to) }))) }
      let deeds = Deeds.none
      for await (const person of people(await clock())) {
        deeds = Deeds.combine(deeds, Deeds.ofPerson(program, person, period))
      }
      const trust = await insist(Trust.make(deeds))
      return { ...trust, survey, lines: both((language) => Trust.lines(trust, language)) }
    },

    flywheel: async ({ horizon: within, ...of }) => {
      const { survey, vocabulary } = await read(of)
      const horizon = await insist(readHorizon(within))
      const now = await clock()
      const found = await ofAll(now, (person) => ({
        brought: Traveller.ofPerson(program, person, survey, vocabulary),
        heard: Vocabulary.heardOf(vocabulary, person)
      }))
      const parts = Traveller.parts(
        program,
        found.map(({ brought }) => brought),
        horizon
      )
      const wheel = await insist(Flywheel.make(parts, now))
      return { ...wheel, unheard: unheard(found, ["purchase", "churn", ...Flywheel.Attribution.literals]) }
    },

    outlook: async (contact, of = {}) => {
      const { survey, vocabulary } = await read(of)
      const now = await clock()
      const history = await use(
        Effect.gen(function* () {
          return (yield* Writing.read(yield* Effect.fromResult(Fact.readContact(contact)))).history
        })
      )
      const person = Person.of(program, history, now)
      return person === undefined
        ? { contact, outlook: "unknown", signs: [], sentences: { en: [], fr: [] } }
        : outlookOf(program, person, survey, vocabulary)
    },

    outlooks: async (of = {}) => {
      const { survey, vocabulary } = await read(of)
      const found = await ofAll(await clock(), (person) => outlookOf(program, person, survey, vocabulary))
      const order = ["at risk", "loyal", "neither", "unknown"]
      return found.toSorted(
        (a, b) => order.indexOf(a.outlook) - order.indexOf(b.outlook) || b.signs.length - a.signs.length
      )
    },

    relationship: async ({ vocabulary: words = {} } = {}) => {
      const vocabulary = await insist(readVocabulary(words))
      const now = await clock()
      const found = await ofAll(now, (person) => ({
        contact: person.contact,
        deeds: Contribution.ofPerson(person, vocabulary),
        since: Contribution.customerSince(person, vocabulary),
        heard: Vocabulary.heardOf(vocabulary, person)
      }))
      const customers = found.flatMap(({ contact, deeds, since }) =>
        since === undefined ? [] : [{ contact, deeds, since }]
      )
      const byContact = Relationship.byContact(deedsOf(found), now)
      const since = new Map(customers.map((one) => [one.contact, one.since] as const))
      const byCohort = Relationship.byCohort(deedsOf(customers), since, now, program.zone)
      return {
        all: [...byContact.values()].reduce(Relationship.combine, Relationship.empty),
        byContact,
        byCohort: await use(Effect.fromResult(byCohort)),
        unheard: unheard(found, ["purchase", "share"])
      }
    },

    score: async (query = {}) => {
      const { survey } = await read({ ...(query.survey !== undefined && { survey: query.survey }) })
      return use(Scores.read(program, survey, query))
    },

    compliance: async (given = {}) => {
      const told = await insist(readTold(given))
      const now = await clock()
      const parts = await ofAll(now, (person) => Practice.ofPerson(program, person))
      const practice = Practice.of(program, parts, now, told)
      const rules = Compliance.check(practice, now)
      return { rules, practice, text: both((language) => Compliance.report(rules, language)) }
    }
  }
}

const deedsOf = (people: ReadonlyArray<{ readonly deeds: ReadonlyArray<Relationship.Deed> }>) =>
  people.flatMap(({ deeds }) => deeds)

const both = <A>(of: (language: Reason.Language) => A): Both<A> => ({ en: of("en"), fr: of("fr") })

const millis = (time: number | Date): number => (time instanceof Date ? time.getTime() : time)

const outlookOf = (
  program: Program.Program,
  person: Person.Person,
  survey: Survey.SurveyId,
  vocabulary: Vocabulary.Vocabulary
): ContactOutlook => {
  const standing = Standing.ofPerson(program, person, survey, vocabulary)
  const found = Outlook.of(standing, person.now, person.zone, Standing.rules(program, survey))
  const sentences = both((language) => found.signs.map((sign) => Outlook.sentence(sign, language)))
  return { contact: person.contact, ...found, sentences }
}

/** What nobody's touchpoints spoke of. */
const unheard = (
  found: ReadonlyArray<{ readonly heard: ReadonlyArray<Vocabulary.Meaning> }>,
  meanings: ReadonlyArray<Vocabulary.Meaning>
): ReadonlyArray<Vocabulary.Meaning> =>
  meanings.filter((meaning) => found.every(({ heard }) => !heard.includes(meaning)))

const invalid = (path: string, problem: string) => new Fact.InvalidInput({ problems: [{ path, problem }] })

const names = ({ surveys }: Program.Program): string => surveys.map(({ id }) => `"${id}"`).join(", ") || "none"

const knownSurvey = (
  program: Program.Program,
  survey: string,
  path = "survey"
): Result.Result<Survey.SurveyId, Fact.InvalidInput> =>
  Result.flatMap(readSurvey(survey), (id) =>
    Program.survey(program, id) === undefined
      ? Result.fail(invalid(path, `the program has no survey "${id}"; it has ${names(program)}`))
      : Result.succeed(id)
  )

const onlySurvey = (program: Program.Program): Result.Result<Survey.SurveyId, Fact.InvalidInput> => {
  const [only, ...others] = program.surveys
  return only === undefined || others.length > 0
    ? Result.fail(
        invalid("survey", `answers of different surveys make no number together: name one; there are ${names(program)}`)
      )
    : Result.succeed(only.id)
}

/** Every problem of every claim. */
const readClaims = (
  program: Program.Program,
  input: unknown
): Result.Result<ReadonlyArray<Claim.Claim>, Fact.InvalidInput> => {
  const list = readList(input)
  if (Result.isFailure(list)) return Result.fail(list.failure)
  const problems: Array<Program.Problem> = []
  const claims = list.success.flatMap((one, index) => {
    const path = `claims[${index}]`
    const read = Result.flatMap(Fact.read(Claim.Claim, path)(one), (claim) =>
      "survey" in claim.measure
        ? Result.map(knownSurvey(program, claim.measure.survey, `${path}.measure.survey`), () => claim)
        : Result.succeed(claim)
    )
    if (Result.isFailure(read)) problems.push(...read.failure.problems)
    return Option.toArray(Result.getSuccess(read))
  })
  const [first, ...rest] = problems
  return first === undefined
    ? Result.succeed(claims)
    : Result.fail(new Fact.InvalidInput({ problems: [first, ...rest] }))
}
