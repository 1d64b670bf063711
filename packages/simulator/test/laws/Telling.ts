/**
 * Telling: what does a person get to read when a law does not hold?
 *
 * What is wrong; the life that shows it, as a scenario file; and the case itself, for those that are kept.
 */
import * as Contact from "@temoin/core/Contact"
import * as Event from "@temoin/core/Event"
import * as Retelling from "@temoin/simulator/Retelling"
import type { Implementation } from "../../../core/test/laws/Implementation.ts"
import { Broken, type Given, type Law, livedOf } from "../../../core/test/laws/Law.ts"
import type { Lived } from "../../../core/test/laws/Lived.ts"

/** In the order in which they became known: each look saw some that the looks before it had not seen. */
const arrivals = ({ looks }: Lived): ReadonlyArray<Event.Event> => [
  ...new Map(looks.flatMap(({ history }) => history.events.map((event) => [event.id, event]))).values()
]

/** The life of a case as a scenario file, with what this implementation decided. */
export const scenario = (title: string, implementation: Implementation, given: Given): Retelling.File => {
  const lived = livedOf(implementation, given)
  const events = arrivals(lived)
  const strays = Retelling.strays(events).length
  const isLate = given.life.moves.some((move) => "runner" in move && move.runner === "down")
  const beyond = [
    ...(strays === 0 ? [] : [`${strays} messages did not simply arrive`]),
    ...(isLate ? ["nobody looked for a while"] : [])
  ]
  return Retelling.file({
    title,
    note:
      beyond.length === 0
        ? undefined
        : `In the life that this was, ${beyond.join(" and ")}. A scenario cannot say that, so it may go otherwise.`,
    program: given.program,
    contact: Contact.ContactId.make("anna"),
    events,
    done: lived.looks.flatMap(({ decided, now }) => decided.decisions.map((decision) => ({ at: now, decision }))),
    until: lived.end === "quiet" ? undefined : (lived.looks.at(-1)?.now ?? given.life.bornAt) + 1
  })
}

/** The life of a case, beside which nothing happens. */
export const alone = (given: Given): Given => {
  const { bornAt, email, zone } = given.life
  const times = { occurredAt: bornAt, recordedAt: bornAt }
  return {
    ...given,
    scores: [[], [], []],
    soup: {
      now: bornAt,
      events: [{ _tag: "ContactChanged", id: Event.EventId.make("born"), ...times, email, zone }]
    }
  }
}

/** Does the life alone break the law, whatever else there was? */
const isOfTheLife = (law: Law, implementation: Implementation, given: Given): boolean => {
  try {
    law.check(implementation)(alone(given))
    return false
  } catch (error) {
    return error instanceof Broken
  }
}

/** All of it, as text. */
export const words = (law: Law, implementation: Implementation, given: Given, problem: string): string =>
  [
    problem,
    ...(isOfTheLife(law, implementation, given)
      ? [
          "",
          "The life that shows it, as a scenario, with what was decided. Save it as a .json file, correct what is expected,",
          "and run it with `pnpm scenarios`:",
          JSON.stringify(scenario(`Law ${law.number}, ${law.name}`, implementation, given), null, 2)
        ]
      : ["", "No life shows it, but events in an order that no life has; so there is no scenario of it."]),
    "",
    "The case itself, to be kept:",
    JSON.stringify(given)
  ].join("\n")
