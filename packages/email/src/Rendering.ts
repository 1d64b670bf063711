/**
 * Rendering: how does a message look in the reader's mailbox?
 *
 * Pure. A message becomes a list of parts once, and the parts are printed twice, as HTML and as text, so both
 * alternatives say the same. No tracking pixel, no web fonts, and no image but a logo that is asked for: what is read is what was sent.
 *
 * @since 0.1.0
 */
import type * as Message from "@temoin/core/Message"
import * as Instant from "@temoin/core/Instant"
import * as Period from "@temoin/core/Period"
import * as Score from "@temoin/core/Score"
import * as Result from "effect/Result"
import * as Direction from "./Direction.ts"
import * as Html from "./Html.ts"
import * as Language from "./Language.ts"
import * as Link from "./Link.ts"
import * as Look from "./Look.ts"
import * as Quote from "./Quote.ts"
import type { Wording } from "./Wording.ts"

/**
 * A message ready to be sent: the subject line, and the same content as HTML and as text.
 *
 * @category models
 * @since 0.1.0
 */
export interface Rendered {
  readonly subject: string
  readonly html: string
  readonly text: string
}

/**
 * The message in the language of its `locale` ("fr-CA" in French; English when we do not have the language) or in a wording
 * of your own, in the company's look (default none). Throws a `BadLink` when a link is not an http(s) URL, which is a mistake in the
 * program that made it; `renderResult` returns it instead.
 *
 * @example Rendering.render({ _tag: "ThankYou", locale: "fr", optOutUrl: "https://example.com/o", score: 9 }).subject // => "Merci pour votre réponse"
 * @category rendering
 * @since 0.1.0
 */
export const render = (message: Message.Message, look: Look.Look = {}, wording?: Wording): Rendered =>
  Result.getOrThrow(renderResult(message, look, wording))

/**
 * The same as `render`, with the unusable link as a failure.
 *
 * @category rendering
 * @since 0.1.0
 */
export const renderResult = (
  message: Message.Message,
  look: Look.Look = {},
  wording: Wording = Language.forLocale(message.locale, look.formality)
): Result.Result<Rendered, Link.BadLink> =>
  Result.gen(function* () {
    const optOutUrl = yield* Link.check("opt-out", message.optOutUrl)
    // The highest score makes the longest address.
    if (isAsk(message)) yield* Link.check("answer", `${message.answerUrl}10`)
    if ("authorUrl" in message) yield* Link.check("author", message.authorUrl)
    if (message._tag === "ReviewRequest") yield* Link.check("review", message.url)
    if (look.logo !== undefined) yield* Link.check("logo", look.logo.url)
    const letter = compose(message, wording, look, optOutUrl)
    return { subject: letter.subject, html: printHtml(letter), text: printText(letter) }
  })

/**
 * In which of its two alternatives a message, however it was rendered, forgets the way out; empty when it is in both.
 *
 * @example Rendering.withoutWayOut({ subject: "Hi", html: "<p>Hi</p>", text: "https://example.com/o" }, "https://example.com/o") // => ["HTML"]
 * @category validation
 * @since 0.1.0
 */
export const withoutWayOut = ({ html, text }: Rendered, optOutUrl: string): ReadonlyArray<"HTML" | "text"> => [
  ...(html.replaceAll("&amp;", "&").includes(optOutUrl) ? [] : (["HTML"] as const)),
  ...(text.includes(optOutUrl) ? [] : (["text"] as const))
]

type Part =
  | { readonly _tag: "Words"; readonly text: string }
  | { readonly _tag: "Question"; readonly text: string }
  | { readonly _tag: "Scale"; readonly answerUrl: string; readonly low: string; readonly high: string }
  | { readonly _tag: "Page"; readonly label: string; readonly url: string }
  | { readonly _tag: "Choices"; readonly lead: string; readonly items: ReadonlyArray<string> }
  | { readonly _tag: "Quote"; readonly lead: string; readonly lines: ReadonlyArray<string> }

interface Letter {
  readonly language: string
  readonly dir: Direction.Direction
  readonly subject: string
  readonly parts: ReadonlyArray<Part>
  readonly accent: string
  readonly brand: string | undefined
  readonly logo: Look.Logo | undefined
  readonly signature: ReadonlyArray<string>
  readonly why: string
  readonly optOut: { readonly lead: string; readonly label: string; readonly url: string }
}

const words = (text: string): Part => ({ _tag: "Words", text })
const question = (text: string): Part => ({ _tag: "Question", text })
const page = (label: string, url: string): Part => ({ _tag: "Page", label, url })
const choices = (lead: string, items: ReadonlyArray<string>): Part => ({ _tag: "Choices", lead, items })

const quote = (lead: string, { isCut, lines }: Quote.Quote, wording: Wording): ReadonlyArray<Part> => [
  { _tag: "Quote", lead, lines },
  ...(isCut ? [words(wording.cut)] : [])
]

type Ask = Extract<Message.Message, { readonly _tag: "Invitation" | "Reminder" }>

const isAsk = (message: Message.Message): message is Ask => message._tag === "Invitation" || message._tag === "Reminder"

const compose = (message: Message.Message, wording: Wording, look: Look.Look, optOutUrl: string): Letter => {
  const { dir, language } = wording
  const { subject, parts } = content(message, wording)
  const brand = isolated(look.brand, dir)
  return {
    language,
    dir,
    subject,
    parts: [words(wording.greeting(isolated(addressable(message.name), dir))), ...parts],
    accent: Look.accent(look),
    brand,
    logo: look.logo,
    signature: look.signature?.split("\n").map((line) => Direction.isolate(line, dir)) ?? [],
    why: why(message, wording)(brand),
    optOut: { lead: wording.optOut, label: wording.unsubscribe, url: optOutUrl }
  }
}

const isolated = (name: string | undefined, within: Direction.Direction): string | undefined =>
  name === undefined ? undefined : Direction.isolate(name, within)

const placesOf = ({ places }: { readonly places: ReadonlyArray<string> }, { dir }: Wording): ReadonlyArray<string> =>
  places.map((place) => Direction.isolate(place, dir))

const why = (message: Message.Message, wording: Wording): Wording["whyAsked"] => {
  if (isAsk(message) || message._tag === "ReviewRequest") return wording.whyAsked
  return "authorUrl" in message ? wording.whyAuthor : wording.whyAnswered
}

const content = (
  message: Message.Message,
  wording: Wording
): { readonly subject: string; readonly parts: ReadonlyArray<Part> } => {
  switch (message._tag) {
    case "Invitation":
      return asking(message, wording, wording.invitation)
    case "Reminder":
      return asking(message, wording, wording.reminder)
    case "ThankYou": {
      const { lead, more, subject } = wording.thankYou
      return { subject, parts: [words(lead), words(more[Score.category(message.score)])] }
    }
    case "ContactRequest": {
      const { ask, lead, subject } = wording.contactRequest[message.topic]
      return { subject, parts: [words(lead), question(ask), words(wording.contactReply)] }
    }
    case "TestimonialRequest": {
      const { ask, forms, label, offer, subject, use } = wording.testimonialRequest
      // No form named leaves the one that asks least.
      const offered = message.forms.length === 0 ? (["written"] as const) : message.forms
      return {
        subject,
        parts: [
          ...recalled(message, wording),
          question(ask),
          choices(
            offer,
            offered.map((form) => forms[form])
          ),
          words(use),
          page(label, message.authorUrl),
          words(wording.no)
        ]
      }
    }
    case "ConsentRequest": {
      const { ask, free, label, scopes, subject, what, where } = wording.consentRequest
      return {
        subject,
        parts: [
          ...recalled(message, wording),
          ...quote(wording.quoted, Quote.make(message.words), wording),
          question(ask),
          choices(
            what,
            message.scopes.map((scope) => scopes[scope])
          ),
          choices(where, placesOf(message, wording)),
          words(free),
          page(label, message.authorUrl),
          words(wording.no)
        ]
      }
    }
    case "ReferralRequest": {
      const { ask, how, label, subject } = wording.referralRequest
      return {
        subject,
        parts: [
          ...recalled(message, wording),
          question(ask),
          words(how),
          page(label, message.authorUrl),
          words(wording.no)
        ]
      }
    }
    case "ReconfirmationRequest": {
      const { ask, label, lead, no, subject } = wording.reconfirmationRequest
      return {
        subject,
        parts: [
          words(lead),
          ...quote(wording.quoted, Quote.make(message.words), wording),
          question(ask),
          page(label, message.authorUrl),
          words(no)
        ]
      }
    }
    case "AgreementRequest": {
      const { ask, edited, label, lead, no, subject, yours } = wording.agreementRequest
      const [before, after] = Quote.pair(message.original, message.edited)
      return {
        subject,
        parts: [
          words(lead),
          ...quote(yours, before, wording),
          ...quote(edited, after, wording),
          question(ask),
          page(label, message.authorUrl),
          words(no),
          words(wording.until(lastSureDay(message.until, wording.language)))
        ]
      }
    }
    case "Confirmation": {
      const { label, lead, next, nowhere, places, subject } = wording.confirmation[message.what]
      return {
        subject,
        parts: [
          words(lead),
          ...quote(wording.quoted, Quote.make(message.words), wording),
          message.places.length === 0 ? words(nowhere) : choices(places, placesOf(message, wording)),
          words(next),
          page(label, message.authorUrl)
        ]
      }
    }
    case "ReviewRequest": {
      const { honest, label, lead, open, subject } = wording.reviewRequest
      const site = Direction.isolate(message.site, wording.dir)
      return {
        subject: subject(site),
        parts: [words(lead(site)), words(honest), page(label(site), message.url), words(open(site))]
      }
    }
  }
}

const recalled = ({ score }: { readonly score?: Score.Score }, wording: Wording): ReadonlyArray<Part> =>
  score === undefined ? [] : [words(wording.recall(score))]

const asking = (message: Ask, wording: Wording, { lead, subject }: Wording["invitation"]) => {
  const about = isolated(message.subject, wording.dir)
  return {
    subject: subject(about),
    parts: [
      words(lead),
      question(wording.question(about)),
      { _tag: "Scale", answerUrl: message.answerUrl, low: wording.low, high: wording.high } as const,
      words(wording.until(lastSureDay(message.expiresAt, wording.language)))
    ]
  }
}

// We do not know the reader's zone here. The day that is over everywhere on Earth (UTC-12 is last) when the links stop
// working is one we can promise; the day in UTC would promise some readers hours that they do not have.
const lastSureDay = (expiresAt: Instant.Instant, language: string): string =>
  daysIn(language).format(Math.max(Instant.first, expiresAt - Period.nominalMillis("36 hours")))

/** Making one costs more than a whole mail. */
const dayFormats = new Map<string, Intl.DateTimeFormat>()

const daysIn = (language: string): Intl.DateTimeFormat => {
  const known = dayFormats.get(language)
  if (known !== undefined) return known
  // The digits of the buttons and links, where a language has others as well.
  const made = new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC", numberingSystem: "latn" })
  dayFormats.set(language, made)
  return made
}

const longestGreeting = 80

// A mailbox turns "evil.example" in a greeting into a link, and sign-up forms are used to send strangers such greetings
// from honest senders. A name that is no name for a greeting is left out of it; the message still goes to that name.
const addressable = (name: string | undefined): string | undefined =>
  name === undefined || name.length > longestGreeting || /:\/\/|@|\.\p{L}{2}/u.test(name) ? undefined : name

const font = "Arial,sans-serif"

// For mail programs that read it; for the others the styles at the tags are enough. The colours of the pages at night.
const night = `<style>@media (prefers-color-scheme:dark){.p{background:#15171c!important;color:#f1f2f4!important}.q,.q a{color:#b6bcc8!important}}</style>`

const printHtml = (letter: Letter): string => {
  const { brand, logo, optOut, signature } = letter
  const small = `<p class="q" style="margin:0 0 8px;font-size:13px;color:#555">`
  const top =
    brand === undefined
      ? ""
      : `<p class="q" style="margin:0 0 16px;font-weight:bold;color:#555">${logo === undefined ? Html.escape(brand) : picture(logo, brand)}</p>`
  const bottom = signature.length === 0 ? "" : `${small}${signature.map(Html.escape).join("<br>")}</p>`
  const reading = `lang="${Html.escape(letter.language)}" dir="${letter.dir}"`
  return [
    `<!doctype html><html ${reading}><head><meta charset="utf-8">`,
    `<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">${night}<title>${Html.escape(letter.subject)}</title></head>`,
    `<body class="p" style="margin:0;background:#fff"><table role="presentation" width="100%" cellspacing="0" cellpadding="0" border="0">`,
    // Once more here, since webmail keeps neither the page's own tag nor its attributes.
    `<tr><td ${reading} class="p" style="padding:16px;font:16px/1.5 ${font};color:#222"><div style="max-width:528px">`,
    top,
    ...letter.parts.map((part) => partHtml(part, letter)),
    `<div style="margin-top:24px;padding-top:12px;border-top:1px solid #ddd">`,
    bottom,
    `${small}${Html.escape(letter.why)}</p>`,
    `${small}${Html.escape(optOut.lead)}<br><a href="${Html.escape(optOut.url)}" style="display:inline-block;line-height:44px;color:#222">${Html.escape(optOut.label)}</a></p>`,
    `</div></div></td></tr></table></body></html>`
  ].join("\n")
}

// The words in its place look as they do without it.
const picture = ({ height, url, width }: Look.Logo, brand: string): string =>
  `<img src="${Html.escape(url)}" width="${width}" height="${height}" alt="${Html.escape(brand)}" style="display:block;border:0;max-width:100%;height:auto">`

const partHtml = (part: Part, letter: Letter): string => {
  const { accent } = letter
  const start = letter.dir === "ltr" ? "left" : "right"
  switch (part._tag) {
    case "Words":
      return `<p style="margin:0 0 16px">${Html.escape(part.text)}</p>`
    case "Question":
      return `<p style="margin:0 0 16px;font-size:20px;font-weight:bold">${Html.escape(part.text)}</p>`
    case "Choices":
      return `<p style="margin:0">${Html.escape(part.lead)}</p><ul style="margin:0 0 16px">${part.items
        .map((item) => `<li>${Html.escape(item)}</li>`)
        .join("")}</ul>`
    case "Quote":
      return `<p style="margin:0">${Html.escape(part.lead)}</p><blockquote dir="auto" style="margin:0 0 16px;padding:0 12px;border-${start}:3px solid #ddd">${part.lines.map(Html.escape).join("<br>")}</blockquote>`
    case "Page":
      return `<table role="presentation" cellspacing="0" cellpadding="0" border="0" style="margin:0 0 16px"><tr><td bgcolor="${accent}"><a href="${Html.escape(part.url)}" style="display:block;padding:12px 20px;color:${Look.textOn(accent)};font:bold 16px/20px ${font};text-decoration:none">${Html.escape(part.label)}</a></td></tr></table>`
    case "Scale":
      return [
        buttons(Score.scale.slice(0, 6), part.answerUrl, accent, start),
        buttons(Score.scale.slice(6), part.answerUrl, accent, start),
        `<p class="q" style="clear:both;margin:0 0 16px;padding-top:8px;font-size:14px;color:#555">0 = ${Html.escape(part.low)}<br>10 = ${Html.escape(part.high)}</p>`
      ].join("\n")
  }
}

// Two tables that float: side by side where there is room for eleven buttons of 44 pixels, one under the other on a
// phone, without a media query, which not every mail program reads. They begin where the reader begins: 0 is at the right in
// Arabic. Each end is named with its number below them, so that neither order is misread.
const buttons = (
  scores: ReadonlyArray<Score.Score>,
  answerUrl: string,
  accent: string,
  start: "left" | "right"
): string => {
  const style = `display:block;color:${Look.textOn(accent)};font:bold 16px/44px ${font};text-align:center;text-decoration:none`
  const cells = scores.map(
    (score) =>
      `<td width="44" height="44" bgcolor="${accent}"><a href="${Html.escape(`${answerUrl}${score}`)}" style="${style}">${score}</a></td>`
  )
  return `<table role="presentation" align="${start}" cellspacing="2" cellpadding="0" border="0"><tr>\n${cells.join("\n")}\n</tr></table>`
}

const printText = (letter: Letter): string => {
  const { brand, optOut, signature } = letter
  return [
    ...(brand === undefined ? [] : [brand]),
    ...letter.parts.map(partText),
    "----",
    ...(signature.length === 0 ? [] : [signature.join("\n")]),
    letter.why,
    `${optOut.lead}\n${optOut.label}\n${optOut.url}\n`
  ].join("\n\n")
}

const partText = (part: Part): string => {
  switch (part._tag) {
    case "Words":
    case "Question":
      return part.text
    case "Choices":
      return [part.lead, ...part.items.map((item) => `- ${item}`)].join("\n")
    case "Quote":
      return [part.lead, ...part.lines.map((line) => `> ${line}`)].join("\n")
    case "Page":
      return `${part.label}\n${part.url}`
    case "Scale":
      return [
        `0 = ${part.low}`,
        `10 = ${part.high}`,
        "",
        ...Score.scale.map((score) => `${score}: ${part.answerUrl}${score}`)
      ].join("\n")
  }
}
