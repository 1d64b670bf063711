import * as S from "@temoin/statistics"
import * as fc from "fast-check"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { it } from "vitest"
const nasty = fc.oneof(
  fc.constantFrom(
    NaN,
    Infinity,
    -Infinity,
    0,
    -0,
    1e308,
    -1e308,
    5e-324,
    1e-15,
    1e15,
    1e16,
    -1,
    0.5,
    1,
    2,
    100,
    1e-300,
    0.95,
    0.05,
    6,
    9
  ),
  fc.double(),
  fc.nat(20)
)
const mild = fc.oneof(
  { weight: 6, arbitrary: fc.nat(20) },
  { weight: 1, arbitrary: fc.constantFrom(0, 1e15, 1e-15, 0.3, 1e12) },
  { weight: 1, arbitrary: nasty }
)
const num = fc.oneof({ weight: 3, arbitrary: mild }, { weight: 1, arbitrary: nasty })
const sc = fc.oneof({ weight: 20, arbitrary: fc.nat(10) }, { weight: 1, arbitrary: nasty }) as fc.Arbitrary<any>
const cts = fc.record({ promoters: mild, passives: mild, detractors: mild })
const conf = fc.oneof(fc.constantFrom(0.95, 0.5, 1e-10, 1 - 1e-15, 1e-300, 0.999999), nasty)
const series = fc.array(cts, { maxLength: 12 })
const row = fc.record({ detractor: mild, passive: mild, promoter: mild })
const panel = fc.record({ detractor: row, passive: row, promoter: row })
const pairs = fc.array(fc.tuple(sc, sc), { maxLength: 12 })
const lists = fc.array(fc.array(sc, { maxLength: 4 }), { maxLength: 5 })
const rect = fc
  .tuple(fc.nat(5), fc.nat(4))
  .chain(([n, k]) => fc.array(fc.array(sc, { minLength: k, maxLength: k }), { minLength: n, maxLength: n }))
const lab = fc.constantFrom("a", "b", "c", "__proto__", "constructor")
const pop = fc.dictionary(lab, mild)
const col = fc.array(fc.oneof(num, fc.constant(null)), { maxLength: 8 })
const cols = fc
  .nat(8)
  .chain((n) =>
    fc.tuple(
      fc.array(fc.oneof(num, num, num, fc.constant(null)), { minLength: n, maxLength: n }),
      fc.dictionary(fc.constantFrom("a", "b", "c", "d"), fc.array(num, { minLength: n, maxLength: n }))
    )
  )
const cases: Record<string, [any, (...a: any[]) => any]> = {
  share: [fc.tuple(num, num, conf), S.Share.make],
  pmake: [fc.tuple(panel), S.Panel.make],
  trans: [fc.tuple(panel), S.Panel.transitions],
  stick: [fc.tuple(panel, conf), S.Panel.stickiness],
  moves: [fc.tuple(panel), S.Panel.moves],
  change: [fc.tuple(panel, conf), S.Panel.change],
  fromPairs: [fc.tuple(pairs), S.Panel.fromPairs],
  bow: [fc.tuple(panel), S.Movement.bowker],
  sm: [fc.tuple(panel), S.Movement.stuartMaxwell],
  bh: [fc.tuple(panel), S.Movement.bhapkar],
  un: [fc.tuple(num, num), S.Movement.uneven],
  mc: [fc.tuple(panel, fc.constantFrom("promoter", "passive", "detractor")), S.Movement.mcnemar],
  sign: [fc.tuple(panel), S.Movement.signTest],
  within: [fc.tuple(lists, conf), S.Agreement.within],
  between: [fc.tuple(fc.oneof(rect, lists)), S.Agreement.between],
  kappa: [fc.tuple(panel, fc.constantFrom("none", "linear", "quadratic")), S.Agreement.kappa],
  deff: [fc.tuple(fc.array(num), num), S.Agreement.designEffect],
  noise: [fc.tuple(num, num), S.ReliableChange.noise],
  rc: [fc.tuple(sc, sc, num, conf), S.ReliableChange.make],
  rtm: [fc.tuple(pairs, sc, conf), S.RegressionToMean.make],
  rec: [fc.tuple(pairs, conf), S.RegressionToMean.recovery],
  eff: [fc.tuple(fc.array(num)), S.Weights.effective],
  west: [fc.tuple(fc.array(fc.record({ score: sc, weight: num })), conf), S.Weights.estimate],
  strata: [
    fc.tuple(
      fc.array(fc.record({ population: num, counts: cts })),
      fc.record({ confidence: conf, finite: fc.boolean() })
    ),
    S.Strata.estimate
  ],
  sw: [fc.tuple(fc.array(lab), pop), S.Strata.weights],
  rake: [
    fc.tuple(
      fc.array(fc.record({ x: lab, y: fc.constantFrom("u", "v") }), { maxLength: 10 }),
      fc.record({ x: pop, y: fc.record({ u: mild, v: mild }) })
    ),
    S.Raking.make
  ],
  rake2: [
    fc.tuple(
      fc.array(fc.record({ x: fc.constantFrom("a", "b"), y: fc.constantFrom("u", "v") }), { maxLength: 10 }),
      fc
        .tuple(
          fc.double({ min: 0, max: 1, noNaN: true }),
          fc.double({ min: 0, max: 1, noNaN: true }),
          fc.constantFrom(1, 1e-300, 1e15, 1e-15)
        )
        .map(([a, b, t]) => ({ x: { a: a * t, b: (1 - a) * t }, y: { u: b * t, v: (1 - b) * t } }))
    ),
    S.Raking.make
  ],
  base: [fc.tuple(series), S.ControlChart.baseline],
  cusum: [
    fc.tuple(series, fc.record({ target: num, sigma: fc.oneof(fc.constant(0.7), num) }), fc.record({ k: num, h: num })),
    S.ControlChart.cusum
  ],
  ewma: [
    fc.tuple(
      series,
      fc.record({ target: num, sigma: fc.oneof(fc.constant(0.7), num) }),
      fc.record({ lambda: fc.oneof(fc.constantFrom(0.2, 1, 1e-300), num), width: num })
    ),
    S.ControlChart.ewma
  ],
  single: [fc.tuple(series), S.ChangePoint.single],
  crit: [fc.tuple(series, conf), S.ChangePoint.critical],
  part: [fc.tuple(series, num), S.ChangePoint.partition],
  online: [
    fc.tuple(series, fc.record({ hazard: fc.oneof(fc.constantFrom(0.1, 1e-300, 1 - 1e-16), num), prior: cts })),
    S.ChangePoint.online
  ],
  trend: [fc.tuple(series, conf), S.Trend.make],
  dec: [fc.tuple(fc.array(fc.record({ before: cts, after: cts }), { maxLength: 5 })), S.Decomposition.make],
  drv: [fc.oneof(cols, fc.tuple(col, fc.dictionary(lab, col))), S.Drivers.make],
  buck: [
    fc.tuple(
      fc.array(fc.record({ at: fc.oneof(num, fc.integer({ min: -1e12, max: 2e12 })), score: sc }), { maxLength: 3 }),
      fc.constantFrom("week", "month", "quarter", "year"),
      fc.constantFrom("UTC", "Europe/Paris", "x")
    ),
    S.Buckets.make
  ]
}
const bad = (v: any, path = ""): string | undefined => {
  if (typeof v === "number") return Number.isFinite(v) ? undefined : path + "=" + v
  if (v === null || typeof v !== "object") return undefined
  if (Option.isOption(v)) return Option.isSome(v) ? bad(v.value, path + ".some") : undefined
  for (const [k, x] of Object.entries(v)) {
    const b = bad(x, path + "." + k)
    if (b) return b
  }
  return undefined
}
for (const [name, [args, f]] of Object.entries(cases))
  it(
    name,
    () => {
      let ok = 0
      fc.assert(
        fc.property(args as any, (a: any) => {
          const r = f(...a)
          if (Result.isFailure(r)) return
          ok++
          const b = bad(r.success)
          if (b) throw new Error(b)
        }),
        { numRuns: 3000 }
      )
      if (ok < 100) console.log(name, "ok only", ok)
    },
    60000
  )
