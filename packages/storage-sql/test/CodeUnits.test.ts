import * as CodeUnits from "@temoin/storage-sql/internal/CodeUnits"
import * as fc from "fast-check"
import { Buffer } from "node:buffer"
import { DatabaseSync } from "node:sqlite"
import { assert, describe, it } from "vitest"

const text = fc.string({
  unit: fc.oneof(
    fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
    fc.constantFrom("a", "é", "\ud7ff", "\ue000", "\uffff", "🦊", "\u{10ffff}")
  )
})

const byBytes = (one: string, other: string) => Math.sign(Buffer.compare(Buffer.from(one), Buffer.from(other)))
const byUnits = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)

describe("CodeUnits", () => {
  it("gives back every well-formed text", () =>
    fc.assert(fc.property(text, (text) => CodeUnits.decode(CodeUnits.encode(text)) === text)))

  it("stores only well-formed text", () =>
    fc.assert(fc.property(text, (text) => CodeUnits.encode(text).isWellFormed())))

  it("is ordered by byte as the text is by code unit", () =>
    fc.assert(
      fc.property(text, text, (one, other) =>
        assert.strictEqual(byBytes(CodeUnits.encode(one), CodeUnits.encode(other)), byUnits(one, other))
      )
    ))

  it("keeps every code unit in its place, one by one, and SQLite agrees", () => {
    const units = [...Array(0x10000).keys()].filter((unit) => unit > 0 && (unit < 0xd800 || unit > 0xdfff))
    const texts = [...units.map((unit) => String.fromCharCode(unit)), "\u{10000}", "🦊", "\u{10ffff}"]
    const db = new DatabaseSync(":memory:")
    db.exec("CREATE TABLE texts (encoded TEXT COLLATE BINARY)")
    const insert = db.prepare("INSERT INTO texts VALUES (?)")
    db.exec("BEGIN")
    for (const text of texts) insert.run(CodeUnits.encode(text))
    db.exec("COMMIT")
    const sorted = db
      .prepare("SELECT encoded FROM texts ORDER BY encoded")
      .all()
      .map((row) => CodeUnits.decode(String(row["encoded"])))
    db.close()
    assert.deepStrictEqual(sorted, texts.toSorted(byUnits))
  })

  it("leaves text without characters from U+E000 on as it is", () => {
    for (const text of ["anna@example.com", "Zoé", "客户 42"]) assert.strictEqual(CodeUnits.encode(text), text)
  })
})
