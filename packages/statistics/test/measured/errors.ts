/**
 * How often is each procedure wrong when nothing changed, or when the truth is known?
 *
 * Every situation is simulated so many times from a fixed seed, and each procedure judges the same samples.
 */
import * as Nps from "@temoin/core/Nps"
import * as Score from "@temoin/core/Score"
import * as Agreement from "@temoin/statistics/Agreement"
import * as ChangePoint from "@temoin/statistics/ChangePoint"
import * as ControlChart from "@temoin/statistics/ControlChart"
import * as Difference from "@temoin/statistics/Difference"
import * as Groups from "@temoin/statistics/Groups"
import * as Movement from "@temoin/statistics/Movement"
import * as Panel from "@temoin/statistics/Panel"
import * as RegressionToMean from "@temoin/statistics/RegressionToMean"
import type * as Sample from "@temoin/statistics/Sample"
import * as Strata from "@temoin/statistics/Strata"
import * as Trend from "@temoin/statistics/Trend"
import * as Weights from "@temoin/statistics/Weights"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { random } from "../given.ts"

/** What was tried in one situation: each procedure was wrong in this share of the runs. Unit: 0 to 1. */
export interface Measured {
  readonly situation: string
  readonly procedures: ReadonlyArray<{
    readonly procedure: string
    /** None: it makes no promise. */
    readonly promised: Option.Option<number>
    readonly measured: number
  }>
}

export const runs = 1000

type Random = () => number

/** Is this procedure wrong about this sample? */
type Wrong<Sample> = (sample: Sample) => boolean

interface Procedures<Sample> {
  readonly promising?: Readonly<Record<string, Wrong<Sample>>>
  readonly others?: Readonly<Record<string, Wrong<Sample>>>
}

const measured = <Sample>(
  situation: string,
  draw: (next: Random) => Sample,
  { others = {}, promising = {} }: Procedures<Sample>
): Measured => {
  const next = random(20_261_122)
  const samples = Array.from({ length: runs }, () => draw(next))
  const row = (promised: Option.Option<number>) => (entry: readonly [string, Wrong<Sample>]) => ({
    procedure: entry[0],
    promised,
    measured: samples.filter(entry[1]).length / runs
  })
  return {
    situation,
    procedures: [
      ...Object.entries(promising).map(row(Option.some(0.05))),
      ...Object.entries(others).map(row(Option.none()))
    ]
  }
}

type Shares = readonly [promoter: number, passive: number, detractor: number]

const typical: Shares = [0.5, 0.3, 0.2]

const drawn = (next: Random, answers: number, [promoter, passive]: Shares): Sample.Counts => {
  const counts = { promoters: 0, passives: 0, detractors: 0 }
  for (let i = 0; i < answers; i++) {
    const x = next()
    counts[x < promoter ? "promoters" : x < promoter + passive ? "passives" : "detractors"]++
  }
  return counts
}

const get = <A>(result: Result.Result<A, { readonly message: string }>): A => Result.getOrThrow(result)

const p = (pValue: Option.Option<number>): number => Option.getOrElse(pValue, () => 1)

/** The sum of twelve uniforms less 6: normal enough, and the same on every machine. */
const normal = (next: Random): number => {
  let sum = -6
  for (let i = 0; i < 12; i++) sum += next()
  return sum
}

const toScore = (value: number): Score.Score => Score.scale[Math.max(0, Math.min(10, Math.round(value)))] ?? 0

const twoGroups = ([a, b]: readonly [number, number]): Measured =>
  measured(
    `Two groups of ${a} and ${b} answers, 50/30/20 in both`,
    (next) => [drawn(next, a, typical), drawn(next, b, typical)] as const,
    {
      promising: {
        "`Difference.mover`, the interval misses 0 (default)": ([a, b]) =>
          Option.exists(get(Difference.mover(a, b)), ({ lower, upper }) => lower > 0 || upper < 0),
        "`Difference.permutation` (default)": ([a, b]) =>
          Option.exists(get(Difference.permutation(a, b)), (p) => p <= 0.05),
        "`Difference.adjustedWald`": ([a, b]) =>
          Option.exists(get(Difference.adjustedWald(a, b)), ({ pValue }) => p(pValue) <= 0.05),
        "`Difference.wald`": ([a, b]) => Option.exists(get(Difference.wald(a, b)), ({ pValue }) => p(pValue) <= 0.05)
      }
    }
  )

const manyGroups = (answers: number): Measured =>
  measured(
    `Five groups of ${answers} answers, 50/30/20 in each`,
    (next) => Array.from({ length: 5 }, () => drawn(next, answers, typical)),
    {
      promising: {
        "`Groups.sameAnswers` (Pearson)": (groups) =>
          Option.exists(get(Groups.sameAnswers(groups)), ({ pValue }) => pValue <= 0.05),
        "`Groups.sameScore` (Cochran Q)": (groups) =>
          Option.exists(get(Groups.sameScore(groups)), ({ pValue }) => pValue <= 0.05)
      }
    }
  )

const nobody = () => ({ detractor: 0, passive: 0, promoter: 0 })

/** People who move up as often as down: three in ten move, one step or two. */
const restless = (next: Random, people: number): Panel.Panel => {
  const panel = { detractor: nobody(), passive: nobody(), promoter: nobody() }
  for (let i = 0; i < people; i++) {
    const x = next()
    // a symmetric table: stayed .16/.2/.34, exchanged .06, .03, .06 each way
    if (x < 0.16) panel.detractor.detractor++
    else if (x < 0.36) panel.passive.passive++
    else if (x < 0.7) panel.promoter.promoter++
    else if (x < 0.76) panel.detractor.passive++
    else if (x < 0.82) panel.passive.detractor++
    else if (x < 0.85) panel.detractor.promoter++
    else if (x < 0.88) panel.promoter.detractor++
    else if (x < 0.94) panel.passive.promoter++
    else panel.promoter.passive++
  }
  return panel
}

const promoters = (panel: Panel.Panel): Movement.Uneven => get(Movement.mcnemar(panel, "promoter"))

const rejects = (test: Option.Option<Movement.Test>): boolean => p(Option.flatMap(test, ({ pValue }) => pValue)) <= 0.05

const panels = (people: number): Measured =>
  measured(`${people} people asked twice, 3 in 10 moved, as many up as down`, (next) => restless(next, people), {
    promising: {
      "`Movement.signTest`, mid-p (default)": (panel) => get(Movement.signTest(panel)).pValue <= 0.05,
      "`Movement.mcnemar` of promoters, mid-p (default)": (panel) => promoters(panel).pValue <= 0.05,
      "the same, exact": (panel) => promoters(panel).pExact <= 0.05,
      "the same, chi-square": (panel) => rejects(promoters(panel).asymptotic),
      "the same, corrected chi-square": (panel) => rejects(promoters(panel).corrected),
      "`Movement.bowker`": (panel) => rejects(Option.some(get(Movement.bowker(panel)))),
      "`Movement.stuartMaxwell`": (panel) => rejects(Option.some(get(Movement.stuartMaxwell(panel)))),
      "`Movement.bhapkar`": (panel) => rejects(get(Movement.bhapkar(panel))),
      "`Panel.change`, z": (panel) => p(Option.flatMap(get(Panel.change(panel)), ({ pValue }) => pValue)) <= 0.05
    }
  })

/** Two answers around what a person thinks. */
const answersTwice = (next: Random): readonly [Score.Score, Score.Score] => {
  const opinion = 7 + 1.4 * normal(next)
  return [toScore(opinion + 1.2 * normal(next)), toScore(opinion + 1.2 * normal(next))]
}

const reliability = (people: number): ReadonlyArray<Measured> => [
  measured(
    `${people} people asked twice, whose answers have nothing in common`,
    (next) => Array.from({ length: people }, () => [toScore(7 + 1.8 * normal(next)), toScore(7 + 1.8 * normal(next))]),
    {
      promising: {
        "`Agreement.within`, F test": (groups) =>
          Option.exists(
            Option.flatMap(get(Agreement.within(groups)), ({ test }) => test),
            ({ pValue }) => pValue <= 0.05
          )
      }
    }
  ),
  measured(
    `${people} people asked twice, and nothing done for the detractors`,
    (next) => Array.from({ length: people }, () => answersTwice(next)),
    {
      promising: {
        "`RegressionToMean.make`, the limits of what is beyond it miss 0": (pairs) =>
          Option.exists(
            Option.flatMap(
              Result.getOrElse(RegressionToMean.make(pairs, 6), () => Option.none()),
              ({ limits }) => limits
            ),
            ({ lower, upper }) => lower > 0 || upper < 0
          )
      }
    }
  )
]

/** Half of the people are twice as happy to answer as the others, and more content: 70/20/10 against 30/40/30. */
const unequal = (answers: number): Measured =>
  measured(
    `${answers} answers; one half of the people, 70/20/10, answers twice as often as the other, 30/40/30`,
    (next) => {
      const happy = Array.from({ length: answers }, () => next() < 2 / 3).filter((one) => one).length
      return [drawn(next, happy, [0.7, 0.2, 0.1]), drawn(next, answers - happy, [0.3, 0.4, 0.3])] as const
    },
    {
      promising: {
        "`Weights.estimate`, the score interval on effective answers misses the truth (default)": ([a, b]) =>
          Option.exists(get(Weights.estimate([...weighted(a, 1), ...weighted(b, 2)])), ({ interval }) =>
            misses30(interval)
          ),
        "`Weights.estimate`, ± 1.96 linearised standard errors": ([a, b]) =>
          Option.exists(get(Weights.estimate([...weighted(a, 1), ...weighted(b, 2)])), ({ nps, standardError }) =>
            Option.exists(standardError, (error) => Math.abs(nps - 30) > 1.96 * error)
          ),
        "`Strata.estimate`": ([a, b]) =>
          Option.exists(
            Option.flatMap(
              Result.getOrElse(
                Strata.estimate([
                  { population: 1, counts: a },
                  { population: 1, counts: b }
                ]),
                () => Option.none()
              ),
              ({ uncertainty }) => uncertainty
            ),
            misses30
          )
      }
    }
  )

const misses30 = ({ lower, upper }: { readonly lower: number; readonly upper: number }): boolean =>
  lower > 30 || upper < 30

const weighted = (
  { detractors, passives, promoters }: Sample.Counts,
  weight: number
): ReadonlyArray<Weights.Weighted> => [
  ...Array.from({ length: promoters }, () => ({ score: 10, weight }) as const),
  ...Array.from({ length: passives }, () => ({ score: 8, weight }) as const),
  ...Array.from({ length: detractors }, () => ({ score: 0, weight }) as const)
]

const scoreOf = ({ detractors, passives, promoters }: Sample.Counts): number =>
  Option.getOrThrow(Nps.score([detractors, 0, 0, 0, 0, 0, 0, passives, 0, promoters, 0]))

const overTime = (answers: number): Measured => {
  const baseline = { target: 30, sigma: Math.sqrt(0.61) }
  return measured(
    `24 stable months of ${answers} answers, 50/30/20: how often anything is announced`,
    (next) => {
      const series = Array.from({ length: 24 }, () => drawn(next, answers, typical))
      return { series, single: get(ChangePoint.single(series)) }
    },
    {
      promising: {
        "`Trend.make`": ({ series }) => Option.exists(get(Trend.make(series)), ({ pValue }) => pValue <= 0.05),
        "`ChangePoint.single`": ({ single }) => Option.exists(single, ({ pValue }) => pValue <= 0.05)
      },
      others: {
        "`ChangePoint.partition`, penalty 4 ln T (default)": ({ series }) =>
          get(ChangePoint.partition(series)).changePoints.length > 0,
        "`ChangePoint.partition`, penalty 3 ln T": ({ series }) =>
          get(ChangePoint.partition(series, 3 * Math.log(24))).changePoints.length > 0,
        "`ChangePoint.online`, a month is most likely a break": ({ series }) =>
          Option.exists(get(ChangePoint.online(series)), ({ points }) =>
            points.slice(1).some(({ runLength }) => runLength === 0)
          ),
        "`ControlChart.cusum`, h 5 (default), baseline known": ({ series }) =>
          Option.isSome(get(ControlChart.cusum(series, baseline)).signal),
        "`ControlChart.cusum`, h 4, baseline known": ({ series }) =>
          Option.isSome(get(ControlChart.cusum(series, baseline, { h: 4 })).signal),
        "`ControlChart.ewma`, L 3 (default), baseline known": ({ series }) =>
          Option.isSome(get(ControlChart.ewma(series, baseline)).signal),
        "not ours: the best break against the usual chi-square table": ({ single }) =>
          Option.exists(single, ({ likelihoodRatio }) => likelihoodRatio > 5.991),
        "not ours: each month against the last, p ≤ 0.05": ({ series }) =>
          series.some((month, index) => {
            const last = series[index - 1]
            return (
              last !== undefined && Option.exists(get(Difference.wald(month, last)), ({ pValue }) => p(pValue) <= 0.05)
            )
          }),
        "not ours: moved more than 5 points since last month": ({ series }) => {
          const scores = series.map(scoreOf)
          return scores.some((score, month) => Math.abs(score - (scores[month - 1] ?? score)) > 5)
        }
      }
    }
  )
}

/** Every situation, in the order of the page. */
export const measure = (): ReadonlyArray<Measured> => [
  ...(
    [
      [10, 10],
      [4, 16],
      [2, 18],
      [5, 50]
    ] as const
  ).map(twoGroups),
  ...[10, 40].map(manyGroups),
  ...[20, 100].map(panels),
  ...[20, 100].flatMap(reliability),
  ...[30, 200].map(unequal),
  ...[30, 100].map(overTime)
]

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

/** The tables of the page, in Markdown. */
export const tables = (all: ReadonlyArray<Measured>): string =>
  all
    .map(({ procedures, situation }) =>
      [
        `**${situation}**`,
        "",
        "| procedure | promised | measured |",
        "|---|---|---|",
        ...procedures.map(
          ({ measured, procedure, promised }) =>
            `| ${procedure} | ${Option.match(promised, { onNone: () => "–", onSome: percent })} | ${percent(measured)} |`
        )
      ].join("\n")
    )
    .join("\n\n")
