/**
 * AuthorPage: what does the author of praise see?
 *
 * Yes and no are two buttons of one size. To open a page says neither.
 *
 * @since 0.1.0
 */
import type * as FollowUp from "@temoin/core/FollowUp"
import * as PlainText from "@temoin/core/PlainText"
import type { AskedAuthor, Reply } from "@temoin/core/ports/Intake"
import * as AuthorForm from "./AuthorForm.ts"
import * as ConsentQuestion from "./ConsentQuestion.ts"
import type * as Form from "./Form.ts"
import { type Html, markup } from "./Html.ts"
import * as Page from "./Page.ts"
import type { Notice, Passage, Words } from "./Words.ts"

/**
 * What was asked, and how far its author came with it.
 *
 * @category models
 * @since 0.1.0
 */
export interface Asked {
  readonly action: string
  readonly asked: AskedAuthor
  readonly draft: AuthorForm.Draft
  readonly problems: ReadonlyArray<AuthorForm.Problem>
}

/**
 * What was asked, as a page; with the way to take back what was said, where something was.
 *
 * @category rendering
 * @since 0.1.0
 */
export const asked = (words: Words, page: Asked): string => {
  const { asks, isAnswered } = page.asked
  if (asks._tag === "Confirmation" && isAnswered) return noted(words, page.action, asks._tag, "Withdraws")
  const { text, title } = passageOf(words, asks)
  const [yes, no]: ReadonlyArray<Reply["_tag"]> = AuthorForm.replies[asks._tag]
  const isUndoable = isAnswered && asks._tag !== "Referral"
  return Page.document(
    words,
    page.problems.length === 0 ? title : `${words.problem}: ${title}`,
    markup`<h1>${title}</h1>
${isAnswered ? markup`<p role="status">${words.author.answered}</p>\n` : undefined}${Page.problemBox(
      words,
      page.problems.map((problem) => ({
        id: problemId(problem),
        href: problem.at === "page" ? undefined : `#${problem.at}`,
        text: problemText(words, problem)
      }))
    )}<p>${text}</p>
${textsOf(words, asks)}${
      asks._tag === "Confirmation"
        ? asks.what === "withdrawal"
          ? undefined
          : withdrawal(words, page.action)
        : markup`<form method="post" action="${page.action}">
${fieldsOf(words, page)}<p class="buttons">${yes && button(words, yes)} ${no && button(words, no)}</p>
</form>
`
    }${isUndoable ? withdrawal(words, page.action) : undefined}`
  )
}

/**
 * What was noted, and the way back: to take it back, or to the question. What was taken back is so for good.
 *
 * @category rendering
 * @since 0.1.0
 */
export const noted = (words: Words, action: string, asks: AskedAuthor["asks"]["_tag"], tag: Reply["_tag"]): string => {
  const { text, title } = words.author.noted[tag]
  const known: ReadonlyArray<Reply["_tag"]> = AuthorForm.replies[asks]
  const isYes = tag === known[0] && known.includes("Withdraws")
  const back = markup`<p><a href="${action}">${words.author.back}</a></p>\n`
  return Page.document(
    words,
    title,
    markup`<h1>${title}</h1>
<p role="status">${text}</p>
${tag === "Withdraws" ? undefined : isYes ? withdrawal(words, action) : back}`
  )
}

/**
 * A page that only says something, with what was written, so that it is not lost; and with the way to send it again, when there is
 * an `action`.
 *
 * @category rendering
 * @since 0.1.0
 */
export const kept = (words: Words, notice: Notice, form: Form.Form, action?: string): string => {
  const { text, title } = words.notices[notice]
  const typed: Array<Html> = []
  const hidden: Array<Html> = []
  for (const [name, values] of form)
    for (const { text } of values) {
      if (text.trim() === "") continue
      if (AuthorForm.isTextName(name)) typed.push(keptBox(words, name, text, action === undefined))
      else hidden.push(markup`<input type="hidden" name="${name}" value="${text}">\n`)
    }
  const all = typed.length === 0 ? undefined : markup`<h2>${words.author.kept}</h2>\n${typed}`
  return Page.document(
    words,
    title,
    markup`<h1>${title}</h1>
<p>${text}</p>
${
  action === undefined
    ? all
    : markup`<form method="post" action="${action}">
${all}${hidden}<button type="submit">${words.send}</button>
</form>
`
}`
  )
}

const keptBox = (words: Words, name: AuthorForm.TextName, text: string, isReadOnly: boolean): Html =>
  markup`<label class="why" for="${name}">${words.author.fields[name].label}</label>
<textarea id="${name}" name="${name}" rows="${name === "words" ? 8 : 1}"${isReadOnly ? markup` readonly` : undefined}>
${text}</textarea>
`

const passageOf = ({ author }: Words, asks: AskedAuthor["asks"]): Passage => {
  switch (asks._tag) {
    case "Testimonial":
      return author.testimonial
    case "Consent":
      return author.consent
    case "Referral":
      return author.referral
    case "Reconfirmation":
      return author.reconfirmation
    case "Agreement":
      return author.agreement
    case "Confirmation":
      return author.confirmation[asks.what]
  }
}

/** The words that it is about. Only what can be seen of them: a page of ours says nothing else than it seems to. */
const textsOf = ({ author }: Words, asks: AskedAuthor["asks"]): Html | undefined => {
  switch (asks._tag) {
    case "Consent":
    case "Reconfirmation":
    case "Confirmation":
      return quote(asks.words)
    case "Agreement":
      return markup`<h2>${author.agreement.original}</h2>
${quote(asks.original)}<h2>${author.agreement.edited}</h2>
${quote(asks.edited)}`
    case "Testimonial":
    case "Referral":
      return undefined
  }
}

const quote = (text: string): Html | undefined => {
  const shown = PlainText.shown(text)
  return shown === "" ? undefined : markup`<blockquote dir="auto">${shown}</blockquote>\n`
}

const fieldsOf = (words: Words, page: Asked): Html | undefined => {
  const { asks } = page.asked
  const question = AuthorForm.consentOf(asks, words)
  const fault = page.problems.find(({ at }) => at === "consent")
  const consent =
    question &&
    markup`${fault && beside(words, fault)}${ConsentQuestion.render(question, page.draft, fault && besideId(fault))}`
  return asks._tag === "Testimonial"
    ? markup`${formFields(words, page, AuthorForm.formsOf(asks))}${authorFields(words, page)}${consent}`
    : consent
}

const formFields = (words: Words, page: Asked, forms: ReadonlyArray<FollowUp.TestimonialForm>): Html => {
  const { author } = words
  const box = textBox(words, page)
  const [only, ...others] = forms
  const isOne = others.length === 0
  const wordsBox = box("words", true, 8)
  const own = (form: FollowUp.TestimonialForm): Html =>
    form === "written"
      ? markup``
      : markup`<fieldset>
<legend>${author.forms[form].label}</legend>
${author.forms[form].hint === undefined ? undefined : markup`<p class="hint">${author.forms[form].hint}</p>\n`}${AuthorForm.fieldsOf[
          form
        ].map((name) => box(name, isOne && name !== "study"))}</fieldset>
`
  if (isOne && only !== undefined) return markup`${own(only)}${wordsBox}`
  return markup`${choices(words, page, {
    name: "form",
    legend: author.forms.legend,
    hint: author.forms.only,
    chosen: page.draft.form,
    options: forms.map((form) => [form, author.forms[form].label])
  })}${wordsBox}${forms.map(own)}`
}

const authorFields = (words: Words, page: Asked): Html => {
  const box = textBox(words, page)
  const { author } = words
  return markup`<fieldset>
<legend>${author.about}</legend>
${(["name", "role", "company"] as const).map((name) => box(name, false))}</fieldset>
${choices(words, page, {
  name: "standing",
  legend: author.standing,
  hint: undefined,
  chosen: page.draft.standing,
  options: AuthorForm.Standing.literals.map((standing) => [standing, author.standings[standing]])
})}${box("disclosure", true)}`
}

// No maxlength and no required: a browser would cut a text off without a word, and would not let anybody say no.
const textBox =
  (words: Words, { draft, problems }: Asked) =>
  (name: AuthorForm.TextName, isNeeded: boolean, rows = 1): Html => {
    const { hint, label } = words.author.fields[name]
    const fault = problems.find(({ at }) => at === name)
    const described = [
      ...(fault === undefined ? [] : [besideId(fault)]),
      ...(hint === undefined ? [] : [`hint-${name}`])
    ]
    const common = markup`id="${name}" name="${name}"${
      described.length === 0 ? undefined : markup` aria-describedby="${described.join(" ")}"`
    }${fault === undefined ? undefined : markup` aria-invalid="true"`}`
    return markup`<label class="why" for="${name}">${label}${isNeeded ? undefined : ` (${words.author.optional})`}</label>
${hint === undefined ? undefined : markup`<p class="hint" id="hint-${name}">${hint}</p>\n`}${fault && beside(words, fault)}${
      rows > 1
        ? markup`<textarea ${common} rows="${rows}">
${draft.texts[name]}</textarea>
`
        : markup`<input type="text" ${common} value="${draft.texts[name]}"${autocomplete(name)}>
`
    }`
  }

const autocomplete = (name: AuthorForm.TextName): Html | undefined => {
  const token = { name: "name", role: "organization-title", company: "organization" }[name as string]
  return token === undefined ? undefined : markup` autocomplete="${token}"`
}

const choices = (
  words: Words,
  { problems }: Asked,
  {
    chosen,
    hint,
    legend,
    name,
    options
  }: {
    readonly name: "form" | "standing"
    readonly legend: string
    readonly hint: string | undefined
    readonly chosen: string | undefined
    readonly options: ReadonlyArray<readonly [value: string, label: string]>
  }
): Html => {
  const fault = problems.find(({ at }) => at === name)
  return markup`<fieldset id="${name}"${fault === undefined ? undefined : markup` aria-describedby="${besideId(fault)}"`}>
<legend>${legend}</legend>
${hint === undefined ? undefined : markup`<p class="hint">${hint}</p>\n`}${fault && beside(words, fault)}${options.map(
    ([value, label]) =>
      markup`<label class="box"><input type="radio" name="${name}" value="${value}"${
        value === chosen ? markup` checked` : undefined
      }> <span>${label}</span></label>
`
  )}</fieldset>
`
}

const button = (words: Words, tag: Reply["_tag"]): Html =>
  markup`<button type="submit" name="reply" value="${tag}">${words.author.replies[tag]}</button>`

const withdrawal = (words: Words, action: string): Html => markup`<form method="post" action="${action}" class="back">
<p>${words.author.withdrawing}</p>
${button(words, "Withdraws")}
</form>
`

const problemId = ({ at }: AuthorForm.Problem): string => `problem-${at}`
const besideId = ({ at }: AuthorForm.Problem): string => `fault-${at}`

const labelOf = ({ author, consent }: Words, at: AuthorForm.Problem["at"]): string | undefined => {
  switch (at) {
    case "page":
      return undefined
    case "form":
      return author.forms.legend
    case "standing":
      return author.standing
    case "consent":
      return consent.what
    default:
      return author.fields[at].label
  }
}

const faultText = ({ author }: Words, problem: AuthorForm.Problem): string =>
  problem.fault === "too long" ? author.tooLong(AuthorForm.most(problem.at)) : author.faults[problem.fault]

const problemText = (words: Words, problem: AuthorForm.Problem): string => {
  const label = labelOf(words, problem.at)
  const text = faultText(words, problem)
  if (label === undefined) return text
  return /[?؟？]$/.test(label) ? `${label} ${text}` : words.author.labelled(label, text)
}

const beside = (words: Words, problem: AuthorForm.Problem): Html =>
  markup`<p class="fault" id="${besideId(problem)}">${faultText(words, problem)}</p>\n`
