/**
 * Schema1: what did a schema look like before contacts belonged to accounts?
 *
 * As the first step made it, word for word. It never changes.
 */
export const schema1 = (schema: string): ReadonlyArray<string> => [
  `CREATE SCHEMA "${schema}"`,
  `CREATE TABLE "${schema}".temoin_migrations (
    migration_id integer primary key,
    created_at timestamp with time zone not null default now(),
    name text not null
  )`,
  `INSERT INTO "${schema}".temoin_migrations (migration_id, name) VALUES (1, 'histories')`,
  `CREATE TABLE "${schema}".temoin_contacts (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    due_at BIGINT,
    claimed_until BIGINT,
    woken_at BIGINT,
    fence BIGINT NOT NULL
  )`,
  `CREATE INDEX temoin_contacts_due ON "${schema}".temoin_contacts (due_at, id) WHERE due_at IS NOT NULL`,
  `CREATE INDEX temoin_contacts_claimed ON "${schema}".temoin_contacts (claimed_until, due_at) WHERE claimed_until IS NOT NULL`,
  `CREATE TABLE "${schema}".temoin_events (
    contact TEXT COLLATE "C" NOT NULL REFERENCES "${schema}".temoin_contacts (id),
    id TEXT COLLATE "C" NOT NULL,
    at BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    score INTEGER,
    document TEXT NOT NULL,
    id_hash BYTEA NOT NULL, PRIMARY KEY (contact, id_hash)
  )`,
  `CREATE TABLE "${schema}".temoin_messages (
    reference TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    contact TEXT COLLATE "C" NOT NULL REFERENCES "${schema}".temoin_contacts (id),
    key TEXT NOT NULL
  )`
]

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`

/** What the first schema held of a contact with these events, each once. */
export const contact1 = (
  schema: string,
  id: string,
  events: ReadonlyArray<{ readonly id: string; readonly occurredAt: number; readonly _tag: string }>
): ReadonlyArray<string> => [
  `INSERT INTO "${schema}".temoin_contacts (id, version, due_at, fence) VALUES (${quoted(id)}, ${events.length}, 5000, 0)`,
  ...events.map(
    (event) => `
      INSERT INTO "${schema}".temoin_events (contact, id, id_hash, at, recorded_at, kind, document)
      VALUES (${quoted(id)}, ${quoted(event.id)}, sha256(convert_to(${quoted(event.id)}, 'UTF8')), ${event.occurredAt},
        ${event.occurredAt}, ${quoted(event._tag)}, ${quoted(JSON.stringify(event))})`
  )
]
