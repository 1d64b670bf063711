/**
 * BrokenMailer: which mistakes do mailers make?
 *
 * One mailer per law of `MailerLaws`: a good one with the defect that this law is there to find.
 *
 * @since 0.1.0
 */
import * as Event from "@temoin/core/Event"
import { MailError, Mailer } from "@temoin/core/ports/Mailer"
import type { Mail } from "@temoin/core/ports/Mailer"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Broken from "./Broken.ts"
import { Receiver } from "./Receiver.ts"

const broken = (
  name: string,
  breaks: string,
  defect: (good: Mailer["Service"]) => Partial<Mailer["Service"]>
): Broken.Broken<Mailer | Receiver> =>
  Broken.make(name, breaks, (services) => {
    const good = Context.get(services, Mailer)
    return Context.add(services, Mailer, { ...good, ...defect(good) })
  })

const short = (reference: Event.Reference) => Event.Reference.make(`0000${reference.slice(4)}`)

const bare = (id: string) => id.replaceAll(/[<>]/g, "")

const pause = Effect.forEach([1, 2, 3], () => Effect.yieldNow, { discard: true })

const instead = (from: MailError["reason"], to: MailError["reason"]) => (error: MailError) =>
  Effect.fail(error.reason === from ? new MailError({ reason: to, problem: error.problem }) : error)

const unavailable = new MailError({ reason: "unavailable", problem: "the connection is closed" })

/**
 * At least one broken mailer for each law of `MailerLaws`.
 *
 * @category broken
 * @since 0.1.0
 */
export const all: ReadonlyArray<Broken.Broken<Mailer | Receiver>> = [
  broken("sends twice to be sure", "a mail that was accepted arrives once", (good) => ({
    send: (mail) => Effect.andThen(good.send(mail), good.send(mail))
  })),
  broken("is too shy to ask for praise", "a message of any kind arrives, whatever its words", (good) => ({
    send: (mail) => (mail.message._tag === "TestimonialRequest" ? Effect.void : good.send(mail))
  })),
  broken(
    "keeps the mail it works on in one place",
    "mails sent at once each arrive with their own Message-ID",
    (good) => {
      let current: Mail
      return {
        send: (mail) =>
          Effect.suspend(() => {
            current = mail
            return Effect.andThen(
              pause,
              Effect.suspend(() => good.send(current))
            )
          })
      }
    }
  ),
  broken("tells another id than it sends", "a mail carries the Message-ID that was told", (good) => ({
    messageId: (reference) => good.messageId(reference).replace("<", "<temoin.")
  })),
  broken("makes an id whenever it is asked", "the same reference has the same Message-ID", (good) => {
    const asked = new Map<string, number>()
    return {
      messageId: (reference) => {
        const times = asked.get(reference) ?? 0
        asked.set(reference, times + 1)
        return times === 0 ? good.messageId(reference) : good.messageId(reference).replace("<", `<${times}.`)
      }
    }
  }),
  broken("shortens references", "different references have different Message-IDs", (good) => {
    return {
      send: (mail) => good.send({ ...mail, reference: short(mail.reference) }),
      messageId: (reference) => good.messageId(short(reference))
    }
  }),
  Broken.make("forgets the angle brackets", "a Message-ID has the form that mail asks for", (services) => {
    const mailer = Context.get(services, Mailer)
    const receiver = Context.get(services, Receiver)
    return services.pipe(
      Context.add(Mailer, { ...mailer, messageId: (reference) => bare(mailer.messageId(reference)) }),
      Context.add(Receiver, {
        ...receiver,
        received: Effect.map(receiver.received, (received) =>
          received.map((mail) => ({ ...mail, messageId: bare(mail.messageId) }))
        )
      })
    )
  }),
  broken("hopes that the address gets better", "an address that is refused is told to be refused", (good) => ({
    send: (mail) => Effect.catch(good.send(mail), instead("refused", "unavailable"))
  })),
  broken("hangs up at the first refusal", "an address that is refused stops no other", (good) => {
    let isOffended = false
    return {
      send: (mail) =>
        Effect.suspend(() =>
          isOffended
            ? Effect.fail(new MailError({ reason: "refused", problem: "the connection is closed" }))
            : Effect.tapError(good.send(mail), (error) =>
                Effect.sync(() => {
                  if (error.reason === "refused") isOffended = true
                })
              )
        )
    }
  }),
  broken("cries for help at every outage", "when nothing can be handed over it says: unavailable", (good) => ({
    send: (mail) => Effect.catch(good.send(mail), instead("unavailable", "misconfigured"))
  })),
  broken(
    "queues and does not say so",
    "a mail that was unavailable to send does not arrive later by itself",
    (good) => {
      const queue: Array<Mail> = []
      return {
        send: (mail) =>
          good.send(mail).pipe(
            Effect.tapError((error) =>
              Effect.sync(() => {
                if (error.reason === "unavailable") queue.push(mail)
              })
            ),
            Effect.tap(() => Effect.forEach(queue.splice(0), good.send))
          )
      }
    }
  ),
  broken("does not connect again", "what was unavailable can be sent later", (good) => {
    let isDown = false
    return {
      send: (mail) =>
        Effect.suspend(() =>
          isDown
            ? Effect.fail(unavailable)
            : Effect.tapError(good.send(mail), (error) =>
                Effect.sync(() => {
                  if (error.reason === "unavailable") isDown = true
                })
              )
        )
    }
  }),
  broken("reads addresses in names", "no words add a recipient", (good) => ({
    send: (mail) =>
      Effect.andThen(
        good.send(mail),
        Effect.forEach(mail.to.name?.match(/[a-z.]+@[a-z.]+/g) ?? [], (address) =>
          good.send({ ...mail, to: { address } })
        )
      ).pipe(Effect.asVoid)
  }))
]
