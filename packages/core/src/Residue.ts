/**
 * Residue: what remains of those who asked to be forgotten?
 *
 * No name, no id, no words: only that some answers were given, by day, survey and purpose. A projection is the fold over those
 * who are still there, plus the residue; so the score of a past period does not change because somebody was erased.
 * A day on which fewer than five people answered would point at them: there the answers go to the month, else to the year,
 * else to all time.
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Contact from "./Contact.ts"
import * as Instant from "./Instant.ts"
import * as Nps from "./Nps.ts"
import type * as Score from "./Score.ts"
import * as Survey from "./Survey.ts"
import * as Zone from "./Zone.ts"

/**
 * When the answers of a cell were given: on a day ("2026-03-01"), in a month ("2026-03"), a year ("2026"), or some time
 * ("always").
 *
 * @category models
 * @since 0.1.0
 */
export const Bin = Schema.String.check(
  Schema.isPattern(/^(?:always|\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?)$/, {
    expected: `a day, a month, a year, or "always"`
  })
)
/** @since 0.1.0 */
export type Bin = typeof Bin.Type

const Count = Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))

/**
 * The answers of erased people in one bin of one survey and purpose. `people`: how many erased people gave them.
 *
 * @category models
 * @since 0.1.0
 */
export const Cell = Schema.Struct({
  bin: Bin,
  survey: Survey.SurveyId,
  purpose: Survey.Purpose,
  tally: Nps.Tally,
  people: Count
})
/** @since 0.1.0 */
export type Cell = typeof Cell.Type

/**
 * All cells, and how many people were erased. `zone`: whose days these are; a company keeps one for good.
 *
 * @category models
 * @since 0.1.0
 */
export const Residue = Schema.Struct({ zone: Zone.Zone, cells: Schema.Array(Cell), erased: Count })
/** @since 0.1.0 */
export type Residue = typeof Residue.Type

/**
 * Nobody was erased yet.
 *
 * @example Residue.empty("UTC") // => { zone: "UTC", cells: [], erased: 0 }
 * @category constructors
 * @since 0.1.0
 */
export const empty = (zone: Zone.Zone): Residue => ({ zone, cells: [], erased: 0 })

/**
 * As it is kept: its cells in one order, whatever order they come in.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (zone: Zone.Zone, cells: ReadonlyArray<Cell>, erased: number): Residue => ({
  zone,
  cells: cells.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)),
  erased
})

/**
 * A counted answer, with who gave it and why they had been asked.
 *
 * @category models
 * @since 0.1.0
 */
export interface Answer {
  readonly contact: Contact.ContactId
  readonly survey: Survey.SurveyId
  readonly purpose: Survey.Purpose
  readonly at: Instant.Instant
  readonly score: Score.Score
}

/**
 * Fewer people than this do not hide one of them.
 *
 * @category rules
 * @since 0.1.0
 */
export const fewest = 5

/**
 * The bins that an answer lies in, the finest first.
 *
 * @example Residue.binsOf(0, "UTC") // => ["1970-01-01", "1970-01", "1970", "always"]
 * @category getters
 * @since 0.1.0
 */
export const binsOf = (
  at: Instant.Instant,
  zone: Zone.Zone
): readonly [day: Bin, month: Bin, year: Bin, always: Bin] => {
  const day = Instant.day(Zone.toLocal(zone, at))
  // years beyond 9999 are written otherwise, and have no bins of their own
  return /^\d{4}-/.test(day)
    ? [day, day.slice(0, 7), day.slice(0, 4), "always"]
    : ["always", "always", "always", "always"]
}

const isWithin = (bin: Bin, wider: Bin): boolean => wider === "always" || bin === wider || bin.startsWith(`${wider}-`)

/**
 * Forgets one contact: their answers become increments. Each goes to the finest bin in which, of this survey and purpose,
 * at least five people answered, they themselves and those erased before included; to "always" when there is none, since
 * what was counted in all must stay. `answers` are all that are still there, of everybody; none of this contact: nothing changes
 * but the number of the erased.
 *
 * @category erasing
 * @since 0.1.0
 */
export const erase = (self: Residue, answers: ReadonlyArray<Answer>, contact: Contact.ContactId): Residue => {
  const own = answers.filter((answer) => answer.contact === contact)
  const people = (place: Place) =>
    new Set(answers.filter((answer) => isIn(self.zone, place, answer)).map(({ contact }) => contact)).size
  return add(self, increments(self, own, people))
}

/**
 * What the answers of one person add to the residue. `people`: how many who are still there answered in a place, they
 * themselves included; nobody asks whether it is more than `fewest`.
 *
 * @category erasing
 * @since 0.1.0
 */
export const increments = (
  self: Residue,
  own: ReadonlyArray<Answer>,
  people: (place: Place) => number
): ReadonlyArray<Cell> => {
  const cells = new Map<string, Cell>()
  for (const { at, purpose, score, survey } of own) {
    const isHidden = (bin: Bin) => {
      const place = { bin, survey, purpose }
      return people(place) + erasedIn(self, place) >= fewest
    }
    const place = { bin: binsOf(at, self.zone).find(isHidden) ?? "always", survey, purpose }
    const known = cells.get(keyOf(place))?.tally ?? Nps.empty
    cells.set(keyOf(place), { ...place, tally: Nps.combine(known, Nps.tally([score])), people: 1 })
  }
  return [...cells.values()]
}

/**
 * One more person was erased, and these are what their answers add.
 *
 * @category erasing
 * @since 0.1.0
 */
export const add = (self: Residue, cells: ReadonlyArray<Cell>): Residue =>
  make(self.zone, cells.reduce(increase, self.cells), self.erased + 1)

/**
 * A bin of one survey and purpose.
 *
 * @category models
 * @since 0.1.0
 */
export type Place = Pick<Cell, "bin" | "survey" | "purpose">

/**
 * The bins that an answer falls into, the finest first.
 *
 * @category getters
 * @since 0.1.0
 */
export const placesOf = (zone: Zone.Zone, { at, purpose, survey }: Answer): ReadonlyArray<Place> =>
  binsOf(at, zone).map((bin) => ({ bin, survey, purpose }))

const isIn = (zone: Zone.Zone, place: Place, answer: Answer): boolean =>
  placesOf(zone, answer).some((own) => keyOf(own) === keyOf(place))

const keyOf = ({ bin, purpose, survey }: Place): string => JSON.stringify([survey, purpose, bin])

const increase = (cells: ReadonlyArray<Cell>, one: Cell): ReadonlyArray<Cell> => {
  const known = cells.find((cell) => keyOf(cell) === keyOf(one))
  if (known === undefined) return [...cells, one]
  const sum = { ...known, tally: Nps.combine(known.tally, one.tally), people: known.people + one.people }
  return cells.map((cell) => (cell === known ? sum : cell))
}

/**
 * How many erased people, at least, answered in a bin. They may be in several of its finer cells, and nobody can tell any
 * more, so only the fullest of these counts.
 */
const erasedIn = (self: Residue, { bin, purpose, survey }: Place): number => {
  const erased = self.cells
    .filter((cell) => cell.survey === survey && cell.purpose === purpose && isWithin(cell.bin, bin))
    .map(({ people }) => people)
  return Math.max(0, ...erased)
}

/**
 * Which answers: of a survey and purpose, given at `from` or later, before `to`.
 *
 * @category models
 * @since 0.1.0
 */
export interface Period {
  readonly survey: Survey.SurveyId
  readonly purpose: Survey.Purpose
  readonly from: Instant.Instant
  readonly to: Instant.Instant
}

/**
 * The answers of a period, those of erased people included (`count: waves`).
 *
 * - `tally`, `score`: of the people still there and of all residue that surely lies in the period.
 * - `erased`: how many of these answers are residue.
 * - `uncertain`: answers of erased people in a bin that lies only partly in the period. They are in no tally, since nobody can
 *   tell any more; 0 means that erasing has changed nothing.
 *
 * @category models
 * @since 0.1.0
 */
export interface Projection {
  readonly tally: Nps.Tally
  readonly score: Option.Option<number>
  readonly erased: number
  readonly uncertain: number
}

/**
 * The fold over who is still there, plus the residue.
 *
 * @category projecting
 * @since 0.1.0
 */
export const project = (self: Residue, answers: ReadonlyArray<Answer>, period: Period): Projection =>
  projectTally(
    self,
    Nps.tally(
      answers
        .filter(
          ({ at, purpose, survey }) =>
            survey === period.survey && purpose === period.purpose && at >= period.from && at < period.to
        )
        .map(({ score }) => score)
    ),
    period
  )

/**
 * As `project`, of whoever is still there only the tally of their answers in the period.
 *
 * @category projecting
 * @since 0.1.0
 */
export const projectTally = (self: Residue, present: Nps.Tally, period: Period): Projection => {
  const isAsked = (one: Pick<Cell, "survey" | "purpose">) =>
    one.survey === period.survey && one.purpose === period.purpose
  let tally = present
  let erased = 0
  let uncertain = 0
  for (const cell of self.cells.filter(isAsked)) {
    const [from, to] = spanOf(cell.bin, self.zone)
    const n = Nps.counts(cell.tally).answers
    if (from >= period.from && to <= period.to) {
      tally = Nps.combine(tally, cell.tally)
      erased += n
    } else if (from < period.to && to > period.from) uncertain += n
  }
  return { tally, score: Nps.score(tally), erased, uncertain }
}

const spanOf = (bin: Bin, zone: Zone.Zone): readonly [from: Instant.Instant, to: Instant.Instant] => {
  if (bin === "always") return [Instant.first, Instant.last]
  const [year = 0, month, day] = bin.split("-").map(Number)
  const local = (y: number, m: number, d: number) => Zone.fromLocal(zone, new Date(0).setUTCFullYear(y, m, d))
  if (month === undefined) return [local(year, 0, 1), local(year + 1, 0, 1)]
  if (day === undefined) return [local(year, month - 1, 1), local(year, month, 1)]
  return [local(year, month - 1, day), local(year, month - 1, day + 1)]
}

/**
 * What a reader of the numbers must know about the erased. Statistics of persons (each one's latest answer, how consistent
 * people are, at risk and loyal) cannot include them. Empty: `undefined` while nobody was erased.
 *
 * @category formatting
 * @since 0.1.0
 */
export const note = (
  self: Residue,
  { uncertain }: Pick<Projection, "uncertain">,
  language: "en" | "fr"
): string | undefined => {
  if (self.erased === 0) return undefined
  const { erased } = self
  if (language === "en") {
    const people = erased === 1 ? "1 person was erased and is" : `${erased} people were erased and are`
    const unsure =
      uncertain === 0 ? "" : `; ${uncertain} of their answers cannot be told to lie in this period, and are left out`
    return `${people} in no statistics of persons; their answers still count in those of waves${unsure}.`
  }
  const personnes =
    erased === 1 ? "1 personne a été effacée et ne figure" : `${erased} personnes ont été effacées et ne figurent`
  const reste =
    uncertain === 0
      ? ""
      : ` ; pour ${uncertain} de ces réponses, nul ne sait plus si elles relèvent de cette période : elles sont omises`
  return `${personnes} dans aucune statistique de personnes ; leurs réponses comptent encore dans celles des vagues${reste}.`
}

/**
 * What is left of an erased id: its HMAC-SHA-256 under a secret key, in hex. With the key it tells whether an id that comes
 * again is one that asked to be forgotten; without it, nothing. (A plain hash would not do: ids can be guessed and hashed.)
 *
 * @category models
 * @since 0.1.0
 */
export const Mark = Schema.String.check(
  Schema.isPattern(/^[0-9a-f]{64}$/, { expected: "an HMAC-SHA-256 as 64 hex digits in lower case" })
).pipe(Schema.brand("Mark"))
/** @since 0.1.0 */
export type Mark = typeof Mark.Type

/**
 * Keyed HMAC-SHA-256 of a text's UTF-8, in hex. The host holds the key: in Node,
 * `(text) => createHmac("sha256", key).update(text).digest("hex")`.
 *
 * @category models
 * @since 0.1.0
 */
export type Hmac = (text: string) => string

/**
 * What was given as an HMAC gave something that is none. What it gave is not repeated here: it might be the id.
 *
 * @category errors
 * @since 0.1.0
 */
export class NoHmac extends Schema.TaggedError<NoHmac>()("NoHmac", {}) {
  override get message(): string {
    return "the hmac function did not return 64 hex digits in lower case: it must be a keyed HMAC-SHA-256"
  }
}

const isMark = Schema.is(Mark)

/**
 * The mark of an id. The same id and key, the same mark. The text that is signed begins with a purpose, so that the key may
 * serve others.
 *
 * @category erasing
 * @since 0.1.0
 */
export const mark = (contact: Contact.ContactId, hmac: Hmac): Result.Result<Mark, NoHmac> =>
  sign(`temoin erased contact\n${contact}`, hmac)

/**
 * What tells one key from another, and says nothing else about it. Kept beside the marks, so that marks of two keys never mix.
 *
 * @category erasing
 * @since 0.1.0
 */
export const keyMark = (hmac: Hmac): Result.Result<Mark, NoHmac> => sign("temoin erasure key", hmac)

const sign = (text: string, hmac: Hmac): Result.Result<Mark, NoHmac> => {
  const signed = hmac(text)
  return isMark(signed) ? Result.succeed(signed) : Result.fail(new NoHmac())
}
