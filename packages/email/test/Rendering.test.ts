import { describe, expect, it } from "vitest"
import * as fc from "fast-check"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as FollowUp from "@temoin/core/FollowUp"
import * as Message from "@temoin/core/Message"
import * as Score from "@temoin/core/Score"
import { Direction, Html, Language, Link, Look, Rendering, Sample, type Wording } from "@temoin/email"
import { all, answerUrl, authorUrl, expiresAt, isAsk, isToAuthor, optOutUrl, reviewUrl } from "./messages.ts"

const look: Look.Look = { brand: "Acme", accent: "#0057b8", signature: "Acme SAS\n1 rue de la Paix, 75002 Paris" }
const languages = Object.keys(Language.all)

/** The tags of a page in their order, with all their attributes. */
const tags = (html: string): ReadonlyArray<string> => html.match(/<[^>]*>/g) ?? []

/** What a reader sees of a page: no tags, entities read. */
const seen = (html: string): string => unescape(html.replace(/<(title|style)>.*?<\/\1>/g, "").replace(/<[^>]*>/g, " "))

const unescape = (text: string): string =>
  text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&")

const words = (printed: string): string => printed.replaceAll(/\s+/g, " ")

const numbers = (printed: string): ReadonlySet<string> => new Set(printed.match(/\p{N}+/gu))

const hrefs = (html: string): ReadonlyArray<string> =>
  [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => unescape(href!))

const everything = languages.flatMap((locale) => [
  ...all({ locale }),
  ...all({ locale, name: "Anna Müller-Lüdenscheidt", subject: "Acme & Söhne Logistics" })
])

const name = (message: Message.Message) => `${message._tag} in ${message.locale}`

describe("every message in every language", () => {
  it.each(everything.map((message) => [name(message), message] as const))("%s is a Message", (_, message) => {
    expect(Schema.is(Message.Message)(message)).toBe(true)
  })

  it.each(everything.map((message) => [name(message), message] as const))(
    "%s is under 6 KB of HTML, says its language, and has no image and no script",
    (_, message) => {
      const { html, subject, text } = Rendering.render(message, look)
      expect(Buffer.byteLength(html)).toBeLessThan(6 * 1024)
      const { dir } = Language.forLocale(message.locale)
      expect(tags(html).filter((tag) => tag.includes(" lang="))).toEqual([
        `<html lang="${message.locale}" dir="${dir}">`,
        expect.stringContaining(`<td lang="${message.locale}" dir="${dir}" `)
      ])
      expect(html).not.toMatch(/<img|<script|<link|url\(|src=|background=/i)
      expect(subject).not.toBe("")
      expect(text).not.toContain("undefined")
      expect(html).not.toContain("undefined")
    }
  )

  it.each(everything.map((message) => [name(message), message] as const))(
    "%s says the same in both alternatives, and ends with why and the opt-out link",
    (_, message) => {
      const { html, text } = Rendering.render(message, look)
      const wording = Language.forLocale(message.locale)
      const asked = isAsk(message) || message._tag === "ReviewRequest" ? wording.whyAsked : wording.whyAnswered
      const why = (isToAuthor(message) ? wording.whyAuthor : asked)(Direction.isolate("Acme", wording.dir))
      const withoutLinks = text
        .split("\n")
        .filter((line) => !line.includes("https://") && line !== "----")
        .map((line) => line.replace(/^[->] /, ""))
      for (const line of withoutLinks) expect(words(seen(html))).toContain(words(line).trim())
      expect(numbers(seen(html))).toEqual(numbers(text.replaceAll(/https:\S+/g, "")))
      expect(new Set(hrefs(html))).toEqual(new Set(text.match(/https:\S+/g)))
      expect(text.indexOf(why)).toBeGreaterThan(0)
      expect(words(seen(html))).toContain(words(why))
      expect(text.trimEnd().endsWith(optOutUrl)).toBe(true)
      expect(hrefs(html).at(-1)).toBe(optOutUrl)
    }
  )

  it.each(everything.filter(isAsk).map((message) => [name(message), message] as const))(
    "%s leads to all eleven answers, labelled at both ends, in one colour",
    (_, message) => {
      const { html, text } = Rendering.render(message, look)
      const expected = Score.scale.map((score) => `${answerUrl}${score}`)
      expect(hrefs(html).slice(0, 11)).toEqual(expected)
      expect(text.split("\n").filter((line) => /^\d+: /.test(line))).toEqual(
        Score.scale.map((score) => `${score}: ${answerUrl}${score}`)
      )
      const { high, low } = Language.forLocale(message.locale)
      for (const printed of [seen(html), text]) {
        expect(printed).toContain(`0 = ${low}`)
        expect(printed).toContain(`10 = ${high}`)
      }
      const cells = tags(html).filter((tag) => tag.includes("bgcolor"))
      expect(cells).toHaveLength(11)
      expect(new Set(cells).size).toBe(1)
      const styles = tags(html)
        .filter((tag) => tag.startsWith("<a"))
        .slice(0, 11)
      expect(new Set(styles.map((tag) => tag.replace(/href="[^"]*"/, ""))).size).toBe(1)
    }
  )
})

describe("a request for a review", () => {
  const requests = everything.filter((message) => message._tag === "ReviewRequest")

  it("leads to the page, once, as it stands in the program, and to nothing else but the opt-out", () => {
    expect(requests.length).toBeGreaterThan(0)
    for (const message of requests) {
      const { html, text } = Rendering.render(message, look)
      expect(hrefs(html)).toEqual([reviewUrl, optOutUrl])
      expect(text.split("\n").filter((line) => line.startsWith("https://"))).toEqual([reviewUrl, optOutUrl])
    }
  })

  /** What only a happy or an unhappy customer would be told. */
  const supposing: { readonly [Language in keyof typeof Language.all]: RegExp } = {
    ar: /سعيد|يسعد|رضا|راض|أعجب|استمتع|نأسف|يؤسف|نجوم/,
    de: /freu|froh|zufrieden|gefall|gefiel|begeister|glücklich|leid|bedauer|stern/i,
    en: /happy|glad|satisf|pleased|enjoy|love|liked|positive|stars?\b|sorry|if you /i,
    es: /feliz|alegr|satisf|content|gust(?:ó|ado)|encant|disfrut|sentimos|lament|estrella/i,
    fi: /iloi|mukava|tyytyv|onnelli|piti|pidi|pahoill|tähti/i,
    fr: /content|heureu|ravi|satisf|plu\b|aimé|étoile|regrett|si vous avez/i,
    it: /felic|piace|piaciut|soddisf|content|dispiac|stell/i,
    ja: /満足|うれし|嬉し|喜|気に入|申し訳|残念|星/,
    nl: /blij|tevreden|leuk|genoten|spijt|ster(?:ren)?\b/i,
    pl: /ciesz|zadowol|podoba|przykro|szczęś|gwiazd/i,
    pt: /feliz|satisf|content|gostou|lament|estrela|adorou/i,
    sv: /glad|gläder|nöjd|gilla|beklagar|tyvärr|stjärn/i
  }

  it("says that good and bad are welcome, and supposes neither: no score, no happiness, no regret", () => {
    for (const message of requests) {
      const { html, subject, text } = Rendering.render(message, look)
      const { honest } = Language.forLocale(message.locale).reviewRequest
      expect(seen(html)).toContain(honest)
      const said = `${subject} ${text.split("----")[0]!.replaceAll(/https:\S+/g, "")}`
      expect(said).toContain(honest)
      expect(said).not.toMatch(/\d/)
      const supposed = Object.entries(supposing).find(([language]) => language === message.locale)?.[1]
      expect(said).not.toMatch(supposed!)
    }
  })

  it("would be found out if it did", () => {
    for (const [language, supposed] of Object.entries(supposing)) {
      const { detractor, promoter } = Language.forLocale(language).thankYou.more
      expect(`${promoter} ${detractor}`).toMatch(supposed)
    }
  })

  it("is not sent when its page is no URL", () => {
    for (const url of ["javascript:alert(1)", 'https://maps.example/"', ""]) {
      const rendered = Rendering.renderResult({ ...requests[0]!, url })
      expect(Result.isFailure(rendered) && rendered.failure.message).toMatch(/review link .* `url` in the program/)
    }
  })
})

describe("the buttons on a phone 320 pixels wide", () => {
  it("are 44 pixels in both directions and fit in two rows", () => {
    const { html } = Rendering.render(all({ locale: "en" })[0]!)
    const rows = html.match(/<table[^>]*align="left"[\s\S]*?<\/table>/g) ?? []
    expect(rows).toHaveLength(2)
    for (const row of rows) {
      const cells = tags(row).filter((tag) => tag.startsWith("<td"))
      const gap = Number(/cellspacing="(\d+)"/.exec(row)?.[1])
      const sizes = cells.map((cell) => Number(/width="(\d+)"/.exec(cell)?.[1]))
      for (const size of sizes) expect(size).toBeGreaterThanOrEqual(44)
      for (const cell of cells) expect(Number(/height="(\d+)"/.exec(cell)?.[1])).toBeGreaterThanOrEqual(44)
      expect(row).toContain("display:block")
      expect(row).toContain("/44px")
      const padding = 2 * 16
      expect(sizes.reduce((sum, size) => sum + size + gap, gap)).toBeLessThanOrEqual(320 - padding)
    }
  })
})

describe("the question", () => {
  it.each([
    ["ar", "ما مدى احتمال أن توصي بـ \u2068Acme\u2069 لصديق أو زميل؟"],
    ["de", "Wie wahrscheinlich ist es, dass Sie Acme einem Freund oder Kollegen weiterempfehlen?"],
    ["en", "How likely are you to recommend Acme to a friend or colleague?"],
    ["es", "¿Qué probabilidad hay de que recomiende Acme a un amigo o colega?"],
    ["fi", "Kuinka todennäköisesti suosittelisit seuraavaa ystävälle tai kollegalle: Acme?"],
    ["fr", "Quelle est la probabilité que vous recommandiez Acme à un ami ou à un collègue\u00a0?"],
    ["it", "Con quale probabilità consiglierebbe Acme a un amico o a un collega?"],
    ["ja", "Acmeを友人や同僚に薦める可能性は、どのくらいありますか？"],
    ["nl", "Hoe waarschijnlijk is het dat u Acme zou aanbevelen aan een vriend of collega?"],
    ["pl", "Jak bardzo prawdopodobne jest, że polecą Państwo „Acme” znajomemu lub współpracownikowi?"],
    ["pt", "Qual é a probabilidade de recomendar Acme a um amigo ou colega?"],
    ["sv", "Hur troligt är det att du skulle rekommendera Acme till en vän eller kollega?"]
  ])("is the usual one in %s", (locale, asked) => {
    const [invitation] = all({ locale, subject: "Acme" })
    expect(Rendering.render(invitation!).text).toContain(`\n\n${asked}\n\n`)
  })

  it("is about us when no subject is named", () => {
    expect(Language.all.en.question(undefined)).toBe("How likely are you to recommend us to a friend or colleague?")
  })

  it("never comes with an earlier score: the words of an ask hold no digit but the two ends of the scale", () => {
    for (const locale of languages) {
      for (const message of all({ locale }).filter(isAsk)) {
        const { html, subject, text } = Rendering.render(message)
        const unlinked = text
          .split("\n")
          .filter((line) => !line.includes("https://"))
          .join("\n")
        const { high, low, recall, until } = Language.forLocale(locale)
        const day = new RegExp(until("DAY").replace("DAY", ".*"))
        expect(
          `${subject}\n${unlinked}`.replace(`0 = ${low}`, "").replace(`10 = ${high}`, "").replace(day, "")
        ).not.toMatch(/\d/)
        for (const score of Score.scale) expect(seen(html)).not.toContain(recall(score))
      }
    }
  })

  it("names as the last day one that is over everywhere on Earth when the links stop working", () => {
    const message = { _tag: "Invitation", locale: "en", answerUrl, optOutUrl } as const
    const text = (expires: number) => Rendering.render({ ...message, expiresAt: expires }).text
    expect(text(Date.UTC(2026, 11, 24, 12))).toContain("until December 23, 2026")
    expect(text(Date.UTC(2026, 11, 24, 11, 59))).toContain("until December 22, 2026")
  })

  it.each([
    ["ar", "يمكنك الإجابة حتى 22 ديسمبر 2026."],
    ["de", "Eine Antwort ist bis zum 22. Dezember 2026 möglich."],
    ["es", "Es posible responder hasta el 22 de diciembre de 2026."],
    ["fi", "Voit vastata 22. joulukuuta 2026 asti."],
    ["fr", "Vous pouvez répondre jusqu’au 22 décembre 2026."],
    ["it", "Ultimo giorno per rispondere: 22 dicembre 2026."],
    ["ja", "2026年12月22日までご回答いただけます。"],
    ["nl", "Antwoorden kan tot en met 22 december 2026."],
    ["pl", "Odpowiedzieć można do 22 grudnia 2026 r."],
    ["pt", "É possível responder até 22 de dezembro de 2026."],
    ["sv", "Du kan svara till och med den 22 december 2026."]
  ])("names the day as it is written in %s", (locale, last) => {
    expect(Rendering.render({ _tag: "Reminder", locale, answerUrl, optOutUrl, expiresAt }).text).toContain(last)
  })
})

const scored = (message: Message.Message, score: Score.Score): Message.Message => Object.assign({}, message, { score })

const said = ({ subject, text }: Rendering.Rendered) => `${subject}\n${text}`.replaceAll(/https:\S+/g, "")

type Render = (message: Message.Message) => Rendering.Rendered

/** Does an earlier score, slipped in, change what the reader gets? By law it never does in a message that measures. */
const anchors = (render: Render, message: Message.Message): boolean =>
  Score.scale.some((score) => {
    const { html, subject, text } = render(scored(message, score))
    const { html: bare, subject: about, text: silent } = render(message)
    return html !== bare || subject !== about || text !== silent
  })

/** A rendering that breaks the law, for one score. */
const recalling: Render = (message) => {
  const rendered = Rendering.render(message)
  if (!("score" in message) || message.score !== 7) return rendered
  return { ...rendered, text: `${Language.forLocale(message.locale).recall(message.score)}\n\n${rendered.text}` }
}

describe("an earlier score", () => {
  it("has no field in a message that measures", () => {
    for (const { fields } of [Message.Message.cases.Invitation, Message.Message.cases.Reminder]) {
      expect(Object.keys(fields)).not.toContain("score")
    }
  })

  it("changes nothing in a message that measures, even when it is slipped in", () => {
    for (const message of everything.filter(isAsk)) expect(anchors(Rendering.render, message)).toBe(false)
  })

  it("would be found in a rendering that recalls it", () => {
    for (const message of everything.filter(isAsk)) expect(anchors(recalling, message)).toBe(true)
  })

  it("is recalled in requests for a testimonial, for consent, for a referral, and in no other message to an author", () => {
    const tags = everything.filter(isToAuthor).flatMap((message) => {
      const { recall } = Language.forLocale(message.locale)
      const recalls = Score.scale.map((score) => {
        const { html, subject, text } = Rendering.render(scored(message, score))
        expect(subject).not.toMatch(/\d/)
        expect(html.includes(recall(score))).toBe(text.includes(recall(score)))
        return text.includes(recall(score))
      })
      expect(new Set(recalls).size).toBe(1)
      return recalls[0] === true ? [message._tag] : []
    })
    expect([...new Set(tags)]).toEqual(["TestimonialRequest", "ConsentRequest", "ReferralRequest"])
  })

  it("is not made up where none is known: no digit but the last day to answer", () => {
    for (const message of everything.filter(isToAuthor).filter((one) => !("score" in one) && !("until" in one))) {
      expect(said(Rendering.render(message))).not.toMatch(/\d/)
    }
  })
})

const linesOf = (message: Message.Message) => Rendering.render(message, look).text.split("\n")
const quoted = (message: Message.Message) => linesOf(message).filter((line) => line.startsWith("> "))

const noTo = ({ _tag }: Message.Message, wording: Wording.Wording): string =>
  _tag === "ReconfirmationRequest" || _tag === "AgreementRequest"
    ? { ReconfirmationRequest: wording.reconfirmationRequest.no, AgreementRequest: wording.agreementRequest.no }[_tag]
    : wording.no

describe("a message to an author", () => {
  const toAuthors = everything.filter(isToAuthor)

  it.each(toAuthors.map((message) => [name(message), message] as const))(
    "%s has one button, to the author's page, and no other link but the opt-out",
    (_, message) => {
      const { html, text } = Rendering.render(message, look)
      expect(hrefs(html)).toEqual([authorUrl, optOutUrl])
      expect(text.match(/https:\S+/g)).toEqual([authorUrl, optOutUrl])
      expect(tags(html).filter((tag) => tag.includes("bgcolor"))).toEqual([`<td bgcolor="#0057b8">`])
    }
  )

  it.each(toAuthors.filter(({ _tag }) => _tag !== "Confirmation").map((message) => [name(message), message] as const))(
    "%s says that no is as easy as yes, right after the button",
    (_, message) => {
      const all = linesOf(message)
      const after = all.slice(all.indexOf(authorUrl) + 1).find((line) => line !== "")
      expect(after).toBe(noTo(message, Language.forLocale(message.locale)))
    }
  )

  it("says what no means, and promises no more than that", () => {
    expect(Language.all.en.no).toBe("No is just as easy, on the same page. It is a perfectly good answer.")
    for (const { agreementRequest, no, reconfirmationRequest } of [Language.all.en, Language.all.fr]) {
      expect(reconfirmationRequest.no).toMatch(/not said yes, we do not show|pas dit oui, nous ne montrons pas/)
      expect(agreementRequest.no).toMatch(/or do not answer, your words stay|ou ne répondez pas, vos mots restent/)
      expect(no).not.toMatch(/final|never|again|définiti|jamais|plus\b/i)
    }
  })

  it("quotes their words, all of them where they are short, and nothing else", () => {
    for (const message of toAuthors) {
      const words =
        "words" in message ? [message.words] : "original" in message ? [message.original, message.edited] : []
      const expected = words.flatMap((one) => one.split("\n\n"))
      expect(quoted(message)).toEqual(expected.map((line) => `> ${line}`))
    }
  })

  it("says where words are cut, and that the page has them in full", () => {
    for (const locale of languages) {
      const long = "They called back the same day. ".repeat(300)
      for (const message of all({ locale, words: long }).filter(isToAuthor)) {
        const { html, text } = Rendering.render(message, look)
        const cuts = "original" in message ? 2 : "words" in message ? 1 : 0
        const { cut } = Language.forLocale(locale)
        expect([text, html].map((printed) => printed.split(cut).length - 1)).toEqual([cuts, cuts])
        expect(Buffer.byteLength(html)).toBeLessThan(6 * 1024)
      }
    }
  })
})

const requestFor = (offered: ReadonlyArray<FollowUp.TestimonialForm>, locale = "en") =>
  Rendering.render({ _tag: "TestimonialRequest", locale, optOutUrl, authorUrl, score: 9, forms: offered }).text

describe("a testimonial request", () => {
  it("recalls the score, offers exactly the forms asked for, and a written one when none is", () => {
    const { forms } = Language.all.en.testimonialRequest
    expect(requestFor(["video"])).toContain("You told us 9 out of 10")
    expect(requestFor(["video"])).toContain(forms.video)
    expect(requestFor(["video"])).not.toContain(forms.written)
    expect(requestFor(["video", "case study"])).toContain(`- ${forms.video}\n- ${forms["case study"]}`)
    expect(requestFor([])).toContain(forms.written)
  })

  it("says what it will be used for, before the button", () => {
    for (const locale of languages) {
      const { use } = Language.forLocale(locale).testimonialRequest
      expect(requestFor(["written"], locale).indexOf(use)).toBeGreaterThan(0)
      expect(requestFor(["written"], locale).indexOf(use)).toBeLessThan(
        requestFor(["written"], locale).indexOf(authorUrl)
      )
    }
  })
})

describe("a consent request", () => {
  it("names every use and every place, and says before the button that a yes can be taken back", () => {
    for (const message of everything) {
      if (message._tag !== "ConsentRequest") continue
      const { consentRequest, dir } = Language.forLocale(message.locale)
      const { free, scopes } = consentRequest
      const places = message.places.map((place) => Direction.isolate(place, dir))
      const [before = ""] = Rendering.render(message).text.split(authorUrl)
      const listed = before.split("\n").filter((line) => line.startsWith("- "))
      expect(listed).toEqual([...message.scopes.map((scope) => scopes[scope]), ...places].map((one) => `- ${one}`))
      expect(before).toContain(free)
    }
  })
})

describe("an agreement request", () => {
  it("shows both texts, each under its own heading, and the last day that is sure", () => {
    const request = { _tag: "AgreementRequest", locale: "en", optOutUrl, authorUrl, until: expiresAt } as const
    const { edited, yours } = Language.all.en.agreementRequest
    const { text } = Rendering.render({
      ...request,
      original: "They saved our season!!",
      edited: "They saved our season."
    })
    expect(text).toContain(`${yours}\n> They saved our season!!\n\n${edited}\n> They saved our season.\n`)
    expect(text).toContain("until December 22, 2026")
  })
})

const confirmation = (what: "consent" | "publication" | "withdrawal", places: ReadonlyArray<string>, locale = "en") =>
  Rendering.render({
    _tag: "Confirmation",
    locale,
    optOutUrl,
    authorUrl,
    what,
    places,
    words: "They saved our season."
  })

describe("a confirmation", () => {
  it("quotes the words, names the places, and offers to take consent back in one step", () => {
    for (const locale of languages) {
      for (const what of ["consent", "publication"] as const) {
        const { label, next } = Language.forLocale(locale).confirmation[what]
        const { text } = confirmation(what, ["website", "trade fair"], locale)
        expect(text).toContain("\n> They saved our season.\n")
        expect(text.replaceAll(/[\u2068\u2069]/g, "")).toContain("\n- website\n- trade fair\n")
        expect(text).toContain(`${next}\n\n${label}\n${authorUrl}\n`)
      }
    }
  })

  it("says so when there is no place", () => {
    expect(confirmation("consent", []).text).toContain("no place left that you agree to")
    expect(confirmation("withdrawal", []).text).toContain("every place")
  })

  it("of a withdrawal offers nothing to take back", () => {
    const { html, subject } = confirmation("withdrawal", ["website"])
    expect(subject).toBe("We no longer show your words")
    expect(html).not.toContain(Language.all.en.confirmation.consent.label)
  })
})

describe("the language", () => {
  it.each([
    ["fr", "fr", "ltr"],
    ["fr-CA", "fr", "ltr"],
    ["FR-be", "fr", "ltr"],
    ["en-GB", "en", "ltr"],
    ["pt-BR", "pt", "ltr"],
    ["de-AT", "de", "ltr"],
    ["ar-EG", "ar", "rtl"],
    ["ja-JP", "ja", "ltr"],
    ["fro", "en", "ltr"],
    ["zz", "en", "ltr"],
    ["zh-Hant-TW", "en", "ltr"]
  ])("of a reader with %s is %s, read %s", (locale, language, dir) => {
    const { html } = Rendering.render({ _tag: "ThankYou", locale, optOutUrl, score: 8 })
    expect(html).toContain(`<html lang="${language}" dir="${dir}">`)
  })

  it("is spoken informally when the company says so, in the same shape", () => {
    const familiar: Look.Look = { ...look, formality: "informal" }
    for (const message of everything) {
      const { html, text } = Rendering.render(message, familiar)
      const formal = Rendering.render(message, look)
      const isOther = Language.forLocale(message.locale).informal !== undefined
      expect(text === formal.text).toBe(!isOther)
      expect(tags(html)).toEqual(tags(formal.html))
      expect(hrefs(html)).toEqual(hrefs(formal.html))
      expect(Buffer.byteLength(html)).toBeLessThan(6 * 1024)
    }
  })

  it("may be one of the host's own", () => {
    const own: Wording.Wording = { ...Language.all.sv, language: "nb", greeting: (name) => `Hei ${name ?? "du"}!` }
    const { html, text } = Rendering.render({ _tag: "ThankYou", locale: "nb", optOutUrl, score: 8 }, look, own)
    expect(html).toContain(`<html lang="nb" dir="ltr">`)
    expect(text).toContain("Hei du!")
  })
})

const greeted = (name: string) =>
  Rendering.render({ _tag: "ThankYou", locale: "en", optOutUrl, score: 9, name }).text.split("\n")[0]

describe("what is read from right to left", () => {
  const [invitation] = all({ locale: "ar", name: "Anna Müller", subject: "Acme (EU)" })
  const rendered = Rendering.render(invitation!, look)

  it("keeps names in another script apart from the sentence, in the subject, the HTML and the text", () => {
    expect(rendered.subject).toBe("سؤال واحد قصير عن \u2068Acme (EU)\u2069")
    for (const printed of [rendered.html, rendered.text]) {
      expect(printed).toContain("مرحبًا \u2068Anna Müller\u2069،")
      expect(printed).toContain("بـ \u2068Acme (EU)\u2069 لصديق")
      expect(printed).toContain("\u20681 rue de la Paix, 75002 Paris\u2069")
    }
  })

  it("has its scale begin at the right, with each end named by its number, in the digits of the whole mail", () => {
    const rows = tags(rendered.html).filter((tag) => tag.includes('cellspacing="2"'))
    expect(rows).toHaveLength(2)
    for (const row of rows) expect(row).toContain(`align="right"`)
    expect(seen(rendered.html)).toContain("0 = غير محتمل إطلاقًا")
    expect(rendered.text).not.toMatch(/[\u0660-\u0669\u06f0-\u06f9]/)
  })

  it("leaves an author's words in the direction they were written in", () => {
    for (const message of everything.filter(isToAuthor)) {
      const quotes = tags(Rendering.render(message).html).filter((tag) => tag.startsWith("<blockquote"))
      const side = Language.forLocale(message.locale).dir === "rtl" ? "border-right" : "border-left"
      for (const quote of quotes) {
        expect(quote).toContain(`dir="auto"`)
        expect(quote).toContain(side)
      }
    }
  })

  it("stays inside its name in a sentence from left to right", () => {
    expect(greeted("דנה")).toBe("Hello \u2068דנה\u2069,")
    expect(greeted("Anna\u202e")).toBe("Hello Anna,")
  })
})

const nasty = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc
    .array(
      fc.constantFrom("<", ">", '"', "'", "&", "=", "/", "b", " ", "<script>", "-->", "]]>", "&lt;", "{", "$&", "$1")
    )
    .map((pieces) => pieces.join(""))
)

const unquoted = (printed: string) => printed.split("\n").filter((line) => !line.startsWith("> "))

describe("text from outside", () => {
  it("adds no tag and no attribute, whatever it is", () => {
    fc.assert(
      fc.property(
        nasty,
        nasty,
        nasty,
        nasty,
        nasty,
        fc.constantFrom(...languages),
        (name, subject, brand, signature, said, locale) => {
          const oneLine = signature.replaceAll("\n", " ")
          const plain = all({ locale, name: "Anna", subject: "Acme", words: "Good." })
          const wild = all({ locale, name, subject, words: said.replaceAll(/\s+/g, " ") })
          for (const [index, message] of wild.entries()) {
            const { html } = Rendering.render(message, { brand, signature: oneLine })
            const harmless = Rendering.render(plain[index]!, { brand: "Acme", signature: "Paris" })
            expect(tags(html)).toEqual(tags(harmless.html))
          }
        }
      ),
      { numRuns: 200 }
    )
  })

  it("never gets into the subject when an author wrote it, nor past the marks of a quote", () => {
    fc.assert(
      fc.property(nasty, nasty, fc.constantFrom(...languages), (one, two, locale) => {
        const words = `Good.\n----\n\r\n${one}\u2028${two}`
        for (const [index, message] of all({ locale, words }).entries()) {
          const { subject, text } = Rendering.render(message)
          const plain = Rendering.render(all({ locale, words: "Good." })[index]!)
          expect(subject).toBe(plain.subject)
          expect(unquoted(text)).toEqual(unquoted(plain.text))
        }
      })
    )
  })

  it("stays under 16 KB of HTML, however long and awkward the words", () => {
    for (const words of ['"'.repeat(10_000), "'\n".repeat(5000), "漢".repeat(10_000), "a.".repeat(5000)]) {
      for (const message of [...all({ locale: "fr", words }), ...all({ locale: "ar", words })]) {
        expect(Buffer.byteLength(Rendering.render(message, look).html)).toBeLessThan(16 * 1024)
      }
    }
  })

  it("is shown as it was written", () => {
    const names = fc.array(fc.constantFrom("<", ">", '"', "'", "&", "b", "é", " "), { minLength: 1, maxLength: 80 })
    fc.assert(
      fc.property(
        names.map((pieces) => pieces.join("")),
        (name) => {
          const { html, text } = Rendering.render({ _tag: "ThankYou", locale: "en", optOutUrl, score: 9, name })
          expect(html).toContain(`Hello ${Html.escape(name)},`)
          expect(text).toContain(`Hello ${name},`)
        }
      )
    )
  })

  it.each(["WIN at evil.example", "https://evil.example", "me@evil.example", "x".repeat(81)])(
    "is no greeting when it is no name: %s",
    (name) => {
      const { html, text } = Rendering.render({ _tag: "ThankYou", locale: "en", optOutUrl, score: 9, name })
      expect(text).toContain("Hello,\n")
      expect(html).not.toContain(name)
    }
  )

  it.each(["J. P. Müller", "Dr. O’Neill", "Anna", "李小龍", "Jean-Noël d'Aubigné"])("greets %s", (name) => {
    expect(Rendering.render({ _tag: "ThankYou", locale: "en", optOutUrl, score: 9, name }).text).toContain(
      `Hello ${name},`
    )
  })

  it("escapes all five characters, and nothing is left unpaired", () => {
    expect(Html.escape(`<>&"'\ud800`)).toBe("&lt;&gt;&amp;&quot;&#39;\ufffd")
  })
})

describe("links", () => {
  const bad = [
    "javascript:alert(1)//",
    "data:text/html,x",
    "ftp://example.com/",
    "//example.com/",
    "example.com/",
    "",
    "https://",
    "https://example.com/ x",
    'https://example.com/"onclick="x',
    "https://example.com/\r\nBcc: eve@evil.example",
    "https://example.com/<b>",
    "https://exämple.com/",
    `https://example.com/${"x".repeat(900)}`
  ]

  it.each(bad)("refuses %j in every place, with an error that does not repeat it", (url) => {
    for (const message of all({ locale: "en" })) {
      const optOut = Rendering.renderResult({ ...message, optOutUrl: url })
      expect(Result.isFailure(optOut) && optOut.failure._tag).toBe("BadLink")
      if (Result.isFailure(optOut) && url.length > 15) expect(optOut.failure.message).not.toContain(url)
      expect(() => Rendering.render({ ...message, optOutUrl: url })).toThrow(Link.BadLink)
      if (!isToAuthor(message)) continue
      const author = Rendering.renderResult({ ...message, authorUrl: url })
      expect(Result.isFailure(author) && author.failure.link).toBe("author")
    }
    const invitation = { _tag: "Invitation", locale: "en", answerUrl: url, optOutUrl, expiresAt } as const
    // "https://" followed by a score is the address of a host with that number.
    if (url !== "https://") {
      const answer = Rendering.renderResult(invitation)
      expect(Result.isFailure(answer) && answer.failure.link).toBe("answer")
    }
  })

  it("are kept to the letter when they are http(s)", () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
        fc.pre(/^[\x21-\x7e]*$/.test(url) && !/[<>"\\^`{|}]/.test(url) && url.length < 800)
        const { html } = Rendering.render({
          _tag: "Invitation",
          locale: "en",
          answerUrl: url,
          optOutUrl: url,
          expiresAt
        })
        expect(hrefs(html)).toEqual([...Score.scale.map((score) => `${url}${score}`), url])
      })
    )
  })
})

describe("a logo", () => {
  const logo = { url: "https://acme.example/logo.png?v=1&dark=0", width: 160, height: 40 }
  const brand = `Acme "Söhne" & Co`

  it("stands in the place of the name, at the size it is shown, and the name is read where pictures are off", () => {
    for (const message of everything) {
      const [plain, pictured] = [Rendering.render(message, { brand }), Rendering.render(message, { brand, logo })]
      expect({ ...pictured, html: "" }).toEqual({ ...plain, html: "" })
      const images = tags(pictured.html).filter((tag) => tag.startsWith("<img"))
      expect(images).toHaveLength(1)
      expect(images[0]).toContain(`src="${Html.escape(logo.url)}" width="160" height="40"`)
      expect(unescape(/alt="([^"]*)"/.exec(images[0]!)?.[1] ?? "").replaceAll(/[\u2066-\u2069]/g, "")).toBe(brand)
      expect(tags(pictured.html).filter((tag) => !tag.startsWith("<img"))).toEqual(tags(plain.html))
    }
  })

  it.each([
    ["with no name to read", { logo }],
    ["that is sent in the clear", { brand, logo: { ...logo, url: "http://acme.example/logo.png" } }],
    ["that runs", { brand, logo: { ...logo, url: "javascript:alert(1)" } }],
    ["that ends its attribute", { brand, logo: { ...logo, url: `https://a.example/"onload="x` } }],
    ["as large as a poster", { brand, logo: { ...logo, width: 2000 } }],
    ["as small as a tracker's", { brand, logo: { ...logo, width: 1, height: 1 } }]
  ])("%s is refused", (_, look) => {
    expect(Schema.is(Look.Look)({ brand, logo })).toBe(true)
    expect(Schema.is(Look.Look)(look)).toBe(false)
  })
})

describe("a sample", () => {
  it("is there for each kind of message, each is one, and no two are alike", () => {
    const samples = Sample.all({ locale: "de" })
    expect(new Set(samples.map(({ message }) => message._tag))).toEqual(new Set(Object.keys(Message.Message.cases)))
    for (const { message } of samples) expect(Schema.is(Message.Message)(message)).toBe(true)
    const alike = samples.map(({ message, name }) => `${message._tag} ${name}`)
    expect(new Set(alike).size).toBe(samples.length)
    expect(new Set(samples.map(({ message }) => Rendering.render(message).text)).size).toBe(samples.length)
  })
})

describe("the accent", () => {
  it("always carries readable digits: at least 4.5 to 1", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffff }), (value) => {
        const colour = `#${value.toString(16).padStart(6, "0")}`
        const [dark, bright] = [Look.luminance(colour), Look.luminance(Look.textOn(colour))].toSorted((a, b) => a - b)
        expect((bright! + 0.05) / (dark! + 0.05)).toBeGreaterThanOrEqual(4.5)
      })
    )
  })
})
