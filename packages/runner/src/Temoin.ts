/**
 * Temoin: the whole loop as a Promise API, for hosts that do not use Effect.
 *
 * @since 0.1.0
 */
import * as Contact from "@temoin/core/Contact"
import * as Explain from "@temoin/core/Explain"
import * as Headline from "@temoin/core/Headline"
import type * as History from "@temoin/core/History"
import { Instant } from "@temoin/core/Instant"
import * as Merge from "@temoin/core/Merge"
import * as Nps from "@temoin/core/Nps"
import * as Erasures from "@temoin/core/ports/Erasures"
import * as HistoryStore from "@temoin/core/ports/HistoryStore"
import type * as Intake from "@temoin/core/ports/Intake"
import type * as Links from "@temoin/core/ports/Links"
import type * as Mailer from "@temoin/core/ports/Mailer"
import * as Projections from "@temoin/core/ports/Projections"
import type * as Walls from "@temoin/core/ports/Walls"
import * as Program from "@temoin/core/Program"
import * as Projection from "@temoin/core/Projection"
import type * as Reason from "@temoin/core/Reason"
import * as Residue from "@temoin/core/Residue"
import * as Score from "@temoin/core/Score"
import * as Segment from "@temoin/core/Segment"
import * as Survey from "@temoin/core/Survey"
import * as Text from "@temoin/core/Text"
import * as Trigger from "@temoin/core/Trigger"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { randomUUID } from "node:crypto"
import * as Answering from "./Answering.ts"
import * as Carrying from "./Carrying.ts"
import * as Cases from "./Cases.ts"
import * as Copying from "./Copying.ts"
import * as Crms from "./Crms.ts"
import type * as CrmSync from "./CrmSync.ts"
import * as Erasing from "./Erasing.ts"
import * as DeadLetters from "./DeadLetters.ts"
import * as Fact from "./Fact.ts"
import * as Health from "./Health.ts"
import * as IntakeLayer from "./Intake.ts"
import * as Keeping from "./Keeping.ts"
import * as Merging from "./Merging.ts"
import * as Praises from "./Praises.ts"
import * as Preferences from "./Preferences.ts"
import * as Privacy from "./Privacy.ts"
import * as Receiving from "./Receiving.ts"
import * as Reports from "./Reports.ts"
import * as Runner from "./Runner.ts"
import * as Seal from "./Seal.ts"
import * as Starting from "./Starting.ts"
import * as Suppressions from "./Suppressions.ts"
import * as Testimonials from "./Testimonials.ts"
import * as UnknownSends from "./UnknownSends.ts"
import * as VirtualClock from "./VirtualClock.ts"
import * as WallsLayer from "./Walls.ts"
import * as Writing from "./Writing.ts"

/** What the adapters together must provide. @category models @since 0.1.0 */
export type Ports = HistoryStore.HistoryStore | Mailer.Mailer | Links.Links

/**
 * - `program`: the rule book, checked when it is opened.
 * - `adapters`: one layer with a store, a mailer and links; `Layer.mergeAll(Sqlite.layer(…), Smtp.layer(…), …)`.
 * - `engine`: who does the work. Default: this process; `Cluster.engine(…)` of `@temoin/cluster` spreads it over machines.
 * - `privacy`: how people are forgotten; without it nobody can be erased.
 * - `segments`: the traits that answers are kept by, at most four, such as `["plan", "country"]` (default none). When they change, or the
 *   program's zone or when its waves close, the store folds everybody again as it is opened.
 * - `crm`: how the CRM is kept in agreement, where there is one among the adapters.
 * - `now`: where the time comes from, in epoch milliseconds (default: the system's clock).
 * - The rest is the runner's.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options<E> extends Omit<Runner.Options, "program"> {
  readonly program: typeof Program.Program.Encoded | Program.Program
  readonly adapters: Layer.Layer<Ports, E>
  readonly engine?: Runner.Engine
  readonly privacy?: Privacy.Options
  readonly segments?: ReadonlyArray<string>
  readonly crm?: CrmSync.Options
  readonly now?: () => number
}

/**
 * An answer that no link of ours led to. `id` makes a report that arrives twice count once (default: a new one each
 * time); `at` is when it was given (default: now).
 *
 * @category models
 * @since 0.1.0
 */
export interface Answer {
  readonly survey: string
  readonly score: number
  readonly comment?: string
  readonly id?: string
  readonly at?: number | Date
}

/**
 * Who in the company asks for it, for the record. `id` makes a request that arrives twice count once (default: made of the
 * content and the time).
 *
 * @category models
 * @since 0.1.0
 */
export interface Request {
  readonly by?: string
  readonly id?: string
}

/**
 * The score of a period. Unit: points, -100 to 100. `score` is null when there are no answers: no data is not a 0.
 * `count` says which answers count: the latest of each person, or that of every wave. `erased`: how many of these are of people
 * who were erased since, which only waves can count. `note`: what to know of them; null while nobody was erased.
 *
 * @category models
 * @since 0.1.0
 */
export interface NpsResult extends Nps.Counts {
  readonly score: number | null
  readonly count: Survey.Count
  readonly tally: Nps.Tally
  readonly erased: number
  readonly note: { readonly en: string | null; readonly fr: string | null }
}

/**
 * Why one person was asked or not, and when they will be: as data, each entry also as a sentence, and all of it as text, with
 * the answer first.
 *
 * @category models
 * @since 0.1.0
 */
export interface Explanation extends Explain.Explanation {
  readonly text: string
  readonly sentences: ReadonlyArray<string>
}

/** It was closed. Open it again to go on. @category errors @since 0.1.0 */
export class TemoinClosed extends Schema.TaggedError<TemoinClosed>()("TemoinClosed", {}) {
  override get message() {
    return "this Temoin is closed: open it again with Temoin.open to go on"
  }
}

/**
 * Témoin, opened over its adapters. Every method rejects with a tagged error that says what is wrong and what to do.
 *
 * @category models
 * @since 0.1.0
 */
export interface Temoin {
  /** Records what happened to a contact; gives how many of the facts were new. */
  readonly record: (contact: string, ...facts: ReadonlyArray<Fact.Fact>) => Promise<number>
  /**
   * Asks a contact a survey by hand; gives whether the request was new. The survey needs a trigger on "hand". The next tick
   * sends it, unless a rule holds it back: `explain` says which.
   */
  readonly ask: (contact: string, survey: string, request?: Request) => Promise<boolean>
  /**
   * These two are one person: everything goes on under the id `into`, and the id `from` gets nothing any more; what is still
   * reported under it reaches the other. Gives whether that was new. Refused with `CannotMerge` for a contact and itself, in
   * a circle, and when `from` was merged into a third one.
   */
  readonly merge: (from: string, into: string) => Promise<boolean>
  /**
   * Does everything that is due now, or as much of it as the bounds allow. Call it from a timer, a cron job, a queue; any number
   * of times.
   */
  readonly tick: (bounds?: Runner.Bounds) => Promise<Runner.Tick>
  /** When a tick will next have something to do; null when nothing is known to come. */
  readonly nextDue: () => Promise<number | null>
  /** Records an answer from a widget, an import or a call; gives whether it was new. */
  readonly answer: (contact: string, answer: Answer) => Promise<boolean>
  /** Why this person was asked, or was not, and when they will be. Writes nothing. */
  readonly explain: (contact: string, language?: Reason.Language) => Promise<Explanation>
  /** The score of a survey, of answers given at `from` or later and before `to` (default: all). */
  readonly nps: (request: {
    readonly survey: string
    readonly from?: number | Date
    readonly to?: number | Date
  }) => Promise<NpsResult>
  /** The cases: which are open, for whom, and every step of looking after one. */
  readonly cases: Cases.Cases
  /** The addresses that are not written to, why, and through whom. */
  readonly suppressions: Suppressions.Suppressions
  /** How much each person wants to hear, as they said it; and the page on which they say so. */
  readonly preferences: Preferences.Preferences
  /** Praise that names people at work: what is to be passed on, and that it was. */
  readonly praises: Praises.Praises
  /** Testimonials, the consent behind them, and the walls that show them. */
  readonly testimonials: Testimonials.Testimonials
  /** The mail that comes in: bounces, spam reports, replies, "unsubscribe". Needs an adapter that reads mail. */
  readonly mail: Receiving.Mail
  /** The CRM: told what customers said, and read. Needs an adapter for one, and one that keeps a notebook. */
  readonly crm: Crms.Crms
  /** What is held about somebody, and how it is forgotten: export, erasure, retention. */
  readonly privacy: Privacy.Privacy
  /** What may be said, shown and relied on: claims, trust, the flywheel, who is about to leave, what came back, the rules kept. */
  readonly reports: Reports.Reports
  /** The messages of which nobody knows whether they left: which they are, and what somebody found out about one. */
  readonly unknownSends: UnknownSends.UnknownSends
  /** Contacts that could not be worked on: which they are and why, and that somebody should try again. */
  readonly deadLetters: DeadLetters.DeadLetters
  /**
   * Begins to work, and goes on until it is stopped: whatever falls due is done, the CRM is kept in agreement, and the retention
   * swept, without a timer or a cron job of yours. Closing stops it, too.
   */
  readonly start: (options?: Starting.Options) => Promise<Starting.Running>
  /** Is everything as it should be? Answers also when the store does not. For a readiness probe. */
  readonly health: () => Promise<Health.Health>
  /** The mailer is well again, say after a password was put right: what waits for it may be handed over at once. */
  readonly resume: () => Promise<void>
  /** Every contact's history, one after the other; without those that were merged into another, which has theirs. */
  readonly histories: () => AsyncIterable<History.History>
  /** Runs an effect over the same adapters: what is not here is reachable there. */
  readonly use: <A, E>(
    effect: Effect.Effect<A, E, Ports | Projections.Projections | Intake.Intake | Walls.Walls | Runner.Runner>
  ) => Promise<A>
  /** Finishes what is under way and closes the adapters. */
  readonly close: () => Promise<void>
}

/**
 * Checks the program, opens the adapters, and is ready.
 *
 * @category constructors
 * @since 0.1.0
 */
export const open = async <E>(options: Options<E>): Promise<Temoin> => {
  const program = await Effect.runPromise(Effect.fromResult(Program.decode(options.program)))
  const privacy = await Effect.runPromise(Effect.fromResult(Privacy.settings(program, options.privacy)))
  const segments = await Effect.runPromise(Effect.fromResult(readSegments(options.segments ?? [])))
  const settings = Projection.settings(program, segments)
  const core = Layer.mergeAll(
    (options.engine ?? Runner.layer)({ ...options, program }),
    IntakeLayer.layer(program),
    WallsLayer.layer(program).pipe(Layer.provideMerge(Keeping.layer(settings)))
  )
  const adapters = options.adapters.pipe(Layer.provide(Layer.succeed(Projections.Kept, Option.some(settings))))
  const clock = options.now === undefined ? Layer.empty : Layer.succeed(Clock.Clock, VirtualClock.make(options.now))
  const runtime = ManagedRuntime.make(
    core.pipe(Layer.provideMerge(guarded(adapters, privacy)), Layer.provideMerge(clock))
  )
  // open the adapters now, so that what is wrong with them is said here
  await runtime.context()
  try {
    await runtime.runPromise(Privacy.ready(privacy))
  } catch (error) {
    await runtime.dispose()
    throw error
  }
  return make(program, runtime, options.crm ?? {}, privacy)
}

/**
 * - `from`, `to`: the stores, `Sqlite.layer(…)` and `Postgres.layer(…)` say.
 * - `privacy`: the key that people are erased with, where somebody was: then whoever was erased after an earlier copy is erased in
 *   `to`, too.
 * - `after`: the id of the contact to begin behind, as `last` said (default: with the first).
 * - `onProgress`: hears after every page how far it has come.
 *
 * @category models
 * @since 0.1.0
 */
export interface Copy<E1, E2> {
  readonly from: Layer.Layer<HistoryStore.HistoryStore, E1>
  readonly to: Layer.Layer<HistoryStore.HistoryStore, E2>
  readonly privacy?: Pick<Privacy.Options, "key">
  readonly after?: string
  readonly onProgress?: (copied: Copying.Copied) => void
}

/**
 * What a copy did, and what it then found: the histories that are not the same in both stores, and what else is `unlike`.
 *
 * @category models
 * @since 0.1.0
 */
export interface Copied extends Copying.Copied, Copying.Compared {
  readonly carried: Carrying.Carried
  readonly unlike: ReadonlyArray<Carrying.Part>
}

const opened = <E>(layer: Layer.Layer<HistoryStore.HistoryStore, E>) => Layer.build(Layer.fresh(layer))

/**
 * Copies everything from one store into another, then compares the two: all histories; who was erased, what remains of them and what
 * is sealed apart; and the notebook. What is there already is not added again, so that it can be cut short and begun again.
 * No worker may be at work on `from` when one begins on `to`.
 *
 * @category running
 * @since 0.1.0
 */
export const copy = async <E1, E2>(options: Copy<E1, E2>): Promise<Copied> => {
  const { after, from, onProgress, privacy, to } = options
  const copying = Effect.gen(function* () {
    const both = { from: yield* opened(from), to: yield* opened(to) }
    const seal = privacy === undefined ? undefined : Seal.make((yield* Effect.fromResult(Privacy.readKey(privacy))).key)
    const carried = yield* Carrying.carry({ ...both, seal })
    const stores = {
      from: Context.get(both.from, HistoryStore.HistoryStore),
      to: Context.get(both.to, HistoryStore.HistoryStore)
    }
    const erasures = Option.getOrUndefined(Context.getOption(both.to, Erasures.Erasures))
    const copied = yield* Copying.copy({
      ...stores,
      ...(erasures !== undefined && { erasures }),
      ...(onProgress !== undefined && { onProgress }),
      ...(after !== undefined && { after: yield* Effect.fromResult(Fact.read(Contact.ContactId, "after")(after)) })
    })
    return { ...copied, carried, ...(yield* Copying.compare(stores)), unlike: yield* Carrying.compare(both) }
  })
  return Effect.runPromise(Effect.scoped(copying))
}

/** The same adapters, by whose store nothing is recorded of whoever was erased. */
const guarded = <E>(adapters: Layer.Layer<Ports, E>, privacy: Erasing.Settings | undefined): Layer.Layer<Ports, E> =>
  privacy === undefined
    ? adapters
    : Layer.flatMap(adapters, (services) => {
        const store = Erasing.guard(
          Context.get(services, HistoryStore.HistoryStore),
          Context.getOption(services, Erasures.Erasures),
          privacy.seal
        )
        return Layer.succeedContext(Context.add(services, HistoryStore.HistoryStore, store))
      })

const page = 200
const readSegments = Fact.read(Segment.Names, "segments")
const readAnswer = Fact.read(
  Schema.Struct({
    survey: Survey.SurveyId,
    score: Score.Score,
    comment: Schema.optionalKey(Text.Paragraph),
    id: Text.Identifier,
    at: Instant
  })
)
const readRequest = Fact.read(
  Schema.Struct({
    survey: Survey.SurveyId,
    by: Schema.optionalKey(Text.Line),
    id: Schema.optionalKey(Text.Identifier)
  })
)
const readPeriod = Fact.read(Schema.Struct({ survey: Survey.SurveyId, from: Instant, to: Instant }))

const millis = (time: number | Date): number => (time instanceof Date ? time.getTime() : time)

const make = (
  program: Program.Program,
  runtime: ManagedRuntime.ManagedRuntime<
    Ports | Projections.Projections | Intake.Intake | Walls.Walls | Runner.Runner,
    unknown
  >,
  crm: CrmSync.Options,
  privacy: Erasing.Settings | undefined
): Temoin => {
  const underWay = new Set<Promise<unknown>>()
  let isClosed = false
  const use: Temoin["use"] = (effect) => {
    if (isClosed) return Promise.reject(new TemoinClosed())
    const running = runtime.runPromise(effect)
    const isOver = () => underWay.delete(running)
    underWay.add(running)
    running.then(isOver, isOver)
    return running
  }

  const starting = Starting.make(program, crm, privacy, use)

  async function* histories() {
    let after = Option.none<Contact.ContactId>()
    for (;;) {
      const read = Effect.gen(function* () {
        const store = yield* HistoryStore.HistoryStore
        return yield* Effect.forEach(yield* store.page({ after, limit: page }), Writing.historyOf)
      })
      const found = await use(read)
      yield* found.filter((history) => Merge.survivor(history) === undefined)
      const last = found.at(-1)
      if (last === undefined || found.length < page) return
      after = Option.some(last.contact)
    }
  }

  return {
    use,
    histories,
    // disposing interrupts what runs, and a mail that is interrupted while it leaves is one of which nobody knows
    close: async () => {
      await starting.stopAll()
      isClosed = true
      await Promise.allSettled(underWay)
      await runtime.dispose()
    },

    record: (contact, ...facts) =>
      use(
        Effect.gen(function* () {
          const id = yield* Effect.fromResult(Fact.readContact(contact))
          return yield* Writing.write(id, (history, now) => Fact.toEvents(facts, id, history, now))
        })
      ),

    merge: (from, into) =>
      use(
        Effect.gen(function* () {
          return yield* Merging.merge(
            yield* Effect.fromResult(Fact.read(Contact.ContactId, "from")(from)),
            yield* Effect.fromResult(Fact.read(Contact.ContactId, "into")(into))
          )
        })
      ),

    ask: (contact, survey, request = {}) =>
      use(
        Effect.gen(function* () {
          const who = yield* Effect.fromResult(Fact.readContact(contact))
          const asked = yield* Effect.fromResult(readRequest({ ...request, survey }))
          const found = Program.survey(program, asked.survey)
          if (found === undefined) return yield* unknownSurvey(program, asked.survey)
          if (!found.triggers.some((trigger) => Trigger.plain(trigger).some(([, { on }]) => on === "hand"))) {
            const problem = `"${survey}" is not asked by hand: give it a trigger { "on": "hand" }`
            return yield* Effect.fail(new Fact.InvalidInput({ problems: [{ path: "survey", problem }] }))
          }
          const fact: Fact.Fact = { _tag: "AskRequested", ...asked }
          return (yield* Writing.write(who, (history, now) => Fact.toEvents([fact], who, history, now))) > 0
        })
      ),

    tick: (bounds) => use(Effect.flatMap(Runner.Runner, ({ tick }) => tick(bounds))),

    nextDue: () =>
      use(
        Effect.map(
          Effect.flatMap(Runner.Runner, ({ nextDue }) => nextDue),
          Option.getOrNull
        )
      ),

    answer: (contact, input) =>
      use(
        Effect.gen(function* () {
          // a host without types may give anything
          const { at, comment, id = randomUUID(), ...given } = Predicate.isObject(input) ? input : {}
          const who = yield* Effect.fromResult(Fact.readContact(contact))
          const now = yield* Clock.currentTimeMillis
          const answer = yield* Effect.fromResult(
            readAnswer({
              ...given,
              id,
              at: at === undefined ? now : millis(at),
              ...(comment !== undefined && { comment })
            })
          )
          if (Program.survey(program, answer.survey) === undefined) return yield* unknownSurvey(program, answer.survey)
          const added = yield* Writing.write(who, (history, now, account) =>
            Result.succeed(
              Answering.uninvited(program, history, account, answer.survey, answer.id, answer, answer.at, now)
            )
          )
          return added > 0
        })
      ),

    explain: (contact, language = "en") =>
      use(
        Effect.gen(function* () {
          const id = yield* Effect.fromResult(Fact.readContact(contact))
          const store = yield* HistoryStore.HistoryStore
          const stored = yield* store.load(id)
          const history = yield* Writing.historyOf(stored)
          const account = Option.getOrUndefined(stored.account)
          const explanation = Explain.explain(program, history, yield* Clock.currentTimeMillis, account)
          return {
            ...explanation,
            text: Explain.text(explanation, language),
            sentences: explanation.entries.map((entry) => Explain.sentence(entry, language))
          }
        })
      ),

    nps: async ({ from = -8.64e15, survey, to = 8.64e15 }) => {
      const period = await use(Effect.fromResult(readPeriod({ survey, from: millis(from), to: millis(to) })))
      const id = period.survey
      if (Program.survey(program, id) === undefined) return use(unknownSurvey(program, id))
      let tally = Nps.empty
      for await (const history of histories()) {
        tally = Nps.combine(tally, Headline.ofContact(program, history, period))
      }
      const residue = await use(Erasing.residue(program))
      const projection = Residue.projectTally(residue, tally, { ...period, purpose: "measure" })
      const isOfWaves = Headline.fromTally(program, id, tally).count === "waves"
      const headline = Headline.fromTally(program, id, isOfWaves ? projection.tally : tally)
      return {
        ...headline.counts,
        score: Option.getOrNull(headline.score),
        count: headline.count,
        tally: headline.tally,
        erased: isOfWaves ? projection.erased : 0,
        note: {
          en: Residue.note(residue, projection, "en") ?? null,
          fr: Residue.note(residue, projection, "fr") ?? null
        }
      }
    },

    cases: Cases.make(program, use),
    suppressions: Suppressions.make(use),
    preferences: Preferences.make(program, use),
    praises: Praises.make(use, histories),
    testimonials: Testimonials.make(program, use, histories),
    mail: Receiving.make(use),
    crm: Crms.make(program, crm, use),
    privacy: Privacy.make(program, privacy, use),
    reports: Reports.make(program, use, histories),
    deadLetters: DeadLetters.make(use),

    start: starting.start,
    health: () => use(Health.check),
    resume: () => use(Effect.flatMap(Runner.Runner, ({ resume }) => resume)),

    unknownSends: UnknownSends.make(use, histories)
  }
}

const unknownSurvey = (program: Program.Program, survey: string) =>
  Effect.fail(
    new Fact.InvalidInput({
      problems: [
        {
          path: "survey",
          problem: `the program has no survey "${survey}"; it has ${program.surveys.map(({ id }) => `"${id}"`).join(", ") || "none"}`
        }
      ]
    })
  )
