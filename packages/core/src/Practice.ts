/**
 * Practice: what does the log show of how this company deals with praise?
 *
 * What is shown where with whose consent, what decides about it, who was written to without a legal basis: that is recorded.
 * What no log can know, such as whether a box on a page was ticked beforehand, the company tells, or it stays untold.
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Compliance from "./Compliance.ts"
import * as Consent from "./Consent.ts"
import type * as Contact from "./Contact.ts"
import * as Decision from "./Decision.ts"
import * as Doubt from "./Doubt.ts"
import * as Exhibit from "./Exhibit.ts"
import * as Gating from "./Gating.ts"
import type { Instant } from "./Instant.ts"
import * as Journey from "./Journey.ts"
import type * as Person from "./Person.ts"
import * as PlainText from "./PlainText.ts"
import type * as Program from "./Program.ts"
import * as State from "./State.ts"
import type * as Survey from "./Survey.ts"
import type * as Testimonial from "./Testimonial.ts"
import * as Wall from "./Wall.ts"

const { Consent: AnyConsent, Mail, Practice, Wall: AnyWall } = Compliance

/**
 * What the company says of itself, once for all its forms, walls and mails. What is left out stays untold.
 *
 * - `consent`: how it is asked for and taken back.
 * - `walls`: does everybody see them, and can what they show be reported?
 * - `mails`: are they commercial, how long does the opt-out link work, which postal address do they have?
 * - `rewards`, `invitations`, `reconfirmEvery`: see `Compliance.Practice`.
 *
 * @category models
 * @since 0.1.0
 */
export const Told = Schema.Struct({
  consent: Schema.optionalKey(
    Schema.Struct({
      preticked: AnyConsent.fields.preticked,
      tiedToAnswer: AnyConsent.fields.tiedToAnswer,
      stepsToGive: AnyConsent.fields.stepsToGive,
      stepsToWithdraw: AnyConsent.fields.stepsToWithdraw
    })
  ),
  walls: Schema.optionalKey(
    Schema.Struct({ public: AnyWall.fields.public, canBeReported: AnyWall.fields.canBeReported })
  ),
  mails: Schema.optionalKey(
    Schema.Struct({
      commercial: Mail.fields.commercial,
      linkLife: Mail.fields.linkLife,
      postalAddress: Mail.fields.postalAddress
    })
  ),
  rewards: Practice.fields.rewards,
  invitations: Practice.fields.invitations,
  reconfirmEvery: Practice.fields.reconfirmEvery
})
/** @since 0.1.0 */
export type Told = typeof Told.Type

/**
 * What one person brings: their testimonials that a wall may show, each with whether the answer it rests on was asked for; and the
 * kinds of asks that were sent to them, each with whether a legal basis for it was on record when it left.
 *
 * @category models
 * @since 0.1.0
 */
export interface Part {
  readonly entries: ReadonlyArray<Wall.Entry & { readonly contact: Contact.ContactId; readonly wasAsked: boolean }>
  readonly mails: ReadonlyArray<{
    readonly id: Decision.Ask["_tag"]
    readonly purpose: Survey.Purpose
    readonly hasBasis: boolean
  }>
}

/**
 * What one person brings. A kind of ask that was sent several times is one, without a basis if one of them was.
 *
 * @category reading
 * @since 0.1.0
 */
export const ofPerson = (program: Program.Program, { contact, history, now, state }: Person.Person): Part => {
  const sent = State.sends(state).flatMap((send) => {
    const { decision } = send
    if (!State.counts(send) || !Decision.isAsk(decision)) return []
    const purpose = purposes[decision._tag]
    const hasBasis = history.events.some(
      (event) =>
        event._tag === "LegalBasisRecorded" && event.purpose === purpose && event.occurredAt <= State.leftAt(send)
    )
    return [{ id: decision._tag, purpose, hasBasis }]
  })
  return {
    entries: Exhibit.of(program, history, now).map((entry) => {
      const { answer } = entry.testimonial.provenance
      const turn = answer && State.turn(state, answer.survey, answer.wave)
      return { ...entry, contact, wasAsked: turn?.invitation !== undefined }
    }),
    mails: [...Map.groupBy(sent, ({ id }) => id).values()].flatMap((same) =>
      same.slice(0, 1).map((one) => ({ ...one, hasBasis: same.every(({ hasBasis }) => hasBasis) }))
    )
  }
}

const purposes: Record<Decision.Ask["_tag"], Survey.Purpose> = {
  Invite: "measure",
  Remind: "measure",
  RequestTestimonial: "advocate",
  RequestConsent: "advocate",
  RequestReferral: "advocate",
  RequestReconfirmation: "advocate",
  RequestReview: "review"
}

/**
 * The practice that all of them and the program show at a time, with what the company told. What a wall gives beside the words (how
 * they were verified, what was got for them, that it is a selection) counts as shown: a page that leaves it out breaks rules that
 * nobody sees here. An ask of ours is a mail of its own with an opt-out, held against opt-outs when it leaves.
 *
 * @category reading
 * @since 0.1.0
 */
export const of = (
  program: Program.Program,
  parts: Iterable<Part>,
  now: Instant,
  told: Told = {}
): Compliance.Practice => {
  const all = [...parts]
  const entries = all.flatMap((part) => part.entries)
  const mails = Map.groupBy(
    all.flatMap((part) => part.mails),
    ({ id }) => id
  )
  const { invitations, reconfirmEvery, rewards } = told
  const shown = program.walls.map((wall) => ({
    wall,
    shown: entries.flatMap((entry) => shownOn(program, wall, entry, now))
  }))
  // two walls may stand at one place, and two people's testimonials have one name
  const testimonials = entries.flatMap((entry) => {
    const views = shown.flatMap(({ shown, wall }) =>
      shown.flatMap(([of, view]) => (of === entry ? [[wall.place, view] as const] : []))
    )
    return [...new Map(views)].map(([place, view]) => testimonialOf(entry, view, place, now, told))
  })
  return {
    testimonials: testimonials
      .map((one) => [JSON.stringify([one.place, one.id, one]), one] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([, one]) => one),
    walls: shown.map(({ shown, wall }) =>
      wallOf(
        program,
        wall,
        shown.some(([, { incentive }]) => incentive !== undefined),
        told
      )
    ),
    reviewRequests: program.reviews.map((review) => ({
      id: review.id,
      reads:
        Gating.problems(review, { journey: program.journey, disruptions: program.disruptions }).length > 0
          ? ["score"]
          : ["other"]
    })),
    mails: Object.keys(purposes).flatMap((id) =>
      [...mails].flatMap(([name, same]) =>
        name === id
          ? [
              {
                id,
                purpose: purposes[name],
                withoutBasis: same.filter(({ hasBasis }) => !hasBasis).length,
                separateStep: true,
                optOut: true,
                checkedAtSending: true,
                ...told.mails
              }
            ]
          : []
      )
    ),
    ...(rewards !== undefined && { rewards }),
    ...(invitations !== undefined && { invitations }),
    ...(reconfirmEvery !== undefined && { reconfirmEvery })
  }
}

type Entry = Part["entries"][number]

const isTainted =
  ({ journey }: Program.Program) =>
  (stage: string): boolean =>
    journey !== undefined && Journey.isScoreTainted(journey, stage)

/** What this wall shows of it, now or in its turn. */
const shownOn = (
  program: Program.Program,
  { beside: _, ...wall }: Wall.Wall,
  entry: Entry,
  now: Instant
): ReadonlyArray<readonly [Entry, Wall.Shown]> =>
  Result.match(Wall.pick(wall, [entry], now, isTainted(program)), {
    onFailure: () => [],
    onSuccess: ({ shown }) => shown.map((view) => [entry, view] as const)
  })

const wallOf = (program: Program.Program, wall: Wall.Wall, isPaid: boolean, { walls }: Told): Compliance.Wall => {
  const selected = Wall.selectedBy(wall, isTainted(program))
  const reads: ReadonlyArray<Compliance.Reads> = [
    ...selected.map((criterion) => (criterion === "sentiment" ? criterion : ("score" as const))),
    ...(["stage", "segment", "language", "product"] as const).filter((criterion) => wall[criterion] !== undefined),
    ...(wall.kinds === undefined ? [] : (["other"] as const))
  ]
  const isCounted = wall.beside?.includes("count") ?? false
  return {
    place: wall.place,
    reads: [...new Set(reads)],
    selected: selected.length > 0,
    average: wall.beside?.includes("average") ?? false,
    count: isCounted,
    // an average leaves them out
    countsIncentivised: isCounted && isPaid,
    ...(wall.policyUrl !== undefined && { policyUrl: wall.policyUrl }),
    canBeTakenDown: true,
    ...walls
  }
}

const testimonialOf = (
  { consent, contact, testimonial, wasAsked }: Entry,
  shown: Wall.Shown,
  place: Consent.Place,
  now: Instant,
  told: Told
): Compliance.Testimonial => {
  const { original, provenance, submission } = testimonial
  const approved = approvedWords(testimonial)
  const { answer } = provenance
  const uses = Consent.Scope.literals.filter((scope) => isUsed(shown)[scope])
  const agreed = consentOf(consent, shown.testimonial, place, now)
  return {
    id: `${contact}: ${shown.testimonial}`.slice(0, 200),
    original: PlainText.shown(original.words),
    text: shown.words ?? PlainText.shown(testimonial.content.words),
    ...(approved !== undefined && { approved: PlainText.shown(approved) }),
    ...(answer !== undefined && wasAsked && { answer: `${answer.survey} ${answer.at}` }),
    verified: shown.verifiedBy !== undefined,
    ...(shown.verifiedBy !== undefined && { method: shown.verifiedBy, methodShown: true }),
    relationship: submission?.relationship.is ?? "other",
    ...(shown.disclosure !== undefined && { disclosure: shown.disclosure }),
    ...(submission?.incentive !== undefined && {
      incentive: submission.incentive,
      incentiveShown: shown.incentive !== undefined
    }),
    statedAt: Doubt.saidAt(testimonial) ?? testimonial.state.since,
    place,
    uses,
    ...(agreed !== undefined && { consent: { ...agreed, ...told.consent } })
  }
}

/** Of the edit that the author agreed to last. */
const approvedWords = ({ moves }: Testimonial.Testimonial): string | undefined => {
  const agreed = moves.findLast(({ _tag }) => _tag === "EditAgreed")
  const edit = moves.find((move) => agreed?._tag === "EditAgreed" && move.id === agreed.edit)
  return edit?._tag === "TestimonialEdited" ? edit.content.words : undefined
}

const isUsed = ({ company, name, photo, role, video, words }: Wall.Shown): Record<Consent.Scope, boolean> => ({
  quote: words !== undefined,
  name: name !== undefined || role !== undefined,
  company: company !== undefined,
  photo: photo !== undefined,
  video: video !== undefined
})

/** What stands at this place: the scopes together, for as long as all of them do. */
const consentOf = (
  ledger: Consent.Ledger,
  testimonial: Consent.TestimonialId,
  place: Consent.Place,
  now: Instant
): Compliance.Consent | undefined => {
  const grants = Consent.standing(ledger, testimonial, now).filter((grant) => grant.place === place)
  const [latest] = grants.toSorted((a, b) => b.since - a.since)
  if (latest === undefined) return undefined
  const ends = grants.flatMap(({ expiresAt }) => expiresAt ?? [])
  const { locale, version } = latest.by.wording
  return {
    wording: version,
    locale,
    at: latest.since,
    scopes: grants.map(({ scope }) => scope),
    places: [place],
    ...(ends.length > 0 && { expiresAt: Math.min(...ends) })
  }
}
