/**
 * Onboarding: how do we ask each new customer along their way?
 *
 * @since 0.1.0
 */
import * as FollowUp from "../FollowUp.ts"
import type * as Program from "../Program.ts"

/**
 * Each customer 3, 6 and 12 months after `deal.won`, counted from the deal itself.
 * Source: Trustmary, "Social proof and consistency: why NPS must be measured more than once", 2023.
 *
 * @example Result.isSuccess(Program.make({ id: "acme", ...Onboarding.rules })) // => true
 * @category presets
 * @since 0.1.0
 */
export const rules = {
  surveys: [
    {
      id: "onboarding",
      triggers: [{ on: "milestone", anchor: "deal.won", at: ["3 months", "6 months", "12 months"] }]
    }
  ],
  frequency: [{ gap: "14 days" }],
  followUp: [{ survey: "onboarding", steps: FollowUp.afterDelivery }]
} as const satisfies Omit<typeof Program.Program.Encoded, "id">
