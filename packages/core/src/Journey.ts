/**
 * Journey: where on the wheel does a contact stand, and how did they get there?
 *
 * The stages follow each other round a wheel: after the last comes the first again. What happens moves the contact from
 * one to another; skipping ahead and going back are allowed, and seen.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type * as Decision from "./Decision.ts"
import type * as Event from "./Event.ts"
import * as History from "./History.ts"
import type { Instant } from "./Instant.ts"
import * as Score from "./Score.ts"
import type * as Survey from "./Survey.ts"
import * as Text from "./Text.ts"
import * as Touchpoint from "./Touchpoint.ts"

/** @category models @since 0.1.0 */
export const StageId = Text.Name
/** @since 0.1.0 */
export type StageId = typeof StageId.Type

/** Whoever this happens to enters the stage. @category models @since 0.1.0 */
export const OnTouchpoint = Schema.Struct({ on: Schema.Literal("touchpoint"), kind: Touchpoint.Kind })
/** @since 0.1.0 */
export type OnTouchpoint = typeof OnTouchpoint.Type

/**
 * Whoever gives an answer of one of these categories enters the stage. Without `survey`: an answer to any survey.
 *
 * @category models
 * @since 0.1.0
 */
export const OnAnswer = Schema.Struct({
  on: Schema.Literal("answer"),
  survey: Schema.optionalKey(Text.Name),
  categories: Schema.NonEmptyArray(Score.Category)
})
/** @since 0.1.0 */
export type OnAnswer = typeof OnAnswer.Type

/** What enters a stage. @category models @since 0.1.0 */
export const Entry = Schema.Union([OnTouchpoint, OnAnswer])
/** @since 0.1.0 */
export type Entry = typeof Entry.Type

/**
 * One stage of the wheel, and everything that enters it (default nothing, which only the first stage can afford).
 *
 * @category models
 * @since 0.1.0
 */
export const Stage = Schema.Struct({
  id: StageId,
  enters: Schema.Array(Entry).pipe(Schema.withDecodingDefaultKey(Effect.succeed([])))
})
/** @since 0.1.0 */
export type Stage = typeof Stage.Type

/**
 * The stages in the order of the wheel: the first follows the last. `problems` says what is wrong with one.
 *
 * @category models
 * @since 0.1.0
 */
export const Journey = Schema.Struct({ stages: Schema.Array(Stage) })
/** @since 0.1.0 */
export type Journey = typeof Journey.Type

/**
 * A journey without stages: nobody stands anywhere on it, and nothing moves anybody.
 *
 * @category presets
 * @since 0.1.0
 */
export const empty = { stages: [] } as const satisfies typeof Journey.Encoded

/**
 * Five stages: a stranger hears of us (awareness), looks around (consideration), talks with us and becomes a customer
 * (acquisition), is served (service), and says they would recommend us (loyalty), which is how the next stranger hears
 * of us. Loyalty is entered by a promoter's answer to any survey, and so is score-tainted.
 *
 * Each touchpoint moves whoever it happens to: a customer who comes by the site again is back at awareness. A host that
 * does not want this records `site.visited` for strangers only.
 * Source: Trustmary, "Social proof and consistency: why NPS must be measured more than once", 2023.
 *
 * @example Journey.fiveStages.stages.length // => 5
 * @category presets
 * @since 0.1.0
 */
export const fiveStages = {
  stages: [
    { id: "awareness", enters: [{ on: "touchpoint", kind: "site.visited" }] },
    { id: "consideration", enters: [{ on: "touchpoint", kind: "blog.read" }] },
    {
      id: "acquisition",
      enters: [
        { on: "touchpoint", kind: "meeting.held" },
        { on: "touchpoint", kind: "deal.won" },
        { on: "touchpoint", kind: "purchase.made" }
      ]
    },
    { id: "service", enters: [{ on: "touchpoint", kind: "delivery.completed" }] },
    { id: "loyalty", enters: [{ on: "answer", categories: ["promoter"] }] }
  ]
} as const satisfies typeof Journey.Encoded

/**
 * One thing that is wrong with a journey, and where in it: `stages[1].enters[0]`.
 *
 * @category errors
 * @since 0.1.0
 */
export interface Problem {
  readonly path: string
  readonly problem: string
}

/**
 * Everything about a journey that contradicts itself: an id given twice, something that enters two stages, a stage that
 * nothing enters. The first stage may be without: those stand there of whom nothing is known yet. Empty: none found.
 *
 * @example Journey.problems(Journey.fiveStages) // => []
 * @example Journey.problems({ stages: [{ id: "a", enters: [] }, { id: "b", enters: [] }] }).map(({ path }) => path) // => ["stages[1].enters"]
 * @category checking
 * @since 0.1.0
 */
export const problems = (self: Journey): ReadonlyArray<Problem> =>
  self.stages.flatMap((stage, index) => [...stageProblems(self, stage, index)])

function* stageProblems(self: Journey, stage: Stage, index: number): Generator<Problem> {
  const earlier = self.stages.slice(0, index)
  if (earlier.some(({ id }) => id === stage.id)) {
    yield {
      path: `stages[${index}].id`,
      problem: `"${stage.id}" is the id of an earlier stage: each needs one of its own`
    }
  }
  if (index > 0 && stage.enters.length === 0) {
    yield {
      path: `stages[${index}].enters`,
      problem: `nothing enters "${stage.id}", so nobody would ever stand there: say what does, or leave the stage out`
    }
  }
  for (const [i, entry] of stage.enters.entries()) {
    const other = earlier.find(({ enters }) => enters.some((earlierEntry) => overlaps(entry, earlierEntry)))
    if (other !== undefined) {
      yield {
        path: `stages[${index}].enters[${i}]`,
        problem: `${inWords(entry)} can enter "${other.id}" already: nobody stands in two stages, so let it enter one`
      }
    }
  }
}

/** Is there something that both let in? */
const overlaps = (self: Entry, that: Entry): boolean =>
  self.on === "touchpoint"
    ? that.on === "touchpoint" && self.kind === that.kind
    : that.on === "answer" &&
      (self.survey === undefined || that.survey === undefined || self.survey === that.survey) &&
      self.categories.some((category) => that.categories.includes(category))

const inWords = (entry: Entry): string =>
  entry.on === "touchpoint"
    ? `"${entry.kind}"`
    : `an answer ${entry.survey === undefined ? "" : `to "${entry.survey}" `}by a ${entry.categories.join(" or ")}`

/**
 * Is a stage entered by some answers and not by others? Then who stands in it tells how they scored, and an audience of
 * that stage would be one chosen by score. A stage that an answer of every category enters is not tainted; nor is one
 * the journey does not have.
 *
 * This is about coming in. Who is *not* in a tainted stage tells something, too: in a journey with one, the people in its
 * other stages include none whose latest answer took them away.
 *
 * @example Journey.isScoreTainted(Journey.fiveStages, "loyalty") // => true
 * @example Journey.isScoreTainted(Journey.fiveStages, "service") // => false
 * @category guards
 * @since 0.1.0
 */
export const isScoreTainted = (self: Journey, stage: StageId): boolean => {
  const entries = self.stages
    .filter(({ id }) => id === stage)
    .flatMap(({ enters }) => enters.filter((entry) => entry.on === "answer"))
  // `undefined` stands for all surveys that no entry names
  const surveys = new Set(entries.map(({ survey }) => survey))
  return [...surveys].some((survey) => {
    const entering = entries.filter((entry) => entry.survey === undefined || entry.survey === survey)
    const categories = new Set(entering.flatMap((entry) => entry.categories))
    return categories.size > 0 && categories.size < Score.Category.literals.length
  })
}

/**
 * How a contact came from one stage to another. `forward`: to the next one round the wheel, which after the last is the
 * first. `skip`: further ahead. `back`: to an earlier one. `again`: to the one they stand in, where they stay. A contact
 * whom nothing has moved yet stands before the first stage.
 *
 * @category models
 * @since 0.1.0
 */
export const Move = Schema.Literals(["forward", "skip", "back", "again"])
/** @since 0.1.0 */
export type Move = typeof Move.Type

/**
 * The event that moved a contact, by its id, and what it said.
 *
 * @category models
 * @since 0.1.0
 */
export type By =
  | { readonly _tag: "TouchpointHappened"; readonly id: Event.EventId; readonly kind: Touchpoint.Kind }
  | {
      readonly _tag: "Answered"
      readonly id: Event.EventId
      readonly survey: Survey.SurveyId
      readonly wave: Decision.WaveId
      readonly score: Score.Score
    }

/**
 * One time that something entered a stage. `from` is `undefined` the first time.
 *
 * @category models
 * @since 0.1.0
 */
export interface Moved {
  readonly move: Move
  readonly from: StageId | undefined
  readonly to: StageId
  readonly at: Instant
  readonly by: By
}

/**
 * From the time a contact came to a stage to the time they left it; `leftAt` is `undefined` while they have not.
 * `move` and `by`: how they came, and by what.
 *
 * @category models
 * @since 0.1.0
 */
export interface Stay {
  readonly stage: StageId
  readonly enteredAt: Instant
  readonly leftAt: Instant | undefined
  readonly move: Move
  readonly by: By
}

/**
 * Every move of a contact, oldest first, those to the stage they stood in already included. An answer moves when it is
 * given: one that is changed later has moved them nevertheless, and the change moves them where its own category does,
 * if anywhere. Where a journey has something enter two stages (`problems` says so), the first of them in the wheel's
 * order is entered. Empty: nothing that happened enters a stage.
 *
 * @example Journey.moves(Journey.fiveStages, History.empty("anna")) // => []
 * @category folding
 * @since 0.1.0
 */
export const moves = (self: Journey, history: History.History): ReadonlyArray<Moved> =>
  movesUntil(self, history, Number.POSITIVE_INFINITY)

/**
 * Where a contact has been, oldest first: each stay begins when the one before it ends, and the last is open. Entering
 * the stage they stand in does not begin another stay. Empty: nothing that happened enters a stage.
 *
 * @example Journey.path(Journey.fiveStages, History.empty("anna")) // => []
 * @category folding
 * @since 0.1.0
 */
export const path = (self: Journey, history: History.History): ReadonlyArray<Stay> => stays(moves(self, history))

/**
 * Where a contact stood at a time, by what had happened until then (that instant included); so the stay is open.
 * `undefined`: nothing had moved them yet, and they stood before the first stage.
 *
 * @example Journey.current(Journey.fiveStages, History.empty("anna"), 0) // => undefined
 * @category folding
 * @since 0.1.0
 */
export const current = (self: Journey, history: History.History, at: Instant): Stay | undefined =>
  stays(movesUntil(self, history, at)).at(-1)

/**
 * How long a stay lasted, as far as `at`. Unit: milliseconds. An open stay counts until `at`; one that begins later is 0.
 *
 * @example Journey.dwell({ enteredAt: 1000, leftAt: 5000 }, 9000) // => 4000
 * @example Journey.dwell({ enteredAt: 1000, leftAt: undefined }, 9000) // => 8000
 * @category getters
 * @since 0.1.0
 */
export const dwell = ({ enteredAt, leftAt }: Pick<Stay, "enteredAt" | "leftAt">, at: Instant): number =>
  Math.max(0, Math.min(leftAt ?? at, at) - enteredAt)

const stays = (moves: ReadonlyArray<Moved>): ReadonlyArray<Stay> => {
  const begun = moves.filter(({ move }) => move !== "again")
  return begun.map(({ at, by, move, to }, index) => ({
    stage: to,
    enteredAt: at,
    leftAt: begun[index + 1]?.at,
    move,
    by
  }))
}

const movesUntil = (self: Journey, history: History.History, until: Instant): ReadonlyArray<Moved> => {
  const stageOf = doors(self)
  const found: Array<Moved> = []
  let standing: number | undefined
  for (const [index, at] of history.at.entries()) {
    if (at > until) break
    const kind = history.kind[index]
    const event = kind === undefined || !canMove(kind) ? undefined : history.events[index]
    const by = event && reading(event)
    const stage = by && stageOf(by)
    const to = stage === undefined ? undefined : self.stages[stage]
    if (by === undefined || stage === undefined || to === undefined) continue
    const from = standing === undefined ? undefined : self.stages[standing]?.id
    found.push({ move: moveOf(self.stages.length, standing, stage), from, to: to.id, at, by })
    standing = stage
  }
  return found
}

/** Touchpoints and answers, which have their score for a number. */
const canMove = (kind: number): boolean => kind <= 10 || kind === History.kinds.TouchpointHappened

const reading = (event: Event.Event): By | undefined => {
  switch (event._tag) {
    case "TouchpointHappened":
      return { _tag: event._tag, id: event.id, kind: event.kind }
    case "Answered": {
      const { _tag, id, score, survey, wave } = event
      return { _tag, id, survey, wave, score }
    }
    default:
      return undefined
  }
}

/** Which stage something enters, by its place on the wheel. */
const doors = ({ stages }: Journey): ((by: By) => number | undefined) => {
  const touchpoints = new Map<Touchpoint.Kind, number>()
  const answers: Array<readonly [entry: OnAnswer, stage: number]> = []
  for (const { enters, id } of stages) {
    // a second stage of the same id is the same stage
    const stage = stages.findIndex((other) => other.id === id)
    for (const entry of enters) {
      if (entry.on === "answer") answers.push([entry, stage])
      else if (!touchpoints.has(entry.kind)) touchpoints.set(entry.kind, stage)
    }
  }
  return (by) => {
    if (by._tag === "TouchpointHappened") return touchpoints.get(by.kind)
    const category = Score.category(by.score)
    return answers.find(
      ([entry]) => (entry.survey === undefined || entry.survey === by.survey) && entry.categories.includes(category)
    )?.[1]
  }
}

const moveOf = (stages: number, from: number | undefined, to: number): Move => {
  if (from === to) return "again"
  const before = from ?? -1
  if (to === (before + 1) % stages) return "forward"
  return to > before ? "skip" : "back"
}
