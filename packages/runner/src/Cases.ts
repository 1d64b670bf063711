/**
 * Cases: which cases are open, for whom, and what do their owners do about them?
 *
 * Unlike a fact that is only recorded, each step is checked against how far the case has come.
 *
 * @since 0.1.0
 */
import * as Case from "@temoin/core/Case"
import type * as Contact from "@temoin/core/Contact"
import * as Decision from "@temoin/core/Decision"
import * as Disruption from "@temoin/core/Disruption"
import type * as Event from "@temoin/core/Event"
import type * as History from "@temoin/core/History"
import type { Instant } from "@temoin/core/Instant"
import * as Merge from "@temoin/core/Merge"
import type * as HistoryStore from "@temoin/core/ports/HistoryStore"
import * as Projections from "@temoin/core/ports/Projections"
import type * as Program from "@temoin/core/Program"
import type * as State from "@temoin/core/State"
import * as Fold from "@temoin/core/Fold"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Fact from "./Fact.ts"
import * as Writing from "./Writing.ts"

/**
 * This contact has no such case. `cases`: those that they have, ten at most.
 *
 * @category errors
 * @since 0.1.0
 */
export class UnknownCase extends Schema.TaggedError<UnknownCase>()("UnknownCase", {
  case: Decision.CaseId,
  cases: Schema.Array(Decision.CaseId)
}) {
  override get message() {
    const known =
      this.cases.length === 0 ? "they have none" : `they have ${this.cases.map((id) => `"${id}"`).join(", ")}`
    return `this contact has no case "${this.case}"; ${known}`
  }
}

/**
 * A case with whose it is. `said`: the customer's words, in their latest comment or their complaint; missing when they
 * wrote nothing. `replies`: what they wrote back by mail since it was opened, oldest first; missing when they did not.
 *
 * @category models
 * @since 0.1.0
 */
export interface ContactCase extends Case.Case {
  readonly contact: string
  readonly said?: string
  readonly replies?: ReadonlyArray<State.Reply>
}

/** Who does it, and when (default: now). @category models @since 0.1.0 */
export interface By {
  readonly by?: string
  readonly at?: Instant | Date
}

/** With a note for whoever looks later. @category models @since 0.1.0 */
export interface Noted extends By {
  readonly note?: string
}

/**
 * The cases of all contacts. Every step gives the case as it stands after it; it rejects with `UnknownCase`, with
 * `CaseRefused` where the case does not allow it (acknowledged twice, resolved when it is over), and with `InvalidInput`.
 *
 * @category models
 * @since 0.1.0
 */
export interface Cases {
  /** Those that are open, the one whose next deadline is earliest first; with `owner`, only theirs. */
  readonly list: (filter?: { readonly owner?: string }) => Promise<ReadonlyArray<ContactCase>>
  /** Somebody looks after it. */
  readonly acknowledge: (contact: string, id: string, step?: Noted) => Promise<ContactCase>
  /** The customer was told how it came to this. */
  readonly explain: (contact: string, id: string, step: By & { readonly explanation: string }) => Promise<ContactCase>
  /** It was made good to the customer, and, with `correctiveAction`, put right for those to come. */
  readonly redress: (
    contact: string,
    id: string,
    step: By & { readonly redress: string; readonly correctiveAction?: string }
  ) => Promise<ContactCase>
  /** It is settled. */
  readonly resolve: (contact: string, id: string, step?: Noted) => Promise<ContactCase>
  /** It is not settled after all. The deadlines run anew. */
  readonly reopen: (contact: string, id: string, step?: Noted) => Promise<ContactCase>
  /** From now on it is another's. The deadlines stay. */
  readonly assign: (contact: string, id: string, step: Noted & { readonly to: string }) => Promise<ContactCase>
}

/**
 * The cases over a store.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (
  program: Program.Program,
  use: <A, E>(effect: Effect.Effect<A, E, HistoryStore.HistoryStore | Projections.Projections>) => Promise<A>
): Cases => {
  const act = (contact: string, fact: Fact.Fact): Promise<ContactCase> =>
    use(
      Effect.gen(function* () {
        const who = yield* Effect.fromResult(Fact.readContact(contact))
        const after: Array<ContactCase> = []
        yield* Writing.write(who, (history, now) =>
          Result.map(move(program, history, who, fact, now), ([event, moved]) => {
            after.push(withWords(history, moved))
            return [event]
          })
        )
        return after.at(-1)!
      })
    )
  return {
    list: async ({ owner } = {}) => {
      const found: Array<ContactCase> = []
      let after = Option.none<Projections.ContactCase>()
      for (;;) {
        const cases = await use(open(owner, after))
        found.push(...cases.known)
        if (Option.isNone(cases.last)) return found
        after = cases.last
      }
    },
    acknowledge: (contact, id, step) => act(contact, { ...step, _tag: "CaseAcknowledged", case: id }),
    explain: (contact, id, step) => act(contact, { ...step, _tag: "CaseExplained", case: id }),
    redress: (contact, id, step) => act(contact, { ...step, _tag: "CaseRedressed", case: id }),
    resolve: (contact, id, step) => act(contact, { ...step, _tag: "CaseResolved", case: id }),
    reopen: (contact, id, step) => act(contact, { ...step, _tag: "CaseReopened", case: id }),
    assign: (contact, id, step) => act(contact, { ...step, _tag: "CaseAssigned", case: id })
  }
}

const page = 200

/** A page of those that are open, with the words of their contacts. One that was closed since is not among them. */
const open = Effect.fnUntraced(function* (owner: string | undefined, after: Option.Option<Projections.ContactCase>) {
  const projections = yield* Projections.Projections
  const cases = yield* projections.cases({ after, limit: page, ...(owner !== undefined && { owner }) })
  const histories = new Map<Contact.ContactId, History.History>()
  for (const { contact } of cases) {
    if (!histories.has(contact)) histories.set(contact, (yield* Writing.read(contact)).history)
  }
  const known = cases.flatMap(({ case: id, contact }) => {
    const history = histories.get(contact)
    const one = history && Fold.of(history).cases.get(id)
    return history !== undefined && one !== undefined && Case.isOpen(one) ? [withWords(history, one)] : []
  })
  return { known, last: cases.length < page ? Option.none() : Option.fromUndefinedOr(cases.at(-1)) }
})

/** The event that this step adds, and the case after it. A reopened one gets deadlines by the terms it was opened on. */
const move = (
  program: Program.Program,
  history: History.History,
  who: Contact.ContactId,
  fact: Fact.Fact,
  now: Instant
): Result.Result<readonly [Event.Event, Case.Case], Fact.InvalidInput | UnknownCase | Case.CaseRefused> =>
  Result.gen(function* () {
    const told = yield* Fact.toMove(fact, now)
    const state = Fold.of(history)
    const event = { ...told, case: Merge.caseNamed(state, who, told.case) }
    const found = state.cases.get(event.case)
    if (found === undefined) {
      return yield* Result.fail(new UnknownCase({ case: event.case, cases: [...state.cases.keys()].slice(0, 10) }))
    }
    const zone = state.zone ?? program.zone
    const timed =
      event._tag === "CaseReopened" && found.terms !== undefined
        ? { ...event, ...Case.deadlines(found.terms, event.occurredAt, program, zone) }
        : event
    return [timed, yield* Case.after(found, timed)] as const
  })

const withWords = (history: History.History, found: Case.Case): ContactCase => {
  const said = history.events.findLast((event) =>
    event._tag === "Answered"
      ? event.survey === found.survey && event.wave === found.wave && event.comment !== undefined
      : event._tag === "GrievanceRaised" && Disruption.wave(event.id) === found.wave
  )
  const words = said?._tag === "Answered" ? said.comment : said?._tag === "GrievanceRaised" ? said.words : undefined
  const replies = Fold.of(history).replies.filter(({ at }) => at >= found.openedAt)
  return {
    ...found,
    contact: history.contact,
    ...(words !== undefined && { said: words }),
    ...(replies.length > 0 && { replies })
  }
}
