/**
 * Restraint: may this be sent to this contact now?
 *
 * Every rule that may hold something back gives a verdict; the verdicts are joined, so the rules need no order.
 *
 * @since 0.1.0
 */
import * as Activity from "./Activity.ts"
import * as BackOff from "./BackOff.ts"
import type * as Candidate from "./Candidate.ts"
import * as Case from "./Case.ts"
import * as ContactFrequency from "./ContactFrequency.ts"
import type { Instant } from "./Instant.ts"
import * as Period from "./Period.ts"
import * as Program from "./Program.ts"
import type * as Reason from "./Reason.ts"
import * as Resurvey from "./Resurvey.ts"
import * as SendWindow from "./SendWindow.ts"
import * as StableHash from "./StableHash.ts"
import * as State from "./State.ts"
import * as Verdict from "./Verdict.ts"

type Situation = Candidate.Situation

/**
 * Every rule that may hold a candidate back, joined. What people in the company do is never held back.
 *
 * @category judging
 * @since 0.1.0
 */
export const judge = (situation: Situation, candidate: Candidate.Candidate): Verdict.Verdict =>
  candidate.kind === "action"
    ? Verdict.allow
    : [silence, address, backOff, legalBasis, decency, disruption, sampling, rhythm, frequency, sendWindow].reduce(
        (verdict, rule) => Verdict.join(verdict, rule(situation, candidate)),
        Verdict.allow
      )

/** Opt-out, spam report, erasure: nothing more until the contact lifts it. */
const silence = ({ state }: Situation, { purpose, survey }: Candidate.Candidate): Verdict.Verdict => {
  if (state.erasedAt !== undefined) return Verdict.forbid({ _tag: "Erased", at: state.erasedAt })
  if (state.spamReportedAt !== undefined) return Verdict.forbid({ _tag: "SpamReported", at: state.spamReportedAt })
  const at = State.optedOutSince(state, survey, purpose)
  return at === undefined ? Verdict.allow : Verdict.forbid({ _tag: "OptedOut", at })
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
const decency = ({ state }: Situation, { purpose }: Candidate.Candidate): Verdict.Verdict => {
  if (purpose !== "advocate") return Verdict.allow
  for (const found of state.cases.values()) {
    if (Case.isOpen(found)) return Verdict.wait({ _tag: "CaseOpen", since: found.openedAt })
  }
  return Verdict.allow
}

/** Nor right after something dramatic happened to them. */
const disruption = ({ now, program, state, zone }: Situation, { purpose }: Candidate.Candidate): Verdict.Verdict => {
  let verdict = Verdict.allow
  if (purpose !== "advocate") return verdict
  for (const { kind, lasts } of program.disruptions) {
    for (const happened of state.touchpoints) {
      if (happened.kind !== kind) continue
      const until = Period.after(lasts, happened.at, zone)
      if (now < until)
        verdict = Verdict.join(verdict, Verdict.defer(until, { _tag: "Disrupted", kind, at: happened.at, until }))
    }
  }
  return verdict
}

/** Not before consistency lets the survey be asked again. */
const rhythm = ({ now, program, state, zone }: Situation, candidate: Candidate.Candidate): Verdict.Verdict => {
  const isMeant = candidate.kind === "invitation" && candidate.repairs === undefined
  const survey = isMeant ? Program.survey(program, candidate.survey) : undefined
  const again = survey && Resurvey.next(program, state, survey, zone)
  if (again === undefined) return Verdict.allow
  const { dueAt, from, next } = again
  if (dueAt === undefined) return Verdict.wait({ _tag: "SilentTooOften", since: from, basis: next.basis })
  return now < dueAt ? Verdict.defer(dueAt, { _tag: "Consistent", until: dueAt, basis: next.basis }) : Verdict.allow
}

/** A stable share of the contacts each time, and everybody's turn comes. */
const sampling = (
  { program, state }: Situation,
  { kind, repairs, survey, turn }: Candidate.Candidate
): Verdict.Verdict => {
  const share = Program.survey(program, survey)?.sample ?? 1
  if (kind !== "invitation" || repairs !== undefined || share === 1) return Verdict.allow
  const place = (StableHash.share(JSON.stringify([program.id, survey, state.contact])) + turn * share) % 1
  return place < share ? Verdict.allow : Verdict.forbid({ _tag: "NotSampled", share })
}

type Rule = ContactFrequency.MinimumGap | ContactFrequency.Cap

/**
 * Could what colleagues were asked hold this back?
 *
 * @category guards
 * @since 0.1.0
 */
export const readsAccount = ({ program }: Situation, candidate: Candidate.Candidate): boolean =>
  [program.frequency, program.caps].some((rules) =>
    rules.some((rule: Rule) => rule.subject === "account" && ContactFrequency.holds(rule, candidate))
  )

/** Not while as many as a rule allows are within its window, on one of its clocks. A gap allows one. */
const frequency = (situation: Situation, candidate: Candidate.Candidate): Verdict.Verdict => {
  let verdict = Verdict.allow
  const { caps, frequency } = situation.program
  for (const rule of caps.length === 0 ? frequency : [...frequency, ...caps]) {
    if (!ContactFrequency.holds(rule, candidate)) continue
    // whether we repaired it may be asked within the survey's own gap, not within that of everything
    if ("gap" in rule && rule.scope === "survey" && candidate.repairs !== undefined) continue
    const [most, within] = "gap" in rule ? ([1, rule.gap] as const) : ([rule.most, rule.within] as const)
    for (const clock of rule.clocks) {
      // of so many back, the oldest must have left the window before there is room for one more
      const at = nthLatest(situation, rule, clock, candidate, most)
      if (at === undefined) continue
      const until = Period.after(within, at, situation.zone)
      if (situation.now >= until) continue
      const subject = rule.subject === "account" ? { subject: rule.subject } : {}
      const reason: Reason.Reason =
        "gap" in rule
          ? { _tag: "TooSoon", clock, at, gap: within, ...subject }
          : { _tag: "TooMany", clock, most, within, since: at, ...subject }
      verdict = Verdict.join(verdict, Verdict.defer(until, reason))
    }
  }
  return verdict
}

/**
 * When the clock was started for the nth time from the end, by the rule's subject within its scope. A start in the future
 * counts as the latest; what is not known of one may have been anything.
 */
const nthLatest = (
  { account, state }: Situation,
  { scope, subject }: Rule,
  clock: ContactFrequency.Clock,
  candidate: Candidate.Candidate,
  n: number
): Instant | undefined => {
  const isMeant = ({ contact, purpose, survey, wave, ...start }: Activity.Activity): boolean =>
    start.clock === clock &&
    (scope !== "purpose" || purpose === undefined || purpose === candidate.purpose) &&
    (scope !== "survey" || survey === undefined || survey === candidate.survey) &&
    // a reminder is not held back by its own invitation
    !(
      candidate.kind === "reminder" &&
      clock === "invited" &&
      purpose === "measure" &&
      contact === state.contact &&
      survey === candidate.survey &&
      wave === candidate.wave
    )
  const own = latest(Activity.of(state), n, isMeant)
  const theirs = subject === "account" && account !== undefined ? latest(account.activity, n, isMeant) : []
  return [...own, ...theirs].toSorted((a, b) => b - a)[n - 1]
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
