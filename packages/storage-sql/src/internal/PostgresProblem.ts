/**
 * PostgresProblem: what did PostgreSQL complain about, and what can be done?
 *
 * @since 0.1.0
 */
import { StoreError } from "@temoin/core/ports/HistoryStore"
import * as Predicate from "effect/Predicate"
import type * as SqlError from "effect/sql/SqlError"

interface Explanation {
  readonly problem: (server: string) => string
  readonly retryable: boolean
}

const crowded: Explanation = {
  problem: (server) => `others keep writing the same rows on ${server}: try again`,
  retryable: true
}

const away: Explanation = {
  problem: (server) => `the connection to ${server} was lost, or there is none: check that it runs and can be reached`,
  retryable: true
}

const late: Explanation = {
  problem: (server) => `${server} took too long, and the statement was cancelled: try again`,
  retryable: true
}

const refused: Explanation = {
  problem: (server) => `${server} does not let this user in: check the user and the password of the url`,
  retryable: false
}

const forbidden: Explanation = {
  problem: (server) =>
    `the right is missing on ${server}: give this user the right to create and to write in the schema`,
  retryable: false
}

const noRoom: Explanation = {
  problem: (server) => `${server} has no room left: make room on its disk, then try again`,
  retryable: true
}

const busy: Explanation = {
  problem: (server) => `${server} is short of memory or of connections: use smaller pools, or try again later`,
  retryable: true
}

const leaving: Explanation = {
  problem: (server) => `${server} is shutting down or starting up: try again when it is back`,
  retryable: true
}

// The codes of https://www.postgresql.org/docs/current/errcodes-appendix.html that a person can do something about.
const explanations: { readonly [code: string]: Explanation } = {
  "25006": {
    problem: (server) => `${server} can only be read, as a standby can: use the url of the primary`,
    retryable: true
  },
  "3D000": {
    problem: (server) => `${server} has no such database: create it, or name another one in the url`,
    retryable: false
  },
  "40001": crowded,
  "40P01": crowded,
  "42501": forbidden,
  "53100": noRoom,
  "53200": busy,
  "53300": busy,
  "55P03": crowded,
  "57014": late,
  "57P01": leaving,
  "57P02": leaving,
  "57P03": leaving,
  "58030": {
    problem: (server) => `the disk of ${server} failed while reading or writing: check the disk`,
    retryable: true
  }
}

const kinds: { readonly [Tag in SqlError.SqlErrorReason["_tag"]]?: Explanation } = {
  AuthenticationError: refused,
  AuthorizationError: forbidden,
  ConnectionError: away,
  DeadlockError: crowded,
  LockTimeoutError: crowded,
  SerializationError: crowded,
  StatementTimeoutError: late,
  UniqueViolation: crowded
}

/**
 * Did something between us and the server, such as PgBouncer, refuse to pass a setting on?
 *
 * @category guards
 * @since 0.1.0
 */
export const isSettingRefused = ({ reason: { cause, message } }: SqlError.SqlError): boolean =>
  /unsupported startup parameter/i.test(`${message} ${cause instanceof Error ? cause.message : String(cause)}`)

/**
 * An error of PostgreSQL in words, for the one who runs the program. `server` is where it runs, without the password. The
 * original is the `cause`.
 *
 * @category conversions
 * @since 0.1.0
 */
export const explain = (server: string, { reason }: SqlError.SqlError): StoreError => {
  const { cause } = reason
  const code = Predicate.hasProperty(cause, "code") && Predicate.isString(cause.code) ? cause.code : ""
  const known = explanations[code] ?? kinds[reason._tag]
  if (known !== undefined) return new StoreError({ problem: known.problem(server), retryable: known.retryable, cause })
  const said = cause instanceof Error ? cause.message : reason.message
  return new StoreError({
    problem: `the store on ${server} could not do it: ${String(said).slice(0, 300)}`,
    retryable: false,
    cause
  })
}
