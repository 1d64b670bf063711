import * as Message from "@temoin/core/Message"
import * as Consent from "@temoin/core/Consent"
import * as Decision from "@temoin/core/Decision"
import * as FollowUp from "@temoin/core/FollowUp"
import * as Score from "@temoin/core/Score"

/** As long as signed links really are. */
const token = "eyJyIjoiMDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWYiLCJlIjoxNzk1MDAwMDAwMDAwfQ.vQ0nO4v3kzqv8S7mC1x2Zw"

export const answerUrl = `https://feedback.acme.example/answer?t=${token}&score=`
export const optOutUrl = `https://feedback.acme.example/opt-out?t=${token}&all=1`
export const authorUrl = `https://feedback.acme.example/author?t=${token}&again=1`
export const reviewUrl = "https://maps.example/acme/reviews?new=1&lang=en"
export const expiresAt = Date.UTC(2026, 11, 24, 9, 30)

/** Words as people write them: a few sentences, an accent, a mark that HTML minds. */
const praise =
  "They saved our season: the parts came on a Sunday, and Zoë called back the same day.\n\nWould I order again? R&D says yes, too."

/** What differs from one message to the next: the reader's language, name and words, and what the question is about. */
export interface Reader {
  readonly locale: string
  readonly name?: string
  readonly subject?: string
  readonly words?: string
}

/** Every message there is, for one reader: each tag, each topic, each score that is worded differently, all forms. */
export const all = ({ locale, name, subject, words = praise }: Reader): ReadonlyArray<Message.Message> => {
  const common = { locale, optOutUrl, ...(name === undefined ? {} : { name }) }
  const ask = { ...common, answerUrl, expiresAt, ...(subject === undefined ? {} : { subject }) }
  const author = { ...common, authorUrl }
  return [
    { _tag: "Invitation", ...ask },
    { _tag: "Reminder", ...ask },
    ...Score.scale.map((score) => ({ _tag: "ThankYou", ...common, score }) as const),
    ...FollowUp.Topic.literals.map((topic) => ({ _tag: "ContactRequest", ...common, topic }) as const),
    ...[[], ["video"] as const, FollowUp.TestimonialForm.literals].map(
      (forms) => ({ _tag: "TestimonialRequest", ...author, score: 9, forms }) as const
    ),
    { _tag: "TestimonialRequest", ...author, forms: ["written"] },
    { _tag: "ConsentRequest", ...author, score: 10, words, scopes: ["quote", "name"], places: ["website"] },
    {
      _tag: "ConsentRequest",
      ...author,
      words,
      scopes: Consent.Scope.literals,
      places: ["website", "newsletter", "trade fair"]
    },
    { _tag: "ReferralRequest", ...author, score: 9 },
    { _tag: "ReferralRequest", ...author },
    { _tag: "ReconfirmationRequest", ...author, words },
    { _tag: "AgreementRequest", ...author, original: words, edited: `${words} Always.`, until: expiresAt },
    ...Decision.Confirmed.literals.flatMap((what) =>
      [[], ["website", "trade fair"]].map(
        (places) => ({ _tag: "Confirmation", ...author, what, words, places }) as const
      )
    ),
    { _tag: "ReviewRequest", ...common, site: "Example Maps", url: reviewUrl }
  ]
}

/** The messages that lead an author to their page. */
export const isToAuthor = (
  message: Message.Message
): message is Extract<Message.Message, { readonly authorUrl: string }> => "authorUrl" in message

export const isAsk = (message: Message.Message): boolean => message._tag === "Invitation" || message._tag === "Reminder"
