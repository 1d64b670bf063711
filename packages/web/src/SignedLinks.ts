/**
 * SignedLinks: how does a message get its links?
 *
 * @since 0.1.0
 */
import { Links } from "@temoin/core/ports/Links"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import * as Token from "./Token.ts"
import * as WebConfig from "./WebConfig.ts"

// Nobody's wish to hear no more may fail because the mail is old. Five years, each of 366 days.
const optOutLasts = 5 * 366 * 24 * 60 * 60 * 1000

/**
 * Links that the pages of `Web.make` open, when it gets the same options. The link to an answer ends in `?score=`, the
 * link to an opt-out works for five years.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (options: WebConfig.Options): Result.Result<Links["Service"], WebConfig.WebConfigError> =>
  Result.map(WebConfig.make(options), ({ baseUrl, keys }) => ({
    answer: (reference, expiresAt) => `${baseUrl}/a/${Token.sign(keys, "answer", reference, expiresAt)}?score=`,
    author: (reference, expiresAt) => `${baseUrl}/t/${Token.sign(keys, "author", reference, expiresAt)}`,
    optOut: (reference, now) => `${baseUrl}/u/${Token.sign(keys, "opt-out", reference, now + optOutLasts)}`
  }))

/**
 * The port `Links` of core.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer = (options: WebConfig.Options): Layer.Layer<Links, WebConfig.WebConfigError> =>
  Layer.effect(
    Links,
    Effect.suspend(() => Effect.fromResult(make(options)))
  )
