/**
 * Receiving: what does a mail that came in add to the history?
 *
 * @since 0.1.0
 */
import type * as Event from "@temoin/core/Event"
import type * as Heard from "@temoin/core/Heard"
import type * as History from "@temoin/core/History"
import type { Instant } from "@temoin/core/Instant"
import * as Intake from "@temoin/core/ports/Intake"
import * as Outcome from "@temoin/core/Outcome"
import * as MailReader from "@temoin/core/ports/MailReader"
import * as Fold from "@temoin/core/Fold"
import * as State from "@temoin/core/State"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

/**
 * None of the adapters reads mail.
 *
 * @category errors
 * @since 0.1.0
 */
export class NoMailReader extends Schema.TaggedError<NoMailReader>()("NoMailReader", {}) {
  override get message() {
    return "none of the adapters reads mail: add a layer that provides MailReader, such as Listening.layer of @temoin/email"
  }
}

/** What a mail said, and what became of it. @category models @since 0.1.0 */
export interface Received {
  readonly heard: Heard.Heard
  readonly outcome: Heard.Outcome
}

/**
 * The mail that comes in.
 *
 * @category models
 * @since 0.1.0
 */
export interface Mail {
  /**
   * Takes one mail in, as it came over the wire: a bounce, a spam report, a reply, "unsubscribe". Give it every mail that
   * reaches the address we send from, any number of times. Rejects with `NoMailReader` when no adapter reads mail.
   */
  readonly receive: (raw: string | Uint8Array) => Promise<Received>
  /** Takes in what an adapter made of a mail service's own report. The same twice is recorded once. */
  readonly hear: (heard: Heard.Heard) => Promise<Heard.Outcome>
}

/**
 * The mail that comes in, over the adapters.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (use: <A, E>(effect: Effect.Effect<A, E, Intake.Intake>) => Promise<A>): Mail => ({
  hear: (heard) => use(Effect.flatMap(Intake.Intake, (intake) => intake.hear(heard))),
  receive: (raw) =>
    use(
      Effect.gen(function* () {
        const reader = yield* Effect.serviceOption(MailReader.MailReader)
        if (Option.isNone(reader)) return yield* new NoMailReader()
        const heard = yield* reader.value.read(raw)
        return { heard, outcome: yield* Effect.flatMap(Intake.Intake, (intake) => intake.hear(heard)) }
      })
    )
})

/**
 * The event that this mail adds about the message `via`; none when it is there, or was said before in other words.
 *
 * @category receiving
 * @since 0.1.0
 */
export const toEvents = (
  history: History.History,
  { mail, says }: Heard.Heard & { readonly says: Recordable },
  { address, reference }: State.Send,
  now: Instant
): ReadonlyArray<Event.Event> => {
  const id = `heard:${mail}` as Event.EventId
  if (history.events.some((event) => event.id === id)) return []
  const common = { id, occurredAt: now, recordedAt: now }
  switch (says._tag) {
    case "Bounced":
      return [{ _tag: "HardBounced", ...common, address, via: reference }]
    case "SpamReported":
      return [{ _tag: "SpamReported", ...common, via: reference }]
    case "Unsubscribed":
      return optingOut(history, { ...common, via: reference }, {})
    case "Replied": {
      const { from, isCut, words } = says
      const isOther = from !== undefined && from.toLowerCase() !== address.toLowerCase()
      return [
        {
          _tag: "Replied",
          ...common,
          via: reference,
          ...(words !== undefined && { words: isCut ? `${words.slice(0, 9990).toWellFormed()} …` : words }),
          ...(isOther && { from })
        }
      ]
    }
  }
}

/**
 * That this message left, where nobody knew whether it had.
 *
 * @category receiving
 * @since 0.1.0
 */
export const leaving = (state: State.State, reference: Event.Reference, now: Instant): ReadonlyArray<Event.Event> =>
  State.unknownSends(state)
    .filter((send) => send.reference === reference)
    .map((send) => Outcome.settled(send, "sent", now, "what came back"))

/** What has a place in a history. @category models @since 0.1.0 */
export type Recordable = Extract<Heard.Says, { readonly _tag: "Bounced" | "SpamReported" | "Replied" | "Unsubscribed" }>

/**
 * "No more", unless that was said already of at least as much.
 *
 * @category receiving
 * @since 0.1.0
 */
export const optingOut = (
  history: History.History,
  common: Pick<Event.Event, "id" | "occurredAt" | "recordedAt"> & { readonly via: Event.Reference },
  extent: Event.Extent
): ReadonlyArray<Event.Event> =>
  Fold.of(history).optOuts.some((known) => State.covers(known.extent, extent))
    ? []
    : [{ _tag: "OptedOut", ...common, extent }]
