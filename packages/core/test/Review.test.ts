import * as Review from "@temoin/core/Review"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"

const isUrl = Schema.is(Review.Url)

describe("the page of a review", () => {
  it("is an https address", () => {
    for (const url of [
      "https://maps.example",
      "https://maps.example/acme",
      "https://www.maps.example/acme/reviews?new=1&lang=en#write",
      "https://xn--bcher-kva.example/acme",
      "https://shop.xn--p1ai/%C3%A9t%C3%A9"
    ]) {
      expect(isUrl(url), url).toBe(true)
      // what core lets in, a mailbox can open
      expect(URL.canParse(url), url).toBe(true)
    }
  })

  it("runs nothing, breaks out of nothing, and leads where it seems to", () => {
    for (const url of [
      "",
      "javascript:alert(1)",
      "JavaScript:alert(1)//https://maps.example",
      "data:text/html,hello",
      "http://maps.example/acme",
      "//maps.example/acme",
      "https://",
      "https://maps",
      "https://maps.example@evil.example/",
      "https://anna:secret@maps.example/",
      "https://maps.example:8443/",
      "https://maps.example\\@evil.example/",
      "https://maps.example/a b",
      'https://maps.example/"onclick="x',
      "https://maps.example/<script>",
      "https://maps.example/\r\nBcc: everybody@example.com",
      "https://maps.example/\u0000",
      "https://maps.example/été",
      "http\u017f://maps.example/",
      " https://maps.example/",
      `https://maps.example/${"a".repeat(900)}`
    ]) {
      expect(isUrl(url), JSON.stringify(url)).toBe(false)
    }
  })

  it("is looked at in no time, however it is made", () => {
    for (const url of [`https://${"a.".repeat(440)}`, `https://${"-".repeat(880)}`, `https://${"a-".repeat(440)}!`]) {
      expect(isUrl(url)).toBe(false)
    }
  })
})
