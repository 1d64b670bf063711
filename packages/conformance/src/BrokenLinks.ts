/**
 * BrokenLinks: which mistakes do links make?
 *
 * One set of links per law of `LinksLaws`: good ones with the defect that this law is there to find.
 *
 * @since 0.1.0
 */
import * as Event from "@temoin/core/Event"
import { Links } from "@temoin/core/ports/Links"
import * as Context from "effect/Context"
import * as Broken from "./Broken.ts"

const broken = (
  name: string,
  breaks: string,
  defect: (good: Links["Service"]) => Partial<Links["Service"]>
): Broken.Broken<Links> =>
  Broken.make(name, breaks, (services) => {
    const good = Context.get(services, Links)
    return Context.make(Links, { ...good, ...defect(good) })
  })

const short = (reference: Event.Reference) => Event.Reference.make(`0000${reference.slice(4)}`)

const withParameter = (url: string, parameter: string): string => `${url}${url.includes("?") ? "&" : "?"}${parameter}`

/**
 * At least one broken adapter for each law of `LinksLaws`.
 *
 * @category broken
 * @since 0.1.0
 */
export const all: ReadonlyArray<Broken.Broken<Links>> = [
  broken("numbers its links", "the same link is the same each time", (good) => {
    let count = 0
    return { optOut: (reference, now) => withParameter(good.optOut(reference, now), `n=${count++}`) }
  }),
  broken("leaves out where", "a link is an absolute address on the web", (good) => ({
    optOut: (reference, now) => good.optOut(reference, now).replace(/^https?:\/\/[^/]+/, "")
  })),
  broken("shortens references", "links of different messages differ", (good) => {
    return {
      answer: (reference, expiresAt) => good.answer(short(reference), expiresAt),
      author: (reference, expiresAt) => good.author(short(reference), expiresAt),
      optOut: (reference, now) => good.optOut(short(reference), now)
    }
  }),
  broken(
    "has one page for everything",
    "answering, speaking as an author and saying no more are different links",
    (good) => ({
      optOut: good.answer
    })
  ),
  broken(
    "has one page for authors and for no more",
    "answering, speaking as an author and saying no more are different links",
    (good) => ({
      author: good.optOut
    })
  ),
  broken(
    "puts the score behind the hash",
    "a score can be appended to the answer link and reaches the server",
    (good) => ({
      answer: (reference, expiresAt) => `${good.answer(reference, expiresAt)}#score=`
    })
  ),
  broken("is personal", "a link tells nobody's address", (good) => ({
    optOut: (reference, now) => withParameter(good.optOut(reference, now), "for=anna%40example.com")
  }))
]
