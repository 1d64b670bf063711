/**
 * Account: what was done with the colleagues of a contact, and in which zone do they work?
 *
 * A limit for a whole company rests on what its other people have been asked. So `decide` takes this beside the history of
 * the contact, with the version it was read at: a message decided under such a limit may leave only while the account
 * still has that version.
 *
 * @since 0.1.0
 */
import * as Activity from "./Activity.ts"
import type * as Contact from "./Contact.ts"
import * as Event from "./Event.ts"
import type { History } from "./History.ts"
import type { Instant } from "./Instant.ts"
import type * as Program from "./Program.ts"
import * as Fold from "./Fold.ts"
import * as State from "./State.ts"
import type * as Zone from "./Zone.ts"

/**
 * An account as one of its contacts meets it. `version` grows with everything that is recorded about any of them.
 * `zone`: what was last said of the account, by whomever. `activity`: what was done with the others, oldest first.
 *
 * @category models
 * @since 0.1.0
 */
export interface Account {
  readonly id: Contact.AccountId
  readonly version: number
  readonly zone: Zone.Zone | undefined
  readonly activity: ReadonlyArray<Activity.Activity>
}

/**
 * The account as `contact` meets it, from the histories of its people. Whoever belongs to another account, or to none,
 * counts for nothing; so does the contact's own activity, which its own history tells.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (
  { contact, id, version }: Pick<Account, "id" | "version"> & { readonly contact: Contact.ContactId },
  histories: Iterable<History>
): Account => fromMembers({ contact, id, version }, Array.from(histories, member))

/**
 * What one contact brings to an account, so that it need not be read again while their history stays the same.
 *
 * @category models
 * @since 0.1.0
 */
export interface Member {
  readonly contact: Contact.ContactId
  readonly account: Contact.AccountId | undefined
  readonly zone: State.Said<Zone.Zone> | undefined
  readonly activity: ReadonlyArray<Activity.Activity>
}

/** What this contact brings to their account. @category constructors @since 0.1.0 */
export const member = (history: History): Member => memberOf(Fold.of(history))

/** As `member`, of a contact as they stand. @category constructors @since 0.1.0 */
export const memberOf = (state: State.State): Member => {
  const { accountZone, contact, mergedInto } = state
  // everything of theirs goes on under the other id
  const account = mergedInto === undefined ? state.account : undefined
  return { contact, account, zone: accountZone, activity: Activity.of(state) }
}

/** As `make`, from what each brings to it. @category constructors @since 0.1.0 */
export const fromMembers = (
  { contact, id, version }: Pick<Account, "id" | "version"> & { readonly contact: Contact.ContactId },
  members: Iterable<Member>
): Account => {
  const ours = [...members].filter(({ account }) => account === id)
  return {
    id,
    version,
    zone: ours
      .flatMap(({ zone }) => zone ?? [])
      .toSorted(bySaying)
      .at(-1)?.value,
    activity: ours
      .filter((colleague) => colleague.contact !== contact)
      .flatMap(({ activity }) => activity)
      .toSorted(Activity.compare)
  }
}

/** Of two that were said at once, one and the same, whoever is asked first. */
const bySaying = (a: State.Said<Zone.Zone>, b: State.Said<Zone.Zone>): number =>
  a.at - b.at || (a.value < b.value ? -1 : a.value > b.value ? 1 : 0)

/**
 * The account as it was known before an instant: what was done with colleagues since is left out.
 *
 * @category filtering
 * @since 0.1.0
 */
export const before = (self: Account, at: Instant): Account => ({
  ...self,
  activity: self.activity.filter((one) => one.at < at)
})

/**
 * The zone in which a contact lives: their own, else their account's, else the program's.
 *
 * @category getters
 * @since 0.1.0
 */
export const zone = (program: Pick<Program.Program, "zone">, state: State.State, account?: Account): Zone.Zone =>
  state.zone ?? account?.zone ?? state.accountZone?.value ?? program.zone

/**
 * The account that events put their contact into: what the latest of them says that says anything about it, in whatever
 * order they came. `undefined`: none.
 *
 * @category getters
 * @since 0.1.0
 */
export const membership = (events: Iterable<Event.Event>): Contact.AccountId | undefined => {
  let latest: { readonly event: Event.Event; readonly account: Contact.AccountId | null } | undefined
  for (const told of events) {
    const event = told._tag === "Inherited" ? told.event : told
    if (event._tag !== "ContactChanged" || event.account === undefined) continue
    if (latest === undefined || Event.compare(latest.event, event) < 0) latest = { event, account: event.account }
  }
  return latest?.account ?? undefined
}

/**
 * The events that `member` reads. With these alone it gives the same.
 *
 * @category getters
 * @since 0.1.0
 */
export const told: ReadonlyArray<Event.Event["_tag"]> = [
  "ContactChanged",
  "Intended",
  "Sent",
  "SendFailed",
  "SendRefused",
  "SendUnknown",
  "Answered",
  "AskedElsewhere",
  "Shown",
  "Dismissed",
  "AskDeclined",
  "MergedInto",
  "Merged",
  "Inherited"
]

/**
 * Can this let a colleague be asked earlier? A turn was given back, news came that a message never left, a case was closed,
 * somebody left the account or its zone is another one.
 *
 * @category guards
 * @since 0.1.0
 */
export const frees = (event: Event.Event): boolean =>
  event._tag === "SendFailed" ||
  event._tag === "SendRefused" ||
  event._tag === "CaseResolved" ||
  event._tag === "CaseClosed" ||
  (event._tag === "ContactChanged" && (event.account !== undefined || event.accountZone !== undefined))
