/**
 * History: what can happen to one contact?
 *
 * Two kinds. A *soup* is any events in any order, as a broken import or a skewed clock would leave them. A *life* is a
 * script: what the world does, when, and how each message fares; `live` plays it against a `decide`, so that what comes
 * out is a history that this very `decide` made.
 */
import * as Case from "@temoin/core/Case"
import * as Contact from "@temoin/core/Contact"
import * as Decision from "@temoin/core/Decision"
import * as Event from "@temoin/core/Event"
import * as Grievance from "@temoin/core/Grievance"
import * as Score from "@temoin/core/Score"
import * as Survey from "@temoin/core/Survey"
import type * as FollowUp from "@temoin/core/FollowUp"
import type { Instant } from "@temoin/core/Instant"
import * as fc from "fast-check"
import * as Program from "./Program.ts"
import * as Time from "./Time.ts"

export const contact = Contact.ContactId.make("anna")
export const addresses = ["anna@example.com", "anna@work.example"] as const
const subjects = ["order 1", "order 2"] as const

export const surveyId = (id: string) => Survey.SurveyId.make(id)
export const waveId = (id: string) => Decision.WaveId.make(id)

/** Low, high and the neighbours of every boundary. Shrinks to a promoter's. */
const score = fc.constantFrom<Score.Score>(10, 9, 8, 7, 6, 0, 10, 9, 5)

const extent = fc.oneof(
  { weight: 1, arbitrary: fc.constant<Event.Extent>({}) },
  {
    weight: 2,
    arbitrary: fc.record(
      {
        survey: fc.constantFrom(...Program.surveys.map(surveyId)),
        purpose: fc.constantFrom(...Survey.Purpose.literals)
      },
      { requiredKeys: [], noNullPrototype: true }
    )
  }
)

/**
 * What happens next. `nth` chooses one of what there is (the last of them for 0), and is without effect when there is none.
 *
 * - `wait`: time passes; when the runner is `down`, nobody looks until it is over.
 * - `meet`: time passes until the nth coming instant at which something changes, or the millisecond before or after it.
 * - `hear`: the host records something; `late` milliseconds after it happened.
 */
export type Move =
  | { readonly do: "wait"; readonly for: number; readonly runner: "up" | "down" }
  | { readonly do: "meet"; readonly nth: number; readonly beside: -1 | 0 | 1; readonly runner: "up" | "down" }
  | {
      readonly do: "touch"
      readonly kind: (typeof Program.kinds)[number]
      readonly about?: string | undefined
      readonly late: number
    }
  | { readonly do: "move"; readonly email?: string | null | undefined; readonly zone?: string | null | undefined }
  | { readonly do: "ask"; readonly survey: string; readonly late: number }
  | { readonly do: "basis" }
  | { readonly do: "opt out" | "opt in"; readonly extent: Event.Extent }
  | { readonly do: "pause"; readonly lasts: number }
  | { readonly do: "slow down" }
  | {
      readonly do: "answer"
      readonly nth: number
      readonly score: Score.Score
      readonly late: number
      readonly comment?: string | undefined
    }
  | {
      readonly do: "widget"
      readonly survey: string
      readonly score: Score.Score
      readonly comment?: string | undefined
    }
  | { readonly do: "show" | "dismiss"; readonly survey: string }
  | { readonly do: "ask elsewhere"; readonly about: Event.Extent; readonly late: number }
  | { readonly do: "bounce" | "spam"; readonly about: number | undefined }
  | { readonly do: "reply"; readonly nth: number; readonly late: number }
  | { readonly do: "erase" }
  | { readonly do: CaseMove; readonly nth: number }
  | { readonly do: "trace" | "pass on"; readonly nth: number }
  | { readonly do: "complain" | "praise"; readonly late: number }
  | { readonly do: "calm"; readonly kind: string }
  | { readonly do: "say no" | "hand in" | "refer"; readonly nth: number }
  | { readonly do: "consent"; readonly nth: number }
  | { readonly do: "take back"; readonly nth: number; readonly all: boolean }
  | { readonly do: Moderating; readonly nth: number }

/** What moderators and authors do with a testimonial. */
export type Moderating = "approve" | "reject" | "publish" | "edit" | "agree" | "refuse" | "reconfirm" | "withdraw"

/** What people in the company do with a case. */
export type CaseMove = "acknowledge" | "explain" | "redress" | "resolve" | "reopen" | "assign"

/** How a message fares, and after how many milliseconds we know. */
export interface Fate {
  readonly as: "sent" | "failed" | "refused" | "unknown"
  readonly after: number
}

/** `fates` are the messages' fates in turn; all after them are sent. */
export interface Life {
  readonly bornAt: Instant
  readonly email: string | null
  readonly zone: string | null
  readonly basis: boolean
  readonly moves: ReadonlyArray<Move>
  readonly fates: ReadonlyArray<Fate>
}

const comment = fc.constantFrom(undefined, undefined, undefined, "well")
const nth = fc.constantFrom(0, 0, 0, 1, 2)
const runner = fc.constantFrom("up" as const, "up" as const, "down" as const)

const moderating = fc.constantFrom<Array<Moderating>>(
  "approve",
  "publish",
  "publish",
  "edit",
  "agree",
  "refuse",
  "reconfirm",
  "withdraw",
  "reject"
)

const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("wait" as const), for: Time.span, runner }) },
  {
    weight: 7,
    arbitrary: fc.record({ do: fc.constant("meet" as const), nth, beside: fc.constantFrom(0, 0, -1, 1), runner })
  },
  {
    weight: 14,
    arbitrary: fc.record({
      do: fc.constant("touch" as const),
      kind: fc.constantFrom(...Program.kinds, Program.kinds[0], Program.kinds[1]),
      about: fc.option(fc.constantFrom(...subjects), { nil: undefined }),
      late: Time.lateness
    })
  },
  {
    weight: 14,
    arbitrary: fc.record({ do: fc.constant("answer" as const), nth, score, late: Time.lateness, comment })
  },
  {
    weight: 2,
    arbitrary: fc.record(
      {
        do: fc.constant("move" as const),
        email: fc.constantFrom(...addresses, null),
        zone: fc.option(Time.zone, { nil: null })
      },
      { requiredKeys: ["do"] }
    )
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("ask" as const),
      survey: fc.constantFrom(...Program.surveys, Program.surveys[0], "unknown"),
      late: Time.lateness
    })
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("basis" as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom("opt out" as const, "opt in" as const), extent })
  },
  {
    weight: 1,
    // in hours; one that was over before it began is none
    arbitrary: fc.record({ do: fc.constant("pause" as const), lasts: fc.constantFrom(-1, 1, 24, 24 * 30, 24 * 400) })
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("slow down" as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("widget" as const),
      survey: fc.constantFrom(...Program.surveys, "unknown"),
      score
    })
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom("show" as const, "dismiss" as const),
      survey: fc.constantFrom(...Program.surveys, "unknown")
    })
  },
  {
    weight: 1,
    // some are dated in the future
    arbitrary: fc.record({
      do: fc.constant("ask elsewhere" as const),
      about: extent,
      late: fc.constantFrom(0, 3_600_000, -3_600_000)
    })
  },
  {
    weight: 2,
    arbitrary: fc.oneof(
      fc.record({
        do: fc.constantFrom("bounce" as const, "spam" as const),
        about: fc.constantFrom(undefined, 0, 1)
      }),
      fc.record({ do: fc.constant("erase" as const) })
    )
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("reply" as const), nth, late: Time.lateness })
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom<Array<CaseMove | "trace" | "pass on">>(
        "acknowledge",
        "acknowledge",
        "resolve",
        "resolve",
        "trace",
        "explain",
        "redress",
        "reopen",
        "assign",
        "pass on"
      ),
      nth
    })
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom("complain" as const, "praise" as const),
      late: Time.lateness
    })
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("calm" as const), kind: fc.constantFrom(...Program.kinds, Grievance.kind) })
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.oneof(
        fc.constantFrom<Array<"say no" | "hand in" | "refer" | "consent">>("say no", "hand in", "refer", "consent"),
        moderating
      ),
      nth
    })
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("take back" as const), nth, all: fc.boolean() })
  }
)

/** They praise us in words, and climb as far as they will; then they change their mind, or time passes. */
const testimony = fc
  .tuple(
    fc.constantFrom(...Program.surveys, Program.surveys[0]),
    fc.constantFrom<Array<ReadonlyArray<Move>>>(
      [],
      [{ do: "say no", nth: 0 }],
      [{ do: "hand in", nth: 0 }],
      [
        { do: "hand in", nth: 0 },
        { do: "consent", nth: 0 },
        { do: "approve", nth: 0 },
        { do: "publish", nth: 0 }
      ],
      [
        { do: "hand in", nth: 0 },
        { do: "consent", nth: 1 },
        { do: "approve", nth: 0 },
        { do: "publish", nth: 0 }
      ]
    ),
    fc.constantFrom<Array<ReadonlyArray<Move>>>(
      [],
      [{ do: "take back", nth: 0, all: false }],
      [{ do: "edit", nth: 0 }],
      [
        { do: "edit", nth: 0 },
        { do: "agree", nth: 0 }
      ],
      [{ do: "withdraw", nth: 0 }],
      [{ do: "refer", nth: 0 }],
      [
        { do: "widget", survey: Program.surveys[0], score: 0 },
        { do: "resolve", nth: 0 }
      ],
      [
        { do: "widget", survey: Program.surveys[0], score: 0 },
        { do: "resolve", nth: 0 },
        { do: "meet", nth: 0, beside: 0, runner: "up" },
        { do: "reconfirm", nth: 0 }
      ]
    ),
    Time.span,
    runner
  )
  .map(([survey, climbs, after, span, runner]): ReadonlyArray<Move> => [
    { do: "basis" },
    { do: "widget", survey, score: 10, comment: "You saved our season!" },
    { do: "meet", nth: 0, beside: 0, runner: "up" },
    ...climbs,
    { do: "wait", for: span, runner },
    ...after,
    { do: "meet", nth: 0, beside: 0, runner: "up" }
  ])

/** They answer, and some time later once more: the wave may still be open, or closed by then. */
const secondThought = fc
  .tuple(score, Time.span, runner, score)
  .map(([first, span, runner, second]): ReadonlyArray<Move> => [
    { do: "answer", nth: 0, score: first, late: 0 },
    { do: "wait", for: span, runner },
    { do: "answer", nth: 0, score: second, late: 0 }
  ])

/** They are unhappy, change their mind while the case is looked at or not, and perhaps change it back. */
const wavering = fc
  .tuple(
    fc.constantFrom<Array<CaseMove | undefined>>(undefined, undefined, "acknowledge", "resolve"),
    fc.constantFrom<Array<Score.Score>>(10, 0),
    Time.span,
    comment
  )
  .map(([done, last, span, comment]): ReadonlyArray<Move> => [
    { do: "widget", survey: Program.surveys[0], score: 0 },
    ...(done === undefined ? [] : [{ do: done, nth: 0 } as const]),
    { do: "answer", nth: 0, score: 10, late: 0, comment },
    { do: "wait", for: span, runner: "up" },
    { do: "answer", nth: 0, score: last, late: 0 }
  ])

/** Their case is reopened, and then they give praise elsewhere. */
const relapse = fc
  .tuple(Time.span, fc.constantFrom(...Program.surveys))
  .map(([span, survey]): ReadonlyArray<Move> => [
    { do: "basis" },
    { do: "widget", survey: Program.surveys[0], score: 0 },
    { do: "resolve", nth: 0 },
    { do: "reopen", nth: 0 },
    { do: "widget", survey, score: 10 },
    { do: "wait", for: span, runner: "up" }
  ])

/** Something dramatic happens, something is over, perhaps that, and they give praise. */
const upset = fc
  .tuple(
    fc.constantFrom<Array<Move>>(
      { do: "complain", late: 0 },
      { do: "touch", kind: Program.kinds[2], late: 0 },
      { do: "touch", kind: Program.kinds[1], late: 0 }
    ),
    fc.constantFrom(...Program.kinds, Grievance.kind),
    fc.constantFrom(...Program.surveys)
  )
  .map(([dramatic, kind, survey]): ReadonlyArray<Move> => [
    { do: "basis" },
    dramatic,
    { do: "calm", kind },
    { do: "widget", survey, score: 10 }
  ])

/** They praise somebody, and it is passed on, in time or not. */
const recognition = Time.span.map((span): ReadonlyArray<Move> => [
  { do: "praise", late: 0 },
  { do: "wait", for: span, runner: "up" },
  { do: "pass on", nth: 0 }
])

/** Time passes, and they are asked again: they answer, or they do not; or something happens. */
const next = fc.oneof(
  {
    weight: 4,
    arbitrary: score.map((score): ReadonlyArray<Move> => [
      { do: "meet", nth: 0, beside: 0, runner: "up" },
      { do: "answer", nth: 0, score, late: 0 }
    ])
  },
  {
    weight: 4,
    arbitrary: fc
      .record({
        do: fc.constant("meet" as const),
        nth: fc.constantFrom(0, 0, 1),
        beside: fc.constantFrom(0, 0, 1),
        runner
      })
      .map((one): ReadonlyArray<Move> => [one])
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom<Array<Move>>({ do: "complain", late: 0 }, { do: "touch", kind: Program.kinds[2], late: 0 })
      .map((one): ReadonlyArray<Move> => [one])
  },
  {
    weight: 1,
    arbitrary: fc.constant<ReadonlyArray<Move>>([{ do: "wait", for: 100 * 86_400_000, runner: "up" }])
  }
)

/** They speak up, and are asked again and again. */
const years = fc
  .tuple(fc.constantFrom(...Program.surveys), score, fc.array(next, { minLength: 2, maxLength: 5, size: "max" }))
  .map(([survey, score, rest]): ReadonlyArray<Move> => [{ do: "widget", survey, score }, ...rest.flat()])

/** Longer than until any of these programs asks whether a case was repaired. */
const aMonth: Move = { do: "wait", for: 31 * 86_400_000, runner: "up" }

/** Somebody asks them by hand, once more when a month has passed, and they do nothing at all. */
const insistence = fc
  .constantFrom(...Program.surveys)
  .map((survey): ReadonlyArray<Move> => [
    { do: "ask", survey, late: 0 },
    aMonth,
    { do: "ask", survey, late: 0 },
    aMonth,
    { do: "ask", survey, late: 0 }
  ])

/** Their case is resolved, perhaps not for long, and some time later we ask whether it was repaired. */
const repair = fc
  .tuple(
    fc.constantFrom<Array<ReadonlyArray<CaseMove>>>(["resolve"], ["resolve"], ["resolve", "reopen", "resolve"]),
    fc.constantFrom(...Program.surveys),
    fc.constantFrom<Array<ReadonlyArray<CaseMove>>>([], ["reopen", "resolve"], ["reopen", "resolve"], ["reopen"]),
    score
  )
  .map(([done, survey, later, score]): ReadonlyArray<Move> => [
    { do: "widget", survey, score: 0 },
    ...done.map((what): Move => ({ do: what, nth: 0 })),
    aMonth,
    ...later.map((what): Move => ({ do: what, nth: 0 })),
    later.length > 0 ? aMonth : { do: "answer", nth: 0, score, late: 0 }
  ])

const moves = fc
  .noBias(
    fc.array(
      fc.oneof(
        { weight: 13, arbitrary: move.map((one): ReadonlyArray<Move> => [one]) },
        { weight: 2, arbitrary: secondThought },
        { weight: 2, arbitrary: wavering },
        { weight: 2, arbitrary: relapse },
        { weight: 2, arbitrary: upset },
        { weight: 1, arbitrary: recognition },
        { weight: 4, arbitrary: testimony },
        { weight: 1, arbitrary: years },
        { weight: 1, arbitrary: repair },
        { weight: 2, arbitrary: insistence }
      ),
      { minLength: 1, maxLength: 18, size: "max" }
    )
  )
  .map((all) => all.flat())

const fate: fc.Arbitrary<Fate> = fc.record({
  as: fc.constantFrom("sent", "sent", "sent", "sent", "sent", "sent", "failed", "failed", "unknown", "refused"),
  after: Time.latency
})

/** Lives shrink to a few moves on an ordinary day, with every message sent at once. */
export const life: fc.Arbitrary<Life> = fc.record({
  bornAt: Time.dawn,
  email: fc.constantFrom(...Array<string>(8).fill(addresses[0]), null),
  zone: fc.option(Time.zone, { nil: null }),
  basis: fc.constantFrom(true, true, false),
  moves,
  fates: fc.noBias(fc.array(fate, { maxLength: 6, size: "max" }))
})

/** Any events, and a time to look at them: some lie in its future. */
export interface Soup {
  readonly now: Instant
  readonly events: ReadonlyArray<Event.Event>
}

type Common = Pick<Event.Event, "id" | "occurredAt" | "recordedAt">
type Making = (common: Common) => Event.Event

const survey = fc.constantFrom(...[...Program.surveys, "unknown"].map(surveyId))
const wave = fc.constantFrom(...["touchpoint:e0", "touchpoint:e1", "touchpoint later:e2", "widget"].map(waveId))
const about = fc.constantFrom(...subjects)
const address = fc.constantFrom(...addresses)
const via = fc
  .constantFrom(undefined, "0", "f")
  .map((digit) => (digit === undefined ? {} : { via: Event.Reference.make(digit.repeat(32)) }))
const attempt = fc.constantFrom(1, 1, 2)

const stepOf = {
  Invite: "invite",
  Remind: "remind 1",
  Thank: "thank",
  Contact: "improve",
  RequestTestimonial: "testimonial",
  RequestReview: "review"
} as const

const reviewId = surveyId(Program.reviews[0])

/** A message that `decide` could have decided, at `at`. */
const send = (tag: keyof typeof stepOf, of: Survey.SurveyId, wave: Decision.WaveId, at: Instant): Decision.Send => {
  const survey = tag === "RequestReview" ? reviewId : of
  const common = {
    key: Decision.key(Program.id, survey, contact, stepOf[tag], wave),
    survey,
    wave,
    because: []
  }
  const expiresAt = at + 30 * 86_400_000
  switch (tag) {
    case "Invite":
      return { _tag: tag, ...common, expiresAt, closes: "1 day" }
    case "Remind":
      return { _tag: tag, ...common, expiresAt }
    case "Thank":
      return { _tag: tag, ...common, step: stepOf[tag], score: 9 }
    case "Contact":
      return { _tag: tag, ...common, step: stepOf[tag], score: 7, topic: "what can we do better" }
    case "RequestTestimonial":
      return { _tag: tag, ...common, step: stepOf[tag], score: 9, forms: ["written"] }
    case "RequestReview":
      return { _tag: tag, ...common, site: "Example Maps", url: "https://maps.example/acme" }
  }
}

const tag = fc.constantFrom(
  "Invite",
  "Invite",
  "Invite",
  "Remind",
  "Thank",
  "Contact",
  "RequestTestimonial",
  "RequestReview"
)

const ofNothing = Decision.Key.make("of nothing")

/** Keys as they are made, which collide with the real ones, and the key of nothing. */
const key = fc.oneof(
  fc.tuple(tag, survey, wave).map(([tag, survey, wave]) => send(tag, survey, wave, 0).key),
  fc.constant(ofNothing)
)

const role: FollowUp.Role = "support"

const caseId = fc.tuple(survey, wave).map(([survey, wave]) => Case.id(survey, wave))

const making: fc.Arbitrary<Making> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .record({ kind: fc.constantFrom(...Program.kinds), about }, { requiredKeys: ["kind"] })
      .map((fields): Making => (common) => ({ _tag: "TouchpointHappened", ...common, ...fields }))
  },
  {
    weight: 1,
    arbitrary: fc.record({ survey }).map((fields): Making => (common) => ({
      _tag: "AskRequested",
      ...common,
      ...fields
    }))
  },
  {
    weight: 4,
    arbitrary: fc
      .record({ survey, wave, score, comment: fc.constant("well") }, { requiredKeys: ["survey", "wave", "score"] })
      .map((fields): Making => (common) => ({ _tag: "Answered", ...common, ...fields }))
  },
  {
    weight: 3,
    arbitrary: fc
      .record(
        { email: fc.option(address, { nil: null }), zone: fc.option(Time.zone, { nil: null }) },
        { requiredKeys: [] }
      )
      .map((fields): Making => (common) => ({ _tag: "ContactChanged", ...common, ...fields }))
  },
  {
    weight: 4,
    arbitrary: fc
      .record({ tag, survey, wave, attempt, address })
      .map(({ address, attempt, survey, tag, wave }): Making => (common) => {
        const decision = send(tag, survey, wave, common.occurredAt)
        const reference = Event.Reference.make("0".repeat(32))
        return { _tag: "Intended", ...common, key: decision.key, attempt, reference, address, decision }
      })
  },
  {
    weight: 4,
    arbitrary: fc
      .record({ _tag: fc.constantFrom("Sent" as const, "SendUnknown" as const), key, attempt })
      .map((fields): Making => (common) => ({ ...common, ...fields }))
  },
  {
    weight: 2,
    arbitrary: fc.record({ key, attempt, problem: fc.constant("busy") }).map((fields): Making => (common) => ({
      _tag: "SendFailed",
      ...common,
      ...fields
    }))
  },
  {
    weight: 1,
    arbitrary: fc
      .record({ key, attempt, address, problem: fc.constant("no such user") })
      .map((fields): Making => (common) => ({ _tag: "SendRefused", ...common, ...fields }))
  },
  {
    weight: 1,
    arbitrary: fc
      .record({ key, survey, wave, as: fc.constantFrom(...Decision.Ending.literals) })
      .map((fields): Making => (common) => ({ _tag: "AskEnded", ...common, ...fields, because: [] }))
  },
  {
    weight: 1,
    arbitrary: wave.map((wave): Making => (common) => {
      const { key, survey } = send("RequestReview", reviewId, wave, 0)
      const until = common.occurredAt + 14 * 86_400_000
      return { _tag: "ReviewDelayed", ...common, key, survey, wave, until, because: [] }
    })
  },
  {
    weight: 2,
    arbitrary: fc
      .record({ key, survey, wave, late: Time.span })
      .map(({ key, late, survey, wave }): Making => (common) => ({
        _tag: "CaseOpened",
        ...common,
        key,
        survey,
        wave,
        case: Case.id(survey, wave),
        owner: role,
        escalateTo: role,
        deadline: common.occurredAt + late,
        resolveBy: common.occurredAt + 2 * late,
        terms: { deadline: "1 day" },
        because: []
      }))
  },
  {
    weight: 3,
    arbitrary: fc
      .record({
        _tag: fc.constantFrom("CaseAcknowledged" as const, "CaseResolved" as const, "CaseReopened" as const),
        case: caseId
      })
      .map((fields): Making => (common) => ({ ...common, ...fields }))
  },
  {
    weight: 2,
    arbitrary: fc.record({ _tag: fc.constantFrom("CaseClosed" as const, "OwnerTold" as const), case: caseId, key }).map(
      ({ _tag, key, case: id }): Making =>
        (common) =>
          _tag === "CaseClosed"
            ? { _tag, ...common, case: id, key, because: [] }
            : { _tag, ...common, case: id, key, to: role, because: [] }
    )
  },
  {
    weight: 1,
    arbitrary: caseId.chain((id) =>
      fc.constantFrom<Array<Making>>(
        (common) => ({ _tag: "CaseExplained", ...common, case: id, explanation: "the lorry broke down" }),
        (common) => ({ _tag: "CaseRedressed", ...common, case: id, redress: "a refund" }),
        (common) => ({ _tag: "CaseAssigned", ...common, case: id, to: "support lead" })
      )
    )
  },
  {
    weight: 2,
    arbitrary: about.map((about): Making => (common) => ({
      _tag: "GrievanceRaised",
      ...common,
      channel: "phone",
      about
    }))
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...Program.kinds, Grievance.kind).map((kind): Making => (common) => ({
      _tag: "DisruptionEnded",
      ...common,
      kind
    }))
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom("e0", "e1").chain((praise) =>
      fc.constantFrom<Array<Making>>(
        (common) => ({ _tag: "PraiseNamed", ...common, names: ["Marie"] }),
        (common) => ({ _tag: "PraisePassedOn", ...common, praise })
      )
    )
  },
  {
    weight: 1,
    arbitrary: fc.record({ key, survey, wave }).map(({ key, survey, wave }): Making => (common) => ({
      _tag: "CaseEscalated",
      ...common,
      key,
      case: Case.id(survey, wave),
      to: role,
      because: []
    }))
  },
  {
    weight: 2,
    arbitrary: fc.record({ extent, via }).map(({ extent, via }): Making => (common) => ({
      _tag: "OptedOut",
      ...common,
      extent,
      ...via
    }))
  },
  {
    weight: 1,
    arbitrary: fc.integer({ min: -1, max: 40 }).map((days): Making => (common) => ({
      _tag: "Paused",
      ...common,
      until: common.occurredAt + days * 86_400_000
    }))
  },
  { weight: 1, arbitrary: fc.constant<Making>((common) => ({ _tag: "SlowedDown", ...common })) },
  {
    weight: 2,
    arbitrary: extent.map((extent): Making => (common) => ({ _tag: "OptedIn", ...common, extent, evidence: "said so" }))
  },
  {
    weight: 2,
    arbitrary: fc
      .record(
        { _tag: fc.constantFrom("Shown" as const, "Dismissed" as const), survey, wave },
        { requiredKeys: ["_tag", "survey"] }
      )
      .map((fields): Making => (common) => ({ ...common, ...fields }))
  },
  {
    weight: 2,
    arbitrary: extent.map((extent): Making => (common) => ({ _tag: "AskedElsewhere", ...common, ...extent }))
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom("0", "f").map((digit): Making => (common) => ({
      _tag: "Replied",
      ...common,
      via: Event.Reference.make(digit.repeat(32)),
      words: "Thank you"
    }))
  },
  {
    weight: 1,
    arbitrary: fc.record({ address, via }).map(({ address, via }): Making => (common) => ({
      _tag: "HardBounced",
      ...common,
      address,
      ...via
    }))
  },
  {
    weight: 1,
    arbitrary: fc.oneof(
      via.map((via): Making => (common) => ({ _tag: "SpamReported", ...common, ...via })),
      fc.constant<Making>((common) => ({ _tag: "Erased", ...common }))
    )
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom("advocate" as const, "review" as const).map((purpose): Making => (common) => ({
      _tag: "LegalBasisRecorded",
      ...common,
      purpose,
      channel: "mail",
      basis: "consent",
      evidence: "form 7"
    }))
  }
)

/**
 * The contact has an address more often than not. Event ids are `e0`, `e1`, … so that the waves they name exist.
 */
export const soup: fc.Arbitrary<Soup> = fc
  .record({
    dawn: Time.dawn,
    email: fc.constantFrom(addresses[0], addresses[0], addresses[0], null),
    makings: fc.array(fc.record({ making, after: Time.span, late: Time.lateness }), { maxLength: 16, size: "max" }),
    now: Time.span
  })
  .map(({ dawn, email, makings, now }) => ({
    now: dawn + now,
    events: [
      ...makings.map(({ after, late, making }, index) =>
        making({
          id: Event.EventId.make(`e${index}`),
          occurredAt: dawn + after,
          recordedAt: dawn + after + late
        })
      ),
      {
        _tag: "ContactChanged",
        id: Event.EventId.make("born"),
        occurredAt: dawn,
        recordedAt: dawn,
        email
      }
    ]
  }))
