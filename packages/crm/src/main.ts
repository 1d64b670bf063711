#!/usr/bin/env node
/**
 * On the command line: `FILE.ts [CONTACT]` tells what is missing in your CRM and what would be made, and, with a contact, what would
 * be told of them; nothing is written. `FILE.ts --set-up` makes what is missing. The file exports your Temoin:
 * `export default await Temoin.open({ … })`. Exits with 1 when something is missing, and with 2 when it is called otherwise.
 */
import type * as Crm from "@temoin/core/ports/Crm"
import { resolve } from "node:path"
import { pathToFileURL } from "node:url"

/** As much of a Temoin as is needed here. */
interface Opened {
  readonly crm: {
    readonly check: (contact?: string) => Promise<Crm.CheckUp & { readonly calls: ReadonlyArray<Crm.Outgoing> }>
    readonly setUp: () => Promise<ReadonlyArray<string>>
  }
  readonly close: () => Promise<void>
}

const [file, what, ...others] = process.argv.slice(2)

/** pnpm runs a script from the root, whatever folder it was called in. */
const folder = process.env["INIT_CWD"] ?? process.cwd()

const load = async (path: string): Promise<Opened | undefined> => {
  const { default: opened } = await import(pathToFileURL(resolve(folder, path)).href)
  return opened?.crm?.check === undefined ? undefined : opened
}

const temoin = file === undefined || others.length > 0 ? undefined : await load(file)
if (temoin === undefined) {
  console.error(
    "Give a file that exports your Temoin: temoin.ts [CONTACT | --set-up], with export default await Temoin.open({ … })"
  )
  process.exitCode = 2
} else {
  try {
    if (what === "--set-up") {
      const made = await temoin.crm.setUp()
      console.log(made.length === 0 ? "Nothing was missing." : `Made: ${made.join(", ")}`)
    } else {
      const { calls, missingFields, missingScopes, problems } = await temoin.crm.check(what)
      for (const scope of missingScopes) console.log(`Missing scope: ${scope}. Give it to the token in the CRM`)
      for (const field of missingFields) console.log(`Would be made: ${field}`)
      for (const problem of problems) console.log(`Problem: ${problem}`)
      for (const call of calls)
        console.log(`Would be sent: ${call.method} ${call.path}\n${JSON.stringify(call.body, undefined, 2)}`)
      const isReady = missingFields.length + missingScopes.length + problems.length === 0
      if (isReady) console.log("Ready: nothing is missing.")
      process.exitCode = isReady ? 0 : 1
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  } finally {
    await temoin.close()
  }
}
