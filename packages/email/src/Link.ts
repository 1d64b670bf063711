/**
 * Link: which addresses may a message lead to?
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"

/**
 * A link that no message may carry. The address itself is not in the error: it names a person and is signed.
 *
 * @category errors
 * @since 0.1.0
 */
export class BadLink extends Schema.TaggedError<BadLink>()("BadLink", {
  link: Schema.Literals(["answer", "author", "opt-out", "review", "logo"]),
  problem: Schema.String
}) {
  override get message() {
    const origin = origins[this.link] ?? "the base address that the links are made from"
    return `the ${this.link} link ${this.problem}: check ${origin}`
  }
}

const origins: Readonly<Partial<Record<BadLink["link"], string>>> = {
  review: "the review's `url` in the program",
  logo: "the `url` of `look.logo`"
}

// A mail header takes lines of at most 998 characters, and the opt-out link stands in one.
const longest = 900

/**
 * The address as it is when it is an http(s) URL of printable ASCII, at most 900 characters: it cannot run a script,
 * break out of an attribute, or end a header line.
 *
 * @example Link.check("answer", "https://example.com/a/") // => Result.succeed("https://example.com/a/")
 * @category validation
 * @since 0.1.0
 */
export const check = (link: BadLink["link"], address: string): Result.Result<string, BadLink> => {
  const problem = problemOf(address)
  return problem === undefined ? Result.succeed(address) : Result.fail(new BadLink({ link, problem }))
}

const problemOf = (address: string): string | undefined => {
  if (address.length > longest) return `is longer than ${longest} characters`
  if (!/^https?:\/\/./i.test(address)) return "does not start with http:// or https://"
  if (!/^[\x21-\x7e]*$/.test(address) || /[<>"\\^`{|}]/.test(address)) {
    return "has characters in it that a URL must percent-encode"
  }
  return URL.canParse(address) ? undefined : "is not a URL"
}
