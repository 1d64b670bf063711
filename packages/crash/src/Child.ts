/**
 * Child: a process of its own, which says things on lines.
 */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"

export interface Child {
  /** The next line that nobody has taken yet. Fails when the process has ended without another. */
  readonly line: () => Promise<string>
  readonly tell: (line: string) => void
  /** SIGKILL. Resolves when it is gone and all that it said was heard. */
  readonly kill: () => Promise<void>
  /** Ends its input, which ends it. */
  readonly end: () => Promise<void>
  /** When it is gone and all that it said was heard. */
  readonly gone: Promise<unknown>
}

/** Starts `node script ...args`. `hears` gets each line at once; without it they wait for `line`. */
export const start = (script: string, args: ReadonlyArray<string>, hears?: (line: string) => void): Child => {
  // in a group of its own, so that Ctrl-C ends us, and our end ends it
  const child = spawn(process.execPath, [script, ...args], {
    stdio: ["pipe", "pipe", "inherit"],
    detached: true,
    // it is started many times
    env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), "temoin-crash-compiled") }
  })
  // who was killed does not listen
  child.stdin.on("error", () => {})
  const lines = createInterface(child.stdout)
  const gone = Promise.all([once(child, "close"), once(lines, "close")])
  const said: Array<string> = []
  let heard: (() => void) | undefined
  lines.on("line", (line) => {
    if (hears !== undefined) return hears(line)
    said.push(line)
    heard?.()
  })
  return {
    line: async () => {
      while (said.length === 0) {
        const next = new Promise<boolean>((resolve) => (heard = () => resolve(true)))
        if (!(await Promise.race([next, gone.then(() => said.length > 0)]))) throw new Error(`${script} has ended`)
      }
      return said.shift() ?? ""
    },
    tell: (line) => void child.stdin.write(`${line}\n`),
    kill: async () => {
      child.kill("SIGKILL")
      await gone
    },
    end: async () => {
      child.stdin.end()
      await gone
    },
    gone
  }
}
