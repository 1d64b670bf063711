import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { text } from "node:stream/consumers"

export interface Call {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface Recorder {
  readonly url: string
  readonly calls: Array<Call>
  readonly close: () => Promise<void>
}

/** An HTTP server on this machine that keeps what it is asked, and answers as it is told. */
export const record = async (answer: (call: Call, response: ServerResponse) => void): Promise<Recorder> => {
  const calls: Array<Call> = []
  const server = createServer((request, response) => {
    text(request).then(
      (body) => {
        const call = { method: request.method ?? "", path: request.url ?? "", headers: request.headers, body }
        calls.push(call)
        answer(call, response)
      },
      () => response.destroy()
    )
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()))
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls, close }
}

export const json = (response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) => {
  response.writeHead(status, { "content-type": "application/json", ...headers })
  response.end(JSON.stringify(body))
}
