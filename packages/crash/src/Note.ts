/**
 * Note: what does a worker say about what it does?
 *
 * A line each, said before the next step is taken, so that whoever kills it knows how far it can have come.
 */
import { writeSync } from "node:fs"

/**
 * - `ready`: it has opened its store. `step`: it asks the store for something.
 * - `intend`, `hand`, `taken`, `recorded`: a message with this reference is about to be written down, about to be handed
 *   over; was taken; what became of it is committed.
 * - `letGo`: somebody else has that contact, or it has moved, before anything was written or handed over.
 * - `cut`: the store failed under it, so that nobody knows from here.
 * - `late`: its lease had run out before it could write what became of the message. `robbed`: it had not, and somebody
 *   else has the contact all the same.
 * - `waits`: it has come to where it is to be killed, and does not go on.
 * - `failed`: something went wrong, in words.
 */
export interface Note {
  readonly at:
    | "ready"
    | "step"
    | "intend"
    | "hand"
    | "taken"
    | "recorded"
    | "letGo"
    | "cut"
    | "late"
    | "robbed"
    | "waits"
    | "failed"
  readonly about?: string
}

/** Says it to whoever started this process. */
export const say = (at: Note["at"], about?: string): void => {
  writeSync(1, `${JSON.stringify({ at, ...(about !== undefined && { about }) } satisfies Note)}\n`)
}

/** What was said on a line. */
export const read = (line: string): Note => JSON.parse(line)
