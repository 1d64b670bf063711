/**
 * TestimonialRequest: what is the author of praise asked and told, and what is kept and doubted, and when?
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type * as Candidate from "./Candidate.ts"
import * as Climb from "./Climb.ts"
import type * as Consent from "./Consent.ts"
import * as Decision from "./Decision.ts"
import * as Doubt from "./Doubt.ts"
import * as Instant from "./Instant.ts"
import type * as Ladder from "./Ladder.ts"
import * as Period from "./Period.ts"
import * as PlainText from "./PlainText.ts"
import * as Program from "./Program.ts"
import type * as Reason from "./Reason.ts"
import * as Score from "./Score.ts"
import * as State from "./State.ts"
import * as Testimonial from "./Testimonial.ts"
import * as Wave from "./Wave.ts"

type Situation = Candidate.Situation

/**
 * Everything about testimonials that could be due now or later. Empty where the program has no `testimonials`.
 *
 * @category constructors
 * @since 0.1.0
 */
export const candidates = (situation: Situation): ReadonlyArray<Candidate.Candidate> => {
  const ladder = situation.program.testimonials
  if (ladder === undefined) return []
  const { testimonials } = situation.state.testimony
  return [
    ...keeping(situation),
    ...[...testimonials.values()].flatMap((one) => [
      ...doubting(situation, ladder, one),
      ...agreements(situation, ladder, one),
      ...reconfirmations(situation, ladder, one),
      ...confirmations(situation, ladder, one)
    ]),
    ...ladder.rungs.flatMap((rung) => climbing(situation, ladder, rung))
  ]
}

/** What a promoter wrote beside the score is kept, whatever becomes of it: once, as it was when we heard of it. */
const keeping = ({ program, state, zone }: Situation): ReadonlyArray<Candidate.Candidate> =>
  state.turns.flatMap((turn): ReadonlyArray<Candidate.Candidate> => {
    const answer = Wave.counted(turn, Program.closes(program, turn.survey), zone)
    if (answer?.comment === undefined || Score.category(answer.score) !== "promoter" || Wave.isRepair(turn)) return []
    const words = Result.getOrUndefined(readWords(answer.comment))
    const testimonial = Testimonial.idOfComment(turn.survey, turn.id)
    const key = Decision.key(program.id, turn.survey, state.contact, "keep praise", turn.id)
    if (words === undefined || state.testimony.testimonials.has(testimonial) || State.hasActed(state, key)) return []
    const { at, score } = answer
    const { locale, name } = state
    const because: ReadonlyArray<Reason.Reason> = [{ _tag: "PraiseGiven", score, at }]
    return [
      action("KeepPraise", { key, step: "keep praise", survey: turn.survey, wave: turn.id }, at, () => ({
        _tag: "KeepPraise",
        key,
        survey: turn.survey,
        wave: turn.id,
        because,
        testimonial,
        words,
        score,
        answeredAt: at,
        ...(name !== undefined && { name }),
        ...(locale !== undefined && { locale })
      }))
    ]
  })

const readWords = Schema.decodeUnknownResult(PlainText.Words)

/** Off the wall, for as long as the author has not said that it stands. */
const doubting = (
  situation: Situation,
  ladder: Ladder.Ladder,
  testimonial: Testimonial.Testimonial
): ReadonlyArray<Candidate.Candidate> => {
  const { now, state } = situation
  const published = publishedAt(testimonial, now)
  if (published === undefined) return []
  const because = Doubt.of(situation, testimonial)
  const asked = named(situation, ladder, testimonial, "doubt", published)
  if (because.length === 0 || State.hasActed(state, asked.key)) return []
  const { step: _, ...about } = asked
  return [
    action("DoubtTestimonial", asked, now, () => ({
      _tag: "DoubtTestimonial",
      ...about,
      because,
      testimonial: testimonial.id
    }))
  ]
}

/** Since when it is published, or will be again when its author does not agree to an edit; `undefined`: it is not. */
const publishedAt = ({ state }: Testimonial.Testimonial, now: Instant.Instant): Instant.Instant | undefined => {
  const found = Testimonial.stateAt(state, now)
  const behind = found._tag === "Amended" ? Testimonial.stateAt(found.earlier, now) : found
  return behind._tag === "Published" ? behind.since : undefined
}

/** Each edit is put before its author, who has thirty days. */
const agreements = (
  situation: Situation,
  ladder: Ladder.Ladder,
  testimonial: Testimonial.Testimonial
): ReadonlyArray<Candidate.Candidate> => {
  const { moves } = testimonial
  return moves.flatMap((move, index): ReadonlyArray<Candidate.Candidate> => {
    if (move._tag !== "TestimonialEdited") return []
    const at = move.occurredAt
    const until = Period.after(Testimonial.patience, at, "UTC")
    const asked = named(situation, ladder, testimonial, "agree", at)
    const answered = moves.slice(index + 1).find(({ _tag }) => _tag !== "TestimonialDoubted")
    const { step: _, ...about } = asked
    return over(situation, asked.key)
      ? []
      : [
          {
            ...message(asked, at, until),
            ...settled(answered?.occurredAt, until),
            what: "RequestAgreement",
            decide: () => ({
              _tag: "RequestAgreement",
              ...about,
              because: [{ _tag: "TestimonialEdited", at }],
              testimonial: testimonial.id,
              edit: move.id,
              until
            })
          }
        ]
  })
}

/** Whoever's words are in doubt, or were published for as long as they may be, is asked whether they stand. */
const reconfirmations = (
  situation: Situation,
  ladder: Ladder.Ladder,
  testimonial: Testimonial.Testimonial
): ReadonlyArray<Candidate.Candidate> => {
  const { now, zone } = situation
  const { moves } = testimonial
  // an edit is theirs to answer first
  const state = Testimonial.stateAt(testimonial.state, now)
  const earliest = state._tag === "Amended" ? state.until : 0
  return moves.flatMap((move, index): ReadonlyArray<Candidate.Candidate> => {
    if (move._tag !== "TestimonialPublished" && move._tag !== "TestimonialReconfirmed") return []
    // once for each time that it was published, whatever makes it questionable
    const asked = named(situation, ladder, testimonial, "stand", move.occurredAt)
    if (over(situation, asked.key)) return []
    const later = moves.slice(index + 1)
    const end = later.findIndex(settles)
    const doubt = later.slice(0, end === -1 ? undefined : end).find(({ _tag }) => _tag === "TestimonialDoubted")
    const at = doubt?.occurredAt ?? move.expiresAt
    const dueAt = Math.max(at, earliest)
    // off the wall it can wait for as long as a case is open
    const expiresAt = Period.after(waiting, dueAt, zone)
    const { step: _, ...about } = asked
    return [
      {
        ...request(asked, dueAt, expiresAt),
        ...settled(later[end]?.occurredAt, expiresAt),
        what: "RequestReconfirmation",
        decide: () => ({
          _tag: "RequestReconfirmation",
          ...about,
          because: [{ _tag: doubt === undefined ? "TestimonialExpired" : "TestimonialDoubted", at }],
          testimonial: testimonial.id,
          expiresAt: Period.after(Testimonial.patience, now, zone)
        })
      }
    ]
  })
}

/** Whether it stands is answered, asked already, or another question by now. */
const settles = ({ _tag }: Testimonial.TestimonialEvent): boolean =>
  _tag === "TestimonialWithdrawn" ||
  _tag === "TestimonialPublished" ||
  _tag === "TestimonialReconfirmed" ||
  _tag === "ReconfirmationAsked" ||
  _tag === "EditAgreed"

interface Done {
  readonly what: Decision.Confirmed
  readonly at: Instant.Instant
  readonly tag: "ConsentNoted" | "TestimonialPublished" | "TestimonialWithdrawn"
}

/** So long the question whether words stand may be held back; then they are left as they are, off the wall. */
const waiting: Period.Period = "1 year"

/** So long the news of what was done with their words is news. */
const news: Period.Period = "7 days"

/** Their consent is confirmed to them, and so is that their words are shown, or no more. */
const confirmations = (
  situation: Situation,
  ladder: Ladder.Ladder,
  testimonial: Testimonial.Testimonial
): ReadonlyArray<Candidate.Candidate> => {
  const { id, moves } = testimonial
  const given: ReadonlyArray<Done> = situation.state.testimony.consent.flatMap((entry) =>
    entry._tag === "ConsentGiven" && entry.testimonial === id
      ? [{ what: "consent", at: entry.occurredAt, tag: "ConsentNoted" }]
      : []
  )
  const shown = moves.flatMap(({ _tag: tag, occurredAt: at }): ReadonlyArray<Done> => {
    if (tag === "TestimonialPublished") return [{ what: "publication", at, tag }]
    return tag === "TestimonialWithdrawn" ? [{ what: "withdrawal", at, tag }] : []
  })
  return [...given, ...shown].flatMap(({ at, tag, what }): ReadonlyArray<Candidate.Candidate> => {
    const asked = named(situation, ladder, testimonial, `confirm ${what}`, at)
    const { step: _, ...about } = asked
    return over(situation, asked.key)
      ? []
      : [
          {
            ...message(asked, at, Period.after(news, at, situation.zone)),
            what: "Confirm",
            decide: () => ({ _tag: "Confirm", ...about, because: [{ _tag: tag, at }], testimonial: id, what })
          }
        ]
  })
}

/** The rung above each one that was taken. */
const climbing = (
  situation: Situation,
  ladder: Ladder.Ladder,
  rung: Ladder.Rung
): ReadonlyArray<Candidate.Candidate> => {
  const { now, program, state, zone } = situation
  const before = ladder.rungs.find((other) => other.rung === rung.after)
  if (before === undefined) return []
  return Climb.takings(state, before).flatMap(
    ({ at, cause, testimonial, undone }): ReadonlyArray<Candidate.Candidate> => {
      const survey = ladder.id
      const wave = cause as Decision.WaveId
      const step = `rung ${rung.rung}`
      const key = Decision.key(program.id, survey, state.contact, step, cause)
      if (over(situation, key)) return []
      const dueAt = Period.after(rung.delay, at, zone)
      const expiresAt = Period.after(rung.within, dueAt, zone)
      const of = rung.ask === "consent" ? testimonial?.id : undefined
      const taken = Climb.takings(state, rung).filter((own) => of === undefined || own.testimonial?.id === of)
      // it came along with the rung before it, or the rung before it was gone already
      if (taken.some((own) => own.at < at) || (undone !== undefined && undone.at < at)) return []
      const later = Math.min(...taken.map((own) => own.at))
      const end =
        undone !== undefined && undone.at < later
          ? undone
          : { at: later, reason: { _tag: "RungTaken", rung: rung.rung, at: later } as const }
      const score = testimonial?.provenance.answer?.score
      const common = {
        key,
        survey,
        wave,
        because: [{ _tag: "RungReached", rung: before.rung, at, delay: rung.delay }] as const,
        ...(score !== undefined && { score }),
        rung: rung.rung,
        expiresAt: Period.after(rung.within, now, zone)
      }
      const decide = (): Decision.Decision => {
        switch (rung.ask) {
          case "testimonial":
            return { _tag: "RequestTestimonial", ...common, step, forms: rung.forms }
          case "consent":
            return {
              _tag: "RequestConsent",
              ...common,
              testimonial: of ?? (cause as Consent.TestimonialId),
              scopes: rung.scopes,
              places: ladder.places
            }
          case "referral":
            return { _tag: "RequestReferral", ...common }
        }
      }
      return [
        {
          ...request({ key, step, survey, wave }, dueAt, expiresAt),
          ...(end.at < expiresAt && { cancelled: end }),
          climbs: { rung, ...(of !== undefined && { testimonial: of }) },
          what: whats[rung.ask],
          decide
        }
      ]
    }
  )
}

const whats = {
  testimonial: "RequestTestimonial",
  consent: "RequestConsent",
  referral: "RequestReferral"
} as const

const over = ({ state }: Situation, key: Decision.Key): boolean => State.isOver(state, key)

/** What a step about one testimonial is called. Whatever happened `at` that time names it: there is one of it then. */
const named = (
  { program, state }: Situation,
  { id }: Ladder.Ladder,
  testimonial: Testimonial.Testimonial,
  step: string,
  at: Instant.Instant
) => {
  const wave = testimonial.id as string as Decision.WaveId
  const cause = `${new Date(at).toISOString()} ${testimonial.id}`
  return { key: Decision.key(program.id, id, state.contact, step, cause), step, survey: id, wave }
}

/** What it was about is over: nothing is asked any more. */
const settled = (at: Instant.Instant | undefined, expiresAt: Instant.Instant): Pick<Candidate.Candidate, "cancelled"> =>
  at === undefined || at >= expiresAt ? {} : { cancelled: { at, reason: { _tag: "TestimonialSettled", at } } }

type Named = Pick<Candidate.Candidate, "key" | "step" | "survey" | "wave">

/** What is asked of an author for others to read, under all the rules of asks. */
const request = (named: Named, dueAt: Instant.Instant, expiresAt: Instant.Instant) =>
  ({ ...named, kind: "testimonial request", purpose: "advocate", priority: 0, dueAt, expiresAt }) as const

/** What an author is told or asked of their own words. */
const message = (named: Named, dueAt: Instant.Instant, expiresAt: Instant.Instant) =>
  ({ ...named, kind: "message", purpose: undefined, priority: 0, dueAt, expiresAt }) as const

/** What is done about it in the company; that does not expire. */
const action = (
  what: Decision.Decision["_tag"],
  asked: Named,
  dueAt: Instant.Instant,
  decide: () => Decision.Decision
): Candidate.Candidate => ({
  ...asked,
  kind: "action",
  purpose: undefined,
  priority: 0,
  dueAt,
  expiresAt: Instant.last,
  what,
  decide
})
