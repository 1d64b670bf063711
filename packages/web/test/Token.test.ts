import { Reference } from "@temoin/core/Event"
import * as Token from "@temoin/web/Token"
import * as WebConfig from "@temoin/web/WebConfig"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { assert, describe, it } from "vitest"

const secretA = "A".repeat(32)
const secretB = "B".repeat(32)
const keysOf = (...secrets: ReadonlyArray<WebConfig.Secret>) => Result.getOrThrow(WebConfig.keys(secrets))
const keys = keysOf({ id: 0, secret: secretA })

const purposes: ReadonlyArray<Token.Purpose> = ["answer", "author", "opt-out"]
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

const purpose = fc.constantFrom(...purposes)
const reference = fc
  .uint8Array({ minLength: 16, maxLength: 16 })
  .map((bytes) => Reference.make(Buffer.from(bytes).toString("hex")))
const seconds = fc.integer({ min: 1, max: 2 ** 40 - 1 })

const outcome = (keys: WebConfig.Keys, purpose: Token.Purpose, text: string, now = 0): string =>
  Result.match(Token.verify(keys, purpose, text, now), {
    onFailure: (e) => e._tag,
    onSuccess: (reference) => reference
  })

describe("Token", () => {
  it("verify gives back what sign was given, until the very second of expiry", () =>
    fc.assert(
      fc.property(purpose, reference, seconds, (purpose, reference, second) => {
        const token = Token.sign(keys, purpose, reference, second * 1000)
        assert.match(token, /^[A-Za-z0-9_-]{52}$/)
        assert.strictEqual(outcome(keys, purpose, token, second * 1000 - 1), reference)
        assert.strictEqual(outcome(keys, purpose, token, second * 1000), "Expired")
        assert.strictEqual(outcome(keys, purpose, token, second * 1000 + 1), "Expired")
      })
    ))

  // Computed with Python's hmac from what the first lines of Token say.
  it("is what it always was, so links that are out stay good", () => {
    const reference = Reference.make("0123456789abcdef".repeat(2))
    for (const [purpose, token] of [
      ["answer", "AQABI0VniavN7wEjRWeJq83vAHE_swBBfAGhnPY9XInoOGYT21Kc"],
      ["author", "AQABI0VniavN7wEjRWeJq83vAHE_swC6QxyRmrASvdwbeIF2BiWC"],
      ["opt-out", "AQABI0VniavN7wEjRWeJq83vAHE_swBjwac_0LABOydh5ejEl7T2"]
    ] as const) {
      assert.strictEqual(Token.sign(keys, purpose, reference, 1_900_000_000_000), token)
      assert.strictEqual(outcome(keys, purpose, token), reference)
    }
  })

  it("a token never ends before the promised time, and at most a second after it", () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8.64e15 }), (at) => {
        const token = Token.sign(keys, "answer", Reference.make("0".repeat(32)), at)
        const second = Math.min(2 ** 40 - 1, Math.ceil(at / 1000)) * 1000
        assert.strictEqual(outcome(keys, "answer", token, second - 1), "0".repeat(32))
        assert.strictEqual(outcome(keys, "answer", token, second), "Expired")
      })
    ))

  it("times that do not fit count as the nearest that do", () => {
    const zero = Reference.make("0".repeat(32))
    assert.strictEqual(outcome(keys, "answer", Token.sign(keys, "answer", zero, -8.64e15), 0), "Expired")
    assert.strictEqual(outcome(keys, "answer", Token.sign(keys, "answer", zero, 8.64e15), 8e14), zero)
  })

  it("every change of one character is refused: all 52 places, all 63 other characters", () => {
    for (const purpose of purposes) {
      const token = Token.sign(keys, purpose, Reference.make("0123456789abcdef".repeat(2)), 1_900_000_000_000)
      for (let place = 0; place < token.length; place++)
        for (const character of alphabet)
          if (character !== token[place])
            assert.strictEqual(
              outcome(keys, purpose, token.slice(0, place) + character + token.slice(place + 1)),
              "Tampered"
            )
    }
  })

  it("another purpose, another secret and another key id are refused", () =>
    fc.assert(
      fc.property(purpose, reference, seconds, (purpose, reference, second) => {
        const token = Token.sign(keys, purpose, reference, second * 1000)
        for (const other of purposes) if (other !== purpose) assert.strictEqual(outcome(keys, other, token), "Tampered")
        assert.strictEqual(outcome(keysOf({ id: 0, secret: secretB }), purpose, token), "Tampered")
        assert.strictEqual(outcome(keysOf({ id: 1, secret: secretA }), purpose, token), "Tampered")
      })
    ))

  it("cut off or made longer, at either end, it is refused", () =>
    fc.assert(
      fc.property(reference, fc.string({ minLength: 1, unit: "binary" }), (reference, more) => {
        const token = Token.sign(keys, "answer", reference, 1_900_000_000_000)
        for (let length = 0; length < token.length; length++) {
          assert.strictEqual(outcome(keys, "answer", token.slice(0, length)), "Tampered")
          assert.strictEqual(outcome(keys, "answer", token.slice(token.length - length)), "Tampered")
        }
        assert.strictEqual(outcome(keys, "answer", token + more), "Tampered")
        assert.strictEqual(outcome(keys, "answer", more + token), "Tampered")
      })
    ))

  it("has one spelling: padding, white space and the other base64 alphabet are refused", () =>
    fc.assert(
      fc.property(reference, seconds, fc.nat({ max: 52 }), (reference, second, place) => {
        const token = Token.sign(keys, "answer", reference, second * 1000)
        const standard = token.replaceAll("-", "+").replaceAll("_", "/")
        if (standard !== token) assert.strictEqual(outcome(keys, "answer", standard), "Tampered")
        for (const extra of ["=", " ", "\n", ".", "\u0000"]) {
          const spelled = token.slice(0, place) + extra + token.slice(place)
          assert.strictEqual(outcome(keys, "answer", spelled), "Tampered")
        }
      })
    ))

  it("any text at all is refused without an exception", () =>
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: "binary" }), fc.base64String({ minLength: 52, maxLength: 52 })),
        (text) => {
          assert.strictEqual(outcome(keys, "answer", text), "Tampered")
        }
      )
    ))

  it("rotation: the first secret signs, all verify, a dropped one does not", () => {
    const zero = Reference.make("0".repeat(32))
    const before = Token.sign(keys, "answer", zero, 1_900_000_000_000)
    const both = keysOf({ id: 1, secret: secretB }, { id: 0, secret: secretA })
    const after = Token.sign(both, "answer", zero, 1_900_000_000_000)
    const alone = keysOf({ id: 1, secret: secretB })
    assert.strictEqual(outcome(both, "answer", before), zero)
    assert.strictEqual(outcome(both, "answer", after), zero)
    assert.strictEqual(outcome(alone, "answer", after), zero)
    assert.strictEqual(outcome(alone, "answer", before), "Tampered")
  })

  it("neither errors nor printed keys hold the token or the secret", () => {
    const token = Token.sign(keys, "answer", Reference.make("0".repeat(32)), 1000)
    for (const text of [token, `x${token}`]) {
      const result = Token.verify(keys, "answer", text, 2000)
      assert.isTrue(Result.isFailure(result))
      if (Result.isFailure(result)) assert.notInclude(JSON.stringify(result.failure) + result.failure.message, token)
    }
  })
})
