/**
 * Programs: which rule books do the laws run over?
 */
import * as FollowUp from "@temoin/core/FollowUp"
import * as Program from "@temoin/core/Program"
import * as Result from "effect/Result"
import * as fc from "fast-check"

/** A shop that asks after each delivery, at most every 30 days, and follows up. */
export const shop = Result.getOrThrow(
  Program.make({
    id: "shop",
    surveys: [
      { id: "nps", triggers: [{ on: "touchpoint", kind: "order.delivered", delay: "2 days" }], reminders: ["5 days"] }
    ],
    frequency: [{ gap: "30 days" }],
    followUp: [{ survey: "nps", steps: FollowUp.atDelivery }]
  })
)

/** Small programs of one or two surveys, with what can delay, remind, hold back and follow up. */
export const program: fc.Arbitrary<Program.Program> = fc
  .record({
    delay: fc.constantFrom("0 days", "3 hours", "10 days", "1 month"),
    reminders: fc.constantFrom<ReadonlyArray<"4 days" | "9 days">>([], ["4 days"], ["4 days", "9 days"]),
    gap: fc.constantFrom<"20 days" | "60 days" | undefined>(undefined, "20 days", "60 days"),
    scope: fc.constantFrom("survey", "everything"),
    holds: fc.constantFrom<["invitation"] | ["invitation", "reminder"]>(["invitation"], ["invitation", "reminder"]),
    second: fc.boolean(),
    steps: fc.constantFrom(undefined, FollowUp.atDelivery, FollowUp.afterDelivery),
    zone: fc.constantFrom("UTC", "Europe/Helsinki", "Pacific/Auckland")
  })
  .map(({ delay, gap, holds, reminders, scope, second, steps, zone }) =>
    Result.getOrThrow(
      Program.make({
        id: "any",
        zone,
        surveys: [
          { id: "nps", triggers: [{ on: "touchpoint", kind: "order.delivered", delay }], reminders },
          ...(second ? [{ id: "support", triggers: [{ on: "touchpoint", kind: "ticket.closed" } as const] }] : [])
        ],
        frequency: gap === undefined ? [] : [{ gap, scope, holds }],
        followUp: steps === undefined ? [] : [{ survey: "nps", steps }]
      })
    )
  )
