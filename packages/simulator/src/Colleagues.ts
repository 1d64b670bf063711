/**
 * Colleagues: what happens to the people of one account when they live side by side?
 *
 * Rules about a whole account look at what its other people were asked. So these are lived together, whoever is next first,
 * and each is decided on with what was done with the others by then.
 *
 * @since 0.1.0
 */
import * as Account from "@temoin/core/Account"
import type * as Contact from "@temoin/core/Contact"
import type * as History from "@temoin/core/History"
import type { Instant } from "@temoin/core/Instant"
import type * as Program from "@temoin/core/Program"
import * as Result from "effect/Result"
import * as Life from "./Life.ts"

/**
 * Somebody about to live: what is known at the beginning, and the world around them.
 *
 * @category models
 * @since 0.1.0
 */
export interface Person {
  readonly born: History.History
  readonly world: Life.World
}

/**
 * What came of them, in the order in which they were given. `accountOf`: the account as the one at that place meets it at
 * the end.
 *
 * @category models
 * @since 0.1.0
 */
export interface Lived {
  readonly lives: ReadonlyArray<Life.Lived>
  readonly accountOf: (index: number) => Account.Account | undefined
}

/**
 * Lives them. Who belongs to no account has no colleagues, whoever is given with them. Fails as one life does.
 *
 * @category living
 * @since 0.1.0
 */
export const live = (
  program: Program.Program,
  people: ReadonlyArray<Person>,
  span: Life.Span
): Result.Result<Lived, History.EventsDiffer | Life.Restless> => {
  const livings: Array<Life.Living> = []
  const account = ({ state }: Life.Known): Account.Account | undefined => {
    const { account: id, contact } = state
    if (id === undefined) return undefined
    const version = livings.reduce((sum, { known }) => sum + known.size, 0)
    return Account.fromMembers(
      { contact, id, version },
      livings.map(({ known }) => Account.memberOf(known.state))
    )
  }
  const isAlone = people.length === 1
  for (const { born, world } of people) {
    livings.push(Life.begin(program, born, span, isAlone ? world : { ...world, account }))
  }
  for (let next = earliest(livings); next !== undefined; next = earliest(livings)) {
    const { at, living } = next
    const stepped = living.step(at)
    if (Result.isFailure(stepped)) return Result.fail(stepped.failure)
    if (stepped.success.some(Account.frees)) for (const other of livings) if (other !== living) other.wake(at)
  }
  return Result.succeed({
    lives: livings.map(Life.ended),
    accountOf: (index) => {
      const living = livings[index]
      return isAlone || living === undefined ? undefined : account(living.known)
    }
  })
}

/** Of several at the same time the first. */
const earliest = (
  livings: ReadonlyArray<Life.Living>
): { readonly living: Life.Living; readonly at: Instant } | undefined => {
  let found: { readonly living: Life.Living; readonly at: Instant } | undefined
  for (const living of livings) {
    const at = living.next()
    if (at !== undefined && (found === undefined || at < found.at)) found = { living, at }
  }
  return found
}

/**
 * Those who live together: one after another while they are of no account, and then account by account, in the order in
 * which the first of each came. Whoever has an account is kept until all have been read.
 *
 * @category grouping
 * @since 0.1.0
 */
export function* groups<A>(
  all: Iterable<A>,
  accountOf: (one: A) => Contact.AccountId | undefined
): Generator<ReadonlyArray<A>> {
  const byAccount = new Map<Contact.AccountId, Array<A>>()
  for (const one of all) {
    const id = accountOf(one)
    const known = id === undefined ? undefined : byAccount.get(id)
    if (id === undefined) yield [one]
    else if (known === undefined) byAccount.set(id, [one])
    else known.push(one)
  }
  yield* byAccount.values()
}
