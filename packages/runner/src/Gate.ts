/**
 * Gate: may a mail be handed over now, and if not, when?
 *
 * What the mailer has said lately, and the pace. One for all the work of a runner.
 *
 * @since 0.1.0
 */
import type { Instant } from "@temoin/core/Instant"
import * as Breaker from "./Breaker.ts"
import * as Pacing from "./Pacing.ts"

/**
 * - `heldUntil`: when somebody who is to write to this address is to come back; `undefined`: the mail may leave now. Whoever is
 *   given a time has it to themselves.
 * - `enter`: a mail to this address leaves now, if nobody was quicker. Gives whether it may.
 * - `through`, `astray`: what became of it.
 * - `resume`: an operator, or a check, says that the mailer is well again.
 * - `state`: what the mailer has said lately.
 *
 * @category models
 * @since 0.1.0
 */
export interface Gate {
  readonly heldUntil: (address: string, now: Instant) => Instant | undefined
  readonly enter: (address: string, now: Instant) => boolean
  readonly through: () => void
  readonly astray: (problem: string, isMisconfigured: boolean, now: Instant) => void
  readonly resume: () => void
  readonly state: () => Breaker.Breaker
}

/**
 * Open. `name` is the worker's.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (name: string, pace: Pacing.Pace): Gate => {
  let breaker = Breaker.closed
  const turns = Pacing.start()
  return {
    heldUntil: (address, now) => {
      const held = Breaker.heldUntil(breaker, now)
      if (held !== undefined) return held
      const domain = Pacing.domain(address)
      return Pacing.next(turns, domain, now) <= now ? undefined : Pacing.comeBack(pace, turns, domain, now)
    },
    enter: (address, now) => {
      const domain = Pacing.domain(address)
      if (Breaker.heldUntil(breaker, now) !== undefined || Pacing.next(turns, domain, now) > now) return false
      breaker = Breaker.enter(breaker, now)
      Pacing.leave(pace, turns, domain, now)
      return true
    },
    through: () => void (breaker = Breaker.closed),
    astray: (problem, isMisconfigured, now) => {
      breaker = Breaker.fail(breaker, problem, isMisconfigured, now, name)
    },
    resume: () => void (breaker = Breaker.closed),
    state: () => breaker
  }
}
