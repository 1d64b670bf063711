import * as Contact from "@temoin/core/Contact"
import * as Event from "@temoin/core/Event"
import type { HistoryStore, StoreError } from "@temoin/core/ports/HistoryStore"
import * as Sqlite from "@temoin/storage-sql/sqlite"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

export const contact = Contact.ContactId.make

const decode = Schema.decodeUnknownSync(Event.Event)

export const touchpoint = (id: string, kind = "delivery.completed", occurredAt = 1000, recordedAt = occurredAt) =>
  decode({ _tag: "TouchpointHappened", id, occurredAt, recordedAt, kind })

export const answered = (id: string, score: number, comment?: string, occurredAt = 1000, recordedAt = occurredAt) =>
  decode({
    _tag: "Answered",
    id,
    occurredAt,
    recordedAt,
    survey: "nps",
    wave: "touchpoint:1",
    score,
    ...(comment === undefined ? {} : { comment })
  })

export const intended = (id: string, key: string, reference: string, attempt = 1) =>
  decode({
    _tag: "Intended",
    id,
    occurredAt: 1000,
    recordedAt: 1000,
    key,
    attempt,
    reference,
    address: "anna@example.com",
    decision: {
      _tag: "Invite",
      key,
      survey: "nps",
      wave: "touchpoint:1",
      because: [{ _tag: "NoAddress" }],
      expiresAt: 9000,
      closes: "7 days"
    }
  })

/** From now on they belong to this account, or to none. */
export const joined = (id: string, account: string | null, occurredAt = 1000) =>
  decode({ _tag: "ContactChanged", id, occurredAt, recordedAt: occurredAt, account })

/** What is known of them from another contact, who was merged into them. */
export const inherited = (id: string, event: Event.Event) =>
  decode({ _tag: "Inherited", id, occurredAt: event.occurredAt, recordedAt: event.recordedAt, from: "other", event })

export const asked = (id: string, occurredAt = 1000) =>
  decode({ _tag: "AskedElsewhere", id, occurredAt, recordedAt: occurredAt, survey: "nps" })

export const failed = (id: string, key: string, occurredAt = 1000) =>
  decode({ _tag: "SendFailed", id, occurredAt, recordedAt: occurredAt, key, attempt: 1, problem: "busy" })

/** A folder of its own for one use. */
export const withFolder = async <A>(use: (folder: string) => Promise<A>): Promise<A> => {
  const folder = mkdtempSync(join(tmpdir(), "temoin-storage-sql-"))
  try {
    return await use(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Opens the file, runs the effect, and closes the file. */
export const inStore = <A, E>(filename: string, effect: Effect.Effect<A, E, HistoryStore>): Promise<A> =>
  Effect.runPromise(Effect.provide(effect, Sqlite.layer({ filename })))

/** Why the file does not open. */
export const refusal = (filename: string): Promise<Sqlite.StoreLocked | Sqlite.SchemaTooNew | StoreError> =>
  Effect.runPromise(Effect.flip(Effect.provide(Effect.void, Sqlite.layer({ filename }))))
