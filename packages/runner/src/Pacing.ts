/**
 * Pacing: when may the next mail leave, and when does who must wait come back?
 *
 * Mailbox providers turn away whoever comes too fast. So there is a time between two mails, and a longer one between two to the
 * same domain. Who comes too early is given a time of their own to come back: nobody is held meanwhile, a slow domain does not
 * stand in the way of the others, and since whoever is due first is claimed first, nobody is overtaken for ever.
 *
 * Each worker keeps its own pace: a rate in the store would be a row that every mail of every worker waits for. Divide the
 * rate by the number of workers.
 *
 * @since 0.1.0
 */
import type { Instant } from "@temoin/core/Instant"

/**
 * How many mails may leave in a minute: of all, and of those to one domain. Missing: as many as you like. A fraction is
 * welcome: 0.5 is one in two minutes.
 *
 * @category models
 * @since 0.1.0
 */
export interface Pace {
  readonly perMinute?: number
  readonly perMinuteOfDomain?: number
}

/**
 * Of all mails (under the empty name) and of those to each domain: when the next one may leave (`free`), and the latest time
 * that was given to one to come back (`queued`). What has passed is forgotten.
 *
 * @category models
 * @since 0.1.0
 */
export interface Turns {
  readonly free: Map<string, Instant>
  readonly queued: Map<string, Instant>
}

/** Nothing has left yet. @category constructors @since 0.1.0 */
export const start = (): Turns => ({ free: new Map(), queued: new Map() })

/**
 * The domain of an address, in small letters.
 *
 * @example Pacing.domain("Anna@Example.COM") // => "example.com"
 * @category getters
 * @since 0.1.0
 */
export const domain = (address: string): string => address.slice(address.lastIndexOf("@") + 1).toLowerCase()

const between = (rate: number | undefined): number => (rate === undefined ? 0 : 60_000 / rate)

/** Who is to come back later than this is asked again then. */
const horizon = 3_600_000

/** Many domains, of which most were written to long ago. */
const kept = 10_000

const set = (times: Map<string, Instant>, name: string, at: Instant, now: Instant): void => {
  if (times.size >= kept) for (const [old, passed] of times) if (passed <= now) times.delete(old)
  times.set(name, at)
}

/**
 * When the next mail to this domain may leave: `now`, or later.
 *
 * @category getters
 * @since 0.1.0
 */
export const next = (turns: Turns, domain: string, now: Instant): Instant =>
  Math.ceil(Math.max(now, turns.free.get("") ?? now, turns.free.get(domain) ?? now))

/**
 * A mail to this domain leaves now.
 *
 * @category moving
 * @since 0.1.0
 */
export const leave = (pace: Pace, turns: Turns, domain: string, now: Instant): void => {
  const all = between(pace.perMinute)
  const theirs = between(pace.perMinuteOfDomain)
  if (all > 0) turns.free.set("", now + all)
  if (theirs > 0) set(turns.free, domain, now + theirs, now)
}

/**
 * When one who is to write to this domain and may not do so now comes back: a time that nobody else was given, and at most an
 * hour away.
 *
 * @category moving
 * @since 0.1.0
 */
export const comeBack = (pace: Pace, turns: Turns, domain: string, now: Instant): Instant => {
  const of = (name: string, step: number) =>
    step === 0 ? now : Math.max(turns.free.get(name) ?? now, (turns.queued.get(name) ?? -Infinity) + step)
  const all = of("", between(pace.perMinute))
  const theirs = of(domain, between(pace.perMinuteOfDomain))
  // whichever holds it up is the queue it stands in
  const at = Math.ceil(Math.min(now + horizon, Math.max(now, all, theirs)))
  if (theirs >= all) set(turns.queued, domain, at, now)
  else turns.queued.set("", at)
  return at
}
