/**
 * Casework: what do the open cases, and the praise to pass on, call for now?
 *
 * A deadline that passes is escalated, once. An answer that changes re-routes its case: one that nobody has looked at, and
 * without a word of the customer's, is closed, and opened again when they change back; of any other its owner is told.
 *
 * @since 0.1.0
 */
import * as Call from "./Call.ts"
import type * as Candidate from "./Candidate.ts"
import * as Case from "./Case.ts"
import * as Decision from "./Decision.ts"
import type { Instant } from "./Instant.ts"
import * as Plan from "./Plan.ts"
import * as Praise from "./Praise.ts"
import * as Program from "./Program.ts"
import type * as Reason from "./Reason.ts"
import * as State from "./State.ts"

/**
 * What is to be done `at` a time, or as soon as possible after it.
 *
 * @category models
 * @since 0.1.0
 */
export interface Pending {
  readonly at: Instant
  readonly decide: () => Decision.Decision
}

/**
 * Everything that is still to be done in the company, now or later, as far as is known now. What was done is not in it.
 *
 * @category constructors
 * @since 0.1.0
 */
export const pending = (situation: Candidate.Situation): ReadonlyArray<Pending> => {
  const { cases, praises } = situation.state
  const found: Array<Keyed> = []
  for (const one of cases.values()) found.push(...ofCase(situation, one))
  for (const one of praises.values()) found.push(...ofPraise(situation, one))
  return found.filter(({ key }) => !State.hasActed(situation.state, key))
}

/** With the key under which it is done once. */
interface Keyed extends Pending {
  readonly key: Decision.Key
}

const iso = (at: Instant): string => new Date(at).toISOString()

const ofCase = (situation: Candidate.Situation, found: Case.Case): ReadonlyArray<Keyed> => {
  const { program, state, zone } = situation
  const common = { survey: found.survey, wave: found.wave, case: found.id }
  const keyOf = (step: string, cause: string) => Decision.key(program.id, found.survey, state.contact, step, cause)
  const change = changeOf(situation, found)
  const overAt = Case.overAt(found)

  if (overAt !== undefined) {
    const isUnhappyAgain = change?.callsForCase === true && (found.closedAt !== undefined || change.at > overAt)
    if (!isUnhappyAgain || found.terms === undefined) return []
    const { terms } = found
    const at = Math.max(change.at, overAt)
    const key = keyOf("reopen", `${found.id} over:${iso(overAt)}`)
    const { owner } = found
    return [
      {
        at,
        key,
        decide: () => ({
          _tag: "ReopenCase",
          key,
          ...common,
          owner,
          ...Case.deadlines(terms, at, program, zone),
          because: [change.reason]
        })
      }
    ]
  }

  // a person who opened it again knew of the answers so far
  const news = change !== undefined && (!found.isReopened || change.at > found.since) ? change : undefined
  if (news?.callsForCase === false && !Case.wasSeen(found) && !news.hasWords) {
    const key = keyOf("close", Case.roundName(found, found))
    const { owner } = found
    const at = Math.max(news.at, found.since)
    return [{ at, key, decide: () => ({ _tag: "CloseCase", key, ...common, owner, because: [news.reason] }) }]
  }
  return [...telling(found, news, keyOf, common), ...escalations(found, keyOf, common)]
}

type KeyOf = (step: string, cause: string) => Decision.Key
type Common = Pick<Decision.Decision, "survey" | "wave"> & { readonly case: Decision.CaseId }

/** Told that the answer calls for no case any more, an owner is told of each later change too. */
const telling = (found: Case.Case, news: Change | undefined, keyOf: KeyOf, common: Common): ReadonlyArray<Keyed> => {
  if (news === undefined || (news.callsForCase && found.news.length === 0)) return []
  const key = keyOf("tell owner", `${found.id} answer:${iso(news.at)}`)
  const { owner } = found
  return [{ at: news.at, key, decide: () => ({ _tag: "TellOwner", key, ...common, owner, because: [news.reason] }) }]
}

/** Once per deadline of each round. */
const escalations = (found: Case.Case, keyOf: KeyOf, common: Common): ReadonlyArray<Keyed> => {
  const { deadline, escalateTo, openedAt, resolveBy } = found
  const round = Case.roundName(found, found)
  const opened = { openedAt, ...(found.isReopened && { reopenedAt: found.since }) }
  const escalation = (at: Instant, cause: string, reason: Reason.Reason): Keyed => {
    const key = keyOf("escalate", cause)
    return { at, key, decide: () => ({ _tag: "EscalateCase", key, ...common, escalateTo, because: [reason] }) }
  }
  return [
    ...(found.acknowledgedAt === undefined
      ? [escalation(deadline, round, { _tag: "DeadlinePassed", ...opened, deadline })]
      : []),
    ...(resolveBy === undefined
      ? []
      : [escalation(resolveBy, `${round} resolve`, { _tag: "ResolutionOverdue", ...opened, deadline: resolveBy })])
  ]
}

/** The answer that counts now, where the case's wave has had another one that called for it; and whether this one does. */
interface Change {
  readonly callsForCase: boolean
  readonly at: Instant
  /** Has the customer written anything in this wave? */
  readonly hasWords: boolean
  readonly reason: Reason.Reason
}

const changeOf = (situation: Candidate.Situation, found: Case.Case): Change | undefined => {
  const { program, state } = situation
  const wave = State.turn(state, found.survey, found.wave)
  if (wave === undefined || wave.answers.length < 2) return undefined
  // a case goes on under the version that opened its wave
  const plan = Plan.of(Program.at(program, wave.invitation?.version)).get(found.survey)
  const deed = Decision.deed(found.key)
  const step = plan?.steps.find(
    ({ name }) => Decision.deed(Decision.keyWith(plan.keysBegin, state.contact, name, found.wave)) === deed
  )?.step
  if (step?.do !== "open case") return undefined
  const call = Call.of(situation, wave, found.key, (given) => Call.isFor(situation, wave, step, given))
  if (call === undefined) return undefined
  const hasWords = wave.answers.some(({ comment }) => comment !== undefined)
  if (call.cancelled === undefined) {
    const { at, score } = call.by
    return { callsForCase: true, at, hasWords, reason: { _tag: "AnswerChanged", score, at } }
  }
  const { reason } = call.cancelled
  return reason._tag === "AnswerChanged" ? { callsForCase: false, at: reason.at, hasWords, reason } : undefined
}

const ofPraise = ({ program, state }: Candidate.Situation, praise: Praise.Praise): ReadonlyArray<Keyed> => {
  const { id, names, task } = praise
  if (task === undefined || !Praise.isPending(praise)) return []
  const { deadline, escalateTo, survey, wave } = task
  const key = Decision.key(program.id, survey, state.contact, "escalate praise", wave)
  return [
    {
      at: deadline,
      key,
      decide: () => ({
        _tag: "EscalatePraise",
        key,
        survey,
        wave,
        praise: id,
        escalateTo,
        because: [{ _tag: "PraiseOverdue", names, deadline }]
      })
    }
  ]
}
