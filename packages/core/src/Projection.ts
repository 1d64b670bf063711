/**
 * Projection: what is kept of each contact, so that nobody's history need be read?
 *
 * A fold of one history by itself: the answers that count, the cases that are open, the testimonials that walls may show, the
 * addresses that must not be written to. What is kept of many contacts is the combination of each one's, in whatever order they
 * came; so the difference that a change makes to one contact's is the difference that it makes to all.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import * as Case from "./Case.ts"
import type * as Contact from "./Contact.ts"
import type * as Consent from "./Consent.ts"
import type * as Decision from "./Decision.ts"
import type * as Event from "./Event.ts"
import type * as FollowUp from "./FollowUp.ts"
import * as Fold from "./Fold.ts"
import * as Headline from "./Headline.ts"
import type * as History from "./History.ts"
import type { Instant } from "./Instant.ts"
import * as Period from "./Period.ts"
import type * as Program from "./Program.ts"
import * as Residue from "./Residue.ts"
import * as Score from "./Score.ts"
import * as Segment from "./Segment.ts"
import type * as State from "./State.ts"
import * as Suppression from "./Suppression.ts"
import * as Survey from "./Survey.ts"
import type * as Testimonial from "./Testimonial.ts"
import * as Trait from "./Trait.ts"
import * as Zone from "./Zone.ts"

/**
 * All that a projection rests on besides the history: whose days are counted, which surveys there are and when their waves
 * close, and by which traits answers are kept apart. When any of it changes, what was kept is no longer right.
 *
 * @category models
 * @since 0.1.0
 */
export const Settings = Schema.Struct({
  zone: Zone.Zone,
  surveys: Schema.Array(Schema.Struct({ id: Survey.SurveyId, closes: Period.Period })),
  segments: Segment.Names
})
/** @since 0.1.0 */
export type Settings = typeof Settings.Type

/**
 * The settings of a program, with the traits that the host chose.
 *
 * @category constructors
 * @since 0.1.0
 */
export const settings = (program: Program.Program, segments: Segment.Names = []): Settings => ({
  zone: program.zone,
  surveys: program.surveys.map(({ closes, id }) => ({ id, closes })).toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  segments
})

/** Grows when a release keeps something else of the same history. */
const release = 1

/**
 * The same for settings under which the same is kept, and for no others.
 *
 * @example Projection.fingerprint({ zone: "UTC", surveys: [], segments: ["plan"] }) // => `{"release":1,"zone":"UTC","surveys":[],"segments":["plan"]}`
 * @category getters
 * @since 0.1.0
 */
export const fingerprint = ({ segments, surveys, zone }: Settings): string =>
  JSON.stringify({ release, zone, surveys: surveys.map(({ closes, id }) => ({ id, closes })), segments })

/**
 * An answer that counts, as it does for the headline with `count: waves`. `day`: in the company's zone, or "always" when it has no
 * day that can be written. `segment`: see `Segment.key`.
 *
 * @category models
 * @since 0.1.0
 */
export interface Answer {
  readonly survey: Survey.SurveyId
  readonly wave: Decision.WaveId
  readonly purpose: Survey.Purpose
  readonly at: Instant
  readonly day: Residue.Bin
  readonly segment: string
  readonly score: Score.Score
}

/**
 * A case that somebody must still do something about. `dueBy`: their next deadline (`undefined`: none is left).
 *
 * @category models
 * @since 0.1.0
 */
export interface OpenCase {
  readonly case: Decision.CaseId
  readonly survey: Survey.SurveyId
  readonly owner: FollowUp.Role
  readonly openedAt: Instant
  readonly dueBy: Instant | undefined
}

/**
 * A testimonial that a wall may show before `until`, as far as nothing else speaks against it: its author's consent and what they
 * think today are looked up when it is shown.
 *
 * @category models
 * @since 0.1.0
 */
export interface Exhibited {
  readonly testimonial: Consent.TestimonialId
  readonly until: Instant
}

/**
 * What is kept of one contact. Each list in an order of its own: answers and cases by time, the others by name.
 *
 * @category models
 * @since 0.1.0
 */
export interface Projection {
  readonly contact: Contact.ContactId
  readonly answers: ReadonlyArray<Answer>
  readonly cases: ReadonlyArray<OpenCase>
  readonly exhibited: ReadonlyArray<Exhibited>
  readonly suppressed: ReadonlyArray<Suppression.Suppression>
}

/** Nothing is kept of them. @category constructors @since 0.1.0 */
export const none = (contact: Contact.ContactId): Projection => ({
  contact,
  answers: [],
  cases: [],
  exhibited: [],
  suppressed: []
})

/**
 * What is kept of this contact. Nothing of one that was merged into another, of which everything is kept there.
 *
 * @category folding
 * @since 0.1.0
 */
export const of = (settings: Settings, history: History.History): Projection => {
  const state = Fold.of(history)
  const { contact, mergedInto } = state
  if (mergedInto !== undefined) return none(contact)
  return {
    contact,
    answers: answersOf(settings, state, history),
    cases: [...state.cases.values()]
      .filter(Case.isOpen)
      .map((one) => ({
        case: one.id,
        survey: one.survey,
        owner: one.owner,
        openedAt: one.openedAt,
        dueBy: Case.dueBy(one)
      }))
      .toSorted((a, b) => a.openedAt - b.openedAt || byName(a.case, b.case)),
    exhibited: exhibitedOf(state),
    suppressed: Suppression.of(state, history)
  }
}

const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const answersOf = (
  { segments, surveys, zone }: Settings,
  state: State.State,
  history: History.History
): ReadonlyArray<Answer> =>
  surveys
    .flatMap((survey) =>
      Headline.counted({ zone }, state, survey).map(({ answer: { at, score }, wave }): Answer => ({
        survey: survey.id,
        wave,
        // every other message asks for words, not for a score
        purpose: "measure",
        at,
        day: Residue.binsOf(at, zone)[0],
        segment: segments.length === 0 ? "" : Segment.key(segments, Trait.at(history, at)),
        score
      }))
    )
    .toSorted((a, b) => a.at - b.at || byName(a.survey, b.survey) || byName(a.wave, b.wave))

const exhibitedOf = ({ erasedAt, testimony }: State.State): ReadonlyArray<Exhibited> =>
  erasedAt !== undefined
    ? []
    : [...testimony.testimonials.values()]
        .flatMap(({ id, state }) => {
          const until = publishedUntil(state)
          return until === undefined ? [] : [{ testimonial: id, until }]
        })
        .toSorted((a, b) => byName(a.testimonial, b.testimonial))

/** An edit that its author does not agree to in time leaves what was published before. */
const publishedUntil = (state: Testimonial.State): Instant | undefined =>
  state._tag === "Published" ? state.expiresAt : state._tag === "Amended" ? publishedUntil(state.earlier) : undefined

/**
 * The events that `of` reads. With these alone it gives the same.
 *
 * @category getters
 * @since 0.1.0
 */
export const told = [
  "Answered",
  "ContactChanged",
  "Intended",
  "Sent",
  "SendFailed",
  "SendRefused",
  "SendUnknown",
  "AskDeclined",
  "CaseOpened",
  "CaseAssigned",
  "CaseAcknowledged",
  "CaseExplained",
  "CaseRedressed",
  "CaseResolved",
  "CaseReopened",
  "CaseClosed",
  "CaseEscalated",
  "OwnerTold",
  "OptedOut",
  "OptedIn",
  "HardBounced",
  "SpamReported",
  "Erased",
  "PraiseKept",
  "TestimonialRequested",
  "TestimonialDeclined",
  "TestimonialSubmitted",
  "TestimonialApproved",
  "TestimonialRejected",
  "TestimonialPublished",
  "TestimonialEdited",
  "EditAgreed",
  "EditRefused",
  "TestimonialDoubted",
  "ReconfirmationAsked",
  "TestimonialReconfirmed",
  "TestimonialWithdrawn",
  "ConsentGiven",
  "ConsentWithdrawn",
  "MergedInto",
  "Merged",
  "Inherited"
] as const satisfies ReadonlyArray<Event.Event["_tag"]>

const isTold: ReadonlySet<Event.Event["_tag"]> = new Set(told)

/**
 * Can this event change what is kept?
 *
 * @category guards
 * @since 0.1.0
 */
export const reads = (event: Event.Event): boolean => isTold.has(event._tag)

/**
 * What answers are counted by. Together: one row of counters.
 *
 * @category models
 * @since 0.1.0
 */
export type Cell = Pick<Answer, "survey" | "purpose" | "day" | "segment">

/**
 * By how much the counters of a cell change: eleven numbers, that of score 0 first. Unit: answers; less than 0 where answers went.
 *
 * @category models
 * @since 0.1.0
 */
export interface Increment extends Cell {
  readonly by: ReadonlyArray<number>
}

type Counted = Cell & Pick<Answer, "score">

/**
 * What the counters must be changed by when the answers of one contact, or of several, become others. Those that do not change are
 * left out; the rest in one order, so that no two who write them wait for one another.
 *
 * @category combining
 * @since 0.1.0
 */
export const difference = (before: Iterable<Counted>, after: Iterable<Counted>): ReadonlyArray<Increment> => {
  const found = new Map<string, { readonly cell: Cell; readonly by: Array<number> }>()
  const count = (answers: Iterable<Counted>, sign: 1 | -1) => {
    for (const { day, purpose, score, segment, survey } of answers) {
      const key = JSON.stringify([survey, purpose, day, segment])
      const known = found.get(key) ?? { cell: { survey, purpose, day, segment }, by: Score.scale.map(() => 0) }
      known.by[score]! += sign
      found.set(key, known)
    }
  }
  count(before, -1)
  count(after, 1)
  return [...found]
    .filter(([, { by }]) => by.some((n) => n !== 0))
    .toSorted(([a], [b]) => byName(a, b))
    .map(([, { by, cell }]) => ({ ...cell, by }))
}
