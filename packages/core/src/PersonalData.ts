/**
 * PersonalData: what do we hold about one person?
 *
 * Everything, as one document that goes into JSON as it is, each thing with a line in plain language. It is theirs to have
 * (GDPR Art. 15 and 20). Nothing of anybody else is in it: of their account only its name.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import type * as Account from "./Account.ts"
import * as Case from "./Case.ts"
import * as Consent from "./Consent.ts"
import * as Contact from "./Contact.ts"
import * as Event from "./Event.ts"
import * as Explain from "./Explain.ts"
import * as Fold from "./Fold.ts"
import * as History from "./History.ts"
import * as Instant from "./Instant.ts"
import type * as Program from "./Program.ts"
import * as State from "./State.ts"

/** The same in both languages. @category models @since 0.1.0 */
export const Line = Schema.Struct({ en: Schema.String, fr: Schema.String })
/** @since 0.1.0 */
export type Line = typeof Line.Type

const line = { line: Line }

/**
 * - `knownAs`: every id they are known under, the one that was asked for first. Empty: nothing is held, and all else is empty.
 * - `profile`: what is known of them now. `account`: the company they belong to.
 * - `events`: everything that was recorded, oldest first, under the id it was recorded under.
 * - `messages`: what was sent, or was about to be, with the name that the message has in the world.
 * - `consents`: what they agreed to and took back, and the proof of it as a document.
 * - `cases`, `testimonials`: how they stand. `next`: what is still to come, as far as is known.
 *
 * @category models
 * @since 0.1.0
 */
export const PersonalData = Schema.Struct({
  format: Schema.Literal("temoin personal data"),
  version: Schema.Literal(1),
  madeAt: Instant.Instant,
  knownAs: Schema.Array(Contact.ContactId),
  profile: Schema.Struct({
    email: Schema.optionalKey(Schema.String),
    name: Schema.optionalKey(Schema.String),
    locale: Schema.optionalKey(Schema.String),
    zone: Schema.optionalKey(Schema.String),
    account: Schema.optionalKey(Contact.AccountId)
  }),
  events: Schema.Array(Schema.Struct({ contact: Contact.ContactId, event: Event.Event, ...line })),
  messages: Schema.Array(
    Schema.Struct({
      reference: Event.Reference,
      messageId: Schema.optionalKey(Schema.String),
      what: Schema.String,
      address: Schema.String,
      status: Schema.String,
      at: Instant.Instant,
      ...line
    })
  ),
  consents: Schema.Struct({ entries: Schema.Array(Consent.ConsentEvent), proof: Line }),
  cases: Schema.Array(
    Schema.Struct({ case: Schema.String, openedAt: Instant.Instant, status: Schema.String, ...line })
  ),
  testimonials: Schema.Array(Schema.Struct({ testimonial: Schema.String, status: Schema.String, ...line })),
  next: Schema.Array(Schema.Struct({ at: Schema.optionalKey(Instant.Instant), ...line }))
})
/** @since 0.1.0 */
export type PersonalData = typeof PersonalData.Type

const both = (of: (language: "en" | "fr") => string): Line => ({ en: of("en"), fr: of("fr") })

/**
 * What a document is made of: the history under which everything goes on, with its account, and the history of every id, the
 * one that was asked for first. `messageId`: what the mailer calls a message.
 *
 * @category models
 * @since 0.1.0
 */
export interface Held {
  readonly history: History.History
  readonly account: Account.Account | undefined
  readonly ids: ReadonlyArray<History.History>
  readonly messageId?: (reference: Event.Reference) => string
}

/**
 * Everything that is held about a person. Empty: nothing is.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (
  program: Program.Program,
  { account, history, ids, messageId }: Held,
  now: Instant.Instant
): PersonalData => {
  const state = Fold.of(history)
  const known = ids.filter(({ events }) => events.length > 0)
  const { account: company, email, locale, name, zone } = state
  const consent = Consent.proof(state.testimony.consent, history.contact, now)
  const explained = Explain.explain(program, history, now, account)
  return {
    format: "temoin personal data",
    version: 1,
    madeAt: now,
    knownAs: known.map(({ contact }) => contact),
    profile: {
      ...(email !== undefined && { email }),
      ...(name !== undefined && { name }),
      ...(locale !== undefined && { locale }),
      ...(zone !== undefined && { zone }),
      ...(company !== undefined && { account: company })
    },
    events: known
      .flatMap(({ contact, events }) => events.map((event) => ({ contact, event, line: lineOf(event) })))
      .toSorted((a, b) => Event.compare(a.event, b.event)),
    messages: State.sends(state).map(({ address, at, decision, reference, status }) => ({
      reference,
      ...(messageId !== undefined && { messageId: messageId(reference) }),
      what: decision._tag,
      address,
      status,
      at,
      line: {
        en: `${Instant.minute(at)}: message to ${address}: ${status}`,
        fr: `${Instant.minute(at)} : message à ${address} : ${statuses[status]}`
      }
    })),
    consents: { entries: consent.entries, proof: both((language) => Consent.document(consent, language)) },
    cases: [...state.cases.values()].map((one) => ({
      case: one.id,
      openedAt: one.openedAt,
      status: Case.isOpen(one) ? "open" : "over",
      line: {
        en: `${Instant.minute(one.openedAt)}: we opened a case to put something right`,
        fr: `${Instant.minute(one.openedAt)} : nous avons ouvert un dossier pour réparer quelque chose`
      }
    })),
    testimonials: [...state.testimony.testimonials.values()].map(({ content, id, state }) => ({
      testimonial: id,
      status: state._tag,
      line: {
        en: `a testimonial of yours (${state._tag}): “${content.words}”`,
        fr: `un témoignage de vous (${state._tag}) : « ${content.words} »`
      }
    })),
    next: explained.entries.flatMap((entry) =>
      entry.status === "now" || entry.status === "held"
        ? [
            {
              at: entry.status === "now" ? now : (entry.foreseen?.at ?? entry.when),
              line: both((l) => Explain.sentence(entry, l))
            }
          ]
        : []
    )
  }
}

const statuses: Record<State.SendStatus, string> = {
  intended: "sur le départ",
  sent: "envoyé",
  failed: "échec",
  refused: "refusé",
  unknown: "inconnu"
}

/** An event in a sentence: when, and what. @category formatting @since 0.1.0 */
export const lineOf = (event: Event.Event): Line => {
  const told = event._tag === "Inherited" ? event.event : event
  const at = Instant.minute(event.occurredAt)
  const [en, fr] = words[told._tag]
  const about = detail(told)
  return {
    en: `${at}: ${en}${about === "" ? "" : `: ${about}`}`,
    fr: `${at} : ${fr}${about === "" ? "" : ` : ${about}`}`
  }
}

/** Their own words, or what it is about. */
const detail = (event: Event.Event): string => {
  switch (event._tag) {
    case "ContactChanged": {
      const { account, email, locale, name, zone } = event
      return Object.entries({ email, name, locale, zone, account })
        .flatMap(([field, value]) => (value === undefined ? [] : [`${field} = ${value ?? "–"}`]))
        .join(", ")
    }
    case "TouchpointHappened":
      return event.about === undefined ? event.kind : `${event.kind} (${event.about})`
    case "Answered":
      return event.comment === undefined ? String(event.score) : `${event.score}, “${event.comment}”`
    case "Replied":
    case "GrievanceRaised":
      return event.words === undefined ? "" : `“${event.words}”`
    case "PraiseKept":
      return `“${event.words}”`
    case "Intended":
    case "HardBounced":
      return event.address
    case "MergedInto":
      return event.into
    case "Merged":
      return event.from
    default:
      return ""
  }
}

const words: { readonly [Tag in Event.Event["_tag"]]: readonly [en: string, fr: string] } = {
  ContactChanged: ["what we know of you changed", "ce que nous savons de vous a changé"],
  TouchpointHappened: ["something happened between you and us", "quelque chose s’est passé entre vous et nous"],
  AskRequested: ["somebody here wanted you asked", "quelqu’un chez nous a voulu vous interroger"],
  Intended: ["a message to you was about to leave", "un message pour vous allait partir"],
  Sent: ["the message left", "le message est parti"],
  SendFailed: ["the message could not be sent yet", "le message n’a pas encore pu partir"],
  SendRefused: ["the message was refused", "le message a été refusé"],
  SendUnknown: ["nobody knows whether the message left", "nul ne sait si le message est parti"],
  Answered: ["you answered", "vous avez répondu"],
  Replied: ["you wrote back", "vous nous avez écrit en retour"],
  AskedElsewhere: ["another tool asked you", "un autre outil vous a interrogé"],
  Shown: ["a survey was shown to you", "une enquête vous a été montrée"],
  Dismissed: ["you closed a survey without an answer", "vous avez fermé une enquête sans répondre"],
  CaseOpened: ["we opened a case to put something right", "nous avons ouvert un dossier pour réparer quelque chose"],
  CaseAssigned: ["your case has a new owner", "votre dossier a changé de responsable"],
  CaseAcknowledged: ["we acknowledged your case", "nous avons accusé réception de votre dossier"],
  CaseExplained: ["we explained what had happened", "nous avons expliqué ce qui s’était passé"],
  CaseRedressed: ["we made it good", "nous avons réparé"],
  CaseEscalated: ["your case was passed on, since it was late", "votre dossier, en retard, a été transmis plus haut"],
  CaseResolved: ["your case was resolved", "votre dossier a été résolu"],
  CaseReopened: ["your case was opened again", "votre dossier a été rouvert"],
  CaseClosed: [
    "your case was closed, since your answer changed",
    "votre dossier a été clos, votre réponse ayant changé"
  ],
  OwnerTold: [
    "the owner of your case was told that your answer changed",
    "le responsable a su que votre réponse avait changé"
  ],
  GrievanceRaised: ["you complained", "vous vous êtes plaint"],
  DisruptionEnded: ["what had gone wrong was over", "ce qui n’allait pas a pris fin"],
  PraiseNamed: ["your praise named people here", "votre éloge a nommé des personnes chez nous"],
  PraiseAssigned: ["somebody was to pass your praise on", "quelqu’un devait transmettre votre éloge"],
  PraisePassedOn: ["your praise was passed on", "votre éloge a été transmis"],
  PraiseEscalated: ["your praise was not passed on in time", "votre éloge n’a pas été transmis à temps"],
  ReviewDelayed: ["a request for a review was put off", "une demande d’avis a été remise"],
  AskDeclined: ["you said no to what we asked", "vous avez refusé ce que nous demandions"],
  AskEnded: ["a question was never sent to you", "une question ne vous a jamais été envoyée"],
  Paused: ["you wanted to hear nothing for a while", "vous n’avez voulu aucun message pendant un temps"],
  SlowedDown: ["you wanted to hear from us less often", "vous avez voulu moins de messages"],
  OptedOut: ["you wanted no more messages", "vous n’avez plus voulu de messages"],
  OptedIn: ["you allowed messages again", "vous avez de nouveau accepté les messages"],
  HardBounced: ["your address did not exist any more", "votre adresse n’existait plus"],
  SpamReported: ["you reported a message as spam", "vous avez signalé un message comme indésirable"],
  LegalBasisRecorded: ["why we may write to you was noted", "ce qui nous permet de vous écrire a été noté"],
  Erased: ["you were erased", "vous avez été effacé"],
  MergedInto: ["this record became part of another one of yours", "cette fiche a rejoint une autre des vôtres"],
  Merged: ["another record of yours became part of this one", "une autre de vos fiches a rejoint celle-ci"],
  Inherited: ["noted under another id of yours", "noté sous un autre de vos identifiants"],
  PraiseKept: ["we kept your praise", "nous avons gardé votre éloge"],
  TestimonialRequested: ["we asked you for a testimonial", "nous vous avons demandé un témoignage"],
  TestimonialDeclined: ["you declined to give a testimonial", "vous avez refusé un témoignage"],
  TestimonialSubmitted: ["you gave us a testimonial", "vous nous avez donné un témoignage"],
  TestimonialApproved: ["your testimonial was approved", "votre témoignage a été approuvé"],
  TestimonialRejected: ["your testimonial was not taken", "votre témoignage n’a pas été retenu"],
  TestimonialPublished: ["your testimonial was published", "votre témoignage a été publié"],
  TestimonialEdited: ["we proposed an edit of your testimonial", "nous avons proposé une retouche de votre témoignage"],
  EditAgreed: ["you agreed to the edit", "vous avez accepté la retouche"],
  EditRefused: ["you refused the edit", "vous avez refusé la retouche"],
  TestimonialDoubted: [
    "your testimonial was taken down until you stand by it",
    "votre témoignage a été retiré en attendant votre avis"
  ],
  ReconfirmationAsked: ["we asked whether your words still stand", "nous avons demandé si vos mots valent toujours"],
  TestimonialReconfirmed: ["you stood by your words", "vous avez maintenu vos mots"],
  TestimonialWithdrawn: ["your testimonial was withdrawn", "votre témoignage a été retiré"],
  ConsentGiven: ["you agreed to what may be shown", "vous avez consenti à ce qui peut être montré"],
  ConsentWithdrawn: ["you took your consent back", "vous avez retiré votre consentement"]
}
