/**
 * Plan: what does a program say about one survey, found at once?
 *
 * Made once for each program, since `decide` asks for it again with every contact.
 *
 * @since 0.1.0
 */
import * as Decision from "./Decision.ts"
import type * as FollowUp from "./FollowUp.ts"
import type * as Period from "./Period.ts"
import type * as Program from "./Program.ts"
import type * as Survey from "./Survey.ts"

/**
 * A survey with its playbook. `name`: what the step is called in keys. `survey` is missing when the program has the
 * playbook but not the survey any more.
 *
 * @category models
 * @since 0.1.0
 */
export interface Plan {
  readonly survey: Survey.Survey | undefined
  readonly closes: Period.Period
  readonly keysBegin: string
  readonly reminders: ReadonlyArray<{ readonly step: string; readonly name: string; readonly after: Period.Period }>
  readonly steps: ReadonlyArray<{ readonly step: FollowUp.Step; readonly name: string }>
}

const made = new WeakMap<Program.Version, ReadonlyMap<string, Plan>>()

/**
 * The plans of a program, by survey.
 *
 * @category constructors
 * @since 0.1.0
 */
export const of = (program: Program.Version): ReadonlyMap<string, Plan> => {
  const known = made.get(program)
  if (known !== undefined) return known
  const plans = new Map<string, Plan>()
  const ids = new Set<string>([...program.surveys.map(({ id }) => id), ...program.followUp.map(({ survey }) => survey)])
  for (const id of ids) {
    const survey = program.surveys.find((one) => one.id === id)
    const playbook = program.followUp.find((one) => one.survey === id)
    plans.set(id, {
      survey,
      closes: survey?.closes ?? "7 days",
      keysBegin: Decision.keysBegin(program.id, id),
      reminders: (survey?.reminders ?? []).map((after, index) => {
        const step = `remind ${index + 1}`
        return { step, name: Decision.escape(step), after }
      }),
      steps: (playbook?.steps ?? []).map((step) => ({ step, name: Decision.escape(step.step) }))
    })
  }
  made.set(program, plans)
  return plans
}
