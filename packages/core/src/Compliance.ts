/**
 * Compliance: which rules about praise in public does this company break?
 *
 * Twelve rules that a machine can check, each with its source. Not legal advice: what cannot be counted is not checked, and
 * a report without findings is no proof that all is lawful. What nobody told us is *not checked*, never "kept".
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Instant from "./Instant.ts"
import * as Period from "./Period.ts"
import * as Survey from "./Survey.ts"
import * as Text from "./Text.ts"

const optional = Schema.optionalKey
const at = Instant.Instant

/**
 * What a consent was given to, and how. `wording`: the version of the text that was shown. `tiedToAnswer`: one could not be
 * given without the other. How it was asked for may be left out, where nobody told us.
 *
 * @category models
 * @since 0.1.0
 */
export const Consent = Schema.Struct({
  wording: Text.Name,
  locale: Text.Name,
  at,
  scopes: Schema.Array(Text.Name),
  places: Schema.Array(Text.Name),
  expiresAt: optional(at),
  withdrawnAt: optional(at),
  preticked: optional(Schema.Boolean),
  tiedToAnswer: optional(Schema.Boolean),
  stepsToGive: optional(Schema.Int),
  stepsToWithdraw: optional(Schema.Int)
})
/** @since 0.1.0 */
export type Consent = typeof Consent.Type

/**
 * A testimonial as it is shown.
 *
 * - `original`, `text`: what the author wrote, and what is shown; `approved`: the text the author has approved, if asked.
 * - `answer`: the answer, to an invitation that was really sent, that it rests on; `verified`: is it shown as verified (else as
 *   not), and by which `method`; `methodShown`: does the page say so?
 * - `relationship`: who the author is to the company; `disclosure`: what the page says about it.
 * - `incentive`: what the author got for it; `incentiveShown`: does the page say so?
 * - `statedAt`: when it was written, or last confirmed by its author.
 * - `place`, `uses`: where it is shown, and what of it ("quote", "name", "company", "photo", "video").
 *
 * @category models
 * @since 0.1.0
 */
export const Testimonial = Schema.Struct({
  id: Text.Identifier,
  original: Text.Paragraph,
  text: Text.Paragraph,
  approved: optional(Text.Paragraph),
  answer: optional(Text.Identifier),
  verified: Schema.Boolean,
  method: optional(Text.Line),
  methodShown: optional(Schema.Boolean),
  relationship: Schema.Literals(["customer", "employee", "owner", "family", "partner", "other"]),
  disclosure: optional(Text.Line),
  incentive: optional(Text.Line),
  incentiveShown: optional(Schema.Boolean),
  statedAt: at,
  place: Text.Name,
  uses: Schema.Array(Text.Name),
  consent: optional(Consent)
})
/** @since 0.1.0 */
export type Testimonial = typeof Testimonial.Type

/** What something may depend on. @category models @since 0.1.0 */
export const Reads = Schema.Literals([
  "score",
  "sentiment",
  "stage",
  "segment",
  "case",
  "disruption",
  "rung",
  "reward",
  "language",
  "product",
  "date",
  "other"
])
/** @since 0.1.0 */
export type Reads = typeof Reads.Type

/**
 * A place that shows testimonials. `reads`: what decides which are picked; `selected`: does it carry the label; `average`,
 * `count`: does it show one; `countsIncentivised`: are words that were paid for in them. `public`, `canBeReported`: left out
 * where nobody told us.
 *
 * @category models
 * @since 0.1.0
 */
export const Wall = Schema.Struct({
  place: Text.Name,
  public: optional(Schema.Boolean),
  reads: Schema.Array(Reads),
  selected: Schema.Boolean,
  average: Schema.Boolean,
  count: Schema.Boolean,
  countsIncentivised: Schema.Boolean,
  policyUrl: optional(Text.Line),
  canBeReported: optional(Schema.Boolean),
  canBeTakenDown: Schema.Boolean
})
/** @since 0.1.0 */
export type Wall = typeof Wall.Type

/**
 * A reward for words, or a request for a review on an outside site. `reads`: what decides who gets it.
 *
 * @category models
 * @since 0.1.0
 */
export const Reward = Schema.Struct({
  id: Text.Name,
  for: Schema.Literals(["testimonial", "review"]),
  reads: Schema.Array(Reads)
})
/** @since 0.1.0 */
export type Reward = typeof Reward.Type

/** @category models @since 0.1.0 */
export const ReviewRequest = Schema.Struct({ id: Text.Name, reads: Schema.Array(Reads) })
/** @since 0.1.0 */
export type ReviewRequest = typeof ReviewRequest.Type

/**
 * The invitation to write: who asks, for what product, whether and where the words will be published, what of the author's
 * identity is shown.
 *
 * @category models
 * @since 0.1.0
 */
export const Invitation = Schema.Struct({
  id: Text.Name,
  asker: optional(Text.Line),
  product: optional(Text.Line),
  published: optional(Schema.Boolean),
  where: optional(Text.Line),
  identityShown: optional(Text.Line)
})
/** @since 0.1.0 */
export type Invitation = typeof Invitation.Type

/**
 * A kind of mail. `withoutBasis`: how many of its recipients have no recorded legal basis for it. `separateStep`: does the
 * ask stand alone, apart from the question that measures? `linkLife`: how long its opt-out link works. `commercial`: left
 * out where nobody told us.
 *
 * @category models
 * @since 0.1.0
 */
export const Mail = Schema.Struct({
  id: Text.Name,
  purpose: Survey.Purpose,
  commercial: optional(Schema.Boolean),
  withoutBasis: Schema.Int.check(Schema.isGreaterThanOrEqualTo(0)),
  separateStep: Schema.Boolean,
  optOut: Schema.Boolean,
  linkLife: optional(Period.Period),
  postalAddress: optional(Text.Line),
  checkedAtSending: Schema.Boolean
})
/** @since 0.1.0 */
export type Mail = typeof Mail.Type

/**
 * What a company does. A part that is left out was not told, and the rules about it are not checked; an empty one says that
 * there is nothing of the kind. `reconfirmEvery`: how long words stand until their author is asked again (default 24 months).
 *
 * @category models
 * @since 0.1.0
 */
export const Practice = Schema.Struct({
  testimonials: optional(Schema.Array(Testimonial)),
  walls: optional(Schema.Array(Wall)),
  rewards: optional(Schema.Array(Reward)),
  reviewRequests: optional(Schema.Array(ReviewRequest)),
  invitations: optional(Schema.Array(Invitation)),
  mails: optional(Schema.Array(Mail)),
  reconfirmEvery: optional(Period.Period)
})
/** @since 0.1.0 */
export type Practice = typeof Practice.Type

/**
 * Reads a practice. Every problem is reported.
 *
 * @category decoding
 * @since 0.1.0
 */
export const decode: (input: unknown) => Result.Result<Practice, Schema.SchemaError> = Schema.decodeUnknownResult(
  Practice,
  { errors: "all", onExcessProperty: "error" }
)

interface RuleOf {
  readonly source: string
  readonly needs: ReadonlyArray<Exclude<keyof Practice, "reconfirmEvery">>
  readonly en: string
  readonly fr: string
}

const table = {
  fake: {
    source: "16 CFR 465.2 (FTC)",
    needs: ["testimonials"],
    en: "no made-up testimonial",
    fr: "aucun témoignage inventé"
  },
  paidSentiment: {
    source: "16 CFR 465.4 (FTC)",
    needs: ["rewards"],
    en: "no reward for a particular sentiment",
    fr: "aucune récompense pour un avis dans un sens donné"
  },
  insider: {
    source: "16 CFR 465.5 (FTC)",
    needs: ["testimonials"],
    en: "insiders say that they are insiders",
    fr: "les proches de l’entreprise se présentent comme tels"
  },
  suppression: {
    source: "16 CFR 465.7 (FTC)",
    needs: ["walls"],
    en: "what was selected does not pass for all",
    fr: "une sélection ne se fait pas passer pour le tout"
  },
  endorsement: {
    source: "16 CFR 255.1, 255.2, 255.5 (FTC Guides)",
    needs: ["testimonials"],
    en: "the author’s own words, still meant, with what they got for them",
    fr: "les mots de l’auteur, toujours d’actualité, avec ce qu’il a reçu en échange"
  },
  verified: {
    source: "Directive 2005/29/EC, Annex I 23b, 23c, Art. 7(6)",
    needs: ["testimonials"],
    en: "“verified” says how",
    fr: "« vérifié » dit comment"
  },
  concealed: {
    source: "DMCC Act 2024, Schedule 20; CMA208 (UK)",
    needs: ["testimonials", "walls"],
    en: "nothing paid for is hidden, and what is wrong can be reported and taken down",
    fr: "rien de rémunéré n’est caché, et ce qui est faux peut être signalé et retiré"
  },
  invitation: {
    source: "ISO 20488:2018",
    needs: ["invitations"],
    en: "the invitation says what will become of the words",
    fr: "l’invitation dit ce qu’il adviendra des mots"
  },
  gating: {
    source: "Google, Maps user-contributed content policy",
    needs: ["reviewRequests", "rewards"],
    en: "everybody is asked for a review, and nobody is paid for it",
    fr: "l’avis est demandé à tous, et personne n’est payé pour le donner"
  },
  consent: {
    source: "GDPR, Art. 7 and 17",
    needs: ["testimonials"],
    en: "shown only as far as, and as long as, the author consents",
    fr: "montré seulement dans les limites du consentement, et tant qu’il dure"
  },
  marketing: {
    source: "Directive 2002/58/EC, Art. 13; PECR (UK)",
    needs: ["mails"],
    en: "asks for public praise go to those who agreed, and can be stopped",
    fr: "les demandes d’éloges publics vont à ceux qui l’ont accepté, et peuvent être refusées"
  },
  mail: {
    source: "CAN-SPAM Act, 15 U.S.C. 7704",
    needs: ["mails"],
    en: "a mail says where it comes from, and stops when asked to",
    fr: "un courriel dit d’où il vient, et cesse sur demande"
  }
} as const satisfies Record<string, RuleOf>

/** One of the twelve. @category models @since 0.1.0 */
export type Rule = keyof typeof table

/**
 * The twelve rules, in the order of the report, each with its source and what it says.
 *
 * @example Compliance.rules.length // => 12
 * @category rules
 * @since 0.1.0
 */
export const rules: ReadonlyArray<{
  readonly rule: Rule
  readonly source: string
  readonly en: string
  readonly fr: string
}> = (Object.keys(table) as Array<Rule>).map((rule) => {
  const { en, fr, source } = table[rule]
  return { rule, source, en, fr }
})

const problems = {
  noAnswer: {
    rule: "fake",
    en: "rests on no answer to an invitation that was sent, and is not shown as unverified: link the answer, or show it as unverified",
    fr: "ne repose sur aucune réponse à une invitation envoyée, et n’est pas présenté comme non vérifié : liez la réponse, ou présentez-le comme non vérifié"
  },
  rewardBySentiment: {
    rule: "paidSentiment",
    en: "gives a reward by what was answered: give it to everybody, or to nobody",
    fr: "récompense selon la réponse : récompensez tout le monde, ou personne"
  },
  undisclosed: {
    rule: "insider",
    en: "is by somebody who is no mere customer, and does not say so: add a disclosure",
    fr: "vient d’une personne qui n’est pas simple cliente, et ne le dit pas : ajoutez une mention"
  },
  unlabelled: {
    rule: "suppression",
    en: "is picked by what was answered, and is not labelled “selected”: label it",
    fr: "est choisi selon la réponse, et ne porte pas la mention « sélection » : ajoutez-la"
  },
  statisticOfSelected: {
    rule: "suppression",
    en: "shows an average or a count of what was picked by what was answered: leave it out",
    fr: "montre une moyenne ou un nombre de ce qui est choisi selon la réponse : retirez-les"
  },
  editNotApproved: {
    rule: "endorsement",
    en: "shows other words than the author wrote or approved: ask the author",
    fr: "montre d’autres mots que ceux que l’auteur a écrits ou approuvés : demandez-lui"
  },
  outdated: {
    rule: "endorsement",
    en: "was written long ago: ask the author whether the words still stand",
    fr: "a été écrit il y a longtemps : demandez à l’auteur si ces mots valent encore"
  },
  incentiveHidden: {
    rule: "endorsement",
    en: "was rewarded, and the page does not say so: say it",
    fr: "a été récompensé, et la page ne le dit pas : dites-le"
  },
  methodMissing: {
    rule: "verified",
    en: "is shown as verified, and the page does not say how it was checked: say it",
    fr: "est présenté comme vérifié, et la page ne dit pas comment : dites-le"
  },
  incentiveUnlabelled: {
    rule: "concealed",
    en: "was rewarded, and carries no label: label it",
    fr: "a été récompensé, et ne porte aucune mention : ajoutez-la"
  },
  incentivisedCounted: {
    rule: "concealed",
    en: "mixes rewarded words into an average or a count: keep them apart",
    fr: "mêle des mots récompensés à une moyenne ou à un nombre : séparez-les"
  },
  noPolicy: {
    rule: "concealed",
    en: "is public, and links to no policy on reviews: link it",
    fr: "est public, et ne renvoie à aucune politique sur les avis : ajoutez le lien"
  },
  noReport: {
    rule: "concealed",
    en: "is public, and what it shows cannot be reported, or taken down: make both possible",
    fr: "est public, et ce qu’il montre ne peut être ni signalé ni retiré : permettez les deux"
  },
  invitationSilent: {
    rule: "invitation",
    en: "does not say who asks, for what product, whether and where it is published, and what identity is shown: say all five",
    fr: "ne dit pas qui demande, pour quel produit, si et où ce sera publié, et quelle identité sera montrée : dites les cinq"
  },
  gated: {
    rule: "gating",
    en: "does not go to everybody, but by what was answered or what follows from it: ask everybody",
    fr: "ne va pas à tous, mais selon la réponse ou ce qui en découle : demandez à tous"
  },
  reviewPaid: {
    rule: "gating",
    en: "gives a reward for a review: stop it",
    fr: "récompense un avis : cessez"
  },
  noConsent: {
    rule: "consent",
    en: "is shown without a consent on record: take it down",
    fr: "est montré sans consentement enregistré : retirez-le"
  },
  beyondConsent: {
    rule: "consent",
    en: "shows more, or elsewhere, than the consent covers: show less, or ask",
    fr: "montre plus, ou ailleurs, que ce que le consentement couvre : montrez moins, ou demandez"
  },
  consentOver: {
    rule: "consent",
    en: "is shown although the consent was withdrawn or has expired: take it down",
    fr: "est montré alors que le consentement a été retiré ou a expiré : retirez-le"
  },
  consentNotFree: {
    rule: "consent",
    en: "rests on a box that was ticked beforehand, or on a consent bound to the answer: ask again, separately",
    fr: "repose sur une case précochée, ou sur un consentement lié à la réponse : redemandez-le, à part"
  },
  hardToWithdraw: {
    rule: "consent",
    en: "has a consent that is harder to withdraw than to give: one step, as a link in each mail",
    fr: "a un consentement plus difficile à retirer qu’à donner : une seule étape, un lien dans chaque courriel"
  },
  noBasis: {
    rule: "marketing",
    en: "goes to people without a recorded consent or soft opt-in: record it, or do not send",
    fr: "va à des personnes sans consentement ni « soft opt-in » enregistré : enregistrez-le, ou n’envoyez pas"
  },
  notSeparate: {
    rule: "marketing",
    en: "asks for public praise in the same step as it measures: ask apart",
    fr: "demande un éloge public dans la même étape que la mesure : demandez à part"
  },
  noOptOut: {
    rule: "marketing",
    en: "cannot be opted out of: add the link",
    fr: "ne permet pas de se désinscrire : ajoutez le lien"
  },
  noPostalAddress: {
    rule: "mail",
    en: "is commercial, and has no postal address: add it",
    fr: "est commercial, et n’a pas d’adresse postale : ajoutez-la"
  },
  linkTooShort: {
    rule: "mail",
    en: "is commercial, and its opt-out link does not work for 30 days: let it",
    fr: "est commercial, et son lien de désinscription ne vaut pas 30 jours : prolongez-le"
  },
  notCheckedAtSending: {
    rule: "mail",
    en: "does not look for opt-outs at the moment of sending: look then, too",
    fr: "ne vérifie pas les désinscriptions au moment de l’envoi : vérifiez aussi à ce moment"
  }
} as const satisfies Record<string, { readonly rule: Rule; readonly en: string; readonly fr: string }>

/** What can be wrong. @category models @since 0.1.0 */
export type Problem = keyof typeof problems

/**
 * One thing that breaks a rule. `path` is its place in the practice, such as `testimonials[0]`; `id` its name there.
 *
 * @category models
 * @since 0.1.0
 */
export interface Finding {
  readonly rule: Rule
  readonly source: string
  readonly problem: Problem
  readonly path: string
  readonly id: string
}

/**
 * One of the twelve rules and what came of it. `not checked`: a part of the practice that it needs was not told.
 *
 * @category models
 * @since 0.1.0
 */
export interface Checked {
  readonly rule: Rule
  readonly status: "kept" | "broken" | "not checked"
  readonly findings: ReadonlyArray<Finding>
}

/**
 * All twelve rules, in order, each with its findings. A rule of which a part was not told is broken when the rest shows it,
 * and otherwise not checked.
 *
 * @category checking
 * @since 0.1.0
 */
export const check = (practice: Practice, now: Instant.Instant): ReadonlyArray<Checked> => {
  const found = [...findingsOf(practice, now)]
  return rules.map(({ rule }) => {
    const findings = found.filter((finding) => finding.rule === rule)
    const isTold = table[rule].needs.every((part) => practice[part] !== undefined) && lacks[rule]?.(practice) !== true
    return { rule, status: findings.length > 0 ? "broken" : isTold ? "kept" : "not checked", findings }
  })
}

/** Which rules may lack a detail of what was told, and whether they do. */
const lacks: { readonly [R in Rule]?: (practice: Practice) => boolean } = {
  concealed: ({ walls = [] }) =>
    walls.some((one) => one.public === undefined || (one.public && one.canBeReported === undefined)),
  consent: ({ testimonials = [] }) =>
    testimonials.some(
      ({ consent }) =>
        consent !== undefined &&
        [consent.preticked, consent.tiedToAnswer, consent.stepsToGive, consent.stepsToWithdraw].includes(undefined)
    ),
  mail: ({ mails = [] }) => mails.some(({ commercial }) => commercial === undefined)
}

function* findingsOf(practice: Practice, now: Instant.Instant): Generator<Finding> {
  const { invitations = [], mails = [], reviewRequests = [], rewards = [], testimonials = [], walls = [] } = practice
  yield* among("testimonials", testimonials, (one) => ofTestimonial(one, practice.reconfirmEvery ?? "24 months", now))
  yield* among(
    "walls",
    walls.map((wall) => ({ id: wall.place, ...wall })),
    ofWall
  )
  yield* among("rewards", rewards, ofReward)
  yield* among("reviewRequests", reviewRequests, ({ reads }) => (reads.some(followsFromAnswer) ? ["gated"] : []))
  yield* among("invitations", invitations, ({ asker, identityShown, product, published, where }) =>
    [asker, identityShown, product, published, published === false ? "nowhere" : where].includes(undefined)
      ? ["invitationSilent"]
      : []
  )
  yield* among("mails", mails, ofMail)
}

function* among<A extends { readonly id: string }>(
  part: string,
  all: ReadonlyArray<A>,
  check: (one: A) => Iterable<Problem>
): Generator<Finding> {
  for (const [index, one] of all.entries()) {
    for (const problem of check(one)) {
      const { rule } = problems[problem]
      yield { rule, source: table[rule].source, problem, path: `${part}[${index}]`, id: one.id }
    }
  }
}

/** Blank is as good as nothing to who reads it. */
const isBlank = (text: string | undefined): boolean => text === undefined || text.trim() === ""

function* ofTestimonial(one: Testimonial, reconfirmEvery: Period.Period, now: Instant.Instant): Generator<Problem> {
  if (one.verified && one.answer === undefined) yield "noAnswer"
  if (one.relationship !== "customer" && isBlank(one.disclosure)) yield "undisclosed"
  if (one.text !== one.original && one.text !== one.approved) yield "editNotApproved"
  if (Period.after(reconfirmEvery, one.statedAt, "UTC") <= now) yield "outdated"
  if (one.incentive !== undefined && one.incentiveShown !== true) {
    yield "incentiveHidden"
    yield "incentiveUnlabelled"
  }
  if (one.verified && (isBlank(one.method) || one.methodShown !== true)) yield "methodMissing"
  yield* ofConsent(one, now)
}

/** How long what was withdrawn may still be seen. Unit: milliseconds. */
const cacheTime = 60_000

function* ofConsent({ consent, place, uses }: Testimonial, now: Instant.Instant): Generator<Problem> {
  if (consent === undefined) {
    yield "noConsent"
    return
  }
  const { expiresAt, places, preticked, scopes, stepsToGive, stepsToWithdraw, tiedToAnswer, withdrawnAt } = consent
  if (!places.includes(place) || !uses.every((use) => scopes.includes(use))) yield "beyondConsent"
  const isWithdrawn = withdrawnAt !== undefined && withdrawnAt + cacheTime < now
  if (isWithdrawn || (expiresAt !== undefined && expiresAt <= now) || consent.at > now) yield "consentOver"
  if (preticked === true || tiedToAnswer === true) yield "consentNotFree"
  if (stepsToGive !== undefined && stepsToWithdraw !== undefined && stepsToWithdraw > Math.max(1, stepsToGive))
    yield "hardToWithdraw"
}

const isAnswer = (reads: Reads): boolean => reads === "score" || reads === "sentiment"

/** Whatever a score can move. */
const followsFromAnswer = (reads: Reads): boolean =>
  isAnswer(reads) || ["stage", "segment", "case", "disruption", "rung", "reward"].includes(reads)

function* ofWall(one: Wall): Generator<Problem> {
  const isSelected = one.reads.some(isAnswer)
  if (isSelected && !one.selected) yield "unlabelled"
  if (isSelected && (one.average || one.count)) yield "statisticOfSelected"
  if ((one.average || one.count) && one.countsIncentivised) yield "incentivisedCounted"
  if (one.public === true && isBlank(one.policyUrl)) yield "noPolicy"
  if (one.public === true && (one.canBeReported === false || !one.canBeTakenDown)) yield "noReport"
}

function* ofReward(one: Reward): Generator<Problem> {
  if (one.reads.some((reads) => isAnswer(reads) || reads === "segment")) yield "rewardBySentiment"
  if (one.for === "review") yield "reviewPaid"
}

function* ofMail(one: Mail): Generator<Problem> {
  if (one.purpose !== "measure" && one.withoutBasis > 0) yield "noBasis"
  if (one.purpose !== "measure" && !one.separateStep) yield "notSeparate"
  if (!one.optOut) yield "noOptOut"
  if (one.commercial === true && isBlank(one.postalAddress)) yield "noPostalAddress"
  if (one.commercial === true && (one.linkLife === undefined || Period.least(one.linkLife) < Period.least("30 days")))
    yield "linkTooShort"
  if (!one.checkedAtSending) yield "notCheckedAtSending"
}

/**
 * A finding in words: where, what is wrong, what to do.
 *
 * @category formatting
 * @since 0.1.0
 */
export const sentence = ({ id, path, problem }: Finding, language: "en" | "fr"): string =>
  language === "en" ? `${path} (“${id}”) ${problems[problem].en}.` : `${path} (« ${id} ») ${problems[problem].fr}.`

const statuses = {
  en: { kept: "kept", broken: "broken", "not checked": "not checked" },
  fr: { kept: "respectée", broken: "enfreinte", "not checked": "non vérifiée" }
} as const

/**
 * The report as plain text: a line per rule, with its source and what came of it, and its findings below. Escape it where it
 * is shown as something else.
 *
 * @category formatting
 * @since 0.1.0
 */
export const report = (checked: ReadonlyArray<Checked>, language: "en" | "fr"): string =>
  [
    ...checked.flatMap(({ findings, rule, status }, index) => [
      `${index + 1}. ${table[rule][language]} (${table[rule].source})${language === "en" ? ":" : " :"} ${statuses[language][status]}`,
      ...findings.map((finding) => `   - ${sentence(finding, language)}`)
    ]),
    language === "en" ? "This is no legal advice." : "Ceci n’est pas un avis juridique."
  ].join("\n")
