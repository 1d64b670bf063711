import * as History from "@temoin/core/History"
import * as Shadow from "@temoin/simulator/Shadow"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import * as Programs from "./programs.ts"

const time = (text: string) => Date.parse(`${text}T09:00Z`)
const event = (_tag: string, on: string, fields: object = {}) => ({
  _tag,
  id: `${_tag} ${on}`,
  occurredAt: time(on),
  // imported long after
  recordedAt: time("2026-12-01"),
  ...fields
})
const history = (contact: string, ...events: ReadonlyArray<object>) =>
  Result.getOrThrow(
    History.decode(contact, [event("ContactChanged", "2026-01-01", { email: `${contact}@example.com` }), ...events])
  )
const delivered = (on: string) => event("TouchpointHappened", on, { kind: "order.delivered" })
const answered = (on: string, score: number) => event("Answered", on, { survey: "nps", wave: `theirs ${on}`, score })

const rows = (...cells: ReadonlyArray<readonly [contact: string, sentAt: string, purpose?: string | undefined]>) =>
  Result.getOrThrow(
    Shadow.decode(
      cells.map(([contact, sentAt, purpose]) => ({
        contact,
        sentAt,
        survey: "nps",
        ...(purpose !== undefined && { purpose })
      })),
      "UTC"
    )
  )

const shadow = (histories: ReadonlyArray<History.History>, sent: ReadonlyArray<Shadow.Row>) =>
  Result.getOrThrow(
    Shadow.run({
      program: Programs.shop,
      histories,
      rows: sent,
      from: time("2026-02-01"),
      until: time("2026-07-01")
    })
  )

const findings = (history: History.History, ...sent: ReadonlyArray<readonly [sentAt: string, purpose?: string]>) =>
  shadow([history], rows(...sent.map(([at, purpose]) => [history.contact, at, purpose] as const))).flatMap((person) =>
    person.findings.map(
      ({ _tag, because, row }) => `${new Date(row.sentAt).toISOString().slice(0, 10)} ${_tag}: ${because._tag}`
    )
  )

describe("the shadow", () => {
  it("asks when the program would have, as things happened, whenever they were imported", () => {
    const [anna] = shadow([history("anna", delivered("2026-03-01"), delivered("2026-03-20"))], [])
    expect(anna?.asked.map(({ at, what }) => [what, new Date(at).toISOString().slice(0, 10)])).toEqual([
      ["Invite", "2026-03-03"],
      ["Remind", "2026-03-08"]
    ])
    expect(anna?.notAsked.map(({ as, because }) => [as, because.map(({ _tag }) => _tag)])).toEqual([
      ["joined", ["WaveOpen"]]
    ])
  })

  it("says what is still held back at the end", () => {
    const [anna] = shadow([Result.getOrThrow(History.decode("anna", [delivered("2026-06-20")]))], [])
    expect(anna).toMatchObject({ asked: [], notAsked: [{ as: "held", because: [{ _tag: "NoAddress" }] }] })
  })

  it("finds where the other tool asked twice within a gap", () => {
    const anna = history("anna")
    expect(findings(anna, ["2026-03-01 09:00"], ["2026-03-30 09:00"], ["2026-04-29 09:00"])).toEqual([
      "2026-03-30 TooSoon: TooSoon"
    ])
  })

  it("finds where it asked somebody who had opted out, complained, bounced or been erased, and not before", () => {
    const out = history("anna", event("OptedOut", "2026-03-10", { extent: {} }))
    expect(findings(out, ["2026-03-09"], ["2026-05-01"])).toEqual(["2026-05-01 Silenced: OptedOut"])
    const praise = history("anna", event("OptedOut", "2026-03-10", { extent: { purpose: "advocate" } }))
    expect(findings(praise, ["2026-04-01"])).toEqual([])
    expect(findings(praise, ["2026-04-01", "advocate"])).toEqual(["2026-04-01 Silenced: OptedOut"])
    for (const silence of [
      event("SpamReported", "2026-03-10"),
      event("Erased", "2026-03-10"),
      event("HardBounced", "2026-03-10", { address: "anna@example.com" })
    ]) {
      expect(findings(history("anna", silence), ["2026-03-09"], ["2026-05-01"])).toEqual([
        `2026-05-01 Silenced: ${silence._tag}`
      ])
    }
  })

  it("finds where it asked the unhappy for praise, and never where it asked them for a number or a review", () => {
    for (let score = 0; score <= 10; score++) {
      const anna = history("anna", answered("2026-03-01", score))
      expect(findings(anna, ["2026-03-05", "advocate"])).toEqual(score <= 6 ? ["2026-03-05 Unhappy: AnswerGiven"] : [])
      expect(findings(anna, ["2026-03-05"])).toEqual([])
      expect(findings(anna, ["2026-03-05", "review"])).toEqual([])
    }
    const again = history("anna", answered("2026-03-01", 2), answered("2026-04-01", 9))
    expect(findings(again, ["2026-03-05", "advocate"], ["2026-05-05", "advocate"])).toEqual([
      "2026-03-05 Unhappy: AnswerGiven"
    ])
  })

  it("loses no row: each stands with one person, also of somebody nobody knows", () => {
    const sent = rows(["anna", "2026-03-01"], ["bert", "2026-03-02"], ["bert", "2026-03-03"], ["anna", "2026-02-03"])
    const people = shadow([history("anna")], sent)
    expect(people.map(({ contact, theirs }) => [contact, theirs.length])).toEqual([
      ["anna", 2],
      ["bert", 2]
    ])
    expect(people.flatMap(({ theirs }) => theirs)).toHaveLength(sent.length)
  })

  it("reads rows strictly: every problem with its place", () => {
    const result = Shadow.decode(
      [
        { contact: "anna", sentAt: "2026-03-01", survey: "nps", purpose: "" },
        { contact: "", sentAt: "2026-03-01", survey: "nps" },
        { contact: "anna", sentAt: "01/03/2026", survey: "nps" },
        { contact: "anna", sentAt: "2026-03-01", survey: "nps", purpose: "spam" },
        "anna"
      ],
      "UTC"
    )
    if (Result.isSuccess(result)) throw new Error("the rows were taken")
    expect(result.failure.problems.map(({ path }) => path.replace(/\].*?(?=\.|$)/, "]"))).toEqual([
      "rows[1].contact",
      "rows[2].sentAt",
      "rows[3].purpose",
      "rows[4]"
    ])
  })

  it("reads well, and says how many people it does not tell of", () => {
    const people = shadow(
      [
        history(
          "anna",
          delivered("2026-03-01"),
          answered("2026-03-05", 3),
          event("OptedOut", "2026-03-10", { extent: {} })
        )
      ],
      rows(["anna", "2026-03-04"], ["anna", "2026-03-20", "advocate"], ["bert", "2026-03-20"])
    )
    expect(Shadow.words(people, "UTC", 1)).toMatchInlineSnapshot(`
      "2 people: the other tool sent 3 mails; we would have sent 2 asks
      The other tool
        asked again too soon: 0
        asked somebody who must not be asked: 1
        asked an unhappy person for praise: 1

      anna
        would be asked on 2026-03-03 09:00 (Invite, nps): order.delivered happened on 2026-03-01 09:00 UTC; we ask 2 days later
        would be asked on 2026-03-08 09:00 (Remind, nps): they were invited on 2026-03-03 09:00 UTC and have not answered after 5 days
        the other tool asked on 2026-03-04 00:00 (nps, measure)
        the other tool asked on 2026-03-20 00:00 (nps, advocate)
        ! 2026-03-20 00:00 asked somebody who must not be asked: they opted out on 2026-03-10 09:00 UTC
        ! 2026-03-20 00:00 asked an unhappy person for praise: they answered 3 (a detractor) on 2026-03-05 09:00 UTC

      and 1 more"
    `)
  })
})
