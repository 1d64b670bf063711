/**
 * Timeline: what should a CRM's timeline tell of a contact, and whom should it remind of what?
 *
 * Notes are appended and never changed: history is not overwritten. Tasks are for people in the company, and are done when
 * what they are about is. Each has a key that is the same for ever, so that none is written twice.
 *
 * @since 0.1.0
 */
import * as Case from "./Case.ts"
import type * as Consent from "./Consent.ts"
import type * as Decision from "./Decision.ts"
import type * as Event from "./Event.ts"
import type * as FollowUp from "./FollowUp.ts"
import type { Instant } from "./Instant.ts"
import type * as Person from "./Person.ts"
import * as Praise from "./Praise.ts"
import * as Reason from "./Reason.ts"
import * as Score from "./Score.ts"
import type * as Survey from "./Survey.ts"
import type * as Testimonial from "./Testimonial.ts"

/**
 * Something that happened, for whoever reads up on the contact. `words`: the customer's own, as they wrote them. `lines`: what
 * else there is to say.
 *
 * @category models
 * @since 0.1.0
 */
export interface Note {
  readonly _tag: "Note"
  readonly key: string
  readonly at: Instant
  readonly title: string
  readonly words: string | undefined
  readonly lines: ReadonlyArray<string>
}

/** What a task is about: a case, or praise to be passed on. @category models @since 0.1.0 */
export type Matter =
  | { readonly _tag: "Case"; readonly case: Decision.CaseId }
  | { readonly _tag: "Praise"; readonly praise: Decision.PraiseId }

/**
 * Something that `owner` is to do until the `deadline`. `doneAt`: when it was done, or not needed any more.
 *
 * @category models
 * @since 0.1.0
 */
export interface Task extends Omit<Note, "_tag"> {
  readonly _tag: "Task"
  readonly owner: FollowUp.Role
  readonly deadline: Instant
  readonly doneAt: Instant | undefined
  readonly about: Matter
}

/** @category models @since 0.1.0 */
export type Entry = Note | Task

/**
 * Whoever clicks a score often changes it, or adds words, a moment later. An answer is told when nothing has followed it for so
 * long. Unit: milliseconds; ten minutes.
 *
 * @category rules
 * @since 0.1.0
 */
export const settling = 10 * 60_000

/**
 * Everything that is to be told of a person, oldest first. `changesAt`: with nothing new, nothing is added before then;
 * `undefined`: never.
 *
 * @category constructors
 * @since 0.1.0
 */
export const of = (
  { history, now, state }: Person.Person,
  language: Reason.Language = "en"
): { readonly entries: ReadonlyArray<Entry>; readonly changesAt: Instant | undefined } => {
  const say = words[language]
  const entries: Array<Entry> = []
  let changesAt: Instant | undefined
  const latest = new Map<string, Event.Event>()
  for (const event of history.events.toReversed()) {
    if (event._tag === "Answered") {
      const wave = `${event.survey}\n${event.wave}`
      const next = latest.get(wave)
      latest.set(wave, event)
      const settledAt = event.occurredAt + settling
      if (next !== undefined && next.occurredAt < settledAt) continue
      if (settledAt > now) {
        changesAt = Math.min(changesAt ?? settledAt, settledAt)
        continue
      }
    }
    const note = noteOf(event, say)
    if (note !== undefined) entries.push({ _tag: "Note", key: event.id, at: event.occurredAt, ...note })
  }
  for (const one of state.cases.values()) entries.push(...caseTasks(one, say, language))
  for (const praise of state.praises.values()) entries.push(...praiseTasks(praise, say))
  return { entries: entries.toSorted((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1)), changesAt }
}

const noteOf = (event: Event.Event, say: Words): Pick<Note, "title" | "words" | "lines"> | undefined => {
  switch (event._tag) {
    case "Answered":
      return {
        title: say.answered(event.score, event.survey),
        words: event.comment || undefined,
        lines: []
      }
    case "Replied":
      return { title: say.replied, words: event.words, lines: [] }
    case "GrievanceRaised":
      return { title: say.complained, words: event.words, lines: [] }
    case "TestimonialSubmitted":
      return { title: say.submitted, words: event.content.words, lines: addressOf(event.content) }
    case "TestimonialPublished":
      return { title: say.published(event.by), words: undefined, lines: [] }
    case "TestimonialWithdrawn":
      return { title: say.withdrawn, words: undefined, lines: [] }
    case "ConsentGiven":
      return { title: say.agreed, words: event.wording.words, lines: [say.covers(event.scopes, event.places)] }
    case "ConsentWithdrawn":
      return { title: say.disagreed, words: undefined, lines: [] }
    case "OptedOut":
      return { title: say.optedOut(event.extent), words: undefined, lines: [] }
    case "CaseRedressed":
      return { title: say.redressed, words: event.redress, lines: [] }
    case "CaseResolved":
      return { title: say.resolved(event.by), words: event.note, lines: [] }
    default:
      return undefined
  }
}

const addressOf = (content: Testimonial.Content): ReadonlyArray<string> =>
  "url" in content ? [content.url ?? []].flat() : []

/** One for each round of a case, and one for whoever it was escalated to. */
const caseTasks = (one: Case.Case, say: Words, language: Reason.Language): ReadonlyArray<Task> => {
  const about: Matter = { _tag: "Case", case: one.id }
  const opened = one.moves.find((event) => event._tag === "CaseOpened")
  const why = opened === undefined ? [] : opened.because.map((reason) => Reason.sentence(reason, language))
  const task = (round: Case.Round): Omit<Task, "key" | "at" | "owner"> => ({
    _tag: "Task",
    title: round.isReopened ? say.reopened : say.opened,
    words: undefined,
    lines: why,
    deadline: round.deadline,
    doneAt: Case.overAt(round),
    about
  })
  const rounds = Case.rounds(one)
  return [
    ...rounds.map((round): Task => ({
      ...task(round),
      key: `task:${Case.roundName(one, round)}`,
      at: round.since,
      owner: opened?.owner ?? one.owner
    })),
    ...one.moves.flatMap((event): ReadonlyArray<Task> => {
      if (event._tag !== "CaseEscalated") return []
      const round = rounds.findLast(({ since }) => since <= event.occurredAt) ?? one
      const escalated = { ...task(round), title: say.escalated, lines: [...why, ...late(event, language)] }
      return [{ ...escalated, key: `task:${event.id}`, at: event.occurredAt, owner: event.to }]
    })
  ]
}

const late = ({ because }: { readonly because: ReadonlyArray<Reason.Reason> }, language: Reason.Language) =>
  because.map((reason) => Reason.sentence(reason, language))

const praiseTasks = (praise: Praise.Praise, say: Words): ReadonlyArray<Task> =>
  praise.task === undefined
    ? []
    : [
        {
          _tag: "Task",
          key: `task:praise:${praise.id}`,
          at: praise.task.at,
          title: say.passOn(praise.names),
          words: praise.words,
          lines: [],
          owner: praise.task.owner,
          deadline: praise.task.deadline,
          doneAt: Praise.isPending(praise) ? undefined : praise.passedOnAt,
          about: { _tag: "Praise", praise: praise.id }
        }
      ]

interface Words {
  readonly answered: (score: Score.Score, survey: Survey.SurveyId) => string
  readonly replied: string
  readonly complained: string
  readonly submitted: string
  readonly published: (by: string) => string
  readonly withdrawn: string
  readonly agreed: string
  readonly covers: (scopes: ReadonlyArray<Consent.Scope>, places: ReadonlyArray<Consent.Place>) => string
  readonly disagreed: string
  readonly optedOut: (extent: Event.Extent) => string
  readonly redressed: string
  readonly resolved: (by: string | undefined) => string
  readonly opened: string
  readonly reopened: string
  readonly escalated: string
  readonly passOn: (names: ReadonlyArray<string>) => string
}

const extentOf = ({ purpose, survey }: Event.Extent): string =>
  [survey, purpose].filter((part) => part !== undefined).join(", ")

const categories = { promoter: "promoteur", passive: "passif", detractor: "détracteur" } as const

const words: Record<Reason.Language, Words> = {
  en: {
    answered: (score, survey) => `Answered ${score} of 10 (${Score.category(score)}) to "${survey}"`,
    replied: "Wrote back",
    complained: "Complained",
    submitted: "Handed in a testimonial",
    published: (by) => `Their testimonial was published by ${by}`,
    withdrawn: "Their testimonial was withdrawn",
    agreed: "Agreed to be quoted",
    covers: (scopes, places) => `Covers ${scopes.join(", ")}; at ${places.join(", ")}`,
    disagreed: "Withdrew their consent to be quoted",
    optedOut: (extent) =>
      extentOf(extent) === "" ? "Wants no more messages" : `Wants no more messages: ${extentOf(extent)}`,
    redressed: "Was made good",
    resolved: (by) => (by === undefined ? "Their case was resolved" : `Their case was resolved by ${by}`),
    opened: "An unhappy customer: find out what went wrong and solve it",
    reopened: "A case was opened again: it was not solved after all",
    escalated: "A case has waited too long: see that it is solved",
    passOn: (names) => `Pass on this praise to ${names.join(", ")}`
  },
  fr: {
    answered: (score, survey) => `A répondu ${score} sur 10 (${categories[Score.category(score)]}) à « ${survey} »`,
    replied: "A répondu par e-mail",
    complained: "S’est plaint",
    submitted: "A remis un témoignage",
    published: (by) => `Son témoignage a été publié par ${by}`,
    withdrawn: "Son témoignage a été retiré",
    agreed: "Accepte d’être cité",
    covers: (scopes, places) => `Couvre : ${scopes.join(", ")} ; où : ${places.join(", ")}`,
    disagreed: "N’accepte plus d’être cité",
    optedOut: (extent) =>
      extentOf(extent) === "" ? "Ne veut plus de messages" : `Ne veut plus de messages : ${extentOf(extent)}`,
    redressed: "A reçu réparation",
    resolved: (by) => (by === undefined ? "Son dossier est résolu" : `Son dossier a été résolu par ${by}`),
    opened: "Un client mécontent : comprendre ce qui s’est passé et y remédier",
    reopened: "Un dossier est rouvert : ce n’était pas résolu",
    escalated: "Un dossier attend depuis trop longtemps : veiller à ce qu’il soit résolu",
    passOn: (names) => `Transmettre ces compliments à ${names.join(", ")}`
  }
}
