/**
 * ContactFrequency: how often may one person be asked?
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Period from "./Period.ts"

/**
 * What was last done, as a clock that starts anew each time: an ask was sent (`invited`), a reminder was sent
 * (`reminded`), an answer came (`answered`).
 *
 * @category models
 * @since 0.1.0
 */
export const Clock = Schema.Literals(["invited", "reminded", "answered"])
/** @since 0.1.0 */
export type Clock = typeof Clock.Type

/**
 * Whose clock counts: that of the same survey, of every survey and ask with the same purpose, or of everything.
 *
 * @category models
 * @since 0.1.0
 */
export const Scope = Schema.Literals(["survey", "purpose", "everything"])
/** @since 0.1.0 */
export type Scope = typeof Scope.Type

/**
 * The asks a rule can hold back. A request for a review it holds against earlier such requests as it says; against
 * everything else, which scores can move, for 14 days at most (see `ReviewRequest`).
 *
 * @category models
 * @since 0.1.0
 */
export const Held = Schema.Literals(["invitation", "reminder", "testimonial request", "review request"])
/** @since 0.1.0 */
export type Held = typeof Held.Type

/**
 * A minimum gap: none of the asks it `holds` goes out until `gap` has passed on every one of its `clocks`. Elapsed per
 * person, from what was really done; a reminder is never held back by its own invitation.
 *
 * @category models
 * @since 0.1.0
 */
export const MinimumGap = Schema.Struct({
  gap: Period.Period,
  clocks: Schema.NonEmptyArray(Clock).pipe(Schema.withDecodingDefaultKey(Effect.succeed(["invited"] as const))),
  scope: Scope.pipe(Schema.withDecodingDefaultKey(Effect.succeed("everything" as const))),
  holds: Schema.NonEmptyArray(Held).pipe(Schema.withDecodingDefaultKey(Effect.succeed(["invitation"] as const)))
})
/** @since 0.1.0 */
export type MinimumGap = typeof MinimumGap.Type

/**
 * A cap: at most so many asks on one of its `clocks` within a rolling window `(t − within, t]`. The next one waits until
 * the oldest of them has left the window.
 *
 * @category models
 * @since 0.1.0
 */
export const Cap = Schema.Struct({
  most: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1000 })),
  within: Period.Period,
  clocks: Schema.NonEmptyArray(Clock).pipe(Schema.withDecodingDefaultKey(Effect.succeed(["invited"] as const))),
  scope: Scope.pipe(Schema.withDecodingDefaultKey(Effect.succeed("everything" as const))),
  holds: Schema.NonEmptyArray(Held).pipe(Schema.withDecodingDefaultKey(Effect.succeed(["invitation"] as const)))
})
/** @since 0.1.0 */
export type Cap = typeof Cap.Type
