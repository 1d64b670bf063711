/**
 * Storing: what does a durable store cost above SQLite itself?
 *
 * Both files lie in one folder beside this package, on the disk where the code is: a folder for temporary files may lie in
 * memory, where a commit costs nothing.
 */
import type * as Contact from "@temoin/core/Contact"
import { WaveId } from "@temoin/core/Decision"
import * as Event from "@temoin/core/Event"
import { SurveyId } from "@temoin/core/Survey"
import { HistoryStore } from "@temoin/core/ports/HistoryStore"
import * as Sqlite from "@temoin/storage-sql/sqlite"
import * as Effect from "effect/Effect"
import * as ManagedRuntime from "effect/ManagedRuntime"
import { mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { isDeepStrictEqual } from "node:util"
import { type Benchmark, once, type Sink } from "../Benchmark.ts"
import * as Workload from "../fixture/Workload.ts"

const histories = 100
const eventsEach = 20

interface Known {
  readonly contact: Contact.ContactId
  readonly events: ReadonlyArray<Event.Event>
}

const known = once((): ReadonlyArray<Known> =>
  Array.from({ length: histories }, (_, seed) => {
    const { contact, history } = Workload.lasting(4 * eventsEach, seed)
    return { contact, events: history.events.slice(0, eventsEach) }
  })
)

/** What the store asks of SQLite, without the store. */
const openBare = (filename: string) => {
  const db = new DatabaseSync(filename)
  db.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA busy_timeout = 1000;
    CREATE TABLE events (
      contact TEXT NOT NULL,
      id TEXT NOT NULL,
      at BIGINT NOT NULL,
      recorded_at BIGINT NOT NULL,
      kind TEXT NOT NULL,
      score INTEGER,
      document TEXT NOT NULL,
      PRIMARY KEY (contact, id)
    ) WITHOUT ROWID`)
  const begin = db.prepare("BEGIN IMMEDIATE")
  const insert = db.prepare("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)")
  const commit = db.prepare("COMMIT")
  const select = db.prepare("SELECT document FROM events WHERE contact = ?")
  return {
    append: (contact: string, events: ReadonlyArray<Event.Event>): number => {
      let added = 0
      begin.run()
      for (const event of events) {
        const score = event._tag === "Answered" ? event.score : null
        const { id, occurredAt, recordedAt } = event
        const row = [contact, id, occurredAt, recordedAt, event._tag, score, JSON.stringify(event)]
        added += Number(insert.run(...row).changes)
      }
      commit.run()
      return added
    },
    load: (contact: string): ReadonlyArray<Event.Event> =>
      select.all(contact).map(({ document }): Event.Event => JSON.parse(String(document))),
    close: () => db.close()
  }
}

/** Both stores, empty. */
const openEmpty = (folder: string) => {
  const runtime = ManagedRuntime.make(Sqlite.layer({ filename: join(folder, "ours.db") }))
  const store = runtime.runSync(HistoryStore)
  const bare = openBare(join(folder, "bare.db"))
  return {
    store,
    bare,
    close: () => {
      bare.close()
      Effect.runSync(runtime.disposeEffect)
    }
  }
}

/** Both stores, with the same hundred histories in them. */
const open = () => {
  const home = join(import.meta.dirname, "..", "..", "node_modules")
  mkdirSync(home, { recursive: true })
  const folder = mkdtempSync(join(home, ".bench-"))
  const remove = () => rmSync(folder, { recursive: true })
  try {
    const { bare, close, store } = openEmpty(folder)
    for (const { contact, events } of known()) {
      Effect.runSync(store.append({ contact, events, now: 0 }))
      bare.append(contact, events)
    }
    return {
      store,
      bare,
      close: () => {
        close()
        remove()
      }
    }
  } catch (error) {
    remove()
    throw error
  }
}

type Stores = ReturnType<typeof open>

const byId = (events: ReadonlyArray<Event.Event>) => events.toSorted((a, b) => (a.id < b.id ? -1 : 1))

/** The first contact of whom the two stores do not hold the same. */
const disagreement = ({ bare, store }: Stores): string | undefined => {
  const found = known().find(
    ({ contact }) => !isDeepStrictEqual(byId(Effect.runSync(store.load(contact)).events), byId(bare.load(contact)))
  )
  return found && `the two files do not hold the same of ${found.contact}`
}

/** Both stores, opened when somebody first asks for them. */
const stores = () => {
  let opened: Stores | undefined
  return {
    both: () => (opened ??= open()),
    close: () => {
      opened?.close()
      opened = undefined
    }
  }
}

const survey = SurveyId.make("instructor-training")
const wave = WaveId.make("touchpoint:late")

/** One more answer each time, of each person in turn. */
const answers = () => {
  let count = 0
  return () => {
    const { contact } = known()[count % histories]!
    const at = 1_900_000_000_000 + ++count
    const event: Event.Event = {
      _tag: "Answered",
      id: Event.EventId.make(`late-${count}`),
      occurredAt: at,
      recordedAt: at,
      survey,
      wave,
      score: 9,
      comment: "The exercises were good, and there was time to ask."
    }
    return { contact, event, at }
  }
}

const recording = (): Benchmark => {
  const { both, close } = stores()
  const [next, nextBare] = [answers(), answers()]
  const ours = (): Sink => {
    const { at, contact, event } = next()
    return Effect.runSync(both().store.append({ contact, events: [event], now: at, wakeAt: at })).added
  }
  const reference = (): Sink => {
    const { contact, event } = nextBare()
    return both().bare.append(contact, [event])
  }
  return {
    what: "HistoryStore.append on sqlite, one event",
    unit: "append",
    units: () => 1,
    ours,
    reference,
    referenceIs: "one INSERT and its commit on node:sqlite",
    target: 1.5,
    differs: () => {
      ours()
      reference()
      return disagreement(both())
    },
    close
  }
}

/** Loads every history. */
const loadAll = (load: (contact: Contact.ContactId) => ReadonlyArray<Event.Event>): Sink =>
  known().reduce(
    (sum, { contact }) => load(contact).reduce((sum, { occurredAt }) => sum + (occurredAt % 997), sum + 1),
    0
  )

const loading = (): Benchmark => {
  const { both, close } = stores()
  return {
    what: `HistoryStore.load on sqlite, ${eventsEach} events`,
    unit: "history",
    units: () => histories,
    ours: () => {
      const { store } = both()
      return loadAll((contact) => Effect.runSync(store.load(contact)).events)
    },
    reference: () => {
      const { bare } = both()
      return loadAll((contact) => bare.load(contact))
    },
    referenceIs: "one SELECT and JSON.parse, unchecked",
    differs: () => disagreement(both()),
    close
  }
}

export const benchmarks: ReadonlyArray<Benchmark> = [recording(), loading()]
