// A member of a cluster: `node member.ts <setup>`. Says whom it has mailed, ticks when told `tick` (and says `ticked`), leaves
// when told `leave`, and ends when its input ends.
import * as Mailer from "@temoin/core/ports/Mailer"
import * as MemoryLinks from "@temoin/memory/MemoryLinks"
import * as Temoin from "@temoin/runner/Temoin"
import * as Postgres from "@temoin/storage-sql/postgres"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { createInterface } from "node:readline"
import * as FreePort from "../FreePort.ts"
import * as Note from "../Note.ts"
import * as Setup from "../Setup.ts"

console.log = (...words: ReadonlyArray<unknown>) => Note.say("failed", words.join(" "))

const setup = Setup.read(process.argv[2])
const post = Layer.succeed(
  Mailer.Mailer,
  Mailer.Mailer.of({
    messageId: (reference) => `<${reference}@acme.example>`,
    send: ({ to }) => Effect.sync(() => Note.say("taken", to.address))
  })
)
const temoin = await Temoin.open({
  program: Setup.program,
  adapters: Layer.mergeAll(Postgres.layer({ url: setup.url, connections: 5 }), post, MemoryLinks.layer),
  engine: Setup.engine(setup, await FreePort.find()),
  claimMillis: setup.claimMillis
})
Note.say("ready")
for await (const line of createInterface(process.stdin)) {
  if (line === "tick") {
    const { troubles } = await temoin.tick()
    for (const { problem } of troubles) Note.say("failed", problem)
    Note.say("step")
  }
  if (line === "leave") break
}
await temoin.close()
process.exit()
