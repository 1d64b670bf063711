/**
 * Answering: what does an answer add to the history?
 *
 * @since 0.1.0
 */
import * as Account from "@temoin/core/Account"
import type * as Decision from "@temoin/core/Decision"
import type * as Event from "@temoin/core/Event"
import type { History } from "@temoin/core/History"
import type { Instant } from "@temoin/core/Instant"
import * as Intake from "@temoin/core/ports/Intake"
import * as Program from "@temoin/core/Program"
import type * as Score from "@temoin/core/Score"
import * as Fold from "@temoin/core/Fold"
import * as State from "@temoin/core/State"
import type * as Survey from "@temoin/core/Survey"
import * as Wave from "@temoin/core/Wave"
import * as Result from "effect/Result"

/**
 * A score and, perhaps, words, and `via` which message's link they came. A comment left out keeps the earlier one of the same wave; an empty one takes it back.
 *
 * @category models
 * @since 0.1.0
 */
export interface Answer {
  readonly score: Score.Score
  readonly comment?: string
  readonly via?: Event.Reference
}

/**
 * The wave as it stands, and when it closes. A wave whose invitation never counted as sent (its mail came all the same)
 * is taken as its decision describes it.
 *
 * @category getters
 * @since 0.1.0
 */
export const waveOf = (
  program: Program.Program,
  state: State.State,
  account: Account.Account | undefined,
  { decision, intendedAt }: State.Send
): { readonly wave: Wave.Wave; readonly closesAt: Instant } => {
  const found = State.waves(state).find(({ id, survey }) => survey === decision.survey && id === decision.wave)
  const expiresAt = "expiresAt" in decision ? decision.expiresAt : intendedAt
  const wave = found ?? {
    survey: decision.survey,
    id: decision.wave,
    invitation: {
      at: intendedAt,
      expiresAt,
      closes: Program.closes(program, decision.survey),
      repairs: decision._tag === "Invite" ? decision.repairs : undefined,
      version: decision._tag === "Invite" ? decision.version : undefined
    },
    answers: []
  }
  const zone = Account.zone(program, state, account)
  const closesAt = Wave.closesAt(wave, Program.closes(program, decision.survey), zone)
  return { wave, closesAt: closesAt ?? expiresAt }
}

/**
 * The event that this answer adds to a wave; none when it says what the latest one said. Fails when the wave is closed.
 *
 * @category answering
 * @since 0.1.0
 */
export const toWave = (
  wave: Wave.Wave,
  closesAt: Instant,
  answer: Answer,
  now: Instant
): Result.Result<ReadonlyArray<Event.Event>, Intake.WaveClosed> => {
  if (now >= closesAt)
    return Result.fail(new Intake.WaveClosed({ survey: wave.survey, wave: wave.id, closedAt: closesAt }))
  const latest = wave.answers.at(-1)
  const comment = answer.comment === undefined ? latest?.comment : answer.comment === "" ? undefined : answer.comment
  if (latest !== undefined && latest.score === answer.score && latest.comment === comment) return Result.succeed([])
  const revision = String(wave.answers.length + 1).padStart(4, "0")
  return Result.succeed([
    event(wave.survey, wave.id, revision, { score: answer.score, comment, via: answer.via }, now, now)
  ])
}

/**
 * The events of an answer that no link led to (a widget, an import, a call). It joins the survey's open wave when there
 * is one, else it is a wave by itself, named by `id`.
 *
 * @category answering
 * @since 0.1.0
 */
export const uninvited = (
  program: Program.Program,
  history: History,
  account: Account.Account | undefined,
  survey: Survey.SurveyId,
  id: string,
  answer: Answer,
  at: Instant,
  now: Instant
): ReadonlyArray<Event.Event> => {
  const state = Fold.of(history)
  const zone = Account.zone(program, state, account)
  const own = event(
    survey,
    `answer:${id}` as Decision.WaveId,
    "0001",
    { ...answer, comment: answer.comment || undefined, via: undefined },
    at,
    now
  )
  const reported = history.events.find((event) => event.id === own.id)
  if (reported?._tag === "Answered") {
    // Reported again; a comment left out may have been taken over. With other content it is the store that refuses it.
    const isSame = reported.score === own.score && (answer.comment === undefined || reported.comment === own.comment)
    return isSame ? [] : [own]
  }
  const open = State.waves(state).find(
    (wave) => wave.survey === survey && Wave.isOpen(wave, Program.closes(program, survey), zone, at)
  )
  if (open === undefined || open.answers.some((earlier) => earlier.at > at)) return [own]
  const comment = answer.comment ?? open.answers.at(-1)?.comment
  // The id stays the report's own, so that it is known when it is reported again after the wave has closed.
  return [{ ...own, wave: open.id, ...(comment !== undefined && comment !== "" && { comment }) }]
}

const event = (
  survey: Survey.SurveyId,
  wave: Decision.WaveId,
  revision: string,
  { comment, score, via }: Omit<Wave.Answer, "at">,
  occurredAt: Instant,
  recordedAt: Instant
): Event.Event & { readonly _tag: "Answered" } => ({
  _tag: "Answered",
  id: `answered:${encodeURIComponent(survey)}/${encodeURIComponent(wave)}#${revision}` as Event.EventId,
  occurredAt,
  recordedAt,
  survey,
  wave,
  score,
  ...(comment !== undefined && { comment }),
  ...(via !== undefined && { via })
})
