/**
 * Schema1: what did a database look like before contacts belonged to accounts?
 *
 * As the first release of the schema made it, word for word. It never changes.
 */
export const schema1 = `
  CREATE TABLE temoin_migrations (
    migration_id integer PRIMARY KEY NOT NULL,
    created_at datetime NOT NULL DEFAULT current_timestamp,
    name VARCHAR(255) NOT NULL
  );
  INSERT INTO temoin_migrations (migration_id, name) VALUES (1, 'histories');
  CREATE TABLE temoin_contacts (
    id TEXT COLLATE BINARY NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    due_at BIGINT,
    claimed_until BIGINT,
    woken_at BIGINT,
    fence BIGINT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX temoin_contacts_due ON temoin_contacts (due_at, id) WHERE due_at IS NOT NULL;
  CREATE INDEX temoin_contacts_claimed ON temoin_contacts (claimed_until, due_at) WHERE claimed_until IS NOT NULL;
  CREATE TABLE temoin_events (
    contact TEXT COLLATE BINARY NOT NULL REFERENCES temoin_contacts (id),
    id TEXT COLLATE BINARY NOT NULL,
    at BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    score INTEGER,
    document TEXT NOT NULL,
    PRIMARY KEY (contact, id)
  ) WITHOUT ROWID;
  CREATE TABLE temoin_messages (
    reference TEXT COLLATE BINARY NOT NULL PRIMARY KEY,
    contact TEXT COLLATE BINARY NOT NULL REFERENCES temoin_contacts (id),
    key TEXT NOT NULL
  ) WITHOUT ROWID;
`

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`

/** What the first schema held of a contact with these events, each once. */
export const contact1 = (
  id: string,
  events: ReadonlyArray<{ readonly id: string; readonly occurredAt: number; readonly _tag: string }>,
  documentOf: (event: object) => string = JSON.stringify
): string => `
  INSERT INTO temoin_contacts (id, version, due_at, fence) VALUES (${quoted(id)}, ${events.length}, 5000, 0);
  ${events
    .map(
      (event) => `
  INSERT INTO temoin_events (contact, id, at, recorded_at, kind, document)
  VALUES (${quoted(id)}, ${quoted(event.id)}, ${event.occurredAt}, ${event.occurredAt}, ${quoted(event._tag)}, ${quoted(documentOf(event))});`
    )
    .join("")}
`
