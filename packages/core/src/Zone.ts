/**
 * Zone: which clock hangs on this person's wall?
 *
 * The clock changes of a zone are looked up once, four years at a time, when somebody first asks about them; after that
 * an answer is a comparison or two.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { type Instant, first, last } from "./Instant.ts"

/**
 * An IANA time zone, such as "Europe/Paris" or "UTC".
 *
 * @category models
 * @since 0.1.0
 */
export const Zone = Schema.String.check(
  Schema.isMaxLength(64),
  Schema.makeFilter<string>((name) => isZone(name) || refusal(name.slice(0, 64)))
)
/** @since 0.1.0 */
export type Zone = typeof Zone.Type

const refusal = (name: string): string => {
  const nearest = suggest(name).map((known) => `"${known}"`)
  return `must be an IANA time zone, such as "Europe/Paris"; "${name}" is none${nearest.length === 0 ? "" : `: did you mean ${nearest.join(" or ")}?`}`
}

/**
 * What the clock on the wall shows, without its zone. Unit: milliseconds, as if the wall hung in UTC; so `Date`'s
 * `getUTC…` read the year, the hour and the weekday off it.
 *
 * @category models
 * @since 0.1.0
 */
export type Local = number

/**
 * Which instant is meant by a local time that the clocks show never, or twice.
 *
 * - `compatible`: one that a clock change skips moves forward by as much as the clocks do; one that it repeats is the
 *   first. This is what people mean, and what calendars do.
 * - `earlier`, `later`: of the two instants that the offsets before and after the change give, that one.
 *
 * @category models
 * @since 0.1.0
 */
export type Disambiguation = "compatible" | "earlier" | "later"

const second = 1000
const hour = 3_600_000
const day = 24 * hour
/** Clock changes are kept in pieces of four years, from 1970 on, for 33 of them: until 2102. */
const eraLength = 1461 * day
const eraCount = 33

/**
 * How far apart two looks at the platform's clock are. No two changes of a zone since 1970, nor any that are planned, are
 * closer than a week (America/Recife in October 2000, Asia/Gaza in October 2040).
 */
const step = 3 * day

/** From `from[i]` on, until `from[i + 1]` or the end of the era, the clock is `offset[i]` ahead of UTC. */
interface Era {
  readonly from: Float64Array
  readonly offset: Float64Array
}

/** A zone's clock. `from`, `until`, `offset`: where it was looked at last; the next look is mostly there too. */
interface Clock {
  readonly format: Intl.DateTimeFormat
  readonly eras: Array<Era | undefined>
  from: Instant
  until: Instant
  offset: number
}

const formatOf = (name: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat("en-US", { timeZone: name, hour: "numeric", timeZoneName: "longOffset" })

const utc: Clock = { format: formatOf("UTC"), eras: [], from: -Infinity, until: Infinity, offset: 0 }

/** Clocks by every spelling they were asked for with. */
const clocks = new Map<string, Clock>([["UTC", utc]])

/** There are some six hundred names; the rest of the room is for spellings in another case. */
const most = 2000

const clockNamed = (name: string): Clock | undefined => {
  const known = clocks.get(name)
  // "+01:00" is an offset and no zone: it knows no clock changes
  if (known !== undefined || !/^[A-Za-z]/.test(name)) return known
  let format: Intl.DateTimeFormat
  try {
    format = formatOf(name)
  } catch {
    return undefined
  }
  const canonical = format.resolvedOptions().timeZone
  const clock = clocks.get(canonical) ?? { format, eras: [], from: 0, until: 0, offset: 0 }
  clocks.set(canonical, clock)
  if (clocks.size < most) clocks.set(name, clock)
  return clock
}

let lastZone: Zone = "UTC"
let lastClock: Clock = utc

const clockOf = (zone: Zone): Clock => {
  if (zone === lastZone) return lastClock
  const clock = clockNamed(zone) ?? utc
  lastZone = zone
  lastClock = clock
  return clock
}

/** What the platform says; a microsecond's work. It writes "GMT+01:00", or "GMT-00:44:30" where seconds are needed. */
const read = (clock: Clock, instant: Instant): number => {
  const shown = clock.format.format(Math.max(first, Math.min(last, instant)))
  const sign = shown.lastIndexOf("GMT") + 3
  const part = (index: number) => Number(shown.slice(sign + index, sign + index + 2))
  const size = (part(1) * 60 + part(4)) * 60 + part(7)
  // "GMT" alone reads as 0 hours, minutes and seconds; without this it would be -0
  return size === 0 ? 0 : (shown[sign] === "-" ? -second : second) * size
}

/** The first whole second after `from`, `until` at the latest, at which the clock is not `offset` ahead any more. */
const firstChange = (clock: Clock, from: Instant, until: Instant, offset: number): Instant => {
  let before = Math.floor(from / second)
  let after = Math.ceil(until / second)
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (read(clock, middle * second) === offset) before = middle
    else after = middle
  }
  return after * second
}

const makeEra = (clock: Clock, begin: Instant): Era => {
  const end = begin + eraLength
  const from = [begin]
  const offsets = [read(clock, begin)]
  let offset = read(clock, begin)
  let at = begin
  while (at < end) {
    const next = Math.min(at + step, end)
    if (read(clock, next) === offset) {
      at = next
    } else {
      at = firstChange(clock, at, next, offset)
      offset = read(clock, at)
      from.push(at)
      offsets.push(offset)
    }
  }
  return { from: Float64Array.from(from), offset: Float64Array.from(offsets) }
}

const seek = (clock: Clock, instant: Instant): number => {
  const index = Math.floor(instant / eraLength)
  if (!(index >= 0 && index < eraCount)) return read(clock, instant)
  const era = (clock.eras[index] ??= makeEra(clock, index * eraLength))
  let low = 0
  let high = era.from.length
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (instant < (era.from[middle] ?? Infinity)) high = middle
    else low = middle
  }
  clock.from = era.from[low] ?? 0
  clock.until = era.from[high] ?? (index + 1) * eraLength
  clock.offset = era.offset[low] ?? 0
  return clock.offset
}

const offsetOf = (clock: Clock, instant: Instant): number =>
  instant >= clock.from && instant < clock.until ? clock.offset : seek(clock, instant)

/**
 * Does the platform know a time zone of this name?
 *
 * @example Zone.isZone("Europe/Paris") // => true
 * @example Zone.isZone("Europe/Atlantis") // => false
 * @category guards
 * @since 0.1.0
 */
export const isZone = (name: string): boolean => clockNamed(name) !== undefined

/**
 * How far the clock on the wall is ahead of UTC. Unit: milliseconds, negative west of Greenwich. A name that is no zone
 * reads as UTC here and below; `Zone` keeps such names out.
 *
 * @example Zone.offsetAt("Asia/Kathmandu", Date.UTC(2026, 0)) // => 20700000
 * @example Zone.offsetAt("America/New_York", Date.UTC(2026, 6)) // => -14400000
 * @category getters
 * @since 0.1.0
 */
export const offsetAt = (zone: Zone, instant: Instant): number => offsetOf(clockOf(zone), instant)

/**
 * Until when, at least, the clock stays as far ahead of UTC as it is at `instant`: always later than that, and at a
 * clock change at the latest; often earlier, so ask again from there. Infinity: until the last instant there is.
 *
 * @example Zone.steadyUntil("Europe/Paris", Date.UTC(2026, 2, 1)) // => Date.UTC(2026, 2, 29, 1)
 * @category getters
 * @since 0.1.0
 */
export const steadyUntil = (zone: Zone, instant: Instant): Instant => {
  const clock = clockOf(zone)
  const offset = offsetOf(clock, instant)
  if (instant >= clock.from && instant < clock.until) return clock.until
  // outside the eras that are kept
  const next = instant + step
  if (next > last) return Infinity
  return read(clock, next) === offset ? next : firstChange(clock, instant, next, offset)
}

/**
 * What the clock on the wall shows.
 *
 * @example Zone.toLocal("Europe/Paris", Date.UTC(2026, 6, 1, 10)) // => Date.UTC(2026, 6, 1, 12)
 * @category conversions
 * @since 0.1.0
 */
export const toLocal = (zone: Zone, instant: Instant): Local => instant + offsetAt(zone, instant)

/**
 * When the clock on the wall shows this. A local time that a clock change skips moves forward by as much as the clocks do,
 * one that is repeated is the first; `disambiguation` may choose otherwise.
 *
 * @example Zone.fromLocal("Europe/Paris", Date.UTC(2026, 6, 1, 12)) // => Date.UTC(2026, 6, 1, 10)
 * @example Zone.fromLocal("Europe/Paris", Date.UTC(2026, 2, 29, 2, 30)) // => Date.UTC(2026, 2, 29, 1, 30)
 * @example Zone.fromLocal("Europe/Paris", Date.UTC(2026, 9, 25, 2, 30), "later") // => Date.UTC(2026, 9, 25, 1, 30)
 * @category conversions
 * @since 0.1.0
 */
export const fromLocal = (zone: Zone, local: Local, disambiguation: Disambiguation = "compatible"): Instant => {
  const clock = clockOf(zone)
  // no clock was ever a whole day ahead of UTC or behind it: what is meant lies between these two
  const yesterday = local - day
  const tomorrow = local + day
  if (yesterday >= clock.from && tomorrow < clock.until) return local - clock.offset
  const before = offsetOf(clock, yesterday)
  const after = offsetOf(clock, tomorrow)
  if (before === after) return local - before
  const byBefore = local - before
  const byAfter = local - after
  const isBefore = offsetOf(clock, byBefore) === before
  const isAfter = offsetOf(clock, byAfter) === after
  if (isBefore !== isAfter) return isBefore ? byBefore : byAfter
  // Shown twice or never. By the offset before the change it is the first of two, and lies beyond a gap.
  if (disambiguation === "compatible") return byBefore
  return disambiguation === "earlier" ? Math.min(byBefore, byAfter) : Math.max(byBefore, byAfter)
}

/** Names of today that a platform may know and yet list by their older ones only: "Asia/Calcutta". */
const renamed = [
  "UTC",
  "America/Nuuk",
  "Asia/Ho_Chi_Minh",
  "Asia/Kathmandu",
  "Asia/Kolkata",
  "Asia/Yangon",
  "Atlantic/Faroe",
  "Europe/Kyiv",
  "Pacific/Chuuk",
  "Pacific/Pohnpei"
]

let known: ReadonlyArray<Spelling> | undefined

/** A zone's name in lower case, and what stands behind its last slash: mostly a city. */
interface Spelling {
  readonly name: Zone
  readonly whole: string
  readonly city: string
}

const spelling = (name: string): Spelling => {
  const whole = name.slice(0, 64).trim().toLowerCase().replaceAll(/[ -]/g, "_")
  return { name, whole, city: whole.slice(whole.lastIndexOf("/") + 1) }
}

/**
 * The nearest names of zones that the platform knows, at most three, for one that it does not: with letters mistyped,
 * in another region, or the city alone. Empty: nothing is near.
 *
 * @example Zone.suggest("Europe/Pariss") // => ["Europe/Paris"]
 * @example Zone.suggest("new york") // => ["America/New_York"]
 * @example Zone.suggest("Europe/Atlantis") // => []
 * @category getters
 * @since 0.1.0
 */
export const suggest = (name: string): ReadonlyArray<Zone> => {
  known ??= [...new Set([...Intl.supportedValuesOf("timeZone"), ...renamed.filter(isZone)])].map(spelling)
  const wanted = spelling(name)
  let nearest: Array<Zone> = []
  let least = Infinity
  for (const candidate of known) {
    const away = Math.min(
      edits(wanted.whole, candidate.whole, tolerated(wanted.whole)),
      edits(wanted.city, candidate.city, tolerated(wanted.city))
    )
    if (away < least) nearest = []
    if (away > least || away === Infinity) continue
    least = away
    nearest.push(candidate.name)
  }
  return nearest.slice(0, 3)
}

/** One mistake in four letters, three at most: more, and it is another name. */
const tolerated = (text: string): number => Math.min(3, Math.floor(text.length / 4))

/**
 * How many letters must be put in, taken out, replaced or swapped with their neighbour to make one text of the other;
 * Infinity when it is more than `limit`.
 */
const edits = (self: string, that: string, limit: number): number => {
  if (Math.abs(self.length - that.length) > limit || self === "") return Infinity
  let beforeLast: Array<number> = []
  let last = Array.from({ length: that.length + 1 }, (_, j) => j)
  for (let i = 1; i <= self.length; i++) {
    const row = [i]
    for (let j = 1; j <= that.length; j++) {
      const same = self[i - 1] === that[j - 1]
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1))
      if (i > 1 && j > 1 && self[i - 1] === that[j - 2] && self[i - 2] === that[j - 1]) {
        least = Math.min(least, (beforeLast[j - 2] ?? 0) + 1)
      }
      row.push(least)
    }
    if (Math.min(...row) > limit) return Infinity
    beforeLast = last
    last = row
  }
  const all = last[that.length] ?? Infinity
  return all > limit ? Infinity : all
}
