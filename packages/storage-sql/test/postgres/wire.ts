/**
 * Wire: what if the network fails?
 *
 * Stands between a store and its server, and cuts a connection at the message it is told to.
 */
import { connect, createServer, type Socket } from "node:net"

/** `request`: the message to the server is lost. `reply`: it arrives, and what the server says to it is lost. */
export type Loss = "request" | "reply"

export interface Wire {
  /** The server's URL, by way of here. */
  readonly url: string
  /** The connection that is there is cut at its so-manieth message from now on, counted from 0. */
  readonly cutAt: (message: number, loss: Loss) => void
  /** From now on all goes well. Tells whether a connection was cut. */
  readonly heal: () => boolean
  readonly close: () => Promise<void>
}

export const open = (url: string): Promise<Wire> => {
  const target = new URL(url)
  const sockets = new Set<Socket>()
  let left = Number.POSITIVE_INFINITY
  let lost: Loss = "request"
  let wasCut = false
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname)
    const cut = () => {
      wasCut = true
      client.destroy()
      upstream.destroy()
    }
    let silent = false
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client]
    ] as const) {
      sockets.add(socket)
      socket.setNoDelay(true)
      socket.on("close", () => {
        sockets.delete(socket)
        other.destroy()
      })
      socket.on("error", () => other.destroy())
    }
    client.on("data", (data) => {
      if (left-- === 0) {
        if (lost === "request") return cut()
        silent = true
      }
      upstream.write(data)
    })
    upstream.on("data", (data) => {
      if (silent) return cut()
      client.write(data)
    })
  })
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address()
      const here = new URL(url)
      here.port = String(typeof address === "object" && address !== null ? address.port : 0)
      resolve({
        url: here.href,
        cutAt: (message, loss) => {
          left = message
          lost = loss
          wasCut = false
        },
        heal: () => {
          left = Number.POSITIVE_INFINITY
          return wasCut
        },
        close: () =>
          new Promise((closed) => {
            server.close(() => closed())
            for (const socket of sockets) socket.destroy()
          })
      })
    })
  })
}
