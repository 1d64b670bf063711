/**
 * Claim: may this sentence be said?
 *
 * A public sentence with a number in it ("9 of 10 would recommend us") is bound to how the number is computed, of whom, from
 * when to when, and for how long it may be said. `queries` asks for the evidence, `audit` holds the sentence against it.
 * The limits of intervals come with the evidence, as data (`@temoin/statistics` computes them).
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Instant from "./Instant.ts"
import * as Nps from "./Nps.ts"
import * as Period from "./Period.ts"
import * as Score from "./Score.ts"
import * as Survey from "./Survey.ts"
import * as Text from "./Text.ts"
import * as Zone from "./Zone.ts"

/**
 * What is computed, of whom.
 *
 * - `Recommend`: share of 9–10 among the answers to a survey. Nothing else may be called "would recommend". Unit: percent.
 * - `Gave`: share of these scores among the answers. Unit: percent.
 * - `Nps`: share of 9–10 minus share of 0–6. Unit: points.
 * - `Reply`: share of cases that a person first answered within this time of their opening. Unit: percent.
 * - `Resolve`: share of cases resolved within this time. Unit: percent.
 *
 * @category models
 * @since 0.1.0
 */
export const Measure = Schema.TaggedUnion({
  Recommend: { survey: Survey.SurveyId },
  Gave: { survey: Survey.SurveyId, scores: Schema.NonEmptyArray(Score.Score) },
  Nps: { survey: Survey.SurveyId },
  Reply: { within: Period.Period },
  Resolve: { within: Period.Period }
})
/** @since 0.1.0 */
export type Measure = typeof Measure.Type

/**
 * What kind of sentence it is, and so what its number may be.
 *
 * - `descriptive`: of those who answered ("of 889 who answered, 56 % gave 9–10"). It must equal the value, rounded to the
 *   decimals it is said with.
 * - `general`: of customers ("9 of 10 customers"). It must not exceed the lower limit of the interval.
 * - `promise`: of what will be done ("we reply in 24 h" says 100 %). It must not exceed what was done, unrounded.
 *
 * @category models
 * @since 0.1.0
 */
export const Kind = Schema.Literals(["descriptive", "general", "promise"])
/** @since 0.1.0 */
export type Kind = typeof Kind.Type

/**
 * Of when. `Last`: so long until the beginning of today; the number was computed at `asOf`. `Dates`: from a date, included,
 * to another, excluded; whoever chose them may have chosen them well.
 *
 * @category models
 * @since 0.1.0
 */
export const Span = Schema.TaggedUnion({
  Last: { last: Period.Period, asOf: Instant.Instant },
  Dates: { from: Instant.Instant, to: Instant.Instant }
})
/** @since 0.1.0 */
export type Span = typeof Span.Type

const Template = Text.Line.check(
  Schema.makeFilter<string>(
    (text) =>
      [...text.matchAll(/\{([^{}]*)\}/g)].every(([, name = ""]) => places.has(name)) ||
      `knows only the places ${[...places].map((name) => `{${name}}`).join(", ")}`
  )
)

const places = new Set(["value", "ofTen", "n", "from", "to", "within"])

/** At most two decimals: more would be noise. */
const Stated = Schema.Finite.check(
  Schema.isBetween({ minimum: -100, maximum: 100 }),
  Schema.makeFilter<number>((value) => decimalsOf(value) <= 2 || "has more than two decimals")
)

const decimalsOf = (value: number): number => {
  if (Number.isInteger(value)) return 0
  return Number.isInteger(Number((value * 10).toFixed(8)))
    ? 1
    : Number.isInteger(Number((value * 100).toFixed(6)))
      ? 2
      : 3
}

/**
 * - `text`: the sentence in English, French or both. Places: `{value}` the number, `{ofTen}` the same out of ten, `{n}` how
 *   many answered, `{from}`, `{to}`, `{within}`. A sentence that says "recommend" measures `Recommend`.
 * - `states`: the number it says, in the unit of the measure, with at most two decimals; `n` when it says out of how many.
 * - `minimum`: out of fewer the sentence is not said, whatever the number.
 * - `validity`: how long it may be said, counted from the end of its dates, or from `asOf`.
 * - `zone`: whose midnight begins a day (default UTC).
 *
 * @category models
 * @since 0.1.0
 */
export const Claim = Schema.Struct({
  id: Text.Name,
  text: Schema.Struct({ en: Schema.optionalKey(Template), fr: Schema.optionalKey(Template) }),
  kind: Kind,
  measure: Measure,
  states: Schema.Struct({ value: Stated, n: Schema.optionalKey(Schema.Int.check(Schema.isGreaterThan(0))) }),
  span: Span,
  minimum: Schema.Int.check(Schema.isGreaterThan(0)),
  validity: Period.Period,
  zone: Zone.Zone.pipe(Schema.withDecodingDefaultKey(Effect.succeed("UTC")))
}).check(
  Schema.makeFilter((claim) => {
    const problem = problemOf(claim)
    return problem === undefined || problem
  })
)
/** @since 0.1.0 */
export type Claim = typeof Claim.Type

/** Typed by hand, since `Claim` itself asks for it. */
function problemOf({
  kind,
  measure,
  span,
  states,
  text
}: {
  readonly kind: Kind
  readonly measure: Measure
  readonly span: Span
  readonly states: { readonly value: number; readonly n?: number }
  readonly text: { readonly en?: string; readonly fr?: string }
}): string | undefined {
  const texts = [text.en, text.fr].filter((one) => one !== undefined)
  const isOfCases = measure._tag === "Reply" || measure._tag === "Resolve"
  if (texts.length === 0) return "has a text in no language"
  if (measure._tag !== "Nps" && states.value < 0) return "states a share below 0"
  if (measure._tag !== "Recommend" && texts.some((one) => /recomm[ae]nd/iu.test(one)))
    return `says "recommend", which is the share of 9–10 and nothing else: measure "Recommend"`
  if (kind === "promise" && !isOfCases) return `promises a deed, so it must measure "Reply" or "Resolve"`
  if (texts.some((one) => one.includes("{ofTen}")) && (states.value < 0 || states.value % 10 !== 0))
    return `says "{ofTen}", so the number it states must be a multiple of 10`
  if (texts.some((one) => one.includes("{n}")) && states.n === undefined)
    return `says "{n}", so it must state out of how many`
  if (texts.some((one) => one.includes("{within}")) && !isOfCases) return `says "{within}", but measures no time`
  if (span._tag === "Dates" && span.from >= span.to) return "has dates that end before they begin"
  if (span._tag === "Last" && Period.parts(span.last).amount === 0) return "is about no time at all"
  if (texts.some((one) => !/\{(?:value|ofTen)\}/u.test(one)) && !(kind === "promise" && states.value === 100))
    return `does not say its number: put "{value}" or "{ofTen}" into each text`
  return undefined
}

/**
 * Reads a claim. Every problem is reported.
 *
 * @category decoding
 * @since 0.1.0
 */
export const decode: (input: unknown) => Result.Result<Claim, Schema.SchemaError> = Schema.decodeUnknownResult(Claim, {
  errors: "all",
  onExcessProperty: "error"
})

/**
 * What is to be counted: from a time, included, to another, excluded.
 *
 * @category models
 * @since 0.1.0
 */
export const Query = Schema.Struct({ measure: Measure, from: Instant.Instant, to: Instant.Instant })
/** @since 0.1.0 */
export type Query = typeof Query.Type

/**
 * What was counted. The value is 100 × `hits` / `n`: of a share, how many of how many; of an NPS, promoters minus detractors
 * out of answers. `lower`: the lower limit of the value's interval, in the same unit, where somebody has computed one.
 *
 * @category models
 * @since 0.1.0
 */
export const Evidence = Schema.Struct({
  query: Query,
  hits: Schema.Int,
  n: Schema.Int.check(Schema.isGreaterThanOrEqualTo(0)),
  lower: Schema.optionalKey(Schema.Finite.check(Schema.isBetween({ minimum: -100, maximum: 100 })))
}).check(
  Schema.makeFilter(
    ({ hits, lower, n, query }) =>
      (Math.abs(hits) <= n &&
        (hits >= 0 || query.measure._tag === "Nps") &&
        (lower === undefined || n === 0 || lower <= (100 * hits) / n)) ||
      "cannot be: there are more hits than there were, fewer than none, or a lower limit above the value"
  )
)
/** @since 0.1.0 */
export type Evidence = typeof Evidence.Type

/**
 * The value of evidence, not rounded. Unit: percent, or points for an NPS. Empty: none.
 *
 * @category getters
 * @since 0.1.0
 */
export const value = ({ hits, n }: Pick<Evidence, "hits" | "n">): Option.Option<number> =>
  n === 0 ? Option.none() : Option.some((100 * hits) / n)

/** Rounded to so many decimals; a half goes away from 0, as people round. */
const rounded = ({ hits, n }: Evidence, decimals: number): number => {
  const scale = 10 ** decimals
  return (Math.sign(hits) * Math.round((100 * scale * Math.abs(hits)) / n)) / scale + 0
}

/**
 * The evidence that a claim calls for at a time: that of its own period and, when it has dates, that of the latest ended
 * period of equal length, unless it is the same. For whole calendar months, quarters and years this is the latest ended one
 * of its kind; for other dates it ends with yesterday.
 *
 * @category auditing
 * @since 0.1.0
 */
export const queries = (self: Claim, now: Instant.Instant): ReadonlyArray<Query> => {
  const own = ownQuery(self, now)
  const latest = latestQuery(self, now)
  return latest === undefined ? [own] : [own, latest]
}

const day = 86_400_000

const today = ({ zone }: Claim, now: Instant.Instant): Zone.Local => {
  const local = Zone.toLocal(zone, now)
  return local - (((local % day) + day) % day)
}

const ownQuery = (self: Claim, now: Instant.Instant): Query => {
  const { measure, span, zone } = self
  if (span._tag === "Dates") return { measure, from: span.from, to: span.to }
  const to = Zone.fromLocal(zone, today(self, now))
  return { measure, from: before(span.last, to, zone), to }
}

/** The latest time from which the period has passed by then: years and months back on the calendar, clamped. */
const before = (period: Period.Period, to: Instant.Instant, zone: Zone.Zone): Instant.Instant => {
  const { amount, unit } = Period.parts(period)
  if (unit !== "month" && unit !== "year") {
    return Period.isCalendar(period)
      ? Zone.fromLocal(zone, Zone.toLocal(zone, to) - Period.nominalMillis(period))
      : to - Period.nominalMillis(period)
  }
  return Zone.fromLocal(zone, monthsLater(Zone.toLocal(zone, to), -amount * (unit === "year" ? 12 : 1)))
}

const monthsLater = (local: Zone.Local, months: number): Zone.Local => {
  const date = new Date(local)
  const length = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0)).getUTCDate()
  const moved = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, Math.min(date.getUTCDate(), length))
  return moved + (local - Math.floor(local / day) * day)
}

const latestQuery = (self: Claim, now: Instant.Instant): Query | undefined => {
  const { measure, span, zone } = self
  if (span._tag === "Last") return undefined
  const from = Zone.toLocal(zone, span.from)
  const to = Zone.toLocal(zone, span.to)
  const end = today(self, now)
  const months = calendarMonths(from, to)
  const latestEnd = months === undefined ? end : monthsLater(from, latestOfKind(from, months, end))
  const latest = {
    measure,
    from: Zone.fromLocal(zone, months === undefined ? latestEnd - (to - from) : monthsLater(latestEnd, -months)),
    to: Zone.fromLocal(zone, latestEnd)
  }
  // what has not ended yet is not compared with what has
  return latest.to <= span.to ? undefined : latest
}

/** Of a month, quarter, half-year or year of the calendar: how many months; of any other dates none. */
const calendarMonths = (from: Zone.Local, to: Zone.Local): number | undefined => {
  const first = new Date(from)
  if (first.getUTCDate() !== 1 || from % day !== 0) return undefined
  return [1, 3, 6, 12].find((months) => first.getUTCMonth() % months === 0 && monthsLater(from, months) === to)
}

/** So many months after `from` the latest one of its kind that has ended by `end` ends. */
const latestOfKind = (from: Zone.Local, months: number, end: Zone.Local): number => {
  const since = new Date(from)
  const until = new Date(end)
  const between = 12 * (until.getUTCFullYear() - since.getUTCFullYear()) + until.getUTCMonth() - since.getUTCMonth()
  return Math.floor(between / months) * months
}

/**
 * A counted answer: to which survey, when, what.
 *
 * @category models
 * @since 0.1.0
 */
export interface Answer {
  readonly survey: Survey.SurveyId
  readonly at: Instant.Instant
  readonly score: Score.Score
}

/**
 * When a case was opened, first answered by a person, resolved.
 *
 * @category models
 * @since 0.1.0
 */
export interface CaseTimes {
  readonly openedAt: Instant.Instant
  readonly repliedAt?: Instant.Instant
  readonly resolvedAt?: Instant.Instant
}

/**
 * What a query is counted from: answers that count (each person's latest, or each wave's) and cases.
 *
 * @category models
 * @since 0.1.0
 */
export interface Facts {
  readonly answers: ReadonlyArray<Answer>
  readonly cases: ReadonlyArray<CaseTimes>
}

/**
 * Counts the facts of a query, as known at `now`. Answers count by when they were given, cases by when they were opened. A
 * case whose promised time still runs counts neither for nor against, even when it was answered already: of the recent ones
 * only the quick would count, and the number would flatter. `lower` is left to who can compute it.
 *
 * @category auditing
 * @since 0.1.0
 */
export const evidence = (
  query: Query,
  { answers, cases }: Facts,
  now: Instant.Instant,
  zone: Zone.Zone = "UTC"
): Evidence => {
  const { measure } = query
  const isIn = (at: Instant.Instant) => at >= query.from && at < query.to && at <= now
  if (measure._tag === "Reply" || measure._tag === "Resolve") {
    const due = cases
      .filter(({ openedAt }) => isIn(openedAt))
      .map(({ openedAt, repliedAt, resolvedAt }) => ({
        by: Period.after(measure.within, openedAt, zone),
        done: measure._tag === "Reply" ? repliedAt : resolvedAt
      }))
      .filter(({ by }) => by <= now)
    return { query, hits: due.filter(({ by, done }) => done !== undefined && done <= by).length, n: due.length }
  }
  const tally = Nps.tally(
    answers.filter(({ at, survey }) => survey === measure.survey && isIn(at)).map(({ score }) => score)
  )
  const { answers: n, detractors, promoters } = Nps.counts(tally)
  switch (measure._tag) {
    case "Recommend":
      return { query, hits: promoters, n }
    case "Nps":
      return { query, hits: promoters - detractors, n }
    case "Gave":
      return { query, hits: [...new Set(measure.scores)].reduce<number>((sum, score) => sum + tally[score], 0), n }
  }
}

/**
 * What an audit finds, worst first: nothing or the wrong thing to rest on, more said than is so, dates that were picked,
 * past its time; or all is well.
 *
 * @category models
 * @since 0.1.0
 */
export const Status = Schema.Literals(["unsupported", "overstated", "cherry-picked", "stale", "supported"])
/** @since 0.1.0 */
export type Status = typeof Status.Type

const stated = { states: Schema.Finite }

/**
 * One thing that is wrong with a claim, with the numbers.
 *
 * Unsupported:
 * - `NoEvidence`: nothing was counted for its period, or for the latest period to compare with.
 * - `Contradictory`: two counts of the same do not agree.
 * - `TooFew`: fewer than the claim's minimum.
 * - `NotEnded`: its period goes on.
 * - `NoLowerLimit`: a general sentence, and nobody has computed how sure the number is.
 * - `Differs`: a descriptive sentence says less than the value; it describes something else.
 * - `FewerSaid`: it says it rests on fewer than it does.
 *
 * Overstated:
 * - `Exceeds`: it says more than `most`: the rounded value, the lower limit, or what was done.
 * - `MoreSaid`: it says it rests on more than it does.
 *
 * Cherry-picked:
 * - `FailsLately`: its own dates bear it, the latest ended period of equal length does not.
 *
 * Stale:
 * - `Outlived`: it is past its validity.
 *
 * @category models
 * @since 0.1.0
 */
export const Problem = Schema.TaggedUnion({
  NoEvidence: { query: Query },
  Contradictory: { query: Query },
  TooFew: { n: Schema.Int, minimum: Schema.Int },
  NotEnded: { to: Instant.Instant },
  NoLowerLimit: { query: Query },
  Differs: { ...stated, value: Schema.Finite },
  FewerSaid: { ...stated, n: Schema.Int },
  Exceeds: { ...stated, most: Schema.Finite },
  MoreSaid: { ...stated, n: Schema.Int },
  FailsLately: { ...stated, most: Schema.Finite, n: Schema.Int, from: Instant.Instant, to: Instant.Instant },
  Outlived: { until: Instant.Instant }
})
/** @since 0.1.0 */
export type Problem = typeof Problem.Type

const statuses: Record<Problem["_tag"], Status> = {
  NoEvidence: "unsupported",
  Contradictory: "unsupported",
  TooFew: "unsupported",
  NotEnded: "unsupported",
  NoLowerLimit: "unsupported",
  Differs: "unsupported",
  FewerSaid: "unsupported",
  Exceeds: "overstated",
  MoreSaid: "overstated",
  FailsLately: "cherry-picked",
  Outlived: "stale"
}

/**
 * A claim held against its evidence. `status` is that of its worst problem; `evidence` what it was held against, where there
 * is any; `latest` what it was compared with, where its dates call for it.
 *
 * @category models
 * @since 0.1.0
 */
export interface Audit {
  readonly claim: Claim
  readonly status: Status
  readonly problems: ReadonlyArray<Problem>
  readonly evidence: Option.Option<Evidence>
  readonly latest: Option.Option<Evidence>
}

/**
 * Holds every claim against its evidence, as of `now`. All problems of each are reported. A latest period with fewer than the
 * claim's minimum proves nothing, for or against.
 *
 * @category auditing
 * @since 0.1.0
 */
export const audit = (
  claims: ReadonlyArray<Claim>,
  evidence: ReadonlyArray<Evidence>,
  now: Instant.Instant
): ReadonlyArray<Audit> => {
  const byQuery = Map.groupBy(evidence, ({ query }) => keyOf(query))
  return claims.map((claim) => auditOne(claim, (query) => byQuery.get(keyOf(query)) ?? [], now))
}

const keyOf = ({ from, measure, to }: Query): string => JSON.stringify([from, to, ...measureKey(measure)])

const measureKey = (measure: Measure): ReadonlyArray<unknown> => {
  switch (measure._tag) {
    case "Recommend":
    case "Nps":
      return [measure._tag, measure.survey]
    case "Gave":
      return [measure._tag, measure.survey, [...new Set(measure.scores)].toSorted((a, b) => a - b)]
    case "Reply":
    case "Resolve":
      return [measure._tag, measure.within]
  }
}

type Find = (query: Query) => ReadonlyArray<Evidence>

const auditOne = (claim: Claim, find: Find, now: Instant.Instant): Audit => {
  const problems: Array<Problem> = []
  const read = (query: Query): Evidence | undefined => {
    const [first, ...others] = find(query)
    if (first === undefined) problems.push({ _tag: "NoEvidence", query })
    else if (others.some(({ hits, lower, n }) => hits !== first.hits || n !== first.n || lower !== first.lower))
      problems.push({ _tag: "Contradictory", query })
    else return first
    return undefined
  }

  const query = ownQuery(claim, now)
  const own = read(query)
  if (query.to > now) problems.push({ _tag: "NotEnded", to: query.to })
  if (own !== undefined) problems.push(...ownProblems(claim, own))

  const latestOf = latestQuery(claim, now)
  const latest = latestOf && read(latestOf)
  // a sentence that its own dates do not bear was not picked for them
  if (
    latest !== undefined &&
    latest.n >= claim.minimum &&
    !problems.some(({ _tag }) => statuses[_tag] === "overstated")
  ) {
    const most = mostOf(claim, latest)
    const { from, to } = latest.query
    if (most === undefined) problems.push({ _tag: "NoLowerLimit", query: latest.query })
    else if (claim.states.value > most)
      problems.push({ _tag: "FailsLately", states: claim.states.value, most, n: latest.n, from, to })
  }

  const until = validUntil(claim)
  if (now >= until) problems.push({ _tag: "Outlived", until })

  const order = Status.literals
  const sorted = problems.toSorted((a, b) => order.indexOf(statuses[a._tag]) - order.indexOf(statuses[b._tag]))
  const worst = sorted[0]
  return {
    claim,
    status: worst === undefined ? "supported" : statuses[worst._tag],
    problems: sorted,
    evidence: Option.fromNullishOr(own),
    latest: Option.fromNullishOr(latest)
  }
}

/**
 * Until when a claim may be said, that instant excluded.
 *
 * @category getters
 * @since 0.1.0
 */
export const validUntil = ({ span, validity, zone }: Claim): Instant.Instant =>
  Period.after(validity, span._tag === "Dates" ? span.to : span.asOf, zone)

/** The most that the sentence may say, by its kind. `undefined`: it cannot be known. */
const mostOf = ({ kind, states }: Claim, found: Evidence): number | undefined => {
  if (found.n === 0) return undefined
  switch (kind) {
    case "descriptive":
      return rounded(found, decimalsOf(states.value))
    case "general":
      return found.lower
    case "promise":
      return (100 * found.hits) / found.n
  }
}

function* ownProblems(claim: Claim, own: Evidence): Generator<Problem> {
  const { kind, minimum, states } = claim
  if (own.n < minimum) yield { _tag: "TooFew", n: own.n, minimum }
  if (states.n !== undefined && states.n > own.n) yield { _tag: "MoreSaid", states: states.n, n: own.n }
  if (states.n !== undefined && states.n < own.n) yield { _tag: "FewerSaid", states: states.n, n: own.n }
  if (own.n === 0) return
  const most = mostOf(claim, own)
  if (most === undefined) yield { _tag: "NoLowerLimit", query: own.query }
  else if (states.value > most) yield { _tag: "Exceeds", states: states.value, most }
  else if (kind === "descriptive" && states.value < most) yield { _tag: "Differs", states: states.value, value: most }
}

/**
 * The claim with the best number that this evidence for its own period bears, as of `now`: the rounded value (with as many
 * decimals as it has), or the lower limit or deed rounded down to a whole number (to a ten where the text says `{ofTen}`).
 * None when the evidence bears no number: too few, no lower limit, or no ten.
 *
 * @category auditing
 * @since 0.1.0
 */
export const restate = (self: Claim, found: Evidence, now: Instant.Instant): Option.Option<Claim> => {
  const most = mostOf(self, found)
  if (found.n < self.minimum || most === undefined) return Option.none()
  const step = [self.text.en, self.text.fr].some((text) => text?.includes("{ofTen}")) ? 10 : 1
  const value = self.kind === "descriptive" ? most : Math.floor(most / step) * step + 0
  const states = { value, ...(self.states.n !== undefined && { n: found.n }) }
  const span: Span = self.span._tag === "Last" ? { ...self.span, asOf: now } : self.span
  return Result.getSuccess(decode({ ...self, states, span }))
}

type Language = "en" | "fr"

const number = (value: number, language: Language): string => new Intl.NumberFormat(language).format(value)

const dayIn = (at: Instant.Instant, zone: Zone.Zone): string => Instant.day(Zone.toLocal(zone, at))

/**
 * The sentence with its numbers, as it is to be said at a time. `undefined`: it has no text in this language. Days are
 * written 2026-03-01; `{to}` is the last day included. The text is plain: escape it where it is shown.
 *
 * @category formatting
 * @since 0.1.0
 */
export const sentence = (self: Claim, language: Language, now: Instant.Instant): string | undefined => {
  const { measure, states, zone } = self
  const { from, to } = ownQuery(self, now)
  const fill: Record<string, string> = {
    value: number(states.value, language),
    ofTen: number(states.value / 10, language),
    n: states.n === undefined ? "" : number(states.n, language),
    from: dayIn(from, zone),
    to: dayIn(to - 1, zone),
    within: "within" in measure ? Period.inWords(measure.within, language) : ""
  }
  return self.text[language]?.replaceAll(/\{(\w+)\}/g, (whole, name: string) => fill[name] ?? whole)
}

const words = {
  en: {
    supported: "supported",
    overstated: "overstated",
    stale: "stale",
    unsupported: "unsupported",
    "cherry-picked": "cherry-picked"
  },
  fr: {
    supported: "étayée",
    overstated: "exagérée",
    stale: "périmée",
    unsupported: "non étayée",
    "cherry-picked": "dates choisies"
  }
} as const satisfies Record<Language, Record<Status, string>>

/**
 * A problem in words: what, and what the numbers are.
 *
 * @category formatting
 * @since 0.1.0
 */
export const explain = (self: Problem, language: Language, zone: Zone.Zone = "UTC"): string => {
  const en = language === "en"
  const say = (value: number) => number(Math.round(value * 100) / 100, language)
  const dates = ({ from, to }: { readonly from: number; readonly to: number }) =>
    en ? `${dayIn(from, zone)} to ${dayIn(to - 1, zone)}` : `du ${dayIn(from, zone)} au ${dayIn(to - 1, zone)}`
  switch (self._tag) {
    case "NoEvidence":
      return en ? `nothing was counted for ${dates(self.query)}` : `rien n’a été compté ${dates(self.query)}`
    case "Contradictory":
      return en
        ? `two counts for ${dates(self.query)} do not agree`
        : `deux décomptes se contredisent ${dates(self.query)}`
    case "TooFew":
      return en
        ? `it rests on ${say(self.n)}, and needs at least ${say(self.minimum)}`
        : `elle repose sur ${say(self.n)}, et il en faut au moins ${say(self.minimum)}`
    case "NotEnded":
      return en
        ? `its period ends on ${dayIn(self.to - 1, zone)}`
        : `sa période se termine le ${dayIn(self.to - 1, zone)}`
    case "NoLowerLimit":
      return en
        ? `it speaks of all customers, and nobody has computed how sure the number is (${dates(self.query)})`
        : `elle parle de tous les clients, et personne n’a calculé la précision du chiffre (${dates(self.query)})`
    case "Differs":
      return en
        ? `it says ${say(self.states)}, and the value is ${say(self.value)}`
        : `elle dit ${say(self.states)}, et la valeur est ${say(self.value)}`
    case "FewerSaid":
    case "MoreSaid":
      return en
        ? `it says it rests on ${say(self.states)}, and rests on ${say(self.n)}`
        : `elle dit reposer sur ${say(self.states)}, et repose sur ${say(self.n)}`
    case "Exceeds":
      return en
        ? `it says ${say(self.states)}, and at most ${say(self.most)} is borne out`
        : `elle dit ${say(self.states)}, et les faits n’étayent que ${say(self.most)}`
    case "FailsLately":
      return en
        ? `it says ${say(self.states)}, and the latest period of equal length, ${dates(self)}, bears out at most ${say(self.most)} (of ${say(self.n)})`
        : `elle dit ${say(self.states)}, et la dernière période de même durée, ${dates(self)}, n’étaye que ${say(self.most)} (sur ${say(self.n)})`
    case "Outlived":
      return en
        ? `it could be said until ${dayIn(self.until - 1, zone)}`
        : `elle pouvait être dite jusqu’au ${dayIn(self.until - 1, zone)}`
  }
}

/**
 * An audit as a line of text: the claim's name, what was found, and why. Where all is well: the number that bears it.
 *
 * @category formatting
 * @since 0.1.0
 */
export const line = ({ claim, evidence, problems, status }: Audit, language: Language): string => {
  const colon = language === "en" ? ":" : " :"
  const bearing = Option.match(evidence, {
    onNone: () => "",
    onSome: ({ hits, lower, n }) => {
      const unit = claim.measure._tag === "Nps" ? "" : language === "en" ? "%" : "\u00a0%"
      const round = (found: number) => `${number(Math.round(found * 10) / 10, language)}${unit}`
      const limit = lower === undefined ? "" : `${language === "en" ? ", at least " : ", au moins "}${round(lower)}`
      return `${round((100 * hits) / Math.max(n, 1))}${limit}, ${language === "en" ? "of" : "sur"} ${number(n, language)}`
    }
  })
  const because =
    status === "supported" ? bearing : problems.map((problem) => explain(problem, language, claim.zone)).join("; ")
  return `${claim.id}${colon} ${words[language][status]} (${because})`
}
