// From a 9 with words to the wall, and off it again; and at every step, what may be said.
import { Claim, Wall } from "@temoin/core"
import * as Share from "@temoin/statistics/Share"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { answers, delivered, later, mayBeAsked, replies, settle, temoin, today, words } from "./company.ts"
import { nineOfTen } from "./program.ts"

/** How sure a share is: the lower end of its interval, in percent. */
const lower = ({ hits, n }: Claim.Evidence) =>
  Option.getOrUndefined(Result.getOrThrow(Share.make(hits, n)).pipe(Option.map((share) => 100 * share.lower)))

const show = async (what: string) => {
  console.log(`\n${today()}  ${what}`)
  const view = await temoin.testimonials.wall("home")
  if (view.shown.length === 0) console.log("  wall   (nothing)")
  for (const one of view.shown) {
    console.log(`  wall   “${one.words}” ${one.name} (${[Wall.label(view), ...Wall.notes(one)].join("; ")})`)
  }
  const [audit] = await temoin.reports.claims([nineOfTen], { lower })
  console.log(`  claim  ${audit?.line.en}`)
}

/** One person approves it, another publishes it; Témoin tells the author. */
const publish = async (name: string) => {
  for (const { contact, id, state } of await temoin.testimonials.list()) {
    if (contact !== name || state._tag !== "Submitted") continue
    await temoin.testimonials.approve(contact, id, { by: "Maria" })
    await later("1 hour")
    await temoin.testimonials.publish(contact, id, { by: "Paul" })
    await later("1 hour")
  }
}

// sixty customers: Anna, Ben, and fifty-eight who answer; twelve of them are unhappy, and looked after
const others = Array.from({ length: 58 }, (_, index) => `customer${index + 1}`)
await delivered("Anna", "order A", mayBeAsked)
await delivered("Ben", "order B", mayBeAsked)
for (const name of others) await delivered(name, `order of ${name}`)
await later("1 hour")
for (const [index, name] of others.entries()) {
  if (index < 12) await answers(name, 4, "It came a week late.")
  else await answers(name, index < 14 ? 8 : 10)
  if (index >= 14 && index < 26)
    await temoin.record(name, { _tag: "PraiseNamed", id: `praise by ${name}`, names: ["Eva"] })
}
await later("2 hours")
await settle()
for (const { contact, id } of await temoin.praises.list()) await temoin.praises.passOn(contact, id, { by: "Lea" })

await answers("Anna", 9, "You saved our season!")
await later("1 day")
await show("Anna answered 9, with words. They are kept as praise; nobody else has seen them.")

await replies("Anna", "TestimonialRequest", words("Anna", "They saved our season, and called back the same day."))
await later("1 day")
await show("Asked for it, she wrote it for others and agreed to be shown. Nobody has looked at it yet.")

await publish("Anna")
await show("Maria approved it, Paul published it.")

await replies("Anna", "Confirmation", { _tag: "Withdraws" })
await later("1 day")
await show("One click in the mail that told her so, and it is gone.")

await answers("Ben", 10)
await later("1 day")
await replies("Ben", "TestimonialRequest", words("Ben", "Best decision we made."))
await publish("Ben")
await show("Ben gave a 10, wrote, agreed, and was published.")

await later("30 days")
await delivered("Ben", "order C")
await later("1 hour")
await answers("Ben", 3, "This time nothing fitted.")
await show("His next order went wrong: a 3. His praise is down at once, and a case is opened.")

await later("1 day")
await settle()
await later("1 day")
await show("The case is resolved. He is asked whether his words still stand.")

await replies("Ben", "ReconfirmationRequest", { _tag: "Stands" })
await later("1 day")
await show("They do.")

console.log("\nWhat may be said\n")
const [wished] = await temoin.reports.claims([nineOfTen], { lower })
const borneOut = Option.fromUndefinedOr(wished).pipe(
  Option.flatMap(({ claim, evidence }) =>
    Option.flatMap(evidence, (found) => Claim.restate(claim, found, Date.parse(today())))
  ),
  Option.getOrThrow
)
for (const { line, sentence } of await temoin.reports.claims([nineOfTen, borneOut], { lower })) {
  console.log(`“${sentence.en}”\n  ${line.en}`)
}

console.log("\nTrust\n")
for (const line of (await temoin.reports.trust()).lines.en) console.log(line)

console.log("\nWho may leave, and who is loyal\n")
for (const name of ["Anna", "Ben"]) {
  const { outlook, sentences } = await temoin.reports.outlook(name)
  console.log(`${name}: ${outlook} (${sentences.en.join("; ") || "nothing else is known"})`)
}

console.log("\nThe proof\n")
console.log((await temoin.testimonials.proof("Anna")).document.trim())
await temoin.close()
