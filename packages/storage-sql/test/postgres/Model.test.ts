import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { it } from "vitest"
import { check, operations } from "../model.ts"
import { emptied, inStore } from "./schemas.ts"

it(
  "after any operations, what the port promises is what PostgreSQL does",
  () =>
    fc.assert(
      fc.asyncProperty(operations, (operations) =>
        inStore(
          "model",
          Effect.andThen(
            Effect.promise(() => emptied("model")),
            check(operations)
          )
        )
      ),
      { numRuns: 40 }
    ),
  60_000
)
