/**
 * Restraint: is nobody asked sooner than the rules say?
 */
import type * as Program from "@temoin/core/Program"
import * as Period from "@temoin/core/Period"
import { insist, livedOf, make, pack, pointed, programOf, show, soupOf } from "./Law.ts"
import type { Look } from "./Lived.ts"
import * as Naive from "./Naive.ts"
import { outcome, settle } from "./Settled.ts"
import * as Time from "../arbitrary/Time.ts"

/** Judges each ask of one look against everything recorded, and against the asks decided before it in the same look. */
const judge = (look: Look) => {
  const { decided, history, now, program } = look
  let known: Naive.Events = history.events
  for (const decision of decided.decisions) {
    const until = Naive.restrainedUntil(program, known, decision)
    insist(
      until <= now,
      () => `${decision.key} is decided at ${show(now)}, though the rules hold it back until ${show(until)}`
    )
    known = [...known, ...outcome(look, decision, "sent")]
  }
}

export const restraint = make({
  number: 5,
  name: "Restraint",
  says: "Every ask decided at t satisfies every rule against all recorded by t and the asks decided with it, reminders included; hence in a history made by decide alone no two asks are closer than the rules say.",
  check: (implementation) => (given) => {
    judge(soupOf(implementation, given))

    const lived = livedOf(implementation, given)
    lived.looks.forEach(judge)

    // one millisecond before a rule lets go, it still holds
    for (const look of pointed(
      lived.looks.filter(({ decided }) => decided.held.length > 0),
      given.probe
    )) {
      const history = pack(implementation, settle(look))
      for (const { verdict } of look.decided.held) {
        if (verdict._tag !== "Defer") continue
        const now = Math.max(look.now, verdict.until - 1)
        judge({ ...look, history, now, decided: implementation.decide(look.program, history, now) })
      }
    }

    // in the end, whoever looks at the log alone finds no two asks too close
    const program = programOf(given)
    const { events } = lived.history
    for (const { after, before, rule } of pairs(program, events)) {
      insist(
        Time.zones.some((zone) => after.at >= Period.after(rule.gap, before.at, zone)),
        () => `asked at ${show(before.at)} and again at ${show(after.at)}, in spite of ${JSON.stringify(rule)}`
      )
    }
  }
})

/** Every two asks that left, one after the other, with each rule that says how far apart they are to be. */
const pairs = (program: Program.Program, events: Naive.Events) => {
  const asks = [...Naive.starts(events, "invited"), ...Naive.starts(events, "reminded")]
  return program.frequency.flatMap((rule) => {
    const starting = rule.clocks.filter((clock) => clock !== "answered").flatMap((clock) => Naive.starts(events, clock))
    return starting.flatMap((before) =>
      asks
        .filter((after) => after.at > before.at)
        .filter(({ kind }) => rule.holds.some((held) => held === kind))
        .filter(({ survey }) => rule.scope !== "survey" || survey === before.survey)
        .filter(({ purpose }) => rule.scope !== "purpose" || purpose === before.purpose)
        .filter(
          ({ kind, survey, wave }) =>
            !(kind === "reminder" && before.kind === "invitation" && survey === before.survey && wave === before.wave)
        )
        .map((after) => ({ after, before, rule }))
    )
  })
}
