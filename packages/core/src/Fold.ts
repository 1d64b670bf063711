/**
 * Fold: how does each event change where a contact stands?
 *
 * Nothing is in a state that is not in the events; here is what each of them does to it.
 *
 * @since 0.1.0
 */
import * as Case from "./Case.ts"
import type * as Consent from "./Consent.ts"
import * as Contact from "./Contact.ts"
import * as Decision from "./Decision.ts"
import type * as Event from "./Event.ts"
import * as Grievance from "./Grievance.ts"
import * as History from "./History.ts"
import type { Instant } from "./Instant.ts"
import * as Praise from "./Praise.ts"
import * as State from "./State.ts"
import type * as Survey from "./Survey.ts"
import * as Testimonial from "./Testimonial.ts"
import * as Testimony from "./Testimony.ts"
import * as Trait from "./Trait.ts"
import type * as Wave from "./Wave.ts"
import type * as Zone from "./Zone.ts"

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
  accountZone: State.Said<Zone.Zone> | undefined
  traits: Trait.Traits
  knownSince: Instant | undefined
  touchpoints: Array<State.Happened>
  requests: Array<State.Request>
  calmed: Array<State.Calmed>
  encounters: Array<State.Encounter>
  turns: Array<MutableTurn>
  turnsByName: Map<string, MutableTurn> | undefined
  steps: Array<MutableStep>
  stepsByKey: Map<Decision.Key, MutableStep> | undefined
  delays: Array<State.Delay>
  cases: Map<Decision.CaseId, Case.Case>
  caseEvents: Map<Decision.CaseId, ReadonlyArray<Case.CaseEvent>>
  praises: Map<string, Praise.Praise>
  praiseEvents: Map<string, ReadonlyArray<Praise.PraiseEvent>>
  testimony: Testimony.Testimony
  testimonyDraft: Testimony.Draft | undefined
  acted: Set<string>
  pauses: Array<State.Pause>
  slowedDownAt: Instant | undefined
  optOuts: Array<{ readonly extent: Event.Extent; readonly at: Instant }>
  replies: Array<State.Reply>
  returned: Array<Event.Reference>
  bounced: Map<string, Instant>
  withheld: ReadonlySet<string>
  spamReportedAt: Instant | undefined
  erasedAt: Instant | undefined
  mergedInto: Contact.ContactId | undefined
  merged: Array<State.Merged>
  legalBases: Array<{ readonly purpose: Survey.Purpose; readonly channel: Survey.Channel }>
}

interface MutableTurn extends State.Turn {
  invitation: Wave.Wave["invitation"]
  readonly answers: Array<Wave.Answer>
  readonly steps: Array<MutableStep>
}

interface MutableStep extends State.Step {
  /** Its place among the steps. */
  readonly index: number
  declinedAt: Instant | undefined
  attempt: number
  send: MutableSend | undefined
  ended: Decision.Ending | undefined
  passedOver: boolean
  turn: MutableTurn | undefined
  status: State.SendStatus | undefined
  at: Instant
  failures: number
}

type Testified = Testimonial.TestimonialEvent | Consent.ConsentEvent

type MutableSend = { -readonly [K in keyof State.Send]: State.Send[K] } & { intent: number }

const rank = { intended: 0, unknown: 1, failed: 2, refused: 3, sent: 4 } as const

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
  traits: none,
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
  pauses: [],
  slowedDownAt: undefined,
  optOuts: [],
  replies: silent,
  returned: silent,
  bounced: none,
  withheld: nothing,
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
export const of = (history: History.History): State.State => foldOnce(history)

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
 * A fold that goes on: `apply` takes further events into the same state. For `decide`, which State.counts what it decided as
 * done; the state it was made from is its own.
 *
 * @category folding
 * @since 0.1.0
 */
export const resume = (
  history: History.History
): { readonly state: State.State; readonly apply: (event: Event.Event) => void } => {
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
    pauses: self.pauses.slice(),
    optOuts: self.optOuts.slice(),
    replies: self.replies.slice(),
    returned: self.returned.slice(),
    bounced: copied(self.bounced),
    merged: self.merged.slice(),
    legalBases: self.legalBases.slice()
  }
}

const copied = <K, V>(map: Map<K, V>): Map<K, V> => (map.size === 0 ? none : new Map(map))

const byName = (turns: ReadonlyArray<MutableTurn>) =>
  new Map(turns.map((one) => [State.waveKey(one.survey, one.id), one]))
const byKey = (steps: ReadonlyArray<MutableStep>) => new Map(steps.map((one) => [one.key, one]))

/** The kind column has said it already, and to ask each event for its tag would cost as much as the rest. */
const as = <T extends Event.Event["_tag"]>(_tag: T, event: Event.Event) => event as Extract<Event.Event, { _tag: T }>

const { kinds } = History

const step = (state: Fold, event: Event.Event, kind: number, at: Instant): void => {
  state.revision++
  state.knownSince ??= at
  switch (kind) {
    case kinds.ContactChanged: {
      const { account, accountZone, email, locale, name, traits, zone } = as("ContactChanged", event)
      if (email !== undefined) state.email = email ?? undefined
      if (name !== undefined) state.name = name ?? undefined
      if (locale !== undefined) state.locale = locale ?? undefined
      if (zone !== undefined) state.zone = zone ?? undefined
      if (account !== undefined && (account ?? undefined) !== state.account) {
        state.account = account ?? undefined
        state.accountZone = undefined
      }
      if (accountZone !== undefined) state.accountZone = accountZone === null ? undefined : { value: accountZone, at }
      if (traits !== undefined) state.traits = Trait.changed(state.traits, traits)
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
      const { address, attempt, key, suppressed } = as("SendRefused", event)
      if (suppressed === undefined) refusedThere(state, address)
      else if (!state.bounced.has(address)) state.withheld = new Set([...state.withheld, address])
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
      const { extent, via } = as("OptedOut", event)
      state.optOuts.push({ extent, at })
      return cameBack(state, via)
    }
    case kinds.OptedIn: {
      // of an opt-out and an opt-in at the same instant, the stricter one holds
      const { extent } = as("OptedIn", event)
      state.optOuts = state.optOuts.filter((optOut) => optOut.at >= at || !State.covers(extent, optOut.extent))
      if (!isEverything(extent)) return
      state.pauses = state.pauses.filter((pause) => pause.at >= at)
      if (state.slowedDownAt !== undefined && state.slowedDownAt < at) state.slowedDownAt = undefined
      if (state.spamReportedAt !== undefined && state.spamReportedAt < at) state.spamReportedAt = undefined
      if (state.withheld.size > 0) {
        // whether the others have lifted it, too, is looked up when the next message leaves
        state.bounced = new Map(
          [...state.bounced].filter(([address, since]) => since >= at || !state.withheld.has(address))
        )
        state.withheld = new Set([...state.withheld].filter((address) => state.bounced.has(address)))
      }
      return
    }
    case kinds.Paused: {
      const { until, via } = as("Paused", event)
      state.pauses.push({ until, at })
      return cameBack(state, via)
    }
    case kinds.SlowedDown: {
      state.slowedDownAt = at
      return cameBack(state, as("SlowedDown", event).via)
    }
    case kinds.HardBounced: {
      const { address, via } = as("HardBounced", event)
      refusedThere(state, address)
      bounce(state, address, at)
      return cameBack(state, via)
    }
    case kinds.SpamReported: {
      state.spamReportedAt = at
      return cameBack(state, as("SpamReported", event).via)
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
      const { from, knownSince, optOuts, pauses = [], slowedDownAt, spamReportedAt, through } = as("Merged", event)
      state.merged.push({ contact: from, marks: [from, ...through].map(Contact.mark) })
      state.knownSince = Math.min(state.knownSince, knownSince ?? at)
      // what stood then stands, whatever was said under the other id
      for (const optOut of optOuts) {
        if (!state.optOuts.some(({ extent }) => State.covers(extent, optOut.extent))) state.optOuts.push(optOut)
      }
      state.pauses.push(...pauses.filter(({ until }) => state.pauses.every((known) => known.until < until)))
      state.slowedDownAt ??= slowedDownAt
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

const turnOf = (state: Fold, survey: Survey.SurveyId, wave: Decision.WaveId): MutableTurn => {
  const { turns } = state
  const known = State.findTurn(turns, state.turnsByName, survey, wave)
  if (known !== undefined) return known
  const turn: MutableTurn = { survey, id: wave, invitation: undefined, answers: [], steps: [] }
  turns.push(turn)
  if (state.turnsByName !== undefined) state.turnsByName.set(State.waveKey(survey, wave), turn)
  else if (turns.length > State.near) state.turnsByName = byName(turns)
  return turn
}

const stepOf = (state: Fold, key: Decision.Key): MutableStep => {
  const { steps } = state
  const known = State.findStep(steps, state.stepsByKey, key)
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
  else if (steps.length > State.near) state.stepsByKey = byKey(steps)
  return found
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

const reach = (state: Fold, key: Decision.Key, attempt: number, status: State.SendStatus, at: Instant): void =>
  come(stepOf(state, key), attempt, status, at)

/** However far it has come: of two reports the one on the later attempt, or the one that says more. */
const come = (found: MutableStep, attempt: number, status: State.SendStatus, at: Instant): void => {
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
    if (send === undefined || !State.counts(send)) continue
    const { decision } = send
    if (decision._tag !== "Invite") continue
    invitation = {
      at: State.leftAt(send),
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

const cameBack = (state: Fold, via: Event.Reference | undefined): void => {
  if (via === undefined) return
  if (state.returned.length === 0) state.returned = []
  state.returned.push(via)
}

/** Its own server says so now. */
const refusedThere = (state: Fold, address: string): void => {
  if (state.withheld.has(address)) state.withheld = new Set([...state.withheld].filter((one) => one !== address))
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

const declined = (state: Fold, send: State.Send | undefined, event: Event.Event): void => {
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

const purposeOf = (send: State.Send | undefined): Survey.Purpose | undefined => {
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

const isEverything = (extent: Event.Extent): boolean => extent.survey === undefined && extent.purpose === undefined
