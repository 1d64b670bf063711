/**
 * Authoring: what does an author's reply to one of our messages add to the history?
 *
 * @since 0.1.0
 */
import * as Consent from "@temoin/core/Consent"
import type * as Decision from "@temoin/core/Decision"
import * as Event from "@temoin/core/Event"
import type * as History from "@temoin/core/History"
import * as Instant from "@temoin/core/Instant"
import * as Ladder from "@temoin/core/Ladder"
import * as Period from "@temoin/core/Period"
import * as Intake from "@temoin/core/ports/Intake"
import type * as Program from "@temoin/core/Program"
import * as State from "@temoin/core/State"
import * as Testimonial from "@temoin/core/Testimonial"
import * as Option from "effect/Option"
import * as Result from "effect/Result"

/**
 * What a message asked or told its reader as an author; `undefined` when it is another kind of message.
 *
 * @category getters
 * @since 0.1.0
 */
export const asked = (
  program: Program.Program,
  history: History.History,
  state: State.State,
  { decision, reference }: State.Send
): Intake.AskedAuthor | undefined => {
  const asks = asksOf(program, state, decision)
  return (
    asks && {
      locale: Option.fromUndefinedOr(state.locale),
      name: Option.fromUndefinedOr(state.name),
      isAnswered: history.events.some(({ id }) => prefixes.some((prefix) => id.startsWith(`${prefix}:${reference}`))),
      asks
    }
  )
}

const asksOf = (
  { testimonials }: Program.Program,
  { testimony }: State.State,
  decision: Decision.Send
): Intake.AskedAuthor["asks"] | undefined => {
  const wordsOf = (id: Consent.TestimonialId | undefined) =>
    id === undefined ? undefined : testimony.testimonials.get(id)?.content.words
  switch (decision._tag) {
    case "RequestTestimonial":
      return {
        _tag: "Testimonial",
        forms: decision.forms,
        words: Option.fromUndefinedOr(wordsOf(decision.testimonial)),
        places: testimonials?.places ?? ["website"]
      }
    case "RequestConsent": {
      const { places, scopes, testimonial } = decision
      return { _tag: "Consent", words: wordsOf(testimonial) ?? "", scopes, places }
    }
    case "RequestReferral":
      return { _tag: "Referral" }
    case "RequestReconfirmation":
      return { _tag: "Reconfirmation", words: wordsOf(decision.testimonial) ?? "" }
    case "RequestAgreement": {
      const { edit, testimonial } = decision
      const move = testimony.testimonials.get(testimonial)?.moves.find(({ id }) => id === edit)
      const original = wordsOf(testimonial) ?? ""
      return {
        _tag: "Agreement",
        original,
        edited: move?._tag === "TestimonialEdited" ? move.content.words : original
      }
    }
    case "Confirm":
      return { _tag: "Confirmation", what: decision.what, words: wordsOf(decision.testimonial) ?? "" }
    default:
      return undefined
  }
}

/** What the names of these events begin with; the reference behind it makes a reply that arrives twice the same one. */
const prefixes = ["requested", "submitted", "agreed", "withdrawn", "referral", "declined", "stands", "edit"] as const

/**
 * The events that a reply adds; none when it was recorded before, or when it says what is so already. Refused when it does not fit
 * what was asked, when its time is over, or when the testimonial has moved on.
 *
 * @category replying
 * @since 0.1.0
 */
export const reply = (
  program: Program.Program,
  history: History.History,
  state: State.State,
  send: State.Send,
  said: Intake.Reply,
  now: Instant.Instant
): Result.Result<ReadonlyArray<Event.Event>, Intake.ReplyRefused> => {
  const { decision, reference } = send
  const refuse = (problem: string) => Result.fail(new Intake.ReplyRefused({ reference, problem }))
  const about = "testimonial" in decision ? decision.testimonial : undefined
  const moves = about === undefined ? [] : (state.testimony.testimonials.get(about)?.moves ?? [])
  // a reply comes after the mail, and after all that it is about, also within a millisecond
  const occurredAt = Math.max(now, ...[send.at, ...moves.map((move) => move.occurredAt)].map((before) => before + 1))
  const stamp = (prefix: (typeof prefixes)[number], tail = "") => ({
    id: `${prefix}:${reference}${tail}` as Event.EventId,
    occurredAt,
    recordedAt: now
  })
  /** The event, provided the testimonial takes it; none when it is recorded already. */
  const moving = (
    event: Testimonial.TestimonialEvent
  ): Result.Result<ReadonlyArray<Event.Event>, Intake.ReplyRefused> => {
    if (history.events.some(({ id }) => id === event.id)) return Result.succeed([])
    const found = state.testimony.testimonials.get(event.testimonial)
    if (found === undefined) return refuse(`there is no testimonial "${event.testimonial}" any more`)
    return Result.match(Testimonial.after(found, event, state.testimony.consent), {
      onSuccess: () => Result.succeed([event]),
      onFailure: ({ message }) => refuse(message)
    })
  }
  const agreed = (
    testimonial: Consent.TestimonialId,
    {
      places,
      scopes,
      wording
    }: Pick<Extract<Intake.Reply, { readonly _tag: "Consent" }>, "scopes" | "places" | "wording">
  ): ReadonlyArray<Event.Event> => {
    const { consent } = state.testimony
    const isSo = places.every((place) => Consent.covers(consent, { testimonial, scopes, place }, now))
    if (isSo) return []
    const nth = consent.filter(({ id }) => id.startsWith(`agreed:${reference}`)).length + 1
    const evidence = `reply to our message ${reference} of ${Instant.minute(State.leftAt(send))}`
    return [
      {
        _tag: "ConsentGiven",
        ...stamp("agreed", `#${String(nth).padStart(4, "0")}`),
        occurredAt: now,
        testimonial,
        scopes,
        places,
        wording,
        evidence
      }
    ]
  }
  const withdrawn = (testimonial: Consent.TestimonialId): ReadonlyArray<Event.Event> => {
    const isGiven = Consent.standing(state.testimony.consent, testimonial, now).length > 0
    const nth = state.testimony.consent.filter(({ id }) => id.startsWith(`withdrawn:${reference}`)).length + 1
    const took: Event.Event = {
      _tag: "ConsentWithdrawn",
      ...stamp("withdrawn", `#${String(nth).padStart(4, "0")}`),
      testimonial
    }
    const gone = moving({
      _tag: "TestimonialWithdrawn",
      ...stamp("withdrawn", " testimonial"),
      testimonial,
      by: "author"
    })
    return [...(isGiven ? [took] : []), ...Result.getOrElse(gone, () => [])]
  }

  switch (decision._tag) {
    case "RequestTestimonial": {
      const known = history.events.find(({ id }) => id === `submitted:${reference}`)
      if (said._tag === "Withdraws") {
        return Result.succeed(known?._tag === "TestimonialSubmitted" ? withdrawn(known.testimonial) : [])
      }
      if (said._tag === "Testimonial") {
        if (known?._tag === "TestimonialSubmitted") {
          return JSON.stringify(known.content) === JSON.stringify(said.content)
            ? Result.succeed(said.consent === undefined ? [] : agreed(known.testimonial, said.consent))
            : refuse("their words were handed in already: answer our mail to change them")
        }
        if (decision.expiresAt !== undefined && now >= decision.expiresAt) {
          return refuse(`the form closed on ${Instant.minute(decision.expiresAt)}`)
        }
        return Result.succeed(handedIn(program, state, send, said, now, stamp, agreed))
      }
      if (said._tag === "Declines") return Result.succeed(declined(history, decision, stamp("declined")))
      break
    }
    case "RequestConsent":
      if (said._tag === "Consent") return Result.succeed(agreed(decision.testimonial, said))
      if (said._tag === "Declines") return Result.succeed(declined(history, decision, stamp("declined")))
      if (said._tag === "Withdraws") return Result.succeed(withdrawn(decision.testimonial))
      break
    case "RequestReferral":
      if (said._tag === "Declines") return Result.succeed(declined(history, decision, stamp("declined")))
      if (said._tag === "Refers") {
        const event: Event.Event = {
          _tag: "TouchpointHappened",
          ...hostStamp(stamp("referral")),
          kind: Ladder.referral
        }
        return Result.succeed(history.events.some(({ id }) => id === event.id) ? [] : [event])
      }
      break
    case "RequestReconfirmation": {
      const { testimonial } = decision
      if (said._tag === "Withdraws" || said._tag === "StandsNot") return Result.succeed(withdrawn(testimonial))
      if (said._tag === "Stands") {
        const expiresAt = Period.after(program.testimonials?.lasts ?? "1 year", now, program.zone)
        return moving({ _tag: "TestimonialReconfirmed", ...stamp("stands"), testimonial, expiresAt })
      }
      break
    }
    case "RequestAgreement": {
      const { edit, testimonial } = decision
      if (said._tag === "Agrees") return moving({ _tag: "EditAgreed", ...stamp("edit"), testimonial, edit })
      if (said._tag === "Refuses") return moving({ _tag: "EditRefused", ...stamp("edit"), testimonial, edit })
      if (said._tag === "Withdraws") return Result.succeed(withdrawn(testimonial))
      break
    }
    case "Confirm":
      if (said._tag === "Withdraws") return Result.succeed(withdrawn(decision.testimonial))
      break
    default:
      break
  }
  return refuse(`"${said._tag}" is no answer to what this message asked`)
}

type Stamp = Pick<Event.Event, "id" | "occurredAt" | "recordedAt">

/** A touchpoint's id comes from outside, and may be only so long. A reference is shorter. */
const hostStamp = ({ id, ...times }: Stamp) => ({
  id: Event.Event.cases.TouchpointHappened.fields.id.make(id),
  ...times
})

const declined = (
  history: History.History,
  { key, survey, wave }: Decision.Send,
  stamp: Stamp
): ReadonlyArray<Event.Event> =>
  history.events.some(({ id }) => id === stamp.id) ? [] : [{ _tag: "AskDeclined", ...stamp, key, survey, wave }]

/**
 * The words, and what consent came with them. They belong to the praise that was kept, as long as that waits for them; else they
 * are a testimonial of their own.
 */
const handedIn = (
  program: Program.Program,
  state: State.State,
  { decision, reference }: State.Send,
  said: Extract<Intake.Reply, { readonly _tag: "Testimonial" }>,
  now: Instant.Instant,
  stamp: (prefix: (typeof prefixes)[number]) => Stamp,
  agreed: (
    testimonial: Consent.TestimonialId,
    consent: NonNullable<(typeof said)["consent"]>
  ) => ReadonlyArray<Event.Event>
): ReadonlyArray<Event.Event> => {
  const named = decision._tag === "RequestTestimonial" ? decision.testimonial : undefined
  const kept = named === undefined ? undefined : state.testimony.testimonials.get(named)
  const waits = kept && Testimonial.stateAt(kept.state, now)._tag
  const isTheirs = waits === "Requested" || waits === "Candidate"
  const testimonial = isTheirs && named !== undefined ? named : Consent.TestimonialId.make(`form:${reference}`)
  const requested: ReadonlyArray<Event.Event> =
    waits === "Candidate"
      ? [{ _tag: "TestimonialRequested", ...stamp("requested"), testimonial, expiresAt: openUntil(decision, now) }]
      : []
  const { author, consent, content, locale, relationship } = said
  return [
    ...requested,
    {
      _tag: "TestimonialSubmitted",
      ...stamp("submitted"),
      // consent that comes along with words was there before them: nobody is asked for it
      ...(consent !== undefined && { occurredAt: stamp("submitted").occurredAt + 1 }),
      testimonial,
      source: { _tag: "RequestForm", key: decision.key },
      content,
      locale,
      author,
      provenance: provenance(program, state, decision, kept),
      relationship
    },
    ...(consent === undefined ? [] : agreed(testimonial, consent))
  ]
}

/** Until when its form is open: a message whose sending failed, as we heard, has reached them all the same. */
const openUntil = (decision: Decision.Send, now: Instant.Instant): Instant.Instant =>
  decision._tag === "RequestTestimonial" && decision.expiresAt !== undefined
    ? decision.expiresAt
    : Period.after("30 days", now, "UTC")

/** The answer and the touchpoint that led to the request. */
const provenance = (
  { testimonials }: Program.Program,
  state: State.State,
  { survey, wave }: Decision.Send,
  kept: Testimonial.Testimonial | undefined
): Testimonial.Provenance => {
  const answer = State.turn(state, survey, wave)?.answers.at(-1)
  const touchpoint = state.touchpoints.find(({ id }) => wave.endsWith(`:${id}`))
  const verifiedBy = testimonials?.verifiedBy
  return {
    ...kept?.provenance,
    ...(answer !== undefined && { answer: { survey, wave, score: answer.score, at: answer.at } }),
    ...(touchpoint !== undefined && {
      touchpoint: {
        kind: touchpoint.kind,
        at: touchpoint.at,
        ...(touchpoint.about !== undefined && { about: touchpoint.about })
      }
    }),
    ...(verifiedBy !== undefined && state.touchpoints.length > 0 && { verifiedBy })
  }
}
