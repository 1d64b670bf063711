/**
 * Deciding: how fast is one look at one contact, and how does it grow with the history?
 *
 * The reference is `StraightLine`: the replay's program by hand over plain rows. It gives keys and the wake-up, no reasons.
 * Both sides start from a history that was loaded and put in order. A history keeps its fold, so ours has that behind it
 * too, while the reference goes through its rows each time; the lines that say so count the fold, and the packing before
 * it, against the same reference.
 */
import * as Decide from "@temoin/core/Decide"
import * as Event from "@temoin/core/Event"
import * as History from "@temoin/core/History"
import * as Fold from "@temoin/core/Fold"
import * as Result from "effect/Result"
import { type Benchmark, once, type Sink } from "../Benchmark.ts"
import { program } from "../fixture/replay.ts"
import * as StraightLine from "../fixture/StraightLine.ts"
import * as Workload from "../fixture/Workload.ts"

type Jobs = () => ReadonlyArray<Workload.Job>

/** How many decisions, and all the wake-ups. */
const sink = (
  jobs: ReadonlyArray<Workload.Job>,
  decide: (job: Workload.Job) => { readonly decisions: ReadonlyArray<unknown>; readonly wakeAt: number | undefined }
): Sink => {
  let sum = 0
  for (const job of jobs) {
    const { decisions, wakeAt } = decide(job)
    sum += decisions.length + (wakeAt ?? 0)
  }
  return sum
}

const byUs = ({ history, now }: Workload.Job) => Decide.decide(program, history, now)
/** Of a copy nothing is known yet. */
const unfolded = ({ history, now }: Workload.Job) => Decide.decide(program, { ...history }, now)
const fromEvents = ({ contact, events, now }: Workload.Job) =>
  Decide.decide(program, Result.getOrThrow(History.make(contact, events)), now)
const byHand = ({ contact, now, rows }: Workload.Job) => StraightLine.decide(contact, rows, now)

/** The first job on which the two do not decide the same, decision by decision. */
export const disagreement = (jobs: ReadonlyArray<Workload.Job>): string | undefined => {
  for (const job of jobs) {
    const { decisions, wakeAt } = byUs(job)
    const said = decisions.map((decision) => ({
      what: decision._tag === "EndAsk" ? decision.as : decision._tag,
      key: decision.key
    }))
    const ours = JSON.stringify({ decisions: said, wakeAt })
    const reference = JSON.stringify(byHand(job))
    if (ours !== reference) return `for ${job.contact} at ${job.now} ours decided ${ours}, the reference ${reference}`
  }
  return undefined
}

const deciding = (what: string, jobs: Jobs, target?: number, ours = byUs): Benchmark => ({
  what,
  unit: "history",
  units: () => jobs().length,
  ours: () => sink(jobs(), ours),
  reference: () => sink(jobs(), byHand),
  referenceIs: "straight-line code for this one program",
  target,
  differs: () => disagreement(jobs())
})

const people = once(() => Workload.people(500))

// On the Ivory Coast it is always as late as in UTC, so the same is decided, by way of the calendar of a named zone.
const abroad = once(() =>
  Workload.people(50, (contact) => [
    {
      _tag: "ContactChanged",
      id: Event.EventId.make("zone"),
      occurredAt: 0,
      recordedAt: 0,
      name: contact,
      zone: "Africa/Abidjan"
    }
  ])
)

const columns = (at: Float64Array, kind: Uint8Array): Sink =>
  at.reduce((sum, time, index) => sum + time * ((index % 7) + 1) + (kind[index] ?? 0), 0) % Number.MAX_SAFE_INTEGER

/** Sorts and fills two columns, and trusts that no event is there twice. */
const pack = (events: ReadonlyArray<Event.Event>): Sink => {
  const sorted = events.toSorted((a, b) => a.occurredAt - b.occurredAt || (a.id < b.id ? -1 : 1))
  const at = new Float64Array(sorted.length)
  const kind = new Uint8Array(sorted.length)
  for (const [index, event] of sorted.entries()) {
    at[index] = event.occurredAt
    kind[index] = event._tag === "Answered" ? event.score : History.kinds[event._tag]
  }
  return columns(at, kind)
}

const packing: Benchmark = {
  what: "History.make, about 19 events",
  unit: "history",
  units: () => people().length,
  ours: () =>
    people().reduce((sum, { contact, events }) => {
      const { at, kind } = Result.getOrThrow(History.make(contact, events))
      return sum + columns(at, kind)
    }, 0),
  reference: () => people().reduce((sum, { events }) => sum + pack(events), 0),
  referenceIs: "sort, two columns, no look for doubles"
}

const folding: Benchmark = {
  what: "Fold.of, about 19 events",
  unit: "history",
  units: () => people().length,
  ours: () => people().reduce((sum, { history }) => sum + Fold.of({ ...history }).steps.length, 0),
  reference: undefined,
  referenceIs: ""
}

/** So many histories of this size. */
const growing = (size: number, histories: number): Benchmark => {
  const jobs = once(() => Array.from({ length: histories }, (_, seed) => Workload.lasting(size, seed)))
  return {
    ...deciding(`Decide.decide, ${size.toLocaleString("en")} events, folding first`, jobs, undefined, unfolded),
    unit: "event",
    units: () => jobs().reduce((sum, { rows }) => sum + rows.length, 0)
  }
}

export const benchmarks: ReadonlyArray<Benchmark> = [
  deciding("Decide.decide, about 19 events", people, 1.5),
  deciding("Decide.decide, the same, folding first", people, undefined, unfolded),
  deciding("Decide.decide, the same, packing and folding event objects first", people, 2.5, fromEvents),
  deciding("Decide.decide, the same in a named zone", abroad),
  packing,
  folding,
  growing(10, 100),
  growing(100, 30),
  growing(1000, 5),
  growing(10_000, 1)
]
