/**
 * Elsewhere: how does a mail that another tool sent enter a history?
 *
 * As an intent and its success, so that every frequency rule counts it, also one dated in the future. Its invitation is
 * over by then: an answer to it goes to the other tool, and no ask of ours can join it.
 *
 * @since 0.1.0
 */
import type * as Contact from "@temoin/core/Contact"
import * as Decision from "@temoin/core/Decision"
import * as Event from "@temoin/core/Event"
import type { Instant } from "@temoin/core/Instant"
import * as Outcome from "@temoin/core/Outcome"
import type * as Program from "@temoin/core/Program"
import type * as Survey from "@temoin/core/Survey"

/**
 * An invitation that another tool sent. `knownAt`: when we learned of it; the rest is as the other tool says.
 *
 * @category models
 * @since 0.1.0
 */
export interface Asked {
  readonly contact: Contact.ContactId
  readonly address: string
  readonly survey: Survey.SurveyId
  readonly sentAt: Instant
  readonly knownAt: Instant
}

/**
 * The events that say so. The same mail twice gives the same events.
 *
 * @category constructors
 * @since 0.1.0
 */
export const events = (
  program: Program.Program,
  { address, contact, knownAt, sentAt, survey }: Asked
): ReadonlyArray<Event.Event> => {
  const wave = Decision.WaveId.make(`elsewhere:${sentAt}`)
  const key = Decision.key(program.id, survey, contact, "invite", wave)
  const attempt = { attempt: 1, reference: Event.Reference.make("0".repeat(32)), address }
  const decision: Decision.Send = {
    _tag: "Invite",
    key,
    survey,
    wave,
    because: [],
    expiresAt: Math.min(sentAt, knownAt),
    closes: "0 days"
  }
  return [Outcome.intended(decision, attempt, sentAt), Outcome.sent(key, 1, sentAt)].map((event) => ({
    ...event,
    recordedAt: knownAt
  }))
}
