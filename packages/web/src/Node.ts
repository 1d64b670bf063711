/**
 * Node: how do the pages run on `node:http`, without a framework?
 *
 * @since 0.1.0
 */
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http"
import { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"
import { ReadableStream } from "node:stream/web"

/**
 * A listener for `createServer` of `node:http`.
 *
 * The request's URL has the path that was asked for, on `http://localhost`: `Host` and `X-Forwarded-*` say whatever a
 * client likes, and the pages need only the path. Its `signal` aborts when the client goes away. What the handler
 * leaves unread of a body is thrown away, and after a megabyte of that the connection too.
 *
 * @category constructors
 * @since 0.1.0
 */
export const listener =
  (handler: (request: Request) => Promise<Response>): RequestListener =>
  (incoming, outgoing) => {
    const gone = new AbortController()
    outgoing.once("close", () => (outgoing.writableFinished ? undefined : gone.abort()))
    outgoing.once("finish", () => discard(incoming))
    answer(handler, incoming, gone.signal)
      .then((response) => send(response, outgoing))
      .catch(() => outgoing.destroy())
  }

const answer = async (
  handler: (request: Request) => Promise<Response>,
  incoming: IncomingMessage,
  signal: AbortSignal
): Promise<Response> => {
  let request: Request
  try {
    request = toRequest(incoming, signal)
  } catch {
    return new Response("Bad request\n", { status: 400 })
  }
  return handler(request).catch(() => new Response("Internal server error\n", { status: 500 }))
}

// Not `Readable.toWeb`: cancelling its stream destroys the socket, and the client would never read why.
const toRequest = (incoming: IncomingMessage, signal: AbortSignal): Request => {
  const { method = "GET", url = "/" } = incoming
  const headers = new Headers()
  for (const [name, values] of Object.entries(incoming.headersDistinct))
    for (const value of values ?? []) headers.append(name, value)
  const bodiless = method === "GET" || method === "HEAD"
  return new Request(`http://localhost${url.startsWith("/") ? url : absolute(url)}`, {
    method,
    headers,
    body: bodiless ? null : ReadableStream.from(incoming.iterator({ destroyOnReturn: false })),
    duplex: "half",
    signal
  })
}

// What a proxy may write instead of the path.
const absolute = (url: string): string => new URL(url).pathname + new URL(url).search

const send = async (response: Response, outgoing: ServerResponse): Promise<void> => {
  outgoing.statusCode = response.status
  outgoing.setHeaders(response.headers)
  if (response.body === null) outgoing.end()
  else await pipeline(Readable.fromWeb(response.body), outgoing)
}

const patience = 1024 * 1024

const discard = (incoming: IncomingMessage): void => {
  let left = patience
  incoming.on("data", (chunk: Buffer) => ((left -= chunk.length) < 0 ? incoming.destroy() : undefined)).resume()
}
