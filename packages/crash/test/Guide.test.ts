/**
 * Guide: does "From a file to many machines" do what it says, command by command?
 */
import * as Child from "@temoin/crash/Child"
import * as Maildir from "@temoin/crash/Maildir"
import { execFileSync, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdirSync, mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
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
    const [beginning = "", moving = "", working = "", crashing = ""] = blocks("sh")
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

    const workers = working
      .trim()
      .split("\n")
      .map((command) => spawn("sh", ["-c", `exec env ${command}`], { ...options, stdio: "inherit" }))
    const taken = await arrived(maildir, 2)
    const closed = workers.map((worker) => once(worker, "close"))
    for (const worker of workers) worker.kill("SIGTERM")
    assert.deepStrictEqual(await Promise.all(closed), [
      [0, null],
      [0, null]
    ])
    // each once, also the one who was mailed from the file
    assert.deepStrictEqual(taken.map(({ to }) => to).toSorted(), ["anna@people.example", "ben@people.example"])
    assert.deepStrictEqual(Maildir.read(maildir), taken)

    assert.match(crashing, /^pnpm crash --kills \d+ --contacts \d+ --policy giveUp\n$/)
  } finally {
    await Promise.all([mails.end(), database.end()])
    rmSync(folder, { recursive: true, force: true })
  }
})
