/**
 * Circle: which asks lead back to themselves?
 *
 * An answer moves people to a stage, a stage asks a survey, its answer moves them on. Where that comes back to where it
 * began without any delay, it never ends. (Surveys that follow each other's answers are refused when a program is made.)
 *
 * @since 0.1.0
 */
import * as Journey from "./Journey.ts"
import * as Period from "./Period.ts"
import type { Program } from "./Program.ts"
import * as Score from "./Score.ts"
import type * as Survey from "./Survey.ts"
import * as Trigger from "./Trigger.ts"

/**
 * The surveys that ask each other, and the stages they lead through, each in order of their names.
 *
 * @category models
 * @since 0.1.0
 */
export interface Circle {
  readonly surveys: ReadonlyArray<Survey.SurveyId>
  readonly stages: ReadonlyArray<Journey.StageId>
}

/**
 * Every circle, once. Empty: whatever anybody answers, the asking ends.
 *
 * @category checking
 * @since 0.1.0
 */
export const all = (program: Program): ReadonlyArray<Circle> => {
  const next = stepsOf(program)
  const found = new Map<string, Circle>()
  const left = new Set<string>()
  for (const begin of beginnings(program)) {
    // the way so far, each with the steps not yet taken from it
    const way = new Map<string, { readonly at: Standing; readonly steps: Array<Standing> }>()
    const go = (at: Standing) => way.set(nameOf(at), { at, steps: [...next(at)] })
    if (!left.has(nameOf(begin))) go(begin)
    for (let here = [...way.values()].at(-1); here !== undefined; here = [...way.values()].at(-1)) {
      const step = here.steps.shift()
      if (step === undefined) {
        left.add(nameOf(here.at))
        way.delete(nameOf(here.at))
      } else if (way.has(nameOf(step))) {
        const names = [...way.keys()]
        const circle = circleOf([...way.values()].slice(names.indexOf(nameOf(step))).map(({ at }) => at))
        found.set(JSON.stringify(circle), circle)
      } else if (!left.has(nameOf(step))) go(step)
    }
  }
  return [...found.values()]
}

/** Where somebody stands who has just answered a survey. */
interface Standing {
  readonly stage: Journey.StageId | undefined
  readonly survey: Survey.SurveyId
}

const nameOf = ({ stage, survey }: Standing): string => JSON.stringify([stage ?? null, survey])

const circleOf = (standings: ReadonlyArray<Standing>): Circle => ({
  surveys: [...new Set(standings.map(({ survey }) => survey))].toSorted(),
  stages: [...new Set(standings.flatMap(({ stage }) => stage ?? []))].toSorted()
})

const isAtOnce = (trigger: Trigger.Plain): boolean =>
  (trigger.on === "stage" || trigger.on === "answer") && Period.nominalMillis(trigger.delay) === 0

/** What asks whatever else is so: a condition, or an age, may end a circle. */
const always = (triggers: ReadonlyArray<Trigger.Trigger>): ReadonlyArray<Trigger.Plain> =>
  triggers
    .filter(({ age, when }) => age === undefined && when === undefined)
    .flatMap((trigger) => Trigger.plain(trigger).map(([, plain]) => plain))

/** Every circle that is none of answers alone comes by one of these. */
const beginnings = ({ surveys }: Program): ReadonlyArray<Standing> =>
  surveys.flatMap(({ id, triggers }) =>
    always(triggers).flatMap((trigger) =>
      trigger.on === "stage" && isAtOnce(trigger) ? [{ stage: trigger.stage, survey: id }] : []
    )
  )

/** Which surveys are asked at once after an answer, and where their reader then stands. */
const stepsOf = ({ journey = Journey.empty, surveys }: Program) => {
  const asking = surveys.flatMap(({ id, triggers }) =>
    always(triggers)
      .filter(isAtOnce)
      .map((trigger) => ({ trigger, survey: id }))
  )
  const entered = (survey: string, category: Score.Category) =>
    journey.stages.find(({ enters }) =>
      enters.some(
        (entry) =>
          entry.on === "answer" &&
          (entry.survey === undefined || entry.survey === survey) &&
          entry.categories.includes(category)
      )
    )?.id
  return ({ stage, survey }: Standing): ReadonlyArray<Standing> =>
    Score.Category.literals.flatMap((category) => {
      const to = entered(survey, category) ?? stage
      return asking.flatMap(({ survey: asked, trigger }) => {
        const isAsked =
          trigger.on === "answer"
            ? trigger.survey === survey && trigger.to.includes(category)
            : // whoever stood there already does not reach it
              trigger.on === "stage" && to !== stage && trigger.stage === to
        return isAsked ? [{ stage: to, survey: asked }] : []
      })
    })
}
