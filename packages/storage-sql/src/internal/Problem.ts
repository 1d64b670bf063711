/**
 * Problem: what did SQLite complain about, and what can be done?
 *
 * @since 0.1.0
 */
import { StoreError } from "@temoin/core/ports/HistoryStore"
import * as Predicate from "effect/Predicate"

interface Explanation {
  readonly problem: (filename: string) => string
  readonly retryable: boolean
}

const busy: Explanation = {
  problem: (filename) => `${filename} is being written by another program: try again when that is done`,
  retryable: true
}

// The primary result codes of https://www.sqlite.org/rescode.html that a person can do something about.
const explanations: { readonly [code: number]: Explanation } = {
  3: {
    problem: (filename) => `access to ${filename} is not permitted: give this process the right to read and write it`,
    retryable: false
  },
  5: busy,
  6: busy,
  7: { problem: (filename) => `not enough memory to work on ${filename}`, retryable: true },
  8: {
    problem: (filename) =>
      `${filename} cannot be written: it, its folder or its disk is read-only, or it was moved or deleted while open`,
    retryable: false
  },
  10: {
    problem: (filename) => `the disk failed while reading or writing ${filename}: check the disk`,
    retryable: true
  },
  11: {
    problem: (filename) => `${filename} is damaged: restore it from a backup`,
    retryable: false
  },
  13: { problem: (filename) => `the disk of ${filename} is full: make room, then try again`, retryable: true },
  14: {
    problem: (filename) =>
      `cannot open or make ${filename}: its folder must exist and be writable, and it must be a file that may be read and written`,
    retryable: false
  },
  26: {
    problem: (filename) => `${filename} is not a SQLite database: name another file, or move this one away`,
    retryable: false
  }
}

// The same troubles when Node's file system reports them, which comes first when the file is made.
const fileSystem: { readonly [code: string]: number } = {
  EACCES: 14,
  EISDIR: 14,
  ELOOP: 14,
  ENOENT: 14,
  ENOSPC: 13,
  ENOTDIR: 14,
  EPERM: 3,
  EROFS: 8
}

/**
 * SQLite's primary result code of an error of node:sqlite, or the like of it for an error of Node's file system.
 * None for any other value.
 *
 * @example Problem.code({ errcode: 2579 }) // => 19
 * @example Problem.code({ code: "ENOSPC" }) // => 13
 * @category getters
 * @since 0.1.0
 */
export const code = (error: unknown): number | undefined =>
  Predicate.hasProperty(error, "errcode") && Predicate.isNumber(error.errcode)
    ? error.errcode & 0xff
    : Predicate.hasProperty(error, "code") && Predicate.isString(error.code)
      ? fileSystem[error.code]
      : undefined

/**
 * An error of node:sqlite in words, for the one who runs the program. The original is the `cause`.
 *
 * @category conversions
 * @since 0.1.0
 */
export const explain = (filename: string, cause: unknown): StoreError => {
  const known = explanations[code(cause) ?? 0]
  if (known !== undefined)
    return new StoreError({ problem: known.problem(filename), retryable: known.retryable, cause })
  if (Predicate.hasProperty(cause, "code") && cause.code === "ERR_INVALID_STATE") {
    return new StoreError({ problem: `${filename} was closed: its layer's scope has ended`, retryable: false, cause })
  }
  const said = cause instanceof Error ? cause.message : String(cause)
  return new StoreError({
    problem: `the store ${filename} could not do it: ${said.slice(0, 300)}`,
    retryable: false,
    cause
  })
}
