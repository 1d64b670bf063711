import * as Event from "@temoin/core/Event"
import { Mailer } from "@temoin/core/ports/Mailer"
import type { Mail } from "@temoin/core/ports/Mailer"
import * as MemoryMailer from "@temoin/memory/MemoryMailer"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"

const mail = (address: string): Mail => ({
  reference: Event.Reference.make("0123456789abcdef0123456789abcdef"),
  to: { address },
  message: { _tag: "ThankYou", locale: "en", optOutUrl: "https://feedback.example/no-more/1", score: 9 }
})

const run = <A, E>(effect: Effect.Effect<A, E, Mailer | MemoryMailer.Outbox>): Promise<A> =>
  Effect.runPromise(Effect.provide(effect, MemoryMailer.layer))

const send = (address: string) =>
  Effect.gen(function* () {
    const result = yield* Effect.result((yield* Mailer).send(mail(address)))
    return Result.isFailure(result) ? result.failure.reason : "accepted"
  })

const troubles = ["refused", "unavailable", "uncertain", "misconfigured", "uncertain but arrived"] as const

describe("the mailer in memory", () => {
  for (const trouble of troubles) {
    it(`plays the trouble it is told: ${trouble}`, () =>
      run(
        Effect.gen(function* () {
          const outbox = yield* MemoryMailer.Outbox
          const reason = trouble === "uncertain but arrived" ? "uncertain" : trouble
          yield* outbox.trouble("anna@example.com", trouble)
          expect(yield* send("anna@example.com")).toBe(reason)
          expect(yield* send("ben@example.com")).toBe("accepted")
          expect(yield* outbox.arrived).toHaveLength(MemoryMailer.hasArrived(trouble) ? 2 : 1)
          yield* outbox.recover("anna@example.com")
          expect(yield* send("anna@example.com")).toBe("accepted")
          expect((yield* outbox.attempts).map(({ outcome }) => outcome)).toEqual([trouble, "accepted", "accepted"])
        })
      ))

    it(`breaks down and comes back: ${trouble}`, () =>
      run(
        Effect.gen(function* () {
          const outbox = yield* MemoryMailer.Outbox
          yield* outbox.breakDown(trouble)
          expect(yield* send("anna@example.com")).not.toBe("accepted")
          yield* outbox.comeBack
          expect(yield* send("anna@example.com")).toBe("accepted")
        })
      ))
  }

  it("shows what was sent, as it was given", () =>
    run(
      Effect.gen(function* () {
        yield* send("anna@example.com")
        expect(yield* (yield* MemoryMailer.Outbox).arrived).toEqual([
          {
            mail: mail("anna@example.com"),
            messageId: (yield* Mailer).messageId(mail("anna@example.com").reference),
            outcome: "accepted"
          }
        ])
      })
    ))

  it("keeps the trouble of an address through a breakdown", () =>
    run(
      Effect.gen(function* () {
        const outbox = yield* MemoryMailer.Outbox
        yield* outbox.trouble("anna@example.com", "refused")
        yield* outbox.breakDown()
        expect(yield* send("anna@example.com")).toBe("unavailable")
        yield* outbox.comeBack
        expect(yield* send("anna@example.com")).toBe("refused")
      })
    ))
})
