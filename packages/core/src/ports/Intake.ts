/**
 * Intake: what comes in from the person who was asked?
 *
 * What a web page, a widget or a mailbox needs; the runner provides it.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Decision from "../Decision.ts"
import * as Event from "../Event.ts"
import * as Instant from "../Instant.ts"
import type * as Score from "../Score.ts"
import * as Survey from "../Survey.ts"
import type { Conflict, EventClash, StoreError } from "./HistoryStore.ts"

/**
 * The wave that a link leads to, as far as the one who follows it may see it.
 *
 * @category models
 * @since 0.1.0
 */
export interface OpenWave {
  readonly survey: Survey.SurveyId
  readonly subject: Option.Option<string>
  readonly locale: Option.Option<string>
  readonly answer: Option.Option<{ readonly score: Score.Score; readonly comment: Option.Option<string> }>
}

/** No message with this reference was ever sent by us. @category errors @since 0.1.0 */
export class UnknownReference extends Schema.TaggedError<UnknownReference>()("UnknownReference", {
  reference: Event.Reference
}) {
  override get message() {
    return "no message of ours has this reference"
  }
}

/** The wave takes no answer any more. @category errors @since 0.1.0 */
export class WaveClosed extends Schema.TaggedError<WaveClosed>()("WaveClosed", {
  survey: Survey.SurveyId,
  wave: Decision.WaveId,
  closedAt: Instant.Instant
}) {
  override get message() {
    return `this survey closed on ${Instant.minute(this.closedAt)}`
  }
}

/**
 * @category ports
 * @since 0.1.0
 */
export class Intake extends Context.Service<
  Intake,
  {
    /** What to show on the answer page. Writes nothing. */
    readonly open: (reference: Event.Reference) => Effect.Effect<OpenWave, UnknownReference | WaveClosed | StoreError>

    /**
     * Records the answer; the latest before the wave closes counts. The same answer twice is recorded once. A comment
     * that is left out keeps the earlier one; an empty one takes it back.
     */
    readonly answer: (
      reference: Event.Reference,
      answer: { readonly score: Score.Score; readonly comment?: string }
    ) => Effect.Effect<void, UnknownReference | WaveClosed | Conflict | EventClash | StoreError>

    /** Records "no more": of everything, unless `extent` says less. Twice is once. */
    readonly optOut: (
      reference: Event.Reference,
      extent?: Event.Extent
    ) => Effect.Effect<void, UnknownReference | Conflict | EventClash | StoreError>

    /** The language of the person a reference leads to, for the pages around it. Writes nothing. */
    readonly locale: (reference: Event.Reference) => Effect.Effect<Option.Option<string>, UnknownReference | StoreError>
  }
>()("@temoin/core/ports/Intake") {}
