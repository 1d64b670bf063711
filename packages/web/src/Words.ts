/**
 * Words: what does a page say?
 *
 * A language is one value of this type, in a file of its own. All of it is text, never markup.
 *
 * @since 0.1.0
 */
import type * as Score from "@temoin/core/Score"
import type * as Option from "effect/Option"
import type * as Form from "./Form.ts"

/**
 * What can be wrong with what was sent: what the person wrote, or that we could not keep it.
 *
 * @category models
 * @since 0.1.0
 */
export type Problem = Form.Problem | "not saved"

/**
 * Pages that only say something.
 *
 * @category models
 * @since 0.1.0
 */
export type Notice =
  | "opted out"
  | "survey closed"
  | "link run out"
  | "link changed"
  | "message unknown"
  | "no page"
  | "wrong method"
  | "wrong type"
  | "too large"
  | "too slow"
  | "cut off"
  | "unavailable"
  | "failed"

/** A title and a paragraph. @category models @since 0.1.0 */
export interface Passage {
  readonly title: string
  readonly text: string
}

/**
 * Everything the pages say in one language. `lang` is a language tag, `dir` the direction of its writing.
 *
 * @category models
 * @since 0.1.0
 */
export interface Words {
  readonly lang: string
  readonly dir: "ltr" | "rtl"
  readonly question: (subject: Option.Option<string>) => string
  readonly lowest: string
  readonly highest: string
  readonly untilSent: string
  readonly send: string
  readonly thanks: string
  readonly recorded: (score: Score.Score) => string
  readonly changeable: string
  readonly why: string
  readonly whyHint: string
  readonly save: string
  readonly problem: string
  readonly problems: Readonly<Record<Problem, string>>
  readonly optOut: Passage & { readonly confirm: string }
  readonly notices: Readonly<Record<Notice, Passage>>
}
