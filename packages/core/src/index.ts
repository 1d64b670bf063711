/**
 * The pure domain of Témoin. Each noun is a module of its own; import it from `@temoin/core/<Noun>` or from here.
 *
 * @since 0.1.0
 */
export * as Contact from "./Contact.ts"
export * as ContactFrequency from "./ContactFrequency.ts"
export * as Decision from "./Decision.ts"
export * as Event from "./Event.ts"
export * as FollowUp from "./FollowUp.ts"
export * as Instant from "./Instant.ts"
export * as Message from "./Message.ts"
export * as Nps from "./Nps.ts"
export * as Period from "./Period.ts"
export * as Reason from "./Reason.ts"
export * as Score from "./Score.ts"
export * as Survey from "./Survey.ts"
export * as Text from "./Text.ts"
export * as Touchpoint from "./Touchpoint.ts"
export * as Trigger from "./Trigger.ts"
export * as Verdict from "./Verdict.ts"
export * as Zone from "./Zone.ts"
export * as HistoryStore from "./ports/HistoryStore.ts"
export * as Intake from "./ports/Intake.ts"
export * as Links from "./ports/Links.ts"
export * as Mailer from "./ports/Mailer.ts"
