/**
 * FakeApi: what does another company's API do on a bad day?
 *
 * What every fake shares: calls that come in, limits on how many, failures of every kind, and a record of it all. What the calls
 * mean is the fake's own. The fake is called through a `fetch` of its own, without a socket, or served on loopback for a client that
 * brings its own.
 */
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"

/** A call as it came in. `body`: the JSON in it, `undefined` when there was none. */
export interface Arrived {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Headers
  readonly body: unknown
}

export interface Reply {
  readonly status: number
  readonly json?: unknown
  readonly html?: string
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * - `Refused`: nobody listens. `Cut`: the connection breaks; `isDone`: after the call was carried out.
 * - `Answers`: this is answered instead; `isDone`: although the call was carried out.
 */
export type Fault =
  | { readonly _tag: "Refused" }
  | { readonly _tag: "Cut"; readonly isDone: boolean }
  | { readonly _tag: "Answers"; readonly reply: Reply; readonly isDone: boolean }

/** So many calls in so many milliseconds; `applies`: to which (default all). `over`: what one too many is answered. */
export interface Limit {
  readonly name: string
  readonly most: number
  readonly millis: number
  readonly applies?: (call: Arrived) => boolean
  readonly over: (waitMillis: number) => Reply
}

export interface Options {
  readonly now: () => number
  readonly handle: (call: Arrived) => Reply
  readonly limits?: ReadonlyArray<Limit>
}

/** What was called when, and what was answered (0: nothing). */
export interface Seen extends Omit<Arrived, "headers"> {
  readonly at: number
  readonly status: number
}

export interface FakeApi {
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>
  readonly calls: Array<Seen>
  /** From now on, what happens to each call; `undefined`: nothing bad. */
  fault: (call: Arrived) => Fault | undefined
  /** How many calls were answered that there were too many. */
  readonly overLimit: () => number
}

export const make = ({ handle, limits = [], now }: Options): FakeApi => {
  const calls: Array<Seen> = []
  const windows = limits.map((limit) => ({ limit, times: new Array<number>() }))
  let over = 0

  const limited = (call: Arrived, at: number): Reply | undefined => {
    for (const { limit, times } of windows) {
      if (limit.applies !== undefined && !limit.applies(call)) continue
      while (times.length > 0 && times[0]! <= at - limit.millis) times.shift()
      if (times.length >= limit.most) {
        over++
        return limit.over(times[0]! + limit.millis - at)
      }
      times.push(at)
    }
    return undefined
  }

  const answer = (call: Arrived, at: number): Reply => limited(call, at) ?? handle(call)

  const api: FakeApi = {
    calls,
    fault: () => undefined,
    overLimit: () => over,
    fetch: async (input, init) => {
      // a call counts when it begins to arrive
      const at = now()
      const request = new Request(input, init)
      const url = new URL(request.url)
      const text = await request.text()
      const call: Arrived = {
        method: request.method,
        path: decodeURIComponent(url.pathname),
        query: url.searchParams,
        headers: request.headers,
        body: text === "" ? undefined : JSON.parse(text)
      }
      const fault = api.fault(call)
      const isDone = fault === undefined || (fault._tag !== "Refused" && fault.isDone)
      const done = isDone ? answer(call, at) : undefined
      const reply = fault === undefined ? done : fault._tag === "Answers" ? fault.reply : undefined
      const { headers: _, ...told } = call
      calls.push({ ...told, at, status: reply?.status ?? 0 })
      if (reply !== undefined) return toResponse(reply)
      const code = fault?._tag === "Refused" ? "ECONNREFUSED" : "ECONNRESET"
      throw new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) })
    }
  }
  return api
}

const toResponse = ({ headers, html, json, status }: Reply): Response => {
  const type = html === undefined ? "application/json" : "text/html"
  const body = status === 204 ? null : (html ?? (json === undefined ? null : JSON.stringify(json)))
  return new Response(body, { status, headers: { "content-type": type, ...headers } })
}

/** The fake on loopback, for a client that brings its own connections. */
export const serve = async (
  fetch: FakeApi["fetch"]
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> => {
  const server = createServer(async (request, response) => {
    const chunks: Array<Buffer> = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks)
    const headers = Object.entries(request.headers).flatMap(([name, value]) =>
      value === undefined || name === "host" || name === "content-length" || name === "connection"
        ? []
        : [[name, String(value)] as [string, string]]
    )
    try {
      const reply = await fetch(`http://127.0.0.1${request.url}`, {
        method: request.method ?? "GET",
        headers,
        ...(body.length > 0 && { body })
      })
      response.writeHead(reply.status, Object.fromEntries(reply.headers))
      response.end(Buffer.from(await reply.arrayBuffer()))
    } catch {
      response.destroy()
    }
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => void server.close(() => resolve()))
  }
}
