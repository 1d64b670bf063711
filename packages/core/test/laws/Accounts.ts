/**
 * Accounts: do the limits of a whole company hold, whoever looks after its people, and for that company alone?
 */
import * as Account from "@temoin/core/Account"
import * as Company from "../arbitrary/Company.ts"
import { insist, insistSame, make, programOf, show } from "./Law.ts"
import * as Naive from "./Naive.ts"
import * as Together from "./Together.ts"

export const accounts = make({
  number: 5,
  name: "Restraint per account",
  says: "Under the conditional append no two asks to people of one account are closer than the rules say, however their workers come between one another; accounts are isolated.",
  check: (implementation) => (given) => {
    const program = programOf(given)
    const { log, looks } = Together.live(implementation, program, given.life.bornAt, given.company)

    // whoever reads the log line by line finds no intent that the rules hold back
    for (const [index, { event, who }] of log.entries()) {
      if (event._tag !== "Intended") continue
      const before = log.slice(0, index)
      const eventsOf = (person: Company.Person) => before.flatMap((line) => (line.who === person ? [line.event] : []))
      const colleagues = (Object.keys(Company.people) as ReadonlyArray<Company.Person>).filter(
        (other) => other !== who && Company.people[other] === Company.people[who]
      )
      const until = Naive.restrainedUntil(program, eventsOf(who), event.decision, colleagues.map(eventsOf))
      insist(
        until <= event.occurredAt,
        () => `${event.key} is about to leave at ${show(event.occurredAt)}, though it is held back until ${show(until)}`
      )
    }

    for (const { account, decided, histories, history, now, who } of looks) {
      const own = histories.filter(({ contact }) => {
        const person = contact as string as Company.Person
        return Company.people[person] === Company.people[who]
      })
      const alone = Account.make({ contact: history.contact, id: account.id, version: account.version }, own)
      insistSame(
        implementation.decide(program, history, now, alone),
        decided,
        `another account makes a difference to ${who} at ${show(now)}`
      )
    }
  }
})
