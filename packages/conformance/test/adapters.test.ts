// Does docs/adapters.md show what the laws and the tests say?
import { existsSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { assert, describe, it } from "vitest"
import * as Adapters from "./adapters/Adapters.ts"
import * as Page from "./adapters/Page.ts"

const page = join(import.meta.dirname, "..", "..", "..", "docs", "adapters.md")

describe("the page of adapters", () => {
  it("is what `pnpm adapters` prints", async () => {
    assert.strictEqual(readFileSync(page, "utf8"), await Page.make(), "run `pnpm adapters`")
  })

  it("has every port that has laws, and every adapter of ours", () => {
    const suites = Adapters.suites()
    for (const [name, laws] of [
      ["SQLite in one file", "HistoryStoreLaws"],
      ["PostgreSQL", "HistoryStoreLaws"],
      ["SMTP", "MailerLaws"],
      ["signed links", "LinksLaws"]
    ] as const) {
      assert.isTrue(
        suites.some((suite) => suite.name === name && suite.laws === laws),
        name
      )
    }
  })

  it("names a test that is there for everything an adapter can", () => {
    for (const ability of Adapters.abilities)
      assert.isTrue(Adapters.isShown(ability), `${ability.file}: ${ability.test}`)
  })

  it("leads to files that are there", () => {
    const links = [...readFileSync(page, "utf8").matchAll(/\]\((\.\.[^)#]+)\)/g)].map(([, link = ""]) => link)
    assert.isNotEmpty(links)
    for (const link of links) assert.isTrue(existsSync(join(dirname(page), link)), link)
  })
})
