/**
 * Reason: why was this decided, or held back?
 *
 * A reason is data: what rule, resting on which fact. `sentence` says it in words.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import * as Consistency from "./Consistency.ts"
import * as ContactFrequency from "./ContactFrequency.ts"
import * as Grievance from "./Grievance.ts"
import * as Instant from "./Instant.ts"
import * as Period from "./Period.ts"
import * as Score from "./Score.ts"
import * as Text from "./Text.ts"
import * as Touchpoint from "./Touchpoint.ts"

const at = Instant.Instant

/** Left out: the contact's own. */
const subject = Schema.optionalKey(Schema.Literal("account"))

/**
 * Reasons for a decision, and reasons that hold one back.
 *
 * @category models
 * @since 0.1.0
 */
export const Reason = Schema.TaggedUnion({
  TouchpointHappened: { kind: Touchpoint.Kind, at, delay: Period.Period },
  StageReached: { stage: Text.Name, at, delay: Period.Period },
  TimeToAskAgain: { interval: Period.Period, from: at, basis: Consistency.Basis },
  MilestoneReached: { anchor: Touchpoint.Kind, at, after: Period.Period },
  DateCame: { date: at },
  AskRequested: { at, by: Schema.optionalKey(Text.Line) },
  AllHappened: { happened: Schema.NonEmptyArray(Schema.Struct({ kind: Touchpoint.Kind, at, after: Period.Period })) },
  AnswerGiven: { score: Score.Score, at },
  DroppedReliably: { before: Consistency.Given, after: Consistency.Given },
  NoAnswer: { invitedAt: at, after: Period.Period },
  CaseResolved: { at, after: Period.Period },
  CaseReopened: { at },
  DeadlinePassed: { openedAt: at, reopenedAt: Schema.optionalKey(at), deadline: at },
  ResolutionOverdue: { openedAt: at, reopenedAt: Schema.optionalKey(at), deadline: at },
  GrievanceRaised: { channel: Grievance.Channel, at },
  DisruptionBegan: { kind: Touchpoint.Kind, at },
  PraiseNamed: { names: Schema.Array(Text.Line), at },
  PraiseOverdue: { names: Schema.Array(Text.Line), deadline: at },
  NotYetDue: { dueAt: at },
  TooSoon: { clock: ContactFrequency.Clock, at, gap: Period.Period, subject },
  TooMany: { clock: ContactFrequency.Clock, most: Schema.Int, within: Period.Period, since: at, subject },
  OutsideWindow: { from: Schema.String, to: Schema.String },
  NotSampled: { share: Schema.Number },
  NotHappened: { kind: Touchpoint.Kind, within: Schema.optionalKey(Period.Period) },
  HasHappened: { kind: Touchpoint.Kind, at, within: Schema.optionalKey(Period.Period) },
  NotInStage: { stage: Text.Name },
  InStage: { stage: Text.Name, since: at },
  TooYoung: { since: at, minimum: Period.Period },
  TooOld: { since: at, maximum: Period.Period },
  Consistent: { until: at, basis: Consistency.Basis },
  SilentTooOften: { since: at, basis: Consistency.Basis },
  Disrupted: { kind: Touchpoint.Kind, at, until: at },
  CaseOpen: { since: at },
  ReviewDelayed: { until: at },
  PraiseGiven: { score: Score.Score, at },
  RungReached: { rung: Text.Name, at, delay: Period.Period },
  RungTaken: { rung: Text.Name, at },
  RungDeclined: { rung: Text.Name, at },
  RungLimitReached: { rung: Text.Name, limit: Schema.Int, at },
  TestimonialDoubted: { at },
  TestimonialExpired: { at },
  TestimonialEdited: { at },
  TestimonialSettled: { at },
  ConsentNoted: { at },
  TestimonialPublished: { at },
  TestimonialWithdrawn: { at },
  BackingOff: { failedAt: at, failures: Schema.Int },
  NoAddress: {},
  AnswerChanged: { score: Score.Score, at },
  Paused: { until: at },
  SlowedDown: { at },
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

const french = (period: Period.Period): string => Period.inWords(period, "fr")

const clocks = {
  en: {
    invited: "the last ask",
    reminded: "the last reminder",
    answered: "the last answer",
    shown: "the last survey shown",
    declined: "the last survey closed without an answer"
  },
  fr: {
    invited: "la dernière demande",
    reminded: "le dernier rappel",
    answered: "la dernière réponse",
    shown: "la dernière enquête affichée",
    declined: "la dernière enquête fermée sans réponse"
  }
} as const

/** Whose clock it was, when not the contact's own alone. */
const whose = {
  en: (subject: "account" | undefined) => (subject === undefined ? "" : " in their company"),
  fr: (subject: "account" | undefined) => (subject === undefined ? "" : " dans son entreprise")
} as const

/** The earlier answers that the rhythm rests on, named. */
const basis = {
  en: (b: Consistency.Basis): string => {
    switch (b._tag) {
      case "NeverAsked":
        return "they were never asked"
      case "FirstAnswer":
        return `their only answer was ${given(b.answer, "on")}`
      case "Steady":
        return `their answers were steady: ${given(b.before, "on")}, then ${given(b.after, "on")}`
      case "Changed":
        return `their answer changed, perhaps by chance: ${given(b.before, "on")}, then ${given(b.after, "on")}`
      case "ReliablyChanged":
        return `their answer really changed: ${given(b.before, "on")}, then ${given(b.after, "on")}`
      case "Disrupted":
        return `something dramatic has happened since ${Instant.minute(b.since)}`
      case "Silent":
        return `${b.waves} ${b.waves === 1 ? "ask was" : "asks in a row were"} not answered, the latest of ${Instant.minute(b.since)}`
    }
  },
  fr: (b: Consistency.Basis): string => {
    switch (b._tag) {
      case "NeverAsked":
        return "la personne n’a jamais été interrogée"
      case "FirstAnswer":
        return `sa seule réponse était ${given(b.answer, "le")}`
      case "Steady":
        return `ses réponses étaient constantes : ${given(b.before, "le")}, puis ${given(b.after, "le")}`
      case "Changed":
        return `sa réponse a changé, peut-être par hasard : ${given(b.before, "le")}, puis ${given(b.after, "le")}`
      case "ReliablyChanged":
        return `sa réponse a vraiment changé : ${given(b.before, "le")}, puis ${given(b.after, "le")}`
      case "Disrupted":
        return `il s’est passé quelque chose de grave depuis le ${Instant.minute(b.since)}`
      case "Silent":
        return `${b.waves} ${b.waves === 1 ? "demande est restée" : "demandes de suite sont restées"} sans réponse, la dernière du ${Instant.minute(b.since)}`
    }
  }
}

const given = ({ at, score }: Consistency.Given, on: string): string => `${score} ${on} ${Instant.day(at)}`

const times = (n: number): string => (n === 1 ? "once" : `${n} times`)

const counted = {
  en: {
    contact: {
      invited: (n: number) => `they were asked ${times(n)}`,
      reminded: (n: number) => `they were reminded ${times(n)}`,
      answered: (n: number) => `they answered ${times(n)}`,
      shown: (n: number) => `they were shown a survey ${times(n)}`,
      declined: (n: number) => `they closed a survey without an answer ${times(n)}`
    },
    account: {
      invited: (n: number) => `people in their company were asked ${times(n)}`,
      reminded: (n: number) => `people in their company were reminded ${times(n)}`,
      answered: (n: number) => `people in their company answered ${times(n)}`,
      shown: (n: number) => `people in their company were shown a survey ${times(n)}`,
      declined: (n: number) => `people in their company closed a survey without an answer ${times(n)}`
    }
  },
  fr: {
    contact: {
      invited: (n: number) => `la personne a été sollicitée ${n} fois`,
      reminded: (n: number) => `la personne a été relancée ${n} fois`,
      answered: (n: number) => `la personne a répondu ${n} fois`,
      shown: (n: number) => `une enquête a été affichée ${n} fois à la personne`,
      declined: (n: number) => `la personne a fermé une enquête sans répondre ${n} fois`
    },
    account: {
      invited: (n: number) => `son entreprise a été sollicitée ${n} fois`,
      reminded: (n: number) => `son entreprise a été relancée ${n} fois`,
      answered: (n: number) => `son entreprise a répondu ${n} fois`,
      shown: (n: number) => `une enquête a été affichée ${n} fois dans son entreprise`,
      declined: (n: number) => `une enquête a été fermée ${n} fois sans réponse dans son entreprise`
    }
  }
} as const

type Late = { readonly openedAt: Instant.Instant; readonly reopenedAt?: Instant.Instant }

const caseOf = {
  en: ({ openedAt, reopenedAt }: Late): string =>
    `the case opened on ${Instant.minute(openedAt)}${reopenedAt === undefined ? "" : ` and reopened on ${Instant.minute(reopenedAt)}`}`,
  fr: ({ openedAt, reopenedAt }: Late): string =>
    `le dossier ouvert le ${Instant.minute(openedAt)}${reopenedAt === undefined ? "" : ` et rouvert le ${Instant.minute(reopenedAt)}`}`
} as const

const channels: Record<Language, Record<Grievance.Channel, string>> = {
  en: {
    mail: "by mail",
    phone: "by phone",
    chat: "in a chat",
    letter: "by letter",
    form: "in a form",
    "in person": "in person",
    public: "in public",
    other: "to us"
  },
  fr: {
    mail: "par e-mail",
    phone: "par téléphone",
    chat: "dans un chat",
    letter: "par courrier",
    form: "dans un formulaire",
    "in person": "de vive voix",
    public: "en public",
    other: "auprès de nous"
  }
}

const named = (names: ReadonlyArray<string>, language: Language): string =>
  new Intl.ListFormat(language, { type: "conjunction" }).format(names)

const percent = (share: number): string => String(Math.round(share * 1000) / 10)

const en: Sentences = {
  TouchpointHappened: (r) =>
    `${r.kind} happened on ${Instant.minute(r.at)}; ${isAtOnce(r.delay) ? "we ask at once" : `we ask ${r.delay} later`}`,
  StageReached: (r) =>
    `they reached the stage "${r.stage}" on ${Instant.minute(r.at)}; ${isAtOnce(r.delay) ? "we ask at once" : `we ask ${r.delay} later`}`,
  TimeToAskAgain: (r) => `${r.interval} have passed since ${Instant.minute(r.from)}, and ${basis.en(r.basis)}`,
  MilestoneReached: (r) => `${r.after} have passed since ${r.anchor} on ${Instant.minute(r.at)}`,
  DateCame: (r) => `the calendar's date came on ${Instant.minute(r.date)}`,
  AskRequested: (r) => `${r.by ?? "somebody"} asked for it by hand on ${Instant.minute(r.at)}`,
  AllHappened: (r) =>
    `all of this has come: ${r.happened
      .map(({ after, at, kind }) => `${isAtOnce(after) ? "" : `${after} since `}${kind} on ${Instant.minute(at)}`)
      .join(", ")}`,
  AnswerGiven: (r) => `they answered ${r.score} (${category(r.score, "en")}) on ${Instant.minute(r.at)}`,
  DroppedReliably: (r) =>
    `their answer dropped by more than chance: ${given(r.before, "on")}, then ${given(r.after, "on")}`,
  NoAnswer: (r) => `they were invited on ${Instant.minute(r.invitedAt)} and have not answered after ${r.after}`,
  CaseResolved: (r) =>
    `their case was resolved on ${Instant.minute(r.at)}; we ask ${r.after} later whether we repaired it`,
  CaseReopened: (r) => `their case was reopened on ${Instant.minute(r.at)}`,
  DeadlinePassed: (r) => `${caseOf.en(r)} was not acknowledged by ${Instant.minute(r.deadline)}`,
  ResolutionOverdue: (r) => `${caseOf.en(r)} was not resolved by ${Instant.minute(r.deadline)}`,
  GrievanceRaised: (r) => `they complained ${channels.en[r.channel]} on ${Instant.minute(r.at)}`,
  DisruptionBegan: (r) => `something dramatic happened (${r.kind} on ${Instant.minute(r.at)})`,
  PraiseNamed: (r) => `praise of ${Instant.minute(r.at)} names ${named(r.names, "en")}`,
  PraiseOverdue: (r) =>
    `the praise that names ${named(r.names, "en")} was not passed on by ${Instant.minute(r.deadline)}`,
  NotYetDue: (r) => `it is due on ${Instant.minute(r.dueAt)}`,
  TooSoon: (r) => `${clocks.en[r.clock]}${whose.en(r.subject)} was on ${Instant.minute(r.at)}, and ${r.gap} must pass`,
  TooMany: (r) =>
    `${counted.en[r.subject ?? "contact"][r.clock](r.most)} in ${r.within} (since ${Instant.minute(r.since)}), and no more are allowed`,
  OutsideWindow: (r) => `we write between ${r.from} and ${r.to} by their clock, on the days set for it`,
  NotHappened: (r) =>
    `${r.kind} has not happened to them${r.within === undefined ? "" : ` within ${r.within}`}, and we ask only when it has`,
  HasHappened: (r) =>
    `${r.kind} happened on ${Instant.minute(r.at)}, and ${r.within === undefined ? "we ask only those to whom it has not" : `${r.within} must pass`}`,
  NotInStage: (r) => `they do not stand in the stage "${r.stage}", and we ask only there`,
  InStage: (r) => `they stand in the stage "${r.stage}" since ${Instant.minute(r.since)}, and we do not ask there`,
  TooYoung: (r) => `they have been with us since ${Instant.minute(r.since)}, and ${r.minimum} must pass first`,
  TooOld: (r) =>
    `they have been with us since ${Instant.minute(r.since)}, and this is asked in the first ${r.maximum} only`,
  NotSampled: (r) => `this time it is the turn of others (${percent(r.share)} % are asked each time)`,
  Consistent: (r) => `it is too early to ask again before ${Instant.minute(r.until)}: ${basis.en(r.basis)}`,
  SilentTooOften: (r) => `we wait until they do something: ${basis.en(r.basis)}`,
  Disrupted: (r) =>
    `something dramatic happened (${r.kind} on ${Instant.minute(r.at)}), until ${Instant.minute(r.until)}`,
  CaseOpen: (r) => `a case is open since ${Instant.minute(r.since)}`,
  ReviewDelayed: (r) =>
    `everybody gets a request for a review, whatever they answered: this holds it until ${Instant.minute(r.until)} at the latest`,
  PraiseGiven: (r) => `they wrote something beside their ${r.score} of ${Instant.minute(r.at)}, and praise is kept`,
  RungReached: (r) =>
    `they took the step "${r.rung}" on ${Instant.minute(r.at)}; ${isAtOnce(r.delay) ? "the next one is asked at once" : `the next one is asked ${r.delay} later`}`,
  RungTaken: (r) => `they took the step "${r.rung}" already, on ${Instant.minute(r.at)}`,
  RungDeclined: (r) => `they said no to the step "${r.rung}" on ${Instant.minute(r.at)}`,
  RungLimitReached: (r) =>
    `they were asked for the step "${r.rung}" ${times(r.limit)}, the latest on ${Instant.minute(r.at)}, and no more is allowed`,
  TestimonialDoubted: (r) => `their testimonial is in doubt since ${Instant.minute(r.at)}`,
  TestimonialExpired: (r) => `their testimonial expired on ${Instant.minute(r.at)}`,
  TestimonialEdited: (r) => `their words were edited on ${Instant.minute(r.at)}, and need their agreement`,
  TestimonialSettled: (r) => `there is nothing to ask of their testimonial any more since ${Instant.minute(r.at)}`,
  ConsentNoted: (r) => `they gave their consent on ${Instant.minute(r.at)}`,
  TestimonialPublished: (r) => `their testimonial was published on ${Instant.minute(r.at)}`,
  TestimonialWithdrawn: (r) => `their testimonial was withdrawn on ${Instant.minute(r.at)}`,
  BackingOff: (r) => `sending failed on ${Instant.minute(r.failedAt)} (${r.failures} in all); we try again later`,
  NoAddress: () => "no e-mail address is known",
  AnswerChanged: (r) =>
    `they changed their answer to ${r.score} (${category(r.score, "en")}) on ${Instant.minute(r.at)}`,
  Paused: (r) => `they asked for a pause until ${Instant.minute(r.until)}`,
  SlowedDown: (r) => `they asked on ${Instant.minute(r.at)} to hear from us half as often`,
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
  StageReached: (r) =>
    `la personne a atteint l’étape « ${r.stage} » le ${Instant.minute(r.at)} ; ${isAtOnce(r.delay) ? "nous demandons aussitôt" : `nous demandons ${french(r.delay)} plus tard`}`,
  TimeToAskAgain: (r) => `${french(r.interval)} ont passé depuis le ${Instant.minute(r.from)}, et ${basis.fr(r.basis)}`,
  MilestoneReached: (r) => `${french(r.after)} ont passé depuis ${r.anchor}, le ${Instant.minute(r.at)}`,
  DateCame: (r) => `la date du calendrier est arrivée le ${Instant.minute(r.date)}`,
  AskRequested: (r) => `${r.by ?? "quelqu’un"} l’a demandé à la main le ${Instant.minute(r.at)}`,
  AllHappened: (r) =>
    `tout ceci est arrivé : ${r.happened
      .map(
        ({ after, at, kind }) => `${isAtOnce(after) ? "" : `${french(after)} depuis `}${kind}, le ${Instant.minute(at)}`
      )
      .join(" ; ")}`,
  AnswerGiven: (r) => `la personne a répondu ${r.score} (${category(r.score, "fr")}) le ${Instant.minute(r.at)}`,
  DroppedReliably: (r) =>
    `sa réponse a baissé plus que par hasard : ${given(r.before, "le")}, puis ${given(r.after, "le")}`,
  NoAnswer: (r) => `invitée le ${Instant.minute(r.invitedAt)}, la personne n’a pas répondu après ${french(r.after)}`,
  CaseResolved: (r) =>
    `son dossier a été résolu le ${Instant.minute(r.at)} ; nous demandons ${french(r.after)} plus tard si c’est réparé`,
  CaseReopened: (r) => `son dossier a été rouvert le ${Instant.minute(r.at)}`,
  DeadlinePassed: (r) => `${caseOf.fr(r)} n’a pas été pris en charge avant le ${Instant.minute(r.deadline)}`,
  ResolutionOverdue: (r) => `${caseOf.fr(r)} n’a pas été résolu avant le ${Instant.minute(r.deadline)}`,
  GrievanceRaised: (r) => `la personne s’est plainte ${channels.fr[r.channel]} le ${Instant.minute(r.at)}`,
  DisruptionBegan: (r) => `il s’est passé quelque chose de grave (${r.kind} le ${Instant.minute(r.at)})`,
  PraiseNamed: (r) => `des éloges du ${Instant.minute(r.at)} citent ${named(r.names, "fr")}`,
  PraiseOverdue: (r) =>
    `les éloges qui citent ${named(r.names, "fr")} n’ont pas été transmis avant le ${Instant.minute(r.deadline)}`,
  NotYetDue: (r) => `c’est prévu pour le ${Instant.minute(r.dueAt)}`,
  TooSoon: (r) =>
    `${clocks.fr[r.clock]}${whose.fr(r.subject)} date du ${Instant.minute(r.at)}, et il faut attendre ${french(r.gap)}`,
  TooMany: (r) =>
    `${counted.fr[r.subject ?? "contact"][r.clock](r.most)} en ${french(r.within)} (depuis le ${Instant.minute(r.since)}), et c’est le maximum`,
  OutsideWindow: (r) => `nous écrivons entre ${r.from} et ${r.to} à leur heure, les jours prévus`,
  NotHappened: (r) =>
    `${r.kind} n’a pas eu lieu${r.within === undefined ? "" : ` depuis ${french(r.within)}`}, et nous ne demandons qu’ensuite`,
  HasHappened: (r) =>
    `${r.kind} a eu lieu le ${Instant.minute(r.at)}, et ${r.within === undefined ? "nous ne demandons qu’à ceux à qui ce n’est pas arrivé" : `il faut attendre ${french(r.within)}`}`,
  NotInStage: (r) => `la personne n’est pas à l’étape « ${r.stage} », et nous ne demandons que là`,
  InStage: (r) =>
    `la personne est à l’étape « ${r.stage} » depuis le ${Instant.minute(r.since)}, et nous n’y demandons rien`,
  TooYoung: (r) =>
    `la personne est avec nous depuis le ${Instant.minute(r.since)}, et il faut d’abord attendre ${french(r.minimum)}`,
  TooOld: (r) =>
    `la personne est avec nous depuis le ${Instant.minute(r.since)}, et on ne le demande que pendant un délai de ${french(r.maximum)}`,
  NotSampled: (r) =>
    `cette fois, c’est le tour d’autres personnes (${percent(r.share)} % sont interrogées à chaque fois)`,
  Consistent: (r) => `il est trop tôt pour redemander avant le ${Instant.minute(r.until)} : ${basis.fr(r.basis)}`,
  SilentTooOften: (r) => `nous attendons que la personne fasse quelque chose : ${basis.fr(r.basis)}`,
  Disrupted: (r) =>
    `il s’est passé quelque chose de grave (${r.kind} le ${Instant.minute(r.at)}), jusqu’au ${Instant.minute(r.until)}`,
  CaseOpen: (r) => `un dossier est ouvert depuis le ${Instant.minute(r.since)}`,
  ReviewDelayed: (r) =>
    `chacun reçoit la demande d’avis, quelle que soit sa réponse : cela la retient jusqu’au ${Instant.minute(r.until)} au plus tard`,
  PraiseGiven: (r) =>
    `la personne a écrit quelque chose à côté de son ${r.score} du ${Instant.minute(r.at)}, et les éloges sont gardés`,
  RungReached: (r) =>
    `la personne a franchi le pas « ${r.rung} » le ${Instant.minute(r.at)} ; ${isAtOnce(r.delay) ? "le suivant est demandé aussitôt" : `le suivant est demandé ${french(r.delay)} plus tard`}`,
  RungTaken: (r) => `la personne a déjà franchi le pas « ${r.rung} », le ${Instant.minute(r.at)}`,
  RungDeclined: (r) => `la personne a refusé le pas « ${r.rung} » le ${Instant.minute(r.at)}`,
  RungLimitReached: (r) =>
    `le pas « ${r.rung} » lui a été demandé ${r.limit} fois, la dernière le ${Instant.minute(r.at)}, et c’est le maximum`,
  TestimonialDoubted: (r) => `son témoignage est en doute depuis le ${Instant.minute(r.at)}`,
  TestimonialExpired: (r) => `son témoignage a expiré le ${Instant.minute(r.at)}`,
  TestimonialEdited: (r) => `ses mots ont été modifiés le ${Instant.minute(r.at)}, et il faut son accord`,
  TestimonialSettled: (r) => `il n’y a plus rien à demander sur son témoignage depuis le ${Instant.minute(r.at)}`,
  ConsentNoted: (r) => `la personne a donné son consentement le ${Instant.minute(r.at)}`,
  TestimonialPublished: (r) => `son témoignage a été publié le ${Instant.minute(r.at)}`,
  TestimonialWithdrawn: (r) => `son témoignage a été retiré le ${Instant.minute(r.at)}`,
  BackingOff: (r) =>
    `l’envoi a échoué le ${Instant.minute(r.failedAt)} (${r.failures} en tout) ; nous réessayons plus tard`,
  NoAddress: () => "aucune adresse e-mail n’est connue",
  AnswerChanged: (r) =>
    `la personne a changé sa réponse en ${r.score} (${category(r.score, "fr")}) le ${Instant.minute(r.at)}`,
  Paused: (r) => `la personne a demandé une pause jusqu’au ${Instant.minute(r.until)}`,
  SlowedDown: (r) => `la personne a demandé le ${Instant.minute(r.at)} à être contactée deux fois moins souvent`,
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
  reasons.map((reason) => sentence(reason, language)).join(language === "fr" ? " ; " : "; ")

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
