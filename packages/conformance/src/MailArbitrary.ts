/**
 * MailArbitrary: which mails are worth trying?
 *
 * @since 0.1.0
 */
import type * as Consent from "@temoin/core/Consent"
import * as Decision from "@temoin/core/Decision"
import * as FollowUp from "@temoin/core/FollowUp"
import type { Message } from "@temoin/core/Message"
import type { Mail } from "@temoin/core/ports/Mailer"
import * as Score from "@temoin/core/Score"
import * as fc from "fast-check"
import * as EventArbitrary from "./EventArbitrary.ts"
import * as InstantArbitrary from "./InstantArbitrary.ts"
import * as TextArbitrary from "./TextArbitrary.ts"

const url = "https://feedback.example/answer/1?score="
const common = {
  locale: fc.constantFrom("en", "fr", "pt-BR", "ar"),
  optOutUrl: fc.constant("https://feedback.example/no-more/1")
}
const ofAuthor = { authorUrl: fc.constant("https://feedback.example/author/1") }

/**
 * A message of each kind, with awkward words in it.
 *
 * @category arbitraries
 * @since 0.1.0
 */
export const messages: {
  readonly [Tag in Message["_tag"]]: fc.Arbitrary<Extract<Message, { readonly _tag: Tag }>>
} = {
  Invitation: fc.record(
    {
      _tag: fc.constant("Invitation" as const),
      ...common,
      answerUrl: fc.constant(url),
      expiresAt: InstantArbitrary.soon,
      name: TextArbitrary.line,
      subject: TextArbitrary.line
    },
    { requiredKeys: ["_tag", "locale", "optOutUrl", "answerUrl", "expiresAt"] }
  ),
  Reminder: fc.record(
    {
      _tag: fc.constant("Reminder" as const),
      ...common,
      answerUrl: fc.constant(url),
      expiresAt: InstantArbitrary.soon,
      name: TextArbitrary.line,
      subject: TextArbitrary.line
    },
    { requiredKeys: ["_tag", "locale", "optOutUrl", "answerUrl", "expiresAt"] }
  ),
  ThankYou: fc.record(
    {
      _tag: fc.constant("ThankYou" as const),
      ...common,
      score: fc.constantFrom(...Score.scale),
      name: TextArbitrary.line
    },
    { requiredKeys: ["_tag", "locale", "optOutUrl", "score"] }
  ),
  ContactRequest: fc.record(
    {
      _tag: fc.constant("ContactRequest" as const),
      ...common,
      topic: fc.constantFrom(...FollowUp.Topic.literals),
      name: TextArbitrary.line
    },
    { requiredKeys: ["_tag", "locale", "optOutUrl", "topic"] }
  ),
  TestimonialRequest: fc.record(
    {
      _tag: fc.constant("TestimonialRequest" as const),
      ...common,
      ...ofAuthor,
      score: fc.constantFrom(...Score.scale),
      forms: fc.subarray([...FollowUp.TestimonialForm.literals]),
      name: TextArbitrary.line
    },
    { requiredKeys: ["_tag", "locale", "optOutUrl", "authorUrl", "forms"] }
  ),
  ConsentRequest: fc.record(
    {
      _tag: fc.constant("ConsentRequest" as const),
      ...common,
      ...ofAuthor,
      score: fc.constantFrom(...Score.scale),
      words: TextArbitrary.line,
      scopes: fc.constantFrom<[Consent.Scope, ...Array<Consent.Scope>]>(["quote"], ["quote", "name", "photo"]),
      places: fc.constantFrom<[string, ...Array<string>]>(["website"], ["website", "newsletter"]),
      name: TextArbitrary.line
    },
    { requiredKeys: ["_tag", "locale", "optOutUrl", "authorUrl", "words", "scopes", "places"] }
  ),
  ReferralRequest: fc.record(
    {
      _tag: fc.constant("ReferralRequest" as const),
      ...common,
      ...ofAuthor,
      score: fc.constantFrom(...Score.scale),
      name: TextArbitrary.line
    },
    { requiredKeys: ["_tag", "locale", "optOutUrl", "authorUrl"] }
  ),
  ReconfirmationRequest: fc.record(
    {
      _tag: fc.constant("ReconfirmationRequest" as const),
      ...common,
      ...ofAuthor,
      words: TextArbitrary.line,
      name: TextArbitrary.line
    },
    { requiredKeys: ["_tag", "locale", "optOutUrl", "authorUrl", "words"] }
  ),
  AgreementRequest: fc.record(
    {
      _tag: fc.constant("AgreementRequest" as const),
      ...common,
      ...ofAuthor,
      original: TextArbitrary.line,
      edited: TextArbitrary.line,
      until: InstantArbitrary.soon,
      name: TextArbitrary.line
    },
    { requiredKeys: ["_tag", "locale", "optOutUrl", "authorUrl", "original", "edited", "until"] }
  ),
  Confirmation: fc.record(
    {
      _tag: fc.constant("Confirmation" as const),
      ...common,
      ...ofAuthor,
      what: fc.constantFrom(...Decision.Confirmed.literals),
      words: TextArbitrary.line,
      places: fc.subarray(["website", "newsletter"]),
      name: TextArbitrary.line
    },
    { requiredKeys: ["_tag", "locale", "optOutUrl", "authorUrl", "what", "words", "places"] }
  ),
  ReviewRequest: fc.record(
    {
      _tag: fc.constant("ReviewRequest" as const),
      ...common,
      site: TextArbitrary.line,
      url: fc.constant("https://maps.example/acme"),
      name: TextArbitrary.line
    },
    { requiredKeys: ["_tag", "locale", "optOutUrl", "site", "url"] }
  )
}

/**
 * A plain invitation, in English, from nobody in particular.
 *
 * @category constructors
 * @since 0.1.0
 */
export const invitation: Extract<Message, { readonly _tag: "Invitation" }> = {
  _tag: "Invitation",
  locale: "en",
  optOutUrl: "https://feedback.example/no-more/1",
  answerUrl: url,
  expiresAt: InstantArbitrary.at(0)
}

/**
 * Plain invitations, numbered: each with a reference of its own, to an address of its own.
 *
 * @category constructors
 * @since 0.1.0
 */
export const invitations = (count: number): ReadonlyArray<Mail> =>
  Array.from({ length: count }, (_, index) => ({
    reference: EventArbitrary.reference(index),
    to: { address: `c${index}@example.com` },
    message: invitation
  }))
