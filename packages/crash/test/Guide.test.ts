/**
 * Guide: does "From a file to many machines" do what it says, command by command?
 */
import * as Child from "@temoin/crash/Child"
import * as FreePort from "@temoin/crash/FreePort"
import * as Maildir from "@temoin/crash/Maildir"
import { execFileSync, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdirSync, mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { createInterface } from "node:readline"
import { assert, it } from "vitest"

const here = import.meta.dirname
const packages = join(here, "..", "..")
const guide = readFileSync(join(packages, "..", "docs", "guides", "from-a-file-to-many-machines.md"), "utf8")

const blocks = (language: string): ReadonlyArray<string> =>
  [...guide.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, "gm"))].map(([, body = ""]) => body)

/** Until so many mails are there. */
const arrived = async (folder: string, count: number): Promise<ReadonlyArray<Maildir.Taken>> => {
  for await (const taken of mailsIn(folder)) if (taken.length >= count) return taken
  return []
}

async function* mailsIn(folder: string) {
  const watcher = watch(join(folder, "new"))
  yield Maildir.read(folder)
  for await (const _ of on(watcher)) yield Maildir.read(folder)
}

async function* on(watcher: ReturnType<typeof watch>) {
  try {
    for (;;) yield await once(watcher, "change")
  } finally {
    watcher.close()
  }
}

it("the guide's programs and commands, in their order", { timeout: 300_000 }, async () => {
  const folder = mkdtempSync(join(here, "guide-"))
  const maildir = join(folder, "maildir")
  mkdirSync(maildir)
  const mails = Child.start(join(here, "..", "src", "processes", "postOffice.ts"), [maildir])
  const database = Child.start(join(packages, "storage-sql", "test", "postgres", "server.ts"), [])
  try {
    for (const program of blocks("ts")) {
      const name = /^\/\/ (\w+\.ts)\n/.exec(program)?.[1] ?? assert.fail(`a program without a name: ${program}`)
      writeFileSync(join(folder, name), program)
    }
    const options = {
      cwd: folder,
      env: {
        ...process.env,
        PATH: `${dirname(process.execPath)}:${process.env["PATH"]}`,
        SECRET: "a secret of the tests, of more than 32 bytes",
        SMTP_PORT: await mails.line(),
        SERVER: await database.line()
      }
    }
    const [beginning = "", moving = "", working = "", joining = "", crashing = ""] = blocks("sh")
    const run = (block: string) =>
      block
        .trim()
        .split("\n")
        .map((command) => execFileSync("sh", ["-c", command], { ...options, encoding: "utf8" }))

    const [, ticked] = run(beginning)
    assert.strictEqual(ticked, "sent 1\n")
    assert.deepStrictEqual(
      Maildir.read(maildir).map(({ to }) => to),
      ["anna@people.example"]
    )

    const [, first, second] = run(moving)
    assert.match(first ?? "", /^2 contacts, up to ben\n2 contacts, [1-9]\d* events new, 0 differences\n$/)
    assert.match(second ?? "", /\n2 contacts, 0 events new, 0 differences\n$/)

    /** Starts all of them, until so many mails are there; then they are told to end. */
    const until = async (count: number, commands: ReadonlyArray<string>) => {
      const started = commands.map((command) =>
        spawn("sh", ["-c", `exec env ${command}`], { ...options, stdio: ["ignore", "pipe", "inherit"] })
      )
      for (const { stdout } of started) {
        for await (const line of createInterface(stdout)) if (line === "working") break
        stdout.resume()
      }
      const taken = await arrived(maildir, count)
      const closed = started.map((process) => once(process, "close"))
      for (const process of started) process.kill("SIGTERM")
      for (const end of await Promise.all(closed)) assert.deepStrictEqual(end, [0, null])
      assert.deepStrictEqual(Maildir.read(maildir), taken)
      return taken.map(({ to }) => to).toSorted()
    }
    // each once, also the one who was mailed from the file
    const workers = working.trim().split("\n")
    assert.deepStrictEqual(await until(2, workers), ["anna@people.example", "ben@people.example"])

    run("DATABASE_URL=$SERVER node buy.ts cleo cleo@people.example")
    const ports = [await FreePort.find(), await FreePort.find()]
    const members = joining.replaceAll(/PORT=\d+/g, () => `PORT=${ports.pop()}`)
    assert.deepStrictEqual(await until(3, members.trim().split("\n")), [
      "anna@people.example",
      "ben@people.example",
      "cleo@people.example"
    ])

    assert.match(crashing, /^pnpm crash --kills \d+ --contacts \d+ --policy giveUp\n$/)
  } finally {
    await Promise.all([mails.end(), database.end()])
    rmSync(folder, { recursive: true, force: true })
  }
})
