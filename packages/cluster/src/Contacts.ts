/**
 * Contacts: on which machine is a contact worked on?
 *
 * Each contact is an entity, at home on one machine of the cluster. Whoever claims a contact hands the claim to its home, where
 * the work is done under it. The message is only a nudge: it is kept nowhere, and one that is lost costs nothing but time,
 * since the store knows what is due and gives the contact again when the claim has run out. One that comes twice does nothing twice:
 * what is written is guarded by the claim and by the contact's version, as it is between workers that share a store.
 *
 * @since 0.1.0
 */
import * as Contact from "@temoin/core/Contact"
import type * as HistoryStore from "@temoin/core/ports/HistoryStore"
import type * as Runner from "@temoin/runner/Runner"
import type * as Work from "@temoin/runner/Work"
import * as Cause from "effect/Cause"
import * as ClusterSchema from "effect/cluster/ClusterSchema"
import * as Entity from "effect/cluster/Entity"
import * as Sharding from "effect/cluster/Sharding"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

const Claim = Schema.Struct({ contact: Contact.ContactId, fence: Schema.Int, until: Schema.Number })

const Ended = Schema.Struct({
  as: Schema.Literals(["Settled", "Released", "TakenOver", "Failed"]),
  problem: Schema.UndefinedOr(Schema.String),
  recorded: Schema.Int,
  sent: Schema.Int,
  failed: Schema.Int,
  refused: Schema.Int,
  unknown: Schema.Int,
  heldBack: Schema.Int
})

/**
 * A contact, and the one thing it is told. The death of whoever told it does not interrupt a mail that is leaving.
 */
const Home = Entity.make("temoin/Contact", [
  Rpc.make("Work", { payload: Claim, success: Ended }).annotate(ClusterSchema.Uninterruptible, true)
])

const nothing = { recorded: 0, sent: 0, failed: 0, refused: 0, unknown: 0, heldBack: 0 }

/** It is not known what became of the work, or it was not begun: in both cases the claim runs out. */
const noWord = (contact: Contact.ContactId, why: string): Work.Ended => ({
  ...nothing,
  as: "Failed",
  problem: `nothing was heard from the machine that works on ${contact} (${why}): the contact is tried again when its claim has run out`
})

/**
 * Makes this machine a home, and hands each claim to the home of its contact. When the scope closes, it begins nothing more and
 * finishes what it is at; what others hand over from then on goes to the next home.
 *
 * A claim may have waited on its way, for a member that had just died. So nothing more is begun in the last third of the
 * `claimMillis` that claims are made for: the contact is given back, and is due for a new claim at once.
 *
 * @category constructors
 * @since 0.1.0
 */
export const spread = (claimMillis: number) =>
  Effect.fnUntraced(function* (own: Runner.WorkOn) {
    const sharding = yield* Sharding.Sharding
    let isLeaving = false
    const reserve = claimMillis / 3
    /** Goes on in a fiber of its own, in which time limits still hold, whatever becomes of who waits for it. */
    const work = Effect.fnUntraced(function* (claim: HistoryStore.Claim) {
      const clock = yield* Clock.Clock
      const isOver = () => isLeaving || clock.currentTimeMillisUnsafe() >= claim.until - reserve
      return yield* Fiber.join(yield* Effect.forkDetach(Effect.interruptible(own(claim, isOver))))
    }, Effect.uninterruptible)
    yield* sharding.registerEntity(
      Home,
      Effect.succeed(Home.of({ Work: ({ payload }) => work(payload) })),
      // there is nothing to remember between two times
      { maxIdleTime: "5 seconds" }
    )
    yield* Effect.addFinalizer(() => Effect.sync(() => void (isLeaving = true)))
    const home = yield* Home.client
    return Effect.fnUntraced(function* (claim: HistoryStore.Claim) {
      const left = claim.until - (yield* Clock.currentTimeMillis)
      return yield* home(claim.contact)
        .Work(claim)
        .pipe(
          Effect.timeoutOption(left),
          Effect.map(Option.getOrElse(() => noWord(claim.contact, "the claim has run out"))),
          // it was told twice, and is at it
          Effect.catchTag("AlreadyProcessingMessage", () =>
            Effect.succeed<Work.Ended>({ ...nothing, as: "TakenOver", problem: undefined })
          ),
          // also when it was interrupted there, which is not to interrupt anything here
          Effect.catchCause((cause) => Effect.succeed(noWord(claim.contact, String(Cause.squash(cause)))))
        )
    }) satisfies Runner.WorkOn
  })
