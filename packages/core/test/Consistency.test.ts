import * as Consistency from "@temoin/core/Consistency"
import * as Nps from "@temoin/core/Nps"
import * as Period from "@temoin/core/Period"
import * as Score from "@temoin/core/Score"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"

const day = 86_400_000
const score = fc.constantFrom(...Score.scale)
const sDiff = fc.double({ min: 0.1, max: 10, noNaN: true })
const decode = Schema.decodeUnknownResult(Consistency.Consistency, { errors: "all", onExcessProperty: "error" })
const made = (input: typeof Consistency.Consistency.Encoded) => Result.getOrThrow(decode(input))

const everyPair = Score.scale.flatMap((before) => Score.scale.map((after) => [before, after] as const))

describe("the parameters", () => {
  it("have defaults, which are the preset", () => {
    expect(made({})).toEqual({
      intervals: ["3 months", "6 months", "12 months"],
      silentWaves: 3,
      noise: { sDiff: 1.5 },
      repair: { after: "21 days" },
      rules: { steady: true, silence: true, disruption: true, reliableChange: true }
    })
    expect(Consistency.byConsistency).toEqual(made({}))
  })

  it("survive JSON", () => {
    const written: unknown = JSON.parse(JSON.stringify(Consistency.byConsistency))
    expect(Result.getOrThrow(decode(written))).toEqual(Consistency.byConsistency)
  })

  it("can have each rule switched off by itself", () => {
    for (const rule of ["steady", "silence", "disruption", "reliableChange"] as const) {
      expect(made({ rules: { [rule]: false } }).rules).toEqual({ ...Consistency.byConsistency.rules, [rule]: false })
    }
  })

  it.each([
    [{ intervals: [] }],
    [{ intervals: ["0 days", "1 month"] }],
    [{ intervals: ["6 months", "3 months"] }],
    [{ intervals: ["3 months", "3 months"] }],
    [{ silentWaves: 0 }],
    [{ silentWaves: 1.5 }],
    [{ noise: { sDiff: 0 } }],
    [{ noise: { sDiff: -1 } }],
    [{ noise: { sDiff: Number.POSITIVE_INFINITY } }],
    [{ repair: { after: "soon" } }],
    [{ rules: { silent: false } }],
    [{ silentwaves: 3 }]
  ])("are refused when they make no sense: %j", (value) => {
    expect(Result.isFailure(decode(value))).toBe(true)
  })

  it("say which interval is in the wrong place", () => {
    const problem = Result.match(decode({ intervals: ["3 months", "12 months", "6 months"] }), {
      onFailure: String,
      onSuccess: () => ""
    })
    expect(problem).toContain(`"6 months" is not longer than "12 months"`)
  })
})

describe("a reliable drop", () => {
  it("is 3 points at the default noise, for all 121 pairs", () => {
    for (const [before, after] of everyPair) {
      expect(Consistency.isReliableDrop(before, after, 1.5)).toBe(before - after >= 3)
    }
  })

  // by hand: the least whole number of points from 1.645 × S_diff, and from 1.96 × S_diff, on; none beyond 10
  it.each([
    [1, 2, 2],
    [1.2, 2, 3],
    [1.21, 2, 3],
    [1.25, 3, 3],
    [1.5, 3, 3],
    [1.54, 3, 4],
    [1.8, 3, 4],
    [1.83, 4, 4],
    [2, 4, 4],
    [2.1, 4, 5],
    [3, 5, 6],
    [6, 10, Number.POSITIVE_INFINITY],
    [7, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  ])("with S_diff %d takes %d points; a reliable change takes %d", (sDiff, drop, change) => {
    for (const [before, after] of everyPair) {
      expect(Consistency.isReliableDrop(before, after, sDiff)).toBe(before - after >= drop)
      expect(Consistency.isReliableChange(before, after, sDiff)).toBe(Math.abs(before - after) >= change)
    }
  })

  it("is never a rise, and never no change", () => {
    fc.assert(
      fc.property(sDiff, (sDiff) => {
        for (const [before, after] of everyPair) {
          if (after >= before) expect(Consistency.isReliableDrop(before, after, sDiff)).toBe(false)
        }
      }),
      { numRuns: 30 }
    )
  })

  it("stays one when it is deeper, and when there is less noise", () => {
    fc.assert(
      fc.property(score, score, sDiff, sDiff, (before, after, a, b) => {
        fc.pre(Consistency.isReliableDrop(before, after, Math.max(a, b)))
        expect(Consistency.isReliableDrop(before, after, Math.min(a, b))).toBe(true)
        for (const lower of Score.scale) {
          if (lower < after) expect(Consistency.isReliableDrop(before, lower, Math.max(a, b))).toBe(true)
        }
      })
    )
  })
})

describe("a reliable change", () => {
  it("is the same up and down, and every reliable change for the worse is a reliable drop", () => {
    fc.assert(
      fc.property(sDiff, (sDiff) => {
        for (const [before, after] of everyPair) {
          const changed = Consistency.isReliableChange(before, after, sDiff)
          expect(Consistency.isReliableChange(after, before, sDiff)).toBe(changed)
          if (changed && after < before) expect(Consistency.isReliableDrop(before, after, sDiff)).toBe(true)
        }
      }),
      { numRuns: 30 }
    )
  })

  it("is nothing but the difference: moving both answers along the scale changes nothing", () => {
    for (const [before, after] of everyPair) {
      const [b, a] = [before - 1, after - 1]
      if (!Score.isScore(b) || !Score.isScore(a)) continue
      for (const sDiff of [0.5, 1, 1.5, 2, 3]) {
        expect(Consistency.isReliableChange(b, a, sDiff)).toBe(Consistency.isReliableChange(before, after, sDiff))
      }
    }
  })
})

/** Small, seeded, and the same on every machine: a 32-bit linear congruential generator, its upper bits. */
const random = (seed: number) => {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state >>> 8) / 2 ** 24
  }
}

const gaussian = (uniform: () => number) => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())

const onScale = (value: number): Score.Score => Score.scale[Math.max(0, Math.min(10, Math.round(value)))] ?? 0

/** The same by the book, in two passes. */
const byTheBook = (pairs: ReadonlyArray<Consistency.Pair>) => {
  const differences = pairs.map(([before, after]) => after - before)
  const mean = differences.reduce((sum, d) => sum + d, 0) / differences.length
  return Math.sqrt(differences.reduce((sum, d) => sum + (d - mean) ** 2, 0) / (differences.length - 1))
}

describe("the noise", () => {
  const pairs = fc.array(fc.tuple(score, score), { minLength: 30, maxLength: 60 })

  it("is the standard deviation of the differences, divisor n − 1", () => {
    fc.assert(
      fc.property(pairs, (pairs) => {
        fc.pre(byTheBook(pairs) > 1e-9)
        expect(Result.getOrThrow(Consistency.estimateSDiff(pairs))).toBeCloseTo(byTheBook(pairs), 10)
      })
    )
  })

  // by hand: √(30 ÷ 29) and √(100 ÷ 29)
  it("has golden values", () => {
    const up: ReadonlyArray<Consistency.Pair> = Array.from({ length: 15 }, () => [8, 9] as const)
    const down: ReadonlyArray<Consistency.Pair> = Array.from({ length: 15 }, () => [9, 8] as const)
    expect(Result.getOrThrow(Consistency.estimateSDiff([...up, ...down]))).toBeCloseTo(1.017095, 6)
    const six: ReadonlyArray<Consistency.Pair> = [
      [8, 5],
      [9, 8],
      [10, 10],
      [0, 0],
      [6, 7],
      [7, 10]
    ]
    const thirty = Array.from({ length: 5 }, () => six).flat()
    expect(Result.getOrThrow(Consistency.estimateSDiff(thirty))).toBeCloseTo(1.8569534, 6)
  })

  it("does not depend on the order of the pairs, nor on which answer came first in all of them", () => {
    fc.assert(
      fc.property(pairs, (pairs) => {
        const estimate = Consistency.estimateSDiff(pairs)
        fc.pre(Result.isSuccess(estimate))
        expect(Consistency.estimateSDiff(pairs.toReversed())).toEqual(estimate)
        expect(Consistency.estimateSDiff(pairs.map(([before, after]) => [after, before] as const))).toEqual(estimate)
      })
    )
  })

  it("is always one that the parameters take", () => {
    fc.assert(
      fc.property(pairs, (pairs) => {
        const estimate = Consistency.estimateSDiff(pairs)
        fc.pre(Result.isSuccess(estimate))
        expect(Result.isSuccess(decode({ noise: { sDiff: Result.getOrThrow(estimate) } }))).toBe(true)
      })
    )
  })

  it("needs 30 pairs, and says how many are missing", () => {
    for (let n = 0; n < 30; n++) {
      const few = Array.from({ length: n }, (_, i) => [onScale(i), 5] as const)
      const failure = Result.getOrThrow(Result.flip(Consistency.estimateSDiff(few)))
      expect(failure).toMatchObject({ _tag: "TooFewPairs", pairs: n, missing: 30 - n })
      expect(failure.message).toContain(`${30 - n} more are needed`)
    }
    const enough = Array.from({ length: 30 }, (_, i) => [onScale(i), 5] as const)
    expect(Result.isSuccess(Consistency.estimateSDiff(enough))).toBe(true)
  })

  it("cannot be found where all pairs differ alike", () => {
    for (const [before, after] of everyPair) {
      const alike = Array.from({ length: 40 }, () => [before, after] as const)
      const failure = Result.getOrThrow(Result.flip(Consistency.estimateSDiff(alike)))
      expect(failure).toMatchObject({ _tag: "NoSpread", pairs: 40, difference: after - before })
    }
  })

  it("taken as estimated, lets noise alone look like a reliable drop in at most 5 of 100, a reliable change in at most 10", () => {
    const uniform = random(7)
    // steady opinions in the middle of the scale, so that its ends cut nothing off
    const drawn = Array.from({ length: 20_000 }, (): Consistency.Pair => {
      const opinion = 4 + 2 * uniform()
      return [onScale(opinion + gaussian(uniform)), onScale(opinion + gaussian(uniform))]
    })
    const sDiff = Result.getOrThrow(Consistency.estimateSDiff(drawn))
    const share = (test: typeof Consistency.isReliableDrop) =>
      drawn.filter(([before, after]) => test(before, after, sDiff)).length / drawn.length
    const drops = share(Consistency.isReliableDrop)
    const changes = share(Consistency.isReliableChange)
    console.log(
      `noise alone, S_diff ${sDiff.toFixed(2)}: reliable drops ${(100 * drops).toFixed(1)} %, reliable changes ${(100 * changes).toFixed(1)} %`
    )
    // not 5: answers are whole points, and 3 of them stand for all that rounds to 3
    expect(sDiff).toBeCloseTo(1.5, 1)
    expect(drops).toBeGreaterThan(0.03)
    expect(drops).toBeLessThan(0.05)
    expect(changes).toBeGreaterThan(0.06)
    expect(changes).toBeLessThan(0.1)
  })
})

const { byConsistency } = Consistency

/** Waves of 100 days each; a number is a counted answer a day after the invitation, `-` silence. */
const waves = (...answers: ReadonlyArray<Score.Score | "-">): ReadonlyArray<Consistency.PastWave> =>
  answers.map((answer, index) => ({
    at: index * 100 * day,
    ...(answer !== "-" && { answer: { score: answer, at: index * 100 * day + day } }),
    disrupted: false
  }))

const disruptedAfter = (index: number, past: ReadonlyArray<Consistency.PastWave>) =>
  past.map((wave, i) => (i === index ? { ...wave, disrupted: true } : wave))

const interval = (past: ReadonlyArray<Consistency.PastWave>, parameters = byConsistency) => {
  const next = Consistency.nextInterval(past, parameters)
  return next._tag === "After" ? next.interval : next._tag
}

const due = (past: ReadonlyArray<Consistency.PastWave>) =>
  Consistency.dueAt(Consistency.nextInterval(past, byConsistency), "Europe/Paris")

const without = (rule: keyof Consistency.Rules) => made({ rules: { [rule]: false } })

const basis = (past: ReadonlyArray<Consistency.PastWave>, parameters = byConsistency) =>
  Consistency.nextInterval(past, parameters).basis

describe("the next interval", () => {
  it("is no matter of consistency before the first wave", () => {
    expect(Consistency.nextInterval([], byConsistency)).toEqual({ _tag: "AnyTime", basis: { _tag: "NeverAsked" } })
  })

  it("after the first answer is the shortest, whatever the answer", () => {
    for (const score of Score.scale) {
      expect(Consistency.nextInterval(waves(score), byConsistency)).toEqual({
        _tag: "After",
        interval: "3 months",
        from: day,
        basis: { _tag: "FirstAnswer", answer: { score, at: day } }
      })
    }
  })

  it("lengthens for the steady, to the longest and no further", () => {
    for (const score of Score.scale) {
      expect(interval(waves(score, score))).toBe("6 months")
      expect(interval(waves(score, score, score))).toBe("12 months")
      expect(interval(waves(score, score, score, score))).toBe("12 months")
    }
  })

  it("stays when the category changed within the noise, and is the shortest after a reliable change", () => {
    expect(interval(waves(9, 9, 8))).toBe("6 months")
    expect(interval(waves(9, 9, 9, 7))).toBe("12 months")
    expect(interval(waves(9, 9, 9, 6))).toBe("3 months")
    expect(interval(waves(6, 6, 6, 9))).toBe("3 months")
  })

  it("follows from category and noise alone, for all 121 pairs after a steady beginning", () => {
    for (const [before, after] of everyPair) {
      const expected =
        Math.abs(before - after) >= 3
          ? "3 months"
          : Score.category(before) === Score.category(after)
            ? "12 months"
            : "6 months"
      expect(interval(waves(before, before, after))).toBe(expected)
      expect(interval(waves(after, after, before))).toBe(expected)
    }
  })

  it("is the shortest after a disruption, whatever was answered before it", () => {
    for (const [before, after] of everyPair) {
      const past = disruptedAfter(2, waves(before, before, after))
      expect(interval(past)).toBe("3 months")
      expect(basis(past)).toEqual({ _tag: "Disrupted", since: 200 * day })
    }
    expect(interval([...disruptedAfter(2, waves(9, 9, 9)), ...waves(9, 9, 9, 9).slice(3)])).toBe("6 months")
  })

  it("lengthens with silence, and after three in a row waits for the contact", () => {
    expect(interval(waves("-"))).toBe("6 months")
    expect(interval(waves("-", "-"))).toBe("12 months")
    expect(interval(waves(9, "-"))).toBe("6 months")
    expect(interval(waves(9, "-", "-"))).toBe("12 months")
    expect(Consistency.nextInterval(waves(9, "-", "-", "-"), byConsistency)).toEqual({
      _tag: "UntilTheyAct",
      since: 300 * day,
      basis: { _tag: "Silent", waves: 3, since: 300 * day, last: { score: 9, at: day } }
    })
    expect(interval(waves("-", "-", 9, "-", "-"))).toBe("12 months")
    expect(interval(waves(9, "-", "-", "-", 9))).toBe("12 months")
    expect(interval(disruptedAfter(3, waves(9, "-", "-", "-")))).toBe("UntilTheyAct")
  })

  it("names the answers it rests on, over a silence between them", () => {
    const before = { score: 9, at: day }
    expect(basis(waves(9, "-", 10))).toEqual({ _tag: "Steady", before, after: { score: 10, at: 201 * day } })
    expect(basis(waves(9, "-", 8))).toEqual({ _tag: "Changed", before, after: { score: 8, at: 201 * day } })
    expect(basis(waves(9, "-", 1))).toEqual({ _tag: "ReliablyChanged", before, after: { score: 1, at: 201 * day } })
    expect(basis(waves("-"))).toEqual({ _tag: "Silent", waves: 1, since: 0 })
  })

  it("counts in calendar time from the last wave's answer, else from its invitation", () => {
    const at = Date.UTC(2026, 0, 31, 9)
    const answered = [{ at, answer: { score: 9, at: at + 30 * 60_000 }, disrupted: false }] as const
    expect(due(answered)).toBe(Date.UTC(2026, 3, 30, 8, 30))
    expect(due([{ at, disrupted: false }])).toBe(Date.UTC(2026, 6, 31, 8))
    expect(due([...answered, { at: at + 90 * day, disrupted: false }])).toBe(Date.UTC(2026, 10, 1, 10))
    expect(due(waves("-", "-", "-"))).toBeUndefined()
    expect(due([])).toBeUndefined()
  })

  it("without the rules is always the shortest", () => {
    const rules = { steady: false, silence: false, disruption: false, reliableChange: false }
    fc.assert(
      fc.property(pastWaves, (past) => {
        expect(interval(past, made({ rules }))).toBe("3 months")
      })
    )
  })

  it("has each rule switched off by itself", () => {
    expect(interval(waves(9, 9, 9), without("steady"))).toBe("3 months")
    expect(interval(waves(9, "-"), without("steady"))).toBe("6 months")
    expect(interval(waves(9, 9, "-", "-", "-"), without("silence"))).toBe("6 months")
    expect(interval(disruptedAfter(1, waves(9, 9)), without("disruption"))).toBe("6 months")
    expect(interval(waves(9, 9, 2), without("reliableChange"))).toBe("6 months")
    expect(interval(waves(0, 0, 6), without("reliableChange"))).toBe("12 months")
  })
})

const pastWaves = fc
  .array(fc.record({ gap: fc.nat(200), late: fc.nat(20), score: fc.option(score), disrupted: fc.boolean() }), {
    minLength: 1,
    maxLength: 8
  })
  .map((list) => {
    let at = 0
    return list.map(({ disrupted, gap, late, score }): Consistency.PastWave => {
      at += (30 + gap) * day
      return { at, disrupted, ...(score !== null && { answer: { score, at: at + late * day } }) }
    })
  })

describe("for all past waves, the next interval", () => {
  it("is one of the parameters' own, or none", () => {
    fc.assert(
      fc.property(pastWaves, (past) => {
        expect([...byConsistency.intervals, "UntilTheyAct"]).toContain(interval(past))
      })
    )
  })

  it("is never before the last wave is over by the shortest interval", () => {
    fc.assert(
      fc.property(pastWaves, (past) => {
        const last = past.at(-1)
        const due = Consistency.dueAt(Consistency.nextInterval(past, byConsistency), "UTC")
        fc.pre(due !== undefined && last !== undefined)
        expect(due).toBeGreaterThanOrEqual(Period.after("3 months", last.answer?.at ?? last.at, "UTC"))
      })
    )
  })

  it("waits for the contact exactly when the last three were silent", () => {
    fc.assert(
      fc.property(pastWaves, (past) => {
        const silent = past.length >= 3 && past.slice(-3).every(({ answer }) => answer === undefined)
        expect(interval(past) === "UntilTheyAct").toBe(silent)
      })
    )
  })

  it("grows by one step a wave at most, and an undisturbed silence never shortens it", () => {
    fc.assert(
      fc.property(pastWaves, (past) => {
        const patient = made({ silentWaves: 100 })
        const stepOf = (waves: ReadonlyArray<Consistency.PastWave>) =>
          patient.intervals.findIndex((one) => one === interval(waves, patient))
        for (let n = 1; n < past.length; n++) {
          expect(stepOf(past.slice(0, n + 1))).toBeLessThanOrEqual(stepOf(past.slice(0, n)) + 1)
        }
        const silence = { at: (past.at(-1)?.at ?? 0) + 100 * day, disrupted: false }
        expect(stepOf([...past, silence])).toBe(Math.min(2, stepOf(past) + 1))
      })
    )
  })

  it("is the same for the unhappy as for the happy: turning the scale round within the categories' own widths", () => {
    // promoters and detractors 0–1 change places; what is between has no mirror, since the categories differ in width
    const mirrored: ReadonlyArray<readonly [Score.Score, Score.Score]> = [
      [10, 0],
      [9, 1]
    ]
    const mirror = new Map([...mirrored, ...mirrored.map(([a, b]) => [b, a] as const)])
    const extreme = fc.constantFrom(...mirror.keys())
    fc.assert(
      fc.property(fc.array(fc.option(extreme), { minLength: 1, maxLength: 8 }), (list) => {
        const turned = list.map((one) => (one === null ? "-" : (mirror.get(one) ?? one)))
        expect(interval(waves(...turned))).toBe(interval(waves(...list.map((one) => one ?? "-"))))
      })
    )
  })

  it("rests on answers that are there, and on the latest", () => {
    fc.assert(
      fc.property(pastWaves, (past) => {
        const answers = past.flatMap(({ answer }) => answer ?? [])
        const found = basis(past)
        switch (found._tag) {
          case "FirstAnswer":
            expect([found.answer]).toEqual(answers)
            break
          case "Steady":
          case "Changed":
          case "ReliablyChanged":
            expect([found.before, found.after]).toEqual(answers.slice(-2))
            break
          case "Silent":
            expect(found.last).toEqual(answers.at(-1))
            expect(found.since).toBe(past.at(-1)?.at)
            break
          case "Disrupted":
            expect(found.since).toBe(past.at(-1)?.at)
            break
          case "NeverAsked":
            expect(past).toEqual([])
        }
      })
    )
  })

  it("explains itself in data that survives JSON", () => {
    fc.assert(
      fc.property(pastWaves, (past) => {
        const next = Consistency.nextInterval(past, byConsistency)
        const read: unknown = JSON.parse(JSON.stringify(next))
        expect(Schema.decodeUnknownSync(Consistency.Next, { onExcessProperty: "error" })(read)).toEqual(next)
      })
    )
  })
})

describe("the repair ask", () => {
  it("is due its time after the case was resolved, in the contact's zone, unless it is switched off", () => {
    const resolved = Date.UTC(2026, 2, 20, 9)
    expect(Consistency.repairDueAt(resolved, byConsistency, "Europe/Paris")).toBe(Date.UTC(2026, 3, 10, 8))
    expect(Consistency.repairDueAt(resolved, made({ rules: { disruption: false } }), "UTC")).toBeUndefined()
  })
})

/** 480 promoters, 320 passives, 200 detractors: a true NPS of 28. */
const population: ReadonlyArray<Score.Score> = Array.from({ length: 1000 }, (_, i) =>
  i < 480 ? (i % 2 === 0 ? 10 : 9) : i < 800 ? (i % 2 === 0 ? 8 : 7) : onScale(i % 7)
)

type Rhythm = (past: ReadonlyArray<Consistency.PastWave>) => Period.Period

const symmetric: Rhythm = (past) => {
  const next = Consistency.nextInterval(past, byConsistency)
  return next._tag === "After" ? next.interval : "12 months"
}

/** What the rules must not do: the unhappy stay at the shortest interval, the others lengthen. */
const unhappyOften: Rhythm = (past) => {
  const last = past.at(-1)?.answer
  return last !== undefined && Score.category(last.score) === "detractor" ? "3 months" : symmetric(past)
}

const nps = (scores: ReadonlyArray<Score.Score>) => Option.getOrThrow(Nps.fromScores(scores))

const shown = (value: number) => value.toFixed(1)

/** One year of a relationship survey: everybody is asked on the first day, then when the rhythm says. */
const year = (opinions: ReadonlyArray<Score.Score>, rhythm: Rhythm, noise: number, seed = 20_261_121) => {
  const uniform = random(seed)
  const start = Date.UTC(2026, 0, 1)
  const end = Date.UTC(2027, 0, 1)
  const people: Array<Score.Score> = []
  const all: Array<Score.Score> = []
  for (const opinion of opinions) {
    const past: Array<Consistency.PastWave> = []
    for (let at = start; at < end; at = Period.after(rhythm(past), at, "UTC")) {
      const score = onScale(opinion + noise * gaussian(uniform))
      past.push({ at, answer: { score, at }, disrupted: false })
      all.push(score)
    }
    people.push(...past.slice(-1).flatMap(({ answer }) => answer?.score ?? []))
  }
  return { people: nps(people), waves: nps(all) }
}

describe("simulated: intervals that depend on the score", () => {
  it("of people who never waver, true NPS 28: counting waves reads 20, counting people 28", () => {
    expect(year(population, unhappyOften, 0)).toEqual({ people: 28, waves: 20 })
  })

  it("and with the rules as they are, symmetric, both read 28", () => {
    expect(year(population, symmetric, 0)).toEqual({ people: 28, waves: 28 })
  })

  it("of people whose answers waver (S_diff 1.5): people within 3 points of the truth, waves not", () => {
    const opinions = Array.from({ length: 10 }, () => population).flat()
    // each answer's share of the noise in a difference of two
    const noise = 1.5 / Math.SQRT2
    // everybody at the same times, whatever they answer: the truth, noise of the answers included
    const truth = year(opinions, () => "3 months", noise).waves
    const biased = year(opinions, unhappyOften, noise)
    const fair = year(opinions, symmetric, noise)
    console.log(
      `wavering, true NPS ${shown(truth)}: the unhappy asked more often, people ${shown(biased.people)}, waves ${shown(biased.waves)}; symmetric, people ${shown(fair.people)}, waves ${shown(fair.waves)}`
    )
    expect(Math.abs(biased.people - truth)).toBeLessThan(3)
    expect(biased.waves).toBeLessThan(truth - 3)
    expect(Math.abs(fair.people - truth)).toBeLessThan(3)
    expect(Math.abs(fair.waves - truth)).toBeLessThan(3)
  })
})
