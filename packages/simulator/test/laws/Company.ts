/**
 * Company: do the laws hold on every day of two years with many customers?
 *
 * Project business as the presets have it: each delivery at once and after a month, everybody four times a year. Made-up
 * customers live through it; at every look, and in between, the judges of laws 2, 3, 5, 6, 7 and 10 look over its shoulder.
 */
import * as Collaboration from "@temoin/core/presets/Collaboration"
import * as ProjectDelivery from "@temoin/core/presets/ProjectDelivery"
import * as History from "@temoin/core/History"
import * as Program from "@temoin/core/Program"
import * as DayCounts from "@temoin/simulator/DayCounts"
import * as Life from "@temoin/simulator/Life"
import * as Population from "@temoin/simulator/Population"
import * as Random from "@temoin/simulator/Random"
import * as Result from "effect/Result"
import * as Decency from "../../../core/test/laws/Decency.ts"
import { core, type Implementation } from "../../../core/test/laws/Implementation.ts"
import { insist, show } from "../../../core/test/laws/Law.ts"
import type { Look } from "../../../core/test/laws/Lived.ts"
import * as NoLostAsk from "../../../core/test/laws/NoLostAsk.ts"
import * as Restraint from "../../../core/test/laws/Restraint.ts"
import * as Settled from "../../../core/test/laws/Settled.ts"
import * as Silence from "../../../core/test/laws/Silence.ts"

const program = Result.getOrThrow(
  Program.make({
    id: "acme",
    zone: "Europe/Helsinki",
    surveys: [...ProjectDelivery.rules.surveys, ...Collaboration.rules.surveys],
    frequency: ProjectDelivery.rules.frequency,
    followUp: [...ProjectDelivery.rules.followUp, ...Collaboration.rules.followUp]
  })
)

const population = Result.getOrThrow(
  Population.make({
    touchpoints: [
      { kind: "deal.won", atStart: true },
      { kind: "delivery.completed", perYear: 3 }
    ],
    joinWithin: "12 months",
    answerRate: 0.4,
    optOutRate: 0.02
  })
)

const from = Date.UTC(2026, 0, 1)
const days = 730

/** What was judged. */
export interface Judged {
  readonly contacts: number
  readonly looks: number
  readonly decisions: number
}

/** Nobody need look between this look and the next one, which is later. */
const judgeSleep = ({ decide }: Pick<Implementation, "decide">, settled: Look, until: number, chance: number): void => {
  const { history, now, program } = settled
  for (const at of new Set([now + Math.max(1, Math.floor(chance * (until - now))), until - 1])) {
    if (at <= now || at >= until) continue
    const [found] = decide(program, history, at).decisions
    insist(found === undefined, () => `at ${show(now)} it said to sleep, but at ${show(at)} there is ${found?.key}`)
  }
}

const judgeLife = (
  { decide }: Pick<Implementation, "decide">,
  looks: ReadonlyArray<Look>,
  end: number,
  random: Random.Random
): void => {
  for (const [index, look] of looks.entries()) {
    Settled.judge({ ...core, decide }, look)
    Restraint.judge(look)
    Silence.judge(look)
    Decency.judge(look)
    NoLostAsk.judge(look)
    const before = looks[index - 1]
    if (before !== undefined) NoLostAsk.judgeNext(before, look)
    const next = looks[index + 1]?.now ?? end
    const history = Result.getOrThrow(History.make(look.history.contact, Settled.settle(look)))
    judgeSleep({ decide }, { ...look, history }, Math.min(next, look.decided.wakeAt ?? end), Random.uniform(random))
  }
}

/** Lives so many customers' two years by this `decide`, and judges each look. Throws `Broken` where a law does not hold. */
export const judge = (contacts: number, seed: number, { decide }: Pick<Implementation, "decide"> = core): Judged => {
  const span = { from, until: DayCounts.until({ from, days, zone: program.zone }) }
  const random = Random.make(seed)
  let looks = 0
  let decisions = 0
  for (const { born, world } of Population.customers(population, program, span, { contacts, seed })) {
    const seen: Array<Look> = []
    const lived = Life.live(program, born, span, {
      ...world,
      // core's own goes on from look to look
      ...(decide !== core.decide && { decide }),
      onLook: (decided, now, { history }) => seen.push({ program, now, history, decided })
    })
    judgeLife({ decide }, seen, span.until, random)
    looks += seen.length
    decisions += Result.getOrThrow(lived).done.length
  }
  return { contacts, looks, decisions }
}
