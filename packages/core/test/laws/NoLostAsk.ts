/**
 * NoLostAsk: what became of each ask, and is there always somebody who can say?
 */
import * as Decision from "@temoin/core/Decision"
import type * as Event from "@temoin/core/Event"
import * as Verdict from "@temoin/core/Verdict"
import * as State from "@temoin/core/State"
import type { Implementation } from "./Implementation.ts"
import { insist, insistSame, livedOf, make, programOf, show, soupOf } from "./Law.ts"
import type { Look } from "./Lived.ts"
import * as Naive from "./Naive.ts"
import { outcome, settle } from "./Settled.ts"

/** Does the reason say that the trigger does not mean this contact? */
const isAboutThem = (tag: string): boolean =>
  /^(?:NotHappened|HasHappened|NotInStage|InStage|TooYoung|TooOld)$/.test(tag)

/** Until it has ended, an ask is decided now or held with its reasons; afterwards it is neither. */
export const judge = (look: Look) => {
  const { decided, history, now, program } = look
  const ended = Naive.endings(history.events)
  for (const { dueAt, expiresAt, isCalled, isMeant, key } of Naive.invitationsOwed(
    program,
    history.contact,
    history.events,
    now
  )) {
    const decision = decided.decisions.find((decision) => decision.key === key && decision.because.length > 0)
    const held = decided.held.find((held) => held.key === key)
    insist(
      held === undefined || Verdict.reasons(held.verdict).length > 0,
      () => `${key} is held at ${show(now)}, and nobody says why`
    )
    insist(
      held === undefined || (held.dueAt === dueAt && held.expiresAt === expiresAt),
      () => `${key} is due at ${show(dueAt)} until ${show(expiresAt)}, and it says ${JSON.stringify(held)}`
    )
    insist(
      held === undefined || !isCalled || now < expiresAt,
      () => `${key} expired at ${show(expiresAt)}, and at ${show(now)} it is still held`
    )
    insist(
      decision !== undefined || held !== undefined || ended(key).length > 0,
      () => `${key} has not ended, and at ${show(now)} it is neither decided nor held`
    )
    const because = held === undefined ? (decision?.because ?? []) : Verdict.reasons(held.verdict)
    insist(
      !isMeant || !because.some(({ _tag }) => isAboutThem(_tag)),
      () => `${key} is held or ends at ${show(now)}, as if its trigger did not mean them: ${JSON.stringify(because)}`
    )
  }
  for (const { dueAt, expiresAt, key, survey, wave } of requestsOwed(history, program, now)) {
    const held = decided.held.find((held) => held.key === key)
    const isDelayed =
      Naive.delayedUntil(history.events, survey, wave) !== undefined ||
      decided.decisions.some((decision) => decision._tag === "DelayReview" && decision.key === key)
    insist(
      held === undefined || Verdict.reasons(held.verdict).length > 0,
      () => `${key} is held at ${show(now)}, and nobody says why`
    )
    insist(
      held === undefined || (held.dueAt === dueAt && (isDelayed || held.expiresAt === expiresAt)),
      () => `${key} is due at ${show(dueAt)} until ${show(expiresAt)}, and it says ${JSON.stringify(held)}`
    )
    insist(
      held !== undefined || ended(key).length > 0 || decided.decisions.some((decision) => decision.key === key),
      () => `${key} has not ended, and at ${show(now)} it is neither decided nor held`
    )
  }
  let known: Naive.Events = history.events
  for (const decision of decided.decisions) {
    insist(
      !Naive.isTheirTurn(program, history.contact, known, decision.survey) ||
        !decision.because.some(({ _tag }) => _tag === "NotSampled"),
      () => `${decision.key} ends at ${show(now)} as not in the sample, though it is their turn`
    )
    known = [...known, ...outcome(look, decision, "sent")]
    if (!Decision.isSend(decision) && decision._tag !== "EndAsk") continue
    insist(
      ended(decision.key).length === 0,
      () => `${decision.key} has ended as ${ended(decision.key).join()}, and is decided again at ${show(now)}`
    )
  }
}

const requestsOwed = ({ contact, events }: Look["history"], program: Look["program"], now: number) =>
  Naive.requestsOwed(program, contact, events, now).filter(({ dueAt }) => dueAt <= now)

/**
 * What was held is not forgotten: later it is decided, held or has ended. Unless we hear late of an earlier answer: then
 * the wave had closed before the answer that we went by.
 */
export const judgeNext = (before: Look, { decided, history, now }: Look) => {
  const isNew = (event: Event.Event) => !before.history.events.includes(event)
  if (
    history.events.some((event) => event._tag === "Answered" && event.recordedAt > event.occurredAt && isNew(event))
  ) {
    return
  }
  const ended = Naive.endings(history.events)
  for (const { dueAt, key, survey, wave, what } of before.decided.held) {
    // a reminder gives way to the next one; a case is not needed when they think better of it, nor is it to pass on what
    // was passed on
    if (what === "Remind" || what === "OpenCase" || what === "PassOnPraise" || what === "KeepPraise") continue
    // what consistency asks for is another ask after each wave
    const from = (events: Naive.Events) => Naive.again(before.program, events, survey)?.from
    if (wave.startsWith("again after") && from(settle(before)) !== from(history.events)) continue
    // they turn out to have stood on that stage already, and to be asked for that
    const earlier = Naive.requestsOwed(before.program, history.contact, history.events, now).some(
      (request) => request.survey === survey && request.wave.startsWith("stage") && request.dueAt <= dueAt
    )
    if (wave.startsWith("stage") && earlier) continue
    // another date is the next one when they move, or turn out to have been known for longer; but there is one
    const isToCome =
      now < dueAt && decided.held.some((one) => one.survey === survey && isOfSameCalendar(one.wave, wave))
    if (isToCome) continue
    // they turn out to have reached the stage earlier: that is the same stay, under another name
    const isMoved = [...decided.decisions, ...decided.held].some(
      (one) => one.survey === survey && isOfSameStage(one.wave, wave)
    )
    if (isMoved) continue
    insist(
      ended(key).length > 0 ||
        decided.decisions.some((decision) => decision.key === key) ||
        decided.held.some((held) => held.key === key),
      () => `${key} was held at ${show(before.now)}, and at ${show(now)} it is gone`
    )
  }
}

/** Of which nobody knows whether it left is a message as long as nothing comes back that it must have brought about. */
const judgeUnknown = ({ fold }: Implementation, { history }: Look) =>
  insistSame(
    State.unknownSends(fold(history))
      .map(({ reference }) => reference)
      .toSorted(),
    Naive.unknownSends(history.events).toSorted(),
    "other messages count as unknown than those that are"
  )

const dateLength = "2026-06-10".length

const isOfSameCalendar = (a: string, b: string) =>
  a.startsWith("calendar") && a.slice(0, -dateLength) === b.slice(0, -dateLength)

const stageOf = (wave: string): string | undefined => /^((?:any[^:]*:)?stage [^:]*):/.exec(wave)?.[1]

const isOfSameStage = (a: string, b: string) => stageOf(a) !== undefined && stageOf(a) === stageOf(b)

const insistOne = (key: string, endings: ReadonlyArray<string>) =>
  insist(endings.length === 1, () => `in the end ${key} has ended as ${endings.join(" and ") || "nothing"}`)

export const noLostAsk = make({
  number: 10,
  name: "No lost ask",
  says: "Every ask ends exactly once as sent, unknown, joined, cancelled, expired or forbidden, with its reasons; until then it is deferred or waiting with them.",
  check: (implementation) => (given) => {
    const soup = soupOf(implementation, given)
    judge(soup)
    judgeUnknown(implementation, soup)

    const lived = livedOf(implementation, given)
    lived.looks.forEach(judge)
    lived.looks.slice(-1).forEach((look) => judgeUnknown(implementation, look))
    lived.looks.forEach((look, index) => judgeNext(lived.looks[Math.max(0, index - 1)]!, look))
    if (lived.end !== "quiet" && lived.end !== "recurring") return

    // the clock has run out; what a calendar has asked for since may still be held
    const program = programOf(given)
    const { events } = lived.history
    const last = lived.looks.at(-1)!
    const held = lived.end === "recurring" ? last.decided.held : []
    const ended = Naive.endings(events)
    const endedOrHeld = (key: string) => [...ended(key), ...held.flatMap((one) => (one.key === key ? ["held"] : []))]
    for (const { key } of Naive.invitationsOwed(program, lived.history.contact, events, last.now)) {
      insistOne(key, endedOrHeld(key))
    }
    for (const { key } of requestsOwed(lived.history, program, last.now)) insistOne(key, endedOrHeld(key))
    for (const { isAction, key } of Naive.stepsOwed(program, lived.history.contact, events)) {
      const isDone = events.some(
        (event) => (event._tag === "CaseOpened" || event._tag === "PraiseAssigned") && event.key === key
      )
      insistOne(key, isAction && isDone ? ["done", ...ended(key)] : ended(key))
    }
    for (const event of events) {
      if (event._tag === "Intended" && event.decision._tag !== "Remind") insistOne(event.key, endedOrHeld(event.key))
      if (event._tag === "AskEnded") insist(event.because.length > 0, () => `${event.key} ended, and nobody says why`)
    }
  }
})
