/**
 * DeliveryReport: what became of a mail, as the server that gave it up reports it?
 *
 * Most servers report as RFC 3464 has it. Some (qmail, old Exim) only write a letter: it counts when a mail system signed
 * it and it names a status.
 *
 * @since 0.1.0
 */
import type * as Heard from "@temoin/core/Heard"
import * as RawMail from "./RawMail.ts"

/**
 * What became of one recipient.
 *
 * - `action`: the report's word, in lower case: "failed", "delayed", "delivered", "relayed", "expanded".
 * - `status`: the enhanced code of RFC 3463, such as "5.1.1"; missing when none is given.
 * - `address`: who could not be reached; as the server names them, else as we wrote it.
 * - `problem`: what the server said.
 *
 * @category models
 * @since 0.1.0
 */
export interface DeliveryReport {
  readonly action: string
  readonly status: string | undefined
  readonly address: string | undefined
  readonly problem: string
}

/**
 * The recipient of a report who fared worst: we write to one at a time, and a list behind their address may have many.
 * `undefined` when the mail is no report of a delivery.
 *
 * @category constructors
 * @since 0.1.0
 */
export const fromMail = (mail: RawMail.RawMail): DeliveryReport | undefined => fromReport(mail) ?? fromLetter(mail)

/**
 * What a failed delivery says of the address. RFC 3463: the first digit says whether to try again, the second what it is
 * about: x.1 the address, x.2 the mailbox, x.3 the server, x.4 the way to it, x.5 and x.6 the mail, x.7 policy. Where a
 * server gives a code that says nothing (5.0.0, as Exim does), the words decide.
 *
 * @example DeliveryReport.bounce({ action: "failed", status: "5.1.1", address: undefined, problem: "" }) // => "hard"
 * @example DeliveryReport.bounce({ action: "failed", status: "4.2.2", address: undefined, problem: "" }) // => "soft"
 * @example DeliveryReport.bounce({ action: "failed", status: "5.7.26", address: undefined, problem: "" }) // => "blocked"
 * @category classification
 * @since 0.1.0
 */
export const bounce = ({ problem, status }: DeliveryReport): Heard.Bounce => {
  const code = telling(status) ?? telling(said(problem)) ?? status ?? said(problem) ?? ""
  const [, kind = "5", subject = "0", detail = "0"] = /^(\d)\.(\d+)\.(\d+)/.exec(code) ?? []
  const about = `${subject}.${detail}`
  if (kind === "4" || temporary.has(about)) return "soft"
  if (about === "1.0" && unwanted.test(problem)) return "blocked"
  if (subject === "1" && !sender.has(about)) return "hard"
  if (subject === "2" || about === "4.4") return "hard"
  if (unwanted.test(problem) || subject === "7" || sender.has(about)) return "blocked"
  if (unknown.test(problem)) return "hard"
  if (patience.test(problem)) return "soft"
  return subject === "0" || subject === "4" ? "hard" : "blocked"
}

// The mailbox is full, the mail too long for it, a list that cannot be expanded; a server that is full or away.
const temporary = new Set(["2.2", "2.3", "2.4", "3.1", "3.2", "4.2", "4.3", "4.5", "4.6", "4.7"])

const sender = new Set(["1.7", "1.8"])

const unwanted =
  /\b(spam|junk|block(ed|list|ing)?|black ?list(ed)?|reputation|policy|dmarc|dkim|spf|relay(ing)?|not authenticated|unauthenticated|rate limit|virus)\b/i

/** As Microsoft (5.5.0, 5.4.1), Exim and Sendmail (5.3.0) put it. */
const unknown =
  /\b(unrouteable|(user|recipient|address|mailbox|account)( is)? (unknown|rejected|unavailable|disabled|not found|does not exist)|no such (user|recipient|mailbox|address)|unknown (user|recipient|address|mailbox)|does(n't| not) exist|recipient address rejected|no mailbox here|invalid recipient)\b/i

const patience = /\b(expired|timed? ?out|retry time|too long|try again|temporar(y|ily)|quota|mailbox (is )?full)\b/i

/** "x.0.0" says that something happened. */
const telling = (code: string | undefined): string | undefined => (code?.endsWith(".0.0") === true ? undefined : code)

const said = (problem: string): string | undefined =>
  /(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])/.exec(problem)?.[1] ??
  (/(?<!\d)([45])\d\d(?!\d)/.exec(problem)?.[1] === "4" ? "4.0.0" : undefined)

const longest = 1000

const fromReport = ({ fields, parts }: RawMail.RawMail): DeliveryReport | undefined => {
  const type = RawMail.first(fields, "content-type").toLowerCase()
  if (!type.startsWith("multipart/report")) return undefined
  const status = parts.find(
    (part) => part.type === "message/delivery-status" || part.type === "message/global-delivery-status"
  )
  if (status === undefined) return undefined
  const [, ...recipients] = RawMail.blocks(status.text)
  const found = recipients.map((block): DeliveryReport => {
    const code = /[245]\.\d{1,3}\.\d{1,3}/.exec(RawMail.first(block, "status"))?.[0]
    return {
      action: RawMail.first(block, "action")
        .toLowerCase()
        .replace(/[^a-z].*$/s, ""),
      status: code,
      address:
        addressOf(RawMail.first(block, "final-recipient")) ?? addressOf(RawMail.first(block, "original-recipient")),
      problem: RawMail.first(block, "diagnostic-code")
        .replace(/^[\w-]+ *; */, "")
        .slice(0, longest)
    }
  })
  return found.find(({ action }) => action === "failed") ?? found.find(({ action }) => action === "delayed") ?? found[0]
}

const addressOf = (field: string): string | undefined =>
  /^(?:[\w-]+ *; *)?<?([^\s<>;]+@[^\s<>;]+?)>?$/.exec(field.slice(0, 400).trim())?.[1]

const signs = /^(mailer-daemon|postmaster|mail-?daemon|mdaemon)$/i

const fromLetter = ({ fields, text }: RawMail.RawMail): DeliveryReport | undefined => {
  const [recipient = ""] = RawMail.first(fields, "x-failed-recipients").split(",")
  const from = /([^\s<>"@]{1,64})@/.exec(RawMail.first(fields, "from"))?.[1] ?? RawMail.first(fields, "from")
  const isSigned = recipient !== "" || signs.test(from)
  if (!isSigned || /\b(delay(ed)?|still trying|warning)\b/i.test(RawMail.first(fields, "subject"))) return undefined
  // what is quoted below is our own mail
  const [letter = ""] = text.split(/^--+ ?(?:this is a copy|below this line|original message)/im, 1)
  const at = /(?<![\d.])(?:[45]\d\d[ -]|[45]\.\d{1,3}\.\d{1,3})/.exec(letter)
  const isUnknown = /unrouteable|unknown user|no such user|does(n't| not) exist|no mailbox here/i.exec(letter)
  const start = at?.index ?? isUnknown?.index
  if (start === undefined) return undefined
  const problem = letter.slice(start, start + longest).split(/\r?\n\r?\n/, 1)[0] ?? ""
  const named = /<([^\s<>@]{1,64}@[^\s<>@]{1,255})>/.exec(letter.slice(0, start))?.[1]
  return { action: "failed", status: undefined, address: addressOf(recipient) ?? named, problem }
}
