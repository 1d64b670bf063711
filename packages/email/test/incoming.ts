import { readFileSync } from "node:fs"

/** The message of ours that these mails are about. */
export const reference = "0123456789abcdef0123456789abcdef"

export const ours = `<${reference}@acme.example>`

const joined = (lines: ReadonlyArray<string>): string => lines.join("\r\n")

/** Two bounces as Postfix 3.7 wrote them. */
export const postfix = (nth: 1 | 2): string =>
  readFileSync(new URL(`received/postfix-3.7-dsn-${nth}.eml`, import.meta.url), "latin1").replaceAll(/\r?\n/g, "\r\n")

/** What a mail server returns of ours. */
const returned = joined([
  "From: Acme <hello@acme.example>",
  "To: anna@example.org",
  "Subject: One quick question",
  `Message-ID: ${ours}`,
  "",
  "How likely are you to recommend us?"
])

export interface Report {
  readonly headers?: ReadonlyArray<string>
  readonly words?: string
  readonly recipient: ReadonlyArray<string>
  readonly original?: { readonly type: string; readonly text: string } | undefined
}

/** A bounce as RFC 3464 has it. */
export const bounce = ({
  headers = ["From: Mail Delivery System <MAILER-DAEMON@mx.example.org>", "Auto-Submitted: auto-replied"],
  original = { type: "message/rfc822", text: returned },
  recipient,
  words = "Your mail could not be delivered."
}: Report): string =>
  joined([
    "Return-Path: <>",
    ...headers,
    "To: hello@acme.example",
    "Subject: Undelivered Mail Returned to Sender",
    "Message-ID: <1@mx.example.org>",
    "MIME-Version: 1.0",
    `Content-Type: multipart/report; report-type=delivery-status; boundary="=_b"`,
    "",
    "--=_b",
    "Content-Type: text/plain; charset=utf-8",
    "",
    words,
    "--=_b",
    "Content-Type: message/delivery-status",
    "",
    "Reporting-MTA: dns; mx.example.org",
    "",
    ...recipient,
    ...(original.type === "" ? [] : ["--=_b", `Content-Type: ${original.type}`, "", original.text]),
    "--=_b--",
    ""
  ])

/** A spam report as RFC 5965 has it. */
export const complaint = (type = "abuse", original = returned): string =>
  joined([
    "From: staff@provider.example",
    "To: abuse@acme.example",
    "Subject: FW: One quick question",
    "Message-ID: <arf1@provider.example>",
    "MIME-Version: 1.0",
    "Content-Type: multipart/report; report-type=feedback-report; boundary=f",
    "",
    "--f",
    "Content-Type: text/plain",
    "",
    "This is an email abuse report.",
    "--f",
    "Content-Type: message/feedback-report",
    "",
    `Feedback-Type: ${type}`,
    "User-Agent: SomeGenerator/1.0",
    "Version: 1",
    "--f",
    "Content-Type: message/rfc822",
    "",
    original,
    "--f--",
    ""
  ])

/** A mail as a person or a robot writes it. */
export const letter = (headers: ReadonlyArray<string>, body: string, type = "text/plain; charset=utf-8"): string =>
  joined([
    ...(headers.some((header) => header.startsWith("From:")) ? [] : ["From: Anna <anna@example.org>"]),
    ...(headers.some((header) => header.startsWith("Subject:")) ? [] : ["Subject: Re: One quick question"]),
    "To: Acme <hello@acme.example>",
    "Message-ID: <r1@example.org>",
    "MIME-Version: 1.0",
    `Content-Type: ${type}`,
    ...headers,
    "",
    body
  ])

export const answering = [`In-Reply-To: ${ours}`, `References: <first@elsewhere.example> ${ours}`]
