/**
 * Ledger: how do I keep the ledger of erasures in a file?
 *
 * A line of JSON for each entry, only ever added to; processes of one machine may share it, one at a time. Keep it on another
 * disk than the database, and in no backup that is restored together with it.
 *
 * @since 0.1.0
 */
import { Entry, ErasureLedger, LedgerError } from "@temoin/core/ports/ErasureLedger"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import * as Semaphore from "effect/Semaphore"
import { constants } from "node:fs"
import { type FileHandle, open, stat } from "node:fs/promises"
import { dirname, resolve } from "node:path"
import * as Lock from "./internal/Lock.ts"

/**
 * `filename`: the file, made when it is not there; its folder must exist.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  readonly filename: string
}

const decode = Schema.decodeUnknownResult(Schema.fromJsonString(Entry), { onExcessProperty: "error" })

/** The lines that are whole. What stands after the last line break was cut short, and never acknowledged. */
const wholeLines = (text: string): string => text.slice(0, text.lastIndexOf("\n") + 1)

/** Also the name of a new file must reach the disk. */
const syncFolder = async (path: string): Promise<void> => {
  const folder = await open(dirname(path), "r")
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

const explain = (cause: unknown) =>
  new LedgerError({
    problem: `the ledger of erasures cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`,
    cause
  })

const known = constants.O_RDWR | constants.O_APPEND

const moved = () =>
  new Error(
    "the file was moved, deleted or replaced while it was open, and with it goes who was erased; put it back where it was"
  )

/** So often we look whether another process has done with the file. */
const looks = 500

const make = Effect.fnUntraced(function* ({ filename }: Options) {
  const path = resolve(filename)
  const turns = yield* Semaphore.make(1)
  // a line that another process is just writing looks like one that was cut short
  const alone = Lock.hold(path).pipe(
    Effect.retry({ while: ({ _tag }) => _tag === "StoreLocked", schedule: Schedule.spaced("20 millis"), times: looks }),
    Effect.mapError(explain)
  )
  const identity = yield* Effect.tryPromise({
    try: async () => {
      const file = await open(path, constants.O_CREAT | known, 0o600)
      try {
        return await file.stat()
      } finally {
        await file.close()
      }
    },
    catch: explain
  })
  const using = <A>(work: (file: FileHandle) => Promise<A>) => {
    const worked = Effect.tryPromise({
      try: async () => {
        // a new one in its place would know of nobody
        const found = await stat(path).catch(() => undefined)
        if (found?.dev !== identity.dev || found.ino !== identity.ino) throw moved()
        const file = await open(path, known)
        try {
          return await work(file)
        } finally {
          await file.close()
        }
      },
      catch: explain
    })
    return turns.withPermit(Effect.scoped(Effect.andThen(alone, worked)))
  }
  yield* using(() => syncFolder(path))
  return ErasureLedger.of({
    add: (entries) =>
      using(async (file) => {
        const text = await file.readFile("utf8")
        const whole = wholeLines(text)
        if (whole.length < text.length) await file.truncate(Buffer.byteLength(whole))
        await file.writeFile(entries.map((entry: typeof Entry.Encoded) => `${JSON.stringify(entry)}\n`).join(""))
        await file.sync()
      }),
    entries: Effect.gen(function* () {
      const text = yield* using((file) => file.readFile("utf8"))
      const found: Array<Entry> = []
      for (const [index, line] of wholeLines(text).split("\n").slice(0, -1).entries()) {
        const entry = decode(line)
        if (Result.isFailure(entry)) {
          const problem = `line ${index + 1} of the ledger of erasures was damaged: without it somebody who was erased might come back; bring that line back from a copy`
          return yield* new LedgerError({ problem })
        }
        found.push(entry.success)
      }
      return found
    })
  })
})

/**
 * The ledger in this file. Fails with `LedgerError` when it cannot be opened.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer = (options: Options): Layer.Layer<ErasureLedger, LedgerError> =>
  Layer.effect(ErasureLedger, make(options))
