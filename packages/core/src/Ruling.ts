/**
 * Ruling: what does each rule say about this, and on which fact does it rest?
 *
 * `Restraint` joins the rules into one verdict; here they stand one by one, those that allow included.
 *
 * @since 0.1.0
 */
import * as BackOff from "./BackOff.ts"
import type * as Candidate from "./Candidate.ts"
import * as ContactFrequency from "./ContactFrequency.ts"
import * as Disruption from "./Disruption.ts"
import * as Ground from "./Ground.ts"
import * as Period from "./Period.ts"
import * as Program from "./Program.ts"
import * as Reason from "./Reason.ts"
import * as Restraint from "./Restraint.ts"
import * as Resurvey from "./Resurvey.ts"
import * as State from "./State.ts"
import * as Verdict from "./Verdict.ts"

type Situation = Candidate.Situation

/**
 * The name of a rule. Requests for reviews have one of their own beside those that hold for every message.
 *
 * @category models
 * @since 0.1.0
 */
export type Name = Restraint.Name | "review request"

/**
 * A rule and its verdict. What stands in the way is in the verdict's reasons; `ground` says why nothing does.
 *
 * @category models
 * @since 0.1.0
 */
export type Ruling =
  | { readonly rule: Name; readonly verdict: Exclude<Verdict.Verdict, { readonly _tag: "Allow" }> }
  | {
      readonly rule: Name
      readonly verdict: Extract<Verdict.Verdict, { readonly _tag: "Allow" }>
      readonly ground: Ground.Ground
    }

/**
 * What each rule says, in the order of `Restraint.rules`; the rules of contact frequency once for each of theirs and each
 * of its clocks. A rule that does not concern this (a legal basis for measuring, a rhythm where the survey has none) says
 * nothing. Joined, they are what `decide` goes by. Empty for what people in the company do.
 *
 * @category judging
 * @since 0.1.0
 */
export const all = (situation: Situation, candidate: Candidate.Candidate): ReadonlyArray<Ruling> => {
  if (candidate.kind === "action") return []
  const judged = candidate.judge?.()
  if (judged === undefined) return names.flatMap((rule) => of(rule, situation, candidate))
  return [
    ...reaching.flatMap((rule) => of(rule, situation, candidate)),
    judged._tag === "Allow"
      ? { rule: "review request", verdict: judged, ground: { _tag: "ItsTurn" } }
      : { rule: "review request", verdict: judged }
  ]
}

const of = (rule: Restraint.Name, situation: Situation, candidate: Candidate.Candidate): ReadonlyArray<Ruling> =>
  parts(rule, situation).flatMap((part): ReadonlyArray<Ruling> => {
    const verdict = Restraint.rules[rule](part, candidate)
    if (verdict._tag !== "Allow") return [{ rule, verdict }]
    const ground = grounds[rule](part, candidate)
    return ground === undefined ? [] : [{ rule, verdict, ground }]
  })

/** Those of `Restraint.reach`, which hold for every message. */
const reaching = ["silence", "address", "back-off", "legal basis", "send window"] as const

const names = Object.keys(Restraint.rules) as ReadonlyArray<Restraint.Name>

/** The situation, once for each part of a rule that has several. */
const parts = (rule: Restraint.Name, situation: Situation): ReadonlyArray<Situation> => {
  if (rule !== "contact frequency") return [situation]
  const { program } = situation
  const only = (rules: Pick<Program.Program, "frequency" | "caps">) => ({
    ...situation,
    program: { ...program, ...rules }
  })
  return [
    ...program.frequency.flatMap((one) =>
      one.clocks.map((clock) => only({ frequency: [{ ...one, clocks: [clock] }], caps: [] }))
    ),
    ...program.caps.flatMap((one) =>
      one.clocks.map((clock) => only({ frequency: [], caps: [{ ...one, clocks: [clock] }] }))
    )
  ]
}

/** Why a rule that allows has nothing against it; `undefined` when it does not concern it. */
const grounds: Record<
  Restraint.Name,
  (situation: Situation, candidate: Candidate.Candidate) => Ground.Ground | undefined
> = {
  silence: () => ({ _tag: "NotSilenced" }),

  address: ({ state }) => (state.email === undefined ? undefined : { _tag: "AddressGood", address: state.email }),

  "back-off": ({ state }, { key }) => {
    const send = State.send(state, key)
    return send?.status === "failed"
      ? { _tag: "BackedOff", failedAt: send.at, until: send.at + BackOff.millis(send.failures) }
      : undefined
  },

  "legal basis": (_, { purpose }) =>
    purpose === undefined || purpose === "measure" ? undefined : { _tag: "BasisRecorded", purpose },

  decency: (_, { purpose }) => (purpose === "advocate" ? { _tag: "NoCaseOpen" } : undefined),

  ladder: (_, { climbs }) =>
    climbs === undefined ? undefined : { _tag: "StepOpen", step: "rung" in climbs ? climbs.rung.rung : climbs.step },

  disruption: ({ program, state, zone }, { purpose }) => {
    if (purpose !== "advocate") return undefined
    const over = state.touchpoints.flatMap(({ about, at, kind }) => {
      const lasts = Disruption.lasts(program, kind)
      const ended = state.calmed.find(
        (calm) => calm.kind === kind && calm.at >= at && (calm.about === undefined || calm.about === about)
      )
      const until = lasts === undefined ? undefined : (ended?.at ?? Period.after(lasts, at, zone))
      return until === undefined ? [] : [{ _tag: "DisruptionOver" as const, kind, at, until }]
    })
    return over.toSorted((a, b) => a.until - b.until).at(-1) ?? { _tag: "Undisturbed" }
  },

  eligibility: (_, { meant }) =>
    meant?.when === undefined && meant?.age === undefined ? undefined : { _tag: "Meant" },

  rhythm: ({ program, state, zone }, { kind, repairs, survey: id }) => {
    const survey = kind === "invitation" && repairs === undefined ? Program.survey(program, id) : undefined
    if (survey?.rhythm === undefined) return undefined
    const again = Resurvey.next(program, state, survey, zone)
    return again?.dueAt === undefined
      ? { _tag: "NeverAsked" }
      : { _tag: "IntervalOver", interval: again.interval, from: again.from, until: again.dueAt }
  },

  sampling: ({ program }, { kind, repairs, survey }) => {
    const share = Program.survey(program, survey)?.sample ?? 1
    return kind !== "invitation" || repairs !== undefined || share === 1 ? undefined : { _tag: "Sampled", share }
  },

  "contact frequency": (situation, candidate) =>
    situation.program.frequency.map((rule) => gap(situation, candidate, rule))[0] ??
    situation.program.caps.map((rule) => cap(situation, candidate, rule))[0],

  "send window": ({ program: { window } }, { kind }) =>
    window === undefined || kind === "message" ? undefined : { _tag: "WithinWindow", from: window.from, to: window.to }
}

const gap = (
  situation: Situation,
  candidate: Candidate.Candidate,
  rule: ContactFrequency.MinimumGap
): Ground.Ground | undefined => {
  const { gap, scope } = rule
  const [clock] = rule.clocks
  if (!ContactFrequency.holds(rule, candidate) || (scope === "survey" && candidate.repairs !== undefined)) {
    return undefined
  }
  const [at] = Restraint.latestStarts(situation, candidate, rule, clock, 1)
  return at === undefined ? { _tag: "NeverDone", clock } : { _tag: "GapOver", clock, at, gap, now: situation.now }
}

const cap = (
  situation: Situation,
  candidate: Candidate.Candidate,
  rule: ContactFrequency.Cap
): Ground.Ground | undefined => {
  const { most, within } = rule
  const [clock] = rule.clocks
  if (!ContactFrequency.holds(rule, candidate)) return undefined
  const { now, zone } = situation
  const starts = Restraint.latestStarts(situation, candidate, rule, clock, most)
  const count = starts.filter((at) => now < Period.after(within, at, zone)).length
  return { _tag: "RoomLeft", clock, count, most, within }
}

/**
 * Why, in words, without a full stop.
 *
 * @category formatting
 * @since 0.1.0
 */
export const sentence = (self: Ruling, language: Reason.Language = "en"): string =>
  "ground" in self ? Ground.sentence(self.ground, language) : Reason.sentenceOfAll(self.verdict.reasons, language)
