/**
 * Settled: when all that was decided is done, is there nothing left to do?
 */
import * as Decision from "@temoin/core/Decision"
import * as Event from "@temoin/core/Event"
import type { Instant } from "@temoin/core/Instant"
import * as Outcome from "@temoin/core/Outcome"
import * as Fold from "@temoin/core/Fold"
import * as State from "@temoin/core/State"
import { insist, insistSame, livedOf, make, pack, pointed, show, soupOf } from "./Law.ts"
import type { Implementation } from "./Implementation.ts"
import type { Look } from "./Lived.ts"
import * as Naive from "./Naive.ts"

/** The events that say how a decision went. */
export const outcome = (look: Look, decision: Decision.Decision, as: "sent" | "failed"): ReadonlyArray<Event.Event> => {
  const now: Instant = look.now
  if (!Decision.isSend(decision)) return [Outcome.recorded(decision, now)]
  const attempt = {
    attempt: State.nextAttempt(Fold.of(look.history), decision.key),
    reference: Event.Reference.make("f".repeat(32)),
    address: "anna@example.com"
  }
  return [
    Outcome.intended(decision, attempt, now),
    as === "sent"
      ? Outcome.sent(decision.key, attempt.attempt, now)
      : Outcome.failed(decision.key, attempt.attempt, "busy", now)
  ]
}

/** The history after this look, when everything that was decided succeeds (but `failing`). */
export const settle = (look: Look, failing?: Decision.Decision): ReadonlyArray<Event.Event> => [
  ...look.history.events,
  ...look.decided.decisions.flatMap((decision) => outcome(look, decision, decision === failing ? "failed" : "sent"))
]

/** Once all that was decided on this look is done, there is nothing more to do at that time. */
export const judge = ({ decide, makeHistory }: Pick<Implementation, "decide" | "makeHistory">, look: Look): void => {
  const { decided, history, now, program } = look
  const keys = decided.decisions.map(({ key }) => key)
  insist(new Set(keys).size === keys.length, () => `one key is decided twice at once: ${keys.toSorted().join(", ")}`)

  const again = decide(program, pack({ makeHistory }, settle(look), history.contact), now)
  insistSame(again.decisions, [], "all is done, and still there is something to do")
  insistSame(again.wakeAt, decided.wakeAt, "all is done as expected, and still the next wake-up is another")
}

export const settled = make({
  number: 2,
  name: "Settled",
  says: "decide closes over itself: append the success of what it decided, and nothing more comes. Append a failure: never the same key before its back-off.",
  check: (implementation) => (given) => {
    const { decide } = implementation
    const lived = livedOf(implementation, given)
    insist(lived.end !== "refused", () => "a decision was carried out twice, with the same key and other content")
    const busy = lived.looks.filter(({ decided }) => decided.decisions.length > 0)
    for (const look of [soupOf(implementation, given), ...busy.slice(0, 3), ...pointed(busy, given.probe)]) {
      const { decided, now, program } = look
      judge(implementation, look)
      for (const failing of pointed(decided.decisions.filter(Decision.isSend), given.probe)) {
        const history = pack(implementation, settle(look, failing))
        const failures = history.events.filter(
          ({ _tag, ...event }) => _tag === "SendFailed" && "key" in event && event.key === failing.key
        ).length
        const until = now + Naive.backOff(failures)
        for (const at of [now, now + Math.floor(given.probe * (until - now)), until - 1]) {
          insist(
            decide(program, history, at).decisions.every(({ key, _tag }) => key !== failing.key || _tag === "EndAsk"),
            () => `${failing.key} failed at ${show(now)} and is tried again at ${show(at)}, before ${show(until)}`
          )
        }
      }
    }
  }
})
