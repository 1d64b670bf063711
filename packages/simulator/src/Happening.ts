/**
 * Happening: what can happen to the customer of a scenario, and which events does it make?
 *
 * @since 0.1.0
 */
import * as Case from "@temoin/core/Case"
import * as Contact from "@temoin/core/Contact"
import * as ContactFrequency from "@temoin/core/ContactFrequency"
import * as Decision from "@temoin/core/Decision"
import * as Event from "@temoin/core/Event"
import * as FollowUp from "@temoin/core/FollowUp"
import * as Grievance from "@temoin/core/Grievance"
import type * as History from "@temoin/core/History"
import type { Instant } from "@temoin/core/Instant"
import * as Merge from "@temoin/core/Merge"
import * as Period from "@temoin/core/Period"
import type * as Program from "@temoin/core/Program"
import * as Score from "@temoin/core/Score"
import * as Fold from "@temoin/core/Fold"
import * as State from "@temoin/core/State"
import * as Survey from "@temoin/core/Survey"
import * as Text from "@temoin/core/Text"
import * as Touchpoint from "@temoin/core/Touchpoint"
import * as Trait from "@temoin/core/Trait"
import * as Zone from "@temoin/core/Zone"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Line from "./Line.ts"
import * as TestimonialHappening from "./TestimonialHappening.ts"

const common = Line.happening
const True = Schema.Literal(true)
const changeable = <S extends Schema.Constraint>(field: S) => Schema.optionalKey(Schema.NullOr(field))

const Recorded = Schema.Record(Schema.String, Schema.Unknown)

/**
 * What can happen, each under the word that tells it from the others. `records` is any event as the log has it, without its id
 * and times, for what no other word says; `refused`: it is one about a testimonial, and cannot be.
 *
 * @category models
 * @since 0.1.0
 */
export const happenings = {
  touchpoint: Schema.Struct({
    ...common,
    touchpoint: Touchpoint.Kind,
    about: Schema.optionalKey(Touchpoint.Subject)
  }),
  askedByHand: Schema.Struct({ ...common, askedByHand: Survey.SurveyId, by: Schema.optionalKey(Text.Line) }),
  answer: Schema.Struct({
    ...common,
    answer: Score.Score,
    survey: Schema.optionalKey(Survey.SurveyId),
    comment: Schema.optionalKey(Text.Paragraph),
    unasked: Schema.optionalKey(True)
  }),
  caseAcknowledged: Schema.Struct({ ...common, caseAcknowledged: Survey.SurveyId }),
  caseAssigned: Schema.Struct({ ...common, caseAssigned: Survey.SurveyId, to: FollowUp.Role }),
  caseExplained: Schema.Struct({ ...common, caseExplained: Survey.SurveyId, words: Text.Paragraph }),
  caseRedressed: Schema.Struct({
    ...common,
    caseRedressed: Survey.SurveyId,
    with: Text.Paragraph,
    correctiveAction: Schema.optionalKey(Text.Paragraph)
  }),
  caseResolved: Schema.Struct({ ...common, caseResolved: Survey.SurveyId }),
  caseReopened: Schema.Struct({ ...common, caseReopened: Survey.SurveyId }),
  complains: Schema.Struct({
    ...common,
    complains: Grievance.Channel,
    words: Schema.optionalKey(Text.Paragraph),
    about: Schema.optionalKey(Touchpoint.Subject)
  }),
  disruptionEnded: Schema.Struct({
    ...common,
    disruptionEnded: Touchpoint.Kind,
    about: Schema.optionalKey(Touchpoint.Subject)
  }),
  praises: Schema.Struct({
    ...common,
    praises: Event.Event.cases.PraiseNamed.fields.names,
    words: Schema.optionalKey(Text.Paragraph)
  }),
  praisePassedOn: Schema.Struct({ ...common, praisePassedOn: True }),
  optsOut: Schema.Struct({ ...common, optsOut: Event.Extent }),
  pausesFor: Schema.Struct({ ...common, pausesFor: Period.Period }),
  wantsLess: Schema.Struct({ ...common, wantsLess: True }),
  optsIn: Schema.Struct({ ...common, optsIn: Event.Extent }),
  consentsTo: Schema.Struct({
    ...common,
    consentsTo: Survey.Purpose,
    basis: Schema.optionalKey(Schema.Literals(["consent", "soft opt-in"]))
  }),
  changes: Schema.Struct({
    ...common,
    changes: Schema.Struct({
      email: changeable(Contact.EmailAddress),
      name: changeable(Text.Line),
      locale: changeable(Contact.Locale),
      zone: changeable(Zone.Zone),
      account: changeable(Contact.AccountId),
      accountZone: changeable(Zone.Zone),
      traits: Schema.optionalKey(Trait.Changes)
    })
  }),
  askedElsewhere: Schema.Struct({ ...common, askedElsewhere: Survey.SurveyId }),
  shown: Schema.Struct({ ...common, shown: Survey.SurveyId }),
  dismissed: Schema.Struct({ ...common, dismissed: Survey.SurveyId }),
  colleague: Schema.Struct({
    ...common,
    colleague: Contact.ContactId,
    was: ContactFrequency.Clock,
    survey: Schema.optionalKey(Survey.SurveyId),
    purpose: Schema.optionalKey(Survey.Purpose)
  }),
  mergedFrom: Schema.Struct({
    ...common,
    mergedFrom: Contact.ContactId,
    contact: Schema.optionalKey(Schema.Record(Schema.String, Schema.Unknown)),
    events: Schema.optionalKey(Schema.Array(Schema.Unknown))
  }),
  mergedInto: Schema.Struct({ ...common, mergedInto: Contact.ContactId }),
  nextMessage: Schema.Struct({ ...common, nextMessage: Schema.Literal("unknown") }),
  addressBounces: Schema.Struct({ ...common, addressBounces: True }),
  reportsSpam: Schema.Struct({ ...common, reportsSpam: True }),
  replies: Schema.Struct({ ...common, replies: Text.Paragraph }),
  erased: Schema.Struct({ ...common, erased: True }),
  ...TestimonialHappening.happenings,
  records: Schema.Struct({
    ...common,
    records: Recorded,
    refused: Schema.optionalKey(TestimonialHappening.Refusal)
  })
}
type Happenings = typeof happenings
/** @since 0.1.0 */
export type Happening = { readonly [Word in keyof Happenings]: Happenings[Word]["Type"] }[keyof Happenings]

/**
 * The words about a case, each with its survey.
 *
 * @category models
 * @since 0.1.0
 */
export const caseWords = [
  "caseAcknowledged",
  "caseAssigned",
  "caseExplained",
  "caseRedressed",
  "caseResolved",
  "caseReopened"
] as const

/**
 * In which story it happens. `of`: whose it is, for the names of events; "" for the customer's own. `live`: the history, by
 * then, of another contact whose story a line tells.
 *
 * @category models
 * @since 0.1.0
 */
export interface Story {
  readonly of: string
  readonly program: Program.Program
  readonly live: (path: string) => Result.Result<History.History, string>
}

/**
 * What every event has. Sorts behind everything that the library records itself at the same time, and by the order of
 * telling.
 *
 * @category events
 * @since 0.1.0
 */
export const told = (
  { of }: Pick<Story, "of">,
  index: number,
  occurredAt: Instant,
  recordedAt: Instant,
  id?: Event.EventId
) => ({
  id:
    id ??
    Event.EventId.make(`${index === 0 ? "" : "~"}${String(index).padStart(4, "0")}${of === "" ? "" : ` of ${of}`}`),
  occurredAt,
  recordedAt
})

type Found = Result.Result<ReadonlyArray<Event.Event>, string>

const one = (event: Event.Event): Found => Result.succeed([event])

/**
 * The events by which it happens to somebody with this history; a text that says why it cannot.
 *
 * @category events
 * @since 0.1.0
 */
export const eventsOf = (
  story: Story,
  { at, knownAt, path, what }: Line.Placed<Happening>,
  index: number,
  history: History.History
): Result.Result<ReadonlyArray<Event.Event>, string> => {
  const { program } = story
  const common = told(story, index, at, knownAt, what.id)
  if (TestimonialHappening.is(what)) return TestimonialHappening.eventsOf(program, what, common, history)
  const state = Fold.of(history)
  if ("touchpoint" in what) {
    const { about, touchpoint: kind } = what
    const id = Touchpointed.make(common.id)
    return one({ _tag: "TouchpointHappened", ...common, id, kind, ...(about !== undefined && { about }) })
  }
  if ("askedByHand" in what) {
    const { askedByHand: survey, by } = what
    return one({
      _tag: "AskRequested",
      ...common,
      id: Touchpointed.make(common.id),
      survey,
      ...(by !== undefined && { by })
    })
  }
  if ("answer" in what) {
    const survey = what.survey ?? program.surveys[0]?.id
    const wave =
      what.unasked === true
        ? Decision.WaveId.make(`unasked:${what.id ?? index}`)
        : State.waves(state).findLast((wave) => wave.survey === survey && wave.invitation !== undefined)?.id
    if (survey === undefined || wave === undefined) {
      return Result.fail(
        `nobody had been asked "${survey}" by ${what.on}, so it cannot be answered; an answer that nobody asked for has "unasked": true`
      )
    }
    const { answer: score, comment } = what
    return one({ _tag: "Answered", ...common, survey, wave, score, ...(comment !== undefined && { comment }) })
  }
  if (isCasework(what)) {
    const survey = caseOf(what)
    const isReopening = "caseReopened" in what
    const found = [...state.cases.values()].findLast(
      (known) => known.survey === survey && Case.isOpen(known) !== isReopening
    )
    if (found === undefined) {
      return Result.fail(`no case of "${survey}" is ${isReopening ? "over" : "open"} on ${what.on}`)
    }
    const event = casework(what, { ...common, case: found.id })
    const { terms } = found
    return one(
      event._tag === "CaseReopened" && terms !== undefined
        ? { ...event, ...Case.deadlines(terms, at, program, state.zone ?? program.zone) }
        : event
    )
  }
  if ("complains" in what) {
    const { about, complains: channel, words } = what
    const id = Touchpointed.make(common.id)
    const said = words !== undefined && { words }
    return one({ _tag: "GrievanceRaised", ...common, id, channel, ...said, ...(about !== undefined && { about }) })
  }
  if ("disruptionEnded" in what) {
    const { about, disruptionEnded: kind } = what
    return one({ _tag: "DisruptionEnded", ...common, kind, ...(about !== undefined && { about }) })
  }
  if ("praises" in what) {
    const { praises: names, words } = what
    const id = Touchpointed.make(common.id)
    return one({ _tag: "PraiseNamed", ...common, id, names, ...(words !== undefined && { words }) })
  }
  if ("praisePassedOn" in what) {
    const found = [...state.praises.values()].findLast(({ passedOnAt }) => passedOnAt === undefined)
    return found === undefined
      ? Result.fail(`there is no praise to pass on, on ${what.on}`)
      : one({ _tag: "PraisePassedOn", ...common, praise: found.id })
  }
  if ("optsOut" in what) return one({ _tag: "OptedOut", ...common, extent: what.optsOut })
  if ("pausesFor" in what) {
    return one({ _tag: "Paused", ...common, until: Period.after(what.pausesFor, at, state.zone ?? program.zone) })
  }
  if ("wantsLess" in what) return one({ _tag: "SlowedDown", ...common })
  if ("optsIn" in what) return one({ _tag: "OptedIn", ...common, extent: what.optsIn, evidence: "the scenario" })
  if ("consentsTo" in what) {
    const { basis = "consent", consentsTo: purpose } = what
    return one({ _tag: "LegalBasisRecorded", ...common, purpose, channel: "mail", basis, evidence: "the scenario" })
  }
  if ("changes" in what) return one({ _tag: "ContactChanged", ...common, ...what.changes })
  if ("askedElsewhere" in what) return one({ _tag: "AskedElsewhere", ...common, survey: what.askedElsewhere })
  if ("shown" in what) return one({ _tag: "Shown", ...common, survey: what.shown })
  if ("dismissed" in what) return one({ _tag: "Dismissed", ...common, survey: what.dismissed })
  // their log is not this customer's; the scenario tells what they were asked
  if ("colleague" in what) return Result.succeed([])
  // what becomes of a message is recorded when it leaves
  if ("nextMessage" in what) return Result.succeed([])
  if ("mergedInto" in what) return one(Merge.leave(history, what.mergedInto, knownAt))
  if ("mergedFrom" in what) {
    return Result.mapBoth(story.live(path), {
      onFailure: (problem) => `the story of "${what.mergedFrom}" cannot go on: ${problem}`,
      onSuccess: (other) => Merge.join(other, history, knownAt)
    })
  }
  if ("addressBounces" in what) {
    return state.email === undefined
      ? Result.fail("there is no address that could bounce")
      : one({ _tag: "HardBounced", ...common, address: state.email, ...about(state) })
  }
  if ("replies" in what) {
    const { via } = about(state)
    return via === undefined
      ? Result.fail(`nobody had written to them by ${what.on}, so there is nothing to reply to`)
      : one({ _tag: "Replied", ...common, via, words: what.replies })
  }
  if ("reportsSpam" in what) return one({ _tag: "SpamReported", ...common, ...about(state) })
  if ("records" in what) {
    const { refused } = what
    return Result.flatMap(
      Result.mapError(
        Schema.decodeUnknownResult(Event.Event, { errors: "all", onExcessProperty: "error" })({
          ...what.records,
          ...common
        }),
        (error) => `this is no event of the log: ${error.message}`
      ),
      (event) => (refused === undefined ? one(event) : TestimonialHappening.refused(event, refused, history))
    )
  }
  return one({ _tag: "Erased", ...common })
}

/**
 * The message that a bounce, a spam report or a reply of theirs is about: the latest that left, or may have.
 *
 * @category events
 * @since 0.1.0
 */
export const about = (state: State.State): { readonly via?: Event.Reference } => {
  const latest = State.sends(state).findLast(State.counts)
  return latest === undefined ? {} : { via: latest.reference }
}

const caseOf = (what: Casework): Survey.SurveyId => {
  if ("caseAssigned" in what) return what.caseAssigned
  if ("caseExplained" in what) return what.caseExplained
  if ("caseRedressed" in what) return what.caseRedressed
  if ("caseResolved" in what) return what.caseResolved
  return "caseReopened" in what ? what.caseReopened : what.caseAcknowledged
}

type Casework = Happenings[(typeof caseWords)[number]]["Type"]

const isCasework = (what: Happening): what is Casework => caseWords.some((word) => word in what)

const casework = (
  what: Casework,
  common: Pick<Event.Event, "id" | "occurredAt" | "recordedAt"> & { readonly case: Decision.CaseId }
): Case.CaseEvent => {
  if ("caseAssigned" in what) return { _tag: "CaseAssigned", ...common, to: what.to }
  if ("caseExplained" in what) return { _tag: "CaseExplained", ...common, explanation: what.words }
  if ("caseRedressed" in what) {
    const { correctiveAction, with: redress } = what
    return { _tag: "CaseRedressed", ...common, redress, ...(correctiveAction !== undefined && { correctiveAction }) }
  }
  if ("caseResolved" in what) return { _tag: "CaseResolved", ...common }
  if ("caseReopened" in what) return { _tag: "CaseReopened", ...common }
  return { _tag: "CaseAcknowledged", ...common }
}

/** What a touchpoint's id may be; of the same brand as every event's. */
const Touchpointed = Event.Event.cases.TouchpointHappened.fields.id
