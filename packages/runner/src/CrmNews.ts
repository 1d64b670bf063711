/**
 * CrmNews: which facts follow from what a CRM tells?
 *
 * @since 0.1.0
 */
import * as Contact from "@temoin/core/Contact"
import type * as Crm from "@temoin/core/ports/Crm"
import type * as State from "@temoin/core/State"
import * as Text from "@temoin/core/Text"
import * as Zone from "@temoin/core/Zone"
import * as Schema from "effect/Schema"
import type * as CrmBook from "./CrmBook.ts"
import type * as Fact from "./Fact.ts"
import * as Reference from "./Reference.ts"

/** What happened to somebody, as the CRM tells it. @category models @since 0.1.0 */
export type Happened = Extract<Crm.Change, { readonly _tag: "DealMoved" | "MeetingHeld" | "TicketClosed" }>

/**
 * What it is called on the journey: `deal.won`, `deal.lost`, `meeting.held`, `ticket.closed`. `undefined`: nothing; a deal on its
 * way is none.
 *
 * @example CrmNews.usual({ _tag: "MeetingHeld", meeting: "7", people: [], at: 0 }) // => "meeting.held"
 * @category presets
 * @since 0.1.0
 */
export const usual = (change: Happened): string | undefined => {
  switch (change._tag) {
    case "DealMoved":
      return change.outcome === "open" ? undefined : `deal.${change.outcome}`
    case "MeetingHeld":
      return "meeting.held"
    case "TicketClosed":
      return "ticket.closed"
  }
}

const about = (change: Happened): string => {
  switch (change._tag) {
    case "DealMoved":
      return `deal:${change.deal}`
    case "MeetingHeld":
      return `meeting:${change.meeting}`
    case "TicketClosed":
      return `ticket:${change.ticket}`
  }
}

/**
 * The touchpoint that this is, under a name that is the same however often it is told. Of a deal each stage counts once.
 *
 * @category conversions
 * @since 0.1.0
 */
export const touchpoint = (crm: string, change: Happened, kind: string): Fact.Fact => {
  const what = `${crm}:${about(change)}`.slice(0, 200)
  const id = change._tag === "DealMoved" ? `${crm}:${about(change)}:${change.stage}` : what
  return {
    _tag: "TouchpointHappened",
    kind,
    about: what,
    id: id.length <= 200 ? id : `${crm}:${Reference.digest(id)}`,
    at: change.at
  }
}

const schemas = {
  email: Contact.EmailAddress,
  name: Text.Line,
  locale: Contact.Locale,
  zone: Zone.Zone,
  account: Contact.AccountId
} as const
const fields = ["email", "name", "locale", "zone", "account"] as const
const isValid = {
  email: Schema.is(schemas.email),
  name: Schema.is(schemas.name),
  locale: Schema.is(schemas.locale),
  zone: Schema.is(schemas.zone),
  account: Schema.is(schemas.account)
}

/** What is news of a person, what of it cannot be taken, and what is to be remembered as seen. @category models @since 0.1.0 */
export interface News {
  readonly facts: ReadonlyArray<Fact.Fact>
  readonly problems: ReadonlyArray<string>
  readonly seen: CrmBook.PersonPage["seen"]
}

/**
 * What is news about a person. A field is news when it changed in the CRM since we last looked. At the first look only what we do
 * not know is: what the host has said stands. An opt-out there is one here, once; that it is taken back needs evidence, and so
 * is recorded by the host.
 *
 * @category conversions
 * @since 0.1.0
 */
export const ofPerson = (
  crm: string,
  change: Crm.PersonSeen,
  state: State.State,
  before: CrmBook.PersonPage["seen"] | undefined
): News => {
  const facts: Array<Fact.Fact> = []
  const problems: Array<string> = []
  const seen: Record<string, string> = {}
  const changed: Partial<Record<(typeof fields)[number], string | null>> = {}
  for (const field of fields) {
    const value = change[field]
    const name = value === undefined ? "" : Reference.digest(value)
    if (name !== "") seen[field] = name
    const isNews =
      before === undefined ? value !== undefined && state[field] === undefined : (before[field] ?? "") !== name
    if (!isNews) continue
    if (value === undefined) changed[field] = null
    else if (isValid[field](value)) changed[field] = value
    else problems.push(`what it calls the ${field} of the person ${change.person} is none that can be taken`)
  }
  // an account that is gone there may be one that only the host knew
  if (Object.keys(changed).length > 0) facts.push({ _tag: "ContactChanged", ...changed, at: change.at })
  if (change.optedOut === true) {
    seen.optedOut = "yes"
    const isKnown = state.optOuts.some(({ extent }) => extent.survey === undefined && extent.purpose === undefined)
    if (before?.optedOut === undefined && !isKnown) {
      facts.push({ _tag: "OptedOut", extent: {}, id: `${crm}:optout:${change.person}:${change.at}`, at: change.at })
    }
  }
  if (change.basis !== undefined) {
    seen.basis = Reference.digest(change.basis)
    if (before?.basis !== seen.basis) {
      const evidence = `${crm}: ${change.basis}`.slice(0, 300)
      for (const purpose of ["advocate", "review"] as const) {
        facts.push({ _tag: "LegalBasisRecorded", purpose, channel: "mail", basis: "consent", evidence, at: change.at })
      }
    }
  }
  return { facts, problems, seen }
}
