/**
 * Retelling: how would a scenario file tell what happened to this contact?
 *
 * What others did becomes the events of the story, what we decided its expectations. So a life that went wrong can be
 * saved as a file, its expectations corrected by a person, and run for ever after.
 *
 * @since 0.1.0
 */
import * as Contact from "@temoin/core/Contact"
import * as Decision from "@temoin/core/Decision"
import type * as Event from "@temoin/core/Event"
import * as History from "@temoin/core/History"
import type { Instant } from "@temoin/core/Instant"
import * as Program from "@temoin/core/Program"
import * as Fold from "@temoin/core/Fold"
import * as State from "@temoin/core/State"
import type * as Survey from "@temoin/core/Survey"
import type * as Zone from "@temoin/core/Zone"
import * as Result from "effect/Result"
import * as Happening from "./Happening.ts"
import type * as Life from "./Life.ts"
import * as LocalTime from "./LocalTime.ts"
import * as TestimonialRetelling from "./TestimonialRetelling.ts"

/**
 * - `program`: as it was written.
 * - `events`: all that was recorded, in the order in which it became known.
 * - `done`: what was decided, and when.
 * - `until`: the story ends here. Left out: when nothing is left to happen.
 *
 * @category models
 * @since 0.1.0
 */
export interface Told {
  readonly title: string
  readonly note?: string | undefined
  readonly program: typeof Program.Program.Encoded
  readonly contact: Contact.ContactId
  readonly events: ReadonlyArray<Event.Event>
  readonly done: ReadonlyArray<Life.Done>
  readonly until?: Instant | undefined
}

type Line = Readonly<Record<string, unknown>>

/** A value that JSON can hold and `Scenario.decode` reads. @category models @since 0.1.0 */
export interface File {
  readonly title: string
  readonly note?: string
  readonly program: typeof Program.Program.Encoded
  readonly contact: Line
  readonly events: ReadonlyArray<Line>
  readonly expect: ReadonlyArray<Line>
  readonly until?: string
}

/**
 * The story as a scenario. There, every message arrives at once: of those that did not, `strays` tells.
 *
 * @category constructors
 * @since 0.1.0
 */
export const file = ({ contact, done, events, note, program, title, until }: Told): File => {
  const theirs = events.filter((event) => !isOurs(event))
  const zone = program.zone ?? "UTC"
  const running = Result.getOrUndefined(Program.decode(program))
  const aboutTestimonials = (event: Event.Event): Line | undefined => {
    const before = historyOf(contact, events.slice(0, events.indexOf(event)))
    const words = running && before && TestimonialRetelling.words(running, event, before)
    return words && { ...times(event, zone), ...words }
  }
  return {
    title,
    ...(note !== undefined && { note }),
    program,
    contact: { id: contact },
    events: theirs.map(
      (event) =>
        aboutTestimonials(event) ??
        // a scenario knows no surveys but those of the program
        ("survey" in event && program.surveys.every(({ id }) => id !== event.survey)
          ? asRecorded(event, zone)
          : happening(event, events.slice(0, events.indexOf(event)), zone))
    ),
    expect: done.map(({ at, decision }) => expectation(decision, at, zone, program)),
    ...(until !== undefined && { until: LocalTime.exactly(until, zone) })
  }
}

/**
 * The messages that did not arrive at once, or not at all.
 *
 * @category getters
 * @since 0.1.0
 */
export const strays = (events: ReadonlyArray<Event.Event>): ReadonlyArray<Decision.Key> => {
  const intended = new Map(events.flatMap((event) => (event._tag === "Intended" ? [[event.key, event]] : [])))
  return events.flatMap((event) => {
    switch (event._tag) {
      case "SendFailed":
      case "SendRefused":
      case "SendUnknown":
        return [event.key]
      case "Sent":
        return intended.get(event.key)?.occurredAt === event.occurredAt ? [] : [event.key]
      default:
        return []
    }
  })
}

/** Was it recorded by us, carrying out what we decided? */
const isOurs = (event: Event.Event): boolean => {
  switch (event._tag) {
    case "Intended":
    case "Sent":
    case "SendFailed":
    case "SendRefused":
    case "SendUnknown":
    case "CaseOpened":
    case "CaseEscalated":
    case "CaseClosed":
    case "OwnerTold":
    case "PraiseAssigned":
    case "PraiseEscalated":
    case "ReviewDelayed":
    case "AskEnded":
      return true
    case "CaseReopened":
    case "PraiseKept":
    case "TestimonialDoubted":
      return event.key !== undefined
    default:
      return false
  }
}

const times = ({ id, occurredAt, recordedAt }: Event.Event, zone: Zone.Zone): Line => ({
  id,
  on: LocalTime.exactly(occurredAt, zone),
  ...(recordedAt !== occurredAt && { knownOn: LocalTime.exactly(recordedAt, zone) })
})

/** As the log has it. */
const asRecorded = (event: Event.Event, zone: Zone.Zone): Line => {
  const { id: _id, occurredAt: _at, recordedAt: _known, ...records } = event
  return { ...times(event, zone), records }
}

/** By the word that says the same; where none does, as the log has it. */
const happening = (event: Event.Event, before: ReadonlyArray<Event.Event>, zone: Zone.Zone): Line => {
  const common = times(event, zone)
  switch (event._tag) {
    case "TouchpointHappened": {
      const { about, kind } = event
      return { ...common, touchpoint: kind, ...(about !== undefined && { about }) }
    }
    case "AskRequested": {
      const { by, survey } = event
      return { ...common, askedByHand: survey, ...(by !== undefined && { by }) }
    }
    case "GrievanceRaised": {
      const { about, channel, words } = event
      const said = words !== undefined && { words }
      return { ...common, complains: channel, ...said, ...(about !== undefined && { about }) }
    }
    case "DisruptionEnded": {
      const { about, kind } = event
      return { ...common, disruptionEnded: kind, ...(about !== undefined && { about }) }
    }
    case "PraiseNamed": {
      const { names, words } = event
      return { ...common, praises: names, ...(words !== undefined && { words }) }
    }
    case "ContactChanged": {
      const { _tag, id: _id, occurredAt: _at, recordedAt: _known, ...changes } = event
      return { ...common, changes }
    }
    case "OptedOut":
      return event.via === undefined ? { ...common, optsOut: event.extent } : asRecorded(event, zone)
    case "SlowedDown":
      return event.via === undefined ? { ...common, wantsLess: true } : asRecorded(event, zone)
    case "OptedIn":
      return { ...common, optsIn: event.extent }
    case "SpamReported":
      return event.via === latestMessage(before) ? { ...common, reportsSpam: true } : asRecorded(event, zone)
    case "Replied": {
      const { from, via, words } = event
      return from === undefined && words !== undefined && via === latestMessage(before)
        ? { ...common, replies: words }
        : asRecorded(event, zone)
    }
    case "Erased":
      return { ...common, erased: true }
    case "LegalBasisRecorded":
      return event.channel === "mail"
        ? { ...common, consentsTo: event.purpose, basis: event.basis }
        : asRecorded(event, zone)
    case "Answered": {
      const { comment, id, score, survey, via, wave } = event
      const words = { survey, ...(comment !== undefined && { comment }) }
      if (via !== undefined) return asRecorded(event, zone)
      if (wave === `unasked:${id}`) return { ...common, answer: score, ...words, unasked: true }
      return wave === latestWave(before, survey) ? { ...common, answer: score, ...words } : asRecorded(event, zone)
    }
    default:
      return asRecorded(event, zone)
  }
}

/** Of the latest invitation to this survey, by then. */
const latestWave = (events: ReadonlyArray<Event.Event>, survey: Survey.SurveyId): Decision.WaveId | undefined => {
  const history = historyOf(Contact.ContactId.make("anybody"), events)
  return (
    history &&
    State.waves(Fold.of(history)).findLast((wave) => wave.survey === survey && wave.invitation !== undefined)?.id
  )
}

/** The one that a bounce, a spam report or a reply is about when a scenario does not say. */
const latestMessage = (events: ReadonlyArray<Event.Event>): Event.Reference | undefined => {
  const history = historyOf(Contact.ContactId.make("anybody"), events)
  return history && Happening.about(Fold.of(history)).via
}

const historyOf = (contact: Contact.ContactId, events: ReadonlyArray<Event.Event>): History.History | undefined =>
  Result.getOrUndefined(History.make(contact, events))

const expectation = (
  decision: Decision.Decision,
  at: Instant,
  zone: Zone.Zone,
  { reviews = [], surveys, testimonials }: Told["program"]
): Line => {
  const [first, ...others] = decision.because.map(({ _tag }) => _tag)
  const isKnown =
    decision.survey === (testimonials?.id ?? "testimonials") ||
    [...surveys, ...reviews].some(({ id }) => id === decision.survey)
  return {
    on: LocalTime.exactly(at, zone),
    do: decision._tag,
    // praise of an answer to what is no survey of the program is kept, too
    ...(isKnown && { survey: decision.survey }),
    step: decodeURIComponent(Decision.stepIn(decision.key)),
    ...(decision._tag === "EndAsk" && { as: decision.as }),
    ...(first !== undefined && { because: others.length === 0 ? first : [first, ...others] })
  }
}
