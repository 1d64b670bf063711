/**
 * LinksLaws: do these links lead where they should, and tell nothing on the way?
 *
 * @since 0.1.0
 */
import { Links } from "@temoin/core/ports/Links"
import * as Score from "@temoin/core/Score"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import * as EventArbitrary from "./EventArbitrary.ts"
import { soon } from "./InstantArbitrary.ts"
import { agree, forAll } from "./Law.ts"
import type { Law } from "./Law.ts"

// RFC 3986 in the characters it allows; a percent sign starts two hex digits; no user name, which belongs in no link.
const character = "(?:[\\w.~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})"
const http = new RegExp(
  `^https?://[A-Za-z0-9.-]+(?::\\d+)?(?:/${character}*)*(?:\\?(?:${character}|[/?])*)?(?:#(?:${character}|[/?])*)?$`
)

const isAddress = (url: string): boolean => url.length <= 2000 && http.test(url)

const given = fc.record({ reference: fc.nat().map(EventArbitrary.reference), at: soon })

/**
 * The promises of the `Links` port.
 *
 * @category laws
 * @since 0.1.0
 */
export const laws: ReadonlyArray<Law<Links>> = [
  forAll(
    "the same link is the same each time",
    given,
    Effect.fnUntraced(function* ({ at, reference }) {
      const links = yield* Links
      yield* agree("answer, again", links.answer(reference, at), links.answer(reference, at))
      yield* agree("author, again", links.author(reference, at), links.author(reference, at))
      yield* agree("optOut, again", links.optOut(reference, at), links.optOut(reference, at))
    })
  ),
  forAll(
    "a link is an absolute address on the web",
    given,
    Effect.fnUntraced(function* ({ at, reference }) {
      const links = yield* Links
      for (const url of [links.answer(reference, at), links.author(reference, at), links.optOut(reference, at)]) {
        yield* agree(`is ${url} an http address`, isAddress(url), true)
      }
    })
  ),
  forAll(
    "links of different messages differ",
    fc.record({ references: EventArbitrary.references, at: soon }),
    Effect.fnUntraced(function* ({ at, references: [one, other] }) {
      const links = yield* Links
      yield* agree("is answer the same", links.answer(one, at) === links.answer(other, at), false)
      yield* agree("is author the same", links.author(one, at) === links.author(other, at), false)
      yield* agree("is optOut the same", links.optOut(one, at) === links.optOut(other, at), false)
    })
  ),
  forAll(
    "answering, speaking as an author and saying no more are different links",
    given,
    Effect.fnUntraced(function* ({ at, reference }) {
      const links = yield* Links
      const all = [links.answer(reference, at), links.author(reference, at), links.optOut(reference, at)]
      yield* agree("how many are there", new Set(all).size, all.length)
    })
  ),
  forAll(
    "a score can be appended to the answer link and reaches the server",
    given,
    Effect.fnUntraced(function* ({ at, reference }) {
      const url = (yield* Links).answer(reference, at)
      yield* agree(`does the score stay in the browser, after ${url}`, url.includes("#"), false)
      for (const score of Score.scale) {
        yield* agree(`is ${url}${score} as good an address as ${url}`, isAddress(`${url}${score}`), isAddress(url))
      }
    })
  ),
  forAll(
    "a link tells nobody's address",
    given,
    Effect.fnUntraced(function* ({ at, reference }) {
      const links = yield* Links
      for (const url of [links.answer(reference, at), links.author(reference, at), links.optOut(reference, at)]) {
        yield* agree(`is there an address in ${url}`, /@|%40/i.test(url), false)
      }
    })
  )
]
