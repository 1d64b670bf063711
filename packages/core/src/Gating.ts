/**
 * Gating: would only the happy be asked for a review?
 *
 * Review gating is asking for reviews those of whom a good one is to be expected. Google's policy forbids to ask
 * selectively for positive reviews; what is gathered that way stands for what all customers think and does not (16 CFR
 * 465.7; UCPD Annex I, 23c). So whatever tells how somebody scored, or that they are unhappy, may have no say in who is
 * asked. What the library sees of that is refused when the program is made; that a host records a touchpoint for its
 * promoters alone it cannot see.
 *
 * @since 0.1.0
 */
import * as Condition from "./Condition.ts"
import * as Disruption from "./Disruption.ts"
import * as Journey from "./Journey.ts"
import type * as Review from "./Review.ts"
import type * as Touchpoint from "./Touchpoint.ts"
import * as Trigger from "./Trigger.ts"

/**
 * One way in which a request for a review would depend on what people scored or suffered, and where: `triggers[0].stage`.
 *
 * @category errors
 * @since 0.1.0
 */
export interface Problem {
  readonly path: string
  readonly problem: string
}

/**
 * What a program says about who is unhappy: its journey, which answers may move people on, and its disruptions.
 *
 * @category models
 * @since 0.1.0
 */
export interface Signs {
  readonly journey: Journey.Journey | undefined
  readonly disruptions: ReadonlyArray<Disruption.Disruption>
}

/**
 * Every way in which this request would reach some people and not others for what they scored or suffered. Read are its
 * triggers, down to their parts: an answer; somebody in the company who asks for it by hand, and may know the score; a stage
 * that an answer or a disruption enters, reached or in a condition; and a disruption as the touchpoint, the anchor of
 * milestones or of an age, the audience of a calendar, in a condition, or in `unless`. Disruptions are the program's own and `Disruption.usual`. Empty:
 * none found.
 *
 * @category checking
 * @since 0.1.0
 */
export const problems = (review: Pick<Review.Review, "triggers">, signs: Signs): ReadonlyArray<Problem> =>
  review.triggers.flatMap((trigger, index) =>
    [...ofTrigger(trigger, signs)].map(([field, what]) => ({
      path: `triggers[${index}].${field}`,
      problem: `${what}. That is review gating: Google's policy forbids to ask selectively for positive reviews, 16 CFR 465.7 to let some pass for all, UCPD Annex I 23c to distort them. Ask on something that happens to the happy and the unhappy alike`
    }))
  )

type Found = readonly [field: string, what: string]

function* ofTrigger(trigger: Trigger.Trigger, signs: Signs): Generator<Found> {
  for (const [index, kind] of trigger.unless.entries()) {
    if (isDisruption(kind, signs)) {
      yield [`unless[${index}]`, `"${kind}" is a disruption: those to whom it happened would be left out`]
    }
  }
  for (const [path, plain] of Trigger.plain(trigger)) {
    for (const [field, what] of ofPlain(plain, signs)) yield [path === "" ? field : `${path}.${field}`, what]
  }
  if (trigger.age?.anchor !== undefined) yield* ofKind("age.anchor", trigger.age.anchor, signs)
  for (const [path, plain] of trigger.when === undefined ? [] : Condition.plain(trigger.when)) {
    const at = path === "" ? "when" : `when.${path}`
    if ("stage" in plain) for (const [, what] of ofStage(plain.stage, signs)) yield [at, what]
    else if (isDisruption(plain.touchpoint, signs)) {
      yield [at, `"${plain.touchpoint}" is a disruption: it would choose who is asked`]
    }
  }
}

function* ofPlain(trigger: Trigger.Plain, signs: Signs): Generator<Found> {
  switch (trigger.on) {
    case "hand": {
      yield ["on", "whoever asks for it by hand would choose who is asked for a review, and may know what they scored"]
      return
    }
    case "answer": {
      yield ["on", `answers to "${trigger.survey}" would choose who is asked for a review`]
      return
    }
    case "stage": {
      yield* ofStage(trigger.stage, signs)
      return
    }
    case "touchpoint": {
      yield* ofKind("kind", trigger.kind, signs)
      return
    }
    case "milestone": {
      yield* ofKind("anchor", trigger.anchor, signs)
      return
    }
    case "calendar": {
      if (trigger.audience !== undefined) yield* ofKind("audience", trigger.audience, signs)
    }
  }
}

function* ofKind(field: string, kind: Touchpoint.Kind, signs: Signs): Generator<Found> {
  if (isDisruption(kind, signs)) yield [field, `"${kind}" is a disruption: only the unhappy would be asked`]
}

function* ofStage(stage: Journey.StageId, signs: Signs): Generator<Found> {
  const { journey = Journey.empty } = signs
  const entries = journey.stages.filter(({ id }) => id === stage).flatMap(({ enters }) => enters)
  if (Journey.isScoreTainted(journey, stage)) {
    yield ["stage", `some answers enter "${stage}" and others do not: who stands there tells how they scored`]
  } else if (entries.some(({ on }) => on === "answer")) {
    yield ["stage", `answers enter "${stage}": only those who gave one would be asked`]
  }
  for (const entry of entries) {
    if (entry.on === "touchpoint" && isDisruption(entry.kind, signs)) {
      yield ["stage", `"${entry.kind}", which enters "${stage}", is a disruption: only the unhappy would be asked`]
    }
  }
}

const isDisruption = (kind: Touchpoint.Kind, { disruptions }: Signs): boolean =>
  disruptions.some((one) => one.kind === kind) || Disruption.usual.some((one) => one.kind === kind)
