/**
 * How sure an NPS is. Each noun is a module of its own; import it from `@temoin/statistics/<Noun>` or from here.
 *
 * @since 0.1.0
 */
export * as Confidence from "./Confidence.ts"
export * as InvalidArgument from "./InvalidArgument.ts"
