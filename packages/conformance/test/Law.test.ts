import * as EventArbitrary from "@temoin/conformance/EventArbitrary"
import * as Law from "@temoin/conformance/Law"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"

class Counter extends Context.Service<Counter, { readonly next: () => number }>()("Counter") {}

const counting = (built: { times: number }) =>
  Layer.sync(Counter, () => {
    built.times++
    let count = 0
    return { next: () => ++count }
  })

const below = (limit: number) =>
  Law.forAll(
    `below ${limit}`,
    fc.nat(1000),
    Effect.fnUntraced(function* (n) {
      yield* Counter
      yield* Law.agree("is it below", n < limit, true)
    })
  )

const broken = (law: Law.Law<Counter>, options?: Law.Options) =>
  Effect.runPromise(Effect.flip(law.check(counting({ times: 0 }), options)))

describe("a law", () => {
  it("gives each case an adapter of its own", async () => {
    const built = { times: 0 }
    const first = Law.forAll(
      "the first number is 1",
      fc.constant(null),
      Effect.fnUntraced(function* () {
        yield* Law.agree("number", (yield* Counter).next(), 1)
      })
    )
    await Effect.runPromise(first.check(counting(built), { runs: 20 }))
    expect(built.times).toBe(20)
  })

  it("ends the adapter of a case before the next one begins", async () => {
    let open = 0
    const adapter = Layer.effect(
      Counter,
      Effect.acquireRelease(
        Effect.sync(() => ({ next: () => ++open })),
        () => Effect.sync(() => open--)
      )
    )
    const alone = Law.forAll(
      "nobody else is here",
      fc.constant(null),
      Effect.fnUntraced(function* () {
        yield* Law.agree("open adapters", (yield* Counter).next(), 1)
      })
    )
    await Effect.runPromise(alone.check(adapter))
    expect(open).toBe(0)
  })

  it("reports the smallest case, whatever the seed", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.integer({ min: 1, max: 500 }), async (seed, limit) => {
        const error = await broken(below(limit), { seed })
        expect(error).toMatchObject({ _tag: "LawBroken", law: `below ${limit}`, counterexample: `${limit}`, seed })
      }),
      { numRuns: 20 }
    )
  })

  it("says what was broken, in which case, and how to find it again", async () => {
    const { message } = await broken(below(7), { seed: 20160609 })
    expect(message).toContain("broken: below 7")
    expect(message).toContain("is it below: expected true, got false")
    expect(message).toContain("in the case 7")
    expect(message).toContain("TEMOIN_SEED=20160609")
  })

  it("takes its seed from the environment when none is given", async () => {
    const environment = ConfigProvider.layer(ConfigProvider.fromUnknown({ TEMOIN_SEED: "42" }))
    const check = (options?: Law.Options) =>
      Effect.runPromise(Effect.provide(Effect.flip(below(1).check(counting({ times: 0 }), options)), environment))
    expect((await check()).seed).toBe(42)
    expect((await check({ seed: 7 })).seed).toBe(7)
  })

  it("does not run on a seed that is no number", async () => {
    const environment = ConfigProvider.layer(ConfigProvider.fromUnknown({ TEMOIN_SEED: "lucky" }))
    const exit = await Effect.runPromiseExit(Effect.provide(below(1000).check(counting({ times: 0 })), environment))
    expect(Exit.isFailure(exit)).toBe(true)
  })

  it("is broken by an error nobody expected, by a defect and by an adapter that cannot be built", async () => {
    const failing = Law.forAll("fails", fc.nat(), () => Effect.fail(new Error("on fire")))
    expect((await broken(failing)).problem).toContain("on fire")
    const dying = Law.forAll("dies", fc.nat(), () => Effect.die(new Error("out of ink")))
    expect((await broken(dying)).problem).toContain("out of ink")
    const unbuildable = Layer.effect(Counter, Effect.fail(new Error("no such file")))
    const error = await Effect.runPromise(Effect.flip(below(1000).check(unbuildable)))
    expect(error.problem).toContain("no such file")
  })

  it("reports that it could invent no case", async () => {
    const impossible = Law.forAll("impossible", fc.nat(), () => Effect.sync(() => fc.pre(false)))
    expect((await broken(impossible)).counterexample).toBe("none")
  })

  it("leaves out cases it has nothing to say about", async () => {
    const law = Law.forAll("even numbers are even", fc.nat(), (n) =>
      Effect.andThen(
        Effect.sync(() => fc.pre(n % 2 === 0)),
        Law.agree("rest", n % 2, 0)
      )
    )
    await Effect.runPromise(law.check(counting({ times: 0 })))
  })

  it("shows things that disagree, but not all of a long one", async () => {
    const long = await Effect.runPromise(Effect.flip(Law.agree("text", "x".repeat(20_000), "")))
    expect(long.message.length).toBeLessThan(1200)
    expect(long.message).toContain('text: expected "", got "xxx')
  })

  it("reports events so that a person can read them", async () => {
    const law = Law.forAll("no opt-outs", EventArbitrary.events, (events) =>
      Law.agree("opt-outs", events.filter((event) => event._tag === "OptedOut").length, 0)
    )
    const { counterexample } = await broken(law)
    expect(counterexample).toBe(
      `[{"_tag":"OptedOut","id":"OptedOut","occurredAt":1767225600000,"recordedAt":1767225600000,"extent":{}}]`
    )
  })
})
