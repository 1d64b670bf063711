/**
 * Ground: why has a rule nothing against it?
 *
 * What `Reason` is for a rule that holds back, this is for one that allows: data about the fact it rests on, and a sentence.
 *
 * @since 0.1.0
 */
import * as ContactFrequency from "./ContactFrequency.ts"
import * as Instant from "./Instant.ts"
import * as Period from "./Period.ts"
import type * as Reason from "./Reason.ts"
import type * as Survey from "./Survey.ts"
import type * as Touchpoint from "./Touchpoint.ts"

/**
 * - `NotSilenced`: no opt-out that reaches it, no spam report, no erasure.
 * - `AddressGood`: there is an address, and it was never refused.
 * - `BackedOff`: sending failed, and since then enough time has passed; at `until` it had.
 * - `BasisRecorded`: there is a legal basis for this purpose.
 * - `NoCaseOpen`: they do not wait for our help.
 * - `StepOpen`: they have not said no to this step of the ladder, nor been asked for it too often.
 * - `Undisturbed`: nothing dramatic happened; `DisruptionOver`: the latest that did was over at `until`.
 * - `Meant`: what must be so for the ask is so.
 * - `NeverAsked`: the survey's rhythm has not begun; `IntervalOver`: its interval since `from` was over at `until`.
 * - `Sampled`: this time it is their turn.
 * - `NeverDone`: nothing has started this clock; `GapOver`: the last start was at `at`, and at `now` the gap is over.
 * - `RoomLeft`: so many of the `most` are within the window.
 * - `WithinWindow`: it is the reader's time of day for it.
 * - `ItsTurn`: a request for a review has its turn, or has waited long enough.
 *
 * @category models
 * @since 0.1.0
 */
export type Ground =
  | { readonly _tag: "NotSilenced" }
  | { readonly _tag: "AddressGood"; readonly address: string }
  | { readonly _tag: "BackedOff"; readonly failedAt: Instant.Instant; readonly until: Instant.Instant }
  | { readonly _tag: "BasisRecorded"; readonly purpose: Survey.Purpose }
  | { readonly _tag: "NoCaseOpen" }
  | { readonly _tag: "StepOpen"; readonly step: string }
  | { readonly _tag: "Undisturbed" }
  | {
      readonly _tag: "DisruptionOver"
      readonly kind: Touchpoint.Kind
      readonly at: Instant.Instant
      readonly until: Instant.Instant
    }
  | { readonly _tag: "Meant" }
  | { readonly _tag: "NeverAsked" }
  | {
      readonly _tag: "IntervalOver"
      readonly interval: Period.Period
      readonly from: Instant.Instant
      readonly until: Instant.Instant
    }
  | { readonly _tag: "Sampled"; readonly share: number }
  | { readonly _tag: "NeverDone"; readonly clock: ContactFrequency.Clock }
  | {
      readonly _tag: "GapOver"
      readonly clock: ContactFrequency.Clock
      readonly at: Instant.Instant
      readonly gap: Period.Period
      readonly now: Instant.Instant
    }
  | {
      readonly _tag: "RoomLeft"
      readonly clock: ContactFrequency.Clock
      readonly count: number
      readonly most: number
      readonly within: Period.Period
    }
  | { readonly _tag: "WithinWindow"; readonly from: string; readonly to: string }
  | { readonly _tag: "ItsTurn" }

type Sentences = { readonly [Tag in Ground["_tag"]]: (ground: Extract<Ground, { readonly _tag: Tag }>) => string }

const units = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000]
] as const

/** Whole ones of the largest unit that fits. */
const elapsed = (from: Instant.Instant, to: Instant.Instant): Period.Period => {
  const [unit, length] = units.find(([, length]) => to - from >= length) ?? ["second", 1000]
  const amount = Math.max(0, Math.floor((to - from) / length))
  return `${amount} ${unit}${amount === 1 ? "" : "s"}`
}

const clocks = {
  en: {
    invited: "the last ask",
    reminded: "the last reminder",
    answered: "the last answer",
    shown: "the last display",
    declined: "the last refusal"
  },
  fr: {
    invited: "la dernière demande",
    reminded: "le dernier rappel",
    answered: "la dernière réponse",
    shown: "le dernier affichage",
    declined: "le dernier refus"
  }
} as const

const never = {
  en: {
    invited: "they were never asked",
    reminded: "they were never reminded",
    answered: "they have never answered",
    shown: "they were never shown a survey",
    declined: "they have never declined"
  },
  fr: {
    invited: "la personne n’a jamais été sollicitée",
    reminded: "la personne n’a jamais été relancée",
    answered: "la personne n’a jamais répondu",
    shown: "aucune enquête ne lui a jamais été affichée",
    declined: "la personne n’a jamais refusé"
  }
} as const

const purposes = {
  en: { measure: "measuring", advocate: "asking for praise", review: "asking for a review" },
  fr: { measure: "mesurer", advocate: "demander un témoignage", review: "demander un avis" }
} as const

const percent = (share: number): string => String(Math.round(share * 1000) / 10)

const en: Sentences = {
  NotSilenced: () => "they have not opted out of it, reported spam or been erased",
  AddressGood: (g) => `${g.address} is known, and was never refused`,
  BackedOff: (g) =>
    `sending failed on ${Instant.minute(g.failedAt)}, and we could try again from ${Instant.minute(g.until)}`,
  BasisRecorded: (g) => `a legal basis for ${purposes.en[g.purpose]} is recorded`,
  NoCaseOpen: () => "no case is open",
  StepOpen: (g) => `they have not said no to the step "${g.step}", nor been asked for it too often`,
  Undisturbed: () => "nothing dramatic has happened",
  DisruptionOver: (g) => `${g.kind} on ${Instant.minute(g.at)} was over on ${Instant.minute(g.until)}`,
  Meant: () => "all that must be so for it is so",
  NeverAsked: () => "they were never asked in this survey",
  IntervalOver: (g) => `${g.interval} since ${Instant.minute(g.from)} were over on ${Instant.minute(g.until)}`,
  Sampled: (g) => `this time it is their turn (${percent(g.share)} % are asked each time)`,
  NeverDone: (g) => never.en[g.clock],
  GapOver: (g) =>
    `${clocks.en[g.clock]} was ${elapsed(g.at, g.now)} before; ${g.gap} ${isOne(g.gap) ? "is" : "are"} enough`,
  RoomLeft: (g) =>
    `${g.count} ${ContactFrequency.words.en[g.clock][g.count === 1 ? 0 : 1]} in ${g.within}; ${g.most} ${g.most === 1 ? "is" : "are"} allowed`,
  WithinWindow: (g) => `it is between ${g.from} and ${g.to} by their clock, on a day set for it`,
  ItsTurn: () => "it is its turn, whatever they answered"
}

const fr: Sentences = {
  NotSilenced: () => "la personne ne s’est pas désinscrite, n’a rien signalé comme indésirable et n’a pas été effacée",
  AddressGood: (g) => `l’adresse ${g.address} est connue et n’a jamais été refusée`,
  BackedOff: (g) =>
    `l’envoi a échoué le ${Instant.minute(g.failedAt)}, et un nouvel essai était possible dès le ${Instant.minute(g.until)}`,
  BasisRecorded: (g) => `une base légale pour ${purposes.fr[g.purpose]} est enregistrée`,
  NoCaseOpen: () => "aucun dossier n’est ouvert",
  StepOpen: (g) => `la personne n’a pas refusé le pas « ${g.step} », et ne l’a pas entendu trop souvent`,
  Undisturbed: () => "il ne s’est rien passé de grave",
  DisruptionOver: (g) => `${g.kind}, le ${Instant.minute(g.at)}, était terminé le ${Instant.minute(g.until)}`,
  Meant: () => "tout ce qu’elle suppose est rempli",
  NeverAsked: () => "la personne n’a jamais été interrogée dans cette enquête",
  IntervalOver: (g) =>
    `le délai de ${french(g.interval)} depuis le ${Instant.minute(g.from)} était écoulé le ${Instant.minute(g.until)}`,
  Sampled: (g) => `cette fois, c’est son tour (${percent(g.share)} % sont interrogées à chaque fois)`,
  NeverDone: (g) => never.fr[g.clock],
  GapOver: (g) =>
    `${clocks.fr[g.clock]} datait de ${french(elapsed(g.at, g.now))} ; ${french(g.gap)} ${isOne(g.gap) ? "suffit" : "suffisent"}`,
  RoomLeft: (g) =>
    `${g.count} ${ContactFrequency.words.fr[g.clock][g.count < 2 ? 0 : 1]} en ${french(g.within)} ; le maximum est de ${g.most}`,
  WithinWindow: (g) => `il est entre ${g.from} et ${g.to} à son heure, un jour prévu`,
  ItsTurn: () => "c’est son tour, quelles que soient les réponses"
}

const french = (period: Period.Period): string => Period.inWords(period, "fr")

const isOne = (period: Period.Period): boolean => Period.parts(period).amount === 1

const sentences = { en, fr }

/**
 * The ground in words, without a full stop. Times are in UTC.
 *
 * @example Ground.sentence({ _tag: "NoCaseOpen" }) // => "no case is open"
 * @category formatting
 * @since 0.1.0
 */
export const sentence = (self: Ground, language: Reason.Language = "en"): string => {
  const say = sentences[language][self._tag] as (ground: Ground) => string
  return say(self)
}
