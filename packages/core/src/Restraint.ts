/**
 * Restraint: may this be sent to this contact now?
 *
 * Every rule that may hold something back gives a verdict; the verdicts are joined, so the rules need no order.
 *
 * @since 0.1.0
 */
import * as Activity from "./Activity.ts"
import * as BackOff from "./BackOff.ts"
import * as Call from "./Call.ts"
import type * as Candidate from "./Candidate.ts"
import * as Case from "./Case.ts"
import * as Climb from "./Climb.ts"
import * as ContactFrequency from "./ContactFrequency.ts"
import type * as Decision from "./Decision.ts"
import * as Disruption from "./Disruption.ts"
import * as Eligibility from "./Eligibility.ts"
import type { Instant } from "./Instant.ts"
import * as Period from "./Period.ts"
import * as Program from "./Program.ts"
import type * as Reason from "./Reason.ts"
import * as Resurvey from "./Resurvey.ts"
import * as SendWindow from "./SendWindow.ts"
import * as StableHash from "./StableHash.ts"
import * as State from "./State.ts"
import type * as Survey from "./Survey.ts"
import * as Verdict from "./Verdict.ts"
import * as Wave from "./Wave.ts"

type Situation = Candidate.Situation

/**
 * One rule: may this go out now, as far as the rule is concerned?
 *
 * @category models
 * @since 0.1.0
 */
export type Rule = (situation: Situation, candidate: Candidate.Candidate) => Verdict.Verdict

/**
 * Every rule that may hold a candidate back, joined. What people in the company do is never held back.
 *
 * @category judging
 * @since 0.1.0
 */
export const judge = (situation: Situation, candidate: Candidate.Candidate): Verdict.Verdict =>
  candidate.kind === "action" ? Verdict.allow : joined(every, situation, candidate)

const joined = (rules: ReadonlyArray<Rule>, situation: Situation, candidate: Candidate.Candidate): Verdict.Verdict => {
  let verdict = Verdict.allow
  for (const rule of rules) verdict = Verdict.join(verdict, rule(situation, candidate))
  return verdict
}

/**
 * The rules that hold for every message, whatever it is for: is anything allowed to reach this person, can it, and now?
 *
 * @category judging
 * @since 0.1.0
 */
export const reach: Rule = (situation, candidate) =>
  joined([silence, address, backOff, legalBasis, sendWindow], situation, candidate)

/** Opt-out, spam report, erasure: nothing more until the contact lifts it. A pause: nothing until it ends. */
const silence = ({ now, state }: Situation, { purpose, survey }: Candidate.Candidate): Verdict.Verdict => {
  if (state.erasedAt !== undefined) return Verdict.forbid({ _tag: "Erased", at: state.erasedAt })
  if (state.spamReportedAt !== undefined) return Verdict.forbid({ _tag: "SpamReported", at: state.spamReportedAt })
  const at = State.optedOutSince(state, survey, purpose)
  if (at !== undefined) return Verdict.forbid({ _tag: "OptedOut", at })
  const until = State.pausedUntil(state, now)
  return until === undefined ? Verdict.allow : Verdict.defer(until, { _tag: "Paused", until })
}

/** No address: wait for one. An address that was refused: not there. */
const address = ({ state }: Situation): Verdict.Verdict => {
  if (state.email === undefined) return Verdict.wait({ _tag: "NoAddress" })
  const at = state.bounced.get(state.email)
  return at === undefined ? Verdict.allow : Verdict.forbid({ _tag: "HardBounced", at })
}

/** After a failed attempt, not before its back-off. */
const backOff = ({ now, state }: Situation, { key }: Candidate.Candidate): Verdict.Verdict => {
  const send = State.send(state, key)
  if (send?.status !== "failed") return Verdict.allow
  const { at: failedAt, failures } = send
  const until = failedAt + BackOff.millis(failures)
  return now < until ? Verdict.defer(until, { _tag: "BackingOff", failedAt, failures }) : Verdict.allow
}

/** Persuasion by mail needs a recorded consent or soft opt-in. */
const legalBasis = ({ state }: Situation, { purpose }: Candidate.Candidate): Verdict.Verdict =>
  purpose === undefined || purpose === "measure" || State.hasLegalBasis(state, purpose, "mail")
    ? Verdict.allow
    : Verdict.forbid({ _tag: "NoLegalBasis" })

/** Nobody is asked for praise while they wait for our help. */
const decency: Rule = (situation, { purpose }) => (purpose === "advocate" ? openCase(situation) : Verdict.allow)

/** One small step at a time, each asked for as often as the ladder says, and not after a no. */
const ladder: Rule = ({ now, state, zone }, { climbs }) =>
  climbs === undefined ? Verdict.allow : Climb.judge(state, climbs, zone, now)

/**
 * While a case is open: not until it is resolved.
 *
 * @category judging
 * @since 0.1.0
 */
export const openCase = ({ state }: Situation): Verdict.Verdict => {
  for (const found of state.cases.values()) {
    if (Case.isOpen(found)) return Verdict.wait({ _tag: "CaseOpen", since: found.openedAt })
  }
  return Verdict.allow
}

/**
 * Nor while something dramatic disrupts them: until its case is resolved, which `decency` sees to; where none was opened,
 * until it has ended, or for as long as such a thing lasts. A reliable drop of the score is one, too.
 */
const disruption = (situation: Situation, { purpose }: Candidate.Candidate): Verdict.Verdict => {
  let verdict = Verdict.allow
  if (purpose !== "advocate") return verdict
  const { now, program, state, zone } = situation
  const isLookedAfter = (survey: string, wave: Decision.WaveId) =>
    state.cases.has(Case.id(survey as Survey.SurveyId, wave))
  const hold = (until: Instant, reason: Reason.Reason) => {
    verdict = Verdict.join(verdict, Verdict.defer(until, reason))
  }
  for (const { about, at, id, kind } of state.touchpoints) {
    const lasts = Disruption.lasts(program, kind)
    const survey = Disruption.opener(program, kind)
    if (lasts === undefined || (survey !== undefined && isLookedAfter(survey, Disruption.wave(id)))) continue
    const ended = state.calmed.find(
      (calm) => calm.kind === kind && calm.at >= at && (calm.about === undefined || calm.about === about)
    )
    const until = ended?.at ?? Period.after(lasts, at, zone)
    if (now < until) hold(until, { _tag: "Disrupted", kind, at, until })
  }
  for (const wave of State.waves(state)) {
    const answer = Wave.isRepair(wave) ? undefined : Wave.counted(wave, Program.closes(program, wave.survey), zone)
    if (answer === undefined || isLookedAfter(wave.survey, wave.id)) continue
    const until = Period.after(Disruption.usually, answer.at, zone)
    const drop = now < until ? Call.dropBefore(situation, wave, answer) : undefined
    if (drop !== undefined) hold(until, drop)
  }
  return verdict
}

/** What holds back for twice the time says why. */
const slowly = ({ slowedDownAt: at }: State.State, verdict: Verdict.Verdict): Verdict.Verdict =>
  at === undefined || verdict._tag !== "Defer"
    ? verdict
    : Verdict.join(verdict, Verdict.defer(verdict.until, { _tag: "SlowedDown", at }))

/** Not before consistency lets the survey be asked again. */
const rhythm = ({ now, program, state, zone }: Situation, candidate: Candidate.Candidate): Verdict.Verdict => {
  const isMeant = candidate.kind === "invitation" && candidate.repairs === undefined
  const survey = isMeant ? Program.survey(program, candidate.survey) : undefined
  const again = survey && Resurvey.next(program, state, survey, zone)
  if (again === undefined) return Verdict.allow
  const { dueAt, from, next } = again
  if (dueAt === undefined) return Verdict.wait({ _tag: "SilentTooOften", since: from, basis: next.basis })
  if (now >= dueAt) return Verdict.allow
  return slowly(state, Verdict.defer(dueAt, { _tag: "Consistent", until: dueAt, basis: next.basis }))
}

/**
 * Only those whom the trigger means.
 *
 * @category judging
 * @since 0.1.0
 */
export const eligibility: Rule = (situation, { dueAt, meant }) =>
  Verdict.join(
    meant?.when === undefined ? Verdict.allow : Eligibility.condition(situation, meant.when),
    meant?.age === undefined ? Verdict.allow : Eligibility.age(situation, dueAt, meant.age)
  )

/** A stable share of the contacts each time, and everybody's turn comes. */
const sampling = ({ program, state }: Situation, { kind, repairs, survey }: Candidate.Candidate): Verdict.Verdict => {
  const share = Program.survey(program, survey)?.sample ?? 1
  if (kind !== "invitation" || repairs !== undefined || share === 1) return Verdict.allow
  const first = StableHash.share(JSON.stringify([program.id, survey, state.contact]))
  const place = (first + State.draws(state, survey) * share) % 1
  return place < share ? Verdict.allow : Verdict.forbid({ _tag: "NotSampled", share })
}

type Limit = ContactFrequency.MinimumGap | ContactFrequency.Cap

/**
 * Could what colleagues were asked hold this back?
 *
 * @category guards
 * @since 0.1.0
 */
export const readsAccount = ({ program }: Situation, candidate: Candidate.Candidate): boolean =>
  [program.frequency, program.caps].some((rules) =>
    rules.some((rule: Limit) => rule.subject === "account" && ContactFrequency.holds(rule, candidate))
  )

/**
 * Not while as many as a rule of the program allows are within its window, on one of its clocks. A gap allows one.
 * `starts` says what started the clocks (default: all that was done).
 *
 * @category judging
 * @since 0.1.0
 */
export const frequency = (
  situation: Situation,
  candidate: Candidate.Candidate,
  starts: Starts = done
): Verdict.Verdict => {
  let verdict = Verdict.allow
  const { caps, frequency: gaps } = situation.program
  for (const rule of caps.length === 0 ? gaps : [...gaps, ...caps]) {
    if (!ContactFrequency.holds(rule, candidate)) continue
    // whether we repaired it may be asked within the survey's own gap, not within that of everything
    if ("gap" in rule && rule.scope === "survey" && candidate.repairs !== undefined) continue
    const [most, period] = "gap" in rule ? ([1, rule.gap] as const) : ([rule.most, rule.within] as const)
    const within = State.paced(situation.state, period)
    for (const clock of rule.clocks) {
      // of so many back, the oldest must have left the window before there is room for one more
      const at = latestStarts(situation, candidate, rule, clock, most, starts)[most - 1]
      if (at === undefined) continue
      const until = Period.after(within, at, situation.zone)
      if (situation.now >= until) continue
      const subject = rule.subject === "account" ? { subject: rule.subject } : {}
      const reason: Reason.Reason =
        "gap" in rule
          ? { _tag: "TooSoon", clock, at, gap: within, ...subject }
          : { _tag: "TooMany", clock, most, within, since: at, ...subject }
      verdict = Verdict.join(verdict, slowly(situation.state, Verdict.defer(until, reason)))
    }
  }
  return verdict
}

/** Lists of what started clocks, for a rule with this subject; each the latest last. */
type Starts = (
  situation: Situation,
  subject: ContactFrequency.Subject
) => ReadonlyArray<ReadonlyArray<Activity.Activity>>

function done({ account, state }: Situation, subject: ContactFrequency.Subject) {
  const own = Activity.of(state)
  return subject === "account" && account !== undefined ? [own, account.activity] : [own]
}

/**
 * When a rule's clock was started, as far as it counts for this ask: the latest so many, the last one first. One in the
 * future is the latest; what is not known of one may have been anything.
 *
 * @category getters
 * @since 0.1.0
 */
export const latestStarts = (
  situation: Situation,
  candidate: Candidate.Candidate,
  { scope, subject }: Limit,
  clock: ContactFrequency.Clock,
  most: number,
  starts: Starts = done
): ReadonlyArray<Instant> => {
  const { state } = situation
  const isMeant = (start: Activity.Activity): boolean =>
    start.clock === clock &&
    (scope !== "purpose" || start.purpose === undefined || start.purpose === candidate.purpose) &&
    (scope !== "survey" || start.survey === undefined || start.survey === candidate.survey) &&
    !(candidate.kind === "reminder" && isOwnInvitation(start))
  /** Which does not hold its reminder back. */
  const isOwnInvitation = ({ contact, purpose, survey, wave }: Activity.Activity): boolean =>
    clock === "invited" &&
    purpose === "measure" &&
    contact === state.contact &&
    survey === candidate.survey &&
    wave === candidate.wave
  const lists = starts(situation, subject)
  const [only] = lists
  if (only !== undefined && lists.length === 1) return latest(only, most, isMeant)
  const found = lists.flatMap((list) => latest(list, most, isMeant))
  return found.toSorted((a, b) => b - a).slice(0, most)
}

/** The times of the last so many that are meant. */
const latest = (
  activity: ReadonlyArray<Activity.Activity>,
  n: number,
  isMeant: (start: Activity.Activity) => boolean
): ReadonlyArray<Instant> => {
  const found: Array<Instant> = []
  for (let i = activity.length - 1; i >= 0 && found.length < n; i--) {
    const start = activity[i]
    if (start !== undefined && isMeant(start)) found.push(start.at)
  }
  return found
}

/** Asks go out when their reader is at work, by the reader's own clock. */
const sendWindow = ({ now, program, zone }: Situation, { kind }: Candidate.Candidate): Verdict.Verdict => {
  const { window } = program
  if (window === undefined || kind === "message") return Verdict.allow
  const until = SendWindow.next(window, now, zone)
  if (until === now) return Verdict.allow
  const reason = { _tag: "OutsideWindow", from: window.from, to: window.to } as const
  // a window that never opens is refused when the program is made; holidays may still shut the last one that was listed
  return until === undefined ? Verdict.wait(reason) : Verdict.defer(until, reason)
}
/**
 * All the rules, by name.
 *
 * @category rules
 * @since 0.1.0
 */
export const rules = {
  silence,
  address,
  "back-off": backOff,
  "legal basis": legalBasis,
  decency,
  ladder,
  disruption,
  eligibility,
  rhythm,
  sampling,
  "contact frequency": frequency,
  "send window": sendWindow
} as const satisfies Record<string, Rule>

/** The name of a rule. @category models @since 0.1.0 */
export type Name = keyof typeof rules

const every = Object.values<Rule>(rules)
