/**
 * The program of the replay: ask right after the training, follow up by the first table of the playbook, one ask a
 * month at the most.
 */
import * as FollowUp from "@temoin/core/FollowUp"
import type * as Program from "@temoin/core/Program"

export const survey = "instructor-training"

export const program = {
  id: "carpentries",
  surveys: [
    {
      id: survey,
      subject: "this course",
      triggers: [{ on: "touchpoint", kind: "training.delivered" }],
      reminders: ["7 days"]
    }
  ],
  frequency: [{ gap: "1 month", clocks: ["invited"], holds: ["invitation"] }],
  followUp: [{ survey, steps: FollowUp.atDelivery }]
} as const satisfies typeof Program.Program.Encoded
