/**
 * CodeUnits: how can a database sort text as JavaScript does?
 *
 * JavaScript compares strings by UTF-16 code unit; SQLite's BINARY and PostgreSQL's "C" collation by UTF-8 byte, which is
 * by code point. The two differ only where a surrogate pair meets a character from U+E000 to U+FFFF. So identifiers are
 * stored with these code units moved, each to one code point of the same rank; all others, nearly all, stay as they are.
 *
 * @since 0.1.0
 */

const moved = /[\ud800-\uffff]/g
const back = /[\ue000-\ue7ff\u{10000}-\u{11fff}]/gu

/**
 * The text to store: its order by code point is the order of `text` by code unit. `text` must be well-formed UTF-16.
 *
 * @example CodeUnits.encode("anna@example.com") // => "anna@example.com"
 * @example CodeUnits.encode("\ue000") // => "\u{10000}"
 * @category conversions
 * @since 0.1.0
 */
export const encode = (text: string): string =>
  text.replace(moved, (unit) => {
    const value = unit.charCodeAt(0)
    return String.fromCodePoint(value < 0xe000 ? value + 0x800 : value + 0x2000)
  })

/**
 * The text that was stored with `encode`.
 *
 * @example CodeUnits.decode(CodeUnits.encode("🦊")) // => "🦊"
 * @category conversions
 * @since 0.1.0
 */
export const decode = (stored: string): string =>
  stored.replace(back, (point) => {
    const value = point.codePointAt(0)!
    return String.fromCharCode(value < 0x10000 ? value - 0x800 : value - 0x2000)
  })
