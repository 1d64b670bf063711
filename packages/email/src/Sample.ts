/**
 * Sample: what does one of each message look like, to nobody in particular?
 *
 * For whoever wants to see or check messages before the first one leaves: a preview, a gallery, a rendering of one's own.
 *
 * @since 0.1.0
 */
import * as Decision from "@temoin/core/Decision"
import * as FollowUp from "@temoin/core/FollowUp"
import type * as Message from "@temoin/core/Message"

/**
 * A message, and what sets it apart from the others with its tag, such as "publication".
 *
 * @category models
 * @since 0.1.0
 */
export interface Sample {
  readonly name: string
  readonly message: Message.Message
}

/**
 * For whom: the reader's language and name, what the question is about, and the author's words. All but the language have a
 * default.
 *
 * @category models
 * @since 0.1.0
 */
export interface Reader {
  readonly locale: string
  readonly name?: string
  readonly subject?: string
  readonly words?: string
}

const base = "https://feedback.acme.example"
const expiresAt = Date.UTC(2026, 11, 24, 9, 30)
const praise = "They saved our season: the parts came on a Sunday, and Zoë called back the same day."
const places = ["website"] as const

/**
 * One message of each kind: each tag, each topic, a thank-you for each category, each confirmation. Their links lead nowhere.
 *
 * @category samples
 * @since 0.1.0
 */
export const all = ({
  locale,
  name = "Anna Berg",
  subject = "Acme",
  words = praise
}: Reader): ReadonlyArray<Sample> => {
  const common = { locale, name, optOutUrl: `${base}/u/nobody` }
  const ask = { ...common, subject, answerUrl: `${base}/a/nobody?score=`, expiresAt }
  const author = { ...common, authorUrl: `${base}/t/nobody` }
  return [
    one({ _tag: "Invitation", ...ask }),
    one({ _tag: "Reminder", ...ask }),
    one({ _tag: "ThankYou", ...common, score: 9 }, "9 or 10"),
    one({ _tag: "ThankYou", ...common, score: 8 }, "7 or 8"),
    one({ _tag: "ThankYou", ...common, score: 3 }, "0 to 6"),
    ...FollowUp.Topic.literals.map((topic) => one({ _tag: "ContactRequest", ...common, topic }, topic)),
    one({ _tag: "TestimonialRequest", ...author, score: 9, forms: FollowUp.TestimonialForm.literals }),
    one({ _tag: "ConsentRequest", ...author, score: 9, words, scopes: ["quote", "name", "company"], places }),
    one({ _tag: "ReferralRequest", ...author, score: 9 }),
    one({ _tag: "ReconfirmationRequest", ...author, words }),
    one({
      _tag: "AgreementRequest",
      ...author,
      original: words,
      edited: words.split(":")[0] ?? words,
      until: expiresAt
    }),
    ...Decision.Confirmed.literals.map((what) =>
      one({ _tag: "Confirmation", ...author, what, words, places: what === "withdrawal" ? [] : places }, what)
    ),
    one({ _tag: "ReviewRequest", ...common, site: "Example Maps", url: "https://maps.example/acme/reviews" })
  ]
}

const one = (message: Message.Message, name = ""): Sample => ({ name, message })
