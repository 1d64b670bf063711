/**
 * Plan: what does a program say about one survey, found at once?
 *
 * Made once for each program, since `decide` asks for it again with every contact.
 *
 * @since 0.1.0
 */
import * as Call from "./Call.ts"
import * as Decision from "./Decision.ts"
import type * as Period from "./Period.ts"
import type * as Program from "./Program.ts"
import type * as Score from "./Score.ts"
import type * as Survey from "./Survey.ts"

/**
 * A step of a playbook that an answer can call for. `name`: what it is called in keys.
 *
 * @category models
 * @since 0.1.0
 */
export interface Step {
  readonly step: Call.Step
  readonly name: string
}

/**
 * A survey with its playbook. `name`: what the step is called in keys. `survey` is missing when the program has the
 * playbook but not the survey any more. `stepsAfter`: those of the `steps` that an answer of this category may call for.
 *
 * @category models
 * @since 0.1.0
 */
export interface Plan {
  readonly survey: Survey.Survey | undefined
  readonly closes: Period.Period
  readonly keysBegin: string
  readonly reminders: ReadonlyArray<{ readonly step: string; readonly name: string; readonly after: Period.Period }>
  readonly steps: ReadonlyArray<Step>
  readonly stepsAfter: Readonly<Record<Score.Category, ReadonlyArray<Step>>>
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
    const steps = (playbook?.steps ?? []).flatMap((step): ReadonlyArray<Step> =>
      step.do === "pass on praise" ? [] : [{ step, name: Decision.escape(step.step) }]
    )
    const seeksDrops = survey?.rhythm !== undefined
    const after = (category: Score.Category) =>
      steps.filter(({ step }) => step.to.includes(category) || (seeksDrops && Call.isForDrops(step)))
    plans.set(id, {
      survey,
      closes: survey?.closes ?? "7 days",
      keysBegin: Decision.keysBegin(program.id, id),
      reminders: (survey?.reminders ?? []).map((after, index) => {
        const step = `remind ${index + 1}`
        return { step, name: Decision.escape(step), after }
      }),
      steps,
      stepsAfter: { promoter: after("promoter"), passive: after("passive"), detractor: after("detractor") }
    })
  }
  made.set(program, plans)
  return plans
}
