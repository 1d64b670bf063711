/**
 * Monotone: does more restraint never lead to more asking?
 */
import * as Account from "@temoin/core/Account"
import * as Activity from "@temoin/core/Activity"
import * as Candidate from "@temoin/core/Candidate"
import * as Contact from "@temoin/core/Contact"
import * as Decision from "@temoin/core/Decision"
import { EventId } from "@temoin/core/Event"
import type { Instant } from "@temoin/core/Instant"
import * as Period from "@temoin/core/Period"
import type * as Program from "@temoin/core/Program"
import * as Fold from "@temoin/core/Fold"
import type * as Verdict from "@temoin/core/Verdict"
import { insist, insistSame, livedOf, make, pack, pointed, show, soupOf } from "./Law.ts"
import * as Naive from "./Naive.ts"

const severity = { Allow: 0, Defer: 1, Wait: 2, Forbid: 3 } as const

const isAtLeast = (stricter: Verdict.Verdict, milder: Verdict.Verdict): boolean =>
  stricter._tag === "Defer" && milder._tag === "Defer"
    ? stricter.until >= milder.until
    : severity[stricter._tag] >= severity[milder._tag]

const withRule = (
  program: Program.Program,
  rule: Program.Program["frequency"][number] | Program.Program["caps"][number]
) =>
  "gap" in rule
    ? { ...program, frequency: [...program.frequency, rule] }
    : { ...program, caps: [...program.caps, rule] }

export const monotone = make({
  number: 11,
  name: "Monotone",
  says: "One more rule never softens the verdict on that ask, nor does one more thing that a colleague was asked, nor a wish for less. A full opt-out never adds a send. Renaming a survey's title creates no new ask. An imported last-sent date is respected.",
  check: (implementation) => (given) => {
    const { decide, judge } = implementation
    const soup = soupOf(implementation, given)
    const crowd: Account.Account = {
      id: Contact.AccountId.make("acme"),
      version: 1,
      zone: undefined,
      activity: Activity.of(Fold.of(pack(implementation, given.soup.events))).map((one) => ({
        ...one,
        contact: Contact.ContactId.make("ben")
      }))
    }
    for (const look of [soup, ...pointed(livedOf(implementation, given).looks, given.probe)]) {
      const { history, now, program } = look
      const state = Fold.of(history)
      const zone = Account.zone(program, state)
      const situation: Candidate.Situation = { program, history, state, account: undefined, zone, now }
      const more = withRule(program, given.rule)
      const happens = (occurredAt: Instant) => ({ id: EventId.make("~more"), occurredAt, recordedAt: now })
      const wished = [
        { _tag: "SlowedDown", ...happens(now) } as const,
        { _tag: "Paused", ...happens(now), until: now + Math.floor(given.probe * 60 * 86_400_000) } as const
      ].map((wish) => {
        const history = pack(implementation, [...look.history.events, wish])
        return { wish, situation: { ...situation, history, state: Fold.of(history) } }
      })
      for (const candidate of Candidate.all(situation)) {
        const milder = judge(situation, candidate)
        const stricter = judge({ ...situation, program: more }, candidate)
        insist(
          isAtLeast(stricter, milder),
          () => `with ${JSON.stringify(given.rule)} the verdict on ${candidate.key} is milder at ${show(now)}`
        )
        const crowded = judge({ ...situation, program: more, account: crowd }, candidate)
        insist(
          isAtLeast(crowded, stricter),
          () => `with colleagues who were asked the verdict on ${candidate.key} is milder at ${show(now)}`
        )
        for (const { situation, wish } of wished)
          insist(
            isAtLeast(judge(situation, candidate), milder),
            () => `after ${wish._tag} the verdict on ${candidate.key} is milder at ${show(now)}`
          )
      }

      // an opt-in dated later would lift it
      const lastly = Math.max(now, history.at.at(-1) ?? now)
      const silent = pack(implementation, [...history.events, { _tag: "OptedOut", ...happens(lastly), extent: {} }])
      const sends = decide(program, silent, now).decisions.filter(Decision.isSend)
      insistSame(
        sends.map(({ key }) => key),
        [],
        `they opted out of everything at ${show(now)}, and something is to leave`
      )

      const surveys = program.surveys.map((survey) => ({ ...survey, subject: "Another name" }))
      insistSame(
        decide({ ...program, surveys }, history, now),
        look.decided,
        `with another title something else is decided at ${show(now)}`
      )

      const sentAt = now + Math.floor((given.probe - 0.5) * 4 * 86_400_000)
      const asked = pack(implementation, [...history.events, { _tag: "AskedElsewhere", ...happens(sentAt) }])
      for (const decision of decide(program, asked, now).decisions) {
        const kind = Naive.askOf(decision)?.kind
        // no rule holds a request for a review longer than its delay
        if ((Naive.delayedUntil(asked.events, decision.survey, decision.wave) ?? now + 1) <= now) continue
        for (const rule of program.frequency) {
          if (kind === undefined || !rule.holds.includes(kind) || !rule.clocks.includes("invited")) continue
          if (Naive.isExempt(rule, { kind, survey: decision.survey, wave: decision.wave })) continue
          insist(
            now >= Period.after(rule.gap, sentAt, Naive.zoneOf(program, asked.events)),
            () => `${decision.key} is decided at ${show(now)}, though another tool asked at ${show(sentAt)}`
          )
        }
      }
    }
  }
})
