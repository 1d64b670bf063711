/**
 * Mail: messages rendered in the reader's language, and the SMTP transport.
 *
 * @since 0.1.0
 */
export * as Direction from "./Direction.ts"
export * as Failure from "./Failure.ts"
export * as Html from "./Html.ts"
export * as Language from "./Language.ts"
export * as Link from "./Link.ts"
export * as Look from "./Look.ts"
export * as Quote from "./Quote.ts"
export * as Rendering from "./Rendering.ts"
export * as Smtp from "./Smtp.ts"
export * as Wording from "./Wording.ts"
