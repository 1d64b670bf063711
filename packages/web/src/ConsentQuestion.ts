/**
 * ConsentQuestion: in which words is an author asked what of theirs may be shown, and where?
 *
 * The page and the wording that is recorded with a yes are made of the same texts, so that the record says what was read.
 * Source: GDPR Art. 7 (a request of its own, in plain language; as easy to withdraw as to give; demonstrable).
 *
 * @since 0.1.0
 */
import type * as Consent from "@temoin/core/Consent"
import { createHash } from "node:crypto"
import { type Html, markup } from "./Html.ts"
import type { Words } from "./Words.ts"

/**
 * A box that can be ticked; none is ticked until its reader does it.
 *
 * @category models
 * @since 0.1.0
 */
export interface Box<A> {
  readonly value: A
  readonly label: string
}

/**
 * The question: what may be shown (`scopes`), and where. Of a single place nobody is asked twice: `what` names it, and `where` is
 * `undefined`.
 *
 * @category models
 * @since 0.1.0
 */
export interface ConsentQuestion {
  readonly version: string
  readonly locale: string
  readonly what: string
  readonly free: string
  readonly scopes: ReadonlyArray<Box<Consent.Scope>>
  readonly where: string | undefined
  readonly places: ReadonlyArray<Box<Consent.Place>>
  readonly takeBack: string
}

/**
 * The question in the words of one language.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (
  { consent, lang }: Words,
  scopes: ReadonlyArray<Consent.Scope>,
  places: ReadonlyArray<Consent.Place>
): ConsentQuestion => {
  const [first = "", ...others] = places
  return {
    version: consent.version,
    locale: lang,
    what: others.length === 0 ? consent.whatAt(first) : consent.what,
    free: consent.free,
    scopes: scopes.map((scope) => ({ value: scope, label: consent.scopes[scope] })),
    where: others.length === 0 ? undefined : consent.where,
    places: others.length === 0 ? [] : places.map((place) => ({ value: place, label: place })),
    takeBack: consent.takeBack
  }
}

/**
 * Every text of it in reading order, a line each: as it is on the page, so it is recorded.
 *
 * @category conversions
 * @since 0.1.0
 */
export const wording = (self: ConsentQuestion): Consent.Wording => ({
  version: self.version,
  locale: self.locale,
  words: [
    self.what,
    self.free,
    ...self.scopes.map(({ label }) => label),
    ...(self.where === undefined ? [] : [self.where]),
    ...self.places.map(({ label }) => label),
    self.takeBack
  ].join("\n")
})

/**
 * A short name of exactly this wording. The page sends it back, and so it is known which question was read, though the words, the
 * places or the reader's language have changed since.
 *
 * @category conversions
 * @since 0.1.0
 */
export const fingerprint = (self: ConsentQuestion): string => {
  const { locale, version, words } = wording(self)
  return createHash("sha256")
    .update(JSON.stringify([version, locale, words]))
    .digest("base64url")
    .slice(0, 22)
}

/**
 * The question as a part of a form, with these boxes ticked. `described`: the id of what is wrong with it.
 *
 * @category rendering
 * @since 0.1.0
 */
export const render = (
  self: ConsentQuestion,
  ticked: { readonly scopes: ReadonlyArray<string>; readonly places: ReadonlyArray<string> },
  described: string | undefined
): Html => markup`<div class="consent">
<fieldset id="consent" aria-describedby="${described === undefined ? "free" : `${described} free`}">
<legend>${self.what}</legend>
<p class="hint" id="free">${self.free}</p>
${self.scopes.map((box) => checkbox("scope", box, ticked.scopes))}</fieldset>
${
  self.where === undefined
    ? undefined
    : markup`<fieldset>
<legend>${self.where}</legend>
${self.places.map((box) => checkbox("place", box, ticked.places))}</fieldset>
`
}<p class="hint">${self.takeBack}</p>
<input type="hidden" name="wording" value="${fingerprint(self)}">
</div>
`

const checkbox = (name: string, { label, value }: Box<string>, ticked: ReadonlyArray<string>): Html =>
  markup`<label class="box"><input type="checkbox" name="${name}" value="${value}"${
    ticked.includes(value) ? markup` checked` : undefined
  }> <span>${label}</span></label>
`
