/**
 * TestimonialHappening: what can happen to the praise of a scenario's customer on its way into print?
 *
 * Unlike most that a story tells, these are moves that can be refused: the library's own state machine judges each of them.
 *
 * @since 0.1.0
 */
import * as Consent from "@temoin/core/Consent"
import * as Contact from "@temoin/core/Contact"
import * as Decision from "@temoin/core/Decision"
import type * as Event from "@temoin/core/Event"
import * as Fact from "@temoin/core/Fact"
import * as History from "@temoin/core/History"
import type { Instant } from "@temoin/core/Instant"
import * as Period from "@temoin/core/Period"
import * as PlainText from "@temoin/core/PlainText"
import type * as Program from "@temoin/core/Program"
import * as Rejection from "@temoin/core/Rejection"
import * as Fold from "@temoin/core/Fold"
import * as State from "@temoin/core/State"
import * as Testimonial from "@temoin/core/Testimonial"
import * as Text from "@temoin/core/Text"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Line from "./Line.ts"

const True = Schema.Literal(true)
const testimonial = Schema.optionalKey(Consent.TestimonialId)
const lasts = Schema.optionalKey(Period.Period)

const refusals = ["TestimonialRefused", "ConsentMissing", "SameEyes", "EditDiffers"] as const

/**
 * That a move is refused, and perhaps why: by the name of the error.
 *
 * @category models
 * @since 0.1.0
 */
export const Refusal = Schema.Literals([true, ...refusals])
/** @since 0.1.0 */
export type Refusal = typeof Refusal.Type

const move = { ...Line.happening, testimonial, refused: Schema.optionalKey(Refusal) }

const { CaseStudy, Video } = Testimonial.Content.cases
const Said = Schema.Union([PlainText.Words, Video, CaseStudy]).annotate({
  expected: `words, or an object with "_tag" set to "Video" or "CaseStudy"`
})
type Said = typeof Said.Type

const { author, incentive, product, relationship, stars } =
  Testimonial.TestimonialEvent.cases.TestimonialSubmitted.fields

/**
 * Each under the word that tells it from the others. `testimonial`: which one it is about (without it: the latest), or how a new
 * one is called. `refused`: the story says that it cannot be done; then nothing happens.
 *
 * @category models
 * @since 0.1.0
 */
export const happenings = {
  declines: Schema.Struct({ ...Line.happening, declines: True }),
  praiseKept: Schema.Struct({
    ...move,
    praiseKept: PlainText.Words,
    channel: Testimonial.Channel,
    receivedBy: Text.Line,
    evidence: Text.Line
  }),
  requestedBy: Schema.Struct({ ...move, requestedBy: Text.Line, within: lasts }),
  submits: Schema.Struct({
    ...move,
    submits: Said,
    consent: Schema.optionalKey(Consent.Scopes),
    relationship: Schema.optionalKey(relationship),
    author: Schema.optionalKey(author),
    locale: Schema.optionalKey(Contact.Locale),
    incentive,
    product,
    stars
  }),
  approvedBy: Schema.Struct({ ...move, approvedBy: Text.Line }),
  rejectedBy: Schema.Struct({ ...move, rejectedBy: Text.Line, reason: Rejection.Rejection }),
  publishedBy: Schema.Struct({ ...move, publishedBy: Text.Line, lasts }),
  editedBy: Schema.Struct({ ...move, editedBy: Text.Line, content: Said }),
  agreesToEdit: Schema.Struct({ ...move, agreesToEdit: True }),
  refusesEdit: Schema.Struct({ ...move, refusesEdit: True }),
  reconfirms: Schema.Struct({ ...move, reconfirms: True, lasts }),
  withdrawnBy: Schema.Struct({ ...move, withdrawnBy: Schema.Literals(["author", "company"]) }),
  consentsToShow: Schema.Struct({
    ...Line.happening,
    testimonial,
    consentsToShow: Consent.Scopes,
    places: Schema.optionalKey(Consent.Places),
    lasts
  }),
  takesBackConsent: Schema.Struct({
    ...Line.happening,
    takesBackConsent: Schema.Struct({
      testimonial,
      scopes: Schema.optionalKey(Consent.Scopes),
      places: Schema.optionalKey(Consent.Places)
    })
  })
}
type Happenings = typeof happenings
/** @since 0.1.0 */
export type Happening = { readonly [Word in keyof Happenings]: Happenings[Word]["Type"] }[keyof Happenings]

/** Is it about a testimonial, or about consent? @category guards @since 0.1.0 */
export const is = <A extends object>(what: A | Happening): what is Happening =>
  Object.keys(happenings).some((word) => word in what)

type Found = Result.Result<ReadonlyArray<Event.Event>, string>

/** Who stands where, just before this happens. */
interface Scene {
  readonly program: Program.Program
  readonly stamp: Fact.Fact
  readonly state: State.State
}

/**
 * The events by which it happens to somebody with this history; a text that says why it cannot, or that it can and was said to be
 * refused.
 *
 * @category events
 * @since 0.1.0
 */
export const eventsOf = (
  program: Program.Program,
  what: Happening,
  stamp: Fact.Fact,
  history: History.History
): Found => {
  const scene = { program, stamp, state: stateBefore(history, stamp) }
  if ("declines" in what) return declined(scene)
  if ("consentsToShow" in what) {
    const { consentsToShow: scopes, lasts, places } = what
    return Result.map(found(scene, what.testimonial), ({ id }) => [consent(scene, stamp, id, scopes, places, lasts)])
  }
  if ("takesBackConsent" in what) {
    const { takesBackConsent: taken } = what
    const event: Event.Event = { _tag: "ConsentWithdrawn", ...stamp, ...taken }
    return taken.testimonial === undefined
      ? Result.succeed([event])
      : Result.map(found(scene, taken.testimonial), () => [event])
  }
  if ("submits" in what) return submitted(scene, what)
  if ("praiseKept" in what) {
    const { channel, evidence, praiseKept: words, receivedBy } = what
    const event: Testimonial.TestimonialEvent = {
      _tag: "PraiseKept",
      ...stamp,
      testimonial: what.testimonial ?? named(stamp),
      source: { _tag: "Unsolicited", channel, receivedBy, evidence },
      words,
      provenance: {},
      author: authorOf(scene)
    }
    return judged(scene, event, what.refused)
  }
  return Result.flatMap(found(scene, what.testimonial), (one) => judged(scene, moveOf(scene, what, one), what.refused))
}

/**
 * An event of the log about a testimonial, which the story says is refused: no event, when it is.
 *
 * @category events
 * @since 0.1.0
 */
export const refused = (event: Event.Event, refusal: Refusal, history: History.History): Found =>
  isMove(event)
    ? judged({ state: stateBefore(history, event) }, event, refusal)
    : Result.fail(`a ${event._tag} is about no testimonial, and is not refused`)

const isMove = (event: Event.Event): event is Testimonial.TestimonialEvent =>
  Object.hasOwn(Testimonial.TestimonialEvent.cases, event._tag)

/** What comes to be known late is judged as it was when it happened. */
const stateBefore = (history: History.History, stamp: Fact.Fact): State.State => {
  const isBefore = (event: Event.Event) => Fact.compare(event, stamp) < 0
  return Fold.of(history.events.every(isBefore) ? history : History.filter(history, isBefore))
}

const named = ({ id }: Fact.Fact): Consent.TestimonialId => Consent.TestimonialId.make(id)

const known = ({ state }: Pick<Scene, "state">): ReadonlyArray<Testimonial.Testimonial> => [
  ...state.testimony.testimonials.values()
]

const found = (scene: Scene, id: Consent.TestimonialId | undefined): Result.Result<Testimonial.Testimonial, string> => {
  const all = known(scene)
  const one = id === undefined ? all.at(-1) : all.find((other) => other.id === id)
  if (one !== undefined) return Result.succeed(one)
  const others = all.length === 0 ? "there is none" : `there is ${all.map((other) => `"${other.id}"`).join(", ")}`
  return Result.fail(
    id === undefined ? "there is no testimonial by then" : `there is no testimonial "${id}" by then; ${others}`
  )
}

const judged = (
  { state }: Pick<Scene, "state">,
  event: Testimonial.TestimonialEvent,
  refusal: Refusal | undefined
): Found => {
  const { consent, testimonials } = state.testimony
  const id = event.testimonial
  const one = testimonials.get(id)
  if (one === undefined && Testimonial.start(event) === undefined) {
    return Result.fail(`there is no testimonial "${id}" by then`)
  }
  const problem = one && Option.getOrUndefined(Result.getFailure(Testimonial.after(one, event, consent)))
  if (problem === undefined) {
    return refusal === undefined
      ? Result.succeed([event])
      : Result.fail(`the story says that it is refused, and the testimonial "${id}" takes it`)
  }
  if (refusal === undefined) return Result.fail(problem.message)
  return refusal === true || refusal === problem._tag
    ? Result.succeed([])
    : Result.fail(`the story says that it is refused by ${refusal}, and it is by ${problem._tag}: ${problem.message}`)
}

const declined = ({ stamp, state }: Scene): Found => {
  const latest = State.sends(state)
    .filter((send) => State.counts(send) && Decision.isAsk(send.decision))
    .reduce<State.Send | undefined>(
      (last, send) => (last === undefined || State.leftAt(send) >= State.leftAt(last) ? send : last),
      undefined
    )
  if (latest === undefined) return Result.fail("nothing had been asked of them by then, so they cannot decline it")
  const { key, survey, wave } = latest.decision
  return Result.succeed([{ _tag: "AskDeclined", ...stamp, key, survey, wave }])
}

const consent = (
  { program, state }: Scene,
  stamp: Fact.Fact,
  testimonial: Consent.TestimonialId,
  scopes: typeof Consent.Scopes.Type,
  places: typeof Consent.Places.Type | undefined,
  lasts: Period.Period | undefined
): Event.Event => ({
  _tag: "ConsentGiven",
  ...stamp,
  testimonial,
  scopes,
  places: places ?? program.testimonials?.places ?? ["website"],
  wording: { version: "1", locale: localeOf(state), words: "May we show it?" },
  ...(lasts !== undefined && { expiresAt: Period.after(lasts, stamp.occurredAt, program.zone) }),
  evidence: "the scenario"
})

const localeOf = ({ locale }: State.State): typeof Contact.Locale.Type => Contact.Locale.make(locale ?? "en")

const authorOf = ({ state: { name } }: Scene): Testimonial.Author => (name === undefined ? {} : { name })

const contentOf = (said: Said): Testimonial.Content =>
  typeof said === "string" ? { _tag: "Written", words: said } : said

/** The latest that waits for it; else a new one. */
const submitted = (scene: Scene, what: Happenings["submits"]["Type"]): Found => {
  const { stamp, state } = scene
  const { author, consent: scopes, incentive, locale, product, refused, relationship, stars, submits } = what
  const waiting = known(scene).findLast((one) => Testimonial.stateAt(one.state, stamp.occurredAt)._tag === "Requested")
  const id = what.testimonial ?? waiting?.id ?? named(stamp)
  const request = State.sends(state).findLast(
    ({ decision }) => decision._tag === "RequestTestimonial" && (decision.testimonial ?? id) === id
  )
  const event: Testimonial.TestimonialEvent = {
    _tag: "TestimonialSubmitted",
    ...stamp,
    testimonial: id,
    source: { _tag: "RequestForm", ...(request !== undefined && { key: request.key }) },
    content: contentOf(submits),
    locale: locale ?? localeOf(state),
    author: author ?? authorOf(scene),
    provenance: provenanceOf(scene, state.testimony.testimonials.get(id), request),
    relationship: relationship ?? { is: "customer" },
    ...(incentive !== undefined && { incentive }),
    ...(product !== undefined && { product }),
    ...(stars !== undefined && { stars })
  }
  return Result.map(judged(scene, event, refused), (events) => {
    if (events.length === 0 || scopes === undefined) return events
    // what comes along with words is there before them: nobody is asked for it
    const before = { ...stamp, id: Fact.EventId.make(`${stamp.id} consent`), occurredAt: stamp.occurredAt - 1 }
    return [consent(scene, before, id, scopes, undefined, undefined), ...events]
  })
}

/** As it was kept, and how we know that they are a customer. */
const provenanceOf = (
  { program, state }: Scene,
  kept: Testimonial.Testimonial | undefined,
  request: State.Send | undefined
): Testimonial.Provenance => {
  const verifiedBy = program.testimonials?.verifiedBy
  const { survey, wave } = request?.decision ?? {}
  const answer =
    survey === undefined || wave === undefined ? undefined : State.turn(state, survey, wave)?.answers.at(-1)
  return {
    ...kept?.provenance,
    ...(answer !== undefined &&
      survey !== undefined &&
      wave !== undefined && { answer: { survey, wave, score: answer.score, at: answer.at } }),
    ...(verifiedBy !== undefined && state.touchpoints.length > 0 && { verifiedBy })
  }
}

type Move = Exclude<
  Happening,
  Happenings["declines" | "consentsToShow" | "takesBackConsent" | "submits" | "praiseKept"]["Type"]
>

const moveOf = (
  { program, stamp }: Scene,
  what: Move,
  { id, moves }: Testimonial.Testimonial
): Testimonial.TestimonialEvent => {
  const common = { ...stamp, testimonial: id }
  const after = (period: Period.Period): Instant => Period.after(period, stamp.occurredAt, program.zone)
  const standing = program.testimonials?.lasts ?? "1 year"
  if ("requestedBy" in what) {
    const { requestedBy: by, within = Testimonial.patience } = what
    return { _tag: "TestimonialRequested", ...common, by, expiresAt: after(within) }
  }
  if ("approvedBy" in what) return { _tag: "TestimonialApproved", ...common, by: what.approvedBy }
  if ("rejectedBy" in what) {
    const { reason, rejectedBy: by } = what
    return { _tag: "TestimonialRejected", ...common, by, reason }
  }
  if ("publishedBy" in what) {
    const { lasts = standing, publishedBy: by } = what
    const fourEyes = program.testimonials?.fourEyes ?? false
    return { _tag: "TestimonialPublished", ...common, by, fourEyes, expiresAt: after(lasts) }
  }
  if ("editedBy" in what) {
    const { content, editedBy: by } = what
    return { _tag: "TestimonialEdited", ...common, by, content: contentOf(content) }
  }
  if ("reconfirms" in what) {
    return { _tag: "TestimonialReconfirmed", ...common, expiresAt: after(what.lasts ?? standing) }
  }
  if ("withdrawnBy" in what) return { _tag: "TestimonialWithdrawn", ...common, by: what.withdrawnBy }
  // where no edit waits for an answer, the state machine refuses it, whichever is named
  const edit = moves.findLast(({ _tag }) => _tag === "TestimonialEdited")?.id ?? stamp.id
  return { _tag: "agreesToEdit" in what ? "EditAgreed" : "EditRefused", ...common, edit }
}
