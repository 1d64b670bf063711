/**
 * MemoryMailer: who carries a message when nothing must leave the house?
 *
 * The `Mailer` port in memory, and `Outbox`: what a test sees of it and how it makes the mail fail.
 *
 * @since 0.1.0
 */
import { MailError, Mailer } from "@temoin/core/ports/Mailer"
import type { Mail } from "@temoin/core/ports/Mailer"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"

/**
 * What can go wrong with an address: the reasons of `MailError`. An uncertain mail does not arrive here, or, with
 * "uncertain but arrived", does although the sender is not told.
 *
 * @category models
 * @since 0.1.0
 */
export type Trouble = MailError["reason"] | "uncertain but arrived"

/**
 * One call of `send` and what came of it. "recognised": a mail with this reference had arrived before, so that this one was
 * accepted and not delivered.
 *
 * @category models
 * @since 0.1.0
 */
export interface Attempt {
  readonly mail: Mail
  readonly messageId: string
  readonly outcome: "accepted" | "recognised" | Trouble
}

/**
 * What the mailer offers beyond sending, see the port: `lookUp`, and `deduplicatesFor` as long as it says.
 *
 * @category models
 * @since 0.1.0
 */
export interface Capabilities {
  readonly lookUp?: boolean
  readonly deduplicatesFor?: number
}

/**
 * Did it reach the address? True also where the sender was not told.
 *
 * @example MemoryMailer.hasArrived("uncertain but arrived") // => true
 * @example MemoryMailer.hasArrived("uncertain") // => false
 * @category guards
 * @since 0.1.0
 */
export const hasArrived = (outcome: Attempt["outcome"]): boolean =>
  outcome === "accepted" || outcome === "uncertain but arrived"

/**
 * The Message-ID of a mail with this reference.
 *
 * @example MemoryMailer.messageId("0123456789abcdef0123456789abcdef") // => "<0123456789abcdef0123456789abcdef@mail.example>"
 * @category conversions
 * @since 0.1.0
 */
export const messageId = (reference: string): string => `<${reference}@mail.example>`

/**
 * The other side of the mailer in memory: what was sent, and what shall fail.
 *
 * @category services
 * @since 0.1.0
 */
export class Outbox extends Context.Service<
  Outbox,
  {
    /** Every call of `send`, in order. */
    readonly attempts: Effect.Effect<ReadonlyArray<Attempt>>

    /** The mails that reached their address, in order. */
    readonly arrived: Effect.Effect<ReadonlyArray<Attempt>>

    /** From now on every mail to exactly this address meets this trouble, until `recover`. */
    readonly trouble: (address: string, trouble: Trouble) => Effect.Effect<void>

    /** The address takes mail again. */
    readonly recover: (address: string) => Effect.Effect<void>

    /** From now on every mail meets this trouble (default "unavailable"), until `comeBack`. */
    readonly breakDown: (trouble?: Trouble) => Effect.Effect<void>

    /** Ends the breakdown. Troubles of single addresses stay. */
    readonly comeBack: Effect.Effect<void>
  }
>()("@temoin/memory/MemoryMailer/Outbox") {}

const problems: { readonly [Reason in MailError["reason"]]: string } = {
  refused: "the server refuses this address for good",
  unavailable: "the mail server does not answer; try again later",
  uncertain: "the connection broke before the server said yes; the mail may have arrived",
  misconfigured: "the mail server does not let us send; check the account"
}

/**
 * The mailer together with its outbox and without capabilities; each build of it starts empty and untroubled.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer: Layer.Layer<Mailer | Outbox> = Layer.suspend(() => layerWith({}))

/**
 * The same with these capabilities.
 *
 * @category layers
 * @since 0.1.0
 */
export const layerWith = ({ deduplicatesFor = 0, lookUp = false }: Capabilities): Layer.Layer<Mailer | Outbox> =>
  Layer.effectContext(Effect.sync(() => make(deduplicatesFor, lookUp)))

const make = (deduplicatesFor: number, lookUp: boolean): Context.Context<Mailer | Outbox> => {
  const attempts: Array<Attempt> = []
  const troubles = new Map<string, Trouble>()
  const arrivals = new Map<string, number>()
  let breakdown = Option.none<Trouble>()

  const mailer = Mailer.of({
    send: (mail) =>
      Effect.flatMap(Clock.currentTimeMillis, (now) => {
        const trouble = Option.orElse(breakdown, () => Option.fromUndefinedOr(troubles.get(mail.to.address)))
        const first = arrivals.get(mail.reference)
        const isKnown = first !== undefined && now < first + deduplicatesFor
        const met = Option.getOrElse(trouble, () => "accepted" as const)
        const outcome = !isKnown
          ? met
          : met === "accepted"
            ? "recognised"
            : met === "uncertain but arrived"
              ? "uncertain"
              : met
        attempts.push({ mail, messageId: messageId(mail.reference), outcome })
        if (hasArrived(outcome) && first === undefined) arrivals.set(mail.reference, now)
        if (outcome === "accepted" || outcome === "recognised") return Effect.void
        const reason = outcome === "uncertain but arrived" ? "uncertain" : outcome
        return Effect.fail(new MailError({ reason, problem: problems[reason] }))
      }),
    messageId,
    ...(deduplicatesFor > 0 && { deduplicatesFor }),
    ...(lookUp && {
      lookUp: (reference: string) =>
        Effect.suspend(() =>
          Option.isSome(breakdown)
            ? Effect.fail(new MailError({ reason: "unavailable", problem: problems.unavailable }))
            : Effect.succeed(arrivals.has(reference) ? ("sent" as const) : ("not sent" as const))
        )
    })
  })

  const outbox = Outbox.of({
    attempts: Effect.sync(() => [...attempts]),
    arrived: Effect.sync(() => attempts.filter((attempt) => hasArrived(attempt.outcome))),
    trouble: (address, trouble) => Effect.sync(() => void troubles.set(address, trouble)),
    recover: (address) => Effect.sync(() => void troubles.delete(address)),
    breakDown: (trouble = "unavailable") => Effect.sync(() => void (breakdown = Option.some(trouble))),
    comeBack: Effect.sync(() => void (breakdown = Option.none()))
  })

  return Context.make(Mailer, mailer).pipe(Context.add(Outbox, outbox))
}
