/**
 * ErasureLedger: who was erased, even when the store has forgotten that?
 *
 * A store that is brought back from an older backup has everybody in it who was erased since. So each erasure is noted apart
 * from it as well, before it is acknowledged: by the mark, and no id. Keep it where no backup of the store is restored over it.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Instant from "../Instant.ts"
import * as Residue from "../Residue.ts"
import * as Text from "../Text.ts"

/**
 * That somebody was erased, or readmitted since: the later entry about a mark counts. `key` tells with which key the mark was
 * made (`Residue.keyMark`). `reason`, `by`: what the company noted.
 *
 * @category models
 * @since 0.1.0
 */
export const Entry = Schema.Struct({
  what: Schema.Literals(["erased", "readmitted"]),
  mark: Residue.Mark,
  key: Residue.Mark,
  at: Instant.Instant,
  reason: Schema.optionalKey(Text.Line),
  by: Schema.optionalKey(Text.Line)
})
/** @since 0.1.0 */
export type Entry = typeof Entry.Type

/**
 * The ledger could not be read or added to. While it cannot, nobody is erased: it would not survive a restore.
 *
 * @category errors
 * @since 0.1.0
 */
export class LedgerError extends Schema.TaggedError<LedgerError>()("LedgerError", {
  problem: Schema.String,
  cause: Schema.optionalKey(Schema.Defect())
}) {
  override get message() {
    return this.problem
  }
}

/**
 * @category ports
 * @since 0.1.0
 */
export class ErasureLedger extends Context.Service<
  ErasureLedger,
  {
    /**
     * Adds entries at the end, also of several additions at once each in one piece. When this returns, they survive the death of
     * the process and of the machine.
     */
    readonly add: (entries: ReadonlyArray<Entry>) => Effect.Effect<void, LedgerError>

    /** Everything that was added until now, in that order. Of an addition that was cut short, a beginning of it may be there. */
    readonly entries: Effect.Effect<ReadonlyArray<Entry>, LedgerError>
  }
>()("@temoin/core/ports/ErasureLedger") {}
