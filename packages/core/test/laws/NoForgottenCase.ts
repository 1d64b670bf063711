/**
 * NoForgottenCase: does somebody always look after whoever is unhappy, and does nobody look twice for nothing?
 */
import * as Deadline from "@temoin/core/Deadline"
import type * as Decision from "@temoin/core/Decision"
import * as Period from "@temoin/core/Period"
import { insist, livedOf, make, show } from "./Law.ts"
import type { Look } from "./Lived.ts"
import * as Naive from "./Naive.ts"
import { outcome } from "./Settled.ts"

/** What is to be done now about a case or some praise, in the words of who would do it. */
interface Owed {
  readonly what: Decision.Decision["_tag"]
  readonly about: string
  readonly because: string
  readonly at: number
}

const same = (a: Owed, b: Owed) => a.what === b.what && a.about === b.about && a.because === b.because

/** Everything that is owed at that time, by the log alone. What was done already is not. */
const owed = ({ program }: Look, now: number, events: Naive.Events): ReadonlyArray<Owed> => {
  const turns = Naive.turns(program, events)
  const ofCases = Naive.caseFiles(events).flatMap(({ opened, round, rounds }): ReadonlyArray<Owed> => {
    const about = opened.case
    const turn = turns.find(({ survey, wave }) => survey === opened.survey && wave === opened.wave)
    const step = program.followUp
      .find(({ survey }) => survey === opened.survey)
      ?.steps.find((step) => step.do === "open case" && opened.key.includes(`/${step.step}/`))
    const calls = (answer: Naive.Turn["answers"][number]) =>
      step?.do === "open case" && Naive.callsFor(program, events, step, answer)
    const counted = turn?.counted
    const others = turn?.answers.filter((answer) => answer !== counted) ?? []
    const isChanged = counted !== undefined && others.some(calls)
    const news = counted && isChanged ? [{ about, because: "AnswerChanged", at: counted.occurredAt }] : []

    if (round.over !== undefined) {
      const { _tag, occurredAt } = round.over
      return news
        .filter(() => counted !== undefined && calls(counted) && others.length > 0)
        .filter(({ at }) => _tag === "CaseClosed" || at > occurredAt)
        .map((one) => ({ ...one, what: "ReopenCase" }))
    }
    const fresh = news.filter(({ at }) => !round.isReopened || at > round.since)
    const isHappy = counted !== undefined && !calls(counted)
    const hasWords = turn?.answers.some(({ comment }) => comment !== undefined) === true
    const wasSeen = rounds.some(({ seenAt }) => seenAt !== undefined)
    if (fresh.length > 0 && isHappy && !wasSeen && !hasWords) {
      return fresh.map((one) => ({ ...one, what: "CloseCase" }))
    }
    const told = events.filter((event) => event._tag === "OwnerTold" && event.case === about)
    const wasTold = (at: number) =>
      told.some((event) => "because" in event && event.because?.some((why) => "at" in why && why.at === at))
    const isEscalated = (tag: string) =>
      events.some(
        (event) =>
          event._tag === "CaseEscalated" &&
          event.case === about &&
          event.because.some(
            (why) =>
              why._tag === tag &&
              "reopenedAt" in why === round.isReopened &&
              (!("reopenedAt" in why) || why.reopenedAt === round.since)
          )
      )
    const late = [
      ...(round.seenAt === undefined ? [{ because: "DeadlinePassed", at: round.deadline }] : []),
      ...(round.resolveBy === undefined ? [] : [{ because: "ResolutionOverdue", at: round.resolveBy }])
    ]
    return [
      ...fresh
        .filter(({ at }) => (isHappy || told.length > 0) && !wasTold(at))
        .map((one): Owed => ({ ...one, what: "TellOwner" })),
      ...late
        .filter(({ at, because }) => at <= now && !isEscalated(because))
        .map((one): Owed => ({ ...one, about, what: "EscalateCase" }))
    ]
  })
  const ofPraise = events.flatMap((event): ReadonlyArray<Owed> => {
    if (event._tag !== "PraiseAssigned" || event.deadline > now) return []
    const isOver = events.some(
      (other) => (other._tag === "PraisePassedOn" || other._tag === "PraiseEscalated") && other.praise === event.praise
    )
    return isOver ? [] : [{ what: "EscalatePraise", about: event.praise, because: "PraiseOverdue", at: event.deadline }]
  })
  return [...ofCases, ...ofPraise].filter(({ at }) => at <= now)
}

const casework: ReadonlyArray<Decision.Decision["_tag"]> = [
  "ReopenCase",
  "CloseCase",
  "TellOwner",
  "EscalateCase",
  "EscalatePraise"
]

const asOwed = (decision: Decision.Decision): Owed => ({
  what: decision._tag,
  about: "case" in decision ? decision.case : "praise" in decision ? decision.praise : "",
  because: decision.because[0]?._tag ?? "",
  at: 0
})

const inWords = ({ about, because, what }: Owed) => `${what} of ${about} because of ${because}`

/** As the playbook says, counted from when the case was called for, or from what reopened it. */
const judgeDeadlines = (
  { program }: Look,
  decision: Extract<Decision.Decision, { readonly _tag: "OpenCase" | "ReopenCase" }>,
  known: Naive.Events
) => {
  const zone = Naive.zoneOf(program, known)
  const file = Naive.caseFiles(known).find(({ opened }) => opened.case === decision.case)
  const name = decision._tag === "OpenCase" ? decision.step : decodeURIComponent(file?.opened.key.split("/")[3] ?? "")
  const step = program.followUp
    .find(({ survey }) => survey === decision.survey)
    ?.steps.find((step) => step.do === "open case" && step.step === name)
  const why = decision.because[0]
  insist(
    step?.do === "open case" && why !== undefined && "at" in why,
    () => `${decision.key} opens a case that no playbook has, or for no reason`
  )
  if (decision._tag === "OpenCase" && why._tag === "AnswerGiven") {
    const turn = Naive.turns(program, known).find((one) => one.survey === decision.survey && one.wave === decision.wave)
    insist(
      turn?.counted !== undefined && Naive.callsFor(program, known, step, turn.counted),
      () => `${decision.key} opens a case after an answer that does not call for one`
    )
  }
  const from =
    decision._tag === "OpenCase"
      ? Period.after(step.after, why.at, zone)
      : Math.max(why.at, file?.round.over?.occurredAt ?? 0)
  const by = (deadline: Deadline.Deadline | undefined) => deadline && Deadline.after(deadline, from, program, zone)
  insist(
    decision.deadline === by(step.deadline) && decision.resolveBy === by(step.resolveWithin),
    () => `${decision.key} has other deadlines than the playbook says: ${JSON.stringify(decision)}`
  )
}

const judge = (look: Look) => {
  const { decided, history, now } = look
  let known: Naive.Events = history.events
  for (const decision of decided.decisions) {
    if (casework.includes(decision._tag)) {
      const mine = asOwed(decision)
      insist(
        owed(look, now, known).some((one) => same(one, mine)),
        () => `${inWords(mine)} is decided at ${show(now)}, and nothing calls for it`
      )
    }
    if (decision._tag === "OpenCase" || decision._tag === "ReopenCase") judgeDeadlines(look, decision, known)
    known = [...known, ...outcome(look, decision, "sent")]
  }
  const [left] = owed(look, now, known)
  insist(left === undefined, () => `${inWords(left!)} is owed at ${show(now)}, and not decided`)
}

export const noForgottenCase = make({
  number: 13,
  name: "No forgotten case",
  says: "Each deadline of a case that passes unmet is escalated once, and anew when the case is reopened. An answer that no longer calls for its case closes it when nobody has looked and nothing was written, else its owner is told; one that calls for it again, or after it is resolved, reopens it. Praise that is not passed on in time is escalated once.",
  check: (implementation) => (given) => {
    livedOf(implementation, given).looks.forEach(judge)
  }
})
