/**
 * ContactFrequency: how often may one person, or one company, be asked?
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Period from "./Period.ts"
import * as Text from "./Text.ts"

/**
 * What was last done, as a clock that starts anew each time: an ask was sent (`invited`), a reminder was sent
 * (`reminded`), a survey was shown on a page (`shown`), closed there without an answer (`declined`), an answer came
 * (`answered`).
 *
 * @category models
 * @since 0.1.0
 */
export const Clock = Schema.Literals(["invited", "reminded", "answered", "shown", "declined"])
/** @since 0.1.0 */
export type Clock = typeof Clock.Type

/**
 * What starts each clock, as people say it: one of them, and several.
 *
 * @category formatting
 * @since 0.1.0
 */
export const words = {
  en: {
    invited: ["ask", "asks"],
    reminded: ["reminder", "reminders"],
    answered: ["answer", "answers"],
    shown: ["display", "displays"],
    declined: ["refusal", "refusals"]
  },
  fr: {
    invited: ["demande", "demandes"],
    reminded: ["rappel", "rappels"],
    answered: ["réponse", "réponses"],
    shown: ["affichage", "affichages"],
    declined: ["refus", "refus"]
  }
} as const

/**
 * Which clocks count: those of the same survey, of every survey and ask with the same purpose, or of everything.
 *
 * @category models
 * @since 0.1.0
 */
export const Scope = Schema.Literals(["survey", "purpose", "everything"])
/** @since 0.1.0 */
export type Scope = typeof Scope.Type

/**
 * Whose clocks count: the contact's own, or those of everybody in their account. Of a contact without an account, their own.
 *
 * @category models
 * @since 0.1.0
 */
export const Subject = Schema.Literals(["contact", "account"])
/** @since 0.1.0 */
export type Subject = typeof Subject.Type

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
 * Asks that a rule does not hold: all of a survey, or only the invitations that its trigger of this name starts. They
 * still start its clocks.
 *
 * @category models
 * @since 0.1.0
 */
export const Exempt = Schema.Struct({ survey: Text.Name, trigger: Schema.optionalKey(Text.Name) })
/** @since 0.1.0 */
export type Exempt = typeof Exempt.Type

const common = {
  clocks: Schema.NonEmptyArray(Clock).pipe(Schema.withDecodingDefaultKey(Effect.succeed(["invited"] as const))),
  scope: Scope.pipe(Schema.withDecodingDefaultKey(Effect.succeed("everything" as const))),
  subject: Subject.pipe(Schema.withDecodingDefaultKey(Effect.succeed("contact" as const))),
  holds: Schema.NonEmptyArray(Held).pipe(Schema.withDecodingDefaultKey(Effect.succeed(["invitation"] as const))),
  except: Schema.Array(Exempt).pipe(Schema.withDecodingDefaultKey(Effect.succeed([])))
}

/**
 * A minimum gap: none of the asks it `holds` goes out until `gap` has passed on every one of its `clocks`. Elapsed, from
 * what was really done; a reminder is never held back by its own invitation.
 *
 * @category models
 * @since 0.1.0
 */
export const MinimumGap = Schema.Struct({ gap: Period.Period, ...common })
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
  ...common
})
/** @since 0.1.0 */
export type Cap = typeof Cap.Type

/**
 * Is an ask one that this rule holds back? `trigger`: the name of the one that started the invitation, when it has one.
 *
 * @category guards
 * @since 0.1.0
 */
export const holds = (
  self: MinimumGap | Cap,
  ask: { readonly kind: string; readonly survey: string; readonly trigger?: string | undefined }
): boolean =>
  self.holds.some((held) => held === ask.kind) &&
  !self.except.some(
    ({ survey, trigger }) =>
      survey === ask.survey && (trigger === undefined || (ask.kind === "invitation" && trigger === ask.trigger))
  )
