/**
 * Silence: does nothing leave once they said no, or cannot be reached?
 */
import * as Decision from "@temoin/core/Decision"
import { insist, livedOf, make, pack, pointed, show, soupOf } from "./Law.ts"
import type { Look } from "./Lived.ts"
import * as Naive from "./Naive.ts"
import { settle } from "./Settled.ts"

/** Nothing that is decided on this look is silenced. */
export const judge = ({ decided, history, now }: Look) => {
  for (const decision of decided.decisions.filter(Decision.isSend)) {
    const silencing = Naive.silencedBy(history.events, decision, now)
    insist(
      silencing === undefined,
      () => `${decision.key} is to leave at ${show(now)}, in spite of ${JSON.stringify(silencing)}`
    )
  }
}

export const silence = make({
  number: 6,
  name: "Silence",
  says: "Once recorded, opt-out (its scope), hard bounce (that address), spam report (all), erasure: no ask, reminder or automatic message until the contact lifts it (opt-in with evidence; new address).",
  check: (implementation) => (given) => {
    livedOf(implementation, given).looks.forEach(judge)

    const look = soupOf(implementation, given)
    judge(look)
    const history = pack(implementation, settle(look))
    for (const { dueAt } of pointed(look.decided.held, given.probe)) {
      const now = Math.max(look.now, dueAt)
      judge({ ...look, history, now, decided: implementation.decide(look.program, history, now) })
    }
  }
})
