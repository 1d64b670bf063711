/**
 * Coverage: did the lives that were lived see every kind of decision, verdict and reason?
 *
 * A law that holds over histories in which nothing happens says little.
 */
import * as Decision from "@temoin/core/Decision"
import * as Reason from "@temoin/core/Reason"
import * as Verdict from "@temoin/core/Verdict"
import * as Programs from "../arbitrary/Program.ts"
import type { Lived, Look } from "./Lived.ts"

const groups = {
  decision: Object.keys(Decision.Decision.cases),
  ending: Decision.Ending.literals,
  verdict: ["Allow", "Defer", "Wait", "Forbid"] satisfies ReadonlyArray<Verdict.Verdict["_tag"]>,
  reason: Object.keys(Reason.Reason.cases)
}

/** What no program that is tried can bring about: none has hours, a rhythm or disruptions yet. */
const unseen: ReadonlyArray<string> = [
  ...(Programs.hasWindows ? [] : ["reason OutsideWindow"]),
  "reason TimeToAskAgain",
  "reason Consistent",
  "reason SilentTooOften",
  "reason Disrupted",
  "reason DroppedReliably",
  "reason CaseResolved",
  "reason CaseReopened"
]

/** No program that is tried has a ladder yet. */
const ofTestimonials: ReadonlyArray<string> = [
  ...["RequestConsent", "RequestReferral", "RequestReconfirmation", "RequestAgreement"].map((tag) => `decision ${tag}`),
  ...["Confirm", "KeepPraise", "DoubtTestimonial"].map((tag) => `decision ${tag}`),
  ...["PraiseGiven", "RungReached", "RungTaken", "RungDeclined", "RungLimitReached"].map((tag) => `reason ${tag}`),
  ...["TestimonialDoubted", "TestimonialExpired", "TestimonialEdited", "TestimonialSettled"].map((tag) => `reason ${tag}`),
  ...["ConsentNoted", "TestimonialPublished", "TestimonialWithdrawn"].map((tag) => `reason ${tag}`)
]

/** Everything that is to be seen, as "reason OptedOut". */
export const all: ReadonlyArray<string> = Object.entries(groups)
  .flatMap(([group, tags]) => tags.map((tag) => `${group} ${tag}`))
  .filter((what) => !unseen.includes(what) && !ofTestimonials.includes(what))

/** A held message shows its verdict; what was decided was allowed, and what ended as forbidden was not. */
const seenIn = ({ decided: { decisions, held } }: Look): ReadonlyArray<string> => [
  ...decisions.flatMap((decision) => [
    `decision ${decision._tag}`,
    ...(decision._tag === "EndAsk" ? [`ending ${decision.as}`] : ["verdict Allow"]),
    ...(decision._tag === "EndAsk" && decision.as === "forbidden" ? ["verdict Forbid"] : []),
    ...decision.because.map(({ _tag }) => `reason ${_tag}`)
  ]),
  ...held.flatMap(({ verdict }) => [
    `verdict ${verdict._tag}`,
    ...Verdict.reasons(verdict).map(({ _tag }) => `reason ${_tag}`)
  ])
]

export interface Coverage {
  readonly add: (lived: Lived) => void
  /** How many lives were added. */
  readonly lives: () => number
  /** In what share of the lives each was seen, rarest first. */
  readonly shares: () => ReadonlyArray<readonly [what: string, share: number]>
}

export const make = (): Coverage => {
  const counts = new Map(all.map((what) => [what, 0]))
  let lives = 0
  return {
    add: ({ looks }) => {
      lives++
      for (const what of new Set(looks.flatMap(seenIn))) counts.set(what, (counts.get(what) ?? 0) + 1)
    },
    lives: () => lives,
    shares: () =>
      [...counts].map(([what, count]) => [what, count / Math.max(1, lives)] as const).toSorted(([, a], [, b]) => a - b)
  }
}

/** The shares as a table, four to a line. */
export const table = (coverage: Coverage): string => {
  const cells = coverage.shares().map(([what, share]) => `${what} ${(100 * share).toFixed(1)} %`.padEnd(34))
  const lines = cells.flatMap((_, index) =>
    index % 4 === 0
      ? [
          cells
            .slice(index, index + 4)
            .join("")
            .trimEnd()
        ]
      : []
  )
  return `seen in the ${coverage.lives()} lives that were lived:\n${lines.join("\n")}`
}
