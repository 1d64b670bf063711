/**
 * Pace: may the next mail leave?
 *
 * Mailbox providers turn away whoever comes too fast, and some of them for days. So there is a time between two mails, and a
 * longer one between two mails to the same domain. A slow domain does not hold up the others.
 *
 * @since 0.1.0
 */

/**
 * The time from one mail to the next, of all and of those to one domain. Unit: milliseconds; 0: none.
 *
 * @category models
 * @since 0.1.0
 */
export interface Pace {
  readonly between: number
  readonly betweenOfDomain: number
}

/**
 * When the next mail may leave, of all (under the empty name) and to each domain. What has passed is forgotten.
 *
 * @category models
 * @since 0.1.0
 */
export type Turns = Map<string, number>

/**
 * How long a mail to this domain has to wait before it asks again, in milliseconds. 0: it leaves now, and the turn is taken.
 *
 * @example Pace.take({ between: 100, betweenOfDomain: 1000 }, new Map([["example.org", 700]]), "example.org", 0) // => 700
 * @example Pace.take({ between: 100, betweenOfDomain: 1000 }, new Map([["example.org", 700]]), "example.com", 0) // => 0
 * @category pacing
 * @since 0.1.0
 */
export const take = ({ between, betweenOfDomain }: Pace, turns: Turns, domain: string, now: number): number => {
  const wait = Math.max(now, turns.get("") ?? now, turns.get(domain) ?? now) - now
  if (wait > 0) return wait
  if (betweenOfDomain > 0) {
    // the latest are last, so that the first that has not passed ends the search
    for (const [name, next] of turns) {
      if (next > now) break
      turns.delete(name)
    }
    turns.delete(domain)
    turns.set(domain, now + betweenOfDomain)
  }
  if (between > 0) turns.set("", now + between)
  return 0
}
