/**
 * How sure an NPS is. Each noun is a module of its own; import it from `@temoin/statistics/<Noun>` or from here.
 *
 * @since 0.1.0
 */
export * as Confidence from "./Confidence.ts"
export * as Difference from "./Difference.ts"
export * as Groups from "./Groups.ts"
export * as Interval from "./Interval.ts"
export * as InvalidArgument from "./InvalidArgument.ts"
export * as Planning from "./Planning.ts"
export * as Posterior from "./Posterior.ts"
export * as Report from "./Report.ts"
export * as Sample from "./Sample.ts"
