/**
 * Breaker: is it any use to try this port now?
 *
 * When a mail server is away, every further mail to it would only fail. So after several failures in a row nothing is handed
 * over for a while; then one is tried, and the wait grows until one gets through. What needs no such port goes on.
 *
 * @since 0.1.0
 */
import * as BackOff from "@temoin/core/BackOff"
import type { Instant } from "@temoin/core/Instant"
import * as StableHash from "@temoin/core/StableHash"

/**
 * - `inARow`: what went astray since the last that got through. `holds`: how often in a row the port was left alone.
 * - `until`: nothing is handed over before this time. `isTrying`: one is under way that will tell.
 * - `problem`: what the port said last. `isMisconfigured`: it takes nothing from us until somebody changes something.
 *
 * @category models
 * @since 0.1.0
 */
export interface Breaker {
  readonly inARow: number
  readonly holds: number
  readonly until: Instant
  readonly isTrying: boolean
  readonly problem: string | undefined
  readonly isMisconfigured: boolean
}

/** Everything gets through. @category constructors @since 0.1.0 */
export const closed: Breaker = {
  inARow: 0,
  holds: 0,
  until: 0,
  isTrying: false,
  problem: undefined,
  isMisconfigured: false
}

/** So many in a row that did not get through for sure say that the port is in trouble, and not what was handed to it. */
const enough = 5

/** So long is the one that tries left alone; who tries may have died. */
const trial = 60_000

/**
 * Until when the port is left alone; `undefined`: it may be tried.
 *
 * @example Breaker.heldUntil(Breaker.closed, 0) // => undefined
 * @category getters
 * @since 0.1.0
 */
export const heldUntil = (self: Breaker, now: Instant): Instant | undefined =>
  now < self.until ? self.until : undefined

/**
 * Something is about to be handed over. After a hold it is the one that tries, and the others wait for it.
 *
 * @category moving
 * @since 0.1.0
 */
export const enter = (self: Breaker, now: Instant): Breaker =>
  self.holds === 0 ? self : { ...self, isTrying: true, until: now + trial }

/**
 * How long the port is left alone after so many holds in a row: what `BackOff` says, or less, but at least half of it. `name`
 * is that of the worker, so that several of them do not come back at the same moment. Unit: milliseconds.
 *
 * @example Breaker.wait("a", 1) <= 60_000 // => true
 * @category arithmetic
 * @since 0.1.0
 */
export const wait = (name: string, holds: number): number =>
  Math.round(BackOff.millis(holds) * (0.5 + StableHash.share(`${name} ${holds}`) / 2))

/**
 * It went astray: the port could not be reached, or did not say whether it took it; `isMisconfigured`: it takes nothing from
 * us. What comes back after the port was left alone already tells nothing new.
 *
 * @category moving
 * @since 0.1.0
 */
export const fail = (self: Breaker, problem: string, isMisconfigured: boolean, now: Instant, name: string): Breaker => {
  if (now < self.until && !self.isTrying) return self
  const inARow = self.inARow + 1
  if (!isMisconfigured && !self.isTrying && inARow < enough) return { ...self, inARow, problem }
  const holds = self.holds + 1
  return { inARow, holds, until: now + wait(name, holds), isTrying: false, problem, isMisconfigured }
}
