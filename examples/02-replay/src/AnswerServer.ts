/**
 * AnswerServer: the answer pages over loopback HTTP, with a log of its own.
 */
import * as Reference from "@temoin/runner/Reference"
import * as Node from "@temoin/web/Node"
import { appendFileSync, existsSync, readFileSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"

export interface AnswerServer {
  /** What was taken, each link once: what this server knows of answers without asking the store. */
  readonly taken: () => ReadonlySet<string>
  readonly close: () => Promise<void>
}

/** A port that is free now, kept for the links in mails that are still unread. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().on("error", reject)
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })

/** The name of a link in the log. The link itself lets its bearer answer, so it does not belong there. */
export const nameOf = (link: string): string => Reference.digest(new URL(link).pathname)

/** Serves the handler on loopback, and writes a line for every form that was taken. */
export const open = async (
  handler: (request: Request) => Promise<Response>,
  port: number,
  log: string
): Promise<AnswerServer> => {
  const logged = async (request: Request): Promise<Response> => {
    const response = await handler(request)
    if (request.method === "POST" && response.status < 400) appendFileSync(log, `${nameOf(request.url)}\n`)
    return response
  }
  const server = createServer(Node.listener(logged))
  await new Promise<void>((resolve, reject) => {
    server.on("error", reject)
    server.listen(port, "127.0.0.1", resolve)
  })
  return {
    taken: () => new Set(existsSync(log) ? readFileSync(log, "utf8").split("\n").filter(Boolean) : []),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
  }
}
