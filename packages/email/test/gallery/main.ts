// `pnpm gallery` writes docs/gallery.html.
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import * as Gallery from "./Gallery.ts"

writeFileSync(join(import.meta.dirname, "..", "..", "..", "..", "docs", "gallery.html"), Gallery.make())
