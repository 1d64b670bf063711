import * as Viewing from "@temoin/browser/Viewing"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"

let viewing: Viewing.Viewing
beforeAll(async () => {
  viewing = await Viewing.open(join(import.meta.dirname, "screenshots"), "mail")
}, 60_000)
afterAll(() => viewing.close())

const sound = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>One question</title></head>
<body style="margin:0;background:#fff;color:#222">
<p>Would you recommend us?</p>
<a href="https://a.example/9" style="display:block;line-height:44px;color:#222">Yes</a>
</body>
</html>
`

describe("what a person stumbles over", () => {
  it("is nothing where nothing is wrong", async () => {
    expect(await viewing.faults("sound", sound)).toEqual([])
  })

  it.each([
    ["a line that cannot be broken", /scrolls sideways/, sound.replace("<p>", '<p style="width:400px">')],
    ["a small link", /too small to press, \d+ by 30/, sound.replace("44px", "30px")],
    ["grey on grey", /phone: color-contrast/, sound.replace("color:#222", "color:#bbb")],
    [
      "grey on grey at night",
      /^night: color-contrast/,
      sound.replace("</head>", "<style>@media (prefers-color-scheme:dark){p{color:#bbb}}</style></head>")
    ],
    [
      "a picture from elsewhere",
      /fetches https:/,
      sound.replace("</body>", '<img src="https://a.example/p.gif" alt=""></body>')
    ],
    ["no language", /html-has-lang/, sound.replace(' lang="en"', "")],
    ["a tag left open", /markup: close-order/, sound.replace("</a>", "")]
  ])("is found out: %s", async (_, fault, spoilt) => {
    expect(spoilt).not.toBe(sound)
    expect((await viewing.faults("spoilt", spoilt)).join("\n")).toMatch(fault)
  })
})
