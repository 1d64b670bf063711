/**
 * Relationship: what has come back from it?
 *
 * Return on relationship: what connection, trust and loyalty bring over time. Purchases made again, people referred, words
 * given, words shared: counts, and amounts by currency. They stand side by side and are never summed: there is no rate at
 * which a recommendation is worth so many euros.
 *
 * @since 0.1.0
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Contact from "./Contact.ts"
import * as Instant from "./Instant.ts"
import * as Zone from "./Zone.ts"

/**
 * An amount of money. `currency`: three letters as in ISO 4217. `minor`: whole units of the smallest coin (cents), since
 * fractions of them do not add up. Negative: a refund.
 *
 * @category models
 * @since 0.1.0
 */
export const Money = Schema.Struct({
  currency: Schema.String.check(Schema.isPattern(/^[A-Z]{3}$/, { expected: `a currency, such as "EUR"` })),
  minor: Schema.Int
})
/** @since 0.1.0 */
export type Money = typeof Money.Type

/**
 * Something a contact did for the relationship. A purchase may have an amount; so may a referral, by what the one referred
 * bought.
 *
 * @category models
 * @since 0.1.0
 */
export const Deed = Schema.Struct({
  contact: Contact.ContactId,
  at: Instant.Instant,
  kind: Schema.Literals(["purchase", "referral", "testimonial", "share"]),
  amount: Schema.optionalKey(Money)
})
/** @since 0.1.0 */
export type Deed = typeof Deed.Type

/**
 * What has come back. `repeatPurchases` leaves each contact's first purchase out. `amounts`: by currency, in its smallest
 * coin, of repeat purchases and of referrals apart; a currency that is missing had none. `unpriced`: repeat purchases and
 * referrals whose amount nobody gave, which are in no amount.
 *
 * @category models
 * @since 0.1.0
 */
export interface Return {
  readonly repeatPurchases: number
  readonly referrals: number
  readonly testimonials: number
  readonly shares: number
  readonly amounts: {
    readonly repeatPurchases: Readonly<Record<string, number>>
    readonly referrals: Readonly<Record<string, number>>
  }
  readonly unpriced: number
}

/**
 * Nothing has come back.
 *
 * @category constructors
 * @since 0.1.0
 */
export const empty: Return = {
  repeatPurchases: 0,
  referrals: 0,
  testimonials: 0,
  shares: 0,
  amounts: { repeatPurchases: {}, referrals: {} },
  unpriced: 0
}

/**
 * What has come back from two sets of contacts, or in two times, together. Each count and each currency for itself.
 *
 * @example Relationship.combine(Relationship.empty, Relationship.empty) // => Relationship.empty
 * @category combining
 * @since 0.1.0
 */
export const combine = (self: Return, that: Return): Return => ({
  repeatPurchases: self.repeatPurchases + that.repeatPurchases,
  referrals: self.referrals + that.referrals,
  testimonials: self.testimonials + that.testimonials,
  shares: self.shares + that.shares,
  amounts: {
    repeatPurchases: together(self.amounts.repeatPurchases, that.amounts.repeatPurchases),
    referrals: together(self.amounts.referrals, that.amounts.referrals)
  },
  unpriced: self.unpriced + that.unpriced
})

type Amounts = Readonly<Record<string, number>>

const together = (self: Amounts, that: Amounts): Amounts =>
  Object.fromEntries(
    [...new Set([...Object.keys(self), ...Object.keys(that)])]
      .toSorted()
      .map((currency) => [currency, (self[currency] ?? 0) + (that[currency] ?? 0)])
  )

/** What one deed is, when it is known whether a purchase was the first. */
const returnOf = ({ amount, kind }: Deed, isFirstPurchase: boolean): Return => {
  const money: Amounts = amount === undefined ? {} : { [amount.currency]: amount.minor }
  const unpriced = amount === undefined ? 1 : 0
  switch (kind) {
    case "purchase":
      return isFirstPurchase
        ? empty
        : { ...empty, repeatPurchases: 1, amounts: { ...empty.amounts, repeatPurchases: money }, unpriced }
    case "referral":
      return { ...empty, referrals: 1, amounts: { ...empty.amounts, referrals: money }, unpriced }
    case "testimonial":
      return { ...empty, testimonials: 1 }
    case "share":
      return { ...empty, shares: 1 }
  }
}

/** Each deed with what has come back by it, oldest first. */
const returns = (deeds: Iterable<Deed>): ReadonlyArray<{ readonly deed: Deed; readonly back: Return }> => {
  const buyers = new Set<Contact.ContactId>()
  return [...deeds]
    .toSorted((a, b) => a.at - b.at)
    .map((deed) => {
      const back = returnOf(deed, !buyers.has(deed.contact))
      if (deed.kind === "purchase") buyers.add(deed.contact)
      return { deed, back }
    })
}

/**
 * What has come back from each contact by `now`. Give *all* deeds of a contact: the first purchase among them is their first.
 * A contact without deeds is not in it.
 *
 * @category counting
 * @since 0.1.0
 */
export const byContact = (deeds: Iterable<Deed>, now: Instant.Instant): ReadonlyMap<Contact.ContactId, Return> => {
  const found = new Map<Contact.ContactId, Return>()
  for (const { back, deed } of returns(deeds)) {
    if (deed.at <= now) found.set(deed.contact, combine(found.get(deed.contact) ?? empty, back))
  }
  return found
}

/**
 * What has come back from one cohort in one month of its life. `cohort`: the calendar month in which its contacts became
 * customers ("2026-03"). `age`: full months since each became one; 0 is the first. `contacts`: all of the cohort, those who did
 * nothing included.
 *
 * @category models
 * @since 0.1.0
 */
export interface Month {
  readonly cohort: string
  readonly age: number
  readonly contacts: number
  readonly back: Return
}

/**
 * A deed of somebody who is not known as a customer, so that it belongs to no cohort.
 *
 * @category errors
 * @since 0.1.0
 */
export class UnknownCustomer extends Schema.TaggedError<UnknownCustomer>()("UnknownCustomer", {
  contact: Contact.ContactId
}) {
  override get message(): string {
    return `there are deeds of "${this.contact}", and nobody says since when they have been a customer: add them`
  }
}

/**
 * What has come back from each cohort, month by month of its life: those months that all its contacts have lived through
 * by `now`. A later month is unknown, not 0, and is left out. Deeds from before they became customers count in no month.
 * Fails when somebody's deeds belong to no cohort.
 *
 * @category counting
 * @since 0.1.0
 */
export const byCohort = (
  deeds: Iterable<Deed>,
  customerSince: ReadonlyMap<Contact.ContactId, Instant.Instant>,
  now: Instant.Instant,
  zone: Zone.Zone = "UTC"
): Result.Result<ReadonlyArray<Month>, UnknownCustomer> => {
  const cohorts = new Map<string, { readonly contacts: Array<Contact.ContactId>; youngest: Instant.Instant }>()
  for (const [contact, since] of customerSince) {
    if (since > now) continue
    const name = new Date(Zone.toLocal(zone, since)).toISOString().slice(0, 7)
    const cohort = cohorts.get(name) ?? { contacts: [], youngest: since }
    cohort.contacts.push(contact)
    cohort.youngest = Math.max(cohort.youngest, since)
    cohorts.set(name, cohort)
  }
  const own = new Map<Contact.ContactId, Array<{ readonly at: Instant.Instant; readonly back: Return }>>()
  for (const { back, deed } of returns(deeds)) {
    if (!customerSince.has(deed.contact)) return Result.fail(new UnknownCustomer({ contact: deed.contact }))
    const before = own.get(deed.contact)
    if (before === undefined) own.set(deed.contact, [{ at: deed.at, back }])
    else before.push({ at: deed.at, back })
  }
  return Result.succeed(
    [...cohorts]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([cohort, { contacts, youngest }]) => {
        const months = fullMonths(youngest, now, zone)
        const backs = Array.from({ length: months }, () => empty)
        for (const contact of contacts) {
          const since = customerSince.get(contact) ?? now
          for (const { at, back } of own.get(contact) ?? []) {
            if (at < since) continue
            const age = fullMonths(since, at, zone)
            const known = backs[age]
            if (known !== undefined) backs[age] = combine(known, back)
          }
        }
        return backs.map((back, age) => ({ cohort, age, contacts: contacts.length, back }))
      })
  )
}

const timeOfDay = (date: Date): number => date.getTime() % 86_400_000

/** How often a month fits between two instants, on the calendar of the zone. */
const fullMonths = (from: Instant.Instant, to: Instant.Instant, zone: Zone.Zone): number => {
  const start = new Date(Zone.toLocal(zone, from))
  const end = new Date(Zone.toLocal(zone, to))
  const months = 12 * (end.getUTCFullYear() - start.getUTCFullYear()) + end.getUTCMonth() - start.getUTCMonth()
  const lastDay = new Date(Date.UTC(end.getUTCFullYear(), end.getUTCMonth() + 1, 0)).getUTCDate()
  const due = Math.min(start.getUTCDate(), lastDay)
  const isShort = end.getUTCDate() < due || (end.getUTCDate() === due && timeOfDay(end) < timeOfDay(start))
  return Math.max(0, isShort ? months - 1 : months)
}
