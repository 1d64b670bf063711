/**
 * Activity: what was done with one contact, as the frequency rules count it?
 *
 * @since 0.1.0
 */
import type * as Contact from "./Contact.ts"
import type * as Decision from "./Decision.ts"
import * as State from "./State.ts"

/**
 * One start of a `clock`: with whom, about what, when. A `survey` or `purpose` that is not known (another tool's ask)
 * may have been any, and counts for all.
 *
 * @category models
 * @since 0.1.0
 */
export interface Activity extends State.Encounter {
  readonly contact: Contact.ContactId
}

/**
 * Everything that started a clock for this contact, oldest first. A message counts from its intent on, as `State.counts`
 * has it: one that was refused or failed gives its turn back. What lies in the future is there too.
 *
 * @category getters
 * @since 0.1.0
 */
export const of = (state: State.State): ReadonlyArray<Activity> => {
  if (last?.state === state && last.revision === state.revision) return last.activity
  const activity = find(state).toSorted(compare)
  last = { state, revision: state.revision, activity }
  return activity
}

/** Asked for by every rule while one contact is looked at. */
let last:
  | { readonly state: State.State; readonly revision: number; readonly activity: ReadonlyArray<Activity> }
  | undefined

/**
 * By time; at the same time in an order of its own, whatever order they came in.
 *
 * @category comparing
 * @since 0.1.0
 */
export const compare = (self: Activity, that: Activity): number =>
  self.at - that.at || (nameOf(self) < nameOf(that) ? -1 : nameOf(self) > nameOf(that) ? 1 : 0)

const nameOf = ({ clock, contact, purpose, survey, wave }: Activity): string =>
  JSON.stringify([contact, clock, survey, purpose, wave])

const find = (state: State.State): Array<Activity> => {
  const { contact } = state
  const found: Array<Activity> = state.encounters.map(({ at, clock, purpose, survey, wave }) => ({
    contact,
    clock,
    survey,
    purpose,
    wave,
    at
  }))
  for (const { answers, id: wave, survey } of state.turns) {
    for (const { at } of answers) found.push({ contact, clock: "answered", survey, purpose: "measure", wave, at })
  }
  for (const { send } of state.steps) {
    if (send === undefined || !State.counts(send)) continue
    const { _tag, survey, wave } = send.decision
    const ask = asks[_tag]
    if (ask === undefined) continue
    const { clock, purpose } = ask
    found.push({ contact, clock, survey, purpose, wave, at: State.leftAt(send) })
  }
  return found
}

/** The messages that ask something of the customer. The others start no clock. */
const asks: {
  readonly [Tag in Decision.Send["_tag"]]: Pick<Activity, "clock" | "purpose"> | undefined
} = {
  Invite: { clock: "invited", purpose: "measure" },
  Remind: { clock: "reminded", purpose: "measure" },
  RequestTestimonial: { clock: "invited", purpose: "advocate" },
  RequestConsent: { clock: "invited", purpose: "advocate" },
  RequestReferral: { clock: "invited", purpose: "advocate" },
  RequestReconfirmation: { clock: "invited", purpose: "advocate" },
  RequestReview: { clock: "invited", purpose: "review" },
  RequestAgreement: undefined,
  Confirm: undefined,
  Thank: undefined,
  Contact: undefined
}
