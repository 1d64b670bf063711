/**
 * Failure: whose fault is it when a mail does not leave?
 *
 * Pure: what the SMTP client saw goes in, the port's reason comes out. The table stands in `Smtp`.
 *
 * @since 0.1.0
 */
import type * as Mailer from "@temoin/core/ports/Mailer"
import * as Predicate from "effect/Predicate"

/**
 * What the SMTP client saw.
 *
 * - `code`: the client's word for it, such as "EAUTH", "ECONNECTION", "ETIMEDOUT"; `originalCode`: the system's or the
 *   TLS library's, such as "ECONNREFUSED" or "CERT_HAS_EXPIRED".
 * - `command`: what was being said: "MAIL FROM", "RCPT TO", "DATA", "AUTH PLAIN", "STARTTLS", or "CONN".
 * - `response`, `responseCode`: the server's complete reply and its three digits, when there was one.
 * - `textLeft`: has any of the mail's text been handed to the connection? From then on the server may have the mail.
 * - `message`: the client's sentence about it.
 *
 * @category models
 * @since 0.1.0
 */
export interface Failure {
  readonly code?: string | undefined
  readonly originalCode?: string | undefined
  readonly command?: string | undefined
  readonly response?: string | undefined
  readonly responseCode?: number | undefined
  readonly textLeft: boolean
  readonly message: string
}

/**
 * Reads a failure off whatever was thrown.
 *
 * @example Failure.fromUnknown("no") // => { textLeft: false, message: "no" }
 * @category constructors
 * @since 0.1.0
 */
export const fromUnknown = (thrown: unknown): Failure => {
  if (!Predicate.isObject(thrown)) return { textLeft: false, message: String(thrown) }
  const text = (key: string): string | undefined => {
    const value = Predicate.hasProperty(thrown, key) ? thrown[key] : undefined
    return typeof value === "string" && value !== "" ? value : undefined
  }
  const responseCode = Predicate.hasProperty(thrown, "responseCode") ? thrown.responseCode : undefined
  return {
    code: text("code"),
    originalCode: text("originalCode"),
    command: text("command"),
    response: text("response"),
    responseCode: typeof responseCode === "number" ? responseCode : undefined,
    textLeft: Predicate.hasProperty(thrown, "textLeft") && thrown.textLeft === true,
    message: text("message") ?? text("originalCode") ?? text("code") ?? "an error without a message"
  }
}

/**
 * The enhanced status code (RFC 3463) at the head of a reply: the part after the class, "1.1" of "550 5.1.1 unknown".
 *
 * @example Failure.status("550-5.7.26 not authenticated") // => "7.26"
 * @example Failure.status("550 no such user") // => undefined
 * @category getters
 * @since 0.1.0
 */
export const status = (reply: string): string | undefined => /^\d{3}[ -][245]\.(\d{1,3}\.\d{1,3})\b/.exec(reply)?.[1]

/** Replies that ask for a (better, or encrypted) login. */
const wantsLogin = [530, 534, 535, 538]

// Many servers check the sender and our right to relay only when the first recipient is named (Postfix does by
// default). Taken for a bad address, such a reply would silence every customer one after the other.
const isAboutUs = (failure: Failure): boolean => {
  const reply = failure.response ?? ""
  const code = status(reply)
  return (
    wantsLogin.includes(failure.responseCode ?? 0) ||
    code?.startsWith("7.") === true ||
    code === "1.7" ||
    code === "1.8" ||
    /\brelay/i.test(reply)
  )
}

// RFC 3463: x.1 is about an address (.7 and .8 about the sender's), x.2 about the mailbox behind it.
const isAboutAddress = (failure: Failure): boolean => {
  const code = status(failure.response ?? "")
  return code !== undefined && /^[12]\./.test(code) && code !== "1.7" && code !== "1.8"
}

// A system error is one word ("ECONNRESET"); what comes from the TLS library is not ("CERT_HAS_EXPIRED"), but for this.
const isTls = (code: string | undefined): boolean =>
  code !== undefined && (code === "EPROTO" || !/^E[A-Z0-9]+$/.test(code))

/**
 * The reason in the port's words, and what a person can do about it.
 *
 * @example Failure.classify({ code: "ETIMEDOUT", textLeft: true, message: "Timeout" }).reason // => "uncertain"
 * @category classification
 * @since 0.1.0
 */
export const classify = (
  failure: Failure
): { readonly reason: Mailer.MailError["reason"]; readonly advice: string } => {
  const { code, command, originalCode, responseCode = 0, textLeft } = failure
  const answered = responseCode >= 400 && responseCode <= 599
  if (textLeft && !(answered && code === "EMESSAGE")) return uncertain
  if (responseCode >= 400 && responseCode <= 499) return unavailable
  if (code === "EAUTH" || code === "ENOAUTH") return misconfigured("check auth.user and auth.pass")
  // Bad sequence of commands: the session is confused, another one may not be.
  if (responseCode === 503) return unavailable
  if (answered) {
    if (command === "RCPT TO") {
      return isAboutUs(failure)
        ? misconfigured("the server will not take mail for others from us: check auth, from, and the server's reply")
        : refused
    }
    if (code === "EMESSAGE" || command === "DATA") {
      return isAboutAddress(failure)
        ? refused
        : misconfigured("the server rejects the mail itself: check from, SPF and DKIM of its domain, and the reply")
    }
    if (command === "MAIL FROM") return misconfigured("check that this account may send as from")
    if (code === "ETLS") return misconfigured("the server offers no encryption here: check port, secure and requireTLS")
    return misconfigured("the server does not want to talk to us: check host, port and the server's reply")
  }
  if (code === "EENVELOPE" && command === "API") return refused
  if (code === "ERR_ACCESS_DENIED") return misconfigured("this process may not open network connections")
  if (code === "ECONFIG") return misconfigured("check the settings of Smtp.layer")
  if ((code === "ESOCKET" || code === "ETLS") && isTls(originalCode)) {
    return misconfigured("check the server's certificate, host, port, secure and tls")
  }
  return unavailable
}

const refused = { reason: "refused", advice: "this address takes no mail: ask for another one" } as const

const unavailable = { reason: "unavailable", advice: "the mail did not leave; try again later" } as const

const uncertain = {
  reason: "uncertain",
  advice: "the text was already on its way, so the mail may arrive: look for its Message-ID before sending it again"
} as const

const misconfigured = (advice: string) => ({ reason: "misconfigured", advice }) as const
