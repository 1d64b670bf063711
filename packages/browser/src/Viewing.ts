/**
 * Viewing: how does a page look and read on each screen?
 *
 * One browser looks at everything, page by page. Nothing may be fetched from anywhere: a mail is read as it came, with pictures
 * switched off.
 *
 * @since 0.1.0
 */
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import type { Page } from "playwright-core"
import * as Chromium from "./Chromium.ts"
import * as Faults from "./Faults.ts"
import * as Screen from "./Screen.ts"

/**
 * - `page`: where one can press keys and read boxes.
 * - `faults`: what is wrong with this HTML on any screen, and with the markup itself; empty where nothing is. A picture of each
 *   screen stays in the folder, under `name`.
 * - `seen`: what can be read of what is shown now.
 * - `visitor`: another page, for walking from one to the next at `origin`, and nowhere else. Scripts do not run there.
 *
 * @category models
 * @since 0.1.0
 */
export interface Viewing {
  readonly page: Page
  readonly faults: (name: string, html: string) => Promise<ReadonlyArray<string>>
  readonly seen: () => Promise<string>
  readonly visitor: (origin: string) => Promise<Page>
  readonly close: () => Promise<void>
}

/**
 * Opens a browser. `folder`: for the pictures.
 *
 * @category constructors
 * @since 0.1.0
 */
export const open = async (folder: string, which: "page" | "mail"): Promise<Viewing> => {
  mkdirSync(folder, { recursive: true })
  const browser = await Chromium.launch()
  const context = await browser.newContext({ viewport: { width: 360, height: 780 } })
  const page = await context.newPage()
  const fetched: Array<string> = []
  await page.route(/^https?:/, (route) => {
    fetched.push(`fetches ${route.request().url()}`)
    return route.abort()
  })
  return {
    page,
    faults: async (name, html) => {
      fetched.length = 0
      const found = (await Faults.inMarkup(html, which)).map((fault) => `markup: ${fault}`)
      await page.setContent(html)
      for (const { colorScheme, name: screen, width } of Screen.all) {
        await page.setViewportSize({ width, height: 780 })
        await page.emulateMedia({ colorScheme })
        const faults = [
          ...(await Faults.inSize(page)),
          ...(await Faults.inAccess(page, screen === "phone" ? which : "contrast"))
        ]
        found.push(...faults.map((fault) => `${screen}: ${fault}`))
        await page.screenshot({ path: join(folder, `${name}-${screen}.png`), fullPage: true })
      }
      return [...found, ...fetched]
    },
    seen: () => page.locator("body").innerText(),
    visitor: async (origin) => {
      const scriptless = await browser.newContext({ viewport: { width: 360, height: 780 }, javaScriptEnabled: false })
      await scriptless.route(
        (url) => url.origin !== origin,
        (route) => route.abort()
      )
      return scriptless.newPage()
    },
    close: () => browser.close()
  }
}
