/**
 * Trust: do we mean well, and can we do it?
 *
 * Trust is intention × competence, and one without the other is worth nothing. So it is a geometric mean: where one of
 * the two is 0, so is trust, whatever the other.
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Case from "./Case.ts"
import type { Instant } from "./Instant.ts"
import * as Nps from "./Nps.ts"
import type * as Praise from "./Praise.ts"

/**
 * How many of how many.
 *
 * @category models
 * @since 0.1.0
 */
export interface Count {
  readonly hits: number
  readonly n: number
}

/**
 * What is counted.
 *
 * Intention:
 * - `repliedInTime`: cases first answered by a person within the promised time. Out of: cases whose promised time has run out.
 * - `criticismAnswered`: criticism that got an answer to what it said. Out of: criticism received.
 * - `redressedInTime`: cases put right by the promised time. Out of: cases whose promised time has run out.
 *
 * Competence:
 * - `answers`: the answers to the NPS question; their share is (NPS + 100) / 200.
 * - `resolvedByFirstOwner`: cases resolved by whom they were first given to. Out of: resolved cases.
 * - `praisePassedOn`: praise that named somebody and reached them. Out of: praise that names somebody.
 *
 * @category models
 * @since 0.1.0
 */
export interface Deeds {
  readonly repliedInTime: Count
  readonly criticismAnswered: Count
  readonly redressedInTime: Count
  readonly answers: Nps.Tally
  readonly resolvedByFirstOwner: Count
  readonly praisePassedOn: Count
}

/**
 * A share in [0, 1] and out of how many. None when `n` is 0.
 *
 * @category models
 * @since 0.1.0
 */
export interface Share {
  readonly share: Option.Option<number>
  readonly n: number
}

/**
 * The scorecard: six shares, each with its `n`; the two means; and trust, √(intention × competence). All in [0, 1]. A mean
 * is none when one of its three shares has fewer than `fewest`, and trust when one of all six has.
 *
 * @category models
 * @since 0.1.0
 */
export interface Trust {
  readonly shares: Readonly<Record<keyof Deeds, Share>>
  readonly intention: Option.Option<number>
  readonly competence: Option.Option<number>
  readonly trust: Option.Option<number>
}

/**
 * Fewer than this many say nothing about a share.
 *
 * @category rules
 * @since 0.1.0
 */
export const fewest = 10

/**
 * A count that cannot be: more hits than there were, less than none, or a part of one.
 *
 * @category errors
 * @since 0.1.0
 */
export class InvalidCount extends Schema.TaggedError<InvalidCount>()("InvalidCount", {
  share: Schema.String,
  hits: Schema.Number,
  n: Schema.Number
}) {
  override get message(): string {
    return `${this.share}: ${this.hits} of ${this.n} cannot be: both must be whole numbers, 0 ≤ hits ≤ n`
  }
}

/**
 * The scorecard of what was counted. Fails with the first count that cannot be.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (deeds: Deeds): Result.Result<Trust, InvalidCount> => {
  const { answers, detractors, promoters } = Nps.counts(deeds.answers)
  // (NPS + 100) / 200 is each promoter for a whole, each passive for a half; so in halves all numbers are whole
  const counts = { ...deeds, answers: { hits: answers + promoters - detractors, n: 2 * answers } }
  for (const [share, { hits, n }] of Object.entries(counts)) {
    if (!Number.isSafeInteger(hits) || !Number.isSafeInteger(n) || hits < 0 || hits > n)
      return Result.fail(new InvalidCount({ share, hits, n }))
  }
  const shares = {
    repliedInTime: shareOf(counts.repliedInTime),
    criticismAnswered: shareOf(counts.criticismAnswered),
    redressedInTime: shareOf(counts.redressedInTime),
    answers: { ...shareOf(counts.answers), n: answers },
    resolvedByFirstOwner: shareOf(counts.resolvedByFirstOwner),
    praisePassedOn: shareOf(counts.praisePassedOn)
  }
  const intention = mean([shares.repliedInTime, shares.criticismAnswered, shares.redressedInTime])
  const competence = mean([shares.answers, shares.resolvedByFirstOwner, shares.praisePassedOn])
  const trust = Option.flatMap(intention, (i) => Option.map(competence, (c) => Math.sqrt(i * c)))
  return Result.succeed({ shares, intention, competence, trust })
}

const shareOf = ({ hits, n }: Count): Share => ({ share: n === 0 ? Option.none() : Option.some(hits / n), n })

const mean = (shares: ReadonlyArray<Share>): Option.Option<number> => {
  if (shares.some(({ n }) => n < fewest)) return Option.none()
  return Option.map(Option.all(shares.map(({ share }) => share)), (found) => {
    const sum = found.reduce((a, b) => a + b, 0)
    return sum / found.length
  })
}

/**
 * The shares that cases tell, as far as they are known at `now`. Each round of a case counts for itself, unless it was closed
 * in the promised time, because the customer changed their answer before anybody had looked. A round whose promised time still runs counts neither
 * for nor against, even when the deed is done already: counting only the quick ones among the recent would flatter. A round
 * without a deadline to resolve it promised no redress.
 *
 * @category counting
 * @since 0.1.0
 */
export const ofCases = (
  cases: Iterable<Case.Case>,
  now: Instant
): Pick<Deeds, "repliedInTime" | "redressedInTime" | "resolvedByFirstOwner"> => {
  const all = [...cases]
  const rounds = all.flatMap(Case.rounds)
  const promised = rounds.flatMap(({ closedAt, redressedAt, resolveBy }) =>
    resolveBy === undefined ? [] : [{ by: resolveBy, done: redressedAt, closedAt }]
  )
  const resolved = all.filter(({ resolvedAt }) => resolvedAt !== undefined && resolvedAt <= now)
  return {
    repliedInTime: kept(
      rounds.map(({ acknowledgedAt, closedAt, deadline }) => ({ by: deadline, done: acknowledgedAt, closedAt })),
      now
    ),
    redressedInTime: kept(promised, now),
    resolvedByFirstOwner: {
      hits: resolved.filter(({ moves }) => !moves.some(({ _tag }) => _tag === "CaseAssigned")).length,
      n: resolved.length
    }
  }
}

interface Promised {
  readonly by: Instant
  readonly done: Instant | undefined
  readonly closedAt?: Instant | undefined
}

const kept = (all: ReadonlyArray<Promised>, now: Instant): Count => {
  const promises = all.filter(({ by, closedAt }) => closedAt === undefined || closedAt > by)
  const due = promises.filter(({ by }) => by <= now)
  return { hits: due.filter(({ by, done }) => done !== undefined && done <= by).length, n: due.length }
}

/**
 * Praise that names somebody: how much of it was passed on by `now`. Praise whose deadline still runs counts neither for nor
 * against.
 *
 * @category counting
 * @since 0.1.0
 */
export const ofPraise = (praises: Iterable<Praise.Praise>, now: Instant): Count => {
  const due = [...praises].filter(({ at, task }) => (task?.deadline ?? at) <= now)
  return { hits: due.filter(({ passedOnAt }) => passedOnAt !== undefined && passedOnAt <= now).length, n: due.length }
}

const words = {
  en: {
    repliedInTime: "first reply in the promised time",
    criticismAnswered: "criticism answered",
    redressedInTime: "redressed in time",
    answers: "(NPS + 100) / 200",
    resolvedByFirstOwner: "resolved by the first owner",
    praisePassedOn: "named praise passed on",
    intention: "intention",
    competence: "competence",
    trust: "trust",
    few: (n: number) => `too few to say (${n})`,
    unknown: `cannot be said: a share rests on fewer than ${fewest}`,
    of: (n: number) => `of ${n}`
  },
  fr: {
    repliedInTime: "première réponse dans le délai promis",
    criticismAnswered: "critiques ayant reçu une réponse",
    redressedInTime: "réparé à temps",
    answers: "(NPS + 100) / 200",
    resolvedByFirstOwner: "résolu par le premier responsable",
    praisePassedOn: "éloges nominatifs transmis",
    intention: "intention",
    competence: "compétence",
    trust: "confiance",
    few: (n: number) => `trop peu pour conclure (${n})`,
    unknown: `indéterminée : une part repose sur moins de ${fewest} cas`,
    of: (n: number) => `sur ${n}`
  }
} as const

/**
 * The scorecard as lines of text, a share per line with out of how many, then the means and trust. Two decimals, rounded.
 *
 * @category formatting
 * @since 0.1.0
 */
export const lines = (self: Trust, language: "en" | "fr"): ReadonlyArray<string> => {
  const say = words[language]
  const colon = language === "en" ? ":" : " :"
  const number = (value: number) => value.toFixed(2).replace(".", language === "en" ? "." : ",")
  const share = (name: keyof Deeds) => {
    const { n, share } = self.shares[name]
    const value = Option.isNone(share) || n < fewest ? say.few(n) : `${number(share.value)} ${say.of(n)}`
    return `  ${say[name]}${colon} ${value}`
  }
  const whole = (name: "intention" | "competence" | "trust") =>
    `${say[name]}${colon} ${Option.match(self[name], { onNone: () => say.unknown, onSome: number })}`
  return [
    whole("intention"),
    share("repliedInTime"),
    share("criticismAnswered"),
    share("redressedInTime"),
    whole("competence"),
    share("answers"),
    share("resolvedByFirstOwner"),
    share("praisePassedOn"),
    whole("trust")
  ]
}
