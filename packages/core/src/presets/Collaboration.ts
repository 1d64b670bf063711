/**
 * Collaboration: how do we ask those we go on working with?
 *
 * @since 0.1.0
 */
import * as FollowUp from "../FollowUp.ts"
import type * as Program from "../Program.ts"

/**
 * Ongoing collaboration: every customer four times a year, in January, April, July and October, spread over ten days so that
 * no burst happens. A customer is to whom `deal.won` has happened.
 * Source: Trustmary, "Social proof and consistency: why NPS must be measured more than once", 2023 ("three or four times a
 * year").
 *
 * @example Result.isSuccess(Program.make({ id: "acme", ...Collaboration.rules })) // => true
 * @category presets
 * @since 0.1.0
 */
export const rules = {
  surveys: [
    {
      id: "collaboration",
      triggers: [{ on: "calendar", first: "2026-01-15", every: "3 months", spread: 10, audience: "deal.won" }]
    }
  ],
  frequency: [{ gap: "14 days" }],
  followUp: [{ survey: "collaboration", steps: FollowUp.afterDelivery }]
} as const satisfies Omit<typeof Program.Program.Encoded, "id">
