/**
 * Mailbox: what came into the mailbox that we send from?
 *
 * Call `take` from a timer. Each unread mail is given to Témoin, whole; what a person should see gets a flag and stays.
 */
import { RawMail } from "@temoin/email"
import type { Temoin } from "@temoin/runner/Temoin"
import { ImapFlow, type ImapFlowOptions } from "imapflow"

export interface Taken {
  readonly taken: number
  /** Mails with a flag: about nobody whom we know, or about how we send. */
  readonly flagged: number
}

export const take = async (temoin: Temoin, options: ImapFlowOptions): Promise<Taken> => {
  const client = new ImapFlow({ logger: false, ...options })
  await client.connect()
  const lock = await client.getMailboxLock("INBOX")
  let taken = 0
  let flagged = 0
  try {
    for (const uid of (await client.search({ seen: false }, { uid: true })) || []) {
      // nobody reads more of it, so nobody need fetch more
      const mail = await client.fetchOne(uid, { source: { maxLength: RawMail.limits.bytes } }, { uid: true })
      // somebody else took it out meanwhile
      if (!mail || mail.source === undefined) continue
      const { outcome } = await temoin.mail.receive(mail.source)
      const isForAPerson = outcome._tag === "Unplaced" || outcome._tag === "Blocked"
      if (isForAPerson) flagged++
      // only now: a mail that we broke off at is taken again, and recorded once
      await client.messageFlagsAdd(uid, isForAPerson ? ["\\Seen", "\\Flagged"] : ["\\Seen"], { uid: true })
      taken++
    }
  } finally {
    lock.release()
    await client.logout()
  }
  return { taken, flagged }
}
