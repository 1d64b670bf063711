/**
 * Criticism: what was said against us, and did it get an answer?
 *
 * A detractor's comment, or a grievance. The answer is what its case tells: it was explained, redressed or resolved. That
 * somebody has looked is no answer to what it said.
 *
 * @since 0.1.0
 */
import type * as Case from "./Case.ts"
import * as Disruption from "./Disruption.ts"
import * as Grievance from "./Grievance.ts"
import type { Instant } from "./Instant.ts"
import type * as Person from "./Person.ts"
import type * as Program from "./Program.ts"
import * as Score from "./Score.ts"

/**
 * When it was said, when it was first answered (left out: not yet), and by when its case was to be settled (left out: it has
 * no case).
 *
 * @category models
 * @since 0.1.0
 */
export interface Criticism {
  readonly at: Instant
  readonly answeredAt?: Instant
  readonly promisedBy?: Instant
}

/**
 * The criticism of one person, oldest first: the first critical comment of each wave, and each grievance. What has no case, where
 * the program opens none for it, is left out: the log cannot tell whether anybody answered.
 *
 * @category reading
 * @since 0.1.0
 */
export const ofPerson = (program: Program.Program, { state }: Person.Person): ReadonlyArray<Criticism> => {
  const cases = [...state.cases.values()]
  const comments = state.turns.flatMap(({ answers, id, survey }) => {
    const said = answers.find(({ comment, score }) => comment !== undefined && Score.category(score) === "detractor")
    const found = cases.find((one) => one.survey === survey && one.wave === id)
    return said === undefined || (found === undefined && !isFollowed(program, survey)) ? [] : [judged(said.at, found)]
  })
  const grievances = state.touchpoints.flatMap(({ at, channel, id, kind }) => {
    const found = cases.find(({ wave }) => wave === Disruption.wave(id))
    const isCriticism = channel !== undefined && kind === Grievance.kind
    return isCriticism && (found !== undefined || Disruption.opener(program, kind) !== undefined)
      ? [judged(at, found)]
      : []
  })
  return [...comments, ...grievances].toSorted((a, b) => a.at - b.at)
}

/** Does the playbook open a case for a detractor's answer? */
const isFollowed = ({ followUp }: Program.Program, survey: string): boolean =>
  followUp.some(
    (playbook) =>
      playbook.survey === survey &&
      playbook.steps.some((step) => step.do === "open case" && step.to.includes("detractor"))
  )

const judged = (at: Instant, found: Case.Case | undefined): Criticism => {
  if (found === undefined) return { at }
  const answer = found.moves.find((move) => move.occurredAt >= at && answers.has(move._tag))
  const { deadline, resolveBy } = found.earlier[0] ?? found
  return { at, promisedBy: resolveBy ?? deadline, ...(answer !== undefined && { answeredAt: answer.occurredAt }) }
}

const answers: ReadonlySet<Case.CaseEvent["_tag"]> = new Set<Case.CaseEvent["_tag"]>([
  "CaseExplained",
  "CaseRedressed",
  "CaseResolved"
])
