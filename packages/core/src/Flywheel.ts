/**
 * Flywheel: does the wheel turn, and how fast?
 *
 * How many people stand in each stage, what share of them goes on and what share is lost, how long they stay, what they
 * answer there; and how often the circle closes: one customer's words or recommendation, a new contact, a new customer.
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type * as Contact from "./Contact.ts"
import type { Instant } from "./Instant.ts"
import type * as Journey from "./Journey.ts"
import * as Nps from "./Nps.ts"
import * as Period from "./Period.ts"
import type * as Score from "./Score.ts"
import * as Survival from "./Survival.ts"

/**
 * Where one contact has been (`Journey.path`), and since when they are no customer any more, where it is known.
 *
 * @category models
 * @since 0.1.0
 */
export interface Traveller {
  readonly contact: Contact.ContactId
  readonly path: ReadonlyArray<Journey.Stay>
  readonly churnedAt?: Instant
}

/**
 * An answer, and who gave it when. It counts for the stage in which they stood until then: one that leads to another stage
 * (a promoter's, to loyalty) for the stage that they came from.
 *
 * @category models
 * @since 0.1.0
 */
export interface Answer {
  readonly contact: Contact.ContactId
  readonly at: Instant
  readonly score: Score.Score
}

/**
 * How a stay in a stage can end: `forward`, to the next stage round the wheel; `elsewhere`, back or further ahead;
 * `churned`. These compete: whoever is lost cannot go on any more.
 *
 * @category models
 * @since 0.1.0
 */
export const Exit = Schema.Literals(["forward", "elsewhere", "churned"])
/** @since 0.1.0 */
export type Exit = typeof Exit.Type

/**
 * One stage, as far as it is known at a time.
 *
 * - `present`: people who stand in it now. `stays`: how often it was entered (a contact who comes twice counts twice).
 * - `exits`: how many stays ended in each way so far. Their shares of `stays` are no conversion: some are there still.
 * - `conversion`: share of stays that have ended so within the horizon (Aalen–Johansen, churn competing), with limits. None
 *   when nobody entered, or no stay was watched for so long.
 * - `dwell`: the median stay, those that go on included (Kaplan–Meier). Unit: milliseconds.
 * - `answers`, `nps`: how many answers were given in this stage, and their score in points; none without answers.
 *
 * @category models
 * @since 0.1.0
 */
export interface Stage {
  readonly stage: Journey.StageId
  readonly present: number
  readonly stays: number
  readonly exits: Readonly<Record<Exit, number>>
  readonly conversion: Readonly<Record<Exit, Option.Option<Survival.Estimate>>>
  readonly dwell: Survival.Median
  readonly answers: number
  readonly nps: Option.Option<number>
}

/**
 * Why we think that one customer brought another. Only what it says:
 *
 * - `code`: the newcomer used a link or a code that belongs to the customer.
 * - `told`: the newcomer said who or what brought them.
 * - `seen`: a testimonial was shown to them before. They may have come without it: no proof of a cause.
 *
 * @category models
 * @since 0.1.0
 */
export const Attribution = Schema.Literals(["code", "told", "seen"])
/** @since 0.1.0 */
export type Attribution = typeof Attribution.Type

/**
 * A loop that began when a testimonial was shown to a stranger, or a customer referred them (`at`); the stranger became a
 * contact (`contactAt`) and then a customer (`customerAt`), or has not yet. `lostAt`: they said no, or went silent for good.
 *
 * @category models
 * @since 0.1.0
 */
export interface Loop {
  readonly kind: "testimonial" | "referral"
  readonly attribution: Attribution
  readonly at: Instant
  readonly contactAt?: Instant
  readonly customerAt?: Instant
  readonly lostAt?: Instant
}

/**
 * The loops of one kind and one attribution. `begun`, `contacts`, `closed`, `lost`: how many began, reached a contact, a
 * customer, nobody. `time`: the median time until a customer, over all that began: the open ones have not closed yet, the
 * lost ones never do. Unit: milliseconds. Loops of different attributions are never added up: they are not known equally well.
 *
 * @category models
 * @since 0.1.0
 */
export interface Closing {
  readonly kind: Loop["kind"]
  readonly attribution: Attribution
  readonly begun: number
  readonly contacts: number
  readonly closed: number
  readonly lost: number
  readonly time: Survival.Median
}

/**
 * The wheel at a time. `before`: people who are on no stage yet. `gone`: people who churned. With those `present` in the
 * stages they are all travellers. `unplaced`: answers by now that were given in no stage, or by nobody among the travellers.
 *
 * @category models
 * @since 0.1.0
 */
export interface Flywheel {
  readonly now: Instant
  readonly horizon: Period.Period
  readonly stages: ReadonlyArray<Stage>
  readonly before: number
  readonly gone: number
  readonly unplaced: number
  readonly loops: ReadonlyArray<Closing>
}

/**
 * Something cannot have happened like this: it ends before it began, or stands in a stage that the journey lacks. `path` says
 * where it was given, such as `travellers[3].path[0]`.
 *
 * @category errors
 * @since 0.1.0
 */
export class NotPossible extends Schema.TaggedError<NotPossible>()("NotPossible", {
  path: Schema.String,
  problem: Schema.String
}) {
  override get message(): string {
    return `${this.path}: ${this.problem}`
  }
}

/**
 * What the wheel is made of. Conversion is that within `horizon` of entering a stage, for example "90 days" (a day has 24
 * hours here, a month 30 days).
 *
 * @category models
 * @since 0.1.0
 */
export interface Parts {
  readonly journey: Journey.Journey
  readonly travellers: ReadonlyArray<Traveller>
  readonly answers: ReadonlyArray<Answer>
  readonly loops: ReadonlyArray<Loop>
  readonly horizon: Period.Period
}

/**
 * The wheel as it was known at `now`: what comes later is left out. Fails with the first thing that is not possible.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (parts: Parts, now: Instant): Result.Result<Flywheel, NotPossible> => {
  const wrong = impossible(parts)
  if (wrong !== undefined) return Result.fail(wrong)
  const passages = parts.travellers.map((traveller) => passagesOf(traveller, now))
  const tallies = talliesOf(parts, passages, now)
  const isGone = parts.travellers.map(({ churnedAt }) => churnedAt !== undefined && churnedAt <= now)
  const placed = [...tallies.values()].reduce((sum, tally) => sum + Nps.counts(tally).answers, 0)
  return Result.succeed({
    now,
    horizon: parts.horizon,
    stages: parts.journey.stages.map(({ id }) =>
      stageOf(
        id,
        passages.flat().filter(({ stage }) => stage === id),
        parts.horizon,
        tallies.get(id) ?? Nps.empty
      )
    ),
    before: passages.filter((own, index) => own.length === 0 && isGone[index] !== true).length,
    gone: isGone.filter((gone) => gone).length,
    unplaced: parts.answers.filter(({ at }) => at <= now).length - placed,
    loops: closings(parts.loops, now)
  })
}

function impossible({ journey, loops, travellers }: Parts): NotPossible | undefined {
  const known = new Set(journey.stages.map(({ id }) => id))
  const contacts = new Set<string>()
  for (const [index, { churnedAt, contact, path }] of travellers.entries()) {
    const at = `travellers[${index}]`
    if (contacts.has(contact)) return new NotPossible({ path: at, problem: `"${contact}" is given twice` })
    contacts.add(contact)
    for (const [place, stay] of path.entries()) {
      const problem = stayProblem(stay, path[place + 1], known, place === path.length - 1)
      if (problem !== undefined) return new NotPossible({ path: `${at}.path[${place}]`, problem })
    }
    if (churnedAt !== undefined && !Number.isFinite(churnedAt))
      return new NotPossible({ path: `${at}.churnedAt`, problem: "is no instant" })
  }
  for (const [index, { at, contactAt, customerAt, lostAt }] of loops.entries()) {
    const times = [at, contactAt, customerAt, lostAt].filter((time) => time !== undefined)
    if (!times.every(Number.isFinite)) return new NotPossible({ path: `loops[${index}]`, problem: "has no instants" })
    if (times.some((time) => time < at) || (customerAt ?? contactAt ?? at) < (contactAt ?? at))
      return new NotPossible({ path: `loops[${index}]`, problem: "goes on before it began" })
    if (customerAt !== undefined && lostAt !== undefined)
      return new NotPossible({ path: `loops[${index}]`, problem: "is both closed and lost" })
  }
  return undefined
}

const stayProblem = (
  { enteredAt, leftAt, stage }: Journey.Stay,
  next: Journey.Stay | undefined,
  known: ReadonlySet<string>,
  isLast: boolean
): string | undefined => {
  if (!known.has(stage)) return `the journey has no stage "${stage}"`
  if (!Number.isFinite(enteredAt) || (leftAt !== undefined && !(leftAt >= enteredAt))) return "ends before it began"
  if (!isLast && (leftAt === undefined || next === undefined || next.enteredAt !== leftAt))
    return "does not end where the next stay begins"
  return undefined
}

/** A stay as far as it is known. `exit`: how it ended; left out while it goes on. */
interface Passage {
  readonly stage: Journey.StageId
  readonly from: Instant
  readonly to: Instant
  readonly exit?: Exit
}

const passagesOf = ({ churnedAt = Number.POSITIVE_INFINITY, path }: Traveller, now: Instant): ReadonlyArray<Passage> =>
  path
    .filter(({ enteredAt }) => enteredAt <= now && enteredAt < churnedAt)
    .map(({ enteredAt: from, leftAt, stage }, index): Passage => {
      const left = leftAt ?? Number.POSITIVE_INFINITY
      if (Math.min(left, churnedAt) > now) return { stage, from, to: now }
      if (churnedAt <= left) return { stage, from, to: churnedAt, exit: "churned" }
      return { stage, from, to: left, exit: path[index + 1]?.move === "forward" ? "forward" : "elsewhere" }
    })

const each = <A>(of: (exit: Exit) => A) => ({
  forward: of("forward"),
  elsewhere: of("elsewhere"),
  churned: of("churned")
})

const stageOf = (
  stage: Journey.StageId,
  passages: ReadonlyArray<Passage>,
  horizon: Period.Period,
  tally: Nps.Tally
): Stage => {
  const survival = survivalOf(passages.map(({ exit, from, to }) => wait(to - from, exit)))
  return {
    stage,
    present: passages.filter(({ exit }) => exit === undefined).length,
    stays: passages.length,
    exits: each((exit) => passages.filter((passage) => passage.exit === exit).length),
    conversion: each((exit) => Survival.incidence(survival, exit, Period.nominalMillis(horizon))),
    dwell: Survival.median(survival),
    answers: Nps.counts(tally).answers,
    nps: Nps.score(tally)
  }
}

const wait = (lasted: number, cause: string | undefined): Survival.Wait => ({
  lasted,
  ...(cause !== undefined && { cause })
})

/** What `impossible` has let through has a length. */
const survivalOf = (waits: ReadonlyArray<Survival.Wait>): Survival.Survival => Result.getOrThrow(Survival.make(waits))

const talliesOf = (
  { answers, travellers }: Parts,
  passages: ReadonlyArray<ReadonlyArray<Passage>>,
  now: Instant
): ReadonlyMap<Journey.StageId, Nps.Tally> => {
  const own = new Map(travellers.map(({ contact }, index) => [contact, passages[index] ?? []] as const))
  const scores = new Map<Journey.StageId, Array<Score.Score>>()
  for (const { at, contact, score } of answers) {
    // a promoter's answer may lead to loyalty; counted there, it would be missing where it was given
    const passage = own.get(contact)?.find(({ exit, from, to }) => from < at && (exit === undefined || at <= to))
    if (passage === undefined || at > now) continue
    const found = scores.get(passage.stage)
    if (found === undefined) scores.set(passage.stage, [score])
    else found.push(score)
  }
  return new Map([...scores].map(([stage, found]) => [stage, Nps.tally(found)] as const))
}

const closings = (loops: ReadonlyArray<Loop>, now: Instant): ReadonlyArray<Closing> => {
  const reached = (at: Instant | undefined): at is Instant => at !== undefined && at <= now
  return (["testimonial", "referral"] as const).flatMap((kind) =>
    Attribution.literals.flatMap((attribution) => {
      const own = loops.filter((loop) => loop.kind === kind && loop.attribution === attribution && loop.at <= now)
      if (own.length === 0) return []
      return [
        {
          kind,
          attribution,
          begun: own.length,
          contacts: own.filter(({ contactAt }) => reached(contactAt)).length,
          closed: own.filter(({ customerAt }) => reached(customerAt)).length,
          lost: own.filter(({ lostAt }) => reached(lostAt)).length,
          // a lost loop waits until now, and for ever: leaving it out would flatter the speed
          time: Survival.median(
            survivalOf(
              own.map(({ at, customerAt }) =>
                reached(customerAt) ? wait(customerAt - at, "closed") : wait(now - at, undefined)
              )
            )
          )
        }
      ]
    })
  )
}

const meanings = {
  en: {
    code: "they used a link or a code that belongs to the customer",
    told: "they said so themselves",
    seen: "they had seen it before they came, which does not prove that it brought them"
  },
  fr: {
    code: "la personne a utilisé un lien ou un code de ce client",
    told: "la personne l’a dit elle-même",
    seen: "la personne l’avait vu avant de venir, ce qui ne prouve pas que cela l’a amenée"
  }
} as const

/**
 * What an attribution rests on, in words.
 *
 * @example Flywheel.meaning("told", "en") // => "they said so themselves"
 * @category formatting
 * @since 0.1.0
 */
export const meaning = (attribution: Attribution, language: "en" | "fr"): string => meanings[language][attribution]
