/**
 * Html: how does text from outside stay text?
 *
 * @since 0.1.0
 */

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" }

/**
 * The text with everything that means something in HTML written as an entity. Safe between tags and inside a quoted
 * attribute. Unpaired surrogates become U+FFFD.
 *
 * @example Html.escape(`<b title="R&D">`) // => "&lt;b title=&quot;R&amp;D&quot;&gt;"
 * @category escaping
 * @since 0.1.0
 */
export const escape = (text: string): string =>
  text.toWellFormed().replace(/[&<>"']/g, (character) => entities[character] ?? character)
