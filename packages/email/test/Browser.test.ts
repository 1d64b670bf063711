/** What is really seen of a mail: on a phone, in a window, at night, with pictures switched off. */
import * as Viewing from "@temoin/browser/Viewing"
import { Language, type Look, Rendering } from "@temoin/email"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { all } from "./messages.ts"

const look: Look.Look = { brand: "Acme", accent: "#0057b8", signature: "Acme SAS\n1 rue de la Paix, 75002 Paris" }

let viewing: Viewing.Viewing
beforeAll(async () => {
  viewing = await Viewing.open(join(import.meta.dirname, "screenshots"), "mail")
}, 60_000)
afterAll(() => viewing.close())

const inFull = ["en", "fr", "de", "ar", "ja"]
const others = Object.keys(Language.all).filter((locale) => !inFull.includes(locale))

/** One of each kind, with long names. */
const kinds = (locale: string) => {
  const named = all({ locale, name: "Anna Müller-Lüdenscheidt", subject: "Acme & Söhne Logistics" }).map((message) => {
    const topic = "topic" in message ? message.topic : ""
    const what = "what" in message ? message.what : ""
    const score = message._tag === "ThankYou" ? String(Math.min(9, Math.max(6, message.score))) : ""
    const parts = [locale, message._tag, topic, what, score].filter((part) => part !== "")
    return [parts.join("-").replaceAll(" ", "-"), message] as const
  })
  return [...new Map(named)].filter(([, { _tag }]) => _tag === "Invitation" || inFull.includes(locale))
}

/** The boxes of the eleven buttons, in the order of the scale. */
const buttons = async () => {
  const links = (await viewing.page.locator("a").all()).slice(0, 11)
  return Promise.all(
    links.map(async (link) => {
      const box = await link.boundingBox()
      expect(box).not.toBeNull()
      return { score: await link.innerText(), ...box! }
    })
  )
}

const words = (text: string): string => text.replaceAll(/\s+/g, " ").trim()

describe.each([...inFull, ...others])("in %s", (locale) => {
  it(
    "nothing scrolls sideways, is too small for a thumb, too faint, or fetched from anywhere",
    { timeout: 60_000 },
    async () => {
      for (const [name, message] of kinds(locale))
        expect.soft(await viewing.faults(name, Rendering.render(message, look).html), name).toEqual([])
    }
  )

  it("the invitation has its buttons in two rows on a phone and in one in a window, from where the reader begins", async () => {
    const [invitation] = all({ locale, subject: "Acme" })
    const { html, text } = Rendering.render(invitation!, look)
    await viewing.page.setContent(html)
    for (const [width, most] of [
      [320, 2],
      [360, 2],
      [600, 1]
    ] as const) {
      await viewing.page.setViewportSize({ width, height: 780 })
      const found = await buttons()
      expect(found.map(({ score }) => score)).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"])
      for (const { height, width } of found) expect(Math.min(height, width)).toBeGreaterThanOrEqual(44)
      expect(new Set(found.map(({ y }) => y)).size, `rows at ${width}`).toBe(most)
      const [zero, one] = found
      expect(Math.sign(one!.x - zero!.x)).toBe(Language.forLocale(locale).dir === "rtl" ? -1 : 1)
    }
    const seen = words(await viewing.seen())
    for (const line of text.split("\n").filter((line) => line !== "----" && !line.includes("https://")))
      expect(seen).toContain(words(line))
  })
})
