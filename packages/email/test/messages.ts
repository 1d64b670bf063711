import * as Message from "@temoin/core/Message"
import * as FollowUp from "@temoin/core/FollowUp"
import * as Score from "@temoin/core/Score"

/** As long as signed links really are. */
const token = "eyJyIjoiMDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWYiLCJlIjoxNzk1MDAwMDAwMDAwfQ.vQ0nO4v3kzqv8S7mC1x2Zw"

export const answerUrl = `https://feedback.acme.example/answer?t=${token}&score=`
export const optOutUrl = `https://feedback.acme.example/opt-out?t=${token}&all=1`
export const reviewUrl = "https://maps.example/acme/reviews?new=1&lang=en"
export const expiresAt = Date.UTC(2026, 11, 24, 9, 30)

/** What differs from one message to the next: the reader's language and name, and what the question is about. */
export interface Reader {
  readonly locale: string
  readonly name?: string
  readonly subject?: string
}

/** Every message there is, for one reader: each tag, each topic, each score that is worded differently, all forms. */
export const all = ({ locale, name, subject }: Reader): ReadonlyArray<Message.Message> => {
  const common = { locale, optOutUrl, ...(name === undefined ? {} : { name }) }
  const ask = { ...common, answerUrl, expiresAt, ...(subject === undefined ? {} : { subject }) }
  return [
    { _tag: "Invitation", ...ask },
    { _tag: "Reminder", ...ask },
    ...Score.scale.map((score) => ({ _tag: "ThankYou", ...common, score }) as const),
    ...FollowUp.Topic.literals.map((topic) => ({ _tag: "ContactRequest", ...common, topic }) as const),
    ...[[], ["video"] as const, FollowUp.TestimonialForm.literals].map(
      (forms) => ({ _tag: "TestimonialRequest", ...common, score: 9, forms }) as const
    ),
    { _tag: "ReviewRequest", ...common, site: "Example Maps", url: reviewUrl }
  ]
}

export const isAsk = (message: Message.Message): boolean => message._tag === "Invitation" || message._tag === "Reminder"
