/**
 * Mime: which bytes is a mail?
 *
 * nodemailer writes the headers and chooses the encodings. It writes the parts into streams, one inside the other, and that costs more than
 * the rest of a small mail; here they are texts.
 *
 * @since 0.1.0
 */
import MailComposer from "nodemailer/lib/mail-composer"
import type MimeNode from "nodemailer/lib/mime-node"
import * as QuotedPrintable from "nodemailer/lib/qp"
import type * as Sender from "./Sender.ts"

/**
 * All of a letter, as it goes over the wire but for dots at the beginning of lines. Unit of `date`: milliseconds since 1970.
 *
 * @category writing
 * @since 0.1.0
 */
export const write = (letter: Sender.Letter, date: number): string => {
  const { from, headers, html, messageId, replyTo, subject, text, to } = letter
  return writeNode(
    new MailComposer({
      from,
      ...(replyTo === undefined ? {} : { replyTo }),
      to,
      subject,
      text,
      html,
      messageId,
      date: new Date(date),
      headers: { ...headers, "List-Unsubscribe": { prepared: true, value: headers["List-Unsubscribe"] } },
      // Whatever the host's `render` returns, it is text, not the name of a file or page to be fetched.
      disableFileAccess: true,
      disableUrlAccess: true
    }).compile()
  )
}

const writeNode = (node: MimeNode): string => {
  const { childNodes } = node
  // sets the boundary, too
  const head = node.buildHeaders()
  if (childNodes.length === 0) return `${head}\r\n\r\n${writeText(node)}`
  const parts = childNodes.map((child) => `--${node.boundary}\r\n${writeNode(child)}\r\n`)
  return `${head}\r\n\r\n${parts.join("")}--${node.boundary}--\r\n`
}

const writeText = (node: MimeNode): string => {
  const text = String(node.content ?? "").replaceAll(/\r\n?|\n/g, "\r\n")
  switch (node.getTransferEncoding()) {
    case "quoted-printable":
      return QuotedPrintable.wrap(QuotedPrintable.encode(text))
    case "base64":
      return Buffer.from(text)
        .toString("base64")
        .replaceAll(/.{76}(?=.)/g, "$&\r\n")
    default:
      return text
  }
}
