/**
 * Decency: is nobody asked for praise while they wait for our help?
 */
import { insist, livedOf, make, show, soupOf } from "./Law.ts"
import type { Look } from "./Lived.ts"
import * as Naive from "./Naive.ts"
import { outcome } from "./Settled.ts"

/** Nothing that is decided on this look asks for praise of somebody who waits for our help. */
export const judge = (look: Look): void => {
  let known: Naive.Events = look.history.events
  for (const decision of look.decided.decisions) {
    const open = Naive.openCase(known) ?? Naive.disruption(look.program, known, look.now)
    insist(
      open === undefined || Naive.askOf(decision)?.purpose !== "advocate",
      () => `${decision.key} asks for praise at ${show(look.now)}, while ${open?.id} is open`
    )
    const again = Naive.askedInVain(look.program, known, decision, look.now)
    insist(again === undefined, () => `${decision.key} asks at ${show(look.now)}, though ${again}`)
    known = [...known, ...outcome(look, decision, "sent")]
  }
}

export const decency = make({
  number: 7,
  name: "Decency",
  says: "No advocate ask while a case or a disruption is open; none again after a decline; no rung more often than its limit.",
  check: (implementation) => (given) => {
    judge(soupOf(implementation, given))
    livedOf(implementation, given).looks.forEach(judge)
  }
})
