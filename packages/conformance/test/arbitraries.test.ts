import * as EventArbitrary from "@temoin/conformance/EventArbitrary"
import * as InstantArbitrary from "@temoin/conformance/InstantArbitrary"
import * as MailArbitrary from "@temoin/conformance/MailArbitrary"
import * as TextArbitrary from "@temoin/conformance/TextArbitrary"
import * as Contact from "@temoin/core/Contact"
import * as Event from "@temoin/core/Event"
import * as Instant from "@temoin/core/Instant"
import * as Message from "@temoin/core/Message"
import * as Text from "@temoin/core/Text"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"

const always = <A>(arbitrary: fc.Arbitrary<A>, schema: Schema.Codec<unknown, unknown>) => {
  const is = Schema.is(schema)
  fc.assert(fc.property(arbitrary, (value) => is(value)))
}

describe("what is invented is valid", () => {
  for (const [kind, arbitrary] of Object.entries<fc.Arbitrary<Event.Event>>(EventArbitrary.kinds)) {
    it(`an event: ${kind}`, () => always(arbitrary, Event.Event))
  }
  for (const [kind, arbitrary] of Object.entries<fc.Arbitrary<Message.Message>>(MailArbitrary.messages)) {
    it(`a message: ${kind}`, () => always(arbitrary, Message.Message))
  }
  it("events", () => always(EventArbitrary.events, Schema.Array(Event.Event)))
  it("events with awkward words", () => always(EventArbitrary.worded, Schema.Array(Event.Event)))
  it("references", () => always(EventArbitrary.references, Schema.Array(Event.Reference)))
  it("instants", () => always(InstantArbitrary.any, Instant.Instant))
  it("lines", () => always(TextArbitrary.line, Text.Line))
  it("paragraphs", () => always(TextArbitrary.paragraph, Text.Paragraph))
  it("identifiers", () => always(TextArbitrary.identifier, Contact.ContactId))
  it("identifiers that look alike", () => always(TextArbitrary.alike, Schema.Array(Contact.ContactId)))
  it("identifiers in another order", () => always(TextArbitrary.mixedUp, Contact.ContactId))
})

describe("what is invented reaches everything", () => {
  it("every kind of event has an arbitrary", () => {
    expect(Object.keys(EventArbitrary.kinds).toSorted()).toEqual(Object.keys(Event.Event.cases).toSorted())
  })

  it("every kind of event is among fifty cases", () => {
    const seen = new Set(
      fc.sample(EventArbitrary.events, { numRuns: 50, seed: 1 }).flatMap((events) => events.map(({ _tag }) => _tag))
    )
    expect([...seen].toSorted()).toEqual(Object.keys(EventArbitrary.kinds).toSorted())
  })

  it("events of one case have ids and references of their own", () => {
    fc.assert(
      fc.property(EventArbitrary.events, (events) => new Set(events.map(({ id }) => id)).size === events.length)
    )
  })

  it("two references differ in one digit", () => {
    fc.assert(
      fc.property(
        EventArbitrary.references,
        ([one, other]) => [...one].filter((digit, place) => digit !== other[place]).length === 1
      )
    )
  })
})
