/**
 * Explain: why was this person asked, or not asked, and when will they be?
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import * as Account from "./Account.ts"
import * as Candidate from "./Candidate.ts"
import type * as Contact from "./Contact.ts"
import * as Decide from "./Decide.ts"
import * as Decision from "./Decision.ts"
import type * as Event from "./Event.ts"
import * as History from "./History.ts"
import * as Instant from "./Instant.ts"
import * as Program from "./Program.ts"
import * as Reason from "./Reason.ts"
import * as Resurvey from "./Resurvey.ts"
import * as ReviewRequest from "./ReviewRequest.ts"
import * as Ruling from "./Ruling.ts"
import * as Spoken from "./Spoken.ts"
import * as Fold from "./Fold.ts"
import type * as Survey from "./Survey.ts"
import * as Trigger from "./Trigger.ts"
import * as Verdict from "./Verdict.ts"
import type * as Zone from "./Zone.ts"

/**
 * A decision, or how an ask ended without being sent.
 *
 * @category models
 * @since 0.1.0
 */
export type What = Decision.Decision["_tag"] | Decision.Ending

/**
 * What will become of something that is held back, if nothing new happens and what we do until then succeeds: it is done at
 * `at`, or its ask ends then. `gone`: it is not needed any more (a reminder whose survey is over, or whose successor is due).
 * `heldBackBy`: everything that keeps it back from when it is due until then. Empty: it goes out when it is due.
 *
 * @category models
 * @since 0.1.0
 */
export interface Foreseen {
  readonly at: Instant.Instant
  readonly as: What | "gone"
  readonly because: ReadonlyArray<Reason.Reason>
  readonly heldBackBy: ReadonlyArray<Reason.Reason>
}

interface About {
  readonly what: What
  readonly key: Decision.Key
  readonly when: Instant.Instant
  readonly because: ReadonlyArray<Reason.Reason>
}

/**
 * One thing, and why.
 *
 * - `done`: carried out, or being carried out. `ended`: an ask that was never sent. `when`: then.
 * - `now`: to be done, or to be ended, now.
 * - `held`: not done now. `because`: why not now; `cause`: why at all. `when`: the least time at which every rule allows, found
 *   by asking again at each time that a rule names; else when it ends (see `foreseen`, which is `undefined` when that is
 *   beyond a thousand looks ahead).
 * - `uncaused`: a survey that could be asked if something happened that has not; by which trigger. `because`: what else
 *   stands in its way.
 *
 * `rulings`: what every rule said when it was done, says now, or will say when it is due. For what was done, by the program as it is
 * now and by what was known then; empty where the program does not ask for it any more, and for what was decided under an id
 * that has been merged into this one since.
 *
 * @category models
 * @since 0.1.0
 */
export type Entry =
  | (About & { readonly status: "done" | "ended"; readonly rulings: ReadonlyArray<Ruling.Ruling> })
  | (About & {
      readonly status: "now"
      readonly survey: Survey.SurveyId
      readonly rulings: ReadonlyArray<Ruling.Ruling>
    })
  | (About & {
      readonly status: "held"
      readonly survey: Survey.SurveyId
      readonly step: string
      readonly dueAt: Instant.Instant
      readonly expiresAt: Instant.Instant
      readonly cause: ReadonlyArray<Reason.Reason>
      readonly rulings: ReadonlyArray<Ruling.Ruling>
      readonly foreseen: Foreseen | undefined
    })
  | {
      readonly status: "uncaused"
      readonly what: Candidate.Uncaused["asks"]
      readonly survey: Survey.SurveyId
      readonly trigger: Trigger.Trigger | undefined
      readonly because: ReadonlyArray<Reason.Reason>
    }

type Held = Extract<Entry, { readonly status: "held" }>

/**
 * Everything there is to say about one contact's asks at one time: what was done and what ended, oldest first; what is to be
 * done now; what is held back; what nothing has caused yet.
 *
 * @category models
 * @since 0.1.0
 */
export interface Explanation {
  readonly contact: Contact.ContactId
  readonly name: string | undefined
  readonly zone: Zone.Zone
  readonly at: Instant.Instant
  /** The contact under whose id everything goes on; then there are only entries of the past. */
  readonly mergedInto: Contact.ContactId | undefined
  readonly entries: ReadonlyArray<Entry>
}

/**
 * Explains a contact: every ask with the rules that were considered for it, and their reasons.
 *
 * @category explaining
 * @since 0.1.0
 */
export const explain = (
  program: Program.Program,
  history: History.History,
  now: Instant.Instant,
  account?: Account.Account
): Explanation => {
  const state = Fold.of(history)
  const look = lookAt(program, history, now, account)
  return {
    contact: history.contact,
    name: state.name,
    zone: Account.zone(program, state, account),
    at: now,
    mergedInto: state.mergedInto,
    entries: [
      ...history.events.flatMap((event) => past(program, history, event, account)),
      ...look.decided.decisions.map((decision): Entry => ({
        status: "now",
        ...told(decision, now),
        survey: decision.survey,
        rulings: look.consider(decision.key).rulings
      })),
      ...foresee(program, history, look, account),
      ...(state.mergedInto === undefined ? uncaused(look.situation) : [])
    ]
  }
}

const told = (decision: Decision.Decision, when: Instant.Instant): About => {
  const { because, key } = decision
  return { what: decision._tag === "EndAsk" ? decision.as : decision._tag, key, when, because }
}

/** What an event says was done, with what the rules say of it by what was known before. */
const past = (
  program: Program.Program,
  history: History.History,
  event: Event.Event,
  account: Account.Account | undefined
): ReadonlyArray<Entry> => {
  const act = actOf(event)
  if (act === undefined) return []
  const when = event.occurredAt
  const before = History.filter(
    history,
    (other) => other.recordedAt < when || (other.recordedAt === when && actOf(other) === undefined && !isOutcome(other))
  )
  const { rulings } = considering(program, before, when, account && Account.before(account, when)).consider(act.key)
  return [{ status: event._tag === "AskEnded" ? "ended" : "done", ...act, when, rulings }]
}

/** What we did, or ended, by an event; `undefined` when it is none of ours. */
const actOf = (event: Event.Event): Omit<About, "when"> | undefined => {
  switch (event._tag) {
    case "Intended": {
      const { _tag: what, because } = event.decision
      return { what, key: event.key, because }
    }
    case "CaseOpened":
      return { what: "OpenCase", key: event.key, because: event.because }
    case "CaseReopened": {
      const { because, key } = event
      return because === undefined || key === undefined ? undefined : { what: "ReopenCase", key, because }
    }
    case "CaseEscalated":
      return { what: "EscalateCase", key: event.key, because: event.because }
    case "CaseClosed":
      return { what: "CloseCase", key: event.key, because: event.because }
    case "OwnerTold":
      return { what: "TellOwner", key: event.key, because: event.because }
    case "PraiseAssigned":
      return { what: "PassOnPraise", key: event.key, because: event.because }
    case "PraiseEscalated":
      return { what: "EscalatePraise", key: event.key, because: event.because }
    case "ReviewDelayed":
      return { what: "DelayReview", key: event.key, because: event.because }
    case "PraiseKept":
    case "TestimonialDoubted": {
      const { because, key } = event
      const what = event._tag === "PraiseKept" ? "KeepPraise" : "DoubtTestimonial"
      return because === undefined || key === undefined ? undefined : { what, key, because }
    }
    case "AskEnded":
      return { what: event.as, key: event.key, because: event.because }
    default:
      return undefined
  }
}

const isOutcome = ({ _tag }: Event.Event): boolean =>
  _tag === "Sent" || _tag === "SendFailed" || _tag === "SendRefused" || _tag === "SendUnknown"

interface Considered {
  readonly cause: ReadonlyArray<Reason.Reason>
  readonly rulings: ReadonlyArray<Ruling.Ruling>
}

const unconsidered: Considered = { cause: [], rulings: [] }

/** A contact at one time, and what the rules say of each candidate when it is due. */
const considering = (
  program: Program.Program,
  history: History.History,
  now: Instant.Instant,
  account: Account.Account | undefined
) => {
  const { apply, state } = Fold.resume(history)
  const blind = program.reviews.length === 0 ? undefined : ReviewRequest.blind(program, history)
  const zone = Account.zone(program, state, account)
  const situation: Candidate.Situation = { program, history, state, account, zone, now }
  const find = (key: Decision.Key, at: Instant.Instant) =>
    Decide.candidates({ ...situation, now: at }, blind).find((one) => one.key === key)
  return {
    situation,
    apply: (event: Event.Event) => {
      apply(event)
      blind?.apply(event)
    },
    consider: (key: Decision.Key): Considered => {
      const candidate = find(key, now)
      if (candidate === undefined) return unconsidered
      const at = Math.max(now, candidate.dueAt)
      const due = at === now ? candidate : (find(key, at) ?? candidate)
      return { cause: candidate.decide().because, rulings: Ruling.all({ ...situation, now: at }, due) }
    }
  }
}

/** What is decided at one time, and what was considered for it, each after what was decided before it. */
const lookAt = (
  program: Program.Program,
  history: History.History,
  now: Instant.Instant,
  account: Account.Account | undefined
) => {
  const decided = Decide.decide(program, history, now, account)
  const { apply, consider, situation } = considering(program, history, now, account)
  const done: Array<Event.Event> = []
  const found = new Map<Decision.Key, Considered>()
  for (const decision of decided.decisions) {
    found.set(decision.key, consider(decision.key))
    for (const event of Decide.success(situation.state, decision, now)) {
      apply(event)
      done.push(event)
    }
  }
  return {
    now,
    decided,
    /** The events by which all of it was done. */
    done,
    /** After all of it was done. */
    situation,
    consider: (key: Decision.Key): Considered => found.get(key) ?? consider(key)
  }
}

type Look = ReturnType<typeof lookAt>

/** So often do we look again. */
const patience = 1000

/**
 * What is held back, with what will become of it: we look again whenever `decide` would, with everything done that it
 * decides, until each of them is done or has ended.
 */
const foresee = (
  program: Program.Program,
  history: History.History,
  first: Look,
  account: Account.Account | undefined
): ReadonlyArray<Held> => {
  const waiting = new Map(first.decided.held.map((held) => [held.key, held]))
  const considered = new Map([...waiting.keys()].map((key) => [key, first.consider(key)]))
  const heldBackBy = new Map<Decision.Key, ReadonlyArray<Reason.Reason>>()
  const foreseen = new Map<Decision.Key, Foreseen>()
  const found = (key: Decision.Key, at: Instant.Instant, as: Foreseen["as"], because: Foreseen["because"]) => {
    waiting.delete(key)
    foreseen.set(key, { at, as, because, heldBackBy: heldBackBy.get(key) ?? [] })
  }

  let known = history
  let look = first
  for (let looks = 0; ; looks++) {
    const { decided, now } = look
    for (const decision of decided.decisions) {
      const held = waiting.get(decision.key)
      // one that is delayed is still to come
      if (held === undefined || decision._tag === "DelayReview") continue
      // the first time that it is judged is when the rules speak
      if (!heldBackBy.has(decision.key)) considered.set(decision.key, look.consider(decision.key))
      const { because, what } = told(decision, now)
      found(decision.key, now, what, because)
    }
    for (const { dueAt, key, verdict } of decided.held) {
      if (!waiting.has(key) || now < dueAt) continue
      if (!heldBackBy.has(key)) considered.set(key, look.consider(key))
      heldBackBy.set(key, Reason.union(heldBackBy.get(key) ?? [], Verdict.reasons(verdict)))
    }
    for (const key of waiting.keys()) {
      if (!decided.held.some((held) => held.key === key)) found(key, now, "gone", [])
    }
    const { wakeAt } = decided
    const next = History.append(known, look.done)
    if (waiting.size === 0 || wakeAt === undefined || looks === patience || Result.isFailure(next)) break
    known = next.success
    look = lookAt(program, known, wakeAt, account)
  }

  return first.decided.held.map(({ dueAt, expiresAt, key, step, survey, verdict, what }) => {
    const { cause, rulings } = considered.get(key) ?? unconsidered
    const end = foreseen.get(key)
    return {
      status: "held",
      what,
      key,
      survey,
      step,
      dueAt,
      expiresAt,
      when: end?.at ?? (verdict._tag === "Defer" ? verdict.until : dueAt),
      because: Verdict.reasons(verdict),
      cause,
      rulings,
      foreseen: end
    }
  })
}

const uncaused = (situation: Candidate.Situation): ReadonlyArray<Entry> =>
  Candidate.uncaused(situation).map(({ asks, survey: id, trigger }) => {
    const { program, state, zone } = situation
    const survey = Program.survey(program, id)
    const again = trigger === undefined && survey ? Resurvey.next(program, state, survey, zone) : undefined
    const because: ReadonlyArray<Reason.Reason> =
      again === undefined ? [] : [{ _tag: "SilentTooOften", since: again.from, basis: again.next.basis }]
    return { status: "uncaused", what: asks, survey: id, trigger, because }
  })

const words: Record<Reason.Language, Record<What | "gone", string>> = {
  en: {
    Invite: "invited",
    Remind: "reminded",
    Thank: "thanked",
    Contact: "asked how to do better",
    RequestTestimonial: "asked for a testimonial",
    RequestConsent: "asked for consent to show their words",
    RequestReferral: "asked whom they would recommend us to",
    RequestReconfirmation: "asked whether their words still stand",
    RequestAgreement: "asked to agree to an edit of their words",
    Confirm: "told what was done with their words",
    KeepPraise: "praise kept",
    DoubtTestimonial: "the testimonial taken off the wall, in doubt",
    RequestReview: "asked for a review",
    DelayReview: "the request for a review delayed",
    OpenCase: "a case opened",
    ReopenCase: "the case reopened",
    EscalateCase: "the case escalated",
    CloseCase: "the case closed",
    TellOwner: "the owner of the case told",
    PassOnPraise: "praise given to be passed on",
    EscalatePraise: "the praise escalated",
    EndAsk: "not asked",
    joined: "not asked, since it joined an open survey",
    cancelled: "not asked, since it was cancelled",
    expired: "not asked, since it expired",
    forbidden: "not asked, since it is forbidden",
    gone: "not needed any more"
  },
  fr: {
    Invite: "invitation",
    Remind: "rappel",
    Thank: "remerciement",
    Contact: "question : comment faire mieux ?",
    RequestTestimonial: "demande de témoignage",
    RequestConsent: "demande d’accord pour montrer ses mots",
    RequestReferral: "question : à qui nous recommander ?",
    RequestReconfirmation: "question : ses mots tiennent-ils toujours ?",
    RequestAgreement: "demande d’accord sur une modification de ses mots",
    Confirm: "information sur ce qui a été fait de ses mots",
    KeepPraise: "éloges gardés",
    DoubtTestimonial: "témoignage mis en doute et retiré du mur",
    RequestReview: "demande d’avis",
    DelayReview: "demande d’avis reportée",
    OpenCase: "ouverture d’un dossier",
    ReopenCase: "réouverture du dossier",
    EscalateCase: "escalade du dossier",
    CloseCase: "clôture du dossier",
    TellOwner: "le responsable du dossier averti",
    PassOnPraise: "éloges confiés pour être transmis",
    EscalatePraise: "escalade des éloges",
    EndAsk: "pas de demande",
    joined: "pas de demande : une enquête est déjà ouverte",
    cancelled: "pas de demande : annulée",
    expired: "pas de demande : expirée",
    forbidden: "pas de demande : interdite",
    gone: "plus nécessaire"
  }
}

const statuses = {
  en: { done: "", ended: "", now: " (to be done now)", held: " (held back)" },
  fr: { done: "", ended: "", now: " (à faire maintenant)", held: " (retenu)" }
} as const

const since = { en: "because", fr: "car" } as const

/** What would have to happen. */
const missing: Record<Reason.Language, (trigger: Trigger.Plain) => string> = {
  en: (trigger) => {
    switch (trigger.on) {
      case "touchpoint":
        return `nobody has recorded ${trigger.kind}`
      case "stage":
        return `they have not reached the stage "${trigger.stage}"`
      case "milestone":
        return `nobody has recorded ${trigger.anchor}, from which its milestones count`
      case "calendar":
        return trigger.audience === undefined
          ? "nothing is known of them, and the calendar is for those who are known"
          : `nobody has recorded ${trigger.audience}, and the calendar is for those to whom it has happened`
      case "answer":
        return `they have given no answer to "${trigger.survey}" that calls for it`
      case "hand":
        return "nobody has asked for it by hand"
    }
  },
  fr: (trigger) => {
    switch (trigger.on) {
      case "touchpoint":
        return `personne n’a enregistré ${trigger.kind}`
      case "stage":
        return `la personne n’a pas atteint l’étape « ${trigger.stage} »`
      case "milestone":
        return `personne n’a enregistré ${trigger.anchor}, dont partent ses échéances`
      case "calendar":
        return trigger.audience === undefined
          ? "on ne sait rien de la personne, et le calendrier est pour celles qui sont connues"
          : `personne n’a enregistré ${trigger.audience}, et le calendrier est pour celles à qui c’est arrivé`
      case "answer":
        return `la personne n’a donné à « ${trigger.survey} » aucune réponse qui l’appelle`
      case "hand":
        return "personne ne l’a demandé à la main"
    }
  }
}

const notAll = {
  en: "not all that it waits for has come (one of these may be missing: ",
  fr: "tout ce qu’elle attend n’est pas arrivé (il manque peut-être : "
} as const

/** Of a trigger that is put together, what may be missing; with the day it runs from, since what came before is no cause. */
const missingFor = (trigger: Trigger.Trigger, language: Reason.Language): string => {
  const all = Trigger.plain(trigger).map(([, plain]) => missing[language](plain))
  const said = all.join(language === "fr" ? " ; " : "; ")
  const what = trigger.on === "all" ? `${notAll[language]}${said})` : said
  return trigger.since === undefined
    ? what
    : `${what} ${{ en: `(it runs since ${trigger.since})`, fr: `(en vigueur depuis le ${trigger.since})` }[language]}`
}

const unasked = {
  en: "nothing in the program asks for it: it begins with an answer that comes by itself",
  fr: "rien dans le programme ne la demande : elle commence par une réponse spontanée"
} as const

const lacking = (self: Extract<Entry, { readonly status: "uncaused" }>, language: Reason.Language): string => {
  if (self.because.length > 0) return Reason.sentenceOfAll(self.because, language)
  return self.trigger === undefined ? unasked[language] : missingFor(self.trigger, language)
}

/**
 * An entry as a sentence: when, what, why.
 *
 * @category formatting
 * @since 0.1.0
 */
export const sentence = (self: Entry, language: Reason.Language = "en"): string => {
  if (self.status === "uncaused") {
    const notYet = { en: `${self.survey}: not asked yet`, fr: `${self.survey} : pas encore demandée` }[language]
    return `${notYet}, ${since[language]} ${lacking(self, language)}.`
  }
  const because = Reason.sentenceOfAll(self.because, language)
  const what = `${words[language][self.what]}${statuses[language][self.status]}, ${since[language]} ${because}.`
  if (self.status !== "held" || self.foreseen === undefined) return `${Instant.minute(self.when)}: ${what}`
  const { as, at } = self.foreseen
  // what is foreseen to be done says so by its time alone
  return as === self.what
    ? `${Instant.minute(at)}: ${what}`
    : `${Instant.minute(at)}: ${words[language][as]} (${{ en: "foreseen", fr: "prévu" }[language]}); ${what}`
}

const ruleWords: Record<Reason.Language, Record<Ruling.Name, string>> = {
  en: {
    silence: "silence",
    address: "address",
    "back-off": "back-off",
    "legal basis": "legal basis",
    decency: "decency",
    ladder: "ladder of commitment",
    disruption: "disruption",
    eligibility: "eligibility",
    rhythm: "rhythm",
    sampling: "sampling",
    "contact frequency": "contact frequency",
    "send window": "send window",
    "review request": "review request"
  },
  fr: {
    silence: "silence",
    address: "adresse",
    "back-off": "nouvel essai",
    "legal basis": "base légale",
    decency: "décence",
    ladder: "échelle d’engagement",
    disruption: "perturbation",
    eligibility: "conditions",
    rhythm: "rythme",
    sampling: "échantillon",
    "contact frequency": "fréquence des contacts",
    "send window": "heures d’envoi",
    "review request": "demande d’avis"
  }
}

const verdicts = {
  en: { Allow: "allows", Defer: "not before", Wait: "waits", Forbid: "forbids" },
  fr: { Allow: "permet", Defer: "pas avant le", Wait: "attend", Forbid: "interdit" }
} as const

/**
 * A ruling as a line: which rule, what it says, why.
 *
 * @category formatting
 * @since 0.1.0
 */
export const rulingSentence = (self: Ruling.Ruling, language: Reason.Language = "en"): string => {
  const { rule, verdict } = self
  const until = verdict._tag === "Defer" ? ` ${Instant.minute(verdict.until)}` : ""
  const colon = language === "en" ? ":" : " :"
  const said = `${verdicts[language][verdict._tag]}${until}`
  return `${ruleWords[language][rule]}${colon} ${said}, ${since[language]} ${Ruling.sentence(self, language)}`
}

/** What asks something of the customer, in the order in which it is spoken of. */
const asks = {
  en: {
    Invite: "asked",
    Remind: "reminded",
    RequestTestimonial: "asked for a testimonial",
    RequestReview: "asked for a review"
  },
  fr: {
    Invite: "la demande",
    Remind: "le rappel",
    RequestTestimonial: "la demande de témoignage",
    RequestReview: "la demande d’avis"
  }
} as const

type Ask = keyof (typeof asks)["en"]

const isAsk = (what: Entry["what"] | "gone"): what is Ask => Object.hasOwn(asks.en, what)

/** The answer for a person in a hurry. */
const shortAnswer = (self: Explanation, language: Reason.Language): string => {
  const who = self.name ?? self.contact
  const say = (en: string, fr: string) => ({ en, fr })[language]
  const because = (reasons: ReadonlyArray<Reason.Reason>) =>
    reasons.length === 0 ? "" : `, ${since[language]} ${Reason.sentenceOfAll(reasons, language)}`

  if (self.mergedInto !== undefined) {
    return say(
      `${who} will not be asked under this id: everything goes on under "${self.mergedInto}".`,
      `${who} ne recevra plus rien sous cet identifiant : tout continue sous « ${self.mergedInto} ».`
    )
  }
  for (const entry of self.entries) {
    if (entry.status !== "now" || !isAsk(entry.what)) continue
    const { because: why, survey, what } = entry
    return say(
      `${who} is to be ${asks.en[what]} now (${survey})${because(why)}.`,
      `${who} doit recevoir ${asks.fr[what]} maintenant (${survey})${because(why)}.`
    )
  }

  const held = self.entries.filter((entry) => entry.status === "held")
  const coming = held
    .filter(({ foreseen, what }) => isAsk(what) && foreseen?.as === what)
    .toSorted((a, b) => a.when - b.when)[0]
  if (coming !== undefined && isAsk(coming.what)) {
    const on = Spoken.time(coming.when, self.zone, language)
    const by = coming.foreseen?.heldBackBy ?? []
    const back =
      by.length === 0
        ? ""
        : say("; held back until then, because ", " ; retenu jusque-là, car ") + Reason.sentenceOfAll(by, language)
    return say(
      `${who} will be ${asks.en[coming.what]} on ${on} (${coming.survey})${because(coming.cause)}${back}.`,
      `${who} recevra ${asks.fr[coming.what]} le ${on} (${coming.survey})${because(coming.cause)}${back}.`
    )
  }

  const lacks = self.entries.flatMap((entry) =>
    entry.status === "uncaused" ? [`${entry.survey}${language === "en" ? ":" : " :"} ${lacking(entry, language)}`] : []
  )
  const ending = held.find(({ what }) => isAsk(what))?.foreseen ?? lastEnding(self)
  const reasons = [...(ending === undefined ? [] : [Reason.sentenceOfAll(ending.because, language)]), ...lacks]
  const reason = reasons.length === 0 ? say("nothing is due", "rien n’est prévu") : reasons.join(say("; ", " ; "))
  return say(
    `${who} will not be asked as things stand, because ${reason}.`,
    `${who} ne recevra aucune demande en l’état, car ${reason}.`
  )
}

/** The latest ask, when it ends now or has ended without being sent. */
const lastEnding = ({ entries }: Explanation): Entry | undefined => {
  const latest = entries.findLast(
    ({ status, what }) => status !== "held" && status !== "uncaused" && (isAsk(what) || isEnding(what))
  )
  return latest !== undefined && isEnding(latest.what) ? latest : undefined
}

const isEnding = (what: string): what is Decision.Ending => Decision.Ending.literals.some((ending) => ending === what)

/**
 * The explanation as text: the answer first, then each entry, and under it each rule that was considered.
 *
 * @category formatting
 * @since 0.1.0
 */
export const text = (self: Explanation, language: Reason.Language = "en"): string =>
  [
    shortAnswer(self, language),
    ...self.entries.flatMap((entry) => [
      "",
      sentence(entry, language),
      ...(entry.status === "uncaused" ? [] : entry.rulings.map((ruling) => `  ${rulingSentence(ruling, language)}`))
    ])
  ].join("\n")
