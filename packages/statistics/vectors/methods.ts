/** Every method that a file of cases may name. */
import * as groups from "./groups.ts"
import * as intervals from "./intervals.ts"
import type { Method } from "./Method.ts"
import * as planning from "./planning.ts"

export const methods: Readonly<Record<string, Method>> = {
  ...intervals.methods,
  ...groups.methods,
  ...planning.methods
}
