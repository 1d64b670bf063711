/**
 * Plans: does any statement of the store read a whole table?
 *
 * Judged by the plan that PostgreSQL makes for any values (the generic one, which it keeps for a statement it has seen a few
 * times), over a hundred thousand contacts with three events each; `TEMOIN_CONTACTS=1000000` takes so many.
 */
import * as Contact from "@temoin/core/Contact"
import * as Event from "@temoin/core/Event"
import { HistoryStore } from "@temoin/core/ports/HistoryStore"
import { Kept, Projections } from "@temoin/core/ports/Projections"
import * as Survey from "@temoin/core/Survey"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Tracer from "effect/Tracer"
import * as SqlClient from "effect/sql/SqlClient"
import { assert, beforeAll, it } from "vitest"
import { answered, asked, contact, failed, intended, joined, touchpoint } from "../samples.ts"
import { asHost, emptied, storeIn } from "./schemas.ts"

const schema = "plans"
const contacts = Number(process.env["TEMOIN_CONTACTS"] ?? 100_000)
/** Milliseconds that only a hang reaches. */
const patience = 60_000 * Math.max(1, contacts / 100_000)

const filled = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const fill = Effect.gen(function* () {
    // everybody we put there is there, so that nobody has to look
    yield* sql`SET LOCAL session_replication_role = replica`
    yield* sql`SET LOCAL search_path = plans`
    yield* sql`
      INSERT INTO temoin_contacts (id, version, account, due_at, claimed_until, fence, kept_by)
      SELECT 'c' || n, 3, CASE WHEN n % 3 > 0 THEN 'a' || n / 20 END, CASE WHEN n % 10 > 0 THEN n END,
        CASE WHEN n % 1000 = 1 THEN 500000 END, 0, 1
      FROM generate_series(1, ${contacts}) AS n`
    yield* sql`INSERT INTO temoin_accounts SELECT 'a' || n, 9 FROM generate_series(0, ${contacts} / 20) AS n`
    yield* sql`
      INSERT INTO temoin_events (contact, id, id_hash, at, recorded_at, kind, document)
      SELECT 'c' || n, 'e' || e, sha256(convert_to('e' || e, 'UTF8')), e, e, 'TouchpointHappened',
        '{"_tag":"TouchpointHappened","id":"e' || e || '","occurredAt":1,"recordedAt":1,"kind":"delivery.completed"}'
      FROM generate_series(1, ${contacts}) AS n, generate_series(1, 3) AS e`
    yield* sql`
      INSERT INTO temoin_messages (reference, contact, key) SELECT md5('m' || n), 'c' || n, 'key' FROM generate_series(1, ${contacts}) AS n`
    yield* sql`
      INSERT INTO temoin_failures (contact, problem, failures, at, fence, aside)
      SELECT 'c' || n, 'the mail server is away', 1, 1, 0, CASE WHEN n % 100 = 0 THEN 1 ELSE 0 END
      FROM generate_series(1, ${contacts} / 2) AS n`
    yield* sql`
      INSERT INTO temoin_answers (contact, place, survey, wave, purpose, at, day, segment, score)
      SELECT 'c' || n, 0, 'nps', 'w', 'measure', n, '2026-01-01', '=pro', 9 FROM generate_series(1, ${contacts}) AS n`
    yield* sql`
      INSERT INTO temoin_cases (contact, place, case_id, survey, owner, opened_at, due_by)
      SELECT 'c' || n, 0, 'k', 'nps', 'o' || n % 50, n, n FROM generate_series(1, ${contacts} / 10) AS n`
    yield* sql`
      INSERT INTO temoin_exhibited (contact, place, testimonial, until)
      SELECT 'c' || n, 0, 't', 9000000 FROM generate_series(1, ${contacts} / 10) AS n`
    yield* sql`
      INSERT INTO temoin_suppressed (contact, place, address, why, since)
      SELECT 'c' || n, 0, 'c' || n || '@example.com', 'opt-out', 1 FROM generate_series(1, ${contacts} / 2) AS n`
    yield* sql`
      INSERT INTO temoin_tallies
      SELECT 'nps', 'measure', to_char(DATE '2020-01-01' + d, 'YYYY-MM-DD'), '=' || s, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1
      FROM generate_series(0, 2000) AS d, generate_series(1, 30) AS s`
  })
  yield* sql.withTransaction(fill)
  yield* sql`ANALYZE`
})

const settings = {
  zone: "UTC",
  surveys: [{ id: Survey.SurveyId.make("nps"), closes: "7 days" }],
  segments: ["plan"]
} as const

const inStore = <A, E>(effect: Effect.Effect<A, E, HistoryStore | Projections>): Promise<A> =>
  Effect.runPromise(
    Effect.provide(effect, storeIn(schema).pipe(Layer.provide(Layer.succeed(Kept, Option.some(settings)))))
  )

beforeAll(async () => {
  await emptied(schema)
  await inStore(Effect.void)
  await asHost(filled)
}, patience)

const [anna, someone] = [contact("anna"), contact("c41")]

/** Everything that a worker or a host ever asks of the store. */
const everything = Effect.fnUntraced(function* (store: HistoryStore["Service"]) {
  yield* store.load(someone)
  yield* store.load(contact("c42"))
  yield* store.append({ contact: anna, events: [touchpoint("t"), joined("j", "acme")], now: 1, wakeAt: 1 })
  const events = [intended("i", "k", "0".repeat(32)), failed("f", "k"), asked("a"), answered("w", 3)]
  yield* store.append({
    contact: someone,
    events,
    now: 1,
    expected: 3,
    expectedAccount: { id: Contact.AccountId.make("a2"), version: 9 }
  })
  for (const limit of [1, 100, 5000]) {
    const claims = yield* store.claim({ now: 1_000_000, until: 2_000_000, limit })
    assert.lengthOf(claims, limit)
    const [claim] = claims
    if (claim === undefined) return
    const { version } = yield* store.load(claim.contact)
    yield* store.settle({ claim, expected: version, wakeAt: Option.none(), now: 1 })
    const others = claims.slice(1)
    const loaded = yield* store.loadAll(others.map(({ contact }) => contact))
    const results = yield* store.appendAll(
      others.map((claim, index) => ({
        contact: claim.contact,
        events: [touchpoint(`late ${limit}`), joined(`l${limit}`, "globex")],
        now: 1,
        expected: loaded[index]?.version ?? 0,
        claim,
        settle: Option.some(9)
      }))
    )
    assert.isTrue(results.every(Result.isSuccess))
  }
  // a page of thousands is a good part of a table so small, and then it is right to read all of it
  for (const limit of [1, 500]) {
    assert.lengthOf(yield* store.page({ after: Option.some(someone), limit }), limit)
    assert.lengthOf(yield* store.versions({ after: Option.some(someone), limit }), limit)
  }
  const claims = yield* store.claim({ now: 5_000_000, until: 6_000_000, limit: 10 })
  yield* store.release(claims.slice(1))
  yield* Effect.forEach(claims.slice(0, 1), (claim) =>
    store.fail({ claim, problem: "the mail server is away", waits: [], now: 5_000_001 })
  )
  const dead = yield* store.deadLetters({ after: Option.some(someone), limit: 10 })
  assert.lengthOf(dead, 10)
  assert.strictEqual(yield* store.revive({ contacts: dead.map(({ contact }) => contact), now: 5_000_002 }), 10)
  assert.isAbove((yield* store.vitals(5_000_003)).putAside, 100)
  yield* store.nextDue
  yield* store.find(Event.Reference.make("0".repeat(32)))
})

/** Everything that is asked of what is kept. */
const kept = Effect.fnUntraced(function* (projections: Projections["Service"]) {
  const month = { survey: Survey.SurveyId.make("nps"), purpose: "measure", by: "month" } as const
  yield* projections.breakdown({ ...month, segment: "plan", from: "2025-01-01", to: "2025-02-01" })
  for (const own of [{}, { owner: "o7" }]) {
    const cases = yield* projections.cases({ ...own, after: Option.none(), limit: 10 })
    yield* projections.cases({ ...own, after: Option.fromUndefinedOr(cases.at(-1)), limit: 10 })
  }
  assert.lengthOf(yield* projections.exhibitors({ now: 5, after: Option.some(someone), limit: 10 }), 10)
  assert.lengthOf(yield* projections.suppressed("C40000@example.com"), 1)
  const list = yield* projections.suppressions({ after: Option.none(), limit: 10 })
  yield* projections.suppressions({ after: Option.fromUndefinedOr(list.at(-1)), limit: 10 })
  yield* projections.of(someone)
})

interface Plan {
  readonly "Node Type": string
  readonly "Relation Name"?: string
  readonly Plans?: ReadonlyArray<Plan>
}

const nodes = (plan: Plan): ReadonlyArray<Plan> => [plan, ...(plan.Plans ?? []).flatMap(nodes)]

const planOf = Effect.fnUntraced(function* (statement: string) {
  const sql = yield* SqlClient.SqlClient
  const parameters = new Set(statement.match(/\$\d+/g)).size
  const values = parameters === 0 ? "" : `(${Array.from({ length: parameters }, () => "NULL").join()})`
  yield* sql.unsafe(`PREPARE judged AS ${statement}`).unprepared
  const rows = yield* sql.unsafe<{ readonly "QUERY PLAN": ReadonlyArray<{ readonly Plan: Plan }> }>(
    `EXPLAIN (FORMAT JSON) EXECUTE judged${values}`
  ).unprepared
  yield* sql`DEALLOCATE judged`.unprepared
  const [made] = rows[0]?.["QUERY PLAN"] ?? []
  return made === undefined ? assert.fail(`no plan for ${statement}`) : made.Plan
})

it("no statement reads a whole table", { timeout: patience }, async () => {
  const statements = new Set<string>()
  const tracer = Tracer.make({
    span: (options) => {
      const span = new Tracer.NativeSpan(options)
      const attribute = span.attribute.bind(span)
      span.attribute = (key, value) => {
        if (key === "db.query.text") statements.add(String(value))
        attribute(key, value)
      }
      return span
    }
  })
  await inStore(
    Effect.andThen(Effect.flatMap(HistoryStore, everything), Effect.flatMap(Projections, kept)).pipe(
      Effect.withTracer(tracer)
    )
  )
  assert.isAbove(statements.size, 15)
  const judge = Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    yield* sql`SET plan_cache_mode = force_generic_plan`
    for (const statement of statements) {
      if (!/^\s*(WITH|SELECT|INSERT|UPDATE|DELETE)/.test(statement)) continue
      const whole = nodes(yield* planOf(statement)).filter(
        // what is common to all erasures is one row, and so are the settings of what is kept, but for a few of before
        (node) =>
          node["Node Type"] === "Seq Scan" &&
          node["Relation Name"] !== "temoin_erasures" &&
          node["Relation Name"] !== "temoin_settings"
      )
      assert.deepStrictEqual(whole, [], statement)
    }
  })
  await asHost(judge)
})
