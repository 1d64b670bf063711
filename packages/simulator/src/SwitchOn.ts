/**
 * SwitchOn: if the new program took the place of the old one, what would change for our own customers, on which day?
 *
 * Before it is switched on. Each person lives on twice in virtual time, once under each program, with the same draws and
 * among their colleagues; what they would be sent is laid side by side. Nothing is sent and nothing is recorded.
 *
 * @since 0.1.0
 */
import * as Account from "@temoin/core/Account"
import * as Changeover from "@temoin/core/Changeover"
import * as Decision from "@temoin/core/Decision"
import type * as History from "@temoin/core/History"
import type { Instant } from "@temoin/core/Instant"
import type * as Program from "@temoin/core/Program"
import * as Result from "effect/Result"
import * as Colleagues from "./Colleagues.ts"
import * as DayCounts from "./DayCounts.ts"
import * as Drawing from "./Drawing.ts"
import type * as Life from "./Life.ts"
import * as LocalTime from "./LocalTime.ts"
import * as Population from "./Population.ts"

/**
 * - `before`, `after`: the program that runs, and the one to take its place.
 * - `histories`: the host's own contacts, read one at a time.
 * - `from`, `days`: the next so many local days, the one of `from` included; days of the new program's zone.
 * - `assuming`, `seed`: as for a `DryRun`.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  readonly before: Program.Program
  readonly after: Program.Program
  readonly histories: Iterable<History.History>
  readonly from: Instant
  readonly days: number
  readonly assuming?: Population.Population
  readonly seed?: number
}

type Shifted = Changeover.Shift["_tag"]

/**
 * One local day. Unit: mails. `before` and `after`: under each program. A mail that `Moved` goes out on this day, and went on
 * another; one that is `Lost` went out on this day.
 *
 * @category models
 * @since 0.1.0
 */
export interface Day {
  readonly day: string
  readonly before: number
  readonly after: number
  readonly shifts: Readonly<Record<Shifted, number>>
}

/** One shift of one person. @category models @since 0.1.0 */
export interface Example {
  readonly contact: History.History["contact"]
  readonly shift: Changeover.Shift
}

/**
 * What would change. `people`: how many, and of them those for whom something does (one who gains and loses is in both).
 * At most three `examples` of each kind.
 *
 * @category models
 * @since 0.1.0
 */
export interface SwitchOn {
  readonly before: Program.Program
  readonly after: Program.Program
  readonly days: ReadonlyArray<Day>
  readonly people: Readonly<Record<Shifted | "all" | "unchanged", number>>
  readonly examples: ReadonlyArray<Example>
}

const mostExamples = 3

/**
 * Tries both programs on these people. The same program twice: nothing changes. Empty: no people, no mails.
 *
 * @category running
 * @since 0.1.0
 */
export const run = ({
  after,
  assuming = Population.silent,
  before,
  days,
  from,
  histories,
  seed = 1
}: Options): Result.Result<SwitchOn, History.EventsDiffer | Life.Restless> => {
  const { zone } = after
  const span = { from, until: DayCounts.until({ from, days, zone }) }
  const found = new Map<string, { -readonly [Field in keyof Day]: Day[Field] } & { shifts: Record<Shifted, number> }>()
  for (let at = from; at < span.until; at = LocalTime.endOfDay(at, zone)) {
    const day = LocalTime.day(at, zone)
    found.set(day, { day, before: 0, after: 0, shifts: { Gained: 0, Lost: 0, Moved: 0 } })
  }
  const people = { all: 0, unchanged: 0, Gained: 0, Lost: 0, Moved: 0 }
  const examples: Array<Example> = []
  const dayOf = ({ at = from }: Changeover.Ask) => LocalTime.day(at, zone)

  const compare = (
    contact: Example["contact"],
    old: ReadonlyArray<Changeover.Ask>,
    next: ReadonlyArray<Changeover.Ask>
  ) => {
    for (const ask of old) count(found.get(dayOf(ask)), "before")
    for (const ask of next) count(found.get(dayOf(ask)), "after")
    const shifts = Changeover.between(old, next).filter(
      (shift) => shift._tag !== "Moved" || dayOf(shift.before) !== dayOf(shift.after)
    )
    people.all++
    if (shifts.length === 0) people.unchanged++
    for (const tag of new Set(shifts.map(({ _tag }) => _tag))) people[tag]++
    for (const shift of shifts) {
      const day = found.get(dayOf(shift._tag === "Lost" ? shift.before : shift.after))
      if (day !== undefined) day.shifts[shift._tag]++
      const known = examples.filter((one) => one.shift._tag === shift._tag)
      const isNew = !known.some((example) => example.contact === contact)
      if (isNew && known.length < mostExamples) examples.push({ contact, shift })
    }
  }
  for (const group of Colleagues.groups(numbered(histories), ({ history }) => Account.membership(history.events))) {
    const lived = Result.all([before, after].map((program) => mails(program, group, span, assuming, seed)))
    if (Result.isFailure(lived)) return Result.fail(lived.failure)
    const [old = [], next = []] = lived.success
    for (const [index, { history }] of group.entries()) compare(history.contact, old[index] ?? [], next[index] ?? [])
  }
  return Result.succeed({ before, after, days: [...found.values()], people, examples })
}

interface Numbered {
  readonly history: History.History
  readonly index: number
}

function* numbered(histories: Iterable<History.History>): Generator<Numbered> {
  let index = 0
  for (const history of histories) yield { history, index: index++ }
}

const count = (day: { before: number; after: number } | undefined, program: "before" | "after"): void => {
  if (day !== undefined) day[program]++
}

/** Every mail that goes out to each of these people under a program. */
const mails = (
  program: Program.Program,
  group: ReadonlyArray<Numbered>,
  span: Life.Span,
  assuming: Population.Population,
  seed: number
): Result.Result<ReadonlyArray<ReadonlyArray<Changeover.Ask>>, History.EventsDiffer | Life.Restless> => {
  const people = group.flatMap(({ history, index }) => [
    ...Population.known(assuming, span, { histories: [history], seed: seed + index })
  ])
  return Result.map(Colleagues.live(program, people, span), ({ lives }) =>
    lives.map(({ done }) =>
      done.flatMap(({ at, decision }) => {
        if (!Decision.isSend(decision)) return []
        const { _tag: what, because, key, survey, wave } = decision
        return [{ key, what, survey, wave, at, because }]
      })
    )
  )
}

/**
 * The change in words: how many people gain, lose or move a mail, the days on which the number of mails is another, and
 * some of the people.
 *
 * @category formatting
 * @since 0.1.0
 */
export const words = ({ after, before, days, examples, people }: SwitchOn): string => {
  const busy = days.filter(
    (day) => day.before !== day.after || day.shifts.Gained + day.shifts.Lost + day.shifts.Moved > 0
  )
  return [
    `${after.id}, version ${before.version} to ${after.version}, ${days[0]?.day ?? "?"} to ${days.at(-1)?.day ?? "?"} (${after.zone}): nothing is sent`,
    `${Drawing.counted(people.all, "person", "people")}: ${Drawing.count(people.unchanged)} unchanged, ${Drawing.count(people.Gained)} would gain a mail, ${Drawing.count(people.Lost)} lose one, ${Drawing.count(people.Moved)} get one on another day`,
    ...(busy.length === 0 ? [] : [""]),
    ...busy.map(({ after, before, day, shifts }) =>
      [
        `${day}  ${Drawing.count(before)} → ${Drawing.counted(after, "mail")}`,
        ...(["Gained", "Lost", "Moved"] as const).flatMap((tag) =>
          shifts[tag] === 0 ? [] : [`${Drawing.count(shifts[tag])} ${tag.toLowerCase()}`]
        )
      ].join(", ")
    ),
    ...(examples.length === 0 ? [] : [""]),
    ...examples.map(({ contact, shift }) => `${contact} ${Changeover.sentence(shift)}`)
  ].join("\n")
}
