/**
 * Form: what did the person write into the form?
 *
 * Reads `application/x-www-form-urlencoded` more strictly than `URLSearchParams`, which turns what is no UTF-8 into
 * replacement characters and tells nobody.
 *
 * @since 0.1.0
 */
import * as Score from "@temoin/core/Score"
import * as Option from "effect/Option"
import * as Result from "effect/Result"

/**
 * One value of a form. When it is not `readable` (no valid UTF-8, or a NUL in it), `text` has a replacement character
 * in each such place.
 *
 * @category models
 * @since 0.1.0
 */
export interface Field {
  readonly text: string
  readonly readable: boolean
}

/**
 * The values of a form by name, in their order.
 *
 * @category models
 * @since 0.1.0
 */
export type Form = ReadonlyMap<string, ReadonlyArray<Field>>

/**
 * An answer as `Intake.answer` takes it.
 *
 * @category models
 * @since 0.1.0
 */
export interface Answer {
  readonly score: Score.Score
  readonly comment?: string
}

/**
 * What is wrong with an answer.
 *
 * @category models
 * @since 0.1.0
 */
export type Problem = "no score" | "not a score" | "unreadable comment" | "long comment"

/**
 * An answer that cannot be taken: why, and what of it can stand in the form again.
 *
 * @category models
 * @since 0.1.0
 */
export interface Invalid {
  readonly problems: ReadonlyArray<Problem>
  readonly score: Option.Option<Score.Score>
  readonly comment: Option.Option<string>
}

/**
 * The longest comment. Unit: UTF-16 code units, as in `Text.Paragraph` of core.
 *
 * @category models
 * @since 0.1.0
 */
export const longestComment = 10_000

/**
 * Any bytes as a form.
 *
 * @example Form.parse(new TextEncoder().encode("a=1+2")).get("a") // => [{ text: "1 2", readable: true }]
 * @category parsing
 * @since 0.1.0
 */
export const parse = (body: Uint8Array): Form => {
  const form = new Map<string, Array<Field>>()
  // Latin-1 keeps one character for each byte.
  for (const pair of Buffer.from(body).toString("latin1").split("&")) {
    if (pair === "") continue
    const equals = pair.indexOf("=")
    const name = decode(equals < 0 ? pair : pair.slice(0, equals)).text
    const field = decode(equals < 0 ? "" : pair.slice(equals + 1))
    const before = form.get(name)
    if (before === undefined) form.set(name, [field])
    else before.push(field)
  }
  return form
}

/**
 * The one text of this name, with "\n" at its line ends; empty where there is none. Several are not readable as one.
 *
 * @category parsing
 * @since 0.1.0
 */
export const field = (form: Form, name: string): Field => {
  const fields = form.get(name) ?? []
  return {
    text: fields.map(({ text }) => unixLines(text)).join("\n"),
    readable: fields.length < 2 && fields.every(({ readable }) => readable)
  }
}

/**
 * The score that a piece of text names: "0" to "10", spelled like that and no other way.
 *
 * @example Form.score("9") // => Option.some(9)
 * @example Form.score("7.5") // => Option.none()
 * @category parsing
 * @since 0.1.0
 */
export const score = (text: string): Option.Option<Score.Score> => {
  const number = /^(?:[0-9]|10)$/.test(text) ? Number(text) : -1
  return Score.isScore(number) ? Option.some(number) : Option.none()
}

/**
 * The answer in a form: `score` once, `comment` at most once. Line breaks in the comment become "\n"; a comment of
 * white space only is an empty one, which takes an earlier one back.
 *
 * @category parsing
 * @since 0.1.0
 */
export const answer = (form: Form): Result.Result<Answer, Invalid> => {
  const scores = form.get("score") ?? []
  const [chosen] = scores
  const given = chosen !== undefined && scores.length === 1 ? score(chosen.text) : Option.none()
  const { readable, text } = field(form, "comment")
  const comment = form.has("comment") ? text : undefined
  const problems: Array<Problem> = []
  if (chosen === undefined || (scores.length === 1 && chosen.text === "")) problems.push("no score")
  else if (Option.isNone(given)) problems.push("not a score")
  if (!readable) problems.push("unreadable comment")
  if (comment !== undefined && comment.length > longestComment) problems.push("long comment")
  return Option.isSome(given) && problems.length === 0
    ? Result.succeed({
        score: given.value,
        ...(comment === undefined ? {} : { comment: comment.trim() === "" ? "" : comment })
      })
    : Result.fail({ problems, score: given, comment: Option.fromUndefinedOr(comment) })
}

/**
 * Is this what a mailbox provider sends when somebody presses its "unsubscribe" button (RFC 8058)?
 *
 * @category parsing
 * @since 0.1.0
 */
export const isOneClick = (form: Form): boolean =>
  form.get("List-Unsubscribe")?.some((field) => field.text === "One-Click") ?? false

const unixLines = (text: string): string => text.replace(/\r\n?/g, "\n")

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
const lenient = new TextDecoder("utf-8", { ignoreBOM: true })

const decode = (encoded: string): Field => {
  const bytes = Buffer.from(
    encoded
      .replaceAll("+", " ")
      .replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    "latin1"
  )
  const text = lenient.decode(bytes).replaceAll("\u0000", "\ufffd")
  try {
    return { text, readable: strict.decode(bytes) === text }
  } catch {
    return { text, readable: false }
  }
}
