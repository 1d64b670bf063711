// Do the printed numbers come from what really happened?
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "vitest"
import * as People from "../src/People.ts"
import * as Replay from "../src/Replay.ts"
import * as Report from "../src/Report.ts"
import { folder } from "./folder.ts"

const csv = readFileSync(join(import.meta.dirname, "..", "carpentries-instructor-training.csv"), "utf8")
const readme = readFileSync(join(import.meta.dirname, "..", "..", "..", "README.md"), "utf8")
const { people } = People.read(csv)
const timeout = 300_000

/** The first forty people, of whom some did not answer. */
const some = people.slice(0, 40)

const replay = (options: Partial<Replay.Options> = {}) =>
  Replay.run({ folder: folder(), people: some, unknownSends: "giveUp", ...options })

describe("the replay", () => {
  it("of all 967 forms gives the published score, and the lines of the README", { timeout }, async () => {
    const report = await replay({ people })
    const lines = Report.lines(report)
    assert.deepStrictEqual(lines, [
      "people 967 · invitations 967 · reminders 78 · expired 78 · answers 889",
      "promoters 501 · passives 317 · detractors 71 · NPS 48.37",
      "thank-yous 501 · contacts for improvement 317 · cases 71 · escalations 71 · testimonial requests 501"
    ])
    assert.lengthOf(report.because, 3)
    for (const line of [...lines, ...report.because]) assert.include(readme, line)
    assert.deepStrictEqual(report.disagreements, [])
    assert.deepStrictEqual(report.unknown, [])
  })

  it("counts on a folder that is finished what it counted before, and sends nothing", { timeout }, async () => {
    const path = folder()
    const first = await replay({ folder: path })
    const second = await replay({ folder: path })
    assert.isFalse(first.wasFinished)
    assert.isTrue(second.wasFinished)
    assert.deepStrictEqual({ ...second, wasFinished: false }, first)
  })

  it(
    "prints other numbers when one person deletes a mail unread and one answers differently",
    { timeout },
    async () => {
      const plain = await replay()
      const promoter = some.find(({ score }) => score === 10)!
      const other = some.find(({ id, score }) => score === 10 && id !== promoter.id)!
      let deleted = 0
      const changed = await replay({
        reads: ({ to }) => to !== promoter.address || ++deleted > 1,
        answers: ({ id, score }) => (id === other.id ? 3 : score)
      })
      // who deleted the invitation answers the reminder
      assert.strictEqual(deleted, 2)
      assert.strictEqual(changed.sent.Remind, plain.sent.Remind + 1)
      assert.strictEqual(changed.nps.answers, plain.nps.answers)
      assert.strictEqual(changed.nps.promoters, plain.nps.promoters - 1)
      assert.strictEqual(changed.nps.detractors, plain.nps.detractors + 1)
      assert.strictEqual(changed.sent.RequestTestimonial, plain.sent.RequestTestimonial - 1)
      assert.strictEqual(changed.cases, plain.cases + 1)
      assert.strictEqual(changed.escalations, plain.escalations + 1)
      assert.closeTo(changed.nps.score!, plain.nps.score! - 200 / plain.nps.answers, 1e-9)
      assert.deepStrictEqual(changed.disagreements, [])
    }
  )

  it("says so when the mail server and the store do not agree", { timeout }, async () => {
    let misplaced: string | undefined
    const report = await replay({ misplaces: (messageId) => messageId === (misplaced ??= messageId) })
    assert.deepStrictEqual(report.disagreements, [
      `the store has 1 mails sent that the mail server never took, such as <${misplaced}>`
    ])
  })
})

describe("a file with rows that make no sense", () => {
  const [header, ...rows] = csv.split("\n").slice(0, 6)
  const broken = [
    header,
    rows[0],
    rows[1]!.replace(/,8,/, ",11,"),
    rows[2]!.replace(/,10,/, ",7.5,"),
    rows[3]!.replace(/,10,/, ",abc,"),
    rows[4]!.replace(/^[^,]+/, "yesterday")
  ]

  it("is read without them, and each is reported with its line", () => {
    const { bad, people } = People.read(broken.join("\n"))
    assert.deepStrictEqual(
      people.map(({ id, score }) => ({ id, score })),
      [{ id: "2", score: 10 }]
    )
    assert.deepStrictEqual(bad, [
      { line: 3, problem: `likely_to_recommend is "11", not a whole number from 0 to 10` },
      { line: 4, problem: `likely_to_recommend is "7.5", not a whole number from 0 to 10` },
      { line: 5, problem: `likely_to_recommend is "abc", not a whole number from 0 to 10` },
      { line: 6, problem: `submitted_at is "yesterday", not a time such as 2016-06-09T10:36` }
    ])
  })

  it("with an empty answer has a person who does not answer", () => {
    const { people } = People.read(`${header}\n${rows[0]!.replace(/,10,/, ",,")}`)
    assert.isUndefined(people[0]?.score)
  })

  it("keeps a 0 as a score", () => {
    const { people } = People.read(`${header}\n${rows[0]!.replace(/,10,/, ",0,")}`)
    assert.strictEqual(people[0]?.score, 0)
  })
})
