/**
 * Migration: how does the schema grow?
 *
 * Numbered steps, forward only, each taken once and recorded in `temoin_migrations`. A step that was released never
 * changes; what is to be different is a new step.
 *
 * @since 0.1.0
 */
import * as Account from "@temoin/core/Account"
import type * as Event from "@temoin/core/Event"
import * as Score from "@temoin/core/Score"
import * as Effect from "effect/Effect"
import * as Record from "effect/Record"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Migrator from "effect/sql/Migrator"
import * as SqlClient from "effect/sql/SqlClient"
import type * as SqlError from "effect/sql/SqlError"
import type * as Dialect from "./Dialect.ts"
import * as Document from "./Document.ts"

/**
 * The database was written by a newer release than this one. Nothing was changed.
 *
 * @category errors
 * @since 0.1.0
 */
export class SchemaTooNew extends Schema.TaggedError<SchemaTooNew>()("SchemaTooNew", {
  database: Schema.String,
  found: Schema.Int,
  known: Schema.Int
}) {
  override get message() {
    return `${this.database} has schema ${this.found}, and this release of @temoin/storage-sql knows only up to ${this.known}: use the release that wrote it, or a newer one (nothing was changed)`
  }
}

const first = Effect.fnUntraced(function* (dialect: Dialect.Dialect) {
  const sql = yield* SqlClient.SqlClient
  const { clustered, eventKey, identifier, tables } = dialect
  yield* sql`CREATE TABLE ${tables.contacts} (
    id ${identifier} NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    due_at BIGINT,
    claimed_until BIGINT,
    woken_at BIGINT,
    fence BIGINT NOT NULL
  ) ${clustered}`
  yield* sql`CREATE INDEX temoin_contacts_due ON ${tables.contacts} (due_at, id) WHERE due_at IS NOT NULL`
  yield* sql`CREATE INDEX temoin_contacts_claimed ON ${tables.contacts} (claimed_until, due_at) WHERE claimed_until IS NOT NULL`
  yield* sql`CREATE TABLE ${tables.events} (
    contact ${identifier} NOT NULL REFERENCES ${tables.contacts} (id),
    id ${identifier} NOT NULL,
    at BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    score INTEGER,
    document TEXT NOT NULL,
    ${eventKey}
  ) ${clustered}`
  yield* sql`CREATE TABLE ${tables.messages} (
    reference ${identifier} NOT NULL PRIMARY KEY,
    contact ${identifier} NOT NULL REFERENCES ${tables.contacts} (id),
    key TEXT NOT NULL
  ) ${clustered}`
})

const pageSize = 1000

/** Contacts belong to accounts, which have versions of their own. */
const second = Effect.fnUntraced(function* (dialect: Dialect.Dialect) {
  const sql = yield* SqlClient.SqlClient
  const { clustered, identifier, tables } = dialect
  yield* sql`CREATE TABLE ${tables.accounts} (
    id ${identifier} NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL
  ) ${clustered}`
  yield* sql`ALTER TABLE ${tables.contacts} ADD COLUMN account ${identifier}`
  yield* sql`CREATE INDEX temoin_contacts_account ON ${tables.contacts} (account) WHERE account IS NOT NULL`
  let last = ""
  for (;;) {
    const rows = yield* sql<{ readonly contact: string; readonly id: string; readonly document: string }>`
      SELECT contact, id, document FROM ${tables.events}
      WHERE kind = 'ContactChanged' AND contact IN (
        SELECT id FROM ${tables.contacts} WHERE id > ${last} ORDER BY id LIMIT ${pageSize}
      )`
    const changes = new Map<string, Array<Event.Event>>()
    for (const { contact, document, id } of rows) {
      // one that was damaged is reported when its contact is loaded
      const event = Result.getOrUndefined(Document.toEvent(contact, id, document))
      if (event !== undefined) changes.set(contact, [...(changes.get(contact) ?? []), event])
    }
    for (const [contact, events] of changes) {
      const account = Account.membership(events)
      if (account === undefined) continue
      yield* sql`UPDATE ${tables.contacts} SET account = ${account} WHERE id = ${contact}`
    }
    const [end] = yield* sql<{ readonly id: string | null }>`
      SELECT MAX(id) AS id FROM (SELECT id FROM ${tables.contacts} WHERE id > ${last} ORDER BY id LIMIT ${pageSize}) AS page`
    if (end?.id === undefined || end.id === null) return
    last = end.id
  }
})

/** People are erased. Whatever is deleted of a contact must be found by it. */
const erasing = Effect.fnUntraced(function* (dialect: Dialect.Dialect) {
  const sql = yield* SqlClient.SqlClient
  const { clustered, identifier, tables } = dialect
  yield* sql`CREATE TABLE ${tables.erasures} (
    id INTEGER NOT NULL PRIMARY KEY,
    key TEXT,
    zone TEXT,
    erased BIGINT NOT NULL,
    floor BIGINT NOT NULL
  )`
  yield* sql`INSERT INTO ${tables.erasures} (id, key, zone, erased, floor) VALUES (1, NULL, NULL, 0, 0)`
  yield* sql`CREATE TABLE ${tables.erased} (
    mark ${identifier} NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    reason TEXT,
    noted_by TEXT
  ) ${clustered}`
  yield* sql`CREATE TABLE ${tables.residue} (
    survey ${identifier} NOT NULL,
    purpose ${identifier} NOT NULL,
    bin ${identifier} NOT NULL,
    people BIGINT NOT NULL,
    tally TEXT NOT NULL,
    PRIMARY KEY (survey, purpose, bin)
  ) ${clustered}`
  yield* sql`CREATE TABLE ${tables.sealed} (
    name ${identifier} NOT NULL,
    mark ${identifier} NOT NULL,
    until_at BIGINT,
    document TEXT NOT NULL,
    PRIMARY KEY (name, mark)
  ) ${clustered}`
  yield* sql`CREATE INDEX temoin_messages_contact ON ${tables.messages} (contact)`
  yield* sql`CREATE INDEX temoin_events_merged ON ${tables.events} (contact) WHERE kind = 'MergedInto'`
})

/** The latest failure of a contact that could not be worked on, and whether it was put aside. */
const failing = Effect.fnUntraced(function* (dialect: Dialect.Dialect) {
  const sql = yield* SqlClient.SqlClient
  const { clustered, identifier, tables } = dialect
  yield* sql`CREATE TABLE ${tables.failures} (
    contact ${identifier} NOT NULL PRIMARY KEY REFERENCES ${tables.contacts} (id) ON DELETE CASCADE,
    problem TEXT NOT NULL,
    failures INTEGER NOT NULL,
    at BIGINT NOT NULL,
    fence BIGINT NOT NULL,
    aside INTEGER NOT NULL
  ) ${clustered}`
  yield* sql`CREATE INDEX temoin_failures_aside ON ${tables.failures} (contact) WHERE aside = 1`
})

/** Every key of a table about contacts holds the contact, so that all of them can be spread over machines by it. */
const spreading = Effect.fnUntraced(function* (dialect: Dialect.Dialect) {
  const sql = yield* SqlClient.SqlClient
  const { clustered, identifier, tables } = dialect
  yield* sql`CREATE TEMPORARY TABLE temoin_moving AS SELECT reference, contact, key FROM ${tables.messages}`
  yield* sql`DROP TABLE ${tables.messages}`
  yield* sql`CREATE TABLE ${tables.messages} (
    contact ${identifier} NOT NULL REFERENCES ${tables.contacts} (id),
    reference ${identifier} NOT NULL,
    key TEXT NOT NULL,
    PRIMARY KEY (contact, reference)
  ) ${clustered}`
  yield* sql`INSERT INTO ${tables.messages} (contact, reference, key) SELECT contact, reference, key FROM temoin_moving`
  yield* sql`DROP TABLE temoin_moving`
  yield* sql`CREATE INDEX temoin_messages_reference ON ${tables.messages} (reference)`
})

/** What must be remembered that is no fact about a contact. */
const noting = Effect.fnUntraced(function* (dialect: Dialect.Dialect) {
  const sql = yield* SqlClient.SqlClient
  const { clustered, identifier, tables } = dialect
  yield* sql`CREATE TABLE ${tables.notebook} (
    key ${identifier} NOT NULL PRIMARY KEY,
    value TEXT NOT NULL,
    version BIGINT NOT NULL
  ) ${clustered}`
})

/** What is kept of each contact. Whoever was there before is folded when the store is opened: their `kept_by` is behind. */
const projections = Effect.fnUntraced(function* (dialect: Dialect.Dialect) {
  const sql = yield* SqlClient.SqlClient
  const { clustered, identifier, tables } = dialect
  yield* sql`CREATE TABLE ${tables.settings} (id BIGINT NOT NULL PRIMARY KEY, settings TEXT NOT NULL)`
  yield* sql`ALTER TABLE ${tables.contacts} ADD COLUMN kept_by BIGINT NOT NULL DEFAULT 0`
  yield* sql`CREATE INDEX temoin_contacts_kept ON ${tables.contacts} (kept_by, id)`
  const own = sql`contact ${identifier} NOT NULL REFERENCES ${tables.contacts} (id),
    place BIGINT NOT NULL,
    PRIMARY KEY (contact, place)`
  yield* sql`CREATE TABLE ${tables.answers} (
    survey TEXT NOT NULL,
    wave TEXT NOT NULL,
    purpose TEXT NOT NULL,
    at BIGINT NOT NULL,
    day ${identifier} NOT NULL,
    segment TEXT NOT NULL,
    score BIGINT NOT NULL,
    ${own}
  ) ${clustered}`
  yield* sql`CREATE TABLE ${tables.cases} (
    case_id ${identifier} NOT NULL,
    survey TEXT NOT NULL,
    owner TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    due_by BIGINT NOT NULL,
    ${own}
  ) ${clustered}`
  yield* sql`CREATE INDEX temoin_cases_due ON ${tables.cases} (due_by, contact, place)`
  yield* sql`CREATE INDEX temoin_cases_owner ON ${tables.cases} (owner, due_by, contact, place)`
  yield* sql`CREATE TABLE ${tables.exhibited} (testimonial TEXT NOT NULL, until BIGINT NOT NULL, ${own}) ${clustered}`
  yield* sql`CREATE TABLE ${tables.suppressed} (
    address ${identifier} NOT NULL,
    why ${identifier} NOT NULL,
    since BIGINT NOT NULL,
    ${own}
  ) ${clustered}`
  yield* sql`CREATE INDEX temoin_suppressed_address ON ${tables.suppressed} (address, contact, why)`
  // of whole numbers of four bytes PostgreSQL makes sums several times as fast as of eight
  const counters = Score.scale.map((score) => `n${score} INTEGER NOT NULL`).join(", ")
  yield* sql`CREATE TABLE ${tables.tallies} (
    survey TEXT NOT NULL,
    purpose TEXT NOT NULL,
    day ${identifier} NOT NULL,
    segment ${identifier} NOT NULL,
    slot INTEGER NOT NULL,
    ${sql.literal(counters)},
    PRIMARY KEY (survey, purpose, day, segment, slot)
  ) ${clustered}`
})

/**
 * Whoever adds an event writes its contact's row in the same statement. PostgreSQL would still look for that row again, for each
 * event, which took a third of its time.
 */
const unreferring = Effect.fnUntraced(function* ({ locksRows, tables }: Dialect.Dialect) {
  const sql = yield* SqlClient.SqlClient
  if (locksRows) yield* sql`ALTER TABLE ${tables.events} DROP CONSTRAINT IF EXISTS temoin_events_contact_fkey`
})

const steps = {
  "1_histories": first,
  "2_accounts": second,
  "3_erasing": erasing,
  "4_failures": failing,
  "5_spreading": spreading,
  "6_notebook": noting,
  "7_projections": projections,
  "8_unreferring": unreferring
}

const taking = (dialect: Dialect.Dialect) => Record.map(steps, (step) => step(dialect))

/**
 * The schema this release works with: the number of its last step.
 *
 * @category getters
 * @since 0.1.0
 */
export const known = Object.keys(steps).length

/**
 * Takes the steps that this database has not taken yet, all or none. `database` is its name in the error.
 *
 * @category running
 * @since 0.1.0
 */
export const run = Effect.fnUntraced(function* (
  database: string,
  dialect: Dialect.Dialect
): Effect.fn.Return<void, SchemaTooNew | Migrator.MigrationError | SqlError.SqlError, SqlClient.SqlClient> {
  const sql = yield* SqlClient.SqlClient
  yield* Migrator.make({})({ loader: Migrator.fromRecord(taking(dialect)), table: dialect.migrations })
  const [row] = yield* sql<{
    readonly found: number
  }>`SELECT MAX(migration_id) AS found FROM ${sql(dialect.migrations)}`
  const found = row?.found ?? 0
  if (found > known) return yield* new SchemaTooNew({ database, found, known })
})
