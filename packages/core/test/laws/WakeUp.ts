/**
 * WakeUp: may one sleep until `wakeAt`, and is it worth getting up then?
 */
import { insist, livedOf, make, pack, pointed, show, soupOf } from "./Law.ts"
import { settle } from "./Settled.ts"

const day = 86_400_000

export const wakeUp = make({
  number: 3,
  name: "Wake-up",
  says: "For no t in (now, wakeAt) does decide give anything; at wakeAt it gives something or a later wakeAt; none = for no later t. Wake-ups in vain between two events <= rules x asks.",
  check: (implementation) => (given) => {
    const { decide } = implementation
    const lived = livedOf(implementation, given)
    insist(lived.end !== "endless", () => "it wakes up, or decides, for ever")
    const waiting = lived.looks.filter(({ decided }) => decided.wakeAt !== undefined)
    for (const look of [soupOf(implementation, given), ...pointed(waiting, given.probe), ...lived.looks.slice(-1)]) {
      const { now, program } = look
      const { held, wakeAt } = look.decided
      const history = pack(implementation, settle(look))

      const end = wakeAt ?? now + 4000 * day
      const instants = [
        now + 1,
        now + Math.floor(given.probe * (end - now)),
        end - 1,
        ...held.flatMap(({ dueAt, expiresAt, verdict }) => [
          dueAt,
          expiresAt,
          ...(verdict._tag === "Defer" ? [verdict.until] : [])
        ])
      ]
      for (const at of new Set(instants.filter((at) => now < at && at < end))) {
        const { decisions } = decide(program, history, at)
        insist(
          decisions.length === 0,
          () =>
            `at ${show(now)} it said to wake up ${wakeAt === undefined ? "never" : `at ${show(wakeAt)}`}, but at ${show(at)} there is ${decisions.map(({ key }) => key).join(", ")}`
        )
      }

      // what may make somebody wait: every rule, the hours, the due time, the back-off, disruptions, rhythms; and a calendar
      // has ever more asks
      const rules =
        program.frequency.length +
        program.caps.length +
        (program.window === undefined ? 3 : 5) +
        (program.reviews.length === 0 ? 0 : 1) +
        (program.surveys.some(({ rhythm }) => rhythm !== undefined) ? 1 : 0)
      const asks = new Set(held.map(({ key }) => key))
      let inVain = 0
      for (let at = wakeAt; at !== undefined; inVain++) {
        const woken = decide(program, history, at)
        for (const { key } of woken.held) asks.add(key)
        if (woken.decisions.length > 0) break
        const next = woken.wakeAt
        insist(
          next === undefined || next > at,
          () => `at ${show(at!)} it does nothing and says to wake up at that time`
        )
        insist(
          inVain < rules * asks.size,
          () => `woken in vain more than ${inVain} times for ${asks.size} asks since ${show(now)}`
        )
        at = next
      }
    }
  }
})
