import { PersonId } from "@temoin/core/ports/Crm"
import type { Entry } from "@temoin/core/ports/Crm"
import * as EntryHtml from "@temoin/crm/EntryHtml"
import * as Secret from "@temoin/crm/Secret"
import * as fc from "fast-check"
import { expect, it } from "vitest"

const entry = (words: string | undefined, links: Entry["links"] = [], title = "Answered"): Entry => ({
  mark: "0".repeat(32),
  person: PersonId.make("1"),
  links,
  entry: { _tag: "Note", key: "e1", at: 0, title, words, lines: [] }
})
const nasty = fc.string({ unit: fc.constantFrom("<", ">", "&", '"', "'", "a", "script", " onerror=", "\n", ";", "é") })
const tags = (html: string) => html.match(/<[^>]*>?/g) ?? []
const ours = /^<(?:\/?(?:p|strong|blockquote|small|a)|br|a href="https?:\/\/[^"<>]*")>$/

it("nobody's words are markup, whatever they are, and however little room there is", () =>
  fc.assert(
    fc.property(nasty, nasty, nasty, fc.integer({ min: 120, max: 400 }), (words, title, label, room) => {
      const html = EntryHtml.of(entry(words, [{ label, url: `https://a.example/?q=${label}` }], title), {
        isTitled: true,
        room
      })
      for (const tag of tags(html)) expect(tag).toMatch(ours)
      expect(html.length).toBeLessThanOrEqual(room)
      expect(html).toContain(EntryHtml.signature("0".repeat(32)))
    })
  ))

it("a link leads to the web or nowhere", () => {
  const links = ["javascript:alert(1)", "data:text/html,x", "//evil.example", "https://app.example.com/?a=1&b=2"]
  const html = EntryHtml.of(
    entry(
      undefined,
      links.map((url) => ({ label: "<b>", url }))
    ),
    { isTitled: false, room: 1000 }
  )
  expect(tags(html).filter((tag) => tag.startsWith("<a"))).toEqual([`<a href="https://app.example.com/?a=1&amp;b=2">`])
})

it("secrets are the same only if they are", () =>
  fc.assert(fc.property(fc.string(), fc.string(), (a, b) => Secret.isSame(a, a) && Secret.isSame(a, b) === (a === b))))
