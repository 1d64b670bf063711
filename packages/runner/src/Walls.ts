/**
 * Walls: what does a wall of the program show now?
 *
 * @since 0.1.0
 */
import * as Exhibit from "@temoin/core/Exhibit"
import * as Journey from "@temoin/core/Journey"
import * as HistoryStore from "@temoin/core/ports/HistoryStore"
import type * as Program from "@temoin/core/Program"
import * as Text from "@temoin/core/Text"
import * as Wall from "@temoin/core/Wall"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Writing from "./Writing.ts"

/** The program has no such wall. `walls`: those that it has. @category errors @since 0.1.0 */
export class UnknownWall extends Schema.TaggedError<UnknownWall>()("UnknownWall", {
  wall: Schema.String,
  walls: Schema.Array(Text.Name)
}) {
  override get message() {
    const known = this.walls.length === 0 ? "it has none" : `it has ${this.walls.map((id) => `"${id}"`).join(", ")}`
    return `the program has no wall "${this.wall}"; ${known}`
  }
}

const page = 200

/**
 * A wall as it stands now, chosen from every contact's testimonials. Reads the whole store: whoever shows it often keeps it for as
 * long as it says, 60 seconds at the most.
 *
 * @category reading
 * @since 0.1.0
 */
export const read = (
  program: Program.Program,
  id: string
): Effect.Effect<Wall.View, UnknownWall | Wall.NumberRefused | HistoryStore.StoreError, HistoryStore.HistoryStore> =>
  Effect.gen(function* () {
    const wall = program.walls.find((one) => one.id === id)
    if (wall === undefined) {
      return yield* new UnknownWall({ wall: id.slice(0, 64), walls: program.walls.map((one) => one.id) })
    }
    const store = yield* HistoryStore.HistoryStore
    const now = yield* Clock.currentTimeMillis
    const entries: Array<Wall.Entry> = []
    let after = Option.none<HistoryStore.Stored["contact"]>()
    for (;;) {
      const found = yield* store.page({ after, limit: page })
      for (const stored of found) entries.push(...Exhibit.of(program, yield* Writing.historyOf(stored), now))
      const last = found.at(-1)
      if (last === undefined || found.length < page) break
      after = Option.some(last.contact)
    }
    const isTainted = (stage: string) => program.journey !== undefined && Journey.isScoreTainted(program.journey, stage)
    return yield* Effect.fromResult(Wall.pick(wall, entries, now, isTainted))
  })
