/**
 * Restraint: is nobody asked sooner than the rules say?
 */
import type * as ContactFrequency from "@temoin/core/ContactFrequency"
import * as Period from "@temoin/core/Period"
import type * as Program from "@temoin/core/Program"
import * as Verdict from "@temoin/core/Verdict"
import { insist, livedOf, make, pack, pointed, programOf, show, soupOf } from "./Law.ts"
import type { Look } from "./Lived.ts"
import * as Naive from "./Naive.ts"
import { outcome, settle } from "./Settled.ts"
import * as Time from "../arbitrary/Time.ts"

/** Judges each ask of one look against everything recorded, and against the asks decided before it in the same look. */
export const judge = (look: Look) => {
  const { decided, history, now, program } = look
  let known: Naive.Events = history.events
  let owed: ReadonlyArray<Naive.Owed> = []
  for (const decision of decided.decisions) {
    const until = Naive.restrainedUntil(program, known, decision)
    insist(
      until <= now,
      () => `${decision.key} is decided at ${show(now)}, though the rules hold it back until ${show(until)}`
    )
    insist(
      Naive.askOf(decision) === undefined || Naive.isOpenHour(program, known, now),
      () => `${decision.key} is decided at ${show(now)}, when nothing goes out by their clock`
    )
    if (decision._tag === "Invite") {
      // what was decided before may have opened the wave whose answer calls for this one
      owed = [...owed, ...Naive.invitationsOwed(program, history.contact, known, now)]
      const called = owed.filter(({ dueAt, isCalled, key }) => key === decision.key && isCalled && dueAt <= now)
      insist(called.length > 0, () => `${decision.key} is decided at ${show(now)}, and no trigger calls for it yet`)
      insist(
        called.some(({ isMeant }) => isMeant),
        () => `${decision.key} is decided at ${show(now)}, though its trigger does not mean them now`
      )
      insist(
        called.some(({ repairs }) => repairs === decision.repairs),
        () => `${decision.key} is decided at ${show(now)} as if it asked about ${decision.repairs ?? "no repair"}`
      )
      const again = decision.repairs === undefined ? Naive.again(program, known, decision.survey) : undefined
      insist(
        again === undefined || (again.dueAt !== undefined && again.dueAt <= now),
        () => `${decision.key} is decided at ${show(now)}, though consistency says not before ${showNext(again)}`
      )
      insist(
        decision.repairs !== undefined || Naive.isTheirTurn(program, history.contact, known, decision.survey),
        () => `${decision.key} is decided at ${show(now)}, though this time it is the turn of others`
      )
    }
    if (decision._tag === "RequestReview" || decision._tag === "DelayReview") {
      const isDelayed = Naive.delayedUntil(known, decision.survey, decision.wave) !== undefined
      const requests = Naive.requestsOwed(program, history.contact, known, now)
      insist(
        isDelayed || requests.some(({ dueAt, isMeant, key }) => key === decision.key && dueAt <= now && isMeant),
        () => `${decision.key} is decided at ${show(now)}, and no trigger calls for it yet`
      )
      insist(
        decision._tag !== "DelayReview" || !isDelayed,
        () => `${decision.key} is delayed at ${show(now)} for the second time`
      )
    }
    known = [...known, ...outcome(look, decision, "sent")]
  }
  for (const { key, survey, verdict } of decided.held) {
    const again = Naive.again(program, known, survey)
    for (const reason of Verdict.reasons(verdict)) {
      if (reason._tag !== "Consistent" && reason._tag !== "SilentTooOften") continue
      const until = reason._tag === "Consistent" ? reason.until : undefined
      insist(
        again !== undefined && again.dueAt === until && (until === undefined || now < until),
        () =>
          `${key} is held at ${show(now)} by consistency until ${showNext({ dueAt: until })}, but it says ${showNext(again)}`
      )
    }
  }
}

const showNext = (next: { readonly dueAt: number | undefined } | undefined): string =>
  next === undefined ? "nothing" : next.dueAt === undefined ? "they do something" : show(next.dueAt)

export const restraint = make({
  number: 5,
  name: "Restraint",
  says: "Every ask decided at t satisfies every rule against all recorded by t and the asks decided with it, reminders included; hence in a history made by decide alone no two asks are closer than the rules say, and no window has more of them than they allow.",
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
    for (const { ask, others, rule } of crowds(program, events)) {
      const within = (zone: string) => others.filter((at) => ask < Period.after(rule.within, at, zone))
      insist(
        Time.zones.some((zone) => within(zone).length < rule.most),
        () => `asked at ${[...others, ask].map(show).join(", ")}, in spite of ${JSON.stringify(rule)}`
      )
    }
  }
})

/** What we sent; of answers, widgets and other tools we may hear late. */
const ownStarts = (events: Naive.Events, clock: ContactFrequency.Clock) =>
  clock === "invited" || clock === "reminded"
    ? Naive.starts(events, clock).filter(({ kind }) => kind !== "elsewhere")
    : []

const asksIn = (events: Naive.Events) => [...ownStarts(events, "invited"), ...ownStarts(events, "reminded")]

const wasDelayed = (events: Naive.Events, { survey = "", wave = "" }: Naive.Start) =>
  Naive.delayedUntil(events, survey, wave) !== undefined

/** Every two asks that left, one after the other, with each rule that says how far apart they are to be. */
const pairs = (program: Program.Program, events: Naive.Events) => {
  const asks = asksIn(events)
  return program.frequency.flatMap((rule) => {
    const starting = rule.clocks.flatMap((clock) => ownStarts(events, clock))
    return starting.flatMap((before) =>
      asks
        .filter((after) => after.at > before.at)
        // no rule holds a request for a review longer than its delay
        .filter((after) => !wasDelayed(events, after))
        .filter((after) => rule.holds.some((held) => held === after.kind) && !Naive.isExempt(rule, after))
        .filter((after) => !Naive.isSpared(rule, after.isRepair))
        .filter((after) => Naive.isWithin(rule, before, after))
        .filter(
          ({ kind, survey, wave }) =>
            !(kind === "reminder" && before.kind === "invitation" && survey === before.survey && wave === before.wave)
        )
        .map((after) => ({ after, before, rule }))
    )
  })
}

/** Every ask that left and that a cap holds, with the starts of its clock that count against it. */
const crowds = (program: Program.Program, events: Naive.Events) => {
  const asks = asksIn(events)
  return program.caps.flatMap((rule) =>
    asks
      .filter((ask) => rule.holds.some((held) => held === ask.kind) && !Naive.isExempt(rule, ask))
      .filter((ask) => !wasDelayed(events, ask))
      .flatMap((ask) =>
        rule.clocks.map((clock) => ({
          rule,
          ask: ask.at,
          others: ownStarts(events, clock)
            // of two that left together, one was decided before the other
            .filter(
              ({ at, kind, wave = "" }) =>
                at < ask.at || (at === ask.at && kind === ask.kind && wave < (ask.wave ?? ""))
            )
            .filter((other) => Naive.isWithin(rule, other, ask))
            .filter(
              ({ kind, survey, wave }) =>
                !(ask.kind === "reminder" && kind === "invitation" && survey === ask.survey && wave === ask.wave)
            )
            .map(({ at }) => at)
        }))
      )
  )
}
