/**
 * Standing: worked cases of what is known for and against somebody's staying.
 */
import * as Disruption from "@temoin/core/Disruption"
import * as Outlook from "@temoin/core/Outlook"
import * as Person from "@temoin/core/Person"
import * as Standing from "@temoin/core/Standing"
import { SurveyId } from "@temoin/core/Survey"
import { describe, expect, it } from "vitest"
import { anna, program, stranger, type Story, time } from "./fixture.ts"

const nps = SurveyId.make("nps")
const shop = program({ disruptions: Disruption.usual })

const outlook = (story: Story, now: string) => {
  const [person] = Person.all(shop, [story.history], time(now))
  if (person === undefined) return "nobody"
  const found = Outlook.of(Standing.ofPerson(shop, person, nps), time(now), "UTC", Standing.rules(shop, nps))
  return `${found.outlook}: ${found.signs.map(({ _tag }) => _tag).join(", ")}`
}

describe("the outlook", () => {
  it("of somebody of whom nothing is known is unknown", () => {
    expect(outlook(stranger, "2026-02-01")).toBe("unknown: ")
  })

  it("of a promoter twice in a row who bought again is loyal", () => {
    const bought = anna.on("2026-02-01").happens("purchase.made").answersUnasked(9)
    const again = bought.on("2026-05-01").happens("purchase.made").answersUnasked(10)
    expect(outlook(again, "2026-06-01")).toBe("loyal: SteadyPromoter, BoughtAgain")
    expect(outlook(again, "2026-03-01")).toBe("neither: ")
  })

  it("of somebody who gave notice is at risk, until they take it back or buy again", () => {
    const notice = anna.on("2026-02-01").happens("churn.announced")
    expect(outlook(notice, "2026-04-01")).toBe("at risk: GaveNotice")
    expect(outlook(notice, "2026-02-10")).toBe("at risk: GaveNotice, Disrupted")
    expect(outlook(notice.fact({ _tag: "DisruptionEnded", kind: "churn.announced" }), "2026-02-10")).toBe("neither: ")
    expect(outlook(notice.on("2026-02-05").happens("purchase.made"), "2026-04-01")).toBe("neither: ")
  })

  it("counts silence only when the wave is over", () => {
    const asked = ["2026-02-01", "2026-03-10", "2026-04-15"].reduce(
      (story, day) => story.on(day).delivered(day).obeys(shop),
      anna
    )
    expect(outlook(asked, "2026-05-14")).toBe("neither: ")
    expect(outlook(asked, "2026-05-16")).toBe("at risk: Silent")
  })

  it("of a detractor after a promoter's answer is at risk, for two reasons", () => {
    const dropped = anna.on("2026-02-01").answersUnasked(10).on("2026-03-01").answersUnasked(4)
    expect(outlook(dropped, "2026-03-02")).toBe("at risk: Detractor, Dropped")
    expect(outlook(dropped, "2026-10-02")).toBe("at risk: Detractor, Dropped, Inactive")
  })

  it("of somebody who was erased is nobody's", () => {
    expect(outlook(anna.fact({ _tag: "Erased" }), "2026-03-02")).toBe("nobody")
  })
})
