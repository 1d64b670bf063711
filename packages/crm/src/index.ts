/**
 * What adapters for CRMs share.
 *
 * @since 0.1.0
 */
export * as Budget from "./Budget.ts"
export * as Caller from "./Caller.ts"
export * as EntryHtml from "./EntryHtml.ts"
export * as Secret from "./Secret.ts"
export * as Windows from "./Windows.ts"
