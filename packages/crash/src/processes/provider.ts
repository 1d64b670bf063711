// A sender with an HTTP API that honours idempotency keys: `node provider.ts <maildir>` says its port on a line, and ends
// when its input ends. What was asked under a key that it has seen is answered as before, and nothing leaves.
import { existsSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import * as Maildir from "../Maildir.ts"

const [, , folder = ""] = process.argv
const keep = Maildir.keeper(folder)
// a key is kept with its mail, as one file
const known = new Set(existsSync(join(folder, "new")) ? Maildir.read(folder).map(({ messageId }) => messageId) : [])
const askedAgain: Array<string> = []

const server = createServer((request, response) => {
  text(request).then(
    (body) => {
      if (request.method === "GET") return void response.end(JSON.stringify(askedAgain))
      const key = String(request.headers["idempotency-key"])
      const { to } = JSON.parse(body)
      if (known.has(key)) askedAgain.push(key)
      else {
        keep(to, `Message-ID: ${key}\r\n\r\n`)
        known.add(key)
      }
      response.end("{}")
    },
    () => response.destroy()
  )
})
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo
  process.stdout.write(`${port}\n`)
})
process.stdin.on("end", () => process.exit()).resume()
