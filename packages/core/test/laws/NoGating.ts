/**
 * NoGating: does everybody get the same requests for reviews, whatever they score?
 */
import * as Case from "@temoin/core/Case"
import * as Decision from "@temoin/core/Decision"
import { EventId, type Event } from "@temoin/core/Event"
import type { Instant } from "@temoin/core/Instant"
import * as Period from "@temoin/core/Period"
import type * as Program from "@temoin/core/Program"
import type * as Reason from "@temoin/core/Reason"
import type * as Score from "@temoin/core/Score"
import { surveyId, waveId } from "../arbitrary/History.ts"
import type { Implementation } from "./Implementation.ts"
import { insist, insistSame, livedOf, make, pack, programOf, show, soupOf, type Given } from "./Law.ts"
import type { Look } from "./Lived.ts"
import * as Naive from "./Naive.ts"
import { outcome } from "./Settled.ts"

export const noGating = make({
  number: 12,
  name: "No gating",
  says: "Swapping all scores never changes who gets a review ask: in two lives that differ in scores alone, and in what follows from them, the same requests for reviews have their turn at the same instants; each leaves then, or after 14 days at the latest, when the send window is open, unless something that is no score forbids it meanwhile.",
  check: (implementation) => (given) => {
    const program = programOf(given)
    if (program.reviews.length === 0) return
    const lived = livedOf(implementation, given)

    // at one look: with other scores, with a case that nobody resolves, and with nothing left that a score can have moved
    for (const look of [soupOf(implementation, given), ...lived.looks]) {
      const { events: known } = look.history
      for (const events of [rescored(given, known), inTrouble(known), Naive.unmoved(program, known)]) {
        const history = pack(implementation, events)
        judge(look, { ...look, history, decided: implementation.decide(program, history, look.now) })
      }
    }

    // in a life: the world is the same, and what is decided makes the rest
    const facts = lived.history.events.filter(({ id }) => /^(?:born|basis|m\d)/.test(id))
    const end = Math.max(...facts.map(({ recordedAt }) => recordedAt)) + aftermath
    const others = rescored(given, facts)
    const lives = [facts, others, inTrouble(others)].map((facts) => relive(implementation, program, facts, end))
    // that it goes on for ever is a matter of law 3
    const [one] = lives
    for (const other of lives) {
      if (one === undefined || other === undefined) continue
      insistSame([...other.turns], [...one.turns], "with other scores, other requests for reviews have their turn")
      insistSame(withoutTurn(other), withoutTurn(one), "with other scores, other requests for reviews end")
    }
    for (const life of lives) life?.turns.forEach((turn, key) => judgeDelay(program, life, key, turn, end))
  }
})

const hour = 3_600_000
const day = 24 * hour

/** Longer than a request waits for its turn, and is delayed then. */
const aftermath = 100 * day

/** The same events, with other scores in the answers. */
const rescored = ({ scores }: Given, events: Naive.Events): Naive.Events => {
  const others = scores.flat()
  let answers = 0
  return events.map((event) =>
    event._tag === "Answered"
      ? { ...event, score: others[answers++ % Math.max(1, others.length)] ?? mirrored(event.score) }
      : event
  )
}

/** The same events, and all the while a case is open. */
const inTrouble = (events: Naive.Events): Naive.Events => {
  const [survey, wave] = [surveyId("unknown"), waveId("unknown")]
  const since = Math.min(...events.map(({ occurredAt }) => occurredAt))
  return [
    ...events,
    {
      _tag: "CaseOpened",
      id: EventId.make("trouble"),
      occurredAt: since,
      recordedAt: since,
      key: Decision.Key.make("trouble"),
      case: Case.id(survey, wave),
      survey,
      wave,
      owner: "support",
      escalateTo: "management",
      deadline: since + 10_000 * day,
      because: []
    }
  ]
}

const mirrored = (score: Score.Score): Score.Score => (10 - score) as Score.Score

const isReview = ({ reviews }: Program.Program, { survey }: { readonly survey: string }): boolean =>
  reviews.some(({ id }) => id === survey)

/**
 * What a look makes of the requests that had not had their turn before; one that is delayed and let go in the same look,
 * since its case was closed in it, has one turn.
 */
const fresh = ({ decided, history, program }: Look) => [
  ...new Set(
    decided.decisions
      .filter((decision) => isReview(program, decision))
      .filter(({ survey, wave }) => Naive.delayedUntil(history.events, survey, wave) === undefined)
      .map((decision) => `${decision._tag === "EndAsk" ? decision.as : "turn"} ${decision.key}`)
  )
]

const judge = (look: Look, swapped: Look): void => {
  insistSame(fresh(swapped), fresh(look), `with other scores, at ${show(look.now)} other requests have their turn`)
  for (const [here, there] of [
    [look, swapped],
    [swapped, look]
  ] as const) {
    for (const { _tag, key, survey, wave } of here.decided.decisions) {
      const until = Naive.delayedUntil(here.history.events, survey, wave)
      if (until === undefined || !isReview(look.program, { survey })) continue
      const held = there.decided.held.find((held) => held.key === key)
      const isHeld = look.now < until && held?.verdict._tag === "Defer" && held.verdict.until <= until
      insist(
        there.decided.decisions.some((decision) => decision.key === key && decision._tag === _tag) ||
          (_tag === "RequestReview" && isHeld),
        () =>
          `${key} may leave at ${show(look.now)}, but with other scores it may not, though its delay ends at ${show(until)}`
      )
    }
  }
}

interface Relived {
  /** When each request had its turn. */
  readonly turns: ReadonlyMap<Decision.Key, Instant>
  readonly left: ReadonlyMap<Decision.Key, Instant>
  readonly endings: ReadonlyMap<
    Decision.Key,
    { readonly as: Decision.Ending; readonly at: Instant; readonly because: ReadonlyArray<Reason.Reason> }
  >
  readonly events: Naive.Events
}

const withoutTurn = ({ endings, turns }: Relived) =>
  [...endings].flatMap(([key, { as, at }]) => (turns.has(key) ? [] : [{ key, as, at }]))

/** These things happen, somebody looks at each of them and whenever `decide` said so, and every message arrives. */
const relive = (
  implementation: Implementation,
  program: Program.Program,
  facts: Naive.Events,
  end: Instant
): Relived | undefined => {
  const turns = new Map<Decision.Key, Instant>()
  const left = new Map<Decision.Key, Instant>()
  const endings: Map<Decision.Key, { as: Decision.Ending; at: Instant; because: ReadonlyArray<Reason.Reason> }> =
    new Map()
  const coming = facts.toSorted((a, b) => a.recordedAt - b.recordedAt)
  let events: ReadonlyArray<Event> = []
  let wakeAt: Instant | undefined
  for (let looks = 0; ; looks++) {
    const now = Math.min(coming[0]?.recordedAt ?? Infinity, wakeAt ?? Infinity)
    if (now > end) return { turns, left, endings, events }
    if (looks > 2000) return undefined
    while (coming[0] !== undefined && coming[0].recordedAt <= now) events = [...events, coming.shift()!]
    const history = pack(implementation, events)
    const look = { program, now, history, decided: implementation.decide(program, history, now) }
    wakeAt = look.decided.decisions.length > 0 ? now : look.decided.wakeAt
    for (const decision of look.decided.decisions) {
      events = [...events, ...outcome(look, decision, "sent")]
      if (!isReview(program, decision)) continue
      const { key } = decision
      if (decision._tag === "EndAsk") endings.set(key, { as: decision.as, at: now, because: decision.because })
      else if (!turns.has(key)) turns.set(key, now)
      if (decision._tag === "RequestReview") left.set(key, now)
    }
  }
}

/** What may forbid a request after its turn, or make it wait for too long, none of them a score. */
const forbidding: ReadonlyArray<Reason.Reason["_tag"]> = [
  "Paused",
  "OptedOut",
  "HardBounced",
  "SpamReported",
  "Erased",
  "NoLegalBasis",
  "NoAddress",
  "ExperienceCancelled"
]

const judgeDelay = (
  program: Program.Program,
  { endings, events, left }: Relived,
  key: Decision.Key,
  turn: Instant,
  end: Instant
): void => {
  const ended = endings.get(key)
  if (ended !== undefined) {
    return insist(
      ended.because.some(({ _tag }) => forbidding.includes(_tag)),
      () => `${key} had its turn at ${show(turn)}, and ended as ${ended.as} at ${show(ended.at)}`
    )
  }
  const knownAt = (at: Instant) => events.filter(({ recordedAt }) => recordedAt <= at)
  const until = Period.after("14 days", turn, Naive.zoneOf(program, knownAt(turn)))
  const waits = Math.min(left.get(key) ?? Infinity, end)
  // somebody who moves has other hours, somebody without an address cannot be reached, and who wants a pause gets one
  const isChange = ({ _tag, recordedAt }: Event) =>
    (_tag === "ContactChanged" || _tag === "Paused") && turn < recordedAt && recordedAt <= waits
  if (waits <= until || events.some(isChange)) return
  let opens = until
  while (opens < waits && !Naive.isOpenHour(program, knownAt(opens), opens)) opens += hour / 4
  insist(waits <= opens, () => `${key} had its turn at ${show(turn)}, and waits until ${show(waits)}`)
}
