/**
 * One program of a company that delivers projects and keeps its customers for years: asked at delivery and again a month
 * later, and every quarter about the whole unless consistency says to wait longer; nobody more than once a month, at working hours.
 */
import { Disruption, FollowUp, Program } from "@temoin/core"
import * as Result from "effect/Result"

export const program = Program.make({
  id: "acme",
  zone: "Europe/Helsinki",
  surveys: [
    {
      id: "delivery",
      subject: "our delivery",
      count: "waves",
      triggers: [{ on: "touchpoint", kind: "delivery.completed", expires: "14 days" }],
      reminders: ["5 days"]
    },
    {
      id: "benefit",
      subject: "what we delivered",
      count: "waves",
      triggers: [{ on: "touchpoint", kind: "delivery.completed", delay: "1 month", expires: "1 month" }]
    },
    {
      id: "relationship",
      subject: "Acme",
      triggers: [{ on: "calendar", first: "2026-01-15", every: "3 months", spread: 60, audience: "contract.signed" }],
      reminders: ["7 days"],
      rhythm: {}
    }
  ],
  disruptions: Disruption.usual,
  window: { days: ["monday", "tuesday", "wednesday", "thursday", "friday"], from: "08:00", to: "17:00" },
  frequency: [{ gap: "30 days", clocks: ["invited"] }],
  caps: [{ most: 8, within: "1 year", clocks: ["invited"] }],
  followUp: [
    { survey: "delivery", steps: FollowUp.atDelivery },
    { survey: "benefit", steps: FollowUp.afterDelivery },
    { survey: "relationship", steps: FollowUp.afterDelivery }
  ]
}).pipe(Result.getOrThrow)
