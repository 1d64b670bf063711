/**
 * HttpReply: what did a server say over HTTP, and had our request left by then?
 *
 * @since 0.1.0
 */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"

/**
 * - `Answered`: with so much of its body as `limit` allows. `retryAfter`: in seconds, where it says so.
 * - `Failed`: no whole answer came. `before`: the request had not left. `after`: it may have. `certificate`: it is not who it
 *   says it is.
 *
 * @category models
 * @since 0.1.0
 */
export type HttpReply =
  | {
      readonly _tag: "Answered"
      readonly status: number
      readonly body: string
      readonly retryAfter: number | undefined
    }
  | { readonly _tag: "Failed"; readonly when: "before" | "after" | "certificate"; readonly problem: string }

/**
 * How much of an answer is read. Unit: bytes.
 *
 * @category limits
 * @since 0.1.0
 */
export const limit = 1_048_576

/**
 * Asks, and reads the answer within this time. Never fails.
 *
 * @category requests
 * @since 0.1.0
 */
export const fetched = (url: string, request: RequestInit, timeout: Duration.Duration): Effect.Effect<HttpReply> =>
  Effect.tryPromise({
    try: async (signal): Promise<HttpReply> => {
      const response = await fetch(url, { ...request, signal })
      const { headers, status } = response
      const seconds = Number(headers.get("retry-after") ?? Number.NaN)
      return {
        _tag: "Answered",
        status,
        body: await begin(response),
        retryAfter: seconds >= 0 && seconds < 1e9 ? Math.ceil(seconds) : undefined
      }
    },
    catch: failed
  }).pipe(
    Effect.timeoutOrElse({
      duration: timeout,
      orElse: (): Effect.Effect<HttpReply> =>
        Effect.succeed({ _tag: "Failed", when: "after", problem: `no answer within ${Duration.format(timeout)}` })
    }),
    Effect.catch(Effect.succeed)
  )

const begin = async ({ body }: Response): Promise<string> => {
  const chunks: Array<Uint8Array> = []
  let size = 0
  // leaving the loop cancels the rest
  for await (const chunk of body ?? []) {
    chunks.push(chunk)
    size += chunk.byteLength
    if (size >= limit) break
  }
  return new TextDecoder().decode(Buffer.concat(chunks).subarray(0, limit))
}

/** Nothing was said before these. */
const unreached = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EADDRNOTAVAIL",
  "UND_ERR_CONNECT_TIMEOUT"
])

const failed = (thrown: unknown): HttpReply => {
  const codes: Array<string> = []
  let problem = "the request failed"
  // fetch hides the reason in causes, and several tries in a list of errors
  const look = (error: unknown, depth: number): void => {
    if (!(error instanceof Error) || depth > 4) return
    if (Predicate.hasProperty(error, "code") && typeof error.code === "string") codes.push(error.code)
    if (error.message !== "" && error.message !== "fetch failed") problem = error.message
    look(error.cause, depth + 1)
    if (error instanceof AggregateError) for (const one of error.errors) look(one, depth + 1)
  }
  look(thrown, 0)
  const says = codes.length === 0 ? problem : `${problem} (${codes[0]})`
  if (codes.some((code) => /CERT|SELF_SIGNED|^ERR_(TLS|SSL)/.test(code))) {
    return { _tag: "Failed", when: "certificate", problem: says }
  }
  return { _tag: "Failed", when: codes.some((code) => unreached.has(code)) ? "before" : "after", problem: says }
}
