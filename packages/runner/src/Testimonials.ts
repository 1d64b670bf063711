/**
 * Testimonials: which are there, what is to be done about them, and what did their authors agree to?
 *
 * Unlike a fact that is only recorded, each step is checked against how far the testimonial has come.
 *
 * @since 0.1.0
 */
import * as Account from "@temoin/core/Account"
import * as Consent from "@temoin/core/Consent"
import * as Doubt from "@temoin/core/Doubt"
import * as Event from "@temoin/core/Event"
import type * as History from "@temoin/core/History"
import * as Instant from "@temoin/core/Instant"
import * as Moderation from "@temoin/core/Moderation"
import * as Period from "@temoin/core/Period"
import type * as HistoryStore from "@temoin/core/ports/HistoryStore"
import type * as Projections from "@temoin/core/ports/Projections"
import type * as Program from "@temoin/core/Program"
import * as Reason from "@temoin/core/Reason"
import type * as Rejection from "@temoin/core/Rejection"
import * as Fold from "@temoin/core/Fold"
import * as State from "@temoin/core/State"
import * as Testimonial from "@temoin/core/Testimonial"
import * as Wall from "@temoin/core/Wall"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Fact from "./Fact.ts"
import * as Reference from "./Reference.ts"
import * as Walls from "./Walls.ts"
import * as Writing from "./Writing.ts"

/**
 * This contact has no such testimonial. `testimonials`: those that they have, ten at most.
 *
 * @category errors
 * @since 0.1.0
 */
export class UnknownTestimonial extends Schema.TaggedError<UnknownTestimonial>()("UnknownTestimonial", {
  testimonial: Consent.TestimonialId,
  testimonials: Schema.Array(Consent.TestimonialId)
}) {
  override get message() {
    const known =
      this.testimonials.length === 0
        ? "they have none"
        : `they have ${this.testimonials.map((id) => `"${id}"`).join(", ")}`
    return `this contact has no testimonial "${this.testimonial}"; ${known}`
  }
}

/**
 * It cannot be published while its author may not stand by it any more. `because`: why not. Resolve the case, or let them say
 * that it stands.
 *
 * @category errors
 * @since 0.1.0
 */
export class TestimonialInDoubt extends Schema.TaggedError<TestimonialInDoubt>()("TestimonialInDoubt", {
  testimonial: Consent.TestimonialId,
  because: Schema.Array(Reason.Reason)
}) {
  override get message() {
    return `the testimonial "${this.testimonial}" cannot be published: ${Reason.sentenceOfAll(this.because, "en")}`
  }
}

/** A testimonial with whose it is. @category models @since 0.1.0 */
export interface ContactTestimonial extends Testimonial.Testimonial {
  readonly contact: string
}

/** A task of the moderators with whose testimonial it is. @category models @since 0.1.0 */
export interface ContactTask extends Moderation.Task {
  readonly contact: string
}

/** Who does it, and when (default: now). @category models @since 0.1.0 */
export interface By {
  readonly by: string
  readonly at?: Instant.Instant | Date
}

/**
 * Praise that nobody asked for: how it came, who received it, and where that can be looked up. `id` makes one that is kept twice
 * count once (default: made of the content and the time).
 *
 * @category models
 * @since 0.1.0
 */
export interface Praise {
  readonly words: string
  readonly channel: Testimonial.Channel
  readonly receivedBy: string
  readonly evidence: string
  readonly locale?: string
  readonly author?: Testimonial.Author
  readonly provenance?: Testimonial.Provenance
  readonly id?: string
  readonly at?: Instant.Instant | Date
}

/**
 * Words that came in another way than by a form of ours: on paper, in a call, in a form of the host's own.
 *
 * @category models
 * @since 0.1.0
 */
export interface Submission {
  readonly id?: string
  readonly source?: typeof Testimonial.Source.Encoded
  readonly content: typeof Testimonial.Content.Encoded
  readonly locale: string
  readonly author?: typeof Testimonial.Author.Encoded
  readonly provenance?: typeof Testimonial.Provenance.Encoded
  readonly relationship: typeof Testimonial.Relationship.Encoded
  readonly incentive?: string
  readonly product?: string
  readonly stars?: Testimonial.Stars
  readonly at?: Instant.Instant | Date
}

/**
 * What was agreed to: of which testimonial, what is shown where, in which words the question was asked, until when (default: until
 * withdrawn), and how we know.
 *
 * @category models
 * @since 0.1.0
 */
export interface Agreement {
  readonly testimonial: string
  readonly scopes: ReadonlyArray<Consent.Scope>
  readonly places: ReadonlyArray<string>
  readonly wording: typeof Consent.Wording.Encoded
  readonly expiresAt?: Instant.Instant
  readonly evidence: string
  readonly at?: Instant.Instant | Date
}

/** What is taken back; what is not named is meant as a whole. @category models @since 0.1.0 */
export interface Withdrawal {
  readonly testimonial?: string
  readonly scopes?: ReadonlyArray<Consent.Scope>
  readonly places?: ReadonlyArray<string>
  readonly evidence?: string
  readonly at?: Instant.Instant | Date
}

/** The proof of somebody's consent as data, and as a document that a lawyer can read. @category models @since 0.1.0 */
export interface Proof extends Consent.Proof {
  readonly document: string
}

/**
 * The testimonials of all contacts. Every step gives the testimonial as it stands after it; it rejects with `UnknownTestimonial`,
 * with what `Testimonial.after` refuses, and with `InvalidInput`.
 *
 * @category models
 * @since 0.1.0
 */
export interface Testimonials {
  /** All there are, as they stand now; with `state`, only those that stand so. */
  readonly list: (filter?: { readonly state?: Testimonial.State["_tag"] }) => Promise<ReadonlyArray<ContactTestimonial>>
  /** What waits for a person: to approve or reject, to publish. The longest wait first. */
  readonly queue: () => Promise<ReadonlyArray<ContactTask>>
  /** Keeps praise that nobody asked for; gives its id. */
  readonly keep: (contact: string, praise: Praise) => Promise<string>
  /** Records words that came in another way than by our form. `id` of praise that was kept goes on with that (default: a new one). */
  readonly submit: (contact: string, words: Submission) => Promise<ContactTestimonial>
  /** They were asked to put it into words in another way than by our mail, until `expiresAt` (default: in 30 days). */
  readonly request: (
    contact: string,
    id: string,
    step?: { readonly by?: string; readonly expiresAt?: Instant.Instant; readonly at?: Instant.Instant | Date }
  ) => Promise<ContactTestimonial>
  /** They said no. */
  readonly decline: (contact: string, id: string) => Promise<ContactTestimonial>
  readonly approve: (contact: string, id: string, step: By) => Promise<ContactTestimonial>
  /** The reason is one of a closed list in which no sentiment occurs. */
  readonly reject: (
    contact: string,
    id: string,
    step: By & { readonly reason: Rejection.Rejection }
  ) => Promise<ContactTestimonial>
  /**
   * For the walls, until `expiresAt` (default: as long as the program says). Rejects with `ConsentMissing`, with `SameEyes` under the
   * four-eyes rule, and with `TestimonialInDoubt`.
   */
  readonly publish: (
    contact: string,
    id: string,
    step: By & { readonly expiresAt?: Instant.Instant }
  ) => Promise<ContactTestimonial>
  /** We would have it say this. It is off the wall until the author agrees; our mail asks them. */
  readonly edit: (
    contact: string,
    id: string,
    step: By & { readonly content: typeof Testimonial.Content.Encoded }
  ) => Promise<ContactTestimonial>
  /** The author agreed to the edit that waits for them, or did not. */
  readonly agree: (contact: string, id: string, agrees: boolean) => Promise<ContactTestimonial>
  /** The author says that doubted or expired words stand. */
  readonly reconfirm: (contact: string, id: string) => Promise<ContactTestimonial>
  /** For good: it goes off the wall at once. */
  readonly withdraw: (contact: string, id: string, by: "author" | "company") => Promise<ContactTestimonial>
  /** Records what they agreed to. */
  readonly consent: (contact: string, agreement: Agreement) => Promise<void>
  /** Records what they took back (default: everything). It reaches the walls at once, and every cache within 60 seconds. */
  readonly withdrawConsent: (contact: string, withdrawal?: Withdrawal) => Promise<void>
  /** The proof of their consent. */
  readonly proof: (contact: string, language?: Reason.Language) => Promise<Proof>
  /** A wall of the program as it stands now. Rejects with `UnknownWall`. */
  readonly wall: (id: string) => Promise<Wall.View>
}

type Move = Testimonial.TestimonialEvent | Consent.ConsentEvent

/**
 * The testimonials over a store.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (
  program: Program.Program,
  use: <A, E>(effect: Effect.Effect<A, E, HistoryStore.HistoryStore | Projections.Projections>) => Promise<A>,
  histories: () => AsyncIterable<History.History>
): Testimonials => {
  const now = () => use(Clock.currentTimeMillis)

  const write = (contact: string, facts: (known: State.State, at: Instant.Instant) => ReadonlyArray<Fact.Fact>) =>
    use(
      Effect.gen(function* () {
        const who = yield* Effect.fromResult(Fact.readContact(contact))
        const after: Array<Testimonial.Testimonial> = []
        yield* Writing.write(who, (history, time, account) => {
          after.length = 0
          const state = Fold.of(history)
          const moved = move(program, { history, state, account }, facts(state, time), time)
          if (Result.isSuccess(moved)) after.push(...moved.success.testimonials)
          return Result.map(moved, ({ events }) => events)
        })
        return after.map((one): ContactTestimonial => ({ ...one, contact: who }))
      })
    )
  const act = async (contact: string, fact: Fact.Fact): Promise<ContactTestimonial> => {
    const [moved] = await write(contact, () => [fact])
    return moved!
  }
  const lasts = (at: Instant.Instant) => Period.after(program.testimonials?.lasts ?? "1 year", at, program.zone)

  async function* all(at: Instant.Instant) {
    for await (const history of histories()) {
      const { contact } = history
      for (const one of Fold.of(history).testimony.testimonials.values()) yield { ...Testimonial.at(one, at), contact }
    }
  }

  return {
    list: async ({ state } = {}) => {
      const found: Array<ContactTestimonial> = []
      for await (const one of all(await now())) if (state === undefined || one.state._tag === state) found.push(one)
      return found
    },

    queue: async () => {
      const at = await now()
      const fourEyes = program.testimonials?.fourEyes ?? false
      const found: Array<ContactTask> = []
      for await (const { contact, ...one } of all(at)) {
        for (const task of Moderation.queue([one], { fourEyes }, at)) found.push({ ...task, contact })
      }
      return found.toSorted((a, b) => a.since - b.since)
    },

    keep: async (contact, praise) => {
      const { author = {}, channel, evidence, id, provenance = {}, receivedBy, ...rest } = praise
      const testimonial = id ?? `praise:${Reference.digest(JSON.stringify([contact, praise]))}`
      const source = { _tag: "Unsolicited", channel, receivedBy, evidence } as const
      await act(contact, {
        _tag: "PraiseKept",
        ...rest,
        id: `kept:${testimonial}`,
        testimonial,
        source,
        provenance,
        author
      })
      return testimonial
    },

    submit: async (contact, words) => {
      const { author = {}, id, provenance = {}, source = { _tag: "RequestForm" }, ...rest } = words
      const testimonial = id ?? `words:${Reference.digest(JSON.stringify([contact, words]))}`
      const moved = await write(contact, (known, at) => {
        const kept = known.testimony.testimonials.get(testimonial as Consent.TestimonialId)
        const isKept = kept !== undefined && Testimonial.stateAt(kept.state, at)._tag === "Candidate"
        const before = millis(rest.at) ?? at
        const requested: ReadonlyArray<Fact.Fact> = isKept
          ? [
              {
                _tag: "TestimonialRequested",
                testimonial,
                expiresAt: Period.after(Testimonial.patience, before, "UTC"),
                at: before
              }
            ]
          : []
        const facts: ReadonlyArray<Fact.Fact> = [
          ...requested,
          {
            _tag: "TestimonialSubmitted",
            ...rest,
            id: `handed in:${testimonial}`,
            testimonial,
            source,
            provenance,
            author
          }
        ]
        return facts
      })
      return moved.at(-1)!
    },

    request: async (contact, id, { expiresAt, ...step } = {}) =>
      act(contact, {
        _tag: "TestimonialRequested",
        ...step,
        testimonial: id,
        expiresAt: expiresAt ?? Period.after(Testimonial.patience, millis(step.at) ?? (await now()), program.zone)
      }),
    decline: (contact, id) => act(contact, { _tag: "TestimonialDeclined", testimonial: id }),
    approve: (contact, id, step) => act(contact, { _tag: "TestimonialApproved", ...step, testimonial: id }),
    reject: (contact, id, step) => act(contact, { _tag: "TestimonialRejected", ...step, testimonial: id }),
    publish: async (contact, id, { expiresAt, ...step }) =>
      act(contact, {
        _tag: "TestimonialPublished",
        ...step,
        testimonial: id,
        fourEyes: program.testimonials?.fourEyes ?? false,
        expiresAt: expiresAt ?? lasts(millis(step.at) ?? (await now()))
      }),
    edit: (contact, id, step) => act(contact, { _tag: "TestimonialEdited", ...step, testimonial: id }),
    agree: async (contact, id, agrees) => {
      const [moved] = await write(contact, (known, at) => {
        const found = known.testimony.testimonials.get(id as Consent.TestimonialId)
        const state = found && Testimonial.stateAt(found.state, at)
        const edit = state?._tag === "Amended" ? state.edit.id : "none"
        return [{ _tag: agrees ? "EditAgreed" : "EditRefused", testimonial: id, edit }]
      })
      return moved!
    },
    reconfirm: async (contact, id) =>
      act(contact, { _tag: "TestimonialReconfirmed", testimonial: id, expiresAt: lasts(await now()) }),
    withdraw: (contact, id, by) => act(contact, { _tag: "TestimonialWithdrawn", testimonial: id, by }),

    consent: async (contact, agreement) => {
      const { places, scopes, ...rest } = agreement
      await write(contact, () => [
        { _tag: "ConsentGiven", ...rest, scopes: atLeastOne(scopes), places: atLeastOne(places) }
      ])
    },
    withdrawConsent: async (contact, { places, scopes, ...rest } = {}) => {
      await write(contact, () => [
        {
          _tag: "ConsentWithdrawn",
          ...rest,
          ...(scopes !== undefined && { scopes: atLeastOne(scopes) }),
          ...(places !== undefined && { places: atLeastOne(places) })
        }
      ])
    },
    proof: (contact, language = "en") =>
      use(
        Effect.gen(function* () {
          const who = yield* Effect.fromResult(Fact.readContact(contact))
          const { history } = yield* Writing.read(who)
          const proof = Consent.proof(Fold.of(history).testimony.consent, who, yield* Clock.currentTimeMillis)
          return { ...proof, document: Consent.document(proof, language) }
        })
      ),
    wall: (id) => use(Walls.read(program, id))
  }
}

/** What is wrong with an empty list, the schema says. */
const atLeastOne = <A>(list: ReadonlyArray<A>) => list as readonly [A, ...Array<A>]

const millis = (at: Instant.Instant | Date | undefined): Instant.Instant | undefined =>
  at instanceof Date ? at.getTime() : at

type Known = {
  readonly history: History.History
  readonly state: State.State
  readonly account: Account.Account | undefined
}

type Refused = Fact.InvalidInput | UnknownTestimonial | TestimonialInDoubt | Testimonial.Refused

/** The events that these facts add, one after the other, and the testimonials after each. */
const move = (
  program: Program.Program,
  known: Known,
  facts: ReadonlyArray<Fact.Fact>,
  now: Instant.Instant
): Result.Result<
  { readonly events: ReadonlyArray<Event.Event>; readonly testimonials: ReadonlyArray<Testimonial.Testimonial> },
  Refused
> =>
  Result.gen(function* () {
    const events: Array<Move> = []
    const testimonials = new Map(known.state.testimony.testimonials)
    const after: Array<Testimonial.Testimonial> = []
    for (const fact of facts) {
      const told = yield* Fact.toTestified(fact, now)
      const event = fact.at === undefined ? behind(testimonials, told) : told
      const stored = known.history.events.find(({ id }) => id === event.id)
      const again = stored !== undefined && fact.at === undefined ? { ...told, occurredAt: stored.occurredAt } : told
      // where the same name says something else, the store refuses it
      const isTold = stored !== undefined && Event.isSame(stored, again)
      if (stored !== undefined && !isTold) {
        events.push(again)
        continue
      }
      if (event._tag === "ConsentGiven" || event._tag === "ConsentWithdrawn") {
        if (!isTold) events.push(event)
        continue
      }
      const found = testimonials.get(event.testimonial)
      if (isTold && found !== undefined) {
        after.push(found)
        continue
      }
      const last = found?.moves.at(-1)
      if (last !== undefined && Event.compare(last, event) >= 0) {
        const problem = `it is before what happened to it last, on ${Instant.minute(last.occurredAt)}`
        return yield* Result.fail(new Fact.InvalidInput({ problems: [{ path: "at", problem }] }))
      }
      const moved = yield* moveOne(program, known, found, event, now)
      testimonials.set(event.testimonial, moved)
      after.push(moved)
      events.push(event)
    }
    return { events, testimonials: after }
  })

/** Of two steps in the same millisecond, the one that is told later comes later. */
const behind = (testimonials: ReadonlyMap<Consent.TestimonialId, Testimonial.Testimonial>, event: Move): Move => {
  const last = event.testimonial === undefined ? undefined : testimonials.get(event.testimonial)?.moves.at(-1)
  return last === undefined || event.occurredAt > last.occurredAt
    ? event
    : { ...event, occurredAt: last.occurredAt + 1 }
}

const moveOne = (
  program: Program.Program,
  { account, history, state }: Known,
  found: Testimonial.Testimonial | undefined,
  event: Testimonial.TestimonialEvent,
  now: Instant.Instant
): Result.Result<Testimonial.Testimonial, Refused> =>
  Result.gen(function* () {
    if (found === undefined) {
      const begun = Testimonial.start(event)
      if (begun !== undefined) return begun
      const testimonials = [...state.testimony.testimonials.keys()].slice(0, 10)
      return yield* Result.fail(new UnknownTestimonial({ testimonial: event.testimonial, testimonials }))
    }
    if (event._tag === "TestimonialPublished") {
      const zone = Account.zone(program, state, account)
      const because = Doubt.of({ program, history, state, account, zone, now }, found)
      if (because.length > 0) {
        return yield* Result.fail(new TestimonialInDoubt({ testimonial: event.testimonial, because }))
      }
    }
    return yield* Testimonial.after(found, event, state.testimony.consent)
  })
