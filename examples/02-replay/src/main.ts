// The whole loop on real answers: 967 people, two years, real mail and real links on loopback, in less than a minute.
import * as Instant from "@temoin/core/Instant"
import cliProgress from "cli-progress"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { parseArgs } from "node:util"
import * as People from "./People.ts"
import * as Replay from "./Replay.ts"
import * as Report from "./Report.ts"

const root = join(import.meta.dirname, "..")
const { values } = parseArgs({
  options: {
    folder: { type: "string", default: join(root, "run") },
    file: { type: "string", default: join(root, "carpentries-instructor-training.csv") },
    "unknown-sends": { type: "string", default: "resend" },
    "die-after-accepting": { type: "string" }
  }
})
const unknownSends = values["unknown-sends"] === "giveUp" ? "giveUp" : "resend"
const dieAfterAccepting = values["die-after-accepting"]

const { bad, people } = People.read(readFileSync(values.file, "utf8"))
for (const { line, problem } of bad) console.error(`line ${line} left out: ${problem}`)

const bar = new cliProgress.SingleBar({
  clearOnComplete: true,
  format: "{bar} {percentage} %  {day}",
  hideCursor: true,
  noTTYOutput: true,
  notTTYSchedule: 1000
})
bar.start(1000, 0, { day: "" })
const report = await Replay.run({
  folder: values.folder,
  people,
  unknownSends,
  onProgress: (share, now) => bar.update(Math.floor(share * 1000), { day: Instant.day(now) }),
  ...(dieAfterAccepting !== undefined && { dieAfterAccepting: Number(dieAfterAccepting) })
})
bar.stop()

if (report.wasFinished) {
  console.log(
    `Nothing was sent: everybody in ${values.folder} has had their turn. Remove that folder to run it again.\n`
  )
}
for (const line of Report.lines(report)) console.log(line)
console.log()
for (const line of report.because) console.log(line)
if (unknownSends === "giveUp") {
  console.log(
    `\ninvitations ${people.length} = sent ${report.invitations.sent} + unknown ${report.invitations.unknown}`
  )
  for (const { contact, messageId } of report.unknown) console.log(`unknown: person ${contact} ${messageId}`)
}
for (const disagreement of report.disagreements) console.error(`The numbers do not agree: ${disagreement}.`)
if (report.disagreements.length > 0) process.exitCode = 1
