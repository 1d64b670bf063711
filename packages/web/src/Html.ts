/**
 * Html: how does somebody else's text get into a page without becoming part of it?
 *
 * @since 0.1.0
 */

/**
 * Markup that is safe to send. Only `markup` makes it.
 *
 * @category models
 * @since 0.1.0
 */
export interface Html {
  readonly _tag: "Html"
  readonly source: string
}

/**
 * What a hole in a template takes: text (escaped), markup (as it is), a list of markup, or `undefined` for nothing.
 *
 * @category models
 * @since 0.1.0
 */
export type Hole = string | number | Html | ReadonlyArray<Html> | undefined

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;"
}

/**
 * The text as it must stand in an element or in a quoted attribute.
 *
 * @example Html.escape(`<b> & "c"`) // => "&lt;b&gt; &amp; &quot;c&quot;"
 * @category constructors
 * @since 0.1.0
 */
export const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? "")

/**
 * A template in which every text is escaped. Attributes must be quoted.
 *
 * @example Html.markup`<p>${"1 < 2"}</p>`.source // => "<p>1 &lt; 2</p>"
 * @category constructors
 * @since 0.1.0
 */
export const markup = (strings: TemplateStringsArray, ...holes: ReadonlyArray<Hole>): Html => ({
  _tag: "Html",
  source: strings.reduce((before, after, index) => before + fill(holes[index - 1]) + after)
})

const fill = (hole: Hole): string =>
  hole === undefined
    ? ""
    : typeof hole === "string" || typeof hole === "number"
      ? escape(String(hole))
      : "_tag" in hole
        ? hole.source
        : hole.map(fill).join("")
