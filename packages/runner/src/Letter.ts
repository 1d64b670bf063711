/**
 * Letter: which message does a decision become?
 *
 * @since 0.1.0
 */
import * as Account from "@temoin/core/Account"
import * as Consent from "@temoin/core/Consent"
import type * as Decision from "@temoin/core/Decision"
import type * as Event from "@temoin/core/Event"
import type * as Instant from "@temoin/core/Instant"
import type { Message } from "@temoin/core/Message"
import * as Period from "@temoin/core/Period"
import type * as Links from "@temoin/core/ports/Links"
import * as Program from "@temoin/core/Program"
import type * as Score from "@temoin/core/Score"
import * as State from "@temoin/core/State"

/**
 * The message for a decision, in the contact's language ("en" when it is not known), with links that name it by its
 * reference. An answer link works until the wave can take no answer any more.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (
  program: Program.Program,
  state: State.State,
  account: Account.Account | undefined,
  links: Links.Links["Service"],
  decision: Decision.Send,
  reference: Event.Reference,
  now: Instant.Instant
): Message => {
  const survey = Program.survey(program, decision.survey)
  const common = {
    locale: state.locale ?? "en",
    ...(state.name !== undefined && { name: state.name }),
    optOutUrl: links.optOut(reference, now)
  }
  const ofAuthor = (expiresAt: Instant.Instant) => ({ authorUrl: links.author(reference, expiresAt) })
  const wordsOf = ({ testimonial }: { readonly testimonial: Consent.TestimonialId }) =>
    state.testimony.testimonials.get(testimonial)?.content.words ?? ""
  switch (decision._tag) {
    case "Invite":
    case "Remind": {
      const closes =
        decision._tag === "Invite"
          ? decision.closes
          : (State.turn(state, decision.survey, decision.wave)?.invitation?.closes ?? "7 days")
      return {
        _tag: decision._tag === "Invite" ? "Invitation" : "Reminder",
        ...common,
        ...(survey?.subject !== undefined && { subject: survey.subject }),
        answerUrl: links.answer(
          reference,
          Period.after(closes, decision.expiresAt, Account.zone(program, state, account))
        ),
        expiresAt: decision.expiresAt
      }
    }
    case "Thank":
      return { _tag: "ThankYou", ...common, score: decision.score }
    case "Contact":
      return { _tag: "ContactRequest", ...common, topic: decision.topic }
    case "RequestTestimonial": {
      const until = decision.expiresAt ?? Period.after("30 days", now, "UTC")
      return { _tag: "TestimonialRequest", ...common, ...ofAuthor(until), ...recall(decision), forms: decision.forms }
    }
    case "RequestConsent": {
      const { expiresAt, places, scopes } = decision
      return {
        _tag: "ConsentRequest",
        ...common,
        ...ofAuthor(expiresAt),
        ...recall(decision),
        words: wordsOf(decision),
        scopes,
        places
      }
    }
    case "RequestReferral":
      return { _tag: "ReferralRequest", ...common, ...ofAuthor(decision.expiresAt), ...recall(decision) }
    case "RequestReconfirmation":
      return {
        _tag: "ReconfirmationRequest",
        ...common,
        ...ofAuthor(decision.expiresAt),
        words: wordsOf(decision)
      }
    case "RequestAgreement": {
      const { edit, testimonial, until } = decision
      const move = state.testimony.testimonials.get(testimonial)?.moves.find(({ id }) => id === edit)
      return {
        _tag: "AgreementRequest",
        ...common,
        ...ofAuthor(until),
        original: wordsOf(decision),
        edited: move?._tag === "TestimonialEdited" ? move.content.words : wordsOf(decision),
        until
      }
    }
    case "Confirm": {
      const agreed = Consent.standing(state.testimony.consent, decision.testimonial, now).map(({ place }) => place)
      const places = {
        consent: agreed,
        publication: agreed.filter(
          (place) => program.walls.length === 0 || program.walls.some((wall) => wall.place === place)
        ),
        withdrawal: []
      }[decision.what]
      return {
        _tag: "Confirmation",
        ...common,
        // consent can be taken back for as long as it is given
        ...ofAuthor(Period.after("10 years", now, "UTC")),
        what: decision.what,
        words: wordsOf(decision),
        places: [...new Set(places)].toSorted()
      }
    }
    case "RequestReview":
      return { _tag: "ReviewRequest", ...common, site: decision.site, url: decision.url }
  }
}

/** What they once answered, which only those who are asked for more are told. */
const recall = ({ score }: { readonly score?: Score.Score }) => (score === undefined ? {} : { score })
