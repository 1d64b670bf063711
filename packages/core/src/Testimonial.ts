/**
 * Testimonial: how far is this praise on its way into print?
 *
 * Candidate → Requested → Submitted → Approved → Published, and off the wall again: amended, doubted, expired, withdrawn.
 * Time moves it too: nobody has to be awake for a request to lapse, an edit to fall through or a testimonial to expire. So
 * what it is depends on when one looks: `at`.
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Consent from "./Consent.ts"
import * as Contact from "./Contact.ts"
import * as Decision from "./Decision.ts"
import * as Fact from "./Fact.ts"
import * as Instant from "./Instant.ts"
import * as Period from "./Period.ts"
import * as PlainText from "./PlainText.ts"
import * as Reason from "./Reason.ts"
import * as Rejection from "./Rejection.ts"
import * as Review from "./Review.ts"
import * as Score from "./Score.ts"
import * as Survey from "./Survey.ts"
import * as Text from "./Text.ts"
import * as Touchpoint from "./Touchpoint.ts"

/**
 * What the author says. A video stays where the host keeps it: its address, a picture to show before it plays, captions in one
 * language or several, and what is said in it. Addresses are https.
 *
 * @category models
 * @since 0.1.0
 */
export const Content = Schema.TaggedUnion({
  Written: { words: PlainText.Words },
  Video: {
    url: Review.Url,
    poster: Review.Url,
    captions: Schema.NonEmptyArray(Schema.Struct({ locale: Contact.Locale, url: Review.Url })).check(
      Schema.isMaxLength(50)
    ),
    words: PlainText.Words
  },
  CaseStudy: { title: Text.Line, words: PlainText.Words, url: Schema.optionalKey(Review.Url) }
})
/** @since 0.1.0 */
export type Content = typeof Content.Type

/**
 * How unsolicited praise reached us.
 *
 * @category models
 * @since 0.1.0
 */
export const Channel = Schema.Literals(["mail", "sms", "phone", "chat", "letter", "in person", "public", "other"])
/** @since 0.1.0 */
export type Channel = typeof Channel.Type

/**
 * Where it comes from: the comment of an answer, the form that we asked them to fill in, or nobody asked: then by which channel,
 * who received it, and where that can be looked up.
 *
 * @category models
 * @since 0.1.0
 */
export const Source = Schema.TaggedUnion({
  AnswerComment: { survey: Survey.SurveyId, wave: Decision.WaveId },
  RequestForm: { key: Schema.optionalKey(Decision.Key) },
  Unsolicited: { channel: Channel, receivedBy: Text.Line, evidence: Text.Line }
})
/** @since 0.1.0 */
export type Source = typeof Source.Type

/**
 * What the words rest on: which answer, which touchpoint, and how we know that the author is a customer ("order 7 in the
 * shop"; not given: nobody checked, and the wall says so).
 *
 * @category models
 * @since 0.1.0
 */
export const Provenance = Schema.Struct({
  answer: Schema.optionalKey(
    Schema.Struct({ survey: Survey.SurveyId, wave: Decision.WaveId, score: Score.Score, at: Instant.Instant })
  ),
  touchpoint: Schema.optionalKey(
    Schema.Struct({ kind: Touchpoint.Kind, at: Instant.Instant, about: Schema.optionalKey(Touchpoint.Subject) })
  ),
  verifiedBy: Schema.optionalKey(Text.Line)
})
/** @since 0.1.0 */
export type Provenance = typeof Provenance.Type

/**
 * What the author is to the company. Whoever is more than a customer has a `disclosure`, which is shown beside the words.
 * Source: 16 CFR 465.5 and 255.5.
 *
 * @category models
 * @since 0.1.0
 */
export const Relationship = Schema.Union([
  Schema.Struct({ is: Schema.Literal("customer") }),
  Schema.Struct({
    is: Schema.Literals(["employee", "owner", "partner", "family", "other"]),
    disclosure: Text.Line
  })
])
/** @since 0.1.0 */
export type Relationship = typeof Relationship.Type

/**
 * Who says it, as they want to be named. What of it is shown, consent says.
 *
 * @category models
 * @since 0.1.0
 */
export const Author = Schema.Struct({
  name: Schema.optionalKey(Text.Line),
  role: Schema.optionalKey(Text.Line),
  company: Schema.optionalKey(Text.Line),
  photo: Schema.optionalKey(Review.Url)
})
/** @since 0.1.0 */
export type Author = typeof Author.Type

/**
 * Stars that the author gave, 1 to 5. Only from a question that asks for stars: a score of 0 to 10 is never made into them.
 *
 * @category models
 * @since 0.1.0
 */
export const Stars = Schema.Literals([1, 2, 3, 4, 5])
/** @since 0.1.0 */
export type Stars = typeof Stars.Type

const common = { ...Fact.fields, testimonial: Consent.TestimonialId }
const by = { by: Text.Line }

/** Of what `decide` had recorded. */
const decided = { key: Schema.optionalKey(Decision.Key), because: Schema.optionalKey(Schema.Array(Reason.Reason)) }

/**
 * What can happen to one testimonial.
 *
 * - `PraiseKept`: somebody praised us in a comment, a mail, a talk. Kept as a candidate, whatever becomes of it.
 * - `TestimonialRequested`: the author is asked to put it into words for others, until `expiresAt`. `TestimonialDeclined`: no.
 * - `TestimonialSubmitted`: the words of a form, or the video, or the case study, with all that must be known of it.
 * - `TestimonialApproved`, `TestimonialRejected`: moderated, by whom, and why not.
 * - `TestimonialPublished`: for the walls, until `expiresAt`. `fourEyes`: the company's rule that it be another person's doing
 *   than the approval.
 * - `TestimonialEdited`: we would have it say `content`. `EditAgreed`, `EditRefused`: the author, to that `edit`.
 * - `TestimonialDoubted`: the author may not stand by it any more. `ReconfirmationAsked`: do they? `TestimonialReconfirmed`: yes.
 * - `TestimonialWithdrawn`: for good.
 *
 * @category models
 * @since 0.1.0
 */
export const events = {
  PraiseKept: {
    ...common,
    ...decided,
    source: Source,
    words: PlainText.Words,
    locale: Schema.optionalKey(Contact.Locale),
    provenance: Provenance,
    author: Author
  },
  TestimonialRequested: { ...common, expiresAt: Instant.Instant, by: Schema.optionalKey(Text.Line) },
  TestimonialDeclined: common,
  TestimonialSubmitted: {
    ...common,
    source: Source,
    content: Content,
    locale: Contact.Locale,
    author: Author,
    provenance: Provenance,
    relationship: Relationship,
    incentive: Schema.optionalKey(Text.Line),
    product: Schema.optionalKey(Text.Line),
    stars: Schema.optionalKey(Stars)
  },
  TestimonialApproved: { ...common, ...by },
  TestimonialRejected: { ...common, ...by, reason: Rejection.Rejection },
  TestimonialPublished: { ...common, ...by, fourEyes: Schema.Boolean, expiresAt: Instant.Instant },
  TestimonialEdited: { ...common, ...by, content: Content },
  EditAgreed: { ...common, edit: Fact.EventId },
  EditRefused: { ...common, edit: Fact.EventId },
  TestimonialDoubted: { ...common, ...decided, because: Schema.Array(Reason.Reason) },
  ReconfirmationAsked: common,
  TestimonialReconfirmed: { ...common, expiresAt: Instant.Instant },
  TestimonialWithdrawn: { ...common, by: Schema.Literals(["author", "company"]) }
} as const

/** Something that happened to a testimonial. @category models @since 0.1.0 */
export const TestimonialEvent = Schema.TaggedUnion(events)
/** @since 0.1.0 */
export type TestimonialEvent = typeof TestimonialEvent.Type
type Tag = TestimonialEvent["_tag"]
type EventOf<T extends Tag> = Extract<TestimonialEvent, { readonly _tag: T }>

/**
 * How long an author has to agree to an edit, and to answer whether their doubted words still stand: 30 days of 24 hours.
 *
 * @category rules
 * @since 0.1.0
 */
export const patience: Period.Period = "30 days"

/**
 * How far it is, `since` when. `approvedBy`: who took it; of an edit that the author agreed to, who edited it. `until`: by when
 * the author must have agreed to the edit, or else it is as it was `earlier`.
 *
 * @category models
 * @since 0.1.0
 */
export type State =
  | { readonly _tag: "Candidate" | "Submitted" | "Declined" | "Lapsed"; readonly since: Instant.Instant }
  | { readonly _tag: "Requested"; readonly since: Instant.Instant; readonly expiresAt: Instant.Instant }
  | { readonly _tag: "Approved"; readonly since: Instant.Instant; readonly approvedBy: string }
  | {
      readonly _tag: "Rejected"
      readonly since: Instant.Instant
      readonly by: string
      readonly reason: Rejection.Rejection
    }
  | Published
  | {
      readonly _tag: "Amended"
      readonly since: Instant.Instant
      readonly until: Instant.Instant
      readonly edit: EventOf<"TestimonialEdited">
      readonly earlier: State
    }
  | {
      readonly _tag: "Doubted"
      readonly since: Instant.Instant
      readonly because: ReadonlyArray<Reason.Reason>
      readonly askedAt: Instant.Instant | undefined
    }
  | { readonly _tag: "Expired"; readonly since: Instant.Instant; readonly askedAt: Instant.Instant | undefined }
  | {
      readonly _tag: "Withdrawn"
      readonly since: Instant.Instant
      readonly by: "author" | "company" | "silence"
    }

/** @category models @since 0.1.0 */
export interface Published {
  readonly _tag: "Published"
  readonly since: Instant.Instant
  readonly expiresAt: Instant.Instant
}

/**
 * One praise and what became of it. `content`: the words that the author wrote or agreed to last. `original`: as they first
 * wrote them. `submission`: what the form said beside the words (`undefined`: nothing was submitted yet). `moves`: every event
 * that moved it, oldest first. `ignored`: those that made no sense when they happened, and changed nothing.
 *
 * @category models
 * @since 0.1.0
 */
export interface Testimonial {
  readonly id: Consent.TestimonialId
  readonly state: State
  readonly content: Content
  readonly original: Content
  readonly source: Source
  readonly author: Author
  readonly provenance: Provenance
  readonly submission: EventOf<"TestimonialSubmitted"> | undefined
  readonly moves: ReadonlyArray<TestimonialEvent>
  readonly ignored: ReadonlyArray<TestimonialEvent>
}

/**
 * The id of a praise that came as the comment of an answer: the same for ever, so that it is kept once.
 *
 * @category keys
 * @since 0.1.0
 */
export const idOfComment = (survey: Survey.SurveyId, wave: Decision.WaveId): Consent.TestimonialId =>
  Consent.TestimonialId.make(`${Decision.escape(survey)}/${Decision.escape(wave)}`)

/**
 * What consent must cover for it to be shown at all.
 *
 * @example Testimonial.needs({ _tag: "Written", words: "Good" }) // => ["quote"]
 * @category getters
 * @since 0.1.0
 */
export const needs = (content: Content): ReadonlyArray<Consent.Scope> =>
  content._tag === "Video" ? ["video"] : ["quote"]

const always = ["TestimonialWithdrawn"] as const
const editable = ["TestimonialEdited", ...always] as const
const reconfirmable = ["ReconfirmationAsked", "TestimonialReconfirmed", ...always] as const

/**
 * What can happen to a testimonial in each state; all else is refused. A doubt that comes while an edit of a published
 * testimonial is with its author moves nothing: it is what the testimonial goes back to.
 *
 * @category transitions
 * @since 0.1.0
 */
export const possible: { readonly [S in State["_tag"]]: ReadonlyArray<Tag> } = {
  Candidate: ["TestimonialRequested", ...always],
  Requested: ["TestimonialSubmitted", "TestimonialDeclined", ...always],
  Submitted: ["TestimonialApproved", "TestimonialRejected", ...editable],
  Declined: always,
  Lapsed: always,
  Rejected: always,
  Approved: ["TestimonialPublished", ...editable],
  Published: ["TestimonialDoubted", ...editable],
  Amended: ["EditAgreed", "EditRefused", "TestimonialDoubted", ...always],
  Doubted: reconfirmable,
  Expired: reconfirmable,
  Withdrawn: []
}

const stateTag = Schema.Literals(Object.keys(possible) as Array<State["_tag"]>)
const eventTag = Schema.Literals(Object.keys(TestimonialEvent.cases) as Array<Tag>)

/**
 * The testimonial takes no such event in the state that it is in. `possible` says what it would take.
 *
 * @category errors
 * @since 0.1.0
 */
export class TestimonialRefused extends Schema.TaggedError<TestimonialRefused>()("TestimonialRefused", {
  testimonial: Consent.TestimonialId,
  event: eventTag,
  state: stateTag,
  since: Instant.Instant,
  possible: Schema.Array(eventTag)
}) {
  override get message() {
    const { possible } = this
    const instead = possible.length === 0 ? "nothing can happen to it any more" : `possible: ${possible.join(", ")}`
    return `the testimonial "${this.testimonial}" takes no ${this.event}: since ${Instant.minute(this.since)} it is ${this.state}; ${instead}`
  }
}

/**
 * Its author has agreed to no place where it could be shown. Ask for their consent; then publish it.
 *
 * @category errors
 * @since 0.1.0
 */
export class ConsentMissing extends Schema.TaggedError<ConsentMissing>()("ConsentMissing", {
  testimonial: Consent.TestimonialId,
  scopes: Schema.Array(Consent.Scope)
}) {
  override get message() {
    return `the testimonial "${this.testimonial}" cannot be published: consent covers its ${this.scopes.join(", ")} at no place; ask the author`
  }
}

/**
 * Under the four-eyes rule another person must publish it than the one who approved it.
 *
 * @category errors
 * @since 0.1.0
 */
export class SameEyes extends Schema.TaggedError<SameEyes>()("SameEyes", {
  testimonial: Consent.TestimonialId,
  by: Text.Line
}) {
  override get message() {
    return `the testimonial "${this.testimonial}" was approved by ${this.by}: under the four-eyes rule somebody else must publish it`
  }
}

/**
 * An edit must stay of its kind (written words stay written words), and an author's answer be about the edit that waits for it.
 * `expected`, `found`: the kinds, or the ids of the edits.
 *
 * @category errors
 * @since 0.1.0
 */
export class EditDiffers extends Schema.TaggedError<EditDiffers>()("EditDiffers", {
  testimonial: Consent.TestimonialId,
  expected: Schema.String,
  found: Schema.String
}) {
  override get message() {
    return `this is no edit of the testimonial "${this.testimonial}", or none that waits for an answer: expected "${this.expected}", found "${this.found}"`
  }
}

/** @category errors @since 0.1.0 */
export type Refused = TestimonialRefused | ConsentMissing | SameEyes | EditDiffers

/**
 * The state that time alone makes of a state: a request lapses, an edit without the author's word falls through, what was
 * published expires, and what was doubted is withdrawn when its author, once asked, keeps silent.
 *
 * @category time
 * @since 0.1.0
 */
export const stateAt = (self: State, now: Instant.Instant): State => {
  switch (self._tag) {
    case "Requested":
      return self.expiresAt <= now ? { _tag: "Lapsed", since: self.expiresAt } : self
    case "Amended":
      return self.until <= now ? stateAt(self.earlier, now) : self
    case "Published":
      return self.expiresAt <= now ? { _tag: "Expired", since: self.expiresAt, askedAt: undefined } : self
    case "Doubted": {
      if (self.askedAt === undefined) return self
      const until = Period.after(patience, self.askedAt, "UTC")
      return until <= now ? { _tag: "Withdrawn", since: until, by: "silence" } : self
    }
    default:
      return self
  }
}

/**
 * The testimonial as it is at this time.
 *
 * @category time
 * @since 0.1.0
 */
export const at = (self: Testimonial, now: Instant.Instant): Testimonial => {
  const state = stateAt(self.state, now)
  return state === self.state ? self : { ...self, state }
}

/**
 * The testimonial after one more event; refused where the rules of `possible` have no room for it, where consent covers it
 * nowhere, under the four-eyes rule, or where an edit is another's. Nothing is changed then.
 *
 * @category transitions
 * @since 0.1.0
 */
export const after = (
  self: Testimonial,
  event: TestimonialEvent,
  consent: Consent.Ledger
): Result.Result<Testimonial, Refused> => {
  const now = at(self, event.occurredAt)
  return Result.map(step(now, event, consent), (changes) => ({ ...now, ...changes, moves: [...self.moves, event] }))
}

type Changes = Pick<Testimonial, "state"> & Partial<Testimonial>

const step = (
  { content, id, state }: Testimonial,
  event: TestimonialEvent,
  consent: Consent.Ledger
): Result.Result<Changes, Refused> => {
  const since = event.occurredAt
  const moved = (state: State, changes: Partial<Testimonial> = {}) => Result.succeed({ ...changes, state })
  const refused = () =>
    Result.fail(
      new TestimonialRefused({
        testimonial: id,
        event: event._tag,
        state: state._tag,
        since: state.since,
        possible: possible[state._tag]
      })
    )
  if (!possible[state._tag].includes(event._tag)) return refused()
  switch (event._tag) {
    case "TestimonialRequested":
      return moved({ _tag: "Requested", since, expiresAt: event.expiresAt })
    case "TestimonialDeclined":
      return moved({ _tag: "Declined", since })
    case "TestimonialSubmitted":
      return moved({ _tag: "Submitted", since }, submitted(event))
    case "TestimonialApproved":
      return moved({ _tag: "Approved", since, approvedBy: event.by })
    case "TestimonialRejected":
      return moved({ _tag: "Rejected", since, by: event.by, reason: event.reason })
    case "TestimonialPublished": {
      if (event.fourEyes && state._tag === "Approved" && state.approvedBy === event.by) {
        return Result.fail(new SameEyes({ testimonial: id, by: event.by }))
      }
      const scopes = needs(content)
      const isCovered = Consent.standing(consent, id, since).some(({ place }) =>
        Consent.covers(consent, { testimonial: id, scopes, place }, since)
      )
      if (!isCovered) return Result.fail(new ConsentMissing({ testimonial: id, scopes }))
      return moved({ _tag: "Published", since, expiresAt: event.expiresAt })
    }
    case "TestimonialEdited": {
      const [expected, found] = [content._tag, event.content._tag]
      if (expected !== found) return Result.fail(new EditDiffers({ testimonial: id, expected, found }))
      const until = Period.after(patience, since, "UTC")
      return moved({ _tag: "Amended", since, until, edit: event, earlier: state })
    }
    case "EditAgreed":
    case "EditRefused": {
      if (state._tag !== "Amended") return refused()
      const [expected, found] = [state.edit.id, event.edit]
      if (expected !== found) return Result.fail(new EditDiffers({ testimonial: id, expected, found }))
      return event._tag === "EditAgreed"
        ? moved({ _tag: "Approved", since, approvedBy: state.edit.by }, { content: state.edit.content })
        : moved(stateAt(state.earlier, since))
    }
    case "TestimonialDoubted": {
      const doubted: State = { _tag: "Doubted", since, because: event.because, askedAt: undefined }
      if (state._tag !== "Amended") return moved(doubted)
      return stateAt(state.earlier, since)._tag === "Published" ? moved({ ...state, earlier: doubted }) : refused()
    }
    case "ReconfirmationAsked":
      return state._tag === "Doubted" || state._tag === "Expired" ? moved({ ...state, askedAt: since }) : refused()
    case "TestimonialReconfirmed":
      return moved({ _tag: "Published", since, expiresAt: event.expiresAt })
    case "TestimonialWithdrawn":
      return moved({ _tag: "Withdrawn", since, by: event.by })
    case "PraiseKept":
      return refused()
  }
}

const submitted = (event: EventOf<"TestimonialSubmitted">) => ({
  content: event.content,
  original: event.content,
  source: event.source,
  author: event.author,
  provenance: event.provenance,
  submission: event
})

/**
 * The testimonial that begins with this event: praise that is kept, or words that were submitted. `undefined`: nothing begins
 * with it.
 *
 * @category folding
 * @since 0.1.0
 */
export const start = (event: TestimonialEvent): Testimonial | undefined => {
  const begun = { id: event.testimonial, moves: [event], ignored: [] }
  const since = event.occurredAt
  if (event._tag === "TestimonialSubmitted") {
    return { ...begun, state: { _tag: "Submitted", since }, ...submitted(event) }
  }
  if (event._tag !== "PraiseKept") return undefined
  const { author, provenance, source, words } = event
  const content: Content = { _tag: "Written", words }
  const state: State = { _tag: "Candidate", since }
  return { ...begun, state, content, original: content, source, author, provenance, submission: undefined }
}

/**
 * The testimonial with one more of its events; one that makes no sense is put with the `ignored`.
 *
 * @category folding
 * @since 0.1.0
 */
export const fold = (self: Testimonial, event: TestimonialEvent, consent: Consent.Ledger): Testimonial =>
  Result.getOrElse(after(self, event, consent), () => ({ ...self, ignored: [...self.ignored, event] }))

/**
 * What the events about one testimonial come to, in whatever order they arrived. What a clock has put before its beginning is
 * ignored, since nobody can have approved words that were not there; but a withdrawal counts whenever it was. `undefined`: it
 * never began.
 *
 * @category folding
 * @since 0.1.0
 */
export const fromEvents = (
  events: ReadonlyArray<TestimonialEvent>,
  consent: Consent.Ledger
): Testimonial | undefined => {
  const sorted = events.toSorted(Fact.compare)
  const first = sorted.findIndex(({ _tag }) => _tag === "PraiseKept" || _tag === "TestimonialSubmitted")
  const begun = first === -1 ? undefined : sorted.slice(first, first + 1).map(start)[0]
  if (begun === undefined) return undefined
  const before = sorted.slice(0, first)
  const withdrawals = before.filter(({ _tag }) => _tag === "TestimonialWithdrawn")
  const ignored = before.filter(({ _tag }) => _tag !== "TestimonialWithdrawn")
  return [...withdrawals, ...sorted.slice(first + 1)].reduce((self: Testimonial, event) => fold(self, event, consent), {
    ...begun,
    ignored
  })
}
