/**
 * Explain: why was this person asked, or not asked?
 *
 * @since 0.1.0
 */
import type * as Account from "./Account.ts"
import * as Decide from "./Decide.ts"
import type * as Decision from "./Decision.ts"
import type { History } from "./History.ts"
import * as Instant from "./Instant.ts"
import type * as Program from "./Program.ts"
import * as Reason from "./Reason.ts"
import * as Verdict from "./Verdict.ts"

/**
 * A decision, or how an ask ended without being sent.
 *
 * @category models
 * @since 0.1.0
 */
export type What = Decision.Decision["_tag"] | Decision.Ending

/**
 * One thing that was done, is to be done now, or is held back, with its reasons.
 * `when`: the time it was done, now, or the earliest time at which we look again.
 *
 * @category models
 * @since 0.1.0
 */
export interface Entry {
  readonly status: "done" | "now" | "held"
  readonly what: What
  readonly key: Decision.Key
  readonly when: Instant.Instant
  readonly because: ReadonlyArray<Reason.Reason>
}

const words: Record<Reason.Language, Record<What | Entry["status"], string>> = {
  en: {
    Invite: "invited",
    Remind: "reminded",
    Thank: "thanked",
    Contact: "asked how to do better",
    RequestTestimonial: "asked for a testimonial",
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
    done: "done",
    now: "to be done now",
    held: "held back"
  },
  fr: {
    Invite: "invitation",
    Remind: "rappel",
    Thank: "remerciement",
    Contact: "question : comment faire mieux ?",
    RequestTestimonial: "demande de témoignage",
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
    done: "fait",
    now: "à faire maintenant",
    held: "retenu"
  }
}

/**
 * Everything that was decided for a contact, is decided now, and is held back, oldest first, each with its reasons.
 *
 * @category explaining
 * @since 0.1.0
 */
export const explain = (
  program: Program.Program,
  history: History,
  now: Instant.Instant,
  account?: Account.Account
): ReadonlyArray<Entry> => {
  const { decisions, held } = Decide.decide(program, history, now, account)
  return [
    ...history.events.flatMap((event): ReadonlyArray<Entry> => {
      const common = { status: "done", when: event.occurredAt } as const
      switch (event._tag) {
        case "Intended":
          return [{ ...common, what: event.decision._tag, key: event.key, because: event.decision.because }]
        case "CaseOpened":
          return [{ ...common, what: "OpenCase", key: event.key, because: event.because }]
        case "CaseReopened": {
          const { because, key } = event
          return because === undefined || key === undefined ? [] : [{ ...common, what: "ReopenCase", key, because }]
        }
        case "CaseEscalated":
          return [{ ...common, what: "EscalateCase", key: event.key, because: event.because }]
        case "CaseClosed":
          return [{ ...common, what: "CloseCase", key: event.key, because: event.because }]
        case "OwnerTold":
          return [{ ...common, what: "TellOwner", key: event.key, because: event.because }]
        case "PraiseAssigned":
          return [{ ...common, what: "PassOnPraise", key: event.key, because: event.because }]
        case "PraiseEscalated":
          return [{ ...common, what: "EscalatePraise", key: event.key, because: event.because }]
        case "ReviewDelayed":
          return [{ ...common, what: "DelayReview", key: event.key, because: event.because }]
        case "AskEnded":
          return [{ ...common, what: event.as, key: event.key, because: event.because }]
        default:
          return []
      }
    }),
    ...decisions.map((decision): Entry => ({
      status: "now",
      what: decision._tag === "EndAsk" ? decision.as : decision._tag,
      key: decision.key,
      when: now,
      because: decision.because
    })),
    ...held.map((one): Entry => ({
      status: "held",
      what: one.what,
      key: one.key,
      when: one.verdict._tag === "Defer" ? one.verdict.until : one.dueAt,
      because: Verdict.reasons(one.verdict)
    }))
  ]
}

/**
 * An entry as a sentence: when, what, why.
 *
 * @category formatting
 * @since 0.1.0
 */
export const sentence = (self: Entry, language: Reason.Language = "en"): string => {
  const { [self.status]: state, [self.what]: what } = words[language]
  const status = self.status === "done" ? "" : ` (${state})`
  const because = Reason.sentenceOfAll(self.because, language)
  return `${Instant.minute(self.when)}: ${what}${status}, ${language === "en" ? "because" : "car"} ${because}.`
}
