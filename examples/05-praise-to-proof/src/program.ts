/** The rules: asked at delivery, a case for whoever is unhappy, and a ladder from praise to proof for whoever is happy. */
import { type Claim, Ladder, Program } from "@temoin/core"
import * as Result from "effect/Result"

export const program = Program.make({
  id: "acme",
  surveys: [{ id: "nps", subject: "Acme", triggers: [{ on: "touchpoint", kind: "order.delivered" }] }],
  followUp: [
    {
      survey: "nps",
      steps: [
        { step: "words", do: "request testimonial", to: ["promoter"], rung: "written" },
        {
          step: "solve",
          do: "open case",
          to: ["detractor"],
          owner: "support",
          deadline: "1 day",
          resolveWithin: "5 days",
          escalateTo: "management"
        },
        { step: "recognise", do: "pass on praise", owner: "team lead", deadline: "2 days", escalateTo: "management" }
      ]
    }
  ],
  testimonials: { rungs: Ladder.usual, fourEyes: true, verifiedBy: "an order in our shop" },
  walls: [{ id: "home", place: "website", limit: 3, turn: "1 day", asked: "by score" }]
}).pipe(Result.getOrThrow)

/** What marketing would like to say. */
export const nineOfTen: typeof Claim.Claim.Encoded = {
  id: "nine-of-ten",
  text: { en: "{ofTen} of 10 customers would recommend us." },
  kind: "general",
  measure: { _tag: "Recommend", survey: "nps" },
  states: { value: 90 },
  span: { _tag: "Last", last: "12 months", asOf: Date.parse("2026-03-02") },
  minimum: 20,
  validity: "12 months"
}
