/**
 * Keeping: how does what is kept of each contact become SQL?
 *
 * What is kept of a contact lies in rows of their own: a row per counted answer, per open case, per testimonial that may be shown,
 * per address that must not be written to. The counters are one row per day, survey, purpose and segment, in several slots, so that
 * no two who count at the same time wait for one another; they change by the difference between a contact's old rows and their new
 * ones. `kept_by` of a contact says by which settings their rows were written: whoever's is behind is folded again before anything
 * is read.
 *
 * @since 0.1.0
 */
import * as Breakdown from "@temoin/core/Breakdown"
import * as Consent from "@temoin/core/Consent"
import * as Decision from "@temoin/core/Decision"
import * as FollowUp from "@temoin/core/FollowUp"
import * as History from "@temoin/core/History"
import { StoreError } from "@temoin/core/ports/HistoryStore"
import * as Port from "@temoin/core/ports/Projections"
import * as Projection from "@temoin/core/Projection"
import * as Residue from "@temoin/core/Residue"
import * as Score from "@temoin/core/Score"
import * as Suppression from "@temoin/core/Suppression"
import * as Survey from "@temoin/core/Survey"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SqlClient from "effect/sql/SqlClient"
import * as SqlError from "effect/sql/SqlError"
import * as CodeUnits from "./CodeUnits.ts"
import * as Dialect from "./Dialect.ts"
import * as Column from "./Column.ts"
import * as Document from "./Document.ts"
import type * as Kept from "./Kept.ts"
import type { EventRow } from "./Row.ts"
import * as Transaction from "./Transaction.ts"

/**
 * - `by`: what `kept_by` of a contact is when their rows are right; 0 when nothing is kept.
 * - `added`: takes what a transaction added to the log. `changed`: the same of contacts, by their columns, whose events were rewritten.
 * - `forget`: of these contacts nothing is kept any more, whoever wrote it.
 * - `service`: the port.
 *
 * @category models
 * @since 0.1.0
 */
export interface Keeping {
  readonly by: number
  readonly added: Kept.Keep
  readonly changed: (contacts: ReadonlyArray<string>) => Effect.Effect<void, SqlError.SqlError>
  readonly forget: (contacts: ReadonlyArray<string>) => Effect.Effect<void, SqlError.SqlError>
  readonly service: Port.Projections["Service"]
}

/** What a row of any of the four tables looks like, so that one statement reads them all. */
interface Row {
  readonly contact: string
  readonly place: number
  readonly what: What
  readonly a: string
  readonly b: string | null
  readonly c: string | null
  readonly d: string | null
  readonly e: string | null
  readonly m: number
  readonly n: number | null
}

type What = "answer" | "case" | "exhibited" | "suppressed"

/** Which columns of its table these are. */
const columns = {
  answer: { a: "survey", b: "wave", c: "purpose", d: "day", e: "segment", m: "at", n: "score" },
  case: { a: "case_id", b: "survey", c: "owner", m: "opened_at", n: "due_by" },
  exhibited: { a: "testimonial", m: "until" },
  suppressed: { a: "address", b: "why", m: "since" }
} as const satisfies Record<What, Partial<Record<keyof Row, string>>>

const kinds = ["answer", "case", "exhibited", "suppressed"] as const satisfies ReadonlyArray<What>

/** Later than any deadline. */
const never = Number.MAX_SAFE_INTEGER

/** So many contacts are folded again in one transaction. */
const pageSize = 200

const bare = { b: null, c: null, d: null, e: null, n: null }

const rowsOf = ({ answers, cases, contact, exhibited, suppressed }: Projection.Projection): ReadonlyArray<Row> => {
  const id = CodeUnits.encode(contact)
  return [
    ...answers.map(({ at, day, purpose, score, segment, survey, wave }, place) => ({
      contact: id,
      place,
      what: "answer" as const,
      a: survey,
      b: wave,
      c: purpose,
      d: day,
      e: segment,
      m: at,
      n: score
    })),
    ...cases.map(({ case: name, dueBy, openedAt, owner, survey }, place) => ({
      ...bare,
      contact: id,
      place,
      what: "case" as const,
      a: CodeUnits.encode(name),
      b: survey,
      c: owner,
      m: openedAt,
      n: dueBy ?? never
    })),
    ...exhibited.map(({ testimonial, until }, place) => ({
      ...bare,
      contact: id,
      place,
      what: "exhibited" as const,
      a: testimonial,
      m: until
    })),
    ...suppressed.map(({ address, since, why }, place) => ({
      ...bare,
      contact: id,
      place,
      what: "suppressed" as const,
      a: CodeUnits.encode(address),
      b: why,
      m: since
    }))
  ]
}

const nameOf = ({ contact, place, what }: Row): string => JSON.stringify([what, contact, place])

const isSame = (one: Row, other: Row): boolean =>
  one.a === other.a &&
  one.b === other.b &&
  one.c === other.c &&
  one.d === other.d &&
  one.e === other.e &&
  one.m === other.m &&
  one.n === other.n

const Answer = Schema.Struct({
  survey: Survey.SurveyId,
  wave: Decision.WaveId,
  purpose: Survey.Purpose,
  at: Schema.Int,
  day: Residue.Bin,
  segment: Schema.String,
  score: Score.Score
})
const OpenCase = Schema.Struct({
  case: Decision.CaseId,
  survey: Survey.SurveyId,
  owner: FollowUp.Role,
  openedAt: Schema.Int,
  dueBy: Schema.UndefinedOr(Schema.Int)
})
const Exhibited = Schema.Struct({ testimonial: Consent.TestimonialId, until: Schema.Int })

/** What was kept was written by us, and yet whoever reads a database trusts nobody. */
const read = <S extends Schema.ConstraintDecoder<unknown>>(schema: S) => {
  const decode = Schema.decodeUnknownResult(schema)
  return (value: { readonly [Field in keyof S["Encoded"]]: unknown }): Result.Result<S["Type"], StoreError> =>
    Result.mapError(
      decode(value),
      (cause) => new StoreError({ problem: "a row of what is kept was damaged", retryable: false, cause })
    )
}

const readAnswer = read(Answer)
const readCase = read(OpenCase)
const readExhibited = read(Exhibited)
const readSuppression = read(Suppression.Suppression)

const answerOf = ({ a, b, c, d, e, m, n }: Row) =>
  readAnswer({ survey: a, wave: b, purpose: c, day: d, segment: e, at: m, score: n })
const caseOf = ({ a, b, c, m, n }: Row) =>
  readCase({
    case: CodeUnits.decode(a),
    survey: b,
    owner: c,
    openedAt: m,
    dueBy: n === null || n === never ? undefined : n
  })
const suppressionOf = ({ a, b, m }: Row) => readSuppression({ address: CodeUnits.decode(a), why: b, since: m })

const replaced = new StoreError({
  problem:
    "somebody opened this store with other settings (another zone, other segments, or waves that close at another time), and what is kept follows those now: open it again with the same ones",
  retryable: false
})

const changing = new StoreError({
  problem: "the settings of what is kept are being changed by others again and again: try again",
  retryable: true
})

const scores = ["n0", "n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8", "n9", "n10"] as const

const names = scores.join(", ")

const counters = (by: ReadonlyArray<number>) => {
  const [n0 = 0, n1 = 0, n2 = 0, n3 = 0, n4 = 0, n5 = 0, n6 = 0, n7 = 0, n8 = 0, n9 = 0, n10 = 0] = by
  return { n0, n1, n2, n3, n4, n5, n6, n7, n8, n9, n10 }
}

const counted = {
  survey: "text",
  purpose: "text",
  day: "text",
  segment: "text",
  n0: "bigint",
  n1: "bigint",
  n2: "bigint",
  n3: "bigint",
  n4: "bigint",
  n5: "bigint",
  n6: "bigint",
  n7: "bigint",
  n8: "bigint",
  n9: "bigint",
  n10: "bigint"
} as const

const shape = {
  contact: "text",
  place: "bigint",
  a: "text",
  b: "text",
  c: "text",
  d: "text",
  e: "text",
  m: "bigint",
  n: "bigint"
} as const

const dayMillis = 86_400_000

/** So many rows of counters are brought together at a time. */
const tidied = 5000

/** One after the other, so that who counts at the same time counts elsewhere. */
let turn = Math.floor(Math.random() * 1024)

/**
 * What is kept in this client's database by these settings. `explain` puts the database's own errors in words.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = Effect.fnUntraced(function* (
  dialect: Dialect.Dialect,
  explain: (error: SqlError.SqlError) => StoreError
): Effect.fn.Return<Keeping, StoreError | SqlError.SqlError, SqlClient.SqlClient> {
  const sql = yield* SqlClient.SqlClient
  const settings = Option.getOrUndefined(yield* Port.Kept)
  const { given, isAnyOf, slots, tables } = dialect

  const inWords = <A, E, R>(effect: Effect.Effect<A, E | SqlError.SqlError, R>) =>
    Effect.mapError(effect, (error) => (SqlError.isSqlError(error) ? explain(error) : error))
  const atMost = (limit: number) => Dialect.atMost(sql, limit)

  const latest = Effect.map(
    sql<{ readonly id: number; readonly settings: string }>`
      SELECT id, settings FROM ${tables.settings} ORDER BY id DESC LIMIT 1`,
    ([row]) => row
  )

  /** The number of these settings, which is a new one when the last were others. */
  const numberOf = Effect.fnUntraced(function* (settings: Projection.Settings) {
    const fingerprint = Projection.fingerprint(settings)
    for (let attempt = 0; attempt < 50; attempt++) {
      const found = yield* latest
      if (found?.settings === fingerprint) return found.id
      yield* sql`
        INSERT INTO ${tables.settings} (id, settings) VALUES (${(found?.id ?? 0) + 1}, ${fingerprint})
        ON CONFLICT (id) DO NOTHING`
    }
    return yield* changing
  })

  const by = settings === undefined ? 0 : yield* numberOf(settings)

  const tableOf = (what: What) =>
    ({ answer: tables.answers, case: tables.cases, exhibited: tables.exhibited, suppressed: tables.suppressed })[what]

  const selected = (what: What) => {
    const own: Partial<Record<string, string>> = columns[what]
    const fields = ["a", "b", "c", "d", "e"].map((name) => `${own[name] ?? "CAST(NULL AS TEXT)"} AS ${name}`)
    const numbers = ["m", "n"].map((name) => `CAST(${own[name] ?? "NULL"} AS BIGINT) AS ${name}`)
    return sql.literal(["contact", "place", `'${what}' AS what`, ...fields, ...numbers].join(", "))
  }

  const rowsKept = (ids: ReadonlyArray<string>) =>
    sql<Row>`${sql.join(
      " UNION ALL ",
      false
    )(kinds.map((what) => sql`SELECT ${selected(what)} FROM ${tableOf(what)} WHERE ${isAnyOf("contact", ids)}`))}`

  const columnNames = sql.literal(names)

  const inserting = (what: What, rows: ReadonlyArray<Row>) => {
    const own = Object.entries(columns[what])
    const into = ["contact", "place", ...own.map(([, name]) => name)]
    const from = ["contact", "place", ...own.map(([name]) => name)]
    const changes = own.map(([, name]) => `${name} = excluded.${name}`)
    return sql`
      INSERT INTO ${tableOf(what)} (${sql.literal(into.join(", "))})
      SELECT ${sql.literal(from.join(", "))} FROM ${given("given", shape, rows)} WHERE true
      ON CONFLICT (contact, place) DO UPDATE SET ${sql.literal(changes.join(", "))}`
  }

  const deleting = (what: What, rows: ReadonlyArray<Row>) => sql`
    DELETE FROM ${tableOf(what)} WHERE (contact, place) IN (
      SELECT contact, place FROM ${given("given", { contact: "text", place: "bigint" }, rows)}
    )`

  /** In one order, and last, so that nobody waits for long. */
  const counting = (increments: ReadonlyArray<Projection.Increment>) => {
    const rows = increments.map(({ by, ...cell }) => ({ ...cell, ...counters(by) }))
    return sql`
      INSERT INTO ${tables.tallies} AS t (survey, purpose, day, segment, slot, ${columnNames})
      SELECT survey, purpose, day, segment, ${sql.literal(String(turn++ % slots))}, ${columnNames}
      FROM ${given("given", counted, rows)} WHERE true
      ORDER BY survey, purpose, day, segment
      ON CONFLICT (survey, purpose, day, segment, slot)
      DO UPDATE SET ${sql.literal(scores.map((name) => `${name} = t.${name} + excluded.${name}`).join(", "))}`
  }

  /** Makes the rows of these contacts what they are to be. */
  const rewrite = Effect.fnUntraced(function* (contacts: ReadonlyArray<string>, rows: ReadonlyArray<Row>) {
    const before = new Map((yield* rowsKept(contacts)).map((row) => [nameOf(row), row]))
    const after = new Map(rows.map((row) => [nameOf(row), row]))
    const gone = [...before].flatMap(([name, row]) => (after.has(name) ? [] : [row]))
    const news = [...after].flatMap(([name, row]) => {
      const known = before.get(name)
      return known !== undefined && isSame(known, row) ? [] : [row]
    })
    const statements = kinds.flatMap((what) => {
      const old = gone.filter((row) => row.what === what)
      const fresh = news.filter((row) => row.what === what)
      return [
        ...(old.length === 0 ? [] : [deleting(what, old)]),
        ...(fresh.length === 0 ? [] : [inserting(what, fresh)])
      ]
    })
    const moved = [...gone, ...news.flatMap((row) => before.get(nameOf(row)) ?? [])]
    const increments = Projection.difference(countedIn(moved), countedIn(news))
    if (increments.length > 0) statements.push(counting(increments))
    if (statements.length > 0) yield* dialect.together(undefined, statements)
  })

  /** As their stored events have it. Gives those whose events cannot be read. */
  const keep = Effect.fnUntraced(function* (settings: Projection.Settings, contacts: ReadonlyArray<string>) {
    const events = yield* sql<EventRow>`
      SELECT contact, id, document FROM ${tables.events}
      WHERE ${isAnyOf("contact", contacts)} AND ${sql.in("kind", Projection.told)}`
    const byContact = Map.groupBy(events, ({ contact }) => contact)
    const unread: Array<string> = []
    const rows: Array<Row> = []
    for (const column of contacts) {
      const projection = Result.gen(function* () {
        const contact = yield* Column.toContact(column)
        const told = (byContact.get(column) ?? []).map(({ document, id }) => Document.toEvent(contact, id, document))
        return Projection.of(settings, yield* History.make(contact, yield* Result.all(told)))
      })
      if (Result.isFailure(projection)) unread.push(column)
      else rows.push(...rowsOf(projection.success))
    }
    const left = new Set(unread)
    const read = contacts.filter((contact) => !left.has(contact))
    if (read.length > 0) yield* rewrite(read, rows)
    return unread
  })

  const behind = (contacts: ReadonlyArray<string>) =>
    contacts.length === 0
      ? Effect.void
      : sql`UPDATE ${tables.contacts} SET kept_by = 0 WHERE ${isAnyOf("id", contacts)}`

  const changed = Effect.fnUntraced(function* (contacts: ReadonlyArray<string>) {
    if (contacts.length === 0) return
    // what is recorded must not be lost for a report: whoever cannot be read is behind
    yield* behind(settings === undefined ? contacts : yield* keep(settings, contacts))
  })

  /** A page of those that are behind, folded again. Gives who could not be, and the last of all. */
  const fold = Effect.fnUntraced(function* (settings: Projection.Settings, after: string) {
    const page = yield* sql<{ readonly id: string }>`
      SELECT id FROM ${tables.contacts} WHERE kept_by < ${by} AND id > ${after}
      ORDER BY id LIMIT ${atMost(pageSize)} ${dialect.lockRow}`
    const ids = page.map(({ id }) => id)
    const unread = new Set(ids.length === 0 ? [] : yield* keep(settings, ids))
    const done = ids.filter((id) => !unread.has(id))
    if (done.length > 0) {
      yield* sql`UPDATE ${tables.contacts} SET kept_by = ${by} WHERE ${isAnyOf("id", done)}`
    }
    return { last: ids.at(-1), unread: [...unread] }
  })

  const standing = Effect.map(
    sql<{ readonly latest: number; readonly behind: number }>`
      SELECT (SELECT MAX(id) FROM ${tables.settings}) AS latest,
        CASE WHEN (SELECT MIN(kept_by) FROM ${tables.contacts}) < ${by} THEN 1 ELSE 0 END AS behind`,
    ([row]) => row
  )

  /** Nobody is behind any more, but for those whose events cannot be read. */
  const caughtUp = Effect.gen(function* () {
    if (settings === undefined) return yield* Port.notTold
    const stands = yield* standing
    if (stands?.latest !== by) return yield* replaced
    const unread: Array<string> = []
    for (let after: string | undefined = stands.behind === 0 ? undefined : ""; after !== undefined;) {
      const page = yield* Transaction.insisting(dialect, Transaction.run(sql, fold(settings, after)))
      unread.push(...page.unread)
      after = page.last
    }
    return { settings, unread }
  })

  /** The same, where one that cannot be read would make the answer wrong. */
  const complete = Effect.gen(function* () {
    const { settings, unread } = yield* caughtUp
    if (unread.length === 0) return settings
    return yield* new StoreError({
      problem: `the history of ${unread.length === 1 ? "a contact" : `${unread.length} contacts`} cannot be read (${JSON.stringify(CodeUnits.decode(unread[0] ?? "").slice(0, 100))}): load it to see why; until it is repaired nothing can be said of all`,
      retryable: false
    })
  })

  /**
   * Who counts holds rows of one slot only, in their order; so who waits here for those of the first slot, in the same order, has only
   * passed over the rest, and nobody waits in a circle.
   */
  const together = (before: string) => sql<{ readonly gone: number; readonly into: number }>`
    WITH spread AS (
      SELECT survey, purpose, day, segment, slot FROM ${tables.tallies} WHERE day < ${before} AND slot > 0
      ORDER BY survey, purpose, day, segment, slot LIMIT ${Dialect.atMost(sql, tidied)} FOR UPDATE SKIP LOCKED
    ), gone AS (
      DELETE FROM ${tables.tallies} AS t USING spread s
      WHERE (t.survey, t.purpose, t.day, t.segment, t.slot) = (s.survey, s.purpose, s.day, s.segment, s.slot)
      RETURNING t.*
    ), brought AS (
      INSERT INTO ${tables.tallies} AS t (survey, purpose, day, segment, slot, ${columnNames})
      SELECT survey, purpose, day, segment, 0, ${sql.literal(scores.map((name) => `CAST(SUM(${name}) AS INTEGER)`).join(", "))}
      FROM gone GROUP BY survey, purpose, day, segment ORDER BY survey, purpose, day, segment
      ON CONFLICT (survey, purpose, day, segment, slot)
      DO UPDATE SET ${sql.literal(scores.map((name) => `${name} = t.${name} + excluded.${name}`).join(", "))}
      RETURNING (xmax = 0) AS is_new
    )
    SELECT (SELECT count(*)::int FROM gone) AS gone, (SELECT count(*)::int FROM brought WHERE is_new) AS into`

  const totals = sql.literal(scores.map((name) => `CAST(SUM(${name}) AS BIGINT) AS ${name}`).join(", "))

  const service = Port.Projections.of({
    breakdown: Effect.fnUntraced(function* (query) {
      const { segments } = yield* complete
      // refused before anything is read
      yield* Effect.fromResult(Breakdown.make(query, segments, []))
      const bin = sql.literal(query.by === "day" ? "day" : "substr(day, 1, 7)")
      const segment = sql.literal(query.segment === undefined ? "CAST('' AS TEXT)" : "segment")
      const of = sql`survey = ${query.survey} AND purpose = ${query.purpose}`
      const rows = yield* sql<{ readonly bin: string; readonly segment: string } & Record<string, number>>`
        SELECT ${bin} AS bin, ${segment} AS segment, ${totals} FROM ${tables.tallies}
        WHERE ${of} AND day >= ${query.from ?? ""} AND day < ${query.to ?? "always"} GROUP BY 1, 2
        UNION ALL
        SELECT day AS bin, ${segment} AS segment, ${totals} FROM ${tables.tallies}
        WHERE ${of} AND day = 'always' GROUP BY 1, 2`
      const counters = rows.map(({ bin, segment, ...row }) => ({ bin, segment, tally: tallyOf(row) }))
      return yield* Effect.fromResult(Breakdown.make(query, segments, counters))
    }, inWords),

    cases: Effect.fnUntraced(function* ({ after, limit, owner }) {
      yield* complete
      const own = owner === undefined ? sql`true` : sql`owner = ${owner}`
      const start = Option.map(after, ({ case: name, contact, dueBy = never, openedAt }) => {
        const [who, what] = [CodeUnits.encode(contact), CodeUnits.encode(name)]
        return sql`
          (due_by, contact) >= (${dueBy}, ${who})
          AND (due_by > ${dueBy} OR contact > ${who} OR opened_at > ${openedAt} OR (opened_at = ${openedAt} AND case_id > ${what}))`
      })
      const rows = yield* sql<Row>`
        SELECT ${selected("case")} FROM ${tables.cases}
        WHERE ${own} AND ${Option.getOrElse(start, () => sql`true`)}
        ORDER BY due_by, contact, place LIMIT ${atMost(limit)}`
      return yield* Effect.fromResult(
        Result.all(
          rows.map((row) =>
            Result.flatMap(Column.toContact(row.contact), (contact) =>
              Result.map(caseOf(row), (open): Port.ContactCase => ({ contact, ...open }))
            )
          )
        )
      )
    }, inWords),

    exhibitors: Effect.fnUntraced(function* ({ after, limit, now }) {
      yield* complete
      const start = Option.match(after, { onNone: () => "", onSome: CodeUnits.encode })
      const rows = yield* sql<{ readonly contact: string }>`
        SELECT DISTINCT contact FROM ${tables.exhibited} WHERE contact > ${start} AND until > ${now}
        ORDER BY contact LIMIT ${atMost(limit)}`
      return yield* Effect.fromResult(Result.all(rows.map(({ contact }) => Column.toContact(contact))))
    }, inWords),

    suppressed: Effect.fnUntraced(function* (address) {
      yield* caughtUp
      const rows = yield* sql<Row>`
        SELECT ${selected("suppressed")} FROM ${tables.suppressed}
        WHERE address = ${CodeUnits.encode(Suppression.normal(address))} ORDER BY contact, why`
      return yield* Effect.fromResult(Result.all(rows.map(listed)))
    }, inWords),

    suppressions: Effect.fnUntraced(function* ({ after, limit }) {
      yield* complete
      const start = Option.map(
        after,
        ({ address, contact, why }) =>
          sql`(address, contact, why) > (${CodeUnits.encode(address)}, ${CodeUnits.encode(contact)}, ${why})`
      )
      const rows = yield* sql<Row>`
        SELECT ${selected("suppressed")} FROM ${tables.suppressed} WHERE ${Option.getOrElse(start, () => sql`true`)}
        ORDER BY address, contact, why LIMIT ${atMost(limit)}`
      return yield* Effect.fromResult(Result.all(rows.map(listed)))
    }, inWords),

    of: Effect.fnUntraced(function* (contact) {
      yield* complete
      const rows = (yield* rowsKept([CodeUnits.encode(contact)])).toSorted((a, b) => a.place - b.place)
      const own = (kind: What) => rows.filter(({ what }) => what === kind)
      return yield* Effect.fromResult(
        Result.gen(function* () {
          return {
            contact,
            answers: yield* Result.all(own("answer").map(answerOf)),
            cases: yield* Result.all(own("case").map(caseOf)),
            exhibited: yield* Result.all(
              own("exhibited").map(({ a, m }) => readExhibited({ testimonial: a, until: m }))
            ),
            suppressed: yield* Result.all(own("suppressed").map(suppressionOf))
          }
        })
      )
    }, inWords),

    tidy: Effect.fnUntraced(function* (now): Effect.fn.Return<number, StoreError | SqlError.SqlError> {
      if (slots === 1) return 0
      const before = new Date(now - 2 * dayMillis).toISOString().slice(0, 10)
      let saved = 0
      for (;;) {
        const [brought] = yield* together(before)
        saved += (brought?.gone ?? 0) - (brought?.into ?? 0)
        if ((brought?.gone ?? 0) < tidied) return saved
      }
    }, inWords)
  })

  // those that cannot be read now are told of when somebody asks
  if (settings !== undefined) yield* caughtUp
  return {
    by,
    service,
    changed,
    forget: (contacts) => rewrite(contacts, []),
    added: (additions) =>
      settings === undefined
        ? Effect.void
        : changed([
            ...new Set(
              additions.flatMap(({ documents, id }) =>
                documents.some(({ event }) => Projection.reads(event)) ? id : []
              )
            )
          ])
  }
})

const listed = (row: Row): Result.Result<Port.ContactSuppression, StoreError> =>
  Result.flatMap(Column.toContact(row.contact), (contact) =>
    Result.map(suppressionOf(row), (one) => ({ contact, ...one }))
  )

type Counted = Parameters<typeof Projection.difference>[0] extends Iterable<infer A> ? A : never

/** The rows of answers, as we wrote them. */
const countedIn = (rows: ReadonlyArray<Row>): ReadonlyArray<Counted> =>
  rows.flatMap((row) => (row.what === "answer" ? [Result.getOrThrow(answerOf(row))] : []))

const tallyOf = (row: Record<string, number>) => {
  const n = (score: number) => row[`n${score}`] ?? 0
  return [n(0), n(1), n(2), n(3), n(4), n(5), n(6), n(7), n(8), n(9), n(10)] as const
}
