/**
 * CrmForgetting: what does the CRM forget when somebody is erased?
 *
 * @since 0.1.0
 */
import * as Contact from "@temoin/core/Contact"
import * as Crm from "@temoin/core/ports/Crm"
import * as Effect from "effect/Effect"
import * as CrmBook from "./CrmBook.ts"

/**
 * Has the CRM forget everything we wrote about a contact, and forgets what we know of them there.
 *
 * @category erasing
 * @since 0.1.0
 */
export const forget = Effect.fnUntraced(function* (
  crm: Crm.Crm["Service"],
  book: CrmBook.CrmBook,
  contact: Contact.ContactId,
  page: CrmBook.ContactPage
) {
  const ids = Object.values(page.entries).flatMap(({ id }) => id ?? [])
  if (page.person !== undefined) yield* crm.forget(page.person, ids)
  yield* book.write([
    book.contacts.change(contact, null),
    book.erased.change(contact, null),
    ...(page.person === undefined ? [] : [book.people.change(page.person, null)]),
    ...(page.email === undefined ? [] : [book.emails.change(page.email, null)]),
    ...ids.map((id) => book.tasks.change(id, null))
  ])
})
