/**
 * Cause: what makes an ask due, and when?
 *
 * One happening makes one cause, and puts its name into the wave's. Several triggers are put together here.
 *
 * @since 0.1.0
 */
import type { Instant } from "./Instant.ts"
import * as Period from "./Period.ts"
import type * as Reason from "./Reason.ts"
import type * as Touchpoint from "./Touchpoint.ts"
import type * as Zone from "./Zone.ts"

/**
 * `wave`: the name of the wave it starts. `at`: when it happened; `dueAt`: when we ask. `about`: its subject, if it has
 * one. `cancelled`: what it rested on is gone; its ask ends as cancelled at that time, unless that comes back before.
 *
 * @category models
 * @since 0.1.0
 */
export interface Cause {
  readonly wave: string
  readonly at: Instant
  readonly about: Touchpoint.Subject | undefined
  readonly dueAt: Instant
  readonly because: Reason.Reason
  readonly cancelled?: { readonly at: Instant; readonly reason: Reason.Reason }
}

/**
 * Whichever of several comes. What two of them let in is one cause, that of the first to be due.
 *
 * @category combining
 * @since 0.1.0
 */
export const any = (parts: ReadonlyArray<ReadonlyArray<Cause>>): ReadonlyArray<Cause> => {
  const byWave = new Map<string, Cause>()
  for (const cause of parts.flat()) {
    const other = byWave.get(cause.wave)
    if (other === undefined || cause.dueAt < other.dueAt) byWave.set(cause.wave, cause)
  }
  return [...byWave.values()]
}

/**
 * Each that comes when one of every part has come; with `within`, less than so long before. It keeps its name, so that news
 * of the others, however late, never makes another ask of it. Those about different subjects do not belong together.
 *
 * @category combining
 * @since 0.1.0
 */
export const all = (
  parts: ReadonlyArray<ReadonlyArray<Cause>>,
  within: Period.Period | undefined,
  zone: Zone.Zone
): ReadonlyArray<Cause> => {
  const coming = parts
    .flatMap((causes, part) => causes.map((cause) => ({ cause, part })))
    .toSorted((a, b) => a.cause.dueAt - b.cause.dueAt || (a.cause.wave < b.cause.wave ? -1 : 1))
  // of each part, the latest about each subject so far
  const latest = parts.map(() => new Map<Touchpoint.Subject | undefined, Cause>())
  const found = new Map<string, Cause>()
  for (const { cause: last, part } of coming) {
    latest[part]?.set(last.about, last)
    if (found.has(last.wave)) continue
    const isInTime = (one: Cause) => within === undefined || last.dueAt < Period.after(within, one.dueAt, zone)
    const subjects = last.about === undefined ? new Set(latest.flatMap((one) => [...one.keys()])) : [last.about]
    for (const about of subjects) {
      const together = latest.flatMap((one) => later(one.get(about), one.get(undefined)) ?? []).filter(isInTime)
      const [first, ...rest] = together.flatMap(({ because }) => happened(because))
      if (first === undefined || together.length < parts.length) continue
      found.set(last.wave, { ...last, about, because: { _tag: "AllHappened", happened: [first, ...rest] } })
      break
    }
  }
  return [...found.values()]
}

const later = (self: Cause | undefined, that: Cause | undefined): Cause | undefined =>
  self === undefined || (that !== undefined && that.dueAt > self.dueAt) ? that : self

type Happened = Extract<Reason.Reason, { readonly _tag: "AllHappened" }>["happened"][number]

/** What lasts: nothing else can be a part of all. */
const happened = (because: Reason.Reason): ReadonlyArray<Happened> => {
  switch (because._tag) {
    case "TouchpointHappened":
      return [{ kind: because.kind, at: because.at, after: because.delay }]
    case "MilestoneReached":
      return [{ kind: because.anchor, at: because.at, after: because.after }]
    default:
      return []
  }
}
