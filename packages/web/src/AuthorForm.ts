/**
 * AuthorForm: what does the author of praise reply, and what of it cannot be taken?
 *
 * Nothing that was typed is dropped: what cannot be taken stands in the form again, with what is wrong beside it.
 *
 * @since 0.1.0
 */
import * as Consent from "@temoin/core/Consent"
import * as Contact from "@temoin/core/Contact"
import * as FollowUp from "@temoin/core/FollowUp"
import * as PlainText from "@temoin/core/PlainText"
import type { AskedAuthor, Reply } from "@temoin/core/ports/Intake"
import * as Review from "@temoin/core/Review"
import type * as Testimonial from "@temoin/core/Testimonial"
import * as Text from "@temoin/core/Text"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as ConsentQuestion from "./ConsentQuestion.ts"
import * as Form from "./Form.ts"
import type { Words } from "./Words.ts"

/**
 * The fields that are typed into, by their name. `video`, `poster`, `captions`, `study`: addresses. `language`: of the captions.
 *
 * @category models
 * @since 0.1.0
 */
export type TextName =
  | "words"
  | "video"
  | "poster"
  | "captions"
  | "language"
  | "title"
  | "study"
  | "name"
  | "role"
  | "company"
  | "disclosure"

/**
 * What an author can be to the company.
 *
 * @category models
 * @since 0.1.0
 */
export const Standing = Schema.Literals(["customer", "employee", "owner", "partner", "family", "other"])
/** @since 0.1.0 */
export type Standing = Testimonial.Relationship["is"]

/**
 * The form as its author left it. The boxes are those that are ticked.
 *
 * @category models
 * @since 0.1.0
 */
export interface Draft {
  readonly texts: Readonly<Record<TextName, string>>
  readonly form: FollowUp.TestimonialForm | undefined
  readonly standing: Standing | undefined
  readonly scopes: ReadonlyArray<string>
  readonly places: ReadonlyArray<string>
}

/**
 * What can be wrong.
 *
 * - `other kind`: something stands in a field of another kind of testimonial than the one that was chosen.
 * - `only a customer`: a disclosure, and yet "a customer".
 * - `nothing ticked`, `no place`, `no scope`: a yes to nothing, to something nowhere, to nothing somewhere.
 * - `question changed`: the page that was read asked something else than we ask now.
 * - `no reply`: no button of this page was pressed.
 *
 * @category models
 * @since 0.1.0
 */
export type Fault =
  | "missing"
  | "unreadable"
  | "too long"
  | "no address"
  | "no language"
  | "other kind"
  | "only a customer"
  | "nothing ticked"
  | "no place"
  | "no scope"
  | "question changed"
  | "no reply"

/**
 * Where it is wrong, and what.
 *
 * @category models
 * @since 0.1.0
 */
export type Problem =
  | { readonly at: TextName; readonly fault: "too long" }
  | { readonly at: TextName | "form" | "standing" | "consent" | "page"; readonly fault: Exclude<Fault, "too long"> }

/**
 * A reply that cannot be taken.
 *
 * @category models
 * @since 0.1.0
 */
export interface Invalid {
  readonly problems: ReadonlyArray<Problem>
  readonly draft: Draft
}

/**
 * The replies that a page takes, by what it asks: a yes first, then a no, then what takes back what was said before.
 *
 * @category models
 * @since 0.1.0
 */
export const replies = {
  Testimonial: ["Testimonial", "Declines", "Withdraws"],
  Consent: ["Consent", "Declines", "Withdraws"],
  Referral: ["Refers", "Declines"],
  Reconfirmation: ["Stands", "StandsNot", "Withdraws"],
  Agreement: ["Agrees", "Refuses", "Withdraws"],
  Confirmation: ["Withdraws"]
} as const satisfies Record<AskedAuthor["asks"]["_tag"], ReadonlyArray<Reply["_tag"]>>

/**
 * The form before anybody typed: with the words and the name that we know.
 *
 * @category constructors
 * @since 0.1.0
 */
export const blank = ({ asks, name }: AskedAuthor, words: Words): Draft => ({
  texts: {
    words: asks._tag === "Testimonial" ? Option.getOrElse(asks.words, () => "") : "",
    video: "",
    poster: "",
    captions: "",
    language: words.lang,
    title: "",
    study: "",
    name: Option.getOrElse(name, () => ""),
    role: "",
    company: "",
    disclosure: ""
  },
  form: undefined,
  standing: undefined,
  scopes: [],
  places: []
})

/**
 * The forms of a testimonial that are asked for; written words where none is named.
 *
 * @category getters
 * @since 0.1.0
 */
export const formsOf = (
  asks: Extract<AskedAuthor["asks"], { readonly _tag: "Testimonial" }>
): ReadonlyArray<FollowUp.TestimonialForm> => (asks.forms.length === 0 ? ["written"] : asks.forms)

/**
 * The question about consent on this page; `undefined` where it asks for none.
 *
 * @category getters
 * @since 0.1.0
 */
export const consentOf = (asks: AskedAuthor["asks"], words: Words): ConsentQuestion.ConsentQuestion | undefined => {
  if (asks._tag === "Consent") return ConsentQuestion.make(words, asks.scopes, asks.places)
  if (asks._tag !== "Testimonial" || asks.places.length === 0) return undefined
  const video: ReadonlyArray<Consent.Scope> = formsOf(asks).includes("video") ? ["video"] : []
  return ConsentQuestion.make(words, ["quote", ...video, "name", "company"], asks.places)
}

/**
 * The fields that only one form of a testimonial has.
 *
 * @category models
 * @since 0.1.0
 */
export const fieldsOf = {
  written: [],
  video: ["video", "poster", "captions", "language"],
  "case study": ["title", "study"]
} as const satisfies Record<FollowUp.TestimonialForm, ReadonlyArray<TextName>>

const line = { most: 300, is: Schema.is(Text.Line), otherwise: "unreadable" } as const
const address = { most: 900, is: Schema.is(Review.Url), otherwise: "no address" } as const

const rules: Readonly<
  Record<
    TextName,
    { readonly most: number; readonly is: (text: string) => boolean; readonly otherwise: Exclude<Fault, "too long"> }
  >
> = {
  words: { most: Form.longestComment, is: Schema.is(PlainText.Words), otherwise: "missing" },
  video: address,
  poster: address,
  captions: address,
  language: { most: 300, is: Schema.is(Contact.Locale), otherwise: "no language" },
  title: line,
  study: address,
  name: line,
  role: line,
  company: line,
  disclosure: line
}

/**
 * Is this the name of a field that is typed into?
 *
 * @category guards
 * @since 0.1.0
 */
export const isTextName = (name: string): name is TextName => Object.hasOwn(rules, name)

const names = Object.keys(rules).filter(isTextName)

/**
 * The most that a field takes. Unit: UTF-16 code units.
 *
 * @category getters
 * @since 0.1.0
 */
export const most = (name: TextName): number => rules[name].most

/**
 * The reply in a form that was sent from the page for what was asked. `words`: the reader's language now; `languages`: all that the
 * page may have been read in. `locale`: of what the author writes.
 *
 * @category parsing
 * @since 0.1.0
 */
export const read = (
  { asks, locale, ...asked }: AskedAuthor,
  form: Form.Form,
  words: Words,
  languages: Iterable<Words>
): Result.Result<Reply, Invalid> => {
  const known: ReadonlyArray<Reply["_tag"]> = replies[asks._tag]
  const pressed = Form.field(form, "reply").text
  const tag = known.find((one) => one === pressed)
  const typed = draftOf(form, blank({ asks, locale, ...asked }, words))
  if (tag === undefined) return Result.fail({ problems: [{ at: "page", fault: "no reply" }], draft: typed })
  if (tag !== "Testimonial" && tag !== "Consent") return Result.succeed({ _tag: tag })

  const consent = readConsent(asks, typed, form, languages)
  // A box that is ticked under one question is not ticked under another.
  const isUnread = Result.isFailure(consent) && consent.failure.fault === "question changed"
  const draft = isUnread ? { ...typed, scopes: [], places: [] } : typed
  if (tag === "Consent") {
    if (Result.isFailure(consent)) return Result.fail({ problems: [consent.failure], draft })
    return consent.success === undefined
      ? Result.fail({ problems: [{ at: "consent", fault: "nothing ticked" }], draft })
      : Result.succeed({ _tag: "Consent", ...consent.success })
  }

  const problems: Array<Problem> = []
  const text: TextOf = (name, isNeeded) => {
    const typed = name === "words" ? draft.texts.words : draft.texts[name].trim()
    const problem = problemOf(name, typed, Form.field(form, name).readable, isNeeded)
    if (problem !== undefined) problems.push(problem)
    return problem === undefined && typed.trim() !== "" ? typed : undefined
  }
  const content = asks._tag === "Testimonial" ? readContent(formsOf(asks), draft, text, problems) : undefined
  const [name, role, company] = [text("name", false), text("role", false), text("company", false)]
  const relationship = readRelationship(draft, text, problems)
  if (Result.isFailure(consent)) problems.push(consent.failure)
  if (content === undefined || relationship === undefined || Result.isFailure(consent) || problems.length > 0) {
    return Result.fail({ problems, draft })
  }
  return Result.succeed({
    _tag: "Testimonial",
    content,
    locale: Option.getOrElse(Option.filter(locale, Schema.is(Contact.Locale)), () => words.lang),
    author: {
      ...(name !== undefined && { name }),
      ...(role !== undefined && { role }),
      ...(company !== undefined && { company })
    },
    relationship,
    ...(consent.success !== undefined && { consent: consent.success })
  })
}

const problemOf = (at: TextName, typed: string, isReadable: boolean, isNeeded: boolean): Problem | undefined => {
  const { is, most, otherwise } = rules[at]
  if (!isReadable) return { at, fault: "unreadable" }
  if (typed.trim() === "") return isNeeded ? { at, fault: "missing" } : undefined
  if (typed.length > most) return { at, fault: "too long" }
  return is(typed) ? undefined : { at, fault: otherwise }
}

type TextOf = (name: TextName, isNeeded: boolean) => string | undefined

const readContent = (
  forms: ReadonlyArray<FollowUp.TestimonialForm>,
  draft: Draft,
  text: TextOf,
  problems: Array<Problem>
): Testimonial.Content | undefined => {
  const [only, ...others] = forms
  const form = others.length === 0 ? only : draft.form
  if (form === undefined) problems.push({ at: "form", fault: "missing" })
  const isElsewhere = forms.some(
    (other) => other !== form && fieldsOf[other].some((name) => name !== "language" && draft.texts[name].trim() !== "")
  )
  if (form !== undefined && isElsewhere) problems.push({ at: "form", fault: "other kind" })
  const words = text("words", true)
  switch (form) {
    case "written":
      return words === undefined ? undefined : { _tag: "Written", words }
    case "video": {
      const [url, poster] = [text("video", true), text("poster", true)]
      const [captions, locale] = [text("captions", true), text("language", true)]
      return words === undefined ||
        url === undefined ||
        poster === undefined ||
        captions === undefined ||
        locale === undefined
        ? undefined
        : { _tag: "Video", url, poster, captions: [{ locale, url: captions }], words }
    }
    case "case study": {
      const [title, url] = [text("title", true), text("study", false)]
      return words === undefined || title === undefined
        ? undefined
        : { _tag: "CaseStudy", title, words, ...(url !== undefined && { url }) }
    }
    case undefined:
      return undefined
  }
}

const readRelationship = (
  { standing, texts }: Draft,
  text: TextOf,
  problems: Array<Problem>
): Testimonial.Relationship | undefined => {
  if (standing === undefined) problems.push({ at: "standing", fault: "missing" })
  if (standing === undefined || standing === "customer") {
    if (standing === "customer" && texts.disclosure.trim() !== "") {
      problems.push({ at: "disclosure", fault: "only a customer" })
    }
    return standing && { is: standing }
  }
  const disclosure = text("disclosure", true)
  return disclosure === undefined ? undefined : { is: standing, disclosure }
}

/** `undefined`: nothing is ticked, which agrees to nothing. */
const readConsent = (
  asks: AskedAuthor["asks"],
  draft: Draft,
  form: Form.Form,
  languages: Iterable<Words>
): Result.Result<
  Pick<Extract<Reply, { readonly _tag: "Consent" }>, "scopes" | "places" | "wording"> | undefined,
  Problem
> => {
  if (draft.scopes.length === 0 && draft.places.length === 0) return Result.succeed(undefined)
  const read = Form.field(form, "wording").text
  const question = [...languages]
    .map((words) => consentOf(asks, words))
    .find((one) => one !== undefined && ConsentQuestion.fingerprint(one) === read)
  const wrong = (fault: Exclude<Fault, "too long">) => Result.fail({ at: "consent", fault } as const)
  if (question === undefined) return wrong("question changed")
  const [scope, ...scopes] = question.scopes.flatMap(({ value }) => (draft.scopes.includes(value) ? [value] : []))
  const offered = asks._tag === "Testimonial" || asks._tag === "Consent" ? asks.places : []
  const [place, ...places] = offered.filter((one) => question.where === undefined || draft.places.includes(one))
  if (scope === undefined) return wrong("no scope")
  if (place === undefined) return wrong("no place")
  return Result.succeed({
    scopes: [scope, ...scopes],
    places: [place, ...places],
    wording: ConsentQuestion.wording(question)
  })
}

const draftOf = (form: Form.Form, blank: Draft): Draft => {
  const texts = names.map((name) => [name, form.has(name) ? Form.field(form, name).text : blank.texts[name]] as const)
  const all = (name: string) => (form.get(name) ?? []).map(({ text }) => text)
  const [chosen, standing] = [Form.field(form, "form").text, Form.field(form, "standing").text]
  return {
    texts: { ...blank.texts, ...Object.fromEntries(texts) },
    form: FollowUp.TestimonialForm.literals.find((one) => one === chosen),
    standing: Standing.literals.find((one) => one === standing),
    scopes: all("scope"),
    places: all("place")
  }
}
