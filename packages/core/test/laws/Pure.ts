/**
 * Pure: does the same input give the same output, and stay as it was?
 */
import { insistSame, livedOf, make, pack, pointed, soupOf } from "./Law.ts"

export const pure = make({
  number: 1,
  name: "Pure",
  says: "Same input, same output; input untouched.",
  check: (implementation) => (given) => {
    const { decide, fold } = implementation
    const lived = livedOf(implementation, given)
    for (const look of [soupOf(implementation, given), ...pointed(lived.looks, given.probe)]) {
      const { decided, now } = look
      const input = { program: look.program, history: pack(implementation, look.history.events) }
      const before = structuredClone(input)
      insistSame(decide(input.program, input.history, now), decided, "of equal input, it decides otherwise")
      insistSame(decide(input.program, input.history, now), decided, "asked again, it decides otherwise")
      fold(input.history)
      insistSame(input, before, "the input was touched")
      insistSame(decide(before.program, before.history, now), decided, "of a copy, it decides otherwise")
    }
  }
})
