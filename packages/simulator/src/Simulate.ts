/**
 * Simulate: what would a year of this program look like?
 *
 * Customers live one after another through the real `decide` in virtual time, those of one account side by side. The same
 * seed gives the same year.
 *
 * @since 0.1.0
 */
import type * as Decide from "@temoin/core/Decide"
import * as Headline from "@temoin/core/Headline"
import type * as History from "@temoin/core/History"
import type { Instant } from "@temoin/core/Instant"
import * as Nps from "@temoin/core/Nps"
import type * as Program from "@temoin/core/Program"
import type * as Survey from "@temoin/core/Survey"
import type * as Zone from "@temoin/core/Zone"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Colleagues from "./Colleagues.ts"
import * as DayCounts from "./DayCounts.ts"
import * as Drawing from "./Drawing.ts"
import type * as Life from "./Life.ts"
import * as LocalTime from "./LocalTime.ts"
import * as Population from "./Population.ts"

/**
 * - `contacts`: how many customers.
 * - `from`, `days`: from this instant, for so many local days (the first one included).
 * - `seed`: a whole number; another one gives another year of the same kind.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  readonly program: Program.Program
  readonly population: Population.Population
  readonly contacts: number
  readonly from: Instant
  readonly days: number
  readonly seed: number
}

/**
 * The headline number of one survey in one month ("2026-03"), as `Headline` defines it for that survey.
 *
 * @category models
 * @since 0.1.0
 */
export interface Month {
  readonly month: string
  readonly headline: Headline.Headline
}

/**
 * What came of it. Days and months are those of the program's zone.
 *
 * - `days`: every day of the span, also the empty ones. They sum up to `decisions`, `mails` and `answers`.
 * - `months`: each survey in each month.
 * - `asked`: people who got at least one invitation.
 * - `expectedAnswers`: the sum of the chances of all mails; `answers` is one draw around it.
 *
 * @category models
 * @since 0.1.0
 */
export interface Simulation {
  readonly zone: Zone.Zone
  readonly contacts: number
  readonly days: ReadonlyArray<DayCounts.Day>
  readonly months: ReadonlyArray<Month>
  readonly decisions: Readonly<Record<DayCounts.What, number>>
  readonly mails: number
  readonly answers: number
  readonly asked: number
  readonly expectedAnswers: number
}

/**
 * Lives the years of made-up customers. Fails when the program never comes to rest.
 *
 * @category running
 * @since 0.1.0
 */
export const run = ({
  contacts,
  days,
  from,
  population,
  program,
  seed
}: Options): Result.Result<Simulation, History.EventsDiffer | Life.Restless> => {
  const span = { from, until: DayCounts.until({ from, days, zone: program.zone }) }
  return live(program, Population.customers(population, program, span, { contacts, seed }), { from, days })
}

/**
 * Told of each look of a customer's life, and of its end.
 *
 * @category models
 * @since 0.1.0
 */
export interface Watch {
  readonly onLook?: (contact: History.History["contact"], decided: Decide.Decided, at: Instant) => void
  readonly onEnd?: (lived: Life.Lived) => void
}

/**
 * Lives these customers, one after another, and counts. Only one of them is in memory at a time; but those with an account
 * are kept until all have been read, and are lived with their colleagues.
 *
 * @category running
 * @since 0.1.0
 */
export const live = (
  program: Program.Program,
  customers: Iterable<Population.Customer>,
  { days, from }: { readonly from: Instant; readonly days: number },
  watch: Watch = {}
): Result.Result<Simulation, History.EventsDiffer | Life.Restless> => {
  const { zone } = program
  const counter = DayCounts.counter({ from, days, zone })
  const span = { from, until: counter.until }
  const months = monthsOf(span, zone)
  const tallies = program.surveys.map(({ id }) => ({
    id,
    months: months.map(() => Nps.empty),
    /** In which months the one who is being lived answered. */
    answered: new Set<number>()
  }))
  let contacts = 0
  let asked = 0
  let expectedAnswers = 0
  const count = (lived: Life.Lived, { expected }: Population.Customer): void => {
    const { done, state } = lived
    for (const one of done) counter.decided(one)
    for (const { answers, survey } of state.turns) {
      const given = answers.filter(({ at }) => at >= from && at < span.until)
      for (const { at, score } of given) counter.answered(survey, score, at)
      for (const one of tallies) {
        if (one.id === survey) for (const { at } of given) one.answered.add(monthAt(months, at))
      }
    }
    for (const { answered, id, months: ofSurvey } of tallies) {
      // a month without an answer of theirs has nothing of theirs in its number
      for (const index of answered) {
        const { from, until: to } = months[index] ?? span
        const own = Headline.ofState(program, state, { survey: id, from, to })
        ofSurvey[index] = Nps.combine(ofSurvey[index] ?? Nps.empty, own)
      }
      answered.clear()
    }
    contacts++
    if (done.some(({ decision }) => decision._tag === "Invite")) asked++
    expectedAnswers += expected()
    watch.onEnd?.(lived)
  }
  const { onLook } = watch
  for (const group of Colleagues.groups(customers, ({ account }) => account)) {
    const people = group.map(({ born, world }) =>
      onLook === undefined
        ? { born, world }
        : {
            born,
            world: {
              ...world,
              onLook: (decided: Decide.Decided, at: Instant) => onLook(born.contact, decided, at)
            }
          }
    )
    const lived = Colleagues.live(program, people, span)
    if (Result.isFailure(lived)) return Result.fail(lived.failure)
    for (const [index, customer] of group.entries()) {
      const life = lived.success.lives[index]
      if (life !== undefined) count(life, customer)
    }
  }
  const counted = counter.days()
  return Result.succeed({
    zone,
    contacts,
    days: counted,
    months: tallies.flatMap(({ id, months: ofSurvey }) =>
      ofSurvey.map((tally, index) => ({
        month: months[index]?.month ?? "",
        headline: Headline.fromTally(program, id, tally)
      }))
    ),
    decisions: DayCounts.total(counted),
    mails: counted.reduce((sum, { mails }) => sum + mails, 0),
    answers: counted.reduce((sum, { answers }) => sum + answers, 0),
    asked,
    expectedAnswers
  })
}

const monthsOf = (
  { from, until }: Life.Span,
  zone: Zone.Zone
): ReadonlyArray<Life.Span & { readonly month: string }> => {
  const months: Array<{ month: string; from: Instant; until: Instant }> = []
  for (let at = from; at < until; at = LocalTime.endOfDay(at, zone)) {
    const month = LocalTime.day(at, zone).slice(0, 7)
    const last = months.at(-1)
    const end = Math.min(until, LocalTime.endOfDay(at, zone))
    if (last?.month === month) last.until = end
    else months.push({ month, from: at, until: end })
  }
  return months
}

const monthAt = (months: ReadonlyArray<Life.Span>, at: Instant): number => months.findIndex(({ until }) => at < until)

/**
 * The NPS of a survey on each day, from the answers given on it. No answers: none.
 *
 * @category getters
 * @since 0.1.0
 */
export const npsByDay = (
  self: Simulation,
  survey: Survey.SurveyId
): ReadonlyArray<{ readonly day: string; readonly score: Option.Option<number> }> =>
  self.days.map(({ day, tallies }) => ({ day, score: Nps.score(tallies[survey] ?? Nps.empty) }))

const width = 60

/**
 * A drawing for a terminal: mails and answers over time, decisions as bars, the NPS of each month.
 *
 * @category formatting
 * @since 0.1.0
 */
export const draw = (self: Simulation): string => {
  const { answers, asked, contacts, days, decisions, mails, months, zone } = self
  const busiest = days.reduce<DayCounts.Day | undefined>(
    (most, day) => (most === undefined || day.mails > most.mails ? day : most),
    undefined
  )
  return [
    `${Drawing.counted(contacts, "customer")} from ${days[0]?.day ?? "?"} to ${days.at(-1)?.day ?? "?"} (${zone}); ${Drawing.count(asked)} of them asked`,
    "",
    `mails    ${line(days.map((day) => day.mails))}  ${Drawing.count(mails)}${busiest === undefined || mails === 0 ? "" : `, at most ${Drawing.count(busiest.mails)} a day (${busiest.day})`}`,
    `answers  ${line(days.map((day) => day.answers))}  ${Drawing.count(answers)}, ${Drawing.count(self.expectedAnswers)} expected`,
    "",
    Drawing.bars(Object.entries(decisions).filter(([, value]) => value > 0)),
    ...[...new Set(months.map(({ headline }) => headline.survey))].flatMap((survey) => {
      const own = months.filter(({ headline }) => headline.survey === survey)
      const scores = own.map(({ headline }) => Option.getOrUndefined(headline.score))
      return [
        "",
        `NPS of ${survey} by month  ${Drawing.sparkline(scores, { min: -100, max: 100 })}`,
        ...own.map(({ headline, month }, index) => {
          const score = scores[index]
          return `  ${month}  ${(score === undefined ? "–" : signed(score)).padStart(4)}  (${Drawing.counted(headline.counts.answers, "answer")})`
        })
      ]
    })
  ].join("\n")
}

const line = (values: ReadonlyArray<number>): string => Drawing.sparkline(Drawing.narrow(values, width))

const signed = (score: number): string => `${Math.round(score) > 0 ? "+" : ""}${Math.round(score)}`
