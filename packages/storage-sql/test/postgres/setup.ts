/**
 * Setup: one PostgreSQL server for all test files here, from before the first until after the last.
 */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"
import type { TestProject } from "vitest/node"

declare module "vitest" {
  export interface ProvidedContext {
    readonly postgres: string
  }
}

export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const script = fileURLToPath(new URL("server.ts", import.meta.url))
  // in a group of its own, so that Ctrl-C ends us, and our end ends it
  const server = spawn(process.execPath, [script], { stdio: ["pipe", "pipe", "inherit"], detached: true })
  const closed = once(server, "close")
  const url = await Promise.race([
    once(server.stdout.setEncoding("utf8"), "data").then(([line]) => String(line).trim()),
    closed.then(([code]) => Promise.reject(new Error(`PostgreSQL did not start: its process ended with ${code}`)))
  ])
  project.provide("postgres", url)
  return async () => {
    server.stdin.end()
    await closed
  }
}
