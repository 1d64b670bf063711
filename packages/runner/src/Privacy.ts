/**
 * Privacy: what do we hold about somebody, and how is it forgotten?
 *
 * @since 0.1.0
 */
import * as Consent from "@temoin/core/Consent"
import * as Contact from "@temoin/core/Contact"
import * as PersonalData from "@temoin/core/PersonalData"
import * as HistoryStore from "@temoin/core/ports/HistoryStore"
import * as Mailer from "@temoin/core/ports/Mailer"
import type * as Program from "@temoin/core/Program"
import type * as Residue from "@temoin/core/Residue"
import * as Retention from "@temoin/core/Retention"
import * as Text from "@temoin/core/Text"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Erasing from "./Erasing.ts"
import * as Fact from "./Fact.ts"
import * as Seal from "./Seal.ts"
import * as Writing from "./Writing.ts"

/**
 * - `key`: a secret of at least 32 characters, always the same, kept apart from the store: by it an erased id is known again.
 * - `others`: who else must forget whoever is erased.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  readonly key: string
  readonly others?: ReadonlyArray<Erasing.Other>
}

/**
 * What is held about people, and its end.
 *
 * @category models
 * @since 0.1.0
 */
export interface Privacy {
  /** Everything that is held about this person, under every id. An unknown contact: an empty document. Writes nothing. */
  readonly export: (contact: string) => Promise<PersonalData.PersonalData>
  /**
   * Forgets this person for good, under every id. What comes later under one of these is refused with `ContactErased`. Twice is
   * once. `reason` and `by` are noted beside the mark for good, so they must not say who it was.
   */
  readonly erase: (contact: string, note?: Erasing.Note) => Promise<Erasing.Receipt>
  /** They came back of their own accord, as `evidence` shows: they may be recorded again. Gives whether they had been erased. */
  readonly readmit: (contact: string, note: { readonly evidence: string }) => Promise<boolean>
  /** Was this contact erased? */
  readonly isErased: (contact: string) => Promise<boolean>
  /** What the retention says is to go, of up to `limit` people (default 1000); as a dry run, only who. Call it once a day. */
  readonly sweep: (options?: { readonly dryRun?: boolean; readonly limit?: number }) => Promise<Erasing.Swept>
  /** Erases again whoever came back from a backup. Done at every opening, too; call it after a restore into a running system. */
  readonly reconcile: () => Promise<Erasing.Reconciled>
  /** The proof of consent of one who was erased, where the retention keeps one; null when there is none, or it has ended. */
  readonly proof: (contact: string) => Promise<Consent.Proof | null>
  /** What remains of all who were erased. */
  readonly residue: () => Promise<Residue.Residue>
}

const minimum = 32

/** The key, which is at least so long. @category constructors @since 0.1.0 */
export const readKey = Fact.read(
  Schema.Struct({
    key: Schema.String.check(Schema.isMinLength(minimum))
  }),
  "privacy"
)

const readNote = Fact.read(
  Schema.Struct({ reason: Schema.optionalKey(Text.Line), by: Schema.optionalKey(Text.Line) }),
  "note"
)
const readEvidence = Fact.read(Schema.Struct({ evidence: Text.Line }), "note")
const readLimit = Fact.read(Schema.Int.check(Schema.isGreaterThan(0)), "limit")

const readProof = Schema.decodeUnknownResult(
  Schema.fromJsonString(
    Schema.Struct({
      contact: Contact.ContactId,
      madeAt: Schema.Number,
      entries: Schema.Array(Consent.ConsentEvent),
      standing: Schema.Array(Schema.Unknown)
    })
  )
)

/**
 * How erasing is set up; `undefined`: it is not. What is given wrongly is said with its path.
 *
 * @category constructors
 * @since 0.1.0
 */
export const settings = (
  program: Program.Program,
  options: Options | undefined
): Result.Result<Erasing.Settings | undefined, Fact.InvalidInput> => {
  if (options === undefined) return Result.succeed(undefined)
  const { others = [], ...rest } = options
  return Result.map(readKey(rest), ({ key }) => ({
    program,
    seal: Seal.make(key),
    retention: program.retention ?? Retention.unlimited,
    others
  }))
}

/**
 * Before anything is done: is the key the one of before, and is nobody back who was erased? A store of which somebody was
 * erased is not opened without the key.
 *
 * @category opening
 * @since 0.1.0
 */
export const ready = Effect.fnUntraced(function* (
  set: Erasing.Settings | undefined
): Effect.fn.Return<void, Erasing.Trouble | Erasing.ErasureKeyMissing, HistoryStore.HistoryStore> {
  const port = yield* Effect.option(Erasing.port)
  if (Option.isNone(port)) return
  const { key } = yield* port.value.remembered
  if (set === undefined) {
    if (Option.isSome(key)) return yield* new Erasing.ErasureKeyMissing()
    return
  }
  yield* port.value.remember([], set.seal.key, set.program.zone)
  yield* Erasing.reconcile(set)
})

const read = (contact: string) => Effect.fromResult(Fact.readContact(contact))

/**
 * Privacy over the adapters.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (
  program: Program.Program,
  set: Erasing.Settings | undefined,
  use: <A, E>(effect: Effect.Effect<A, E, HistoryStore.HistoryStore | Mailer.Mailer>) => Promise<A>
): Privacy => {
  const insist = set === undefined ? Effect.fail(new Erasing.ErasureKeyMissing()) : Effect.succeed(set)
  return {
    export: (contact) =>
      use(
        Effect.gen(function* () {
          const id = yield* read(contact)
          const known = yield* Erasing.idsOf(id)
          const { account, history } = yield* Writing.read(id)
          const { messageId } = yield* Mailer.Mailer
          const ids = [...known.values()].map(({ history }) => history)
          return PersonalData.make(program, { account, history, ids, messageId }, yield* Clock.currentTimeMillis)
        })
      ),

    erase: (contact, note = {}) =>
      use(
        Effect.gen(function* () {
          const id = yield* read(contact)
          const noted = yield* Effect.fromResult(readNote(note))
          if (Object.values(noted).some((text) => text.includes(id))) {
            const problem = "says who is erased, and would be kept for good: leave the id out"
            return yield* new Fact.InvalidInput({ problems: [{ path: "note", problem }] })
          }
          return yield* Erasing.erase(yield* insist, id, noted)
        })
      ),

    readmit: (contact, note) =>
      use(
        Effect.gen(function* () {
          const id = yield* read(contact)
          const { evidence } = yield* Effect.fromResult(readEvidence(note))
          return yield* Erasing.readmit(yield* insist, id, evidence)
        })
      ),

    isErased: (contact) =>
      use(
        Effect.gen(function* () {
          const id = yield* read(contact)
          const { seal } = yield* insist
          const erasures = yield* Erasing.port
          return yield* erasures.isErased(seal.mark(id))
        })
      ),

    sweep: ({ dryRun = false, limit = 1000 } = {}) =>
      use(
        Effect.gen(function* () {
          return yield* Erasing.sweep(yield* insist, {
            isDry: dryRun,
            limit: yield* Effect.fromResult(readLimit(limit))
          })
        })
      ),

    reconcile: () => use(Effect.flatMap(insist, (set) => Erasing.reconcile(set, true))),

    proof: (contact) =>
      use(
        Effect.gen(function* () {
          const id = yield* read(contact)
          const { seal } = yield* insist
          const erasures = yield* Erasing.port
          const mark = seal.mark(id)
          const sealed = Option.getOrUndefined(yield* erasures.sealed(Erasing.proofs, mark))
          const now = yield* Clock.currentTimeMillis
          if (sealed === undefined || Option.exists(sealed.until, (until) => until <= now)) return null
          const text = Option.getOrUndefined(seal.open(sealed.name, mark, sealed.document))
          const proof = text === undefined ? undefined : Result.getOrUndefined(readProof(text))
          if (proof === undefined) {
            const problem = "the sealed proof of consent was damaged in the store: bring it back from a backup"
            return yield* new HistoryStore.StoreError({ problem, retryable: false })
          }
          return Consent.proof(proof.entries, proof.contact, proof.madeAt)
        })
      ),

    residue: () => use(Erasing.residue(program))
  }
}
