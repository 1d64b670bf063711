/**
 * Reason: why was this decided, or held back?
 *
 * A reason is data: what rule, resting on which fact. `sentence` says it in words.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import * as ContactFrequency from "./ContactFrequency.ts"
import * as Instant from "./Instant.ts"
import * as Period from "./Period.ts"
import * as Score from "./Score.ts"
import * as Touchpoint from "./Touchpoint.ts"

const at = Instant.Instant

/**
 * Reasons for a decision, and reasons that hold one back.
 *
 * @category models
 * @since 0.1.0
 */
export const Reason = Schema.TaggedUnion({
  TouchpointHappened: { kind: Touchpoint.Kind, at, delay: Period.Period },
  AnswerGiven: { score: Score.Score, at },
  NoAnswer: { invitedAt: at, after: Period.Period },
  DeadlinePassed: { openedAt: at, deadline: at },
  NotYetDue: { dueAt: at },
  TooSoon: { clock: ContactFrequency.Clock, at, gap: Period.Period },
  CaseOpen: { since: at },
  BackingOff: { failedAt: at, failures: Schema.Int },
  NoAddress: {},
  AnswerChanged: { score: Score.Score, at },
  OptedOut: { at },
  HardBounced: { at },
  SpamReported: { at },
  NoLegalBasis: {},
  Erased: { at },
  ExperienceCancelled: { kind: Touchpoint.Kind, at },
  WaveOpen: { since: at },
  Expired: { dueAt: at, at }
})
/** @since 0.1.0 */
export type Reason = typeof Reason.Type

/** A language reasons can be said in. @category models @since 0.1.0 */
export const Language = Schema.Literals(["en", "fr"])
/** @since 0.1.0 */
export type Language = typeof Language.Type

type Sentences = { readonly [Tag in Reason["_tag"]]: (reason: Extract<Reason, { readonly _tag: Tag }>) => string }

const category = (score: Score.Score, language: Language): string =>
  ({
    en: { promoter: "a promoter", passive: "a passive", detractor: "a detractor" },
    fr: { promoter: "un promoteur", passive: "un passif", detractor: "un détracteur" }
  })[language][Score.category(score)]

const isAtOnce = (period: Period.Period) => Period.nominalMillis(period) === 0

const frenchUnits = {
  second: "seconde",
  minute: "minute",
  hour: "heure",
  day: "jour",
  week: "semaine",
  month: "mois",
  year: "an"
} as const

const french = (period: Period.Period): string => {
  const { amount, unit } = Period.parts(period)
  const word = frenchUnits[unit]
  return `${amount} ${word}${amount > 1 && !word.endsWith("s") ? "s" : ""}`
}

const clocks = {
  en: { invited: "the last ask", reminded: "the last reminder", answered: "the last answer" },
  fr: { invited: "la dernière demande", reminded: "le dernier rappel", answered: "la dernière réponse" }
} as const

const en: Sentences = {
  TouchpointHappened: (r) =>
    `${r.kind} happened on ${Instant.minute(r.at)}; ${isAtOnce(r.delay) ? "we ask at once" : `we ask ${r.delay} later`}`,
  AnswerGiven: (r) => `they answered ${r.score} (${category(r.score, "en")}) on ${Instant.minute(r.at)}`,
  NoAnswer: (r) => `they were invited on ${Instant.minute(r.invitedAt)} and have not answered after ${r.after}`,
  DeadlinePassed: (r) =>
    `the case opened on ${Instant.minute(r.openedAt)} was not acknowledged by ${Instant.minute(r.deadline)}`,
  NotYetDue: (r) => `it is due on ${Instant.minute(r.dueAt)}`,
  TooSoon: (r) => `${clocks.en[r.clock]} was on ${Instant.minute(r.at)}, and ${r.gap} must pass`,
  CaseOpen: (r) => `a case is open since ${Instant.minute(r.since)}`,
  BackingOff: (r) => `sending failed on ${Instant.minute(r.failedAt)} (${r.failures} in all); we try again later`,
  NoAddress: () => "no e-mail address is known",
  AnswerChanged: (r) =>
    `they changed their answer to ${r.score} (${category(r.score, "en")}) on ${Instant.minute(r.at)}`,
  OptedOut: (r) => `they opted out on ${Instant.minute(r.at)}`,
  HardBounced: (r) => `their address was refused on ${Instant.minute(r.at)}`,
  SpamReported: (r) => `they reported a message as spam on ${Instant.minute(r.at)}`,
  NoLegalBasis: () => "there is no recorded legal basis (consent or soft opt-in) for this kind of message",
  Erased: (r) => `they were erased on ${Instant.minute(r.at)}`,
  ExperienceCancelled: (r) => `${r.kind} on ${Instant.minute(r.at)} says the experience did not take place`,
  WaveOpen: (r) => `the same survey is already open since ${Instant.minute(r.since)}`,
  Expired: (r) => `it was due on ${Instant.minute(r.dueAt)} and expired on ${Instant.minute(r.at)}`
}

const fr: Sentences = {
  TouchpointHappened: (r) =>
    `${r.kind} a eu lieu le ${Instant.minute(r.at)} ; ${isAtOnce(r.delay) ? "nous demandons aussitôt" : `nous demandons ${french(r.delay)} plus tard`}`,
  AnswerGiven: (r) => `la personne a répondu ${r.score} (${category(r.score, "fr")}) le ${Instant.minute(r.at)}`,
  NoAnswer: (r) => `invitée le ${Instant.minute(r.invitedAt)}, la personne n’a pas répondu après ${french(r.after)}`,
  DeadlinePassed: (r) =>
    `le dossier ouvert le ${Instant.minute(r.openedAt)} n’a pas été pris en charge avant le ${Instant.minute(r.deadline)}`,
  NotYetDue: (r) => `c’est prévu pour le ${Instant.minute(r.dueAt)}`,
  TooSoon: (r) => `${clocks.fr[r.clock]} date du ${Instant.minute(r.at)}, et il faut attendre ${french(r.gap)}`,
  CaseOpen: (r) => `un dossier est ouvert depuis le ${Instant.minute(r.since)}`,
  BackingOff: (r) =>
    `l’envoi a échoué le ${Instant.minute(r.failedAt)} (${r.failures} en tout) ; nous réessayons plus tard`,
  NoAddress: () => "aucune adresse e-mail n’est connue",
  AnswerChanged: (r) =>
    `la personne a changé sa réponse en ${r.score} (${category(r.score, "fr")}) le ${Instant.minute(r.at)}`,
  OptedOut: (r) => `la personne s’est désinscrite le ${Instant.minute(r.at)}`,
  HardBounced: (r) => `son adresse a été refusée le ${Instant.minute(r.at)}`,
  SpamReported: (r) => `la personne a signalé un message comme indésirable le ${Instant.minute(r.at)}`,
  NoLegalBasis: () => "aucune base légale (consentement ou opt-in souple) n’est enregistrée pour ce type de message",
  Erased: (r) => `la personne a été effacée le ${Instant.minute(r.at)}`,
  ExperienceCancelled: (r) => `${r.kind}, le ${Instant.minute(r.at)}, dit que l’expérience n’a pas eu lieu`,
  WaveOpen: (r) => `la même enquête est déjà ouverte depuis le ${Instant.minute(r.since)}`,
  Expired: (r) => `c’était prévu pour le ${Instant.minute(r.dueAt)} et a expiré le ${Instant.minute(r.at)}`
}

const sentences = { en, fr }

/**
 * The reason in words, without a full stop. Times are in UTC.
 *
 * @example Reason.sentence({ _tag: "NoAddress" }) // => "no e-mail address is known"
 * @category formatting
 * @since 0.1.0
 */
export const sentence = (self: Reason, language: Language = "en"): string => {
  const say = sentences[language][self._tag] as (reason: Reason) => string
  return say(self)
}

/**
 * Several reasons in one sentence.
 *
 * @category formatting
 * @since 0.1.0
 */
export const sentenceOfAll = (reasons: ReadonlyArray<Reason>, language: Language = "en"): string =>
  reasons.map((reason) => sentence(reason, language)).join("; ")

const text = (self: Reason): string => JSON.stringify(self)

/**
 * Two lists of reasons as a set: each reason once, in one fixed order.
 *
 * @category combining
 * @since 0.1.0
 */
export const union = (self: ReadonlyArray<Reason>, that: ReadonlyArray<Reason>): ReadonlyArray<Reason> => {
  const byText = new Map<string, Reason>()
  for (const reason of self) byText.set(text(reason), reason)
  for (const reason of that) byText.set(text(reason), reason)
  return [...byText].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, reason]) => reason)
}
