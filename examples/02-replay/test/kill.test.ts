// What is left when the process is killed at any moment, twenty times over?
import { spawn } from "node:child_process"
import { existsSync, mkdirSync, readdirSync, readFileSync, watch } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "vitest"
import * as Mailbox from "../src/Mailbox.ts"
import * as People from "../src/People.ts"
import { folder } from "./folder.ts"

const main = join(import.meta.dirname, "..", "src", "main.ts")

interface Ended {
  readonly signal: NodeJS.Signals | null
  readonly code: number | null
  readonly output: string
}

/** Runs the replay in a process of its own; kills it as soon as its maildir holds `killAt` mails. */
const run = (path: string, options: ReadonlyArray<string>, killAt = Infinity): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const kept = join(path, "maildir", "new")
    mkdirSync(kept, { recursive: true })
    const child = spawn(process.execPath, [main, "--folder", path, ...options], { stdio: ["ignore", "pipe", "pipe"] })
    let output = ""
    let problems = ""
    child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text))
    child.stderr.setEncoding("utf8").on("data", (text: string) => (problems += text))
    const watcher = watch(kept, () => {
      if (readdirSync(kept).length >= killAt) child.kill("SIGKILL")
    })
    child.on("error", reject)
    child.on("close", (code, signal) => {
      watcher.close()
      resolve({ signal, code, output: code === 0 ? output : output + problems })
    })
  })

const csv = readFileSync(join(import.meta.dirname, "..", "carpentries-instructor-training.csv"), "utf8")
const mails = 2364
const kills = 20

/**
 * Twenty deaths spread over the whole run, by the number of mails in the maildir: ten by a kill from outside, ten by the
 * replay itself between the mail server's yes and the record of it.
 */
const killedTwentyTimes = async (path: string, options: ReadonlyArray<string>): Promise<Ended> => {
  const kept = join(path, "maildir", "new")
  let deaths = 0
  for (let i = 0; i < kills; i++) {
    const target = Math.max(1, Math.round((mails * i) / (kills - 1)) - 10)
    const there = existsSync(kept) ? readdirSync(kept).length : 0
    const ended =
      i % 2 === 0
        ? await run(path, options, Math.max(there + 1, target))
        : await run(path, [...options, "--die-after-accepting", String(Math.max(1, target - there))])
    assert.strictEqual(ended.signal, "SIGKILL", `kill ${i} at ${target} mails: ${ended.output}`)
    deaths++
  }
  assert.strictEqual(deaths, kills)
  const last = await run(path, options)
  assert.strictEqual(last.code, 0, last.output)
  return last
}

const lettersOf = (path: string): Promise<ReadonlyArray<Mailbox.Letter>> => {
  const kept = join(path, "maildir", "new")
  return Promise.all(readdirSync(kept).map((name) => Mailbox.read(readFileSync(join(kept, name)))))
}

/** The Message-IDs of all mails by whom they are to and what they say: nobody may have the same one under two names. */
const messageIdsByContent = async (path: string): Promise<ReadonlyMap<string, ReadonlyArray<string>>> => {
  const found = new Map<string, Array<string>>()
  for (const { messageId, subject, to } of await lettersOf(path)) {
    const content = `${to}: ${subject}`
    found.set(content, [...(found.get(content) ?? []), messageId])
  }
  return found
}

const taken = (path: string): ReadonlyArray<string> =>
  readFileSync(join(path, "maildir", "taken.log"), "utf8")
    .split("\n")
    .filter(Boolean)

describe("a process killed twenty times", () => {
  it(
    "with resend: the same numbers as a run that nobody disturbed, and no mail under two names",
    { timeout: 600_000 },
    async () => {
      const path = folder()
      const { output } = await killedTwentyTimes(path, ["--unknown-sends", "resend"])
      assert.include(
        output,
        [
          "people 967 · invitations 967 · reminders 78 · expired 78 · answers 889",
          "promoters 501 · passives 317 · detractors 71 · NPS 48.37",
          "thank-yous 501 · contacts for improvement 317 · cases 71 · escalations 71 · testimonial requests 501"
        ].join("\n")
      )
      const byContent = await messageIdsByContent(path)
      assert.strictEqual(byContent.size, mails)
      for (const [content, ids] of byContent) assert.lengthOf(ids, 1, content)
      // the ten that died between the yes and the record were sent once more, under the same name
      assert.isAtLeast(taken(path).length, mails + 10)

      const again = await run(path, ["--unknown-sends", "resend"])
      assert.strictEqual(again.code, 0, again.output)
      assert.include(again.output, "Nothing was sent: everybody in")
      assert.lengthOf(readdirSync(join(path, "maildir", "new")), mails)
    }
  )

  it(
    "with giveUp: nobody gets anything twice, and whatever may be missing is listed",
    { timeout: 600_000 },
    async () => {
      const path = folder()
      const { output } = await killedTwentyTimes(path, ["--unknown-sends", "giveUp"])
      const [, sent, unknown] = /invitations 967 = sent (\d+) \+ unknown (\d+)/.exec(output) ?? []
      assert.strictEqual(Number(sent) + Number(unknown), 967, output)
      const ids = taken(path)
      assert.strictEqual(new Set(ids).size, ids.length, "a mail was taken twice")
      const listed = [...output.matchAll(/^unknown: person (\d+) <(.+)>$/gm)]
      // ten died between the mail server's yes and the record of it; an answer has settled some of those since
      assert.isNotEmpty(listed)
      const letters = await lettersOf(path)
      const invited = new Set(letters.filter(({ answerLinks }) => answerLinks.size > 0).map(({ to }) => to))
      const doubtful = new Set(listed.map(([, person]) => `person-${person}@people.example`))
      for (const { address } of People.read(csv).people) {
        assert.isTrue(invited.has(address) || doubtful.has(address), `${address} was not invited, and nobody knows`)
      }
    }
  )
})
