/**
 * FreePort: on which port can a process listen?
 */
import { createServer } from "node:net"

/** One that nobody listens on now. */
export const find = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer().on("error", reject)
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0))
    })
  })
