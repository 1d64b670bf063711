/**
 * Wheel: how do we ask at every moment of the journey?
 *
 * @since 0.1.0
 */
import * as FollowUp from "../FollowUp.ts"
import * as Journey from "../Journey.ts"
import type * as Program from "../Program.ts"

/** Somebody who is not a customer yet is listened to, and not asked for praise. */
const listen = [
  { step: "thank", do: "thank", to: ["promoter"] },
  { step: "improve", do: "contact", to: ["passive"], topic: "what can we do better" },
  {
    step: "solve",
    do: "open case",
    to: ["detractor"],
    owner: "sales",
    deadline: "1 day",
    escalateTo: "management"
  }
] as const satisfies ReadonlyArray<typeof FollowUp.Step.Encoded>

/**
 * The five stages, and a survey at each moment the article lists: somebody visits the site, reads the blog, has a meeting;
 * a deal is won, a purchase made; after they have trusted us for half a year; and everybody twice a year. One person is
 * asked at most every 14 days, the same question at most every 90, and for a testimonial at most twice a year.
 *
 * Whoever is not known by name cannot be asked by mail: a visitor's ask waits for an address until it expires.
 * Source: Trustmary, "Social proof and consistency: why NPS must be measured more than once", 2023.
 *
 * @example Result.isSuccess(Program.make({ id: "acme", ...Wheel.rules })) // => true
 * @category presets
 * @since 0.1.0
 */
export const rules = {
  journey: Journey.fiveStages,
  surveys: [
    { id: "visit", count: "waves", triggers: [{ on: "touchpoint", kind: "site.visited", delay: "1 day" }] },
    { id: "reading", count: "waves", triggers: [{ on: "touchpoint", kind: "blog.read", delay: "1 day" }] },
    { id: "meeting", count: "waves", triggers: [{ on: "touchpoint", kind: "meeting.held" }] },
    { id: "deal", count: "waves", triggers: [{ on: "touchpoint", kind: "deal.won" }] },
    {
      id: "purchase",
      count: "waves",
      triggers: [{ on: "touchpoint", kind: "purchase.made", delay: "7 days", unless: ["purchase.cancelled"] }]
    },
    { id: "trust", triggers: [{ on: "milestone", anchor: "deal.won", at: ["6 months"] }] },
    { id: "everybody", triggers: [{ on: "calendar", first: "2026-04-15", every: "6 months", spread: 10 }] }
  ],
  frequency: [
    { gap: "14 days" },
    { gap: "90 days", scope: "survey" },
    { gap: "6 months", scope: "purpose", holds: ["testimonial request"] }
  ],
  followUp: [
    { survey: "visit", steps: listen },
    { survey: "reading", steps: listen },
    { survey: "meeting", steps: listen },
    { survey: "deal", steps: listen },
    { survey: "purchase", steps: FollowUp.atDelivery },
    { survey: "trust", steps: FollowUp.afterDelivery },
    { survey: "everybody", steps: FollowUp.afterDelivery }
  ]
} as const satisfies Omit<typeof Program.Program.Encoded, "id">
