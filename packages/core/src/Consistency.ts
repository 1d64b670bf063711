/**
 * Consistency: when again?
 *
 * Who once gave a good score wants to stay consistent, unless something dramatic happens. So those who are steady are
 * asked less and less often, those who were disturbed soon, and a swing is told from noise before anybody acts on it.
 * Sources: R. B. Cialdini, "Influence: The Psychology of Persuasion", 1984, on commitment and consistency; N. S. Jacobson
 * and P. Truax, "Clinical Significance", Journal of Consulting and Clinical Psychology 59(1), 1991, on reliable change.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Instant from "./Instant.ts"
import * as Period from "./Period.ts"
import * as Score from "./Score.ts"
import type * as Zone from "./Zone.ts"

const longer = Schema.makeFilter<ReadonlyArray<Period.Period>>((intervals) => {
  const lengths = intervals.map(Period.nominalMillis)
  const wrong = lengths.findIndex((length, index) => length <= (lengths[index - 1] ?? 0))
  const before = intervals[wrong - 1]
  if (wrong === -1) return true
  return before === undefined
    ? `"${intervals[wrong]}" is no interval at all: the shortest must be longer than nothing`
    : `each interval must be longer than the one before it; "${intervals[wrong]}" is not longer than "${before}"`
})

const on = Schema.Boolean.pipe(Schema.withDecodingDefaultKey(Effect.succeed(true)))

/**
 * Which of the rules apply; each does unless it is switched off.
 *
 * - `steady`: whoever stays in their category is asked again after the next longer interval. Off: after the same one.
 * - `silence`: whoever does not answer, too, and after `silentWaves` in a row not before they do something. Off: silence
 *   leaves the interval as it is.
 * - `disruption`: after one, the shortest interval, and a repair ask. Off: neither. That nobody is asked for praise while they wait
 *   for our help holds whatever this says.
 * - `reliableChange`: after a change that is more than noise, the shortest interval. Off: a change is only a change.
 *
 * @category models
 * @since 0.1.0
 */
export const Rules = Schema.Struct({ steady: on, silence: on, disruption: on, reliableChange: on })
/** @since 0.1.0 */
export type Rules = typeof Rules.Type

/**
 * The parameters of the consistency rules. Everything left out has its default, which together are `byConsistency`.
 *
 * - `intervals`: how long until a relationship survey is asked again, shortest first (default 3, 6, 12 months).
 * - `silentWaves`: after so many unanswered waves in a row, no ask until the contact does something (default 3).
 * - `noise.sDiff`: how much the answers of undisturbed people differ from one time to the next, as a standard deviation
 *   of the differences. Unit: points of the 0–10 scale, more than 0 (default 1.5). `estimateSDiff` finds yours.
 * - `repair.after`: how long after a case is resolved we ask whether it was repaired (default 21 days).
 * - `rules`: which of the rules apply (default all).
 *
 * @category models
 * @since 0.1.0
 */
export const Consistency = Schema.Struct({
  intervals: Schema.NonEmptyArray(Period.Period)
    .check(longer)
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(["3 months", "6 months", "12 months"] as const))),
  silentWaves: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 100 })).pipe(
    Schema.withDecodingDefaultKey(Effect.succeed(3))
  ),
  noise: Schema.Struct({
    sDiff: Schema.Finite.check(Schema.isGreaterThan(0)).pipe(Schema.withDecodingDefaultKey(Effect.succeed(1.5)))
  }).pipe(Schema.withDecodingDefaultKey(Effect.succeed({}))),
  repair: Schema.Struct({
    after: Period.Period.pipe(Schema.withDecodingDefaultKey(Effect.succeed("21 days" as const)))
  }).pipe(Schema.withDecodingDefaultKey(Effect.succeed({}))),
  rules: Rules.pipe(Schema.withDecodingDefaultKey(Effect.succeed({})))
})
/** @since 0.1.0 */
export type Consistency = typeof Consistency.Type

/**
 * All the rules, with the defaults of their parameters.
 *
 * @example Consistency.byConsistency.intervals // => ["3 months", "6 months", "12 months"]
 * @category presets
 * @since 0.1.0
 */
export const byConsistency: Consistency = Schema.decodeSync(Consistency)({})

/** 95 % of a normal distribution lie below the one, and between minus and plus the other. */
const oneSided = 1.645
const twoSided = 1.96

/**
 * Is an answer so much lower than the one before that noise alone is a poor explanation? One-sided at 95 %: the drop is
 * at least 1.645 × `sDiff`. With an `sDiff` of 1.5 that is 2.47, so 3 points. A rise is no drop.
 * `sDiff`: standard deviation of the differences between two answers of undisturbed people; points, more than 0.
 * Source: N. S. Jacobson and P. Truax, "Clinical Significance", Journal of Consulting and Clinical Psychology 59(1), 1991;
 * they test both directions, see `isReliableChange`.
 *
 * @example Consistency.isReliableDrop(10, 7, 1.5) // => true
 * @example Consistency.isReliableDrop(10, 8, 1.5) // => false
 * @category noise
 * @since 0.1.0
 */
export const isReliableDrop = (before: Score.Score, after: Score.Score, sDiff: number): boolean =>
  (before - after) / sDiff >= oneSided

/**
 * Is an answer so different from the one before, lower or higher, that noise alone is a poor explanation? Two-sided at
 * 95 %: the difference is at least 1.96 × `sDiff`. With an `sDiff` of 1.5 that is 2.94, so 3 points.
 * The 95 % are those of the normal curve: answers are whole points, and 3 of them stand for all that rounds to 3, so with
 * that `sDiff` noise alone makes 8 of 100 undisturbed pairs look changed (and 4 of 100 dropped).
 * `sDiff`: standard deviation of the differences between two answers of undisturbed people; points, more than 0.
 * Source: N. S. Jacobson and P. Truax, "Clinical Significance", Journal of Consulting and Clinical Psychology 59(1), 1991.
 *
 * @example Consistency.isReliableChange(5, 8, 1.5) // => true
 * @example Consistency.isReliableChange(6, 8, 1.5) // => false
 * @category noise
 * @since 0.1.0
 */
export const isReliableChange = (before: Score.Score, after: Score.Score, sDiff: number): boolean =>
  Math.abs(after - before) / sDiff >= twoSided

/**
 * Two answers of one person to one survey, in the order they were given, with no disruption between them.
 *
 * @category models
 * @since 0.1.0
 */
export type Pair = readonly [before: Score.Score, after: Score.Score]

/**
 * How many pairs an estimate of the noise takes at least.
 *
 * @category noise
 * @since 0.1.0
 */
export const fewestPairs = 30

/**
 * There are too few repeat pairs to tell how large the noise is; so many are missing.
 *
 * @category errors
 * @since 0.1.0
 */
export class TooFewPairs extends Schema.TaggedError<TooFewPairs>()("TooFewPairs", {
  pairs: Schema.Int,
  missing: Schema.Int
}) {
  override get message() {
    return `${this.pairs} undisturbed repeat pairs are too few to estimate S_diff: ${this.missing} more are needed; until then keep the default of 1.5`
  }
}

/**
 * All pairs differ by the same number of points. An S_diff of 0 would make every change a reliable one.
 *
 * @category errors
 * @since 0.1.0
 */
export class NoSpread extends Schema.TaggedError<NoSpread>()("NoSpread", {
  pairs: Schema.Int,
  difference: Schema.Int
}) {
  override get message() {
    return `all ${this.pairs} repeat pairs differ by ${this.difference}, which leaves no noise to estimate: see whether answers were copied from one wave to the next; until then keep the default of 1.5`
  }
}

/**
 * The noise in people's answers, S_diff: the standard deviation of the differences d = after − before,
 * √(Σ(d − d̄)² ÷ (n − 1)). It is the parameter itself, already of differences: do not multiply it by √2. That everybody
 * moved alike is no noise, and is taken out by d̄. Unit: points of the 0–10 scale.
 *
 * Out of: pairs without a disruption between them; one of each person, since several of one person are not independent.
 * For a person to look at and adopt into a program, never for live use. Too few to tell: `TooFewPairs`; all alike:
 * `NoSpread`.
 * Source: N. S. Jacobson and P. Truax, "Clinical Significance", Journal of Consulting and Clinical Psychology 59(1), 1991,
 * for what S_diff is; they derive it from a test's reliability, here it is measured.
 *
 * @example Result.isFailure(Consistency.estimateSDiff([[9, 8], [7, 7]])) // => true
 * @category noise
 * @since 0.1.0
 */
export const estimateSDiff = (pairs: Iterable<Pair>): Result.Result<number, TooFewPairs | NoSpread> => {
  let n = 0
  let sum = 0
  let squares = 0
  for (const [before, after] of pairs) {
    const difference = after - before
    n += 1
    sum += difference
    squares += difference * difference
  }
  if (n < fewestPairs) return Result.fail(new TooFewPairs({ pairs: n, missing: fewestPairs - n }))
  // whole numbers, so nothing is rounded before the division
  const spread = n * squares - sum * sum
  return spread === 0
    ? Result.fail(new NoSpread({ pairs: n, difference: sum / n }))
    : Result.succeed(Math.sqrt(spread / (n * (n - 1))))
}

/**
 * An answer that counted, for saying what an interval rests on.
 *
 * @category models
 * @since 0.1.0
 */
export const Given = Schema.Struct({ score: Score.Score, at: Instant.Instant })
/** @since 0.1.0 */
export type Given = typeof Given.Type

/**
 * A past wave of one relationship survey. `at`: when the contact was invited, or gave an answer nobody had asked for.
 * `answer`: the counted one; missing is silence. `disrupted`: a disruption has happened since, and before the next wave.
 * A wave that still takes answers is not past.
 *
 * @category models
 * @since 0.1.0
 */
export interface PastWave {
  readonly at: Instant.Instant
  readonly answer?: Given | undefined
  readonly disrupted: boolean
}

/**
 * What an interval rests on.
 *
 * - `NeverAsked`: there is no wave yet.
 * - `FirstAnswer`: there is one counted answer, and nothing to compare it with.
 * - `Steady`: two counted answers in a row of the same category, not reliably different.
 * - `Changed`: of another category, but perhaps by noise.
 * - `ReliablyChanged`: too different for noise, also within one category.
 * - `Disrupted`: something dramatic has happened since the wave at `since`.
 * - `Silent`: so many waves in a row without an answer, the latest at `since`; before them the `last` counted answer, if any.
 *
 * @category models
 * @since 0.1.0
 */
export const Basis = Schema.TaggedUnion({
  NeverAsked: {},
  FirstAnswer: { answer: Given },
  Steady: { before: Given, after: Given },
  Changed: { before: Given, after: Given },
  ReliablyChanged: { before: Given, after: Given },
  Disrupted: { since: Instant.Instant },
  Silent: { waves: Schema.Int, since: Instant.Instant, last: Schema.optionalKey(Given) }
})
/** @since 0.1.0 */
export type Basis = typeof Basis.Type

/**
 * When a relationship survey may be asked again, and why then.
 *
 * - `AnyTime`: consistency has nothing to say.
 * - `After`: not before `interval` has passed since `from`.
 * - `UntilTheyAct`: not before the contact does something, later than `since`.
 *
 * @category models
 * @since 0.1.0
 */
export const Next = Schema.TaggedUnion({
  AnyTime: { basis: Basis },
  After: { interval: Period.Period, from: Instant.Instant, basis: Basis },
  UntilTheyAct: { since: Instant.Instant, basis: Basis }
})
/** @since 0.1.0 */
export type Next = typeof Next.Type

/**
 * When to ask again, from the contact's past waves of one relationship survey, oldest first.
 *
 * Everybody begins at the shortest interval. Each wave then moves them, the first of these that is true:
 * a disruption since → the shortest; silence → the next longer; the answer reliably changed → the shortest; its category
 * is that of the counted answer before → the next longer; its category changed → the same. The longest stays the longest.
 * After `silentWaves` silent ones in a row, whatever else happened: not until the contact does something.
 *
 * The interval counts from the last wave's counted answer; when it has none, from its invitation. No category is treated
 * unlike another, and neither is a rise unlike a drop: keeping only the unhappy at short intervals would make them answer
 * more often than the rest, and bias every number that counts waves. Empty: `AnyTime`.
 * Source of the reliable change: Jacobson and Truax 1991; of lengthening for the steady: Cialdini 1984, by way of Trustmary,
 * "Social proof and consistency: why NPS must be measured more than once", 2023.
 *
 * @example Consistency.nextInterval([], Consistency.byConsistency) // => { _tag: "AnyTime", basis: { _tag: "NeverAsked" } }
 * @category intervals
 * @since 0.1.0
 */
export const nextInterval = (waves: ReadonlyArray<PastWave>, parameters: Consistency): Next => {
  const { intervals, rules, silentWaves } = parameters
  const latest = waves.at(-1)
  if (latest === undefined) return { _tag: "AnyTime", basis: { _tag: "NeverAsked" } }

  let basis: Basis = { _tag: "NeverAsked" }
  let step = 0
  let silent = 0
  let last: Given | undefined
  for (const wave of waves) {
    silent = wave.answer === undefined ? silent + 1 : 0
    basis = basisOf(wave, last, silent, parameters)
    step = Math.min(stepAfter(basis, step, rules), intervals.length - 1)
    last = wave.answer ?? last
  }

  if (rules.silence && silent >= silentWaves) {
    return { _tag: "UntilTheyAct", since: latest.at, basis: silence(silent, latest.at, last) }
  }
  const interval = intervals[step] ?? intervals[0]
  return { _tag: "After", interval, from: latest.answer?.at ?? latest.at, basis }
}

const silence = (waves: number, since: Instant.Instant, last: Given | undefined): Basis => ({
  _tag: "Silent",
  waves,
  since,
  ...(last && { last })
})

const basisOf = (wave: PastWave, before: Given | undefined, silent: number, { noise, rules }: Consistency): Basis => {
  const { answer: after } = wave
  if (rules.disruption && wave.disrupted) return { _tag: "Disrupted", since: wave.at }
  if (after === undefined) return silence(silent, wave.at, before)
  if (before === undefined) return { _tag: "FirstAnswer", answer: after }
  if (rules.reliableChange && isReliableChange(before.score, after.score, noise.sDiff)) {
    return { _tag: "ReliablyChanged", before, after }
  }
  return { _tag: Score.category(before.score) === Score.category(after.score) ? "Steady" : "Changed", before, after }
}

/** Where on the ladder of intervals a wave leaves the contact, were the ladder endless. */
const stepAfter = (basis: Basis, step: number, rules: Rules): number => {
  switch (basis._tag) {
    case "Disrupted":
    case "ReliablyChanged":
      return 0
    case "Steady":
      return rules.steady ? step + 1 : step
    case "Silent":
      return rules.silence ? step + 1 : step
    case "NeverAsked":
    case "FirstAnswer":
    case "Changed":
      return step
  }
}

/**
 * The first instant at which consistency has nothing against asking again, in the contact's zone. `undefined`: no time
 * is named, since it has nothing against any (`AnyTime`), or since only the contact can change it (`UntilTheyAct`).
 *
 * @example Consistency.dueAt({ _tag: "AnyTime", basis: { _tag: "NeverAsked" } }, "UTC") // => undefined
 * @category intervals
 * @since 0.1.0
 */
export const dueAt = (self: Next, zone: Zone.Zone): Instant.Instant | undefined =>
  self._tag === "After" ? Period.after(self.interval, self.from, zone) : undefined

/**
 * When to ask, once per case, whether we repaired it, in the contact's zone. `undefined`: the rule is switched off.
 * For a case that is resolved; one that is opened again has no such time any more.
 *
 * @example Consistency.repairDueAt(Date.UTC(2026, 0, 1), Consistency.byConsistency, "UTC") // => Date.UTC(2026, 0, 22)
 * @category intervals
 * @since 0.1.0
 */
export const repairDueAt = (
  resolvedAt: Instant.Instant,
  { repair, rules }: Consistency,
  zone: Zone.Zone
): Instant.Instant | undefined => (rules.disruption ? Period.after(repair.after, resolvedAt, zone) : undefined)
