import * as Score from "@temoin/core/Score"
import * as Text from "@temoin/core/Text"
import * as Form from "@temoin/web/Form"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { assert, describe, it } from "vitest"

const bytes = (text: string) => new TextEncoder().encode(text)
const text = fc.string({ unit: "binary" })
const plain = (value: string) => value.replaceAll("\u0000", "\ufffd")
const problems = (body: string) =>
  Result.match(Form.answer(Form.parse(bytes(body))), { onFailure: (e) => e.problems, onSuccess: () => [] })

describe("Form", () => {
  it("reads what URLSearchParams writes, value by value, in order", () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text)), (pairs) => {
        const form = Form.parse(bytes(new URLSearchParams(pairs).toString()))
        for (const name of new Set(pairs.map(([name]) => plain(name))))
          assert.deepStrictEqual(
            form.get(name),
            pairs
              .filter(([other]) => plain(other) === name)
              .map(([, value]) => ({ text: plain(value), readable: !value.includes("\u0000") }))
          )
      })
    ))

  it("any bytes are a form, and what it reads is text", () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (body) => {
        for (const [name, fields] of Form.parse(body))
          for (const { text } of [{ text: name }, ...fields]) {
            assert.isTrue(text.isWellFormed())
            assert.notInclude(text, "\u0000")
          }
        Form.answer(Form.parse(body))
      })
    ))

  it("invalid UTF-8, NUL and surrogates are noticed, written as bytes or as %XX", () => {
    for (const bad of ["%ff", "%c3", "%ed%a0%80", "%00", "a%00b", "%f4%90%80%80", "%c0%af"])
      assert.deepStrictEqual(problems(`score=9&comment=x${bad}`), ["unreadable comment"], bad)
    const raw = Uint8Array.of(...bytes("score=9&comment="), 0xff)
    assert.isTrue(Result.isFailure(Form.answer(Form.parse(raw))))
  })

  it("exactly the eleven spellings are scores", () => {
    for (const score of Score.scale) assert.deepStrictEqual(Form.score(String(score)), Option.some(score))
    for (const no of ["", "11", "-1", "7.5", "abc", "09", "9.0", " 9", "9 ", "1e1", "0x9", "+9", "９", "10\n", "NaN"])
      assert.deepStrictEqual(Form.score(no), Option.none(), no)
  })

  it("names every problem of an answer", () => {
    assert.deepStrictEqual(problems(""), ["no score"])
    assert.deepStrictEqual(problems("score="), ["no score"])
    assert.deepStrictEqual(problems("score=11"), ["not a score"])
    assert.deepStrictEqual(problems("score=9&score=3"), ["not a score"])
    assert.deepStrictEqual(problems("score=9&comment=a&comment=b"), ["unreadable comment"])
    assert.deepStrictEqual(problems(`score=abc&comment=${"x".repeat(10_001)}`), ["not a score", "long comment"])
  })

  it("the longest comment is the longest that core takes", () => {
    const longest = "x".repeat(Form.longestComment)
    assert.isTrue(Schema.is(Text.Paragraph)(longest))
    assert.isFalse(Schema.is(Text.Paragraph)(`${longest}x`))
    assert.deepStrictEqual(problems(`score=9&comment=${longest}`), [])
    assert.deepStrictEqual(problems(`score=9&comment=${longest}x`), ["long comment"])
  })

  it("what it lets through, core lets through", () =>
    fc.assert(
      fc.property(text, (comment) => {
        const sent = Form.answer(Form.parse(bytes(new URLSearchParams({ score: "0", comment }).toString())))
        if (Result.isSuccess(sent)) assert.isTrue(Schema.is(Text.Paragraph)(sent.success.comment))
        else assert.include(comment, "\u0000")
      })
    ))

  it("line breaks are one character, so a browser and we count alike", () => {
    const sent = Form.answer(Form.parse(bytes("score=9&comment=a%0D%0Ab%0Dc%0Ad")))
    assert.deepStrictEqual(sent, Result.succeed({ score: 9, comment: "a\nb\nc\nd" }))
    assert.deepStrictEqual(problems(`score=9&comment=${"%0D%0A".repeat(9_999)}x`), [])
  })

  it("a comment left out is none, an empty or blank one is empty", () => {
    assert.deepStrictEqual(Form.answer(Form.parse(bytes("score=9"))), Result.succeed({ score: 9 }))
    for (const blank of ["", "+", "%0D%0A", "%E2%80%83"])
      assert.deepStrictEqual(
        Form.answer(Form.parse(bytes(`score=9&comment=${blank}`))),
        Result.succeed({ score: 9, comment: "" })
      )
  })

  it("knows the one click of RFC 8058", () => {
    assert.isTrue(Form.isOneClick(Form.parse(bytes("List-Unsubscribe=One-Click"))))
    for (const no of ["", "List-Unsubscribe", "List-Unsubscribe=one-click", "list-unsubscribe=One-Click"])
      assert.isFalse(Form.isOneClick(Form.parse(bytes(no))), no)
  })
})
