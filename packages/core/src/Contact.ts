/**
 * Contact: who can be asked?
 *
 * A person, perhaps still anonymous, and the account (company) they belong to.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import * as StableHash from "./StableHash.ts"
import * as Text from "./Text.ts"
import * as Zone from "./Zone.ts"

/** @category models @since 0.1.0 */
export const ContactId = Text.Identifier.pipe(Schema.brand("ContactId"))
/** @since 0.1.0 */
export type ContactId = typeof ContactId.Type

/** @category models @since 0.1.0 */
export const AccountId = Text.Identifier.pipe(Schema.brand("AccountId"))
/** @since 0.1.0 */
export type AccountId = typeof AccountId.Type

/**
 * An e-mail address: something before and after one `@`, no spaces, at most 254 characters (RFC 5321).
 * Whether it exists only a mail server can tell.
 *
 * @category models
 * @since 0.1.0
 */
export const EmailAddress = Text.Line.check(
  Schema.isMaxLength(254),
  Schema.isPattern(/^[^\s@<>(),;:"\\[\]]{1,64}@[^\s@<>(),;:"\\[\]]+$/u, {
    expected: "an e-mail address, such as anna@example.com"
  })
)

/**
 * A language tag as in RFC 5646: "en", "fr", "pt-BR".
 *
 * @category models
 * @since 0.1.0
 */
export const Locale = Schema.String.check(
  Schema.isPattern(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/, { expected: `a language tag, such as "en" or "pt-BR"` })
)

/**
 * What is known of a contact. Every field is optional but the id; a missing e-mail address means they cannot be asked
 * by mail, which is a reason that `decide` gives, not an error.
 *
 * @category models
 * @since 0.1.0
 */
export const Contact = Schema.Struct({
  id: ContactId,
  email: Schema.optionalKey(EmailAddress),
  name: Schema.optionalKey(Text.Line),
  locale: Schema.optionalKey(Locale),
  zone: Schema.optionalKey(Zone.Zone),
  account: Schema.optionalKey(AccountId)
})
/** @since 0.1.0 */
export type Contact = typeof Contact.Type

/**
 * What stands behind the name of a wave that a contact brought along when they were merged into another. Only characters
 * that no key or link escapes, and at most 66 of them.
 *
 * @example Contact.mark("anna@old") // => "~anna~40old"
 * @category keys
 * @since 0.1.0
 */
export const mark = (id: ContactId): string => {
  const plain = encodeURIComponent(id).replaceAll("~", "~7E").replaceAll("%", "~")
  return `~${plain.length <= 65 ? plain : `${plain.slice(0, 48)}~${StableHash.hash(id).toString(16)}`}`
}
