/**
 * InvalidArgument: what was wrong with what was passed?
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/**
 * A function was given something it cannot compute with. `argument` names the parameter, as in its signature (and the
 * place in it: `weights[3]`); `problem` says what is wrong and what would be right.
 *
 * @category errors
 * @since 0.1.0
 */
export class InvalidArgument extends Schema.TaggedError<InvalidArgument>()("InvalidArgument", {
  argument: Schema.String,
  problem: Schema.String
}) {
  override get message(): string {
    return `${this.argument}: ${this.problem}`
  }
}
