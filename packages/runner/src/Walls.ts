/**
 * Walls: what does a wall of the program show now?
 *
 * @since 0.1.0
 */
import * as Exhibit from "@temoin/core/Exhibit"
import * as Journey from "@temoin/core/Journey"
import * as HistoryStore from "@temoin/core/ports/HistoryStore"
import * as Projections from "@temoin/core/ports/Projections"
import * as Port from "@temoin/core/ports/Walls"
import type * as Program from "@temoin/core/Program"
import * as Text from "@temoin/core/Text"
import * as Wall from "@temoin/core/Wall"
import * as Cache from "effect/Cache"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
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
 * A wall as it stands now, chosen from the testimonials of every contact who has one to show: nobody else's history is read.
 *
 * @category reading
 * @since 0.1.0
 */
export const read = (
  program: Program.Program,
  id: string
): Effect.Effect<
  Wall.View,
  UnknownWall | Wall.NumberRefused | HistoryStore.StoreError,
  HistoryStore.HistoryStore | Projections.Projections
> =>
  Effect.gen(function* () {
    const wall = program.walls.find((one) => one.id === id)
    if (wall === undefined) {
      return yield* new UnknownWall({ wall: id.slice(0, 64), walls: program.walls.map((one) => one.id) })
    }
    const store = yield* HistoryStore.HistoryStore
    const projections = yield* Projections.Projections
    const now = yield* Clock.currentTimeMillis
    const entries: Array<Wall.Entry> = []
    let after = Option.none<HistoryStore.Stored["contact"]>()
    for (;;) {
      const found = yield* projections.exhibitors({ now, after, limit: page })
      for (const contact of found) {
        entries.push(...Exhibit.of(program, yield* Writing.historyOf(yield* store.load(contact)), now))
      }
      const last = found.at(-1)
      if (last === undefined || found.length < page) break
      after = Option.some(last)
    }
    const isTainted = (stage: string) => program.journey !== undefined && Journey.isScoreTainted(program.journey, stage)
    return yield* Effect.fromResult(Wall.pick(wall, entries, now, isTainted))
  })

/** A withdrawal reaches every reader within `Wall.cacheSeconds`; so much of that is ours, and the rest is left to browsers. */
const keptFor = Duration.seconds(Wall.cacheSeconds / 3)

/** What this process keeps of the walls. */
class Kept extends Context.Service<Kept, { readonly forget: Effect.Effect<void> }>()("@temoin/runner/Walls/Kept") {}

/**
 * Puts every wall together anew before it is shown next in this process, since somebody on it may have been erased.
 *
 * @category forgetting
 * @since 0.1.0
 */
export const forget: Effect.Effect<void> = Effect.flatMap(Effect.serviceOption(Kept), (kept) =>
  Option.isNone(kept) ? Effect.void : kept.value.forget
)

/**
 * The port `Walls` over a store. However many readers there are, a wall is put together once in twenty seconds; failures are not
 * kept.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer = (
  program: Program.Program
): Layer.Layer<Port.Walls | Kept, never, HistoryStore.HistoryStore | Projections.Projections> =>
  Layer.effectContext(
    Effect.gen(function* () {
      const views = yield* Cache.makeWith((id: string) => read(program, id), {
        capacity: Math.max(1, program.walls.length),
        timeToLive: (exit) => (Exit.isSuccess(exit) ? keptFor : Duration.zero),
        requireServicesAt: "construction"
      })
      const walls = Port.Walls.of({
        view: (id) =>
          program.walls.some((wall) => wall.id === id)
            ? Cache.get(views, id).pipe(
                Effect.map(Option.some),
                // such a wall is refused when the program is made, and the id was looked up
                Effect.catchTags({ NumberRefused: Effect.die, UnknownWall: Effect.die })
              )
            : Effect.succeed(Option.none())
      })
      return Context.make(Port.Walls, walls).pipe(Context.add(Kept, { forget: Cache.invalidateAll(views) }))
    })
  )
