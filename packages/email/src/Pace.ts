/**
 * Pace: may the next mail leave?
 *
 * Mailbox providers turn away whoever comes too fast, and some of them for days. So there is a time between two mails, and a
 * longer one between two mails to the same domain. A slow domain does not hold up the others.
 *
 * @since 0.1.0
 */
import * as Mailer from "@temoin/core/ports/Mailer"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

/**
 * A time from a millisecond to ten minutes, such as "2 seconds".
 *
 * @category models
 * @since 0.1.0
 */
export const Wait = Schema.declare(
  (input): input is Duration.Input =>
    Option.exists(
      Duration.fromInput(input as Duration.Input),
      (time) => Duration.toMillis(time) >= 1 && Duration.toMillis(time) <= 600_000
    ),
  { expected: `a time from "1 milli" to "10 minutes"` }
)

/** At most so many mails in this time, evenly spread. @category models @since 0.1.0 */
export const Rate = Schema.Struct({
  mails: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000_000 })),
  per: Wait
})
/** @since 0.1.0 */
export type Rate = typeof Rate.Type

/**
 * The time from one mail to the next, of all and of those to one domain. Unit: milliseconds; 0: none.
 *
 * @category models
 * @since 0.1.0
 */
export interface Pace {
  readonly between: number
  readonly betweenOfDomain: number
}

/**
 * When the next mail may leave, of all (under the empty name) and to each domain. What has passed is forgotten.
 *
 * @category models
 * @since 0.1.0
 */
export type Turns = Map<string, number>

/**
 * How long a mail to this domain has to wait before it asks again, in milliseconds. 0: it leaves now, and the turn is taken.
 *
 * @example Pace.take({ between: 100, betweenOfDomain: 1000 }, new Map([["example.org", 700]]), "example.org", 0) // => 700
 * @example Pace.take({ between: 100, betweenOfDomain: 1000 }, new Map([["example.org", 700]]), "example.com", 0) // => 0
 * @category pacing
 * @since 0.1.0
 */
export const take = ({ between, betweenOfDomain }: Pace, turns: Turns, domain: string, now: number): number => {
  const wait = Math.max(now, turns.get("") ?? now, turns.get(domain) ?? now) - now
  if (wait > 0) return wait
  if (betweenOfDomain > 0) {
    // the latest are last, so that the first that has not passed ends the search
    for (const [name, next] of turns) {
      if (next > now) break
      turns.delete(name)
    }
    turns.delete(domain)
    turns.set(domain, now + betweenOfDomain)
  }
  if (between > 0) turns.set("", now + between)
  return 0
}

/**
 * The pace of these rates; none is as fast as it goes.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (rate: Rate | undefined, ratePerDomain: Rate | undefined): Pace => ({
  between: between(rate),
  betweenOfDomain: between(ratePerDomain)
})

const between = (rate: Rate | undefined): number =>
  rate === undefined ? 0 : Duration.toMillis(Duration.fromInputUnsafe(rate.per)) / rate.mails

/** A runner gives up on who keeps it waiting for much longer. */
const longestWait = 60_000

/**
 * Waits until a mail to this domain may leave. Fails as `unavailable` when that is more than a minute away.
 *
 * @category pacing
 * @since 0.1.0
 */
export const turn = Effect.fnUntraced(function* (
  pace: Pace,
  turns: Turns,
  domain: string
): Effect.fn.Return<void, Mailer.MailError> {
  const since = yield* Clock.currentTimeMillis
  for (;;) {
    const now = yield* Clock.currentTimeMillis
    const wait = take(pace, turns, domain, now)
    if (wait === 0) return
    if (now + wait - since > longestWait) {
      const problem =
        "too many mails wait for their turn (rate, ratePerDomain); this one did not leave; try again later"
      return yield* new Mailer.MailError({ reason: "unavailable", problem })
    }
    yield* Effect.sleep(wait)
  }
})
