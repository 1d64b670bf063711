/**
 * Finding: what in a program is wrong as a whole, or bad practice?
 *
 * A finding is data: which rule, where, resting on which facts. `sentence` says what it is, why it matters, and what to do.
 * `Program.check` finds them.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import * as Journey from "./Journey.ts"
import * as Period from "./Period.ts"
import type * as Reason from "./Reason.ts"
import * as Retention from "./Retention.ts"
import * as Score from "./Score.ts"
import * as Survey from "./Survey.ts"
import * as Text from "./Text.ts"
import * as Touchpoint from "./Touchpoint.ts"

/**
 * An `error` is certain: it can never do what it says. A `finding` does what it says, and harms you or your customers.
 *
 * @category models
 * @since 0.1.0
 */
export const Severity = Schema.Literals(["error", "finding"])
/** @since 0.1.0 */
export type Severity = typeof Severity.Type

const error = { severity: Schema.Literal("error"), path: Schema.String }
const finding = { severity: Schema.Literal("finding"), path: Schema.String }

/** The step of the playbook, when it is a step's ask; without it, the survey's own. */
const ask = { survey: Survey.SurveyId, step: Schema.optionalKey(Text.Name) }

/** A gap, or a cap of one, and where it stands. */
const gap = { rule: Schema.String, gap: Period.Period }

/**
 * The rules that are checked, and the facts each rests on. `path` is the place to change, such as
 * `surveys[0].triggers[1].expires`.
 *
 * Errors:
 * - `ExpiresBeforeWindow`: a calendar's ask expires before the send window opens, on every date.
 * - `ReminderOutsideWindow`: a reminder is due only while the window is shut, and until its invitation expires.
 * - `GapOutlastsAsk`: an ask that follows an answer expires within a gap that the very answer begins.
 * - `StageNeverReached`: a trigger on a stage that nothing enters.
 * - `UnknownSurvey`: a stage that is entered by answers to a survey there is not.
 * - `Circle`: answers, stages and triggers without a delay lead back to the ask they began with.
 *
 * Findings:
 * - `AsksCloseTogether`: nothing keeps two invitations so many `days` apart.
 * - `UnlessBadNews`: bad news cancels a measuring ask.
 * - `ScoreDependentWaves`: the rhythm depends on the score, and every wave counts.
 * - `NobodyActs`: no case is opened for a detractor.
 * - `ChosenByScore`: who is asked depends on what they answered.
 * - `WindowOutlastsAsk`: the window can be shut for longer than the ask lives. Unit of `shut`: hours.
 * - `CrowdedOut`: an ask `before` it begins a gap that outlasts it.
 * - `RhythmOfMoment`: consistency holds back a survey about a moment.
 * - `AsksNobody`: a survey has neither trigger nor rhythm.
 * - `ForgetsTooSoon`: people are kept for less than a `rule` looks back.
 * - `JoinsOwnWave`: the ask comes while the wave whose answer brought it about is open.
 *
 * @category models
 * @since 0.1.0
 */
export const Finding = Schema.TaggedUnion({
  ExpiresBeforeWindow: { ...error, survey: Survey.SurveyId, expires: Period.Period },
  ReminderOutsideWindow: { ...error, survey: Survey.SurveyId, reminder: Period.Period, expires: Period.Period },
  GapOutlastsAsk: { ...error, ...ask, ...gap, delay: Period.Period, expires: Period.Period },
  StageNeverReached: { ...error, survey: Survey.SurveyId, stage: Journey.StageId },
  UnknownSurvey: { ...error, stage: Journey.StageId, survey: Text.Name },
  Circle: { ...error, surveys: Schema.Array(Survey.SurveyId), stages: Schema.Array(Journey.StageId) },
  AsksCloseTogether: { ...finding, surveys: Schema.Array(Survey.SurveyId), days: Schema.Int },
  UnlessBadNews: { ...finding, survey: Survey.SurveyId, kind: Touchpoint.Kind },
  ScoreDependentWaves: { ...finding, survey: Survey.SurveyId },
  NobodyActs: { ...finding, survey: Survey.SurveyId },
  ChosenByScore: {
    ...finding,
    survey: Survey.SurveyId,
    by: Schema.Union([
      Schema.Struct({ stage: Journey.StageId }),
      Schema.Struct({ answersTo: Text.Name, categories: Schema.Array(Score.Category) })
    ])
  },
  WindowOutlastsAsk: { ...finding, ...ask, expires: Period.Period, shut: Schema.Int },
  CrowdedOut: {
    ...finding,
    ...ask,
    ...gap,
    before: Schema.Literals(["earlier ask", "date before", "invitation"]),
    of: Survey.SurveyId
  },
  RhythmOfMoment: { ...finding, survey: Survey.SurveyId, kind: Touchpoint.Kind },
  AsksNobody: { ...finding, survey: Survey.SurveyId },
  ForgetsTooSoon: { ...finding, kept: Period.Period, rule: Schema.String, needed: Period.Period },
  JoinsOwnWave: {
    ...finding,
    survey: Survey.SurveyId,
    stage: Journey.StageId,
    delay: Period.Period,
    closes: Period.Period
  }
})
/** @since 0.1.0 */
export type Finding = typeof Finding.Type

/** The name of a rule. @category models @since 0.1.0 */
export type Rule = Finding["_tag"]

type Sentences = { readonly [Tag in Rule]: (found: Extract<Finding, { readonly _tag: Tag }>) => string }

type Asked = { readonly survey: Survey.SurveyId; readonly step?: string }

const quoted = (names: ReadonlyArray<string>, language: Reason.Language): string =>
  names.map((name) => (language === "en" ? `"${name}"` : `« ${name} »`)).join(language === "en" ? " and " : " et ")

const categories = {
  en: { promoter: "promoters", passive: "passives", detractor: "detractors" },
  fr: { promoter: "promoteurs", passive: "passifs", detractor: "détracteurs" }
} as const

const groves = `R. M. Groves, "Nonresponse Rates and Nonresponse Bias in Household Surveys", 2006`
const porter = `S. R. Porter, M. E. Whitcomb and W. H. Weitzer, "Multiple Surveys of Students and Survey Fatigue", 2004`
const markey = `R. Markey, F. Reichheld and A. Dullweber, "Closing the Customer Feedback Loop", 2009`

const en: Sentences = {
  ExpiresBeforeWindow: (f) =>
    `The calendar's ask of "${f.survey}" is due at the start of its day and expires ${f.expires} later, and on none of its dates does the send window open by then: it can never be sent. Let it live longer, or open the window earlier.`,
  ReminderOutsideWindow: (f) =>
    `A reminder of "${f.survey}" after ${f.reminder} can never go out: at whatever hour the invitation went, the send window stays shut from then until the invitation expires after ${f.expires}. Choose another time, or let the invitation live longer.`,
  GapOutlastsAsk: (f) =>
    `${capital(theAsk.en(f))} follows an answer ${later(f.delay, "en")} and expires ${f.expires} after that, but no ask goes out for ${f.gap} after an answer (${f.rule}): it can never be sent. Shorten the gap, take "answered" from its clocks, or let the ask live longer.`,
  StageNeverReached: (f) =>
    `Nothing enters the stage "${f.stage}", so this trigger never asks "${f.survey}". Say what enters the stage, or take the trigger out.`,
  UnknownSurvey: (f) =>
    `The stage "${f.stage}" is entered by answers to "${f.survey}", and there is no such survey. Name one there is, or take the entry out.`,
  Circle: (f) =>
    `Answers to ${quoted(f.surveys, "en")} move people between the stages ${quoted(f.stages, "en")}, each of which asks the next survey at once: it would never end. Give one of the triggers a delay, or take it out.`,
  AsksCloseTogether: (f) =>
    `Nothing keeps two asks (${quoted(f.surveys, "en")}) ${f.days} days apart. Whoever is asked again and again answers less (${porter}). Add { "gap": "${f.days} days" } to \`frequency\`.`,
  UnlessBadNews: (f) =>
    `"${f.kind}" is bad news, and it cancels the ask of "${f.survey}". It did take place: leaving the unhappy out flatters the number (${groves}). Keep only what says that there was no experience, such as a cancelled order.`,
  ScoreDependentWaves: (f) =>
    `When "${f.survey}" is asked again depends on the score, and every wave counts: whoever is asked more often weighs more. Computed for the same people, a true NPS of 28 read 20 (Témoin's own computation). Let \`count\` be "people", or switch the rules \`steady\` and \`reliableChange\` off.`,
  NobodyActs: (f) =>
    `No case is opened when a detractor answers "${f.survey}": nobody has to act, by no deadline. Asking without acting costs more trust than not asking (${markey}). Add a step "open case" for detractors, with an owner and a deadline.`,
  ChosenByScore: (f) =>
    `${"stage" in f.by ? `The stage "${f.by.stage}" is entered by some scores and not by others` : `Only ${f.by.categories.map((one) => categories.en[one]).join(" and ")} of "${f.by.answersTo}" are asked`}: the number of "${f.survey}" would be that of people chosen by their score (${groves}). Ask everybody: choose by what happened to them.`,
  WindowOutlastsAsk: (f) =>
    `${capital(theAsk.en(f))} expires after ${f.expires}, and the send window can be shut for ${f.shut} hours: what falls due then is lost, and those people are missing from the number (${groves}). Let it live longer than that.`,
  CrowdedOut: (f) =>
    `${before.en(f)} begins a gap of ${f.gap} (${f.rule}) that is longer than ${theAsk.en(f)} waits: ${lost.en[f.before]}. Shorten the gap, let the ask live longer, or leave it out.`,
  RhythmOfMoment: (f) =>
    `"${f.survey}" asks about a moment ("${f.kind}"), and its rhythm leaves moments out by what people answered before. Consistency is for surveys about the whole (Témoin's own rule, docs/concepts/consistency.md). Take \`rhythm\` out, and keep asks apart by \`frequency\`.`,
  AsksNobody: (f) =>
    `"${f.survey}" has no trigger and no rhythm, so nobody is ever asked. Give it a trigger. (When its answers come by a widget or an import alone, all is well.)`,
  ForgetsTooSoon: (f) => Retention.sentence({ _tag: "Rule", path: f.rule, kept: f.kept, needed: f.needed }, "en"),
  JoinsOwnWave: (f) =>
    `An answer to "${f.survey}" leads to the stage "${f.stage}", which asks "${f.survey}" ${later(f.delay, "en")}, while that wave still takes answers (${f.closes}): the ask joins it, and nobody is asked. Let the delay be longer than ${f.closes}, or ask another survey.`
}

const fr: Sentences = {
  ExpiresBeforeWindow: (f) =>
    `La demande de « ${f.survey} », prévue par le calendrier au début du jour, expire ${french(f.expires)} plus tard, et à aucune de ses dates la fenêtre d’envoi ne s’ouvre avant : elle ne peut jamais partir. Prolongez-la, ou ouvrez la fenêtre plus tôt.`,
  ReminderOutsideWindow: (f) =>
    `Un rappel de « ${f.survey} » après ${french(f.reminder)} ne peut jamais partir : quelle que soit l’heure de l’invitation, la fenêtre d’envoi reste fermée jusqu’à ce que l’invitation expire après ${french(f.expires)}. Choisissez un autre moment, ou prolongez l’invitation.`,
  GapOutlastsAsk: (f) =>
    `${capital(theAsk.fr(f))} suit une réponse ${later(f.delay, "fr")} et expire ${french(f.expires)} après, mais rien ne part pendant ${french(f.gap)} après une réponse (${f.rule}) : elle ne peut jamais partir. Raccourcissez l’intervalle, retirez-en « answered », ou prolongez la demande.`,
  StageNeverReached: (f) =>
    `Rien ne mène à l’étape « ${f.stage} » : ce déclencheur ne demande jamais « ${f.survey} ». Dites ce qui y mène, ou retirez le déclencheur.`,
  UnknownSurvey: (f) =>
    `On entre dans l’étape « ${f.stage} » par des réponses à « ${f.survey} », et cette enquête n’existe pas. Nommez-en une qui existe, ou retirez cette entrée.`,
  Circle: (f) =>
    `Les réponses à ${quoted(f.surveys, "fr")} font passer d’une étape à l’autre (${quoted(f.stages, "fr")}), et chacune demande aussitôt l’enquête suivante : cela ne finirait jamais. Donnez un délai à l’un des déclencheurs, ou retirez-le.`,
  AsksCloseTogether: (f) =>
    `Rien ne sépare deux demandes (${quoted(f.surveys, "fr")}) de ${f.days} jours. Qui est sollicité sans cesse répond moins (${porter}). Ajoutez { "gap": "${f.days} days" } à \`frequency\`.`,
  UnlessBadNews: (f) =>
    `« ${f.kind} » est une mauvaise nouvelle, et elle annule la demande de « ${f.survey} ». Elle a bien eu lieu : écarter les mécontents flatte le chiffre (${groves}). Ne gardez que ce qui dit qu’il n’y a pas eu d’expérience, comme une commande annulée.`,
  ScoreDependentWaves: (f) =>
    `Le moment où « ${f.survey} » est redemandée dépend de la note, et chaque vague compte : qui est interrogé plus souvent pèse plus lourd. Calculé pour les mêmes personnes, un vrai NPS de 28 devient 20 (calcul de Témoin). Mettez \`count\` à "people", ou désactivez les règles \`steady\` et \`reliableChange\`.`,
  NobodyActs: (f) =>
    `Aucun dossier n’est ouvert quand un détracteur répond à « ${f.survey} » : personne ne doit agir, à aucune échéance. Demander sans agir coûte plus de confiance que ne pas demander (${markey}). Ajoutez une étape "open case" pour les détracteurs, avec un responsable et une échéance.`,
  ChosenByScore: (f) =>
    `${"stage" in f.by ? `On entre dans l’étape « ${f.by.stage} » par certaines notes et pas par d’autres` : `Seuls les ${f.by.categories.map((one) => categories.fr[one]).join(" et les ")} de « ${f.by.answersTo} » sont interrogés`} : le chiffre de « ${f.survey} » serait celui de personnes choisies par leur note (${groves}). Interrogez tout le monde : choisissez par ce qui leur est arrivé.`,
  WindowOutlastsAsk: (f) =>
    `${capital(theAsk.fr(f))} expire après ${french(f.expires)}, et la fenêtre d’envoi peut rester fermée ${f.shut} heures : ce qui tombe alors est perdu, et ces personnes manquent au chiffre (${groves}). Faites-la vivre plus longtemps.`,
  CrowdedOut: (f) =>
    `${before.fr(f)} ouvre un intervalle de ${french(f.gap)} (${f.rule}), plus long que n’attend ${theAsk.fr(f)} : ${lost.fr[f.before]}. Raccourcissez l’intervalle, prolongez la demande, ou retirez-la.`,
  RhythmOfMoment: (f) =>
    `« ${f.survey} » interroge sur un moment (« ${f.kind} »), et son rythme en écarte selon les réponses passées. La constance vaut pour les enquêtes sur l’ensemble (règle de Témoin, docs/concepts/consistency.md). Retirez \`rhythm\`, et espacez les demandes par \`frequency\`.`,
  AsksNobody: (f) =>
    `« ${f.survey} » n’a ni déclencheur ni rythme : personne n’est jamais interrogé. Donnez-lui un déclencheur. (Si ses réponses ne viennent que d’un widget ou d’un import, tout va bien.)`,
  ForgetsTooSoon: (f) => Retention.sentence({ _tag: "Rule", path: f.rule, kept: f.kept, needed: f.needed }, "fr"),
  JoinsOwnWave: (f) =>
    `Une réponse à « ${f.survey} » mène à l’étape « ${f.stage} », qui redemande « ${f.survey} » ${later(f.delay, "fr")}, alors que cette vague accepte encore des réponses (${french(f.closes)}) : la demande la rejoint, et personne n’est interrogé. Prenez un délai plus long que ${french(f.closes)}, ou une autre enquête.`
}

const french = (period: Period.Period): string => Period.inWords(period, "fr")

const later = (delay: Period.Period, language: Reason.Language): string =>
  Period.nominalMillis(delay) === 0
    ? { en: "at once", fr: "aussitôt" }[language]
    : { en: `${delay} later`, fr: `${french(delay)} plus tard` }[language]

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)

const theAsk = {
  en: ({ step, survey }: Asked) =>
    step === undefined ? `the ask of "${survey}"` : `the step "${step}" after an answer to "${survey}"`,
  fr: ({ step, survey }: Asked) =>
    step === undefined
      ? `la demande de « ${survey} »`
      : `la demande de l’étape « ${step} » après une réponse à « ${survey} »`
} as const

type CrowdedOut = Extract<Finding, { readonly _tag: "CrowdedOut" }>

const before = {
  en: ({ before, of }: CrowdedOut) =>
    ({
      "earlier ask": `An earlier ask of "${of}" for the same event`,
      "date before": "The ask of one date",
      invitation: `The invitation to "${of}"`
    })[before],
  fr: ({ before, of }: CrowdedOut) =>
    ({
      "earlier ask": `Une demande antérieure de « ${of} » pour le même événement`,
      "date before": "La demande d’une date",
      invitation: `L’invitation à « ${of} »`
    })[before]
} as const

const lost = {
  en: {
    "earlier ask": "in the ordinary course of things it is never sent",
    "date before": "of the dates after it, at least one is always lost",
    invitation: "only an answer that nobody was invited to give ever leads to it"
  },
  fr: {
    "earlier ask": "dans le cours normal des choses elle ne part jamais",
    "date before": "parmi les dates suivantes, une au moins est toujours perdue",
    invitation: "seule une réponse donnée sans invitation y mène"
  }
} as const

const sentences = { en, fr }

/**
 * The finding in words: what, why it matters and who says so, and what to do.
 *
 * @category formatting
 * @since 0.1.0
 */
export const sentence = (self: Finding, language: Reason.Language = "en"): string => {
  const say = sentences[language][self._tag] as (found: Finding) => string
  return say(self)
}

/**
 * All rules, errors first.
 *
 * @example Finding.rules.length // => 17
 * @category getters
 * @since 0.1.0
 */
export const rules = Object.keys(en) as ReadonlyArray<Rule>
