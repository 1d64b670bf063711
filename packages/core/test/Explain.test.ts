// Does an explanation name every rule, and does what it foresees come true?
import * as Account from "@temoin/core/Account"
import * as Candidate from "@temoin/core/Candidate"
import * as Decide from "@temoin/core/Decide"
import type * as Decision from "@temoin/core/Decision"
import * as Explain from "@temoin/core/Explain"
import * as Ground from "@temoin/core/Ground"
import * as History from "@temoin/core/History"
import type { Instant } from "@temoin/core/Instant"
import type * as Program from "@temoin/core/Program"
import * as Reason from "@temoin/core/Reason"
import * as Restraint from "@temoin/core/Restraint"
import * as Ruling from "@temoin/core/Ruling"
import * as Fold from "@temoin/core/Fold"
import * as Verdict from "@temoin/core/Verdict"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { assert, describe, expect, it } from "vitest"
import * as Arbitrary from "./arbitrary/History.ts"
import * as Programs from "./arbitrary/Program.ts"
import { anna, program, stranger, survey, tags, time } from "./fixture.ts"
import { core } from "./laws/Implementation.ts"
import { live } from "./laws/Lived.ts"

const { explain } = Explain
type Story = typeof anna

const sentences = (program: Program.Program, { history, now }: Story, language?: Reason.Language) =>
  explain(program, history, now).entries.map((entry) => Explain.sentence(entry, language))

const lines = (program: Program.Program, { history, now }: Story, language?: Reason.Language) =>
  Explain.text(explain(program, history, now), language).split("\n")

/** Each rule's word on the latest entry: "contact frequency: Allow". */
const rules = (program: Program.Program, { history, now }: Story) => {
  const entry = explain(program, history, now).entries.findLast(({ status }) => status !== "uncaused")
  if (entry === undefined || entry.status === "uncaused") return []
  return entry.rulings.map(({ rule, verdict }) => `${rule}: ${verdict._tag}`)
}

describe("the short answer", () => {
  const shop = program({
    surveys: [
      survey({ triggers: [{ on: "touchpoint", kind: "order.delivered", delay: "2 days" }], expires: "14 days" })
    ],
    frequency: [{ gap: "30 days" }],
    window: { from: "09:00", to: "18:00", zone: "Europe/Paris" },
    zone: "Europe/Paris"
  })
  const asked = anna.on("2026-02-02 09:00").delivered("order 1").on("2026-02-04 09:00").obeys(shop)

  it("says when, why, and what holds it back until then", () => {
    const again = asked.on("2026-02-27 10:00").delivered("order 2")
    // two days later is a Sunday, and 30 days after Wednesday 4 February is a Friday
    assert.strictEqual(
      lines(shop, again)[0],
      "anna will be asked on Friday 6 March 2026 at 10:00 (nps), because order.delivered happened on 2026-02-27 10:00 UTC; we ask 2 days later; held back until then, because we write between 09:00 and 18:00 by their clock, on the days set for it; the last ask was on 2026-02-04 09:00 UTC, and 30 days must pass."
    )
    assert.strictEqual(
      lines(shop, again, "fr")[0],
      "anna recevra la demande le vendredi 6 mars 2026 à 10 h 00 (nps), car order.delivered a eu lieu le 2026-02-27 10:00 UTC ; nous demandons 2 jours plus tard ; retenu jusque-là, car nous écrivons entre 09:00 et 18:00 à leur heure, les jours prévus ; la dernière demande date du 2026-02-04 09:00 UTC, et il faut attendre 30 jours."
    )
  })

  it("calls them by their name", () => {
    const named = asked.fact({ _tag: "ContactChanged", name: "Anna Virtanen" }).on("2026-03-20").delivered("order 2")
    assert.match(lines(shop, named)[0] ?? "", /^Anna Virtanen will be asked on Monday 23 March 2026 at 09:00 \(nps\)/)
  })

  it("says that it is now", () => {
    const due = asked.on("2026-04-01 07:00").delivered("order 2").on("2026-04-03 07:00")
    assert.match(lines(shop, due)[0] ?? "", /^anna is to be asked now \(nps\), because order\.delivered happened/)
    assert.match(lines(shop, due, "fr")[0] ?? "", /^anna doit recevoir la demande maintenant \(nps\), car /)
  })

  it("says that nobody has recorded what it waits for", () => {
    assert.deepEqual(lines(shop, anna), [
      "anna will not be asked as things stand, because nps: nobody has recorded order.delivered.",
      "",
      "nps: not asked yet, because nobody has recorded order.delivered."
    ])
    assert.strictEqual(
      lines(shop, anna, "fr")[0],
      "anna ne recevra aucune demande en l’état, car nps : personne n’a enregistré order.delivered."
    )
  })

  it("says what will end it: an ask without an address expires", () => {
    const waiting = stranger.on("2026-02-02 09:00").delivered()
    const [short] = lines(program(), waiting)
    assert.strictEqual(
      short,
      "anna will not be asked as things stand, because it was due on 2026-02-02 09:00 UTC and expired on 2026-03-04 09:00 UTC; no e-mail address is known."
    )
  })

  it("says why the last ask was never sent", () => {
    const refused = anna.fact({ _tag: "OptedOut", extent: {} }).on("2026-02-02").delivered().obeys(program())
    assert.strictEqual(
      lines(program(), refused)[0],
      "anna will not be asked as things stand, because they opted out on 2026-01-01 00:00 UTC."
    )
  })
})

describe("every rule is named, those that allow too", () => {
  it("the last ask was 40 days ago; 30 are enough", () => {
    const shop = program({ frequency: [{ gap: "30 days" }] })
    const again = anna.on("2026-02-01").delivered("order 1").obeys(shop).on("2026-03-13").delivered("order 2")
    assert.include(
      lines(shop, again).join("\n"),
      "  contact frequency: allows, because the last ask was 40 days before; 30 days are enough"
    )
    assert.include(
      lines(shop, again, "fr").join("\n"),
      "  fréquence des contacts : permet, car la dernière demande datait de 40 jours ; 30 jours suffisent"
    )
  })

  it("each gap and cap for itself, once per clock", () => {
    const shop = program({
      frequency: [{ gap: "30 days", clocks: ["invited", "answered"] }],
      caps: [{ most: 2, within: "1 year" }]
    })
    assert.deepEqual(rules(shop, anna.delivered()), [
      "silence: Allow",
      "address: Allow",
      "contact frequency: Allow",
      "contact frequency: Allow",
      "contact frequency: Allow"
    ])
  })

  it("a rule that does not concern the ask says nothing; one that does has its say", () => {
    const shop = program({
      surveys: [survey({ rhythm: {}, sample: 0.999_999 })],
      disruptions: [{ kind: "order.lost" }],
      followUp: [{ survey: "nps", steps: [{ step: "praise", do: "request testimonial", to: ["promoter"] }] }],
      window: {
        from: "00:00",
        to: "24:00",
        days: ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
      }
    })
    const asked = anna.delivered().obeys(shop)
    assert.deepEqual(rules(shop, anna.delivered()), [
      "silence: Allow",
      "address: Allow",
      "rhythm: Allow",
      "sampling: Allow",
      "send window: Allow"
    ])
    assert.deepEqual(rules(shop, asked.answers(10)), [
      "silence: Allow",
      "address: Allow",
      "legal basis: Forbid",
      "decency: Allow",
      "ladder: Allow",
      "disruption: Allow",
      "send window: Allow"
    ])
  })

  it("for what was done, as it was when it was done", () => {
    const shop = program({ frequency: [{ gap: "30 days" }] })
    const twice = anna.on("2026-02-01").delivered("1").obeys(shop).on("2026-03-13").delivered("2").obeys(shop)
    const text = lines(shop, twice.on("2026-06-01")).join("\n")
    assert.include(text, "because they were never asked")
    assert.include(text, "the last ask was 40 days before; 30 days are enough")
  })
})

describe("what nothing has caused", () => {
  const cases: ReadonlyArray<readonly [string, Partial<Parameters<typeof survey>[0]>, string]> = [
    ["a touchpoint", {}, "nobody has recorded order.delivered"],
    [
      "a milestone",
      { triggers: [{ on: "milestone", anchor: "deal.won", at: ["3 months"] }] },
      "nobody has recorded deal.won, from which its milestones count"
    ],
    [
      "a calendar for some",
      { triggers: [{ on: "calendar", first: "2026-01-01", every: "3 months", audience: "deal.won" }] },
      "nobody has recorded deal.won, and the calendar is for those to whom it has happened"
    ],
    [
      "no trigger at all",
      { triggers: [] },
      "nothing in the program asks for it: it begins with an answer that comes by itself"
    ]
  ]
  it.each(cases)("%s", (_, changes, because) => {
    assert.deepEqual(sentences(program({ surveys: [survey(changes)] }), anna), [
      `nps: not asked yet, because ${because}.`
    ])
  })

  it("a stage, and an answer to another survey", () => {
    const shop = program({
      journey: { stages: [{ id: "service", enters: [{ on: "touchpoint", kind: "order.delivered" }] }] },
      surveys: [
        survey({ triggers: [{ on: "stage", stage: "service" }] }),
        { id: "after", triggers: [{ on: "answer", survey: "nps" }] }
      ]
    })
    assert.deepEqual(sentences(shop, anna), [
      `nps: not asked yet, because they have not reached the stage "service".`,
      `after: not asked yet, because they have given no answer to "nps" that calls for it.`
    ])
  })

  it("a trigger that is put together says what may be missing, one with a first day since when it runs", () => {
    const shop = program({
      surveys: [
        survey({
          triggers: [
            {
              on: "all",
              of: [
                { on: "touchpoint", kind: "order.delivered" },
                { on: "touchpoint", kind: "deal.won" }
              ]
            },
            { on: "hand", name: "later", since: "2026-03-01" }
          ]
        })
      ]
    })
    assert.deepEqual(sentences(shop, anna.delivered()), [
      "nps: not asked yet, because not all that it waits for has come (one of these may be missing: nobody has recorded order.delivered; nobody has recorded deal.won).",
      "nps: not asked yet, because nobody has asked for it by hand (it runs since 2026-03-01)."
    ])
  })

  it("a rhythm that waits until they act says so", () => {
    const rhythmic = program({ surveys: [survey({ triggers: [], rhythm: { silentWaves: 1 } })] })
    const asking = program({ surveys: [survey({ rhythm: { silentWaves: 1 } })] })
    const silent = anna.on("2026-02-01").delivered().obeys(asking).on("2026-04-01")
    assert.match(
      sentences(rhythmic, silent).at(-1) ?? "",
      /^nps: not asked yet, because we wait until they do something/
    )
  })

  it("is not said of a survey whose ask is held, done or ended", () => {
    for (const story of [anna.delivered(), stranger.delivered(), anna.delivered().obeys(program())]) {
      assert.isTrue(explain(program(), story.history, story.now).entries.every(({ status }) => status !== "uncaused"))
    }
  })
})

describe("foreseen", () => {
  it("two surveys are due together and a gap allows one: the other is foreseen after it", () => {
    const shop = program({
      surveys: [
        survey({ triggers: [{ on: "touchpoint", kind: "order.delivered", delay: "1 day" }] }),
        { ...survey({ triggers: [{ on: "touchpoint", kind: "order.delivered", delay: "1 day" }] }), id: "csat" }
      ],
      frequency: [{ gap: "7 days" }]
    })
    const { entries } = explain(shop, anna.on("2026-02-01").delivered().history, time("2026-02-01"))
    assert.deepEqual(
      entries.flatMap((entry) =>
        entry.status === "held" ? [[entry.survey, entry.when, tags(entry.foreseen?.heldBackBy ?? [])]] : []
      ),
      [
        ["csat", time("2026-02-02"), ""],
        ["nps", time("2026-02-09"), "TooSoon"]
      ]
    )
  })

  it("a reminder that the next one overtakes is not needed any more", () => {
    const shop = program({
      surveys: [survey({ reminders: ["1 day", "2 days"] })],
      window: { from: "09:00", to: "10:00", days: ["monday"] }
    })
    const asked = anna.on("2026-02-02 09:00").delivered().obeys(shop)
    const { entries } = explain(shop, asked.history, asked.now)
    assert.deepEqual(
      entries.flatMap((entry) => (entry.status === "held" ? [[entry.step, entry.foreseen?.as, entry.when]] : [])),
      [
        ["remind 1", "gone", time("2026-02-04 09:00")],
        ["remind 2", "Remind", time("2026-02-09 09:00")]
      ]
    )
  })
})

const hour = 3_600_000

/** Whole hours only, so that a look every hour misses nothing. */
const hourly = fc.record({
  surveys: fc.uniqueArray(
    fc.record({
      id: fc.constantFrom("nps", "csat"),
      delay: fc.constantFrom("0 days", "5 hours", "1 day", "3 days"),
      expires: fc.constantFrom("1 day", "7 days", "30 days"),
      priority: fc.constantFrom(0, 1),
      reminders: fc.constantFrom([], ["1 day"], ["30 hours", "3 days"])
    }),
    { selector: ({ id }) => id, minLength: 1 }
  ),
  gap: fc.option(fc.constantFrom("3 days", "7 days"), { nil: undefined }),
  cap: fc.option(fc.record({ most: fc.constantFrom(1, 2), within: fc.constantFrom("7 days", "14 days") }), {
    nil: undefined
  }),
  window: fc.option(fc.constantFrom({ from: "09:00", to: "11:00" }, { from: "22:00", to: "02:00" }), {
    nil: undefined
  }),
  /** Hours after the beginning of the year at which an order arrives. */
  orders: fc.array(fc.nat(24 * 20), { minLength: 1, maxLength: 3 }),
  email: fc.constantFrom(true, true, true, false),
  optedOut: fc.constantFrom(false, false, false, true),
  now: fc.nat(24 * 25)
})

type Hourly = typeof hourly extends fc.Arbitrary<infer A> ? A : never

const start = Date.UTC(2026, 0, 1)

const told = ({ cap, email, gap, now, optedOut, orders, surveys, window }: Hourly) => {
  const written = program({
    surveys: surveys.map(({ delay, expires, ...fields }) => ({
      ...fields,
      reminders: fields.reminders.map((after) => after as "1 day"),
      triggers: [{ on: "touchpoint", kind: "order.delivered", delay: delay as "1 day", expires: expires as "1 day" }]
    })),
    frequency: gap === undefined ? [] : [{ gap: gap as "3 days", holds: ["invitation", "reminder"] }],
    caps: cap === undefined ? [] : [{ most: cap.most, within: cap.within as "7 days" }],
    ...(window !== undefined && { window })
  })
  const at = (hours: number) => ({ occurredAt: start + hours * hour, recordedAt: start + hours * hour })
  const rows = [
    { _tag: "ContactChanged", id: "born", ...at(0), ...(email && { email: "anna@example.com" }) },
    ...(optedOut ? [{ _tag: "OptedOut", id: "no", ...at(30), extent: { survey: "csat" } }] : []),
    ...orders.map((hours, index) => ({
      _tag: "TouchpointHappened",
      id: `order ${index}`,
      kind: "order.delivered",
      ...at(hours)
    }))
  ]
  // what was due before `now` is done, as it came
  let history = Result.getOrThrow(
    History.decode(
      "anna",
      rows.filter(({ occurredAt }) => occurredAt <= start + now * hour)
    )
  )
  for (let hours = 0; hours < now; hours++) {
    history = obey(written, knownBy(history, start + hours * hour), start + hours * hour, history)
  }
  return { program: written, history, now: start + now * hour }
}

const knownBy = (history: History.History, at: Instant) => History.filter(history, ({ recordedAt }) => recordedAt <= at)

const carriedOut = (program: Program.Program, known: History.History, at: Instant) => {
  const { apply, state } = Fold.resume(known)
  return Decide.decide(program, known, at).decisions.map((decision) => {
    const events = Decide.success(state, decision, at)
    events.forEach(apply)
    return { decision, events }
  })
}

const obey = (program: Program.Program, known: History.History, at: Instant, all: History.History) =>
  Result.getOrThrow(
    History.append(
      all,
      carriedOut(program, known, at).flatMap(({ events }) => events)
    )
  )

/** By looking every hour, whatever any rule says about when to look: when is it done, or how does it end? */
const scanned = (program: Program.Program, history: History.History, now: Instant) => {
  const found = new Map<Decision.Key, { readonly at: Instant; readonly as: string }>()
  let known = history
  for (let at = now; at <= now + 70 * 24 * hour; at += hour) {
    const done = carriedOut(program, known, at)
    if (done.length === 0) continue
    for (const { decision } of done) {
      if (!found.has(decision.key))
        found.set(decision.key, { at, as: decision._tag === "EndAsk" ? decision.as : decision._tag })
    }
    known = Result.getOrThrow(
      History.append(
        known,
        done.flatMap(({ events }) => events)
      )
    )
  }
  return found
}

const foretells = (explain: typeof Explain.explain) =>
  fc.property(hourly, (given) => {
    const { history, now, program } = told(given)
    const scan = scanned(program, history, now)
    for (const entry of explain(program, history, now).entries) {
      if (entry.status !== "held") continue
      const { foreseen, key, when } = entry
      expect(foreseen).toBeDefined()
      if (foreseen?.as === "gone") expect(scan.has(key)).toBe(false)
      else {
        expect([foreseen?.as, foreseen?.at]).toEqual([scan.get(key)?.as, scan.get(key)?.at])
        expect(when).toBe(scan.get(key)?.at)
      }
      // nothing that is on time was held back, and nothing that is late went by without a reason
      if (foreseen?.as === entry.what) expect(foreseen.heldBackBy.length > 0).toBe(when > Math.max(now, entry.dueAt))
    }
  })

type Misexplain = (entry: Extract<Explain.Entry, { readonly status: "held" }>) => Explain.Entry

const mutant =
  (misexplain: Misexplain): typeof Explain.explain =>
  (program, history, now) => {
    const right = explain(program, history, now)
    return { ...right, entries: right.entries.map((entry) => (entry.status === "held" ? misexplain(entry) : entry)) }
  }

/** What the rules name together when it is due, which is only a lower bound. */
const atFirstUntil: Misexplain = (entry) => {
  const first = entry.rulings.reduce((verdict, { verdict: one }) => Verdict.join(verdict, one), Verdict.allow)
  return first._tag === "Defer" ? { ...entry, when: first.until } : entry
}

const mutants: Readonly<Record<string, Misexplain>> = {
  "it goes out at the first time that a rule names": atFirstUntil,
  "it goes out when it is due": (entry) => ({ ...entry, when: entry.dueAt }),
  "what expires goes out": (entry) =>
    entry.foreseen?.as === "expired" ? { ...entry, foreseen: { ...entry.foreseen, as: entry.what } } : entry,
  "an hour late": (entry) => ({ ...entry, when: entry.when + hour })
}

describe("what is foreseen comes true", () => {
  it("at the very hour that a look every hour finds", { timeout: 0 }, () => {
    fc.assert(foretells(explain))
  })

  it.each(Object.entries(mutants))("and who says otherwise is found out: %s", { timeout: 0 }, (_, misexplain) => {
    const trial = fc.check(foretells(mutant(misexplain)), { numRuns: 500, endOnFailure: true })
    assert.isTrue(trial.failed)
  })
})

describe("the rules one by one", () => {
  const lives = fc.record({ program: Programs.written, life: Arbitrary.life })

  it("say together what the verdict says, and each only what it has to say", { timeout: 0 }, () => {
    fc.assert(
      fc.property(lives, ({ life, program }) => {
        const lived = live(core, Programs.make(program), life)
        for (const { history, now, program } of lived.looks) {
          const state = Fold.of(history)
          const situation = { program, history, state, account: undefined, zone: Account.zone(program, state), now }
          for (const candidate of Candidate.all(situation)) {
            const rulings = Ruling.all(situation, candidate)
            expect(rulings.reduce((verdict, one) => Verdict.join(verdict, one.verdict), Verdict.allow)).toEqual(
              Restraint.judge(situation, candidate)
            )
            for (const one of rulings) {
              for (const language of Reason.Language.literals) {
                expect(Explain.rulingSentence(one, language)).not.toMatch(/undefined|NaN|\[object|\.$| {2}/)
              }
            }
          }
        }
      })
    )
  })

  it("make an explanation that writes nothing and never falls over", { timeout: 0 }, () => {
    fc.assert(
      fc.property(
        lives,
        fc.record({ soup: Arbitrary.soup, written: Programs.written }),
        ({ life, program }, { soup, written }) => {
          const made = Programs.make(written)
          const packed = Result.getOrThrow(History.make(Arbitrary.contact, soup.events))
          const lived = live(core, Programs.make(program), life)
          for (const one of [
            explain(made, packed, soup.now),
            explain(lived.program, lived.history, life.bornAt + 9 * 24 * hour)
          ]) {
            for (const language of Reason.Language.literals) {
              expect(Explain.text(one, language)).not.toMatch(/undefined|NaN|\[object/)
            }
          }
          expect(explain(made, packed, soup.now)).toEqual(explain(made, packed, soup.now))
        }
      )
    )
  })
})

const grounds: { readonly [Tag in Ground.Ground["_tag"]]: Extract<Ground.Ground, { readonly _tag: Tag }> } = {
  NotSilenced: { _tag: "NotSilenced" },
  AddressGood: { _tag: "AddressGood", address: "anna@example.com" },
  BackedOff: { _tag: "BackedOff", failedAt: 0, until: 60_000 },
  BasisRecorded: { _tag: "BasisRecorded", purpose: "advocate" },
  NoCaseOpen: { _tag: "NoCaseOpen" },
  StepOpen: { _tag: "StepOpen", step: "video" },
  Undisturbed: { _tag: "Undisturbed" },
  DisruptionOver: { _tag: "DisruptionOver", kind: "order.lost", at: 0, until: hour },
  Meant: { _tag: "Meant" },
  NeverAsked: { _tag: "NeverAsked" },
  IntervalOver: { _tag: "IntervalOver", interval: "3 months", from: 0, until: hour },
  Sampled: { _tag: "Sampled", share: 0.25 },
  NeverDone: { _tag: "NeverDone", clock: "reminded" },
  GapOver: { _tag: "GapOver", clock: "invited", at: 0, gap: "1 hour", now: hour },
  RoomLeft: { _tag: "RoomLeft", clock: "answered", count: 1, most: 2, within: "1 year" },
  WithinWindow: { _tag: "WithinWindow", from: "09:00", to: "18:00" },
  ItsTurn: { _tag: "ItsTurn" }
}

it.each(Object.values<Ground.Ground>(grounds))("the ground $_tag can be said in both languages", (ground) => {
  const said = Reason.Language.literals.map((language) => Ground.sentence(ground, language))
  assert.strictEqual(new Set(said).size, 2)
  for (const one of said) assert.notMatch(one, /undefined|NaN|\[object|\.$| {2}/)
})
