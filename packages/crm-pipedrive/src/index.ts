/**
 * Pipedrive: told what customers said, and read.
 *
 * @since 0.1.0
 */
export * as Activity from "./Activity.ts"
export * as Api from "./Api.ts"
export * as Fields from "./Fields.ts"
export * as Pipedrive from "./Pipedrive.ts"
export * as Reading from "./Reading.ts"
export * as Webhook from "./Webhook.ts"
