/**
 * State: where does a contact stand?
 *
 * A fold over the history. Nothing is in it that is not in the events.
 *
 * @since 0.1.0
 */
import * as Case from "./Case.ts"
import type * as Consent from "./Consent.ts"
import * as Contact from "./Contact.ts"
import type * as ContactFrequency from "./ContactFrequency.ts"
import * as Decision from "./Decision.ts"
import type * as Event from "./Event.ts"
import * as Grievance from "./Grievance.ts"
import * as History from "./History.ts"
import * as Inheritance from "./Inheritance.ts"
import type { Instant } from "./Instant.ts"
import * as Praise from "./Praise.ts"
import type * as Reason from "./Reason.ts"
import type * as Survey from "./Survey.ts"
import * as Testimonial from "./Testimonial.ts"
import * as Testimony from "./Testimony.ts"
import type * as Touchpoint from "./Touchpoint.ts"
import type * as Wave from "./Wave.ts"
import type * as Zone from "./Zone.ts"

/**
 * How far a message has come. `intended`: about to leave. `unknown`: it may or may not have left.
 *
 * @category models
 * @since 0.1.0
 */
export type SendStatus = "intended" | "unknown" | "failed" | "refused" | "sent"

/**
 * A message we decided to send, as far as it has come. `at` is when that status was reached, `failures` how often
 * sending failed so far.
 *
 * @category models
 * @since 0.1.0
 */
export interface Send {
  readonly key: Decision.Key
  readonly decision: Decision.Send
  readonly reference: Event.Reference
  readonly address: string
  readonly attempt: number
  readonly status: SendStatus
  readonly at: Instant
  readonly intendedAt: Instant
  readonly failures: number
}

/**
 * What happened, when, and about what. A grievance is one too, with the `channel` by which it came.
 *
 * @category models
 * @since 0.1.0
 */
export interface Happened {
  readonly id: Event.EventId
  readonly kind: Touchpoint.Kind
  readonly at: Instant
  readonly about: Touchpoint.Subject | undefined
  readonly channel: Grievance.Channel | undefined
}

/** What is over, since when, and about what (`undefined`: all of the kind). @category models @since 0.1.0 */
export type Calmed = Pick<Happened, "kind" | "at" | "about">

/** Somebody in the company wants the contact asked this survey. @category models @since 0.1.0 */
export interface Request {
  readonly id: Event.EventId
  readonly survey: Survey.SurveyId
  readonly at: Instant
  readonly by: string | undefined
}

/**
 * One key: the message sent under it, or how its ask ended without one. `send` is missing while no intent is known,
 * `attempt` is 0 while nothing was tried.
 *
 * @category models
 * @since 0.1.0
 */
export interface Step {
  readonly key: Decision.Key
  /** What the key begins with, as `Decision.keysBegin` has it. */
  readonly begin: string
  /** What the key calls it. */
  readonly name: string
  readonly attempt: number
  readonly send: Send | undefined
  readonly ended: Decision.Ending | undefined
  /** Did it end because it was the turn of others in the survey's sample? */
  readonly passedOver: boolean
  /** When they said no to it. */
  readonly declinedAt: Instant | undefined
}

/**
 * One turn of a survey, as the log tells of it: its wave, and what was done in it.
 *
 * @category models
 * @since 0.1.0
 */
export interface Turn extends Wave.Wave {
  readonly steps: ReadonlyArray<Step>
}

/**
 * A request for a review that has had its turn, `at`, and waits until `until` at the latest. `survey`: the review's id.
 *
 * @category models
 * @since 0.1.0
 */
export interface Delay {
  readonly key: Decision.Key
  readonly survey: Survey.SurveyId
  readonly wave: Decision.WaveId
  readonly at: Instant
  readonly until: Instant
  readonly because: ReadonlyArray<Reason.Reason>
}

/**
 * Something that started a clock of the frequency rules and is neither a message of ours nor an answer: asked by another
 * tool, shown a survey, closed it. What is `undefined` is not known.
 *
 * @category models
 * @since 0.1.0
 */
export interface Encounter {
  readonly clock: ContactFrequency.Clock
  readonly survey: Survey.SurveyId | undefined
  readonly purpose: Survey.Purpose | undefined
  readonly wave: Decision.WaveId | undefined
  readonly at: Instant
}

/** What they wrote back to the message `via`; `words` is missing where there were none. @category models @since 0.1.0 */
export interface Reply {
  readonly via: Event.Reference
  readonly at: Instant
  readonly words: string | undefined
}

/** What was said, and when. @category models @since 0.1.0 */
export interface Said<A> {
  readonly value: A
  readonly at: Instant
}

/**
 * A contact that was merged into this one. Under their id, `marks` stand behind the waves that they brought along: one for
 * each merge that those went through.
 *
 * @category models
 * @since 0.1.0
 */
export interface Merged {
  readonly contact: Contact.ContactId
  readonly marks: ReadonlyArray<string>
}

/** @category models @since 0.1.0 */
export interface State {
  readonly contact: Contact.ContactId
  /** How many events are in it. */
  readonly revision: number
  readonly email: string | undefined
  readonly name: string | undefined
  readonly locale: string | undefined
  readonly zone: string | undefined
  readonly account: Contact.AccountId | undefined
  readonly accountZone: Said<Zone.Zone> | undefined
  /** The time of the first event. */
  readonly knownSince: Instant | undefined
  readonly touchpoints: ReadonlyArray<Happened>
  readonly requests: ReadonlyArray<Request>
  readonly calmed: ReadonlyArray<Calmed>
  readonly encounters: ReadonlyArray<Encounter>
  /** As they came to be known. */
  readonly turns: ReadonlyArray<Turn>
  /** Only of many turns. */
  readonly turnsByName: ReadonlyMap<string, Turn> | undefined
  /** As they came to be known. */
  readonly steps: ReadonlyArray<Step>
  /** Only of many steps. */
  readonly stepsByKey: ReadonlyMap<Decision.Key, Step> | undefined
  /** Also of those that have left since. */
  readonly delays: ReadonlyArray<Delay>
  readonly cases: ReadonlyMap<Decision.CaseId, Case.Case>
  readonly praises: ReadonlyMap<string, Praise.Praise>
  readonly testimony: Testimony.Testimony
  /** What people in the company were told to do, or that they need not do it; see `hasActed`. */
  readonly acted: ReadonlySet<string>
  readonly optOuts: ReadonlyArray<{ readonly extent: Event.Extent; readonly at: Instant }>
  /** What they wrote back, oldest first. */
  readonly replies: ReadonlyArray<Reply>
  readonly bounced: ReadonlyMap<string, Instant>
  readonly spamReportedAt: Instant | undefined
  readonly erasedAt: Instant | undefined
  /** Who this contact turned out to be. */
  readonly mergedInto: Contact.ContactId | undefined
  /** Who turned out to be this contact. */
  readonly merged: ReadonlyArray<Merged>
  readonly legalBases: ReadonlyArray<{ readonly purpose: Survey.Purpose; readonly channel: Survey.Channel }>
}

/**
 * A state that is still being written, with what only the writing needs.
 *
 * @category models
 * @since 0.1.0
 */
export interface Fold {
  contact: Contact.ContactId
  revision: number
  email: string | undefined
  name: string | undefined
  locale: string | undefined
  zone: string | undefined
  account: Contact.AccountId | undefined
  accountZone: Said<Zone.Zone> | undefined
  knownSince: Instant | undefined
  touchpoints: Array<Happened>
  requests: Array<Request>
  calmed: Array<Calmed>
  encounters: Array<Encounter>
  turns: Array<MutableTurn>
  turnsByName: Map<string, MutableTurn> | undefined
  steps: Array<MutableStep>
  stepsByKey: Map<Decision.Key, MutableStep> | undefined
  delays: Array<Delay>
  cases: Map<Decision.CaseId, Case.Case>
  caseEvents: Map<Decision.CaseId, ReadonlyArray<Case.CaseEvent>>
  praises: Map<string, Praise.Praise>
  praiseEvents: Map<string, ReadonlyArray<Praise.PraiseEvent>>
  testimony: Testimony.Testimony
  testimonyDraft: Testimony.Draft | undefined
  acted: Set<string>
  optOuts: Array<{ readonly extent: Event.Extent; readonly at: Instant }>
  replies: Array<Reply>
  bounced: Map<string, Instant>
  spamReportedAt: Instant | undefined
  erasedAt: Instant | undefined
  mergedInto: Contact.ContactId | undefined
  merged: Array<Merged>
  legalBases: Array<{ readonly purpose: Survey.Purpose; readonly channel: Survey.Channel }>
}

interface MutableTurn extends Turn {
  invitation: Wave.Wave["invitation"]
  readonly answers: Array<Wave.Answer>
  readonly steps: Array<MutableStep>
}

interface MutableStep extends Step {
  /** Its place among the steps. */
  readonly index: number
  declinedAt: Instant | undefined
  attempt: number
  send: MutableSend | undefined
  ended: Decision.Ending | undefined
  passedOver: boolean
  turn: MutableTurn | undefined
  status: SendStatus | undefined
  at: Instant
  failures: number
}

type Testified = Testimonial.TestimonialEvent | Consent.ConsentEvent

type MutableSend = { -readonly [K in keyof Send]: Send[K] } & { intent: number }

const rank = { intended: 0, unknown: 1, failed: 2, refused: 3, sent: 4 } as const

/**
 * The name of a wave across surveys. No identifier has a line break in it, so no two waves have the same one.
 *
 * @category keys
 * @since 0.1.0
 */
export const waveKey = (survey: Survey.SurveyId, wave: Decision.WaveId): string => `${survey}\n${wave}`

/**
 * Most contacts have no case, and making these for each of them would cost as much as a few events. Whoever has something
 * to put in makes one of their own.
 */
const none: Map<never, never> = new Map<never, never>()
const nothing: Set<never> = new Set<never>()
const silent: Array<never> = []

const own = <K, V>(map: Map<K, V>): Map<K, V> => (map.size === 0 ? new Map() : map)

const start = (contact: Contact.ContactId): Fold => ({
  contact,
  revision: 0,
  email: undefined,
  name: undefined,
  locale: undefined,
  zone: undefined,
  account: undefined,
  accountZone: undefined,
  knownSince: undefined,
  touchpoints: [],
  requests: [],
  calmed: [],
  encounters: [],
  turns: [],
  turnsByName: undefined,
  steps: [],
  stepsByKey: undefined,
  delays: [],
  cases: none,
  caseEvents: none,
  praises: none,
  praiseEvents: none,
  testimony: Testimony.none,
  testimonyDraft: undefined,
  acted: nothing,
  optOuts: [],
  replies: silent,
  bounced: none,
  spamReportedAt: undefined,
  erasedAt: undefined,
  mergedInto: undefined,
  merged: [],
  legalBases: []
})

/**
 * Where the contact stands after all of this. Neither a program nor the time is in it, so each history is folded once, and
 * one that was appended to goes on from the fold of what was there before.
 *
 * @category folding
 * @since 0.1.0
 */
export const fold = (history: History.History): State => foldOnce(history)

/** Not to be written into: it is everybody's. */
const foldOnce = (history: History.History): Fold =>
  History.fold(history, (begun) => {
    const state = begun === undefined ? start(history.contact) : copy(begun)
    const { at, events, kind } = history
    for (let index = state.revision; index < events.length; index++) {
      step(state, events[index]!, kind[index] ?? 0, at[index] ?? 0)
    }
    return state
  })

/**
 * A fold that goes on: `apply` takes further events into the same state. For `decide`, which counts what it decided as
 * done; the state it was made from is its own.
 *
 * @category folding
 * @since 0.1.0
 */
export const resume = (
  history: History.History
): { readonly state: State; readonly apply: (event: Event.Event) => void } => {
  const shared = foldOnce(history)
  const state = { ...shared }
  // on most looks nothing is decided
  let isOwn = false
  return {
    state,
    apply: (event) => {
      if (!isOwn) Object.assign(state, copy(shared))
      isOwn = true
      step(state, event, History.kindOf(event), event.occurredAt)
    }
  }
}

/** The same, to be written into. */
const copy = (self: Fold): Fold => {
  const testimonyDraft = self.testimonyDraft && Testimony.copy(self.testimonyDraft)
  const steps = self.steps.map((one) => ({ ...one, send: one.send && { ...one.send } }))
  const turns = self.turns.map((one) => {
    const turn = { ...one, answers: one.answers.slice(), steps: one.steps.map(({ index }) => steps[index]!) }
    for (const step of turn.steps) step.turn = turn
    return turn
  })
  return {
    ...self,
    touchpoints: self.touchpoints.slice(),
    requests: self.requests.slice(),
    calmed: self.calmed.slice(),
    encounters: self.encounters.slice(),
    turns,
    turnsByName: self.turnsByName && byName(turns),
    steps,
    stepsByKey: self.stepsByKey && byKey(steps),
    delays: self.delays.slice(),
    cases: copied(self.cases),
    caseEvents: copied(self.caseEvents),
    praises: copied(self.praises),
    praiseEvents: copied(self.praiseEvents),
    testimony: testimonyDraft ?? Testimony.none,
    testimonyDraft,
    acted: self.acted.size === 0 ? nothing : new Set(self.acted),
    optOuts: self.optOuts.slice(),
    replies: self.replies.slice(),
    bounced: copied(self.bounced),
    merged: self.merged.slice(),
    legalBases: self.legalBases.slice()
  }
}

const copied = <K, V>(map: Map<K, V>): Map<K, V> => (map.size === 0 ? none : new Map(map))

const byName = (turns: ReadonlyArray<MutableTurn>) => new Map(turns.map((one) => [waveKey(one.survey, one.id), one]))
const byKey = (steps: ReadonlyArray<MutableStep>) => new Map(steps.map((one) => [one.key, one]))

/** The kind column has said it already, and to ask each event for its tag would cost as much as the rest. */
const as = <T extends Event.Event["_tag"]>(_tag: T, event: Event.Event) => event as Extract<Event.Event, { _tag: T }>

const { kinds } = History

const step = (state: Fold, event: Event.Event, kind: number, at: Instant): void => {
  state.revision++
  state.knownSince ??= at
  switch (kind) {
    case kinds.ContactChanged: {
      const { account, accountZone, email, locale, name, zone } = as("ContactChanged", event)
      if (email !== undefined) state.email = email ?? undefined
      if (name !== undefined) state.name = name ?? undefined
      if (locale !== undefined) state.locale = locale ?? undefined
      if (zone !== undefined) state.zone = zone ?? undefined
      if (account !== undefined && (account ?? undefined) !== state.account) {
        state.account = account ?? undefined
        state.accountZone = undefined
      }
      if (accountZone !== undefined) state.accountZone = accountZone === null ? undefined : { value: accountZone, at }
      return
    }
    case kinds.TouchpointHappened: {
      const { about, id, kind: what } = as("TouchpointHappened", event)
      state.touchpoints.push({ id, kind: what, at, about, channel: undefined })
      return
    }
    case kinds.GrievanceRaised: {
      const { about, channel, id } = as("GrievanceRaised", event)
      state.touchpoints.push({ id, kind: Grievance.kind, at, about, channel })
      return
    }
    case kinds.DisruptionEnded: {
      const { about, kind: what } = as("DisruptionEnded", event)
      state.calmed.push({ kind: what, at, about })
      return
    }
    case kinds.AskRequested: {
      const { by, id, survey } = as("AskRequested", event)
      state.requests.push({ id, survey, at, by })
      return
    }
    case kinds.Intended: {
      const { address, attempt, decision, key, reference } = as("Intended", event)
      return intend(state, {
        key,
        decision,
        reference,
        address,
        attempt,
        status: "intended",
        at,
        intendedAt: at,
        failures: 0,
        intent: attempt
      })
    }
    case kinds.Sent: {
      const { attempt, key } = as("Sent", event)
      reach(state, key, attempt, "sent", at)
      return asked(state, key, event)
    }
    case kinds.SendFailed: {
      const { attempt, key } = as("SendFailed", event)
      return reach(state, key, attempt, "failed", at)
    }
    case kinds.SendUnknown: {
      const { attempt, key } = as("SendUnknown", event)
      reach(state, key, attempt, "unknown", at)
      return asked(state, key, event)
    }
    case kinds.SendRefused: {
      const { address, attempt, key } = as("SendRefused", event)
      bounce(state, address, at)
      return reach(state, key, attempt, "refused", at)
    }
    case kinds.AskedElsewhere: {
      const { purpose, survey } = as("AskedElsewhere", event)
      state.encounters.push({ clock: "invited", survey, purpose, wave: undefined, at })
      return
    }
    case kinds.Shown: {
      const { survey, wave } = as("Shown", event)
      state.encounters.push({ clock: "shown", survey, purpose: "measure", wave, at })
      return
    }
    case kinds.Dismissed: {
      const { survey, wave } = as("Dismissed", event)
      state.encounters.push({ clock: "declined", survey, purpose: "measure", wave, at })
      return
    }
    case kinds.CaseOpened:
      return casework(state, as("CaseOpened", event))
    case kinds.CaseAssigned:
      return casework(state, as("CaseAssigned", event))
    case kinds.CaseAcknowledged:
      return casework(state, as("CaseAcknowledged", event))
    case kinds.CaseExplained:
      return casework(state, as("CaseExplained", event))
    case kinds.CaseRedressed:
      return casework(state, as("CaseRedressed", event))
    case kinds.CaseResolved:
      return casework(state, as("CaseResolved", event))
    case kinds.CaseReopened:
      return casework(state, as("CaseReopened", event))
    case kinds.CaseClosed:
      return casework(state, as("CaseClosed", event))
    case kinds.CaseEscalated:
      return casework(state, as("CaseEscalated", event))
    case kinds.OwnerTold:
      return casework(state, as("OwnerTold", event))
    case kinds.PraiseNamed:
      return praise(state, as("PraiseNamed", event))
    case kinds.PraiseAssigned:
      return praise(state, as("PraiseAssigned", event))
    case kinds.PraisePassedOn:
      return praise(state, as("PraisePassedOn", event))
    case kinds.PraiseEscalated:
      return praise(state, as("PraiseEscalated", event))
    case kinds.ReviewDelayed: {
      const { because, key, survey, until, wave } = as("ReviewDelayed", event)
      if (state.delays.every((known) => known.key !== key)) state.delays.push({ key, survey, wave, at, until, because })
      return
    }
    case kinds.AskDeclined: {
      const { key, survey, wave } = as("AskDeclined", event)
      const found = stepOf(state, key)
      found.declinedAt ??= at
      state.encounters.push({ clock: "declined", survey, purpose: purposeOf(found.send), wave, at })
      return declined(state, found.send, event)
    }
    case kinds.AskEnded: {
      const { as: ending, because, key, survey, wave } = as("AskEnded", event)
      const found = stepOf(state, key)
      if (found.ended === undefined) found.passedOver = because.some(({ _tag }) => _tag === "NotSampled")
      found.ended ??= ending
      return join(found, turnOf(state, survey, wave))
    }
    case kinds.OptedOut: {
      state.optOuts.push({ extent: as("OptedOut", event).extent, at })
      return
    }
    case kinds.OptedIn: {
      // of an opt-out and an opt-in at the same instant, the stricter one holds
      const { extent } = as("OptedIn", event)
      state.optOuts = state.optOuts.filter((optOut) => optOut.at >= at || !covers(extent, optOut.extent))
      if (isEverything(extent) && state.spamReportedAt !== undefined && state.spamReportedAt < at) {
        state.spamReportedAt = undefined
      }
      return
    }
    case kinds.HardBounced: {
      return bounce(state, as("HardBounced", event).address, at)
    }
    case kinds.SpamReported: {
      state.spamReportedAt = at
      return
    }
    case kinds.Replied: {
      const { via, words } = as("Replied", event)
      if (state.replies.length === 0) state.replies = []
      state.replies.push({ via, at, words })
      return
    }
    case kinds.LegalBasisRecorded: {
      const { channel, purpose } = as("LegalBasisRecorded", event)
      state.legalBases.push({ purpose, channel })
      return
    }
    case kinds.Erased: {
      state.erasedAt = at
      return
    }
    case kinds.MergedInto: {
      const { into } = as("MergedInto", event)
      state.mergedInto = into === state.contact ? undefined : into
      return
    }
    case kinds.Merged: {
      const { from, knownSince, optOuts, spamReportedAt, through } = as("Merged", event)
      state.merged.push({ contact: from, marks: [from, ...through].map(Contact.mark) })
      state.knownSince = Math.min(state.knownSince, knownSince ?? at)
      // what stood then stands, whatever was said under the other id
      for (const optOut of optOuts) {
        if (!state.optOuts.some(({ extent }) => covers(extent, optOut.extent))) state.optOuts.push(optOut)
      }
      state.spamReportedAt ??= spamReportedAt
      return
    }
    // every other number is a score
    default: {
      if (kind > kinds.AskDeclined) return testify(state, event as Testified)
      const { comment, score, survey, via, wave } = as("Answered", event)
      turnOf(state, survey, wave).answers.push({ score, comment, at, via })
    }
  }
}

/** So many of the latest are looked through before an index is made: nearly every event is about one of them. */
const near = 8

const turnOf = (state: Fold, survey: Survey.SurveyId, wave: Decision.WaveId): MutableTurn => {
  const { turns } = state
  const known = findTurn(turns, state.turnsByName, survey, wave)
  if (known !== undefined) return known
  const turn: MutableTurn = { survey, id: wave, invitation: undefined, answers: [], steps: [] }
  turns.push(turn)
  if (state.turnsByName !== undefined) state.turnsByName.set(waveKey(survey, wave), turn)
  else if (turns.length > near) state.turnsByName = byName(turns)
  return turn
}

const findTurn = <T extends Turn>(
  turns: ReadonlyArray<T>,
  byName: ReadonlyMap<string, T> | undefined,
  survey: Survey.SurveyId,
  wave: Decision.WaveId
): T | undefined => {
  for (let index = turns.length - 1; index >= 0 && index >= turns.length - near; index--) {
    const turn = turns[index]
    if (turn?.id === wave && turn.survey === survey) return turn
  }
  return byName?.get(waveKey(survey, wave))
}

/**
 * The turn of this survey with this name; `undefined` when nothing is known of it.
 *
 * @category getters
 * @since 0.1.0
 */
export const turn = (self: State, survey: Survey.SurveyId, wave: Decision.WaveId): Turn | undefined =>
  findTurn(self.turns, self.turnsByName, survey, wave)

/**
 * The same with the name in two parts.
 *
 * @category getters
 * @since 0.1.0
 */
export const turnNamed = (self: State, survey: Survey.SurveyId, begin: string, end: string): Turn | undefined => {
  if (self.turnsByName !== undefined) return turn(self, survey, `${begin}${end}` as Decision.WaveId)
  const length = begin.length + end.length
  return self.turns.find(
    ({ id, survey: of }) => id.length === length && id.endsWith(end) && id.startsWith(begin) && of === survey
  )
}

const stepOf = (state: Fold, key: Decision.Key): MutableStep => {
  const { steps } = state
  const known = findStep(steps, state.stepsByKey, key)
  if (known !== undefined) return known
  const found: MutableStep = {
    index: steps.length,
    key,
    begin: Decision.beginIn(key),
    name: Decision.stepIn(key),
    attempt: 0,
    send: undefined,
    ended: undefined,
    passedOver: false,
    declinedAt: undefined,
    turn: undefined,
    status: undefined,
    at: 0,
    failures: 0
  }
  steps.push(found)
  if (state.stepsByKey !== undefined) state.stepsByKey.set(key, found)
  else if (steps.length > near) state.stepsByKey = byKey(steps)
  return found
}

const findStep = <S extends Step>(
  steps: ReadonlyArray<S>,
  byKey: ReadonlyMap<Decision.Key, S> | undefined,
  key: Decision.Key
): S | undefined => {
  for (let index = steps.length - 1; index >= 0 && index >= steps.length - near; index--) {
    const found = steps[index]
    if (found?.key === key) return found
  }
  return byKey?.get(key)
}

const join = (found: MutableStep, turn: MutableTurn): void => {
  if (found.turn !== undefined) return
  found.turn = turn
  turn.steps.push(found)
}

const intend = (state: Fold, intent: MutableSend): void => {
  const found = stepOf(state, intent.key)
  const { send } = found
  if (send === undefined) {
    found.send = intent
    join(found, turnOf(state, intent.decision.survey, intent.decision.wave))
  } else if (intent.attempt >= send.intent) {
    send.decision = intent.decision
    send.reference = intent.reference
    send.address = intent.address
    send.intendedAt = intent.intendedAt
    send.intent = intent.attempt
  }
  come(found, intent.attempt, "intended", intent.at)
}

const reach = (state: Fold, key: Decision.Key, attempt: number, status: SendStatus, at: Instant): void =>
  come(stepOf(state, key), attempt, status, at)

/** However far it has come: of two reports the one on the later attempt, or the one that says more. */
const come = (found: MutableStep, attempt: number, status: SendStatus, at: Instant): void => {
  if (status === "failed") found.failures++
  if (
    found.status === undefined ||
    attempt > found.attempt ||
    (attempt === found.attempt && rank[status] > rank[found.status])
  ) {
    found.attempt = attempt
    found.status = status
    found.at = at
  }
  const { send, turn } = found
  if (send === undefined) return
  send.attempt = found.attempt
  send.status = found.status
  send.at = found.at
  send.failures = found.failures
  if (turn !== undefined && send.decision._tag === "Invite") turn.invitation = invitationOf(turn)
}

const invitationOf = ({ steps }: MutableTurn): Wave.Wave["invitation"] => {
  let invitation: Wave.Wave["invitation"]
  for (const { send } of steps) {
    if (send === undefined || !counts(send)) continue
    const { decision } = send
    if (decision._tag !== "Invite") continue
    invitation = {
      at: leftAt(send),
      expiresAt: decision.expiresAt,
      closes: decision.closes,
      repairs: decision.repairs,
      version: decision.version
    }
  }
  return invitation
}

const bounce = (state: Fold, address: string, at: Instant): void => {
  state.bounced = own(state.bounced).set(address, at)
}

const casework = (state: Fold, event: Case.CaseEvent): void => {
  const { case: id } = event
  const known = state.cases.get(id)
  if (known === undefined) {
    const events = [...(state.caseEvents.get(id) ?? []), event]
    const found = Case.fromEvents(events)
    if (found === undefined) state.caseEvents = own(state.caseEvents).set(id, events)
    else state.cases = own(state.cases).set(id, found)
  } else state.cases.set(id, Case.fold(known, event))
  act(state, event)
}

const praise = (state: Fold, event: Praise.PraiseEvent): void => {
  const id = event._tag === "PraiseNamed" ? event.id : event.praise
  const events = [...(state.praiseEvents.get(id) ?? []), event]
  state.praiseEvents = own(state.praiseEvents).set(id, events)
  const found = Praise.fromEvents(events)
  if (found !== undefined) state.praises = own(state.praises).set(id, found)
  act(state, event)
}

const draft = (state: Fold): Testimony.Draft => {
  if (state.testimonyDraft === undefined) state.testimony = state.testimonyDraft = Testimony.draft()
  return state.testimonyDraft
}

const testify = (state: Fold, event: Testified): void => {
  if (event._tag === "ConsentGiven" || event._tag === "ConsentWithdrawn") return Testimony.agreed(draft(state), event)
  Testimony.happened(draft(state), event)
  // the form that asked for it has a key, too, and that is no deed of ours
  if (event._tag === "PraiseKept" || event._tag === "TestimonialDoubted") act(state, event)
}

/** A message that has left, or may have, moves the testimonial that it is about: there is no second report of that. */
const asked = (state: Fold, key: Decision.Key, event: Event.Event): void => {
  const decision = stepOf(state, key).send?.decision
  if (decision?._tag === "RequestTestimonial" && decision.testimonial !== undefined) {
    const { expiresAt, testimonial } = decision
    if (stateOf(state, testimonial, event)?._tag !== "Candidate" || expiresAt === undefined) return
    testify(state, { _tag: "TestimonialRequested", ...stamp(event), testimonial, expiresAt })
  }
  if (decision?._tag === "RequestReconfirmation") {
    const { testimonial } = decision
    const found = stateOf(state, testimonial, event)
    if ((found?._tag !== "Doubted" && found?._tag !== "Expired") || found.askedAt !== undefined) return
    testify(state, { _tag: "ReconfirmationAsked", ...stamp(event), testimonial })
  }
}

const declined = (state: Fold, send: Send | undefined, event: Event.Event): void => {
  const decision = send?.decision
  if (decision?._tag !== "RequestTestimonial" || decision.testimonial === undefined) return
  const { testimonial } = decision
  if (stateOf(state, testimonial, event)?._tag !== "Requested") return
  testify(state, { _tag: "TestimonialDeclined", ...stamp(event), testimonial })
}

const stateOf = (
  { testimony }: Fold,
  id: Consent.TestimonialId,
  { occurredAt }: Event.Event
): Testimonial.State | undefined => {
  const found = testimony.testimonials.get(id)
  return found && Testimonial.stateAt(found.state, occurredAt)
}

const stamp = ({ id, occurredAt, recordedAt }: Event.Event) => ({ id, occurredAt, recordedAt })

const purposeOf = (send: Send | undefined): Survey.Purpose | undefined => {
  switch (send?.decision._tag) {
    case undefined:
      return undefined
    case "Invite":
    case "Remind":
      return "measure"
    case "RequestReview":
      return "review"
    default:
      return "advocate"
  }
}

const act = (state: Fold, event: Case.CaseEvent | Praise.PraiseEvent | Testified): void => {
  if (!("key" in event) || event.key === undefined) return
  if (state.acted.size === 0) state.acted = new Set()
  state.acted.add(Decision.deed(event.key))
}

/**
 * Were people in the company told to do this, or that they need not do it? Whichever contact the key names: what was done
 * before two contacts became one stays done.
 *
 * @category guards
 * @since 0.1.0
 */
export const hasActed = (self: State, key: Decision.Key): boolean =>
  self.acted.size > 0 && self.acted.has(Decision.deed(key))

const isEverything = (extent: Event.Extent): boolean => extent.survey === undefined && extent.purpose === undefined

/**
 * Does one opt-out or opt-in reach at least as far as another?
 *
 * @example State.covers({}, { purpose: "advocate" }) // => true
 * @category comparing
 * @since 0.1.0
 */
export const covers = (self: Event.Extent, that: Event.Extent): boolean =>
  (self.survey === undefined || self.survey === that.survey) &&
  (self.purpose === undefined || self.purpose === that.purpose)

/**
 * Since when nothing of this survey and purpose may be sent to the contact because they said so; `undefined` when they
 * did not. Messages without a purpose (thanks, a personal reply) are silenced by opt-outs that name none.
 *
 * @category getters
 * @since 0.1.0
 */
export const optedOutSince = (
  self: State,
  survey: Survey.SurveyId,
  purpose: Survey.Purpose | undefined
): Instant | undefined =>
  self.optOuts.find(
    ({ extent }) =>
      (extent.survey === undefined || extent.survey === survey) &&
      (extent.purpose === undefined || extent.purpose === purpose)
  )?.at

/**
 * Did it leave, or may it have left? Then it counts for every frequency rule.
 *
 * @category guards
 * @since 0.1.0
 */
export const counts = (self: Send): boolean => self.status !== "failed" && self.status !== "refused"

/**
 * The messages of which an intent is known, however far they have come.
 *
 * @category getters
 * @since 0.1.0
 */
export const sends = (self: State): ReadonlyArray<Send> => self.steps.flatMap(({ send }) => send ?? [])

/**
 * What is known under this key; `undefined` when nothing is.
 *
 * @category getters
 * @since 0.1.0
 */
export const stepAt = (self: State, key: Decision.Key): Step | undefined => findStep(self.steps, self.stepsByKey, key)

/**
 * The message with this key, also one that was decided on under an id that was merged into this contact's; `undefined` when
 * none is known.
 *
 * @category getters
 * @since 0.1.0
 */
export const send = (self: State, key: Decision.Key): Send | undefined =>
  stepAt(self, key)?.send ?? Inheritance.keys(self, key).flatMap((theirs) => stepAt(self, theirs)?.send ?? [])[0]

/**
 * The number of the next try at sending the message with this key.
 *
 * @category getters
 * @since 0.1.0
 */
export const nextAttempt = (self: State, key: Decision.Key): number => (stepAt(self, key)?.attempt ?? 0) + 1

/**
 * Was it sent (or may it have been), or did its ask end without that, or were people in the company told? What was done
 * under an id that was merged into this contact's is done; so is a request for a review that has had its turn there.
 *
 * @category guards
 * @since 0.1.0
 */
export const isOver = (self: State, key: Decision.Key): boolean => {
  const found = stepAt(self, key)
  return (
    (found !== undefined && isDone(found)) ||
    Inheritance.keys(self, key).some((theirs) => {
      const step = stepAt(self, theirs)
      const wasDone = (step !== undefined && isDone(step)) || hasActed(self, theirs)
      return wasDone || self.delays.some((delay) => delay.key === theirs)
    })
  )
}

/**
 * Was this step taken, or did its ask end?
 *
 * @category guards
 * @since 0.1.0
 */
export const isDone = ({ ended, send: sent }: Step): boolean =>
  ended !== undefined || (sent !== undefined && counts(sent))

/**
 * May we write to this contact for this purpose by this channel?
 *
 * @category guards
 * @since 0.1.0
 */
export const hasLegalBasis = (self: State, purpose: Survey.Purpose, channel: Survey.Channel): boolean =>
  self.legalBases.some((basis) => basis.purpose === purpose && basis.channel === channel)

/**
 * When it left, as far as we know.
 *
 * @category getters
 * @since 0.1.0
 */
export const leftAt = (self: Send): Instant => (self.status === "sent" ? self.at : self.intendedAt)

/**
 * How often a survey's sample has dealt with the contact: times they were asked, and times it was the turn of others. Only
 * what was decided counts, so that late news moves nobody's turn.
 *
 * @category getters
 * @since 0.1.0
 */
export const draws = (self: State, survey: Survey.SurveyId): number => {
  let draws = 0
  for (const { invitation, steps, survey: of } of self.turns) {
    const isAsked = invitation !== undefined && invitation.repairs === undefined
    if (of === survey && (isAsked || steps.some(({ passedOver }) => passedOver))) draws++
  }
  return draws
}

/**
 * Messages of which nobody knows whether they left. An answer that came by a message's own link shows that it did, and so does
 * a reply to it.
 *
 * @category getters
 * @since 0.1.0
 */
export const unknownSends = (self: State): ReadonlyArray<Send> => {
  const arrived = new Set([...self.turns.flatMap(({ answers }) => answers), ...self.replies].map(({ via }) => via))
  return sends(self).filter(({ reference, status }) => status === "unknown" && !arrived.has(reference))
}

/**
 * The waves of all surveys: those we invited to, and those that an uninvited answer made. By the time of their
 * beginning, then by name.
 *
 * @category getters
 * @since 0.1.0
 */
export const waves = (self: State): ReadonlyArray<Turn> =>
  self.turns.filter(isWave).toSorted((a, b) => beginning(a) - beginning(b) || (nameOf(a) < nameOf(b) ? -1 : 1))

/**
 * Was it asked or answered? An ask that ended without being sent is a turn, but no wave.
 *
 * @category guards
 * @since 0.1.0
 */
export const isWave = ({ answers, invitation }: Turn): boolean => invitation !== undefined || answers.length > 0

const beginning = (wave: Wave.Wave): Instant => wave.invitation?.at ?? wave.answers[0]?.at ?? 0

const nameOf = (wave: Wave.Wave): string => waveKey(wave.survey, wave.id)
