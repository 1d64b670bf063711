/**
 * ServiceReport: how does a mail service's own report on our mails come in?
 *
 * A service that we send through tells by webhook what became of each mail: `ResendEvents`, `SesEvents`. Whatever it is, its
 * signature is checked over the bytes as they came, and it becomes a `Heard`, as a mail would. What cannot be read, or is of a
 * kind that we do not know, says so, and is not dropped.
 *
 * @since 0.1.0
 */
import type * as Heard from "@temoin/core/Heard"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { createHash } from "node:crypto"

/** A report as it came. `body`: the bytes, not what a framework made of them. @category models @since 0.1.0 */
export interface Raw {
  readonly headers: Headers
  readonly body: string
}

/**
 * Why a report is not believed. `now`: it may be, later (its certificate could not be fetched).
 *
 * @category errors
 * @since 0.1.0
 */
export class ReportRefused extends Schema.TaggedError<ReportRefused>()("ReportRefused", {
  because: Schema.Literals(["not signed", "signed by somebody else", "too old", "too long", "not now"]),
  problem: Schema.String
}) {
  override get message() {
    return this.problem
  }
}

/** Reads the reports of one service. @category models @since 0.1.0 */
export interface Reader {
  readonly read: (raw: Raw) => Effect.Effect<Heard.Heard, ReportRefused>
}

/**
 * How long a report may be. Unit: bytes.
 *
 * @category limits
 * @since 0.1.0
 */
export const limit = 1_048_576

/** How many reports of each kind came to each end; "delivered" is "Ignored: delivered". @category models @since 0.1.0 */
export type Counts = Readonly<Record<string, number>>

/** @category models @since 0.1.0 */
export interface Route {
  /** Takes one report in. Mount it at the address that you gave the service; it answers a POST. */
  readonly handle: (request: Request) => Promise<Response>
  /** What has come since the process began. */
  readonly counts: () => Counts
}

/**
 * A route for a service's reports. `hear`: what takes them in (`temoin.mail.hear`). 200 says that it was understood, or that
 * nobody ever will; 500 makes the service send it again.
 *
 * @category constructors
 * @since 0.1.0
 */
export const route = (reader: Reader, hear: (heard: Heard.Heard) => Promise<Heard.Outcome>): Route => {
  const counts = new Map<string, number>()
  const count = (what: string) => void counts.set(what, (counts.get(what) ?? 0) + 1)
  return {
    counts: () => Object.fromEntries([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1))),
    handle: async (request) => {
      if (request.method !== "POST") {
        return new Response("a report comes by POST", { status: 405, headers: { allow: "POST" } })
      }
      const body = await bodyOf(request)
      const heard =
        body === undefined
          ? Result.fail(new ReportRefused({ because: "too long", problem: `the report is longer than ${limit} bytes` }))
          : await Effect.runPromise(Effect.result(reader.read({ headers: request.headers, body })))
      if (Result.isFailure(heard)) {
        const { because, problem } = heard.failure
        count(`refused: ${because}`)
        return answer(statuses[because], { refused: because, problem })
      }
      try {
        const { success } = heard
        const outcome = await hear(success)
        const told = "because" in outcome ? `${outcome._tag}: ${outcome.because}` : outcome._tag
        count(told)
        const { says } = success
        return answer(200, { outcome: told, ...(says._tag === "Unreadable" && { problem: says.problem }) })
      } catch {
        // whatever it was is in the host's own log; the service need not know
        count("failed")
        return answer(500, { problem: "it could not be recorded: send it again" })
      }
    }
  }
}

const statuses = { "not signed": 401, "signed by somebody else": 401, "too old": 401, "too long": 413, "not now": 503 }

const answer = (status: number, body: unknown): Response =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } })

/** `undefined` when it is too long, of which no more is read than that. */
const bodyOf = async ({ body }: Request): Promise<string | undefined> => {
  const chunks: Array<Uint8Array> = []
  let size = 0
  for await (const chunk of body ?? []) {
    chunks.push(chunk)
    size += chunk.byteLength
    if (size > limit) return undefined
  }
  return new TextDecoder().decode(Buffer.concat(chunks))
}

/**
 * The name of a report: the same one has the same name, however often it comes.
 *
 * @category naming
 * @since 0.1.0
 */
export const nameOf = (...parts: ReadonlyArray<string>): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32)

/**
 * Says what nobody can read, in a line.
 *
 * @category naming
 * @since 0.1.0
 */
export const unreadable = (problem: string): Heard.Says => ({ _tag: "Unreadable", problem: line(problem) })

// oxlint-disable-next-line no-control-regex -- control characters are what must go
const control = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g

/** @category naming @since 0.1.0 */
export const line = (text: string): string => text.toWellFormed().replaceAll(control, " ").slice(0, 300).toWellFormed()

/** @category naming @since 0.1.0 */
export const paragraph = (text: string): string =>
  text.replaceAll("\u0000", "").toWellFormed().slice(0, 1000).toWellFormed() || "the service gave no reason"
