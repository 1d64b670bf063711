/**
 * Verdict: may this ask go out now?
 *
 * `Allow < Defer(until) < Wait(for an event) < Forbid`. Joining keeps the more severe, the later of two times, and all
 * reasons; it is associative, commutative and idempotent, so rules need no order.
 *
 * @since 0.1.0
 */
import type { Instant } from "./Instant.ts"
import * as Reason from "./Reason.ts"

/**
 * A rule's answer. `Defer.until` is a lower bound: ask again then. `Wait` says that only a new event can help.
 *
 * @category models
 * @since 0.1.0
 */
export type Verdict =
  | { readonly _tag: "Allow" }
  | { readonly _tag: "Defer"; readonly until: Instant; readonly reasons: ReadonlyArray<Reason.Reason> }
  | { readonly _tag: "Wait"; readonly reasons: ReadonlyArray<Reason.Reason> }
  | { readonly _tag: "Forbid"; readonly reasons: ReadonlyArray<Reason.Reason> }

/** Nothing is in the way. @category constructors @since 0.1.0 */
export const allow: Verdict = { _tag: "Allow" }

/** Not before `until`. @category constructors @since 0.1.0 */
export const defer = (until: Instant, reason: Reason.Reason): Verdict => ({ _tag: "Defer", until, reasons: [reason] })

/** Not until something happens. @category constructors @since 0.1.0 */
export const wait = (reason: Reason.Reason): Verdict => ({ _tag: "Wait", reasons: [reason] })

/** Not at all. @category constructors @since 0.1.0 */
export const forbid = (reason: Reason.Reason): Verdict => ({ _tag: "Forbid", reasons: [reason] })

const severity = { Allow: 0, Defer: 1, Wait: 2, Forbid: 3 } as const

/**
 * Why, for whatever stands in the way. Empty for `Allow`.
 *
 * @category getters
 * @since 0.1.0
 */
export const reasons = (self: Verdict): ReadonlyArray<Reason.Reason> => (self._tag === "Allow" ? [] : self.reasons)

/**
 * Both rules at once.
 *
 * @example Verdict.join(Verdict.allow, Verdict.wait({ _tag: "NoAddress" })) // => Verdict.wait({ _tag: "NoAddress" })
 * @category combining
 * @since 0.1.0
 */
export const join = (self: Verdict, that: Verdict): Verdict => {
  if (self._tag === "Allow") return that
  if (that._tag === "Allow") return self
  const all = Reason.union(self.reasons, that.reasons)
  if (self._tag === "Defer" && that._tag === "Defer") {
    return { _tag: "Defer", until: Math.max(self.until, that.until), reasons: all }
  }
  return { ...(severity[self._tag] >= severity[that._tag] ? self : that), reasons: all }
}

/**
 * Either rule is enough: the less severe one holds, the earlier of two times, and all reasons that still stand in the way.
 * Associative, commutative and idempotent, as `join` is.
 *
 * @example Verdict.meet(Verdict.allow, Verdict.wait({ _tag: "NoAddress" })) // => Verdict.allow
 * @category combining
 * @since 0.1.0
 */
export const meet = (self: Verdict, that: Verdict): Verdict => {
  if (self._tag === "Allow" || that._tag === "Allow") return allow
  const all = Reason.union(self.reasons, that.reasons)
  if (self._tag === "Defer" && that._tag === "Defer") {
    return { _tag: "Defer", until: Math.min(self.until, that.until), reasons: all }
  }
  return { ...(severity[self._tag] <= severity[that._tag] ? self : that), reasons: all }
}
