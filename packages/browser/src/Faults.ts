/**
 * Faults: what would a person stumble over on this page?
 *
 * Measured in the browser that shows it, by the boxes that it really draws.
 *
 * @since 0.1.0
 */
import axe from "axe-core"
import { HtmlValidate, type RuleConfig } from "html-validate"
import type { Page } from "playwright-core"

/**
 * The smallest side of what can be pressed. Unit: CSS pixels. Source: WCAG 2.2, 2.5.5 (target size, enhanced); we hold links
 * inside of a sentence to it, too.
 *
 * @category limits
 * @since 0.1.0
 */
export const smallestTarget = 44

/**
 * What of it does not fit on the screen that it is on now, as sentences; empty where all does: a line that one must scroll
 * sideways to read, a link, button or field that is too small to press.
 *
 * @category checking
 * @since 0.1.0
 */
export const inSize = async (page: Page): Promise<ReadonlyArray<string>> => [
  ...(await page.evaluate<ReadonlyArray<string>>(sideways)),
  ...(await page.evaluate<ReadonlyArray<string>>(small))
]

// Scripts as text: they run in the page, where they know other names than here.
const sideways = `(() => {
  const { clientWidth, scrollWidth } = document.documentElement
  const cut = [...document.querySelectorAll("body *")].filter((element) => {
    const { left, right, width } = element.getBoundingClientRect()
    return width > 0 && (left < -0.5 || right > clientWidth + 0.5)
  })
  return [
    ...(scrollWidth > clientWidth ? ["scrolls sideways: " + scrollWidth + " pixels on " + clientWidth] : []),
    ...cut.slice(0, 3).map((element) => "reaches over the edge: " + element.outerHTML.slice(0, 120))
  ]
})()`

// A box to tick is as large as the label around it.
const small = `[...document.querySelectorAll("a[href],button,input:not([type=hidden]),textarea,select,summary")].flatMap((element) => {
  const { height, width } = (element.closest("label") ?? element).getBoundingClientRect()
  return Math.min(height, width) >= ${smallestTarget}
    ? []
    : ["too small to press, " + Math.round(width) + " by " + Math.round(height) + ": " + element.outerHTML.slice(0, 120)]
})`

const standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

/**
 * What axe-core finds wrong with it, as sentences: contrast, names, language, structure. `which`: all that holds for a `page` by
 * itself, which needs a main part and a heading; for a `mail`, which stands inside of another page; or only the `contrast`, which
 * alone the colours of the screen can change. What it cannot judge of a contrast counts as wrong: then something is not where it
 * should be.
 *
 * @category checking
 * @since 0.1.0
 */
export const inAccess = async (page: Page, which: "page" | "mail" | "contrast"): Promise<ReadonlyArray<string>> => {
  if (!(await page.evaluate(`"axe" in window`))) await page.evaluate(axe.source)
  const options: axe.RunOptions = {
    runOnly:
      which === "contrast"
        ? { type: "rule", values: ["color-contrast"] }
        : { type: "tag", values: which === "page" ? [...standards, "best-practice"] : standards },
    resultTypes: ["violations", "incomplete"]
  }
  const { incomplete, violations } = await page.evaluate<axe.AxeResults>(
    `axe.run(document, ${JSON.stringify(options)})`
  )
  return [...violations, ...incomplete.filter(({ id }) => id === "color-contrast")].flatMap(({ help, id, nodes }) =>
    nodes.map(({ html }) => `${id} (${help}): ${html.slice(0, 120)}`)
  )
}

const rules: RuleConfig = {
  "doctype-style": "off",
  "no-inline-style": "off",
  "long-title": "off",
  "no-trailing-whitespace": "off",
  // boxes to tick share a name as round buttons do
  "form-dup-name": ["error", { shared: ["radio", "button", "reset", "submit", "checkbox"] }]
}

/** What mail programs still need, long after pages could leave it. */
const ofMail: RuleConfig = {
  ...rules,
  "no-deprecated-attr": "off",
  "attribute-allowed-values": "off",
  "presentation-role-style": "off",
  "prefer-tbody": "off"
}

const page = new HtmlValidate({ extends: ["html-validate:recommended"], rules })
const mail = new HtmlValidate({ extends: ["html-validate:recommended"], rules: ofMail })

/**
 * Everything that is wrong with the markup itself, as sentences.
 *
 * @category checking
 * @since 0.1.0
 */
export const inMarkup = async (html: string, which: "page" | "mail"): Promise<ReadonlyArray<string>> => {
  const { results } = await (which === "page" ? page : mail).validateString(html)
  return results.flatMap(({ messages }) =>
    messages.map(({ line, message, ruleId }) => `${ruleId}, line ${line}: ${message}`)
  )
}
