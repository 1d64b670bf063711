/**
 * PreferencePage: how does somebody say how much they want to hear from us?
 *
 * "No more" is one press away and comes first. Opening the page does nothing: mail scanners open every link. It says what is noted
 * so far, as the records have it.
 *
 * @since 0.1.0
 */
import * as Preference from "@temoin/core/Preference"
import * as Schema from "effect/Schema"
import type * as Form from "./Form.ts"
import { type Html, markup } from "./Html.ts"
import * as Page from "./Page.ts"
import type { Problem, Words } from "./Words.ts"

/**
 * `standing`: what holds by now; `undefined` while the records cannot be read.
 *
 * @category models
 * @since 0.1.0
 */
export interface Preferences {
  readonly action: string
  readonly standing: Preference.Standing | undefined
  readonly problems: ReadonlyArray<Problem>
}

/**
 * The preference that a form names. A form without one, or with an unknown one, says "never": who presses a button on this page
 * wants less, and nobody may get more for a mistake of ours.
 *
 * @category parsing
 * @since 0.1.0
 */
export const read = (form: Form.Form): Preference.Preference => {
  const [wish, ...others] = form.get("wish") ?? []
  return others.length === 0 && Schema.is(Preference.Preference)(wish?.text) ? wish.text : "never"
}

/**
 * The page. Who gets nothing any more is told so, and asked nothing.
 *
 * @category rendering
 * @since 0.1.0
 */
export const page = (words: Words, { action, problems, standing }: Preferences): string => {
  if (standing?.isNever === true) return Page.notice(words, "opted out")
  const { confirm, text, title } = words.optOut
  const { lead, wishes } = words.preferences
  const noted = notes(words, standing)
  const offered = (["less often", "pause", "not this topic"] as const).filter((wish) => !isNoted(wish, standing))
  return Page.document(
    words,
    problems.length === 0 ? title : `${words.problem}: ${title}`,
    markup`${noted.length === 0 ? undefined : markup`<div role="status">\n${noted}</div>\n`}<h1>${title}</h1>
${Page.problemList(words, problems)}<form method="post" action="${action}">
<p>${text}</p>
<button type="submit" name="wish" value="never">${confirm}</button>
${offered.length === 0 ? undefined : markup`<h2 class="rather">${lead}</h2>\n`}${offered.map(
      (
        wish
      ) => markup`<p class="wish"><button type="submit" name="wish" value="${wish}" aria-describedby="${hintId(wish)}">${wishes[wish].label}</button>
<span class="hint" id="${hintId(wish)}">${wishes[wish].text}</span></p>\n`
    )}</form>`
  )
}

const hintId = (wish: Preference.Preference): string => `hint-${wish.replaceAll(" ", "-")}`

const isNoted = (wish: Preference.Preference, standing: Preference.Standing | undefined): boolean =>
  standing !== undefined &&
  { "less often": standing.isLessOften, pause: false, "not this topic": standing.isWithoutTopic, never: false }[wish]

const notes = (
  { lang, preferences: { noted } }: Words,
  standing: Preference.Standing | undefined
): ReadonlyArray<Html> => {
  if (standing === undefined) return []
  const { isLessOften, isWithoutTopic, pausedUntil } = standing
  return [
    ...(isLessOften ? [noted["less often"]] : []),
    ...(pausedUntil === undefined ? [] : [noted.pause(day(pausedUntil, lang))]),
    ...(isWithoutTopic ? [noted["not this topic"]] : [])
  ].map((text) => markup`<p>${text}</p>\n`)
}

const day = (at: number, lang: string): string =>
  new Intl.DateTimeFormat(lang, { dateStyle: "long", timeZone: "UTC", numberingSystem: "latn" }).format(at)
