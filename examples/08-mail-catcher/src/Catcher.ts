/**
 * Catcher: which mails were sent from here, and how do they look?
 *
 * An SMTP server that takes every mail and hands none on, and a page that shows them. Both are on this machine's loopback alone.
 * What a mail says is a stranger's: its HTML is shown in a frame that runs nothing and fetches nothing.
 */
import { Html } from "@temoin/email"
import { type ParsedMail, simpleParser } from "mailparser"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo, Server } from "node:net"
import { SMTPServer } from "smtp-server"

/** A catcher at work. `smtp`: the port to send to. `url`: the page. `mails`: what was caught, the latest first. */
export interface Catcher {
  readonly smtp: number
  readonly url: string
  readonly mails: () => ReadonlyArray<ParsedMail>
  readonly close: () => Promise<void>
}

/** What is kept; the oldest go first. Unit: mails, and bytes of one. */
const most = { mails: 500, bytes: 5_000_000 }

/** Starts one. Port 0 is any that is free. */
export const open = async (ports: { readonly smtp?: number; readonly http?: number } = {}): Promise<Catcher> => {
  const caught: Array<{ readonly id: number; readonly mail: ParsedMail }> = []
  let last = 0
  const server = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    logger: false,
    closeTimeout: 1,
    size: most.bytes,
    onData: (stream, _session, callback) => {
      simpleParser(stream).then(
        (mail) => {
          if (stream.sizeExceeded) return callback(new Error("the mail is too large"))
          caught.unshift({ id: ++last, mail })
          caught.splice(most.mails)
          callback()
        },
        (error: Error) => callback(error)
      )
    }
  })
  server.on("error", () => {})
  const page = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname
    const [, id, part] = /^\/(\d{1,9})(?:\.(html|txt))?$/.exec(path) ?? []
    const found = caught.find((one) => one.id === Number(id))
    if (path === "/") answer(request, response, list(caught))
    else if (found === undefined) answer(request, response, notThere, 404)
    else if (part === "html") answer(request, response, found.mail.html || "", 200, alone)
    else answer(request, response, shown(found.id, found.mail))
  })
  const smtp = await listening(server.server, () => server.listen(ports.smtp ?? 0, "127.0.0.1"))
  const http = await listening(page, () => page.listen(ports.http ?? 0, "127.0.0.1"))
  return {
    smtp,
    url: `http://127.0.0.1:${http}/`,
    mails: () => caught.map(({ mail }) => mail),
    close: async () => {
      page.closeAllConnections()
      await Promise.all([
        new Promise<void>((resolve) => server.close(() => resolve())),
        new Promise<unknown>((resolve) => page.close(resolve))
      ])
    }
  }
}

const listening = (server: Server, listen: () => void): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once("error", reject)
    server.once("listening", () => {
      const address: AddressInfo | string | null = server.address()
      resolve(typeof address === "object" && address !== null ? address.port : 0)
    })
    listen()
  })

// The page frames its own mails and nothing else; a mail has its styles and nothing else, also when it is opened by itself.
const ours = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'; form-action 'none'"
const alone = "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

const answer = (
  { headers: { host = "" } }: IncomingMessage,
  response: ServerResponse,
  body: string,
  status = 200,
  policy = ours
): void => {
  // a name that somebody else points at this machine reads no mail here
  const isOurs = /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host)
  response.writeHead(isOurs ? status : 403, {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": policy,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store"
  })
  response.end(isOurs ? body : "")
}

const document = (title: string, main: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${Html.escape(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
:root{color-scheme:light dark}
body{margin:0 auto;max-width:60rem;padding:1rem;font:1rem/1.5 system-ui,sans-serif}
main{overflow-wrap:anywhere}
ul{list-style:none;margin:0;padding:0}
li{border-block-end:1px solid}
a{display:inline-block;min-height:44px;line-height:44px;color:LinkText}
li a{display:block;line-height:1.5;padding-block:.625rem}
dt{font-weight:600}
dd{margin:0 0 .5rem}
iframe{display:block;width:100%;height:42rem;border:1px solid;background:#fff}
pre{white-space:pre-wrap;overflow-wrap:anywhere}
</style>
</head>
<body>
<main>
${main}
</main>
</body>
</html>
`

const list = (caught: ReadonlyArray<{ readonly id: number; readonly mail: ParsedMail }>): string =>
  document(
    `${caught.length} mails`,
    `<h1>${caught.length} mails</h1>
<ul>
${caught
  .map(
    ({ id, mail }) =>
      `<li><a href="/${id}"><bdi>${Html.escape(subjectOf(mail))}</bdi><br><bdi>${Html.escape(toOf(mail))}</bdi></a></li>`
  )
  .join("\n")}
</ul>`
  )

const shown = (id: number, mail: ParsedMail): string =>
  document(
    subjectOf(mail),
    `<a href="/">All mails</a>
<h1 dir="auto">${Html.escape(subjectOf(mail))}</h1>
<dl>
${[
  ["From", mail.from?.text ?? ""],
  ["To", toOf(mail)],
  ["Message-ID", mail.messageId ?? ""],
  [
    "List-Unsubscribe",
    mail.headerLines.find(({ key }) => key === "list-unsubscribe")?.line.replace(/^[^:]+:\s*/, "") ?? ""
  ]
]
  .map(([name, value]) => `<dt>${name}</dt>\n<dd>${Html.escape(value ?? "")}</dd>`)
  .join("\n")}
</dl>
<iframe sandbox title="The mail" src="/${id}.html"></iframe>
<h2>As text</h2>
<pre dir="auto">
${Html.escape(mail.text ?? "")}</pre>`
  )

const notThere = document("Not there", `<h1>Not there</h1>\n<a href="/">All mails</a>`)

const subjectOf = (mail: ParsedMail): string => mail.subject ?? "(no subject)"

const toOf = ({ to }: ParsedMail): string =>
  [to ?? []]
    .flat()
    .map(({ text }) => text)
    .join(", ")
