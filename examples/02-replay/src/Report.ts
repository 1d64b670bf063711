/**
 * Report: what is in the store, and do the mail server and the web server say the same?
 */
import * as Case from "@temoin/core/Case"
import type * as Decision from "@temoin/core/Decision"
import * as Explain from "@temoin/core/Explain"
import * as Program from "@temoin/core/Program"
import * as Fold from "@temoin/core/Fold"
import * as State from "@temoin/core/State"
import * as Mailer from "@temoin/core/ports/Mailer"
import type * as Temoin from "@temoin/runner/Temoin"
import type * as UnknownSends from "@temoin/runner/UnknownSends"
import * as Result from "effect/Result"
import { program as source, survey } from "./program.ts"

export interface Report {
  readonly people: number
  readonly sent: Readonly<Record<Decision.Send["_tag"], number>>
  readonly expired: number
  readonly cases: number
  readonly escalations: number
  readonly nps: Temoin.NpsResult
  readonly unknown: ReadonlyArray<UnknownSends.UnknownSend>
  /** How many invitations left for sure, and how many may be missing. */
  readonly invitations: { readonly sent: number; readonly unknown: number }
  readonly because: ReadonlyArray<string>
  /** What the servers counted differently from the store. Empty: they agree. */
  readonly disagreements: ReadonlyArray<string>
  readonly wasFinished: boolean
}

/** This program has no ladder and no reviews: the rest stays at none. */
const none: Record<Decision.Send["_tag"], number> = {
  Invite: 0,
  Remind: 0,
  Thank: 0,
  Contact: 0,
  RequestTestimonial: 0,
  RequestConsent: 0,
  RequestReferral: 0,
  RequestReconfirmation: 0,
  RequestAgreement: 0,
  Confirm: 0,
  RequestReview: 0
}

/** Counts what the store holds, and compares it with the two servers. */
export const make = async (input: {
  readonly temoin: Temoin.Temoin
  readonly end: number
  readonly messageIds: ReadonlySet<string>
  readonly formsTaken: number
  readonly wasFinished: boolean
}): Promise<Report> => {
  const { end, formsTaken, messageIds, temoin, wasFinished } = input
  const program = Result.getOrThrow(Program.decode(source))
  const mailer = await temoin.use(Mailer.Mailer)
  const sent = { ...none }
  const sentIds = new Set<string>()
  const doubtful = new Set<string>()
  const picked = new Map<string, string>()
  let people = 0
  let expired = 0
  let cases = 0
  let escalations = 0
  let unknownInvitations = 0

  for await (const history of temoin.histories()) {
    people++
    const state = Fold.of(history)
    const unknown = new Set(State.unknownSends(state).map(({ key }) => key))
    for (const { decision, key, reference, status } of State.sends(state)) {
      const messageId = mailer.messageId(reference)
      // an answer has shown that an unknown invitation arrived
      const isSent = status === "sent" || (status === "unknown" && !unknown.has(key))
      if (isSent) sent[decision._tag]++
      else if (decision._tag === "Invite" && unknown.has(key)) unknownInvitations++
      ;(isSent ? sentIds : doubtful).add(messageId)
    }
    for (const { answers, invitation } of State.waves(state)) {
      if (invitation !== undefined && answers.length === 0 && invitation.expiresAt <= end) expired++
    }
    for (const found of state.cases.values()) {
      if (Case.isOpen(found)) cases++
      if (found.escalatedAt !== undefined) escalations++
    }
    for (const entry of Explain.explain(program, history, end).entries) {
      if (entry.status === "done" && !picked.has(entry.what)) {
        picked.set(entry.what, `person ${history.contact}, ${Explain.sentence(entry)}`)
      }
    }
  }
  const nps = await temoin.nps({ survey })
  const missing = [...sentIds].filter((id) => !messageIds.has(id))
  const unexpected = [...messageIds].filter((id) => !sentIds.has(id) && !doubtful.has(id))
  return {
    people,
    sent,
    expired,
    cases,
    escalations,
    nps,
    unknown: await temoin.unknownSends.list(),
    invitations: { sent: sent.Invite, unknown: unknownInvitations },
    because: ["Remind", "RequestTestimonial", "EscalateCase"].flatMap((what) => picked.get(what) ?? []),
    disagreements: [
      ...(missing.length === 0
        ? []
        : [`the store has ${missing.length} mails sent that the mail server never took, such as ${missing[0]}`]),
      ...(unexpected.length === 0
        ? []
        : [
            `the mail server took ${unexpected.length} mails that the store knows nothing of, such as ${unexpected[0]}`
          ]),
      ...(formsTaken === nps.answers
        ? []
        : [`the web server took ${formsTaken} answers, the store counts ${nps.answers}`])
    ],
    wasFinished
  }
}

/** The numbers, as the README shows them. */
export const lines = ({ cases, escalations, expired, nps, people, sent }: Report): ReadonlyArray<string> => [
  `people ${people} · invitations ${sent.Invite} · reminders ${sent.Remind} · expired ${expired} · answers ${nps.answers}`,
  `promoters ${nps.promoters} · passives ${nps.passives} · detractors ${nps.detractors} · NPS ${nps.score === null ? "none" : nps.score.toFixed(2)}`,
  `thank-yous ${sent.Thank} · contacts for improvement ${sent.Contact} · cases ${cases} · escalations ${escalations} · testimonial requests ${sent.RequestTestimonial}`
]
