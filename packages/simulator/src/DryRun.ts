/**
 * DryRun: if we switched this program on for our own customers, who would get a mail on which day, and who not?
 *
 * Before the first mail. Nothing is sent and nothing is recorded: copies of the histories live on in virtual time.
 *
 * @since 0.1.0
 */
import type * as ContactFrequency from "@temoin/core/ContactFrequency"
import * as Decision from "@temoin/core/Decision"
import type * as History from "@temoin/core/History"
import type { Instant } from "@temoin/core/Instant"
import type * as Program from "@temoin/core/Program"
import * as Reason from "@temoin/core/Reason"
import type * as Survey from "@temoin/core/Survey"
import * as Verdict from "@temoin/core/Verdict"
import * as Result from "effect/Result"
import * as DayCounts from "./DayCounts.ts"
import * as Drawing from "./Drawing.ts"
import type * as Life from "./Life.ts"
import * as Population from "./Population.ts"
import * as Simulate from "./Simulate.ts"

/**
 * - `histories`: the host's own contacts, read one at a time.
 * - `from`, `days`: the next so many local days, the one of `from` included.
 * - `assuming`: how people answer (default `Population.silent`: nobody does). With `touchpoints` in it, they also go on
 *   living; without, what they have lived already is all there is.
 * - `seed`: for the draws of who answers (default 1).
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  readonly program: Program.Program
  readonly histories: Iterable<History.History>
  readonly from: Instant
  readonly days: number
  readonly assuming?: Population.Population
  readonly seed?: number
}

/**
 * One ask that was held back, in words.
 *
 * @category models
 * @since 0.1.0
 */
export interface Example {
  readonly contact: History.History["contact"]
  readonly survey: Survey.SurveyId
  readonly why: string
}

/**
 * Asks held back for one reason, which lies in what was done with the contact or with their whole account (`subject`): for a while (`held`; they may go out later), or ended without being sent. An ask with
 * two reasons is counted under both; a person is counted once under each. At most three `examples`.
 *
 * @category models
 * @since 0.1.0
 */
export interface Back {
  readonly fate: "held" | Decision.Ending
  readonly reason: Reason.Reason["_tag"]
  readonly subject: ContactFrequency.Subject
  readonly asks: number
  readonly people: number
  readonly examples: ReadonlyArray<Example>
}

/**
 * What would happen. Each person is in one of three groups: `mailed` (at least one mail), `onlyHeld` (none, and
 * something was held back or ended), `nothingDue` (neither).
 *
 * @category models
 * @since 0.1.0
 */
export interface DryRun {
  readonly program: Program.ProgramId
  readonly simulation: Simulate.Simulation
  readonly mailed: number
  readonly onlyHeld: number
  readonly nothingDue: number
  readonly back: ReadonlyArray<Back>
}

const mostExamples = 3

/**
 * Tries a program on these people; those of one account side by side. Empty: no people, no mails.
 *
 * @category running
 * @since 0.1.0
 */
export const run = ({
  assuming = Population.silent,
  days,
  from,
  histories,
  program,
  seed = 1
}: Options): Result.Result<DryRun, History.EventsDiffer | Life.Restless> => {
  const span = { from, until: DayCounts.until({ from, days, zone: program.zone }) }
  const back = new Map<string, { -readonly [Field in keyof Back]: Back[Field] } & { examples: Array<Example> }>()
  let mailed = 0
  let onlyHeld = 0
  let nothingDue = 0

  const countedOf = new Map<Example["contact"], Set<string>>()
  const note = (
    fate: Back["fate"],
    contact: Example["contact"],
    { key, survey }: { readonly key: Decision.Key; readonly survey: Survey.SurveyId },
    reasons: ReadonlyArray<Reason.Reason>
  ) => {
    const counted = countedOf.get(contact) ?? new Set()
    for (const one of reasons) {
      const { _tag: reason } = one
      // an ask that has not come due is not held back; it waits for its day
      if (reason === "NotYetDue") continue
      const subject = "subject" in one && one.subject === "account" ? "account" : "contact"
      const name = `${fate} ${reason} ${subject}`
      const known = back.get(name) ?? { fate, reason, subject, asks: 0, people: 0, examples: [] }
      back.set(name, known)
      countedOf.set(contact, counted)
      if (!counted.has(`${name} ${key}`)) known.asks++
      counted.add(`${name} ${key}`)
      if (counted.has(name)) continue
      counted.add(name)
      known.people++
      if (known.examples.length < mostExamples) {
        known.examples.push({ contact, survey, why: Reason.sentenceOfAll(reasons) })
      }
    }
  }

  const simulation = Simulate.live(
    program,
    Population.known(assuming, span, { histories, seed }),
    { from, days },
    {
      onLook: (contact, { decisions, held }) => {
        for (const one of held) note("held", contact, one, Verdict.reasons(one.verdict))
        for (const one of decisions) if (one._tag === "EndAsk") note(one.as, contact, one, one.because)
      },
      onEnd: ({ done, state }) => {
        if (done.some(({ decision }) => Decision.isSend(decision))) mailed++
        else if (countedOf.has(state.contact)) onlyHeld++
        else nothingDue++
        countedOf.delete(state.contact)
      }
    }
  )
  return Result.map(simulation, (simulation) => ({
    program: program.id,
    simulation,
    mailed,
    onlyHeld,
    nothingDue,
    back: [...back.values()].toSorted((a, b) => b.people - a.people || (a.reason < b.reason ? -1 : 1))
  }))
}

/**
 * The dry run in words: how many mails on which day, who is held back and why, how many answers to expect.
 *
 * @category formatting
 * @since 0.1.0
 */
export const words = ({ back, mailed, nothingDue, onlyHeld, program, simulation }: DryRun): string => {
  const { contacts, days, expectedAnswers, mails, zone } = simulation
  const busy = days.filter((day) => day.mails > 0)
  return [
    `${program}, ${days[0]?.day ?? "?"} to ${days.at(-1)?.day ?? "?"} (${zone}): a dry run, nothing is sent`,
    `${Drawing.counted(contacts, "person", "people")}: ${Drawing.count(mailed)} would get ${Drawing.counted(mails, "mail")}, ${Drawing.count(onlyHeld)} none because they are held back, ${Drawing.count(nothingDue)} have nothing due`,
    `Expected answers: ${Drawing.count(expectedAnswers)}`,
    "",
    ...(busy.length === 0 ? ["No mails."] : ["Mails", Drawing.bars(busy.map((day) => [day.day, day.mails]))]),
    ...(back.length === 0 ? [] : ["", "Held back, or ended without being sent"]),
    ...back.flatMap(({ asks, examples, fate, people, reason, subject }) => [
      `  ${fate}, ${reason}${subject === "account" ? " (account)" : ""}: ${Drawing.counted(people, "person", "people")} (${Drawing.counted(asks, "ask")})`,
      ...examples.map(({ contact, survey, why }) => `    ${contact} (${survey}): ${why}`)
    ])
  ].join("\n")
}
