import * as Changeover from "@temoin/core/Changeover"
import * as Decide from "@temoin/core/Decide"
import * as Decision from "@temoin/core/Decision"
import type * as History from "@temoin/core/History"
import * as Instant from "@temoin/core/Instant"
import * as Program from "@temoin/core/Program"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Arbitrary from "./arbitrary/History.ts"
import * as Programs from "./arbitrary/Program.ts"
import { anna, playbook, program, survey, time } from "./fixture.ts"
import { core } from "./laws/Implementation.ts"
import { live } from "./laws/Lived.ts"
import { runs } from "./trial.ts"

const delivered = { on: "touchpoint", kind: "order.delivered" } as const

/** What changes for her now: "Gained Invite now", "Moved Invite 2026-03-04 00:00 UTC → waits". */
const shifts = (
  before: Program.Program,
  after: Program.Program,
  { history, now }: typeof anna
): ReadonlyArray<string> => {
  const when = ({ at }: Changeover.Ask) => (at === undefined ? "waits" : at === now ? "now" : Instant.minute(at))
  return Changeover.of(before, after, history, now).shifts.map((shift) => {
    switch (shift._tag) {
      case "Gained":
        return `Gained ${shift.after.what} ${when(shift.after)}`
      case "Lost":
        return `Lost ${shift.before.what} ${when(shift.before)}`
      case "Moved":
        return `Moved ${shift.after.what} ${when(shift.before)} → ${when(shift.after)}`
    }
  })
}

const old = program()

describe("somebody", () => {
  const asked = anna.on("2026-03-01").delivered().obeys(old)

  it("gains an ask by a trigger that is new", () => {
    const later = { ...delivered, name: "later", delay: "1 month" } as const
    const both = program({ surveys: [survey({ triggers: [delivered, later] })] })
    expect(shifts(old, both, asked)).toEqual(["Gained Invite 2026-04-01 00:00 UTC"])
    expect(shifts(both, old, asked)).toEqual(["Lost Invite 2026-04-01 00:00 UTC"])
  })

  it("whose ask is due gets it later, by a delay", () => {
    const patient = program({ surveys: [survey({ triggers: [{ ...delivered, delay: "3 days" }] })] })
    expect(shifts(old, patient, anna.on("2026-03-01").delivered())).toEqual(["Moved Invite now → 2026-03-04 00:00 UTC"])
  })

  it("who was asked is asked again, when the survey, the trigger or the program has another name", () => {
    const renamed = [
      program({ surveys: [survey({ id: "nps 2" })] }),
      program({ surveys: [survey({ triggers: [{ ...delivered, name: "at once" }] })] }),
      program({ id: "shop 2" })
    ]
    // in the last two, the open wave is still that of the same survey
    const later = asked.later("10 days").answers(9).later("8 days")
    for (const one of renamed) expect(shifts(old, one, later)).toEqual(["Gained Invite now"])
  })

  it("is not asked again when the survey's title is another", () => {
    expect(shifts(old, program({ surveys: [survey({ subject: "our shop" })] }), asked)).toEqual([])
  })

  it("is asked for no praise any more, when the step is gone", () => {
    const thanks = { step: "thank", do: "thank", to: ["promoter"] } as const
    const praise = { step: "testimonial", do: "request testimonial", to: ["promoter"], after: "7 days" } as const
    const answered = asked.later("1 day").answers(9)
    const both = program({ followUp: [playbook(thanks, praise)] })
    const one = program({ followUp: [playbook(thanks)] })
    expect(shifts(both, one, answered)).toEqual(["Lost RequestTestimonial 2026-03-09 00:00 UTC"])
  })

  it("whose wave is open keeps it, until the time that it began with", () => {
    const short = program({ surveys: [survey({ expires: "3 days", closes: "1 day" })] })
    const { open } = Changeover.of(old, short, asked.history, asked.now)
    expect(open).toMatchObject([{ survey: "nps", until: time("2026-03-31") }])
    const answered = asked.later("1 day").answers(9)
    expect(Changeover.of(old, short, answered.history, answered.now).open).toMatchObject([
      { survey: "nps", until: time("2026-03-09") }
    ])
  })

  it("can be told of", () => {
    const patient = program({ surveys: [survey({ triggers: [{ ...delivered, delay: "3 days" }] })] })
    const { history, now } = anna.on("2026-03-01").delivered()
    const none = program({ surveys: [] })
    const said = (after: Program.Program, language: "en" | "fr") =>
      Changeover.of(old, after, history, now).shifts.map((shift) => Changeover.sentence(shift, language))
    expect([...said(patient, "en"), ...said(none, "fr")]).toMatchInlineSnapshot(`
      [
        "gets the invitation (nps) on 2026-03-04 00:00 UTC instead of on 2026-03-01 00:00 UTC: it is due on 2026-03-04 00:00 UTC",
        "perd l’invitation (nps) qui devait partir le 2026-03-01 00:00 UTC",
      ]
    `)
  })
})

type Of = typeof Changeover.of

interface Given {
  readonly program: Program.Program
  readonly another: Program.Program
  readonly life: Arbitrary.Life
}

const given = fc
  .record({ written: Programs.written, other: Programs.written, life: Arbitrary.life })
  .map(({ life, other, written }): Given => ({ program: Programs.make(written), another: Programs.make(other), life }))

/** Every time that somebody looked at this life. */
const looks = ({ life, program }: Given) => live(core, program, life).looks

const sends = (program: Program.Program, history: History.History, now: Instant.Instant) =>
  Decide.decide(program, history, now).decisions.flatMap((one) => (Decision.isSend(one) ? [one.key] : []))

const laws = {
  "a program in the place of itself shifts nothing": (of: Of, given: Given) => {
    for (const { history, now } of looks(given)) {
      expect(of(given.program, given.program, history, now).shifts).toEqual([])
    }
  },
  "nor does another title": (of: Of, given: Given) => {
    const { program } = given
    const renamed = { ...program, surveys: program.surveys.map((one) => ({ ...one, subject: "something else" })) }
    const { changes, warnings } = Program.diff(program, { ...renamed, version: program.version + 1 })
    expect(changes.map(({ keys }) => keys)).toEqual(program.surveys.map(() => "same"))
    expect(warnings).toEqual([])
    for (const { history, now } of looks(given)) expect(of(program, renamed, history, now).shifts).toEqual([])
  },
  "whoever would be mailed now by one of two programs is named, or mailed by both": (of: Of, given: Given) => {
    const { another, program } = given
    for (const { history, now } of looks(given)) {
      const { shifts } = of(program, another, history, now)
      const keysOf = (tags: ReadonlyArray<Changeover.Shift["_tag"]>) =>
        shifts.flatMap((shift) =>
          tags.includes(shift._tag) ? [shift._tag === "Lost" ? shift.before.key : shift.after.key] : []
        )
      const [old, next] = [sends(program, history, now), sends(another, history, now)]
      for (const key of next) expect(old.includes(key) || keysOf(["Gained", "Moved"]).includes(key)).toBe(true)
      for (const key of old) expect(next.includes(key) || keysOf(["Lost", "Moved"]).includes(key)).toBe(true)
      for (const key of keysOf(["Gained"])) expect(old).not.toContain(key)
      for (const key of keysOf(["Lost"])) expect(next).not.toContain(key)
    }
  }
}

const parameters = { numRuns: runs ?? 150 }

const property = (law: keyof typeof laws, of: Of) => fc.property(given, (given) => laws[law](of, given))

describe("a law", () => {
  for (const law of Object.keys(laws) as ReadonlyArray<keyof typeof laws>) {
    it(law, { timeout: 0 }, () => fc.assert(property(law, Changeover.of), parameters))
  }
})

/** Programs are told apart by the surveys' titles, as if a title were in the keys. */
const byTitle: Of = (before, after, history, now) =>
  Changeover.of(
    before,
    { ...after, id: after.surveys.some(({ subject }) => subject) ? Program.ProgramId.make("q") : after.id },
    history,
    now
  )

const late: Of = (before, after, history, now) => Changeover.of(before, after, history, now + 86_400_000)

const forgetful: Of = (before, after, history, now) => {
  const { shifts, ...rest } = Changeover.of(before, after, history, now)
  return { ...rest, shifts: shifts.filter(({ _tag }) => _tag !== "Lost") }
}

const restless: Of = (before, after, history, now) =>
  Changeover.of(
    before,
    {
      ...after,
      caps: [
        ...after.caps,
        {
          most: 1,
          within: "1 hour",
          clocks: ["invited"],
          scope: "everything",
          subject: "contact",
          holds: ["invitation"],
          except: []
        }
      ]
    },
    history,
    now
  )

describe("a changeover is caught", () => {
  const mutants: ReadonlyArray<readonly [string, keyof typeof laws, Of]> = [
    ["that reads rules nobody wrote", "a program in the place of itself shifts nothing", restless],
    ["that takes a title for a name", "nor does another title", byTitle],
    [
      "that forgets who loses",
      "whoever would be mailed now by one of two programs is named, or mailed by both",
      forgetful
    ],
    ["that looks a day later", "whoever would be mailed now by one of two programs is named, or mailed by both", late]
  ]

  it.each(mutants)("%s", { timeout: 0 }, (_, law, mutant) => {
    expect(fc.check(property(law, mutant), { numRuns: 1000, endOnFailure: true }).failed).toBe(true)
  })
})
