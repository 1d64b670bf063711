/**
 * Population: what do customers do whom we have made up?
 *
 * A model to try a program on, not a forecast. Every parameter has a default, so that a first try takes one line; almost
 * all of the defaults are assumptions, and each says so. Replace them by what you have measured.
 *
 * @since 0.1.0
 */
import * as Account from "@temoin/core/Account"
import type * as Contact from "@temoin/core/Contact"
import type * as Decision from "@temoin/core/Decision"
import type * as Event from "@temoin/core/Event"
import * as History from "@temoin/core/History"
import type { Instant } from "@temoin/core/Instant"
import * as Period from "@temoin/core/Period"
import type * as Program from "@temoin/core/Program"
import * as Score from "@temoin/core/Score"
import * as Touchpoint from "@temoin/core/Touchpoint"
import * as Zone from "@temoin/core/Zone"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type * as Life from "./Life.ts"
import * as Random from "./Random.ts"

const share = (value: number) =>
  Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 1 })).pipe(
    Schema.withDecodingDefaultKey(Effect.succeed(value))
  )
const positive = (value: number) =>
  Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 1e6 })).pipe(
    Schema.withDecodingDefaultKey(Effect.succeed(value))
  )
const finite = (value: number) =>
  Schema.Finite.check(Schema.isBetween({ minimum: -100, maximum: 100 })).pipe(
    Schema.withDecodingDefaultKey(Effect.succeed(value))
  )

/**
 * What happens to a customer by itself: once on joining (`atStart`), and by chance so often a year (a Poisson process,
 * which is an assumption: real orders come in clusters).
 *
 * @category models
 * @since 0.1.0
 */
export const Touch = Schema.Struct({
  kind: Touchpoint.Kind,
  atStart: Schema.Boolean.pipe(Schema.withDecodingDefaultKey(Effect.succeed(false))),
  perYear: positive(0)
})
/** @since 0.1.0 */
export type Touch = typeof Touch.Type

/**
 * How satisfied a customer is, as a hidden number on the scale of the answers. An answer is this number, rounded and
 * kept within 0 to 10. Unit: points.
 *
 * - `mean`, `between`: the average of all, and how much customers differ (a standard deviation). Defaults 8.2 and 2:
 *   assumptions; they make an NPS of about 20.
 * - `within`: how much one customer swings around their own level. Default 1.06, so that two answers far apart differ
 *   with a standard deviation of 1.5, the noise that Témoin's own rule of reliable change takes for granted (S_diff).
 * - `persistence`: how much of a swing is left after 30 days: a process AR(1). Default 0.7, an assumption.
 * - `driftPerYear`: what everybody gains or loses in a year. Default 0.
 *
 * @category models
 * @since 0.1.0
 */
export const Mood = Schema.Struct({
  mean: finite(8.2),
  between: positive(2),
  within: positive(1.06),
  persistence: share(0.7),
  driftPerYear: finite(0)
})
/** @since 0.1.0 */
export type Mood = typeof Mood.Type

/**
 * Something dramatic: so often a year it takes `drop` points off a customer's mood for `days`. Defaults 0.1, 4 and 30:
 * assumptions (30 days is what Témoin's design takes for a disruption without an end of its own).
 *
 * @category models
 * @since 0.1.0
 */
export const Disruptions = Schema.Struct({ perYear: positive(0.1), drop: positive(4), days: positive(30) })
/** @since 0.1.0 */
export type Disruptions = typeof Disruptions.Type

/**
 * A kind of customers.
 *
 * - `touchpoints`: what happens to them (default nothing: what they have lived already is all there is).
 * - `zone`: where they live (default the program's).
 * - `contactsPerAccount`: how many people of one company are asked, on average (geometric: most companies have few, some
 *   many). Default 1: nobody has colleagues, and nobody an account. An assumption; count your own.
 * - `joinWithin`: they come evenly spread over this long (default all at once).
 * - `answerRate`, `reminderRate`: the share of invitations that is answered, and of reminders to those who would not have
 *   answered otherwise. Defaults 0.25 and 0.1: assumptions; measure yours, they differ widely by trade and channel.
 * - `hoursToAnswer`: half of the answers have come by then (log-normal, sigma 1.5; default 12: an assumption).
 * - `eagerness`: how much each point of mood above the mean adds to the log-odds of answering. Default 0: all answer alike.
 *   A positive one shows what it does to the number when those who like you answer more readily.
 * - `optOutRate`: the share of mails after which the receiver opts out of everything. Default 0.002: an assumption.
 * - `consentRate`: the share of customers with a recorded consent to asks for praise. Default 0.5: an assumption.
 * - `hoursToAcknowledge`, `daysToResolve`: what the company takes on average for a case (exponential). Defaults 8 and 5:
 *   assumptions.
 *
 * @category models
 * @since 0.1.0
 */
export const Population = Schema.Struct({
  touchpoints: Schema.Array(Touch).pipe(Schema.withDecodingDefaultKey(Effect.succeed([]))),
  zone: Schema.optionalKey(Zone.Zone),
  contactsPerAccount: Schema.Finite.check(Schema.isBetween({ minimum: 1, maximum: 1000 })).pipe(
    Schema.withDecodingDefaultKey(Effect.succeed(1))
  ),
  joinWithin: Period.Period.pipe(Schema.withDecodingDefaultKey(Effect.succeed("0 days" as const))),
  answerRate: share(0.25),
  reminderRate: share(0.1),
  hoursToAnswer: positive(12),
  eagerness: finite(0),
  mood: Mood.pipe(Schema.withDecodingDefaultKey(Effect.succeed({}))),
  disruptions: Disruptions.pipe(Schema.withDecodingDefaultKey(Effect.succeed({}))),
  optOutRate: share(0.002),
  consentRate: share(0.5),
  hoursToAcknowledge: positive(8),
  daysToResolve: positive(5)
})
/** @since 0.1.0 */
export type Population = typeof Population.Type

/**
 * Checks a population. Left-out fields get their defaults; an unknown one is an error.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (input: typeof Population.Encoded): Result.Result<Population, Schema.SchemaError> => decode(input)

/** Checks a population that came from somewhere. @category constructors @since 0.1.0 */
export const decode: (input: unknown) => Result.Result<Population, Schema.SchemaError> = Schema.decodeUnknownResult(
  Population,
  { errors: "all", onExcessProperty: "error" }
)

/**
 * A population that never answers and never opts out.
 *
 * @category presets
 * @since 0.1.0
 */
export const silent: Population = Result.getOrThrow(make({ answerRate: 0, reminderRate: 0, optOutRate: 0 }))

/**
 * One customer about to live: what is known at the beginning, and the world around them. `expected`: how many answers
 * were to be expected so far, the sum of the chances of all their mails. `account`: with whose other people they live.
 *
 * @category models
 * @since 0.1.0
 */
export interface Customer {
  readonly born: History.History
  readonly world: Life.World
  readonly account: Contact.AccountId | undefined
  readonly expected: () => number
}

const hour = 3_600_000
const day = 24 * hour
const year = 365 * day

/**
 * So many made-up customers, one after another. The same seed makes the same ones, and the first hundred of a thousand
 * are the hundred; only the colleagues of the last account may come behind them.
 *
 * @category constructors
 * @since 0.1.0
 */
export function* customers(
  self: Population,
  program: Program.Program,
  span: Life.Span,
  { contacts, seed }: { readonly contacts: number; readonly seed: number }
): Generator<Customer> {
  const zone = self.zone ?? program.zone
  const staffing = Random.make(seed, staff)
  let company = 0
  const joining = Period.after(self.joinWithin, span.from, zone) - span.from
  for (let index = 0; index < contacts; index++) {
    const random = Random.make(seed, index)
    const isAlone = self.contactsPerAccount === 1
    if (!isAlone && Random.chance(staffing, 1 / self.contactsPerAccount)) company++
    const account = isAlone ? undefined : (`company ${company + 1}` as Contact.AccountId)
    const joinedAt = span.from + Math.floor(Random.uniform(random) * joining)
    const contact = `customer ${index + 1}` as Contact.ContactId
    const name = namer(span)
    const joined: ReadonlyArray<Event.Event> = [
      {
        _tag: "ContactChanged",
        ...name(joinedAt),
        email: `customer${index + 1}@example.invalid`,
        zone,
        ...(account && { account })
      },
      ...(Random.chance(random, self.consentRate)
        ? [
            {
              _tag: "LegalBasisRecorded",
              ...name(joinedAt),
              purpose: "advocate",
              channel: "mail",
              basis: "consent",
              evidence: "simulated"
            } as const
          ]
        : []),
      ...self.touchpoints
        .filter(({ atStart }) => atStart)
        .map(({ kind }) => ({ _tag: "TouchpointHappened", ...name(joinedAt), kind }) as const)
    ]
    const happening = { at: joinedAt, events: () => Result.succeed(joined) }
    yield { ...customer(self, random, History.empty(contact), joinedAt, span, name, [happening]), account }
  }
}

/**
 * The people of these histories, going on from there as this population does. Whoever has answered before starts from
 * what they said last.
 *
 * @category constructors
 * @since 0.1.0
 */
export function* known(
  self: Population,
  span: Life.Span,
  { histories, seed }: { readonly histories: Iterable<History.History>; readonly seed: number }
): Generator<Customer> {
  let index = 0
  for (const history of histories) {
    const lived = customer(self, Random.make(seed, index++), history, span.from, span, namer(span), [])
    yield { ...lived, account: Account.membership(history.events) }
  }
}

/** The stream of draws of who works with whom; no customer has it. */
const staff = -1

type Name = (at: Instant) => Pick<Event.Event, "id" | "occurredAt" | "recordedAt">

/** Sorts behind what the library records itself at the same time; a life that goes on later has other names. */
const namer = ({ from }: Life.Span): Name => {
  let count = 0
  return (at) => ({
    id: `~simulated:${from}:${String(count++).padStart(6, "0")}` as Event.EventId,
    occurredAt: at,
    recordedAt: at
  })
}

const customer = (
  self: Population,
  random: Random.Random,
  born: History.History,
  start: Instant,
  span: Life.Span,
  name: Name,
  first: ReadonlyArray<Life.Happening>
): Omit<Customer, "account"> => {
  const mood = moodOf(self, random, born, start, span)
  const answered = new Set<string>()
  let expected = 0
  const record = (at: Instant, events: (common: ReturnType<Name>) => Event.Event): Life.Happening => ({
    at,
    events: () => Result.succeed([events(name(at))])
  })

  const touches = self.touchpoints.flatMap(({ kind, perYear }) =>
    [...arrivals(random, perYear, start, span.until)].map((at) =>
      record(at, (common) => ({ _tag: "TouchpointHappened", ...common, kind }))
    )
  )

  /** An answer to this wave some time before `expiresAt`, if they answer at all. */
  const answers = (
    { expiresAt, survey, wave }: Extract<Decision.Decision, { readonly _tag: "Invite" | "Remind" }>,
    at: Instant,
    rate: number
  ): ReadonlyArray<Life.Happening> => {
    const id = `${survey} ${wave}`
    if (answered.has(id)) return []
    const chance = leaned(rate, self.eagerness * (mood(at) - self.mood.mean))
    expected += chance
    if (!Random.chance(random, chance)) return []
    answered.add(id)
    const answeredAt = at + delay(random, self.hoursToAnswer * hour, expiresAt - at)
    return [
      {
        at: answeredAt,
        events: () =>
          Result.succeed([{ _tag: "Answered", ...name(answeredAt), survey, wave, score: rounded(mood(answeredAt)) }])
      }
    ]
  }

  const optsOut = (at: Instant): ReadonlyArray<Life.Happening> =>
    Random.chance(random, self.optOutRate)
      ? [record(at + hour, (common) => ({ _tag: "OptedOut", ...common, extent: {} }))]
      : []

  return {
    born,
    expected: () => expected,
    world: {
      coming: [...first, ...touches],
      respond: (decision, at) => {
        switch (decision._tag) {
          case "Invite":
            return [...answers(decision, at, self.answerRate), ...optsOut(at)]
          case "Remind":
            return [...answers(decision, at, self.reminderRate), ...optsOut(at)]
          case "Thank":
          case "Contact":
          case "RequestTestimonial":
          case "RequestReview":
            return optsOut(at)
          case "OpenCase":
          case "ReopenCase": {
            const acknowledgedAt = at + Math.ceil(Random.exponential(random, self.hoursToAcknowledge * hour))
            const resolvedAt = acknowledgedAt + Math.ceil(Random.exponential(random, self.daysToResolve * day))
            const { case: id } = decision
            return [
              record(acknowledgedAt, (common) => ({ _tag: "CaseAcknowledged", ...common, case: id })),
              record(resolvedAt, (common) => ({ _tag: "CaseResolved", ...common, case: id }))
            ]
          }
          default:
            return []
        }
      }
    }
  }
}

/** When something that comes so often a year by chance comes. */
function* arrivals(random: Random.Random, perYear: number, from: Instant, until: Instant): Generator<Instant> {
  if (perYear <= 0) return
  for (let at = from; ;) {
    at += Math.ceil(Random.exponential(random, year / perYear))
    if (at >= until) return
    yield at
  }
}

/** The mood at an instant; asked in the order of time. */
const moodOf = (
  { disruptions, mood }: Population,
  random: Random.Random,
  born: History.History,
  start: Instant,
  span: Life.Span
): ((at: Instant) => number) => {
  const before = born.events.findLast((event) => event._tag === "Answered")
  const level = before?._tag === "Answered" ? before.score : mood.mean + mood.between * Random.normal(random)
  const dramas = [...arrivals(random, disruptions.perYear, start, span.until)]
  let swing = mood.within * Random.normal(random)
  let last = start
  return (at) => {
    if (at > last) {
      const left = mood.persistence ** ((at - last) / (30 * day))
      swing = swing * left + mood.within * Math.sqrt(1 - left * left) * Random.normal(random)
      last = at
    }
    const drop = dramas.some((drama) => drama <= at && at < drama + disruptions.days * day) ? disruptions.drop : 0
    return level + mood.driftPerYear * ((at - start) / year) + swing - drop
  }
}

const rounded = (mood: number): Score.Score => Score.scale[Math.min(10, Math.max(0, Math.round(mood)))] ?? 0

/** A share moved by so much on the scale of log-odds. Never and always stay what they are. */
const leaned = (rate: number, by: number): number => (by === 0 ? rate : rate / (rate + (1 - rate) * Math.exp(-by)))

/** Log-normal around its median, and before the end: whoever answers does so in time. Unit: milliseconds. */
const delay = (random: Random.Random, median: number, end: number): number => {
  for (let tries = 0; tries < 20; tries++) {
    const after = Math.ceil(median * Math.exp(1.5 * Random.normal(random)))
    if (after < end) return after
  }
  return Math.floor(Math.max(0, end - 1) / 2)
}
