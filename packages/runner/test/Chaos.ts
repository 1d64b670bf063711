/**
 * Chaos: what else could go wrong?
 *
 * A story is what the world does (facts of a host, time) and when workers tick, each call of theirs with a fate of its
 * own: it works, it fails, or the worker dies before or after it. `play` plays it and lets a healthy worker finish;
 * `problems` says what then is not as it must be.
 */
import * as Decide from "@temoin/core/Decide"
import type * as Event from "@temoin/core/Event"
import type * as FollowUp from "@temoin/core/FollowUp"
import type { History } from "@temoin/core/History"
import type { Instant } from "@temoin/core/Instant"
import * as HistoryStore from "@temoin/core/ports/HistoryStore"
import { MailError } from "@temoin/core/ports/Mailer"
import * as Program from "@temoin/core/Program"
import * as Score from "@temoin/core/Score"
import * as Fold from "@temoin/core/Fold"
import * as State from "@temoin/core/State"
import * as MemoryMailer from "@temoin/memory/MemoryMailer"
import type * as Fact from "@temoin/runner/Fact"
import * as Reference from "@temoin/runner/Reference"
import type * as Delivery from "@temoin/runner/Delivery"
import * as Runner from "@temoin/runner/Runner"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import * as World from "./World.ts"

const hour = 3_600_000
const day = 24 * hour

export const contacts = ["anna", "ben", "carl"] as const
type Who = (typeof contacts)[number]

const steps = [
  { step: "thank", do: "thank", to: ["promoter"] },
  { step: "testimonial", do: "request testimonial", to: ["promoter"], after: "1 day", within: "7 days" },
  { step: "improve", do: "contact", to: ["passive"], topic: "what can we do better" },
  { step: "solve", do: "open case", to: ["detractor"], owner: "anna", deadline: "1 day", escalateTo: "management" }
] as const satisfies ReadonlyArray<typeof FollowUp.Step.Encoded>

const written = World.shop({
  surveys: [
    World.survey({ reminders: ["1 day", "3 days"] }),
    World.survey({ id: "delivery", expires: "7 days", priority: 1 })
  ],
  frequency: [{ gap: "2 days", holds: ["testimonial request"] }],
  followUp: [{ survey: "nps", steps }]
})
const program = Result.getOrThrow(Program.make(written))

/** What becomes of one call of the store. */
type Fate = "works" | "error" | "dies before" | "dies after"

interface Worker {
  readonly store: ReadonlyArray<Fate>
  readonly mails: ReadonlyArray<"works" | "takes long" | "dies before" | "dies after" | MemoryMailer.Trouble>
}

type Move =
  | { readonly do: "wait"; readonly for: number }
  | { readonly do: "deliver"; readonly who: Who }
  | { readonly do: "cancel"; readonly who: Who; readonly nth: number }
  | { readonly do: "record"; readonly who: Who; readonly fact: Fact.Fact }
  | { readonly do: "answer"; readonly who: Who; readonly score: Score.Score }
  | { readonly do: "tick"; readonly workers: ReadonlyArray<Worker> }

const who = fc.constantFrom(...contacts)

const fact = fc.constantFrom<Fact.Fact>(
  { _tag: "LegalBasisRecorded", purpose: "advocate", channel: "mail", basis: "consent", evidence: "the form" },
  { _tag: "OptedOut", extent: {} },
  { _tag: "OptedOut", extent: { survey: "nps" } },
  { _tag: "OptedIn", extent: {}, evidence: "called us" },
  { _tag: "SpamReported" },
  { _tag: "ContactChanged", email: null },
  { _tag: "ContactChanged", email: "new@example.com" }
)

const worker: fc.Arbitrary<Worker> = fc.record({
  store: fc.array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constant<Fate>("works") },
      { weight: 1, arbitrary: fc.constantFrom<Fate>("dies before", "dies after", "error") }
    ),
    { maxLength: 12 }
  ),
  mails: fc.array(
    fc.oneof(
      { weight: 2, arbitrary: fc.constant("works" as const) },
      {
        weight: 3,
        arbitrary: fc.constantFrom<Worker["mails"][number]>(
          "takes long",
          "dies before",
          "dies after",
          "refused",
          "unavailable",
          "uncertain",
          "uncertain but arrived",
          "misconfigured"
        )
      }
    ),
    { maxLength: 4 }
  )
})

const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant("deliver" as const), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("cancel" as const), who, nth: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("record" as const), who, fact }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("wait" as const),
      for: fc.constantFrom(0, 60_000, 600_000, hour, day, 8 * day)
    })
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("answer" as const), who, score: fc.constantFrom<Score.Score>(10, 8, 0) })
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("tick" as const),
      workers: fc.array(worker, { minLength: 1, maxLength: 2 })
    })
  }
)

/** Everybody begins with an address and a delivery, so that there is something to do. */
export const story: fc.Arbitrary<ReadonlyArray<Move>> = fc.array(move, { minLength: 1, maxLength: 14, size: "max" })

const away = new HistoryStore.StoreError({ problem: "the database does not answer", retryable: true })

/** A worker whose calls have these fates in turn; all after them work. */
const unlucky = ({ mails, store: calls }: Worker, world: World.World, killed: Deferred.Deferred<void>) => {
  let call = 0
  let mail = 0
  const die = Effect.andThen(Deferred.succeed(killed, undefined), Effect.never)
  const tempt = <A, E>(effect: Effect.Effect<A, E>): Effect.Effect<A, E | HistoryStore.StoreError> =>
    Effect.suspend((): Effect.Effect<A, E | HistoryStore.StoreError> => {
      switch (calls[call++] ?? "works") {
        case "works":
          return effect
        case "error":
          return Effect.fail(away)
        case "dies before":
          return die
        case "dies after":
          return Effect.andThen(effect, die)
      }
    })
  const store = (store: World.Store): World.Store => World.passing(store, tempt)
  const mailer = (mailer: World.Post): World.Post => ({
    ...mailer,
    send: (letter) =>
      Effect.suspend(() => {
        const fate = mails[mail++] ?? "works"
        switch (fate) {
          case "works":
            return mailer.send(letter)
          case "takes long":
            return Effect.andThen(longer(world), mailer.send(letter))
          case "dies before":
            return die
          case "dies after":
            return Effect.andThen(mailer.send(letter), die)
          case "uncertain but arrived":
            return Effect.andThen(mailer.send(letter), new MailError({ reason: "uncertain", problem: fate }))
          default:
            return new MailError({ reason: fate, problem: fate })
        }
      })
  })
  return { store, mailer }
}

/** Longer than a claim, while others are at work. */
const longer = (world: World.World) =>
  Effect.andThen(
    Effect.sync(() => world.wait("11 minutes")),
    Effect.yieldNow
  )

/** What was handed to the mailer although the record forbade it at that moment. */
type Forbidden = Array<string>

const watched =
  (world: World.World, forbidden: Forbidden) =>
  (mailer: World.Post): World.Post => ({
    ...mailer,
    send: (mail) =>
      Effect.gen(function* () {
        const { contact, key } = Option.getOrThrow(yield* Effect.orDie(world.store.find(mail.reference)))
        const state = Fold.of(yield* Effect.promise(() => world.history(contact)))
        const survey = State.send(state, key)?.decision.survey
        const purpose = purposes[mail.message._tag]
        const because =
          survey === undefined
            ? "no intent"
            : State.optedOutSince(state, survey, purpose) !== undefined
              ? "opted out"
              : state.spamReportedAt !== undefined
                ? "spam reported"
                : state.bounced.has(mail.to.address)
                  ? "bounced"
                  : undefined
        if (because !== undefined) forbidden.push(`${key}: ${because}`)
        yield* mailer.send(mail)
      })
  })

const purposes = {
  Invitation: "measure",
  Reminder: "measure",
  TestimonialRequest: "advocate",
  ConsentRequest: "advocate",
  ReferralRequest: "advocate",
  ReconfirmationRequest: "advocate",
  AgreementRequest: undefined,
  Confirmation: undefined,
  ReviewRequest: "review",
  ThankYou: undefined,
  ContactRequest: undefined
} as const

export interface Played {
  readonly world: World.World
  readonly nextDue: Instant | null
  readonly forbidden: ReadonlyArray<string>
}

/** Plays the story, then lets one healthy worker go on until nothing is due any more. */
export const play = async (moves: ReadonlyArray<Move>, unknownSends: Delivery.UnknownSends): Promise<Played> => {
  const world = await World.make()
  const forbidden: Forbidden = []
  const watch = watched(world, forbidden)
  const setup = { program: written, unknownSends }
  const host = await world.open({ ...setup, mailer: watch })
  await World.customers(host, ...contacts)

  const tickOf = async (worker: Worker): Promise<void> => {
    const killed = Deferred.makeUnsafe<void>()
    const { mailer, store } = unlucky(worker, world, killed)
    const temoin = await world.open({ ...setup, store, mailer: (post) => watch(mailer(post)) })
    const tick = Effect.flatMap(Runner.Runner, ({ tick }) => Effect.ignore(tick()))
    await temoin.use(Effect.raceFirst(tick, Deferred.await(killed)))
  }

  let orders = 1
  for (const move of moves) {
    // a millisecond each, so that two facts are told in the order in which they came
    world.goTo(world.now() + 1)
    switch (move.do) {
      case "wait": {
        world.goTo(world.now() + move.for)
        break
      }
      case "deliver": {
        await host.record(move.who, World.delivered(`${++orders}`))
        break
      }
      case "cancel": {
        await host.record(move.who, { ...World.cancelled(`${orders - move.nth}`), at: World.start })
        break
      }
      case "record": {
        await host.record(move.who, move.fact)
        break
      }
      case "answer": {
        await host.answer(move.who, { survey: "nps", score: move.score })
        break
      }
      case "tick":
        await Promise.all(move.workers.map(tickOf))
    }
  }
  for (let left = 500; left > 0; left--) {
    const nextDue = await host.nextDue()
    if (nextDue === null) return { world, nextDue, forbidden }
    world.goTo(Math.max(world.now(), nextDue))
    await host.tick()
  }
  return { world, nextDue: await host.nextDue(), forbidden }
}

const outcomes: ReadonlySet<Event.Event["_tag"]> = new Set(["Sent", "SendFailed", "SendRefused", "SendUnknown"])

/** Everything that is not as it must be once nothing is due any more. */
export const problems = (
  history: History,
  attempts: ReadonlyArray<MemoryMailer.Attempt>,
  unknownSends: Delivery.UnknownSends,
  now: Instant
): ReadonlyArray<string> => {
  const found: Array<string> = []
  const state = Fold.of(history)
  const arrivals = (reference: Event.Reference) =>
    attempts.filter(({ mail, outcome }) => mail.reference === reference && MemoryMailer.hasArrived(outcome)).length

  for (const intent of history.events) {
    if (intent._tag !== "Intended") continue
    const { attempt, key, reference } = intent
    const of = history.events.filter(
      (event) => outcomes.has(event._tag) && "attempt" in event && event.key === key && event.attempt === attempt
    )
    if (of.length !== 1) found.push(`${key}, attempt ${attempt}: ${of.length} outcomes`)
    if (reference !== Reference.ofKey(key)) found.push(`${key}: another reference`)
  }
  for (const { key, reference, status } of State.sends(state)) {
    const came = arrivals(reference)
    if (unknownSends === "giveUp" && came > 1) found.push(`${key}: came ${came} times`)
    if (status === "sent" && came === 0) found.push(`${key}: recorded as sent, and never came`)
    if (unknownSends === "giveUp" && came > 0 && status !== "sent" && status !== "unknown") {
      found.push(`${key}: came, and is recorded as ${status}`)
    }
  }
  for (const survey of program.surveys) {
    for (const { id, kind } of state.touchpoints) {
      if (kind !== "order.delivered") continue
      const key = `${program.id}/${survey.id}/${history.contact}/invite/${encodeURIComponent(`touchpoint:${id}`)}`
      const step = state.steps.find((one) => one.key === key)
      const send = step?.send
      const isEnded = step?.ended !== undefined
      const isSent = send !== undefined && State.counts(send)
      if (isSent === isEnded) found.push(`${key}: ${isSent ? "sent and ended" : "lost"}`)
    }
  }
  for (const decision of Decide.decide(program, history, now).decisions) found.push(`${decision.key}: still to do`)
  return found
}
