/**
 * WebConfig: at which address do the pages live, and with which secrets are their links signed?
 *
 * `Web.make` and `SignedLinks.layer` take the same options: the one makes the links that the other opens.
 *
 * @since 0.1.0
 */
import type * as ReviewMarkup from "@temoin/core/ReviewMarkup"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { createHmac, createSecretKey, type KeyObject } from "node:crypto"

/**
 * A signing secret: at least 32 bytes of UTF-8 that nobody can guess. `id` (0 to 255) stands readably in every link, so
 * that the right secret is found again: never give an id to another secret while links signed with the first are out.
 *
 * @category models
 * @since 0.1.0
 */
export interface Secret {
  readonly id: number
  readonly secret: string | Redacted.Redacted<string>
}

/**
 * - `baseUrl`: the public address under which the handler is mounted, such as "https://example.com/nps".
 * - `secrets`: the first one signs, all of them verify. To rotate, put the new one first and drop the old one when the
 *   last link it signed has run out.
 * - `subject`: what the testimonials on the walls are about, for search engines. Without it a wall has nothing for them.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  readonly baseUrl: string
  readonly secrets: ReadonlyArray<Secret>
  readonly subject?: ReviewMarkup.Subject
}

/** An option of `@temoin/web` that cannot work. Never holds a secret. @category errors @since 0.1.0 */
export class WebConfigError extends Schema.TaggedError<WebConfigError>()("WebConfigError", {
  option: Schema.Literals(["baseUrl", "secrets"]),
  problem: Schema.String
}) {
  override get message() {
    return `the option "${this.option}" of @temoin/web ${this.problem}`
  }
}

/**
 * A key for each use of a link, derived from one secret once: none of them is good for another use, and none tells the
 * secret. A `KeyObject` prints without its content, so keys do not leak when somebody logs them.
 *
 * @category models
 * @since 0.1.0
 */
export interface PurposeKeys {
  readonly answer: KeyObject
  readonly author: KeyObject
  readonly "opt-out": KeyObject
}

/**
 * The secrets as keys: those of the first secret, which signs, with its id; and those of every secret by id.
 *
 * @category models
 * @since 0.1.0
 */
export interface Keys {
  readonly signing: { readonly id: number; readonly keys: PurposeKeys }
  readonly verifying: ReadonlyMap<number, PurposeKeys>
}

/**
 * Options that were checked. `baseUrl` has no slash at its end; `path` is its path, empty for the root.
 *
 * @category models
 * @since 0.1.0
 */
export interface WebConfig {
  readonly baseUrl: string
  readonly path: string
  readonly keys: Keys
  readonly subject: ReviewMarkup.Subject | undefined
}

/**
 * Checks the options.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (options: Options): Result.Result<WebConfig, WebConfigError> =>
  Result.flatMap(address(options.baseUrl), ({ baseUrl, path }) =>
    Result.map(keys(options.secrets), (keys) => ({ baseUrl, path, keys, subject: options.subject }))
  )

/**
 * Checks the secrets: at least one, every id from 0 to 255 and used once, every secret at least 32 bytes long.
 *
 * @category constructors
 * @since 0.1.0
 */
export const keys = (secrets: ReadonlyArray<Secret>): Result.Result<Keys, WebConfigError> => {
  const verifying = new Map<number, PurposeKeys>()
  let signing: Keys["signing"] | undefined
  for (const { id, secret } of secrets) {
    if (!Number.isInteger(id) || id < 0 || id > 255)
      return bad("secrets", `has the id ${id}: an id is a whole number from 0 to 255`)
    if (verifying.has(id))
      return bad("secrets", `has the id ${id} twice: give each secret its own id, or old links will not open`)
    const bytes = Buffer.from(Redacted.isRedacted(secret) ? Redacted.value(secret) : secret, "utf8")
    if (bytes.length < shortest)
      return bad(
        "secrets",
        `has a secret of ${bytes.length} bytes (id ${id}): take at least ${shortest}, for example from "openssl rand -base64 32"`
      )
    const keys = derived(bytes)
    verifying.set(id, keys)
    signing ??= { id, keys }
  }
  return signing === undefined
    ? bad("secrets", "is empty: give at least one secret, or no link can be signed")
    : Result.succeed({ signing, verifying })
}

const shortest = 32

// The "1" is the version of the token. No link that is out would open if this text changed.
const derived = (secret: Buffer): PurposeKeys => {
  const key = (purpose: keyof PurposeKeys) =>
    createSecretKey(createHmac("sha256", secret).update(`@temoin/web token 1: ${purpose}`).digest())
  return { answer: key("answer"), author: key("author"), "opt-out": key("opt-out") }
}

const bad = (option: WebConfigError["option"], problem: string) => Result.fail(new WebConfigError({ option, problem }))

// The address itself stays out of the messages: it could carry a password.
const address = (text: string): Result.Result<Pick<WebConfig, "baseUrl" | "path">, WebConfigError> => {
  const url = URL.parse(text)
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:"))
    return bad("baseUrl", `must be an address such as "https://example.com/nps"`)
  if (url.username !== "" || url.password !== "") return bad("baseUrl", "must not hold a user name or a password")
  if (/[?#]/.test(text)) return bad("baseUrl", `must end with its path, without "?" and "#"`)
  const path = url.pathname.replace(/\/+$/, "")
  // A path that starts with two slashes would be read as another host where we redirect to it.
  if (path.includes("//")) return bad("baseUrl", `must not have "//" in its path`)
  return Result.succeed({ baseUrl: url.origin + path, path })
}
