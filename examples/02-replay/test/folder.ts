import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { onTestFinished } from "vitest"

/** A folder of the test's own, gone when it is over. */
export const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), "temoin-replay-"))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}
