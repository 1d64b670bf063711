/**
 * TextArbitrary: which words trip a machine?
 *
 * Texts that `@temoin/core/Text` lets in, chosen because somebody's software breaks on them: quotes, markup, other
 * scripts, combining marks, characters outside the basic plane, the longest there are. The first of each list is
 * harmless; that is what cases become smaller towards.
 *
 * @since 0.1.0
 */
import * as fc from "fast-check"

const awkward = [
  "thanks",
  "it's",
  `"quoted"`,
  "'; DROP TABLE events; --",
  "100 % _like_",
  "back\\slash",
  "<b>&amp;</b>",
  "${jndi} {{x}} %s $1",
  "e\u0301 is not é",
  "ﷺ שלום مرحبا",
  "\u202eright to left\u202c",
  "zero\u200bwidth",
  "👩‍👩‍👧‍👦 👍🏽",
  "𝒳 beyond the plane",
  "\ufeffmark",
  "\ufffd\uffff",
  "null",
  "undefined",
  "0",
  " around "
] as const

/**
 * One line, at most 300 long.
 *
 * @category arbitraries
 * @since 0.1.0
 */
export const line: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...awkward),
  fc.constantFrom("é".repeat(300), "😀".repeat(150))
)

/**
 * Several lines, at most 10,000 long, perhaps empty.
 *
 * @category arbitraries
 * @since 0.1.0
 */
export const paragraph: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...awkward),
  fc.constantFrom("", "two\nlines", "two\r\nlines", "\ttab\u0007bell\u001b[31m", "\u2028separated"),
  fc.constantFrom("x".repeat(10_000), "é".repeat(10_000), "😀".repeat(5_000))
)

/**
 * An identifier, at most 200 long.
 *
 * @category arbitraries
 * @since 0.1.0
 */
export const identifier: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...awkward),
  fc.constantFrom("a/b?c#d", "crm:4711", "anna@example.com", "é".repeat(200), "😀".repeat(100))
)

/**
 * Pairs of identifiers that look alike and are two: by case, by composition, by a space, by width.
 *
 * @category arbitraries
 * @since 0.1.0
 */
export const alike: fc.Arbitrary<readonly [string, string]> = fc.constantFrom(
  ["anna", "Anna"],
  ["ren\u00e9", "rene\u0301"],
  ["anna", "anna "],
  ["straße", "strasse"],
  ["7", "07"],
  ["a", "ａ"],
  ["an_a", "anna"]
)

/**
 * Identifiers that a locale, a database or UTF-8 puts into another order than their code units have.
 *
 * @category arbitraries
 * @since 0.1.0
 */
export const mixedUp: fc.Arbitrary<string> = fc.constantFrom(
  "anna",
  "Zoe",
  "ben",
  "émile",
  "zoe",
  "10",
  "9",
  "a-b",
  "ab",
  "😀",
  "\uff5e"
)

/**
 * Words that try to become more than words in a mail: addresses, headers, line ends. Not all of them are a `Text.Line`.
 *
 * @category arbitraries
 * @since 0.1.0
 */
export const smuggled: fc.Arbitrary<string> = fc.constantFrom(
  "Anna, eve@evil.example",
  "Anna <eve@evil.example>",
  `"Anna" <eve@evil.example>, "`,
  "eve@evil.example",
  "Anna\r\nBcc: eve@evil.example",
  "Anna\nTo: eve@evil.example",
  "Anna\r\n\r\n.\r\nRCPT TO:<eve@evil.example>",
  "=?utf-8?Q?Anna=0D=0ABcc:_eve@evil.example?=",
  "Anna\u2028Bcc: eve@evil.example",
  "Friends: eve@evil.example;"
)
