/** Gallery: what does every message look like? One page with all of them, made by the renderer itself. */
import { Html, Language, type Look, Rendering, Sample } from "@temoin/email"
import type * as Message from "@temoin/core/Message"

const look: Look.Look = { brand: "Acme", accent: "#0057b8", signature: "Acme SAS\n1 rue de la Paix, 75002 Paris" }

/** The page, as it stands in docs/. */
export const make = (): string => {
  const [invitation, ...others] = Sample.all({ locale: "en" })
  const abroad = Object.keys(Language.all).filter((locale) => locale !== "en")
  const sections = [
    section("Every message, in English", [invitation, ...others].flatMap((sample) => sample ?? []).map(one)),
    section(
      "The invitation, in every other language",
      abroad.flatMap((locale) => Sample.all({ locale }).slice(0, 1)).map(one)
    )
  ]
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Every message that Témoin writes</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body{margin:0 auto;max-width:80rem;padding:1rem;font:1rem/1.5 system-ui,sans-serif;color:#222;background:#f4f4f5}
.all{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,24rem),1fr));gap:1.5rem}
article{min-width:0}
h3{margin:0;font-size:1.125rem}
.subject{margin:0 0 .5rem;overflow-wrap:anywhere}
iframe{display:block;width:100%;height:38rem;border:1px solid #71717a;background:#fff}
summary{padding:.75rem 0}
pre{margin:0;white-space:pre-wrap;overflow-wrap:anywhere;font-size:.875rem}
</style>
</head>
<body>
<main>
<h1>Every message that Témoin writes</h1>
<p>As <code>Rendering.render</code> of <code>@temoin/email</code> makes them for a company called Acme: the HTML as a phone shows it, the text behind
it. <code>pnpm gallery</code> writes this page; a test holds it to what is sent. The links lead nowhere.</p>
${sections.join("\n")}
</main>
</body>
</html>
`
}

interface Shown {
  readonly title: string
  readonly message: Message.Message
}

const one = ({ message, name }: Sample.Sample): Shown => {
  const about = message._tag === "Invitation" && message.locale !== "en" ? message.locale : name
  return { title: [message._tag, about].filter((part) => part !== "").join(": "), message }
}

const section = (title: string, shown: ReadonlyArray<Shown>): string =>
  `<h2>${title}</h2>\n<div class="all">\n${shown.map(article).join("\n")}\n</div>`

// A browser runs nothing in such a frame, and lets nothing out of it.
const article = ({ message, title }: Shown): string => {
  const { html, subject, text } = Rendering.render(message, look)
  const { dir, language } = Language.forLocale(message.locale)
  return `<article>
<h3>${Html.escape(title)}</h3>
<p class="subject" lang="${language}" dir="${dir}">${Html.escape(subject)}</p>
<iframe sandbox title="${Html.escape(title)}" srcdoc="${Html.escape(html)}"></iframe>
<details><summary>As text</summary>
<pre lang="${language}" dir="${dir}">
${Html.escape(text)}</pre></details>
</article>`
}
