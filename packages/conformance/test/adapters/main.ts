// `pnpm adapters` writes docs/adapters.md.
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import * as Page from "./Page.ts"

writeFileSync(join(import.meta.dirname, "..", "..", "..", "..", "docs", "adapters.md"), await Page.make())
