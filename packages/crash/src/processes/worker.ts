// A worker, to be killed: `node worker.ts <setup>`. It says what it does on its output, and ends when its input ends.
import * as Temoin from "@temoin/runner/Temoin"
import * as Layer from "effect/Layer"
import { setTimeout } from "node:timers/promises"
import * as Breaking from "../Breaking.ts"
import * as FreePort from "../FreePort.ts"
import * as Note from "../Note.ts"
import * as Setup from "../Setup.ts"
import * as Watched from "../Watched.ts"

process.stdin.on("end", () => process.exit()).resume()

// what is logged shares the output with the notes
console.log = (...words: ReadonlyArray<unknown>) => Note.say("failed", words.join(" "))

const setup = Setup.read(process.argv[2])
const adapters = Layer.provideMerge(
  Watched.layer(setup.fate),
  Layer.provideMerge(Breaking.layer(setup.broken), Setup.adapters(setup))
)

const open = async (): Promise<Temoin.Temoin> => {
  for (;;) {
    try {
      return await Temoin.open({
        program: Setup.program,
        segments: Setup.segments,
        adapters,
        ...(setup.isCluster === true && { engine: Setup.engine(setup, await FreePort.find()) }),
        unknownSends: setup.unknownSends,
        claimMillis: setup.claimMillis,
        batch: 8,
        concurrency: 4
      })
    } catch (error) {
      Note.say("failed", String(error))
      await setTimeout(100)
    }
  }
}

const temoin = await open()
Note.say("ready")
// it is killed, or its input ends
await temoin.start({ pollMillis: 1000 })
