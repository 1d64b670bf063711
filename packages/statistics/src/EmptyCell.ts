/**
 * EmptyCell: whom did nobody answer for?
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/**
 * A group has people in the population and no answer in the sample, so no weight can make the sample stand for it.
 * `variable` and `level` name the group: "region" and "North"; for strata, "stratum" and its name, or its place, from 0.
 *
 * @category errors
 * @since 0.1.0
 */
export class EmptyCell extends Schema.TaggedError<EmptyCell>()("EmptyCell", {
  variable: Schema.String,
  level: Schema.String
}) {
  override get message(): string {
    return `nobody of ${this.variable} "${this.level}" answered, so no weight can make the answers stand for them; join this group with a similar one, or leave it out of the population and say so`
  }
}
