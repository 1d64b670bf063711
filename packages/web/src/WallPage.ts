/**
 * WallPage: how does a wall stand on somebody's page?
 *
 * With all that must stand beside it: the label of a selection, and the notes on each testimonial. Every text is a stranger's, and
 * stands there as text.
 *
 * @since 0.1.0
 */
import * as Instant from "@temoin/core/Instant"
import * as Reason from "@temoin/core/Reason"
import * as Review from "@temoin/core/Review"
import * as ReviewMarkup from "@temoin/core/ReviewMarkup"
import * as Wall from "@temoin/core/Wall"
import * as Schema from "effect/Schema"
import { type Html, markup } from "./Html.ts"
import * as Page from "./Page.ts"
import type { Words } from "./Words.ts"

/**
 * The wall as data that goes into JSON, for whoever draws it: `label` and the `notes` must stand on it. Without the time at which it
 * was made, so that the same wall is the same text; and without the ids of testimonials, which may hold the number of an order or
 * whatever else the company calls what its customers did.
 *
 * @category conversions
 * @since 0.1.0
 */
export const data = (words: Words, view: Wall.View): object => ({
  ...view,
  at: undefined,
  lang: words.lang,
  label: Wall.label(view, spoken(words)),
  shown: view.shown.map((one) => ({ ...one, testimonial: undefined, notes: Wall.notes(one, spoken(words)) }))
})

/**
 * The wall as a page to embed; with schema.org markup in it, when it is said what the testimonials are about.
 *
 * @category rendering
 * @since 0.1.0
 */
export const page = (words: Words, view: Wall.View, subject: ReviewMarkup.Subject | undefined): string => {
  const { wall } = words
  const label = Wall.label(view, spoken(words))
  const title = label ?? wall.title
  const { average, count, policyUrl, shown } = view
  return Page.document(
    words,
    title,
    markup`<h1${label === undefined ? undefined : inCore(words)}>${title}</h1>
${count === undefined ? undefined : markup`<p>${wall.count(count)}</p>\n`}${
      average &&
      markup`<p>${wall.average(average.stars.toLocaleString(words.lang, { maximumFractionDigits: 2 }), average.n)}</p>\n`
    }${shown.length === 0 ? markup`<p>${wall.empty}</p>\n` : undefined}${shown.map((one) => testimonial(words, one))}${
      policyUrl !== undefined && isAddress(policyUrl) ? markup`<p>${link(policyUrl, wall.policy)}</p>\n` : undefined
    }${subject && script(ReviewMarkup.make(view, subject, spoken(words)))}`,
    "index"
  )
}

/** What must be said beside a testimonial core says itself, and in two languages only. */
const spoken = ({ lang }: Words): Reason.Language => (Schema.is(Reason.Language)(lang) ? lang : "en")

/** So that it is read out as what it is. */
const inCore = (words: Words): Html | undefined =>
  spoken(words) === words.lang ? undefined : markup` lang="${spoken(words)}"`

const isAddress = Schema.is(Review.Url)

const testimonial = (words: Words, shown: Wall.Shown): Html => {
  const { wall } = words
  const { caseStudy, company, locale, name, photo, role, stars, title } = shown
  const who = [name ?? wall.anonymous, role, company].flatMap((text) => (text === undefined ? [] : [text]))
  return markup`<figure class="testimonial">
${title === undefined ? undefined : markup`<h2 dir="auto" lang="${locale}">${title}</h2>\n`}${video(words, shown)}${
    shown.words === undefined
      ? undefined
      : markup`<blockquote dir="auto" lang="${locale}">${shown.words}</blockquote>\n`
  }<figcaption>
${photo !== undefined && isAddress(photo) ? markup`<img class="photo" src="${photo}" alt="" loading="lazy">\n` : undefined}<p>${who.map(
    (text, index) => markup`${index === 0 ? undefined : ", "}<bdi>${text}</bdi>`
  )}</p>
${stars === undefined ? undefined : markup`<p>${wall.stars(stars)}</p>\n`}<ul class="notes">
${Wall.notes(shown, spoken(words)).map((note) => markup`<li dir="auto"${inCore(words)}>${note}</li>\n`)}</ul>
<p><time>${Instant.day(shown.submittedAt)}</time></p>
${caseStudy !== undefined && isAddress(caseStudy) ? markup`<p>${link(caseStudy, wall.caseStudy)}</p>\n` : undefined}</figcaption>
</figure>
`
}

// Captions load only where the video's host allows other sites to read them; the link is there in any case.
const video = (words: Words, { video }: Wall.Shown): Html | undefined =>
  video === undefined || !isAddress(video.url)
    ? undefined
    : markup`<video controls preload="none" crossorigin="anonymous" src="${video.url}"${
        isAddress(video.poster) ? markup` poster="${video.poster}"` : undefined
      }>
${video.captions
  .filter(({ url }) => isAddress(url))
  .map(
    ({ locale, url }, index) =>
      markup`<track kind="captions" srclang="${locale}" label="${locale}" src="${url}"${
        index === 0 ? markup` default` : undefined
      }>\n`
  )}</video>
<p>${link(video.url, words.wall.video)}</p>
`

const link = (url: string, text: string): Html =>
  markup`<a href="${url}" target="_blank" rel="noopener noreferrer nofollow ugc">${text}</a>`

// `ReviewMarkup.script` has escaped it for just this place; entities would be read as they stand.
const script = (found: ReadonlyArray<object>): Html => ({
  _tag: "Html",
  source: `<script type="application/ld+json">${ReviewMarkup.script(found)}</script>\n`
})
