/**
 * Inheritance: under which keys may it have been done, before several contacts became one?
 *
 * @since 0.1.0
 */
import * as Decision from "./Decision.ts"
import type * as State from "./State.ts"

/** What the answer hangs on. */
type Known = Pick<State.State, "merged" | "requests" | "touchpoints">

/**
 * Was it decided on under an id that was merged into this contact's?
 *
 * @category guards
 * @since 0.1.0
 */
export const isInherited = ({ merged }: Pick<State.State, "merged">, key: Decision.Key): boolean =>
  merged.some(({ contact }) => Decision.under(key, contact) === key)

/**
 * The same step under the ids that were merged into this contact's; empty when none was. What they brought along has a mark
 * behind its name for each merge that it went through: a date of the calendar, or what was told of both, has none here, and
 * more there.
 *
 * @category keys
 * @since 0.1.0
 */
export const keys = (self: Known, key: Decision.Key): ReadonlyArray<Decision.Key> =>
  self.merged.length === 0
    ? []
    : self.merged.flatMap(({ contact, marks }) => {
        const under = Decision.under(key, contact)
        const tails = ["", ...marks.map((_, index) => marks.slice(marks.length - 1 - index).join(""))]
        return tails.flatMap((mine, length) =>
          under.endsWith(mine)
            ? tails.slice(length).flatMap((theirs) => {
                const other = `${under.slice(0, under.length - mine.length)}${theirs}` as Decision.Key
                return isOfNamesake(self, other, mine, theirs) ? [] : [other]
              })
            : []
        )
      })

/** Was it caused by something of theirs, and ours of that name is another one? */
const isOfNamesake = (self: Known, key: Decision.Key, mine: string, theirs: string): boolean => {
  if (mine === theirs) return false
  const isCause = ({ id }: { readonly id: string }) => id.endsWith(theirs) && key.endsWith(encodeURIComponent(`:${id}`))
  if (self.requests.some(isCause)) return true
  const cause = self.touchpoints.find(isCause)
  if (cause === undefined) return false
  const name = `${cause.id.slice(0, cause.id.length - theirs.length)}${mine}`
  return !self.touchpoints.some(
    ({ about, at, id, kind }) => id === name && kind === cause.kind && at === cause.at && about === cause.about
  )
}
