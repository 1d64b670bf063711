/**
 * Company: what can happen to several people at once, while several workers look after them?
 *
 * A script. Each worker's look, intent and outcome is a step of its own, so that those of two people can stand between one
 * another in any way.
 */
import * as Contact from "@temoin/core/Contact"
import * as fc from "fast-check"
import * as Program from "./Program.ts"
import * as Time from "./Time.ts"

/** Two colleagues, and somebody of another company. */
export const people = {
  anna: Contact.AccountId.make("acme"),
  ben: Contact.AccountId.make("acme"),
  carol: Contact.AccountId.make("globex")
} as const
export type Person = keyof typeof people

/**
 * - `wait`: time passes.
 * - `touch`, `dismiss`: the host records something.
 * - `look`: a worker loads the person and decides.
 * - `act`: it writes the intent of the next thing that it decided, or the record of it, if the store lets it.
 * - `hear`: it writes what became of the message that is on its way.
 */
export type Step =
  | { readonly do: "wait"; readonly for: number }
  | { readonly do: "touch"; readonly who: Person; readonly kind: (typeof Program.kinds)[number] }
  | { readonly do: "dismiss" | "look" | "act"; readonly who: Person }
  | { readonly do: "hear"; readonly who: Person; readonly as: "sent" | "refused" | "failed" }

const who = fc.constantFrom<Array<Person>>("anna", "ben", "anna", "ben", "carol")

const touch = fc.record({
  do: fc.constant("touch" as const),
  who,
  kind: fc.constantFrom(...Program.kinds.slice(0, 2))
})

const some: fc.Arbitrary<ReadonlyArray<Step>> = fc.oneof(
  { weight: 3, arbitrary: touch.map((step): ReadonlyArray<Step> => [step]) },
  {
    weight: 3,
    arbitrary: Time.span.map((span): ReadonlyArray<Step> => [{ do: "wait", for: span }])
  },
  {
    weight: 6,
    arbitrary: fc
      .record({
        do: fc.constantFrom("dismiss" as const, "look" as const, "look" as const, "act" as const, "act" as const),
        who
      })
      .map((step): ReadonlyArray<Step> => [step])
  },
  {
    weight: 4,
    arbitrary: fc
      .record({ do: fc.constant("hear" as const), who, as: fc.constantFrom("sent", "sent", "refused", "failed") })
      .map((step): ReadonlyArray<Step> => [step])
  },
  {
    // the same thing happens to two at the same instant, and two workers see to it
    weight: 4,
    arbitrary: fc
      .tuple(touch, fc.constantFrom<Array<ReadonlyArray<Person>>>(["anna", "ben"], ["ben", "anna"]))
      .map(([{ kind }, both]): ReadonlyArray<Step> => [
        ...both.map((who) => ({ do: "touch", who, kind }) as const),
        ...both.map((who) => ({ do: "look", who }) as const),
        ...both.map((who) => ({ do: "act", who }) as const)
      ])
  }
)

/** Scripts shrink to a few steps. */
export const company: fc.Arbitrary<ReadonlyArray<Step>> = fc
  .array(some, { maxLength: 16, size: "max" })
  .map((all) => all.flat())
