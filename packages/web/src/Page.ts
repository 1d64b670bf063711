/**
 * Page: what does the person see?
 *
 * Plain HTML without a script: it works in every browser and mail app, and reads well with a screen reader.
 *
 * @since 0.1.0
 */
import * as Score from "@temoin/core/Score"
import * as Option from "effect/Option"
import { type Html, markup } from "./Html.ts"
import * as Style from "./Style.ts"
import type { Notice, Problem, Words } from "./Words.ts"

/**
 * The question, before and after it is answered. Who has answered, whatever the score, is asked for the reason.
 *
 * - `action`: where the form goes.
 * - `chosen`: the score that is marked; none marks none.
 * - `recorded`: the score that counts so far; none before the first answer.
 * - `comment`: what stands in the box for the reason; none shows no box before there is an answer.
 * - `thanks`: was this answer given just now?
 *
 * @category models
 * @since 0.1.0
 */
export interface Question {
  readonly action: string
  readonly subject: Option.Option<string>
  readonly chosen: Option.Option<Score.Score>
  readonly recorded: Option.Option<Score.Score>
  readonly comment: Option.Option<string>
  readonly thanks: boolean
  readonly problems: ReadonlyArray<Problem>
}

/**
 * The question as a page.
 *
 * @category rendering
 * @since 0.1.0
 */
export const question = (words: Words, page: Question): string => {
  const asked = words.question(page.subject)
  const reason = Option.isSome(page.recorded) || Option.isSome(page.comment)
  const title = page.thanks ? words.thanks : asked
  return document(
    words,
    page.problems.length === 0 ? title : `${words.problem}: ${title}`,
    markup`${page.thanks ? markup`<h1>${words.thanks}</h1>\n` : undefined}${Option.match(page.recorded, {
      onNone: () => undefined,
      onSome: (score) => markup`<p role="status">${words.recorded(score)} ${words.changeable}</p>\n`
    })}${problemList(words, page.problems)}<form method="post" action="${page.action}">
<fieldset aria-describedby="${describedBy(page.problems, "score", "ends")}">
<legend>${page.thanks ? asked : markup`<h1>${asked}</h1>`}</legend>
<div class="scale">
${Score.scale.map((score) => choice(score, Option.contains(page.chosen, score)))}</div>
<p class="ends" id="ends"><span>0 = ${words.lowest}</span> <span>10 = ${words.highest}</span></p>
</fieldset>
${reason ? reasonBox(words, page) : markup`<p class="hint">${words.untilSent}</p>`}
<button type="submit">${reason ? words.save : words.send}</button>
</form>`
  )
}

/**
 * A page that only says something.
 *
 * @category rendering
 * @since 0.1.0
 */
export const notice = (words: Words, name: Notice): string =>
  document(
    words,
    words.notices[name].title,
    markup`<h1>${words.notices[name].title}</h1>
<p>${words.notices[name].text}</p>`
  )

const choice = (score: Score.Score, checked: boolean): Html =>
  markup`<label><input type="radio" name="score" id="score-${score}" value="${score}"${
    checked ? markup` checked` : undefined
  }><span>${score}</span></label>\n`

// No maxlength: a browser would cut off a longer text without a word. The server says what is wrong, and keeps it.
// Browsers drop the line break after the opening tag; without it they would drop one that begins the text.
const reasonBox = (words: Words, page: Question): Html =>
  markup`<label class="why" for="comment">${words.why}</label>
<p class="hint" id="hint">${words.whyHint}</p>
<textarea id="comment" name="comment" rows="5" aria-describedby="${describedBy(page.problems, "comment", "hint")}"${
    page.problems.some((problem) => place[problem] === "comment") ? markup` aria-invalid="true"` : undefined
  }>
${Option.getOrElse(page.comment, () => "")}</textarea>`

const place = {
  "no score": "score",
  "not a score": "score",
  "unreadable comment": "comment",
  "long comment": "comment",
  "not saved": "form"
} as const

const anchor = { score: "#score-0", comment: "#comment" } as const

const problemId = (problem: Problem): string => `problem-${problem.replaceAll(" ", "-")}`

const describedBy = (problems: ReadonlyArray<Problem>, name: "score" | "comment", hint: string): string =>
  [...problems.filter((problem) => place[problem] === name).map(problemId), hint].join(" ")

/**
 * What is wrong with the question's or the preference page's form. Nothing where nothing is wrong.
 *
 * @category rendering
 * @since 0.1.0
 */
export const problemList = (words: Words, problems: ReadonlyArray<Problem>): Html | undefined =>
  problemBox(
    words,
    problems.map((problem) => {
      const at = place[problem]
      return { id: problemId(problem), href: at === "form" ? undefined : anchor[at], text: words.problems[problem] }
    })
  )

/**
 * What is wrong with a form, above it, each with the way to the field. Nothing where nothing is wrong.
 *
 * @category rendering
 * @since 0.1.0
 */
export const problemBox = (
  words: Words,
  items: ReadonlyArray<{ readonly id: string; readonly href: string | undefined; readonly text: string }>
): Html | undefined =>
  items.length === 0
    ? undefined
    : markup`<div class="problem" role="alert">
<h2>${words.problem}</h2>
<ul>
${items.map(({ href, id, text }) => {
  const body = href === undefined ? markup`${text}` : markup`<a href="${href}">${text}</a>`
  return markup`<li id="${id}">${body}</li>\n`
})}</ul>
</div>
`

/**
 * A whole page in the one style. `robots`: may a search engine keep it? Only what stands open to everybody.
 *
 * @category rendering
 * @since 0.1.0
 */
export const document = (words: Words, title: string, main: Html, robots: "noindex" | "index" = "noindex"): string =>
  markup`<!doctype html>
<html lang="${words.lang}" dir="${words.dir}">
<head>
<meta charset="utf-8">
<title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="${robots}">
<style>${style}</style>
</head>
<body>
<main>
${main}
</main>
</body>
</html>
`.source

// Our own sheet, and constant: its hash would not fit if it were escaped.
const style: Html = { _tag: "Html", source: Style.sheet }
