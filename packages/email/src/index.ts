/**
 * Mail: messages rendered in the reader's language, the SMTP transport, and what comes back.
 *
 * @since 0.1.0
 */
export * as Automatic from "./Automatic.ts"
export * as DeliveryReport from "./DeliveryReport.ts"
export * as Direction from "./Direction.ts"
export * as Failure from "./Failure.ts"
export * as Html from "./Html.ts"
export * as HttpReply from "./HttpReply.ts"
export * as Language from "./Language.ts"
export * as Link from "./Link.ts"
export * as Listening from "./Listening.ts"
export * as Look from "./Look.ts"
export * as OwnWords from "./OwnWords.ts"
export * as Pace from "./Pace.ts"
export * as Preflight from "./Preflight.ts"
export * as Quote from "./Quote.ts"
export * as RawMail from "./RawMail.ts"
export * as Rendering from "./Rendering.ts"
export * as Resend from "./Resend.ts"
export * as ResendEvents from "./ResendEvents.ts"
export * as Sender from "./Sender.ts"
export * as ServiceReport from "./ServiceReport.ts"
export * as SesEvents from "./SesEvents.ts"
export * as Smtp from "./Smtp.ts"
export * as Tag from "./Tag.ts"
export * as Wording from "./Wording.ts"
