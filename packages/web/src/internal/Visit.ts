/**
 * Visit: what did a browser ask for, and what does it get?
 *
 * What the routes of `Web` have in common.
 */
import type * as Event from "@temoin/core/Event"
import type { Conflict, EventClash, StoreError } from "@temoin/core/ports/HistoryStore"
import { Intake, type UnknownReference, type WaveClosed } from "@temoin/core/ports/Intake"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { BodyError } from "../Body.ts"
import * as Language from "../Language.ts"
import * as Page from "../Page.ts"
import type { Notice, Words } from "../Words.ts"

/** What a browser gets. The security headers come to it, unless it has such a header itself. */
export interface Served {
  readonly status: number
  readonly page?: string
  readonly headers?: Readonly<Record<string, string>>
}

export interface Visit {
  readonly request: Request
  readonly method: "GET" | "POST"
  readonly query: URLSearchParams
  /** What a receipt in the address shows to have been noted just now. */
  readonly noted: string | undefined
  /** A receipt for what has been noted. */
  readonly receipt: (noted: string) => string
  readonly action: string
  readonly accepted: string | null
}

export type Failure = UnknownReference | WaveClosed | Conflict | EventClash | StoreError

export type Serve = (visit: Visit, reference: Event.Reference) => Effect.Effect<Served, Failure | BodyError, Intake>

export const retryAfter = { "retry-after": "30" }

/** A page that only says something, in the browser's language. */
export const speak = (accepted: string | null, status: number, notice: Notice, headers?: Served["headers"]): Served =>
  say(Language.choose(Option.none(), accepted), status, notice, headers)

/** The same in the reader's language. */
export const say = (words: Words, status: number, notice: Notice, headers: Served["headers"] = {}): Served => ({
  status,
  page: Page.notice(words, notice),
  headers
})

/** Where a form was taken, the browser goes on by GET: to load that page again records nothing. */
export const seeOther = (visit: Visit, noted: string): Served => ({
  status: 303,
  headers: { location: `${visit.action}?done=${visit.receipt(noted)}` }
})

/** Somebody else wrote to the same contact at the same moment. Nothing was written, and trying again is safe. */
export const again = <A, E extends { readonly _tag: string }, R>(
  self: Effect.Effect<A, E, R>,
  left = 3
): Effect.Effect<A, E, R> =>
  Effect.catch(self, (error) =>
    left > 0 && (error._tag === "Conflict" || error._tag === "EventClash") ? again(self, left - 1) : Effect.fail(error)
  )

export const report = (error: Conflict | EventClash | StoreError): Effect.Effect<void> =>
  Effect.logError("@temoin/web: a page could not reach the records", error)

/** The language is a courtesy: when it cannot be had, the browser's will do. */
export const languageOf = (reference: Event.Reference, accepted: string | null): Effect.Effect<Words, never, Intake> =>
  Effect.flatMap(Intake, (intake) => intake.locale(reference)).pipe(
    Effect.orElseSucceed(() => Option.none<string>()),
    Effect.map((locale) => Language.choose(locale, accepted))
  )
