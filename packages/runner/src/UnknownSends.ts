/**
 * UnknownSends: which messages may or may not have left, and what was found out about them?
 *
 * @since 0.1.0
 */
import * as Event from "@temoin/core/Event"
import * as Fold from "@temoin/core/Fold"
import type * as History from "@temoin/core/History"
import * as Outcome from "@temoin/core/Outcome"
import * as HistoryStore from "@temoin/core/ports/HistoryStore"
import * as Intake from "@temoin/core/ports/Intake"
import * as Mailer from "@temoin/core/ports/Mailer"
import * as State from "@temoin/core/State"
import * as Text from "@temoin/core/Text"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Fact from "./Fact.ts"
import * as Writing from "./Writing.ts"

/**
 * A message of which nobody knows whether it left. `reference` names it here, `messageId` in the mail server's log. `at`: since
 * when that is so.
 *
 * @category models
 * @since 0.1.0
 */
export interface UnknownSend {
  readonly contact: string
  readonly key: string
  readonly reference: string
  readonly messageId: string
  readonly at: number
}

/**
 * Nobody wonders about this message: it was sent, or failed, or somebody settled it already. `status`: how far it has come.
 *
 * @category errors
 * @since 0.1.0
 */
export class NotUnknown extends Schema.TaggedError<NotUnknown>()("NotUnknown", {
  reference: Event.Reference,
  status: Schema.String
}) {
  override get message() {
    return `the message ${this.reference} is no unknown send: it is ${this.status}`
  }
}

/** @category models @since 0.1.0 */
export interface UnknownSends {
  /** The messages of which nobody knows whether they left, unless an answer has shown since that they did. */
  readonly list: () => Promise<ReadonlyArray<UnknownSend>>
  /**
   * Records what somebody, `by`, found out about one, in the mail server's log for instance. One that was sent counts from when
   * it was to leave; one that was not is tried again if it is still wanted, and counts no more against anybody's limits. Gives
   * whether that was new. Refused with `NotUnknown` when it says something else than what is known.
   */
  readonly settle: (reference: string, as: "sent" | "not sent", by: string) => Promise<boolean>
}

const read = Fact.read(
  Schema.Struct({ reference: Event.Reference, as: Schema.Literals(["sent", "not sent"]), by: Text.Line })
)

/** @category constructors @since 0.1.0 */
export const make = (
  use: <A, E>(effect: Effect.Effect<A, E, HistoryStore.HistoryStore | Mailer.Mailer>) => Promise<A>,
  histories: () => AsyncIterable<History.History>
): UnknownSends => ({
  list: async () => {
    const mailer = await use(Mailer.Mailer)
    const found: Array<UnknownSend> = []
    for await (const history of histories()) {
      for (const { at, key, reference } of State.unknownSends(Fold.of(history))) {
        found.push({ contact: history.contact, key, reference, messageId: mailer.messageId(reference), at })
      }
    }
    return found
  },
  settle: (reference, as, by) =>
    use(
      Effect.gen(function* () {
        const told = yield* Effect.fromResult(read({ reference, as, by }))
        return yield* settle(told.reference, told.as, told.by)
      })
    )
})

/**
 * The same for hosts that use Effect.
 *
 * @category settling
 * @since 0.1.0
 */
export const settle = Effect.fnUntraced(function* (reference: Event.Reference, as: "sent" | "not sent", by: string) {
  const store = yield* HistoryStore.HistoryStore
  const found = yield* store.find(reference)
  if (Option.isNone(found)) return yield* new Intake.UnknownReference({ reference })
  const added = yield* Writing.write(
    found.value.contact,
    (history, now): Result.Result<ReadonlyArray<Event.Event>, Intake.UnknownReference | NotUnknown> => {
      const send = State.sends(Fold.of(history)).find((send) => send.reference === reference)
      if (send === undefined) return Result.fail(new Intake.UnknownReference({ reference }))
      const { status } = send
      if (status === "unknown") return Result.succeed([Outcome.settled(send, as, now, by)])
      const isSaid = (status === "sent" && as === "sent") || (status === "failed" && as === "not sent")
      return isSaid ? Result.succeed([]) : Result.fail(new NotUnknown({ reference, status }))
    }
  )
  return added > 0
})
