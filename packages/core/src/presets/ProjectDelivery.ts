/**
 * ProjectDelivery: how do we ask when a project is delivered, and again when it has been in use?
 *
 * @since 0.1.0
 */
import * as FollowUp from "../FollowUp.ts"
import type * as Program from "../Program.ts"

/**
 * Project business: each delivery is asked about at once, and once more one to two months later, each with its own playbook
 * from the article's tables. Both are surveys about a moment, so every wave counts. Record `delivery.completed`, with the
 * project as its `about`.
 * Source: Trustmary, "Social proof and consistency: why NPS must be measured more than once", 2023.
 *
 * @example Result.isSuccess(Program.make({ id: "acme", ...ProjectDelivery.rules })) // => true
 * @category presets
 * @since 0.1.0
 */
export const rules = {
  surveys: [
    { id: "delivery", count: "waves", triggers: [{ on: "touchpoint", kind: "delivery.completed" }] },
    {
      id: "in-use",
      count: "waves",
      triggers: [{ on: "touchpoint", kind: "delivery.completed", delay: "1 month", expires: "1 month" }]
    }
  ],
  frequency: [{ gap: "14 days" }],
  followUp: [
    { survey: "delivery", steps: FollowUp.atDelivery },
    { survey: "in-use", steps: FollowUp.afterDelivery }
  ]
} as const satisfies Omit<typeof Program.Program.Encoded, "id">
