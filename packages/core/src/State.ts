/**
 * State: where does a contact stand?
 *
 * A fold over the history. Nothing is in it that is not in the events.
 *
 * @since 0.1.0
 */
import type * as Case from "./Case.ts"
import type * as Contact from "./Contact.ts"
import type * as ContactFrequency from "./ContactFrequency.ts"
import * as Decision from "./Decision.ts"
import type * as Event from "./Event.ts"
import type * as Grievance from "./Grievance.ts"
import * as Inheritance from "./Inheritance.ts"
import type { Instant } from "./Instant.ts"
import * as Period from "./Period.ts"
import type * as Praise from "./Praise.ts"
import type * as Reason from "./Reason.ts"
import type * as Survey from "./Survey.ts"
import type * as Testimony from "./Testimony.ts"
import type * as Touchpoint from "./Touchpoint.ts"
import type * as Trait from "./Trait.ts"
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

/**
 * A wish to hear nothing `until` then, as they said it `at` that time.
 *
 * @category models
 * @since 0.1.0
 */
export interface Pause {
  readonly until: Instant
  readonly at: Instant
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
  /** What else the host knows of them, by its name. */
  readonly traits: Trait.Traits
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
  /** How long they want to hear nothing; each as they said it. */
  readonly pauses: ReadonlyArray<Pause>
  /** Since when they want to hear from us half as often. */
  readonly slowedDownAt: Instant | undefined
  readonly optOuts: ReadonlyArray<{ readonly extent: Event.Extent; readonly at: Instant }>
  /** What they wrote back, oldest first. */
  readonly replies: ReadonlyArray<Reply>
  /** The messages that bounced, were reported as spam, or by which they opted out. */
  readonly returned: ReadonlyArray<Event.Reference>
  readonly bounced: ReadonlyMap<string, Instant>
  /** Those among them that no server refused, but we, for what somebody else behind the address has said. */
  readonly withheld: ReadonlySet<string>
  readonly spamReportedAt: Instant | undefined
  readonly erasedAt: Instant | undefined
  /** Who this contact turned out to be. */
  readonly mergedInto: Contact.ContactId | undefined
  /** Who turned out to be this contact. */
  readonly merged: ReadonlyArray<Merged>
  readonly legalBases: ReadonlyArray<{ readonly purpose: Survey.Purpose; readonly channel: Survey.Channel }>
}

/**
 * The name of a wave across surveys. No identifier has a line break in it, so no two waves have the same one.
 *
 * @category keys
 * @since 0.1.0
 */
export const waveKey = (survey: Survey.SurveyId, wave: Decision.WaveId): string => `${survey}\n${wave}`

/**
 * So many of the latest are looked through before an index is made: nearly every event is about one of them.
 *
 * @category rules
 * @since 0.1.0
 */
export const near = 8

/**
 * The turn of this survey with this name among these, of which there is an index when they are many.
 *
 * @category getters
 * @since 0.1.0
 */
export const findTurn = <T extends Turn>(
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
 * The same of steps, by their key.
 *
 * @category getters
 * @since 0.1.0
 */
export const findStep = <S extends Step>(
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

/**
 * Were people in the company told to do this, or that they need not do it? Whichever contact the key names: what was done
 * before two contacts became one stays done.
 *
 * @category guards
 * @since 0.1.0
 */
export const hasActed = (self: State, key: Decision.Key): boolean =>
  self.acted.size > 0 && self.acted.has(Decision.deed(key))

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
 * Until when nothing may be sent, because they asked for a pause; `undefined` when there is none at `now`. Of several, the longest
 * holds: only an opt-in ends one before its time.
 *
 * @category getters
 * @since 0.1.0
 */
export const pausedUntil = (self: State, now: Instant): Instant | undefined => {
  let until: Instant | undefined
  for (const pause of self.pauses) if (pause.until > (until ?? now)) until = pause.until
  return until
}

/**
 * The period that counts for this contact in the place of one of the program's: for who asked to hear from us half as often,
 * twice as long.
 *
 * @category getters
 * @since 0.1.0
 */
export const paced = (self: State, period: Period.Period): Period.Period =>
  self.slowedDownAt === undefined ? period : Period.twice(period)

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
 * Messages of which nobody knows whether they left. A trace shows that one did: an answer by its own link, a reply to it, its
 * bounce, a spam report about it, an opt-out by it.
 *
 * @category getters
 * @since 0.1.0
 */
export const unknownSends = (self: State): ReadonlyArray<Send> =>
  sends(self).filter((send) => send.status === "unknown" && !hasTrace(self, send.reference))

/**
 * Has anything come back that shows that this message left?
 *
 * @category guards
 * @since 0.1.0
 */
export const hasTrace = (self: State, reference: Event.Reference): boolean =>
  self.returned.includes(reference) ||
  self.replies.some(({ via }) => via === reference) ||
  self.turns.some(({ answers }) => answers.some(({ via }) => via === reference))

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
