/**
 * MailerCapabilityLaws: does this mailer keep what it offers beyond sending?
 *
 * A mailer is put through those laws whose capability it offers, besides `MailerLaws`.
 *
 * @since 0.1.0
 */
import type { MailError } from "@temoin/core/ports/Mailer"
import { Mailer } from "@temoin/core/ports/Mailer"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import * as Broken from "./Broken.ts"
import { agree, forAll } from "./Law.ts"
import type { Law } from "./Law.ts"
import * as MailArbitrary from "./MailArbitrary.ts"
import { Receiver } from "./Receiver.ts"

const { invitations } = MailArbitrary

const few = fc.integer({ min: 1, max: 4 })

const lookedUp = (references: ReadonlyArray<Parameters<Mailer["Service"]["messageId"]>[0]>) =>
  Effect.gen(function* () {
    const { lookUp } = yield* Mailer
    return yield* Effect.forEach(references, (reference) =>
      lookUp === undefined ? Effect.succeed("it cannot look up") : lookUp(reference)
    )
  })

/**
 * The promises of `lookUp`.
 *
 * @category laws
 * @since 0.1.0
 */
export const lookUp: ReadonlyArray<Law<Mailer | Receiver>> = [
  forAll(
    "a mail that was accepted is found, or nobody knows",
    few,
    Effect.fnUntraced(function* (count) {
      const mailer = yield* Mailer
      const mails = invitations(count)
      for (const mail of mails) yield* mailer.send(mail)
      const fates = yield* lookedUp(mails.map(({ reference }) => reference))
      const told = fates.filter((fate) => fate !== "sent" && fate !== "unknown")
      yield* agree("what it says instead", told, [])
    })
  ),
  forAll(
    "a mail that was never handed over is not found",
    fc.record({ before: fc.nat(3), count: few }),
    Effect.fnUntraced(function* ({ before, count }) {
      const mailer = yield* Mailer
      const mails = invitations(before + count)
      for (const mail of mails.slice(0, before)) yield* mailer.send(mail)
      const fates = yield* lookedUp(mails.slice(before).map(({ reference }) => reference))
      const told = fates.filter((fate) => fate !== "not sent" && fate !== "unknown")
      yield* agree("what it says instead", told, [])
    })
  ),
  forAll(
    "a mail that was unavailable to send is not found",
    few,
    Effect.fnUntraced(function* (count) {
      const mailer = yield* Mailer
      const receiver = yield* Receiver
      const mails = invitations(count)
      yield* receiver.breakDown
      for (const mail of mails) yield* Effect.result(mailer.send(mail))
      yield* receiver.comeBack
      const fates = yield* lookedUp(mails.map(({ reference }) => reference))
      const told = fates.filter((fate) => fate !== "not sent" && fate !== "unknown")
      yield* agree("what it says instead", told, [])
    })
  )
]

/** How many mails came in. */
const arrived = Effect.flatMap(Receiver, ({ received }) => Effect.map(received, (all) => all.length))

const accepted = (result: Result.Result<void, MailError>): boolean => Result.isSuccess(result)

/**
 * The promises of `deduplicatesFor`.
 *
 * @category laws
 * @since 0.1.0
 */
export const deduplication: ReadonlyArray<Law<Mailer | Receiver>> = [
  forAll(
    "a mail handed over again is accepted and arrives once",
    fc.record({ count: few, times: fc.integer({ min: 2, max: 4 }) }),
    Effect.fnUntraced(function* ({ count, times }) {
      const mailer = yield* Mailer
      for (let time = 0; time < times; time++) {
        for (const mail of invitations(count)) yield* mailer.send(mail)
      }
      yield* agree("arrivals", yield* arrived, count)
    })
  ),
  forAll(
    "a mail handed over again with other words arrives once",
    fc.integer({ min: 2, max: 4 }),
    Effect.fnUntraced(function* (times) {
      const mailer = yield* Mailer
      for (const mail of invitations(1)) {
        for (let time = 0; time < times; time++) {
          yield* mailer.send({ ...mail, message: { ...mail.message, name: `Anna ${time}` } })
        }
      }
      yield* agree("arrivals", yield* arrived, 1)
    })
  ),
  forAll(
    "mails with different references all arrive, also at one address",
    few,
    Effect.fnUntraced(function* (count) {
      const mailer = yield* Mailer
      for (const mail of invitations(count)) yield* mailer.send({ ...mail, to: { address: "anna@example.com" } })
      yield* agree("arrivals", yield* arrived, count)
    })
  ),
  forAll(
    "a mail that did not leave arrives when it is handed over again",
    few,
    Effect.fnUntraced(function* (count) {
      const mailer = yield* Mailer
      const receiver = yield* Receiver
      yield* receiver.breakDown
      const mails = invitations(count)
      const results = yield* Effect.forEach(mails, (mail) => Effect.result(mailer.send(mail)))
      yield* receiver.comeBack
      const left = results.filter(accepted).length
      yield* agree("accepted by a server that is down", left, 0)
      for (const mail of mails) yield* mailer.send(mail)
      yield* agree("arrivals", yield* arrived, count)
    })
  )
]

const broken = (
  name: string,
  breaks: string,
  defect: (good: Mailer["Service"]) => Partial<Mailer["Service"]>
): Broken.Broken<Mailer | Receiver> =>
  Broken.make(name, breaks, (services) => {
    const good = Context.get(services, Mailer)
    return Context.add(services, Mailer, { ...good, ...defect(good) })
  })

/**
 * A broken mailer for each law of `lookUp`.
 *
 * @category broken
 * @since 0.1.0
 */
export const brokenLookUp: ReadonlyArray<Broken.Broken<Mailer | Receiver>> = [
  broken("looks into an index that lags", "a mail that was accepted is found, or nobody knows", () => ({
    lookUp: () => Effect.succeed("not sent")
  })),
  broken("finds whatever it knows the name of", "a mail that was never handed over is not found", (good) => {
    const failed = new Set<string>()
    return {
      send: (mail) => Effect.tapError(good.send(mail), () => Effect.sync(() => failed.add(mail.reference))),
      lookUp: (reference) => Effect.succeed(failed.has(reference) ? "not sent" : "sent")
    }
  }),
  broken("finds what was tried", "a mail that was unavailable to send is not found", (good) => {
    const tried = new Set<string>()
    return {
      send: (mail) => Effect.suspend(() => good.send((tried.add(mail.reference), mail))),
      lookUp: (reference) => Effect.succeed(tried.has(reference) ? "sent" : "not sent")
    }
  })
]

/**
 * A broken mailer for each law of `deduplication`.
 *
 * @category broken
 * @since 0.1.0
 */
export const brokenDeduplication: ReadonlyArray<Broken.Broken<Mailer | Receiver>> = [
  broken("remembers the last one only", "a mail handed over again is accepted and arrives once", (good) => {
    const versions = new Map<string, number>()
    let last = ""
    return {
      send: (mail) =>
        Effect.suspend(() => {
          const { reference } = mail
          const version = (versions.get(reference) ?? -1) + (reference === last ? 0 : 1)
          const again = version <= 0 ? reference : `${String(version).padStart(4, "0")}${reference.slice(4)}`
          const renamed = { ...mail, reference: again as typeof reference }
          return Effect.tap(good.send(renamed), () =>
            Effect.sync(() => {
              versions.set(reference, Math.max(0, version))
              last = reference
            })
          )
        })
    }
  }),
  broken("compares the words", "a mail handed over again with other words arrives once", (good) => {
    const said = new Map<string, number>()
    return {
      send: (mail) =>
        Effect.suspend(() => {
          const words = `${mail.reference} ${JSON.stringify(mail.message)}`
          const known = said.get(words) ?? [...said.keys()].filter((other) => other.startsWith(mail.reference)).length
          said.set(words, known)
          const again = known === 0 ? mail.reference : `${String(known).padStart(4, "0")}${mail.reference.slice(4)}`
          return good.send({ ...mail, reference: again as typeof mail.reference })
        })
    }
  }),
  broken("knows people by their address", "mails with different references all arrive, also at one address", (good) => {
    const known = new Set<string>()
    return {
      send: (mail) =>
        Effect.suspend(() =>
          known.has(mail.to.address)
            ? Effect.void
            : Effect.tap(good.send(mail), () => Effect.sync(() => known.add(mail.to.address)))
        )
    }
  }),
  broken(
    "remembers what it could not send",
    "a mail that did not leave arrives when it is handed over again",
    (good) => {
      const known = new Set<string>()
      return {
        send: (mail) =>
          Effect.suspend(() => {
            if (known.has(mail.reference)) return Effect.void
            known.add(mail.reference)
            return good.send(mail)
          })
      }
    }
  )
]
