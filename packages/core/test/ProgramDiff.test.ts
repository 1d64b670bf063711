import * as Program from "@temoin/core/Program"
import * as ProgramDiff from "@temoin/core/ProgramDiff"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Programs from "./arbitrary/Program.ts"
import { solve } from "./fixture.ts"
import { runs } from "./trial.ts"

type Written = typeof Program.Program.Encoded
type Diff = typeof Program.diff

const make = (written: Written) => Result.getOrThrow(Program.make(written))

const shop: Written = {
  id: "shop",
  surveys: [
    {
      id: "nps",
      triggers: [
        { on: "touchpoint", kind: "order.delivered" },
        { on: "touchpoint", kind: "order.delivered", name: "later", delay: "1 month" },
        { on: "milestone", anchor: "deal.won", at: ["3 months", "12 months"] }
      ],
      reminders: ["5 days"]
    }
  ],
  frequency: [{ gap: "90 days" }, { gap: "1 year", scope: "survey" }],
  followUp: [{ survey: "nps", steps: [solve] }]
}

const [nps] = shop.surveys
const withSurvey = (changes: object): Written => ({ ...shop, version: 2, surveys: [{ ...nps!, ...changes }] })
const withTriggers = (...triggers: NonNullable<NonNullable<typeof nps>["triggers"]>) => withSurvey({ triggers })
const [atOnce, later, milestones] = nps?.triggers ?? []

/** What is different in the shop's next version, in words. */
const told = (written: Written, language: "en" | "fr" = "en") => {
  const { changes, warnings } = Program.diff(make(shop), make({ version: 2, ...written }))
  return [...changes, ...warnings].map((one) => ProgramDiff.sentence(one, language))
}

const keys = (written: Written) => Program.diff(make(shop), make(written)).changes.map(({ keys }) => keys)

describe("in words", () => {
  it("a shorter gap", () => {
    const written = { ...shop, frequency: [{ gap: "30 days" }, shop.frequency![1]!] } as const
    expect(told(written)).toEqual(["Now invitations wait 30 days after each ask of any kind (before: 90 days)."])
    expect(told(written, "fr")).toEqual([
      "Désormais les invitations attendent 30 jours après chaque demande de toute sorte (avant : 90 jours)."
    ])
  })

  it("a new title asks nobody again", () => {
    expect(told(withSurvey({ subject: "our shop" }))).toEqual([
      `The survey "nps": what it asks about goes from nothing to "our shop".`
    ])
    expect(keys(withSurvey({ subject: "our shop" }))).toEqual(["same"])
  })

  it("what an invitation brings with it stays as it was while its wave is open; the reminders do not", () => {
    expect(told(withSurvey({ expires: "14 days", reminders: ["5 days", "10 days"] }), "fr")).toEqual([
      "L’enquête « nps » : la liste de ses rappels passe de 5 jours à 5 jours, 10 jours.",
      "L’enquête « nps » : le délai d’expiration passe de 30 jours à 14 jours. Les vagues ouvertes gardent ce qu’elles avaient au départ."
    ])
  })

  it("a trigger more, a trigger less, and one that is only later", () => {
    expect(
      told(withTriggers({ ...atOnce!, on: "touchpoint", kind: "order.delivered", delay: "2 days" }, later!))
    ).toEqual([
      `The trigger of "nps" on the touchpoint "order.delivered": the delay goes from 0 days to 2 days.`,
      `Gone: the trigger of "nps" on milestones from "deal.won".`
    ])
  })

  it("a send window, a cap, a journey", () => {
    const journey = { stages: [{ id: "customer", enters: [{ on: "touchpoint", kind: "deal.won" }] }] } as const
    const written = {
      ...shop,
      window: { from: "09:00", to: "18:00" },
      caps: [{ most: 3, within: "1 year" }],
      journey
    } as const
    expect(told(written)).toEqual([
      "New: the journey.",
      "New: the send window.",
      "New: invitations go out while there are fewer than 3 asks of any kind within 1 year."
    ])
  })

  it("a version that was not counted up", () => {
    expect(told({ ...shop, version: 1, zone: "Europe/Paris" })).toEqual([
      `The program: the time zone goes from "UTC" to "Europe/Paris".`,
      "Something is different, and the version is 1 as before or lower. Count it up, so that it can be told who was asked under which."
    ])
  })
})

describe("whoever would be asked again is warned of", () => {
  const again = (written: Written) =>
    Program.diff(make(shop), make({ ...written, version: 2 })).warnings.map(({ _tag, path }) => `${_tag} ${path}`)

  it.each([
    ["a program with another id", { ...shop, id: "shop 2" }, "id"],
    [
      "a survey with another id",
      { ...withSurvey({ id: "nps 2" }), followUp: [{ survey: "nps 2", steps: [solve] }] },
      "surveys[0]"
    ],
    [
      "a trigger with another name",
      withTriggers(atOnce!, { ...later!, name: "a month later" }, milestones!),
      "surveys[0].triggers[1]"
    ],
    [
      "a step with another name",
      { ...shop, followUp: [{ survey: "nps", steps: [{ ...solve, step: "help" }] }] },
      "followUp[0].steps[0]"
    ]
  ] as ReadonlyArray<readonly [string, Written, string]>)("%s", (_, written, path) => {
    expect(again(written)).toEqual([`AskedAgain ${path}`])
    expect(told(written).at(-1)).toMatch(/would be asked again/)
    expect(told(written, "fr").at(-1)).toMatch(/le serait à nouveau/)
  })

  it("and nobody else is", () => {
    expect(again(withSurvey({ subject: "our shop", priority: 2, sample: 0.5 }))).toEqual([])
    expect(again(withTriggers(atOnce!, milestones!))).toEqual([])
    const another = { id: "ces", triggers: [{ on: "touchpoint", kind: "ticket.closed" }] } as const
    expect(again({ ...shop, surveys: [nps!, another] })).toEqual([])
    expect(again({ ...shop, surveys: [another], followUp: [] })).toEqual([])
  })

  it("new milestones and dates are new asks; so is whatever is new", () => {
    expect(keys(withTriggers(atOnce!, later!, { on: "milestone", anchor: "deal.won", at: ["6 months"] }))).toEqual([
      "new"
    ])
    expect(keys({ ...shop, surveys: [nps!, { id: "ces" }] })).toEqual(["new"])
    expect(keys({ ...shop, followUp: [] })).toEqual(["gone"])
  })
})

const sorted = <A>(all: ReadonlyArray<A>) => all.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))

/** As if the order did not matter: for lists of things that have names, it does not. */
const canonical = (program: Program.Program): string => {
  const { version: _, ...rest } = program
  return JSON.stringify({
    ...rest,
    surveys: sorted(program.surveys.map((survey) => ({ ...survey, triggers: sorted(survey.triggers) }))),
    followUp: sorted(program.followUp.map((playbook) => ({ ...playbook, steps: sorted(playbook.steps) }))),
    frequency: sorted(program.frequency),
    caps: sorted(program.caps)
  })
}

type Place = ReadonlyArray<string | number>

/** Every value in a program that is not made of others, by its place. */
const leaves = (value: unknown, at: Place = []): ReadonlyArray<Place> =>
  typeof value !== "object" || value === null
    ? [at]
    : Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...at, Array.isArray(value) ? Number(key) : key]))

const replaced = (value: unknown, [key, ...rest]: Place, by: unknown): unknown =>
  key === undefined
    ? by
    : Array.isArray(value)
      ? value.map((inner: unknown, index) => (index === key ? replaced(inner, rest, by) : inner))
      : Object.fromEntries(
          Object.entries(Object(value)).map(([name, inner]) => [name, name === key ? replaced(inner, rest, by) : inner])
        )

const inWords = (place: Place): string =>
  place.reduce<string>(
    (path, key) => (typeof key === "number" ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`),
    ""
  )

const other = fc.constantFrom<unknown>(
  "9 days",
  "5 hours",
  3,
  0.75,
  "waves",
  "another",
  "Europe/Rome",
  "10:00",
  "2026-05-05",
  "answered",
  "survey",
  "passive",
  "reminder"
)

/** A program, the same with one value replaced, and quite another. */
const given = fc
  .tuple(Programs.written, fc.integer({ min: 0, max: 99 }), other, Programs.written)
  .map(([written, nth, by, another]) => {
    const program = Programs.make(written)
    const places = leaves(program)
    const place = places[Math.floor((nth / 100) * places.length)] ?? []
    const changed = Program.decode(replaced(program, place, by))
    return { program, place: inWords(place), changed, another: Programs.make(another) }
  })
  .filter(({ changed }) => Result.isSuccess(changed))
  .map((given) => ({ ...given, changed: Result.getOrThrow(given.changed) }))

interface Given {
  readonly program: Program.Program
  readonly place: string
  readonly changed: Program.Program
  readonly another: Program.Program
}

/** Which part, and what became of it, in the words for a way there or back. */
const onTheWay = (
  { changes }: ProgramDiff.ProgramDiff,
  way: Record<"Added" | "Removed", string>
): ReadonlyArray<string> =>
  changes
    .map((change) =>
      change._tag === "Changed"
        ? [change.kind, change.field, ...[change.before, change.after].map((value) => JSON.stringify(value)).toSorted()]
        : [change.what.en, way[change._tag]]
    )
    .map((words) => JSON.stringify(words))
    .toSorted()

const laws = {
  "a program does not differ from itself, nor from itself read back from JSON": (diff: Diff, { program }: Given) => {
    const again = Result.getOrThrow(Program.fromJson(JSON.stringify(program)))
    expect(diff(program, again)).toEqual({ changes: [], warnings: [] })
  },
  "whatever is replaced is told, where it is": (diff: Diff, { changed, place, program }: Given) => {
    const { changes } = diff(program, changed)
    if (canonical(program) === canonical(changed)) expect(changes).toEqual([])
    else expect(changes.some(({ path }) => place.startsWith(path) || path.startsWith(place))).toBe(true)
  },
  "what is new on the way there is gone on the way back": (diff: Diff, { another, program }: Given) => {
    const there = onTheWay(diff(program, another), { Added: "new", Removed: "gone" })
    const back = onTheWay(diff(another, program), { Added: "gone", Removed: "new" })
    expect(there).toEqual(back)
  }
}

const property = (law: keyof typeof laws, diff: Diff) => fc.property(given, (given) => laws[law](diff, given))

const parameters = { numRuns: runs ?? 300 }

describe("a law", { timeout: 0 }, () => {
  for (const law of Object.keys(laws) as ReadonlyArray<keyof typeof laws>) {
    it(law, () => fc.assert(property(law, Program.diff), parameters))
  }

  it("order does not matter", () => {
    fc.assert(
      fc.property(Programs.written, (written) => {
        const program = Programs.make(written)
        const turned = {
          ...program,
          surveys: program.surveys.map((one) => ({ ...one, triggers: one.triggers.toReversed() })).toReversed(),
          followUp: program.followUp.map((one) => ({ ...one, steps: reversed(one.steps) })).toReversed()
        }
        expect(Program.diff(program, turned).changes).toEqual([])
      }),
      parameters
    )
  })

  it("every change is said in both languages, with nothing left out", () => {
    fc.assert(
      fc.property(given, ({ changed, program }) => {
        const { changes, warnings } = Program.diff(program, changed)
        for (const one of [...changes, ...warnings]) {
          for (const language of ["en", "fr"] as const) {
            expect(ProgramDiff.sentence(one, language)).toMatch(/^[A-ZÀ-Ý].*\.$/s)
            expect(ProgramDiff.sentence(one, language)).not.toMatch(/undefined|\[object|NaN/)
          }
        }
      }),
      parameters
    )
  })
})

const reversed = <A>([first, ...rest]: readonly [A, ...ReadonlyArray<A>]): readonly [A, ...ReadonlyArray<A>] => {
  const [last, ...others] = [...rest.toReversed(), first]
  return [last ?? first, ...others]
}

const seeing =
  (see: (diff: ProgramDiff.ProgramDiff, before: Program.Program) => ProgramDiff.ProgramDiff): Diff =>
  (before, after) =>
    see(Program.diff(before, after), before)

describe("a diff is caught", () => {
  const mutants: ReadonlyArray<readonly [string, keyof typeof laws, Diff]> = [
    [
      "that takes every version for a new one",
      "a program does not differ from itself, nor from itself read back from JSON",
      seeing((diff, { version }) => ({
        ...diff,
        warnings: [...diff.warnings, { _tag: "VersionKept", path: "version", version }]
      }))
    ],
    [
      "that overlooks how long steps have",
      "whatever is replaced is told, where it is",
      seeing((diff) => ({ ...diff, changes: diff.changes.filter(({ path }) => !path.endsWith(".within")) }))
    ],
    [
      "that looks at triggers by their place",
      "whatever is replaced is told, where it is",
      seeing((diff) => ({
        ...diff,
        changes: diff.changes.map((one) => ({ ...one, path: one.path.replaceAll("[0]", "[1]") }))
      }))
    ],
    [
      "that has no eye for what is gone",
      "what is new on the way there is gone on the way back",
      seeing((diff) => ({ ...diff, changes: diff.changes.filter(({ _tag }) => _tag !== "Removed") }))
    ]
  ]

  it.each(mutants)("%s", { timeout: 0 }, (_, law, mutant) => {
    expect(fc.check(property(law, mutant), { numRuns: 1000, endOnFailure: true }).failed).toBe(true)
  })
})
