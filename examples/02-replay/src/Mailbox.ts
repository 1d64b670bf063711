/**
 * Mailbox: what does a person find in a mail, and what do they do with it?
 */
import type * as Score from "@temoin/core/Score"
import { simpleParser } from "mailparser"
import { parse } from "node-html-parser"

/** A mail as its reader sees it. `answerLinks` holds a link for each score; it is empty when the mail asks nothing. */
export interface Letter {
  readonly to: string
  readonly messageId: string
  readonly subject: string
  readonly answerLinks: ReadonlyMap<number, string>
}

/** Reads a mail the way a mail program does. */
export const read = async (raw: Buffer): Promise<Letter> => {
  const mail = await simpleParser(raw, { skipImageLinks: true, skipTextToHtml: true })
  const to = [mail.to ?? []].flat().flatMap(({ value }) => value)
  const links = parse(mail.html === false ? "" : mail.html)
    .querySelectorAll("a")
    .filter((link) => /^\d+$/.test(link.text.trim()))
  return {
    to: to[0]?.address ?? "",
    messageId: mail.messageId ?? "",
    subject: mail.subject ?? "",
    answerLinks: new Map(links.map((link) => [Number(link.text), link.getAttribute("href") ?? ""]))
  }
}

/**
 * Follows the link of a score as a browser would: opens the page, finds the score chosen in the form, and sends the
 * form. Nothing is recorded before that.
 */
export const answer = async (letter: Letter, score: Score.Score): Promise<void> => {
  const link = letter.answerLinks.get(score)
  if (link === undefined) throw new Error(`the mail to ${letter.to} has no link for ${score}`)
  const page = await fetch(link)
  const html = await page.text()
  if (page.status !== 200) throw new Error(`the link for ${score} in the mail to ${letter.to} gave ${page.status}`)
  const form = parse(html).querySelector("form")
  const chosen = form?.querySelector("input[checked]")
  const name = chosen?.getAttribute("name")
  const value = chosen?.getAttribute("value")
  if (form === null || form === undefined || name === undefined || value !== String(score)) {
    throw new Error(
      `the page behind the link for ${score} in the mail to ${letter.to} has ${value ?? "no score"} chosen`
    )
  }
  const sent = await fetch(new URL(form.getAttribute("action") ?? "", link), {
    method: "POST",
    body: new URLSearchParams({ [name]: value })
  })
  await sent.text()
  if (sent.status !== 200) throw new Error(`the answer of ${letter.to} was not taken: ${sent.status}`)
}
