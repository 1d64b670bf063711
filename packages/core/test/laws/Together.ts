/**
 * Together: what logs do several workers make of one company?
 *
 * The store is the plainest that keeps the port's promise: whatever is recorded about anybody of an account moves the
 * account's version, and the intent of an ask that was judged against a version is refused when that has moved.
 */
import type * as Account from "@temoin/core/Account"
import * as Contact from "@temoin/core/Contact"
import type * as Decide from "@temoin/core/Decide"
import * as Decision from "@temoin/core/Decision"
import * as Event from "@temoin/core/Event"
import type * as History from "@temoin/core/History"
import type { Instant } from "@temoin/core/Instant"
import * as Outcome from "@temoin/core/Outcome"
import type * as Program from "@temoin/core/Program"
import * as Fold from "@temoin/core/Fold"
import * as State from "@temoin/core/State"
import * as Result from "effect/Result"
import * as Company from "../arbitrary/Company.ts"
import type { Implementation } from "./Implementation.ts"

/** One line of the log of everybody. */
export interface Line {
  readonly who: Company.Person
  readonly event: Event.Event
}

/** One call of `decide`, on what had been recorded about everybody by then. */
export interface Look {
  readonly who: Company.Person
  readonly now: Instant
  readonly histories: ReadonlyArray<History.History>
  readonly history: History.History
  readonly account: Account.Account
  readonly decided: Decide.Decided
}

/** `refused`: how often an intent came too late. */
export interface Together {
  readonly log: ReadonlyArray<Line>
  readonly looks: ReadonlyArray<Look>
  readonly refused: number
}

const names = Object.keys(Company.people) as ReadonlyArray<Company.Person>

interface Job {
  readonly decisions: Array<Decision.Decision>
  readonly version: number
  readonly accountVersion: number
  appended: number
  onItsWay: { readonly key: Decision.Key; readonly attempt: Outcome.Attempt } | undefined
}

export const live = (
  implementation: Implementation,
  program: Program.Program,
  from: Instant,
  steps: ReadonlyArray<Company.Step>
): Together => {
  const log: Array<Line> = []
  const looks: Array<Look> = []
  const jobs = new Map<Company.Person, Job>()
  let now = from
  let refused = 0

  const eventsOf = (who: Company.Person) => log.flatMap((line) => (line.who === who ? [line.event] : []))
  const versionOf = (account: Contact.AccountId) => log.filter(({ who }) => Company.people[who] === account).length
  const historyOf = (who: Company.Person) =>
    Result.getOrThrow(implementation.makeHistory(Contact.ContactId.make(who), eventsOf(who)))
  const record = (who: Company.Person, event: Event.Event) => log.push({ who, event })
  const happening = () => ({ id: Event.EventId.make(`m${log.length}`), occurredAt: now, recordedAt: now })

  for (const who of names) {
    const account = Company.people[who]
    record(who, { _tag: "ContactChanged", ...happening(), email: `${who}@example.com`, account })
    record(who, {
      _tag: "LegalBasisRecorded",
      ...happening(),
      purpose: "advocate",
      channel: "mail",
      basis: "consent",
      evidence: "form 7"
    })
  }

  const look = (who: Company.Person) => {
    const id = Company.people[who]
    const histories = names.map(historyOf)
    const history = historyOf(who)
    const account = implementation.account({ contact: history.contact, id, version: versionOf(id) }, histories)
    const decided = implementation.decide(program, history, now, account)
    looks.push({ who, now, histories, history, account, decided })
    jobs.set(who, {
      decisions: [...decided.decisions],
      version: eventsOf(who).length,
      accountVersion: versionOf(id),
      appended: 0,
      onItsWay: undefined
    })
  }

  /** Under the version it was decided on, and, when it was judged against the account, under that version too. */
  const write = (who: Company.Person, job: Job, decision: Decision.Decision, event: Event.Event): boolean => {
    const isMoved = eventsOf(who).length !== job.version + job.appended
    const judged = Decision.isAsk(decision) ? decision.accountVersion : undefined
    const hasAccountMoved = judged !== undefined && versionOf(Company.people[who]) !== judged + job.appended
    if (isMoved || hasAccountMoved) {
      refused++
      jobs.delete(who)
      return false
    }
    record(who, event)
    job.appended++
    return true
  }

  const act = (who: Company.Person) => {
    const job = jobs.get(who)
    const decision = job?.onItsWay === undefined ? job?.decisions.shift() : undefined
    if (job === undefined || decision === undefined) return
    if (!Decision.isSend(decision)) {
      write(who, job, decision, Outcome.recorded(decision, now))
      return
    }
    const state = Fold.of(historyOf(who))
    const attempt = {
      attempt: State.nextAttempt(state, decision.key),
      reference: Event.Reference.make(String(log.length).padStart(32, "0")),
      address: state.email ?? "nobody@example.com"
    }
    if (write(who, job, decision, Outcome.intended(decision, attempt, now))) {
      job.onItsWay = { key: decision.key, attempt }
    }
  }

  const hear = (who: Company.Person, as: "sent" | "refused" | "failed") => {
    const job = jobs.get(who)
    if (job?.onItsWay === undefined) return
    const { attempt, key } = job.onItsWay
    if (as === "sent") record(who, Outcome.sent(key, attempt.attempt, now))
    else if (as === "failed") record(who, Outcome.failed(key, attempt.attempt, "busy", now))
    else record(who, Outcome.refused(key, attempt, "no such user", now))
    job.appended++
    job.onItsWay = undefined
    // the rest was decided as if this one had been sent
    if (as !== "sent") jobs.delete(who)
  }

  for (const step of steps) {
    switch (step.do) {
      case "wait": {
        now += step.for
        break
      }
      case "touch": {
        record(step.who, { _tag: "TouchpointHappened", ...happening(), kind: step.kind })
        break
      }
      case "dismiss": {
        const survey = program.surveys[0]?.id
        if (survey !== undefined) record(step.who, { _tag: "Dismissed", ...happening(), survey })
        break
      }
      case "look": {
        // a worker that has sent something hears of it first
        hear(step.who, "sent")
        look(step.who)
        break
      }
      case "act": {
        act(step.who)
        break
      }
      case "hear":
        hear(step.who, step.as)
    }
  }
  return { log, looks, refused }
}
