#!/usr/bin/env node
/**
 * On the command line: `preflight FILE.ts [fr]` checks the sending set-up that the file exports (`export default` a
 * `Preflight.Setup`), and tells it in English, or in French. Exits with 1 when it is not ready to send, and with 2 when it is called otherwise.
 */
import * as Effect from "effect/Effect"
import { resolve } from "node:path"
import { pathToFileURL } from "node:url"
import * as Preflight from "./Preflight.ts"

const [file, language = "en", ...others] = process.argv.slice(2)

/** pnpm runs a script from the root, whatever folder it was called in. */
const folder = process.env["INIT_CWD"] ?? process.cwd()

const load = async (path: string): Promise<Preflight.Setup | undefined> => {
  const { default: setup } = await import(pathToFileURL(resolve(folder, path)).href)
  return setup?.smtp?.from === undefined || !Array.isArray(setup.messages) ? undefined : setup
}

const usage =
  "Give a file that exports what is to be checked: pnpm preflight sending.ts [fr], with export default { smtp, messages, unsubscribe }"

const setup =
  file === undefined || others.length > 0 || (language !== "en" && language !== "fr") ? undefined : await load(file)
if (setup === undefined || (language !== "en" && language !== "fr")) {
  console.error(usage)
  process.exitCode = 2
} else {
  const findings = await Effect.runPromise(Preflight.check(setup, Preflight.internet, language))
  console.log(Preflight.text(findings, language))
  if (!Preflight.isReady(findings)) process.exitCode = 1
}
