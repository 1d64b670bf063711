/** Every method that a file of cases may name. */
import * as groups from "./groups.ts"
import * as intervals from "./intervals.ts"
import type { Method } from "./Method.ts"
import * as panel from "./panel.ts"
import * as planning from "./planning.ts"
import * as time from "./time.ts"
import * as weights from "./weights.ts"
import * as why from "./why.ts"

export const methods: Readonly<Record<string, Method>> = {
  ...intervals.methods,
  ...groups.methods,
  ...planning.methods,
  ...panel.methods,
  ...weights.methods,
  ...time.methods,
  ...why.methods
}
