/**
 * Law 8, Consent: is nothing ever shown that consent does not cover?
 *
 * A naive model is told the same story as the library, one thing after another, in any order, sensible or not. It keeps what the
 * author agreed to in a plain map, and moves time on by hand. After each thing both say what stands on each wall: they must say
 * the same, so a wall that shows too much is caught, and one that shows too little too.
 */
import * as Consent from "@temoin/core/Consent"
import * as Fact from "@temoin/core/Fact"
import type { Instant } from "@temoin/core/Instant"
import * as Testimonial from "@temoin/core/Testimonial"
import * as Wall from "@temoin/core/Wall"
import * as fc from "fast-check"
import { insistSame } from "./Law.ts"

/** What is on trial. */
export interface Walls {
  readonly fromEvents: typeof Testimonial.fromEvents
  readonly show: typeof Wall.show
}

/** A new one for each trial. */
export const library = (): Walls => ({ fromEvents: Testimonial.fromEvents, show: Wall.show })

const minute = 60_000
const day = 24 * 60 * minute
const ids = ["a", "b"] as const
type Id = (typeof ids)[number]
const places = ["website", "newsletter"] as const
type Place = (typeof places)[number]
const scopes = ["quote", "name", "company"] as const
type Scope = (typeof scopes)[number]

type Move =
  | { readonly do: "submit" | "approve" | "reject" | "edit" | "agree" | "refuse" | "doubt" | "ask" | "withdraw" }
  | { readonly do: "publish" | "reconfirm"; readonly days: number }
  | {
      readonly do: "give"
      readonly scopes: ReadonlyArray<Scope>
      readonly places: ReadonlyArray<Place>
      readonly days: number | undefined
    }

type Action =
  | (Move & { readonly id: Id })
  | {
      readonly do: "take"
      readonly id: Id | undefined
      readonly scopes: ReadonlyArray<Scope> | undefined
      readonly places: ReadonlyArray<Place> | undefined
    }
  | { readonly do: "pass"; readonly days: number }
  | { readonly do: "erase" }

type Life =
  | { readonly is: "nothing" | "submitted" | "approved" | "rejected" | "withdrawn" | "expired" }
  | { readonly is: "published"; readonly until: Instant }
  | { readonly is: "doubted"; readonly askedAt: Instant | undefined }
  | {
      readonly is: "amended"
      readonly until: Instant
      readonly edit: string
      readonly words: string
      readonly earlier: Life
    }

interface Known {
  life: Life
  words: string
  /** Until when each "scope place" is granted. */
  granted: Map<string, Instant>
}

interface Model {
  now: Instant
  count: number
  readonly known: Record<Id, Known>
}

interface Real {
  readonly walls: Walls
  events: Array<Testimonial.TestimonialEvent>
  consent: Array<Consent.ConsentEvent>
}

const unknown = (): Known => ({ life: { is: "nothing" }, words: "", granted: new Map() })

/** What time alone does. */
const passed = (life: Life, now: Instant): Life => {
  if (life.is === "amended" && life.until <= now) return passed(life.earlier, now)
  if (life.is === "published" && life.until <= now) return { is: "expired" }
  if (life.is === "doubted" && life.askedAt !== undefined && life.askedAt + 30 * day <= now) return { is: "withdrawn" }
  return life
}

const isOneOf = <A extends string>(one: string, all: ReadonlyArray<A>): one is A => all.some((other) => other === one)

/** The model of one testimonial after a move; the same life when it makes no sense. */
const moved = (known: Known, move: Move, now: Instant, name: string): Life => {
  const { life } = known
  switch (move.do) {
    case "submit":
      if (life.is !== "nothing") return life
      known.words = name
      return { is: "submitted" }
    case "approve":
      return life.is === "submitted" ? { is: "approved" } : life
    case "reject":
      return life.is === "submitted" ? { is: "rejected" } : life
    case "publish": {
      const isCovered = places.some((place) => isGranted(known, "quote", place, now))
      return life.is === "approved" && isCovered ? { is: "published", until: now + move.days * day } : life
    }
    case "edit":
      return isOneOf(life.is, ["submitted", "approved", "published"])
        ? { is: "amended", until: now + 30 * day, edit: name, words: name, earlier: life }
        : life
    case "agree":
      if (life.is !== "amended") return life
      known.words = life.words
      return { is: "approved" }
    case "refuse":
      return life.is === "amended" ? passed(life.earlier, now) : life
    case "doubt": {
      if (life.is === "published") return { is: "doubted", askedAt: undefined }
      const isBehind = life.is === "amended" && passed(life.earlier, now).is === "published"
      return isBehind ? { ...life, earlier: { is: "doubted", askedAt: undefined } } : life
    }
    case "ask":
      return life.is === "doubted" ? { ...life, askedAt: now } : life
    case "reconfirm":
      return isOneOf(life.is, ["doubted", "expired"]) ? { is: "published", until: now + move.days * day } : life
    case "withdraw":
      return { is: "withdrawn" }
    case "give":
      for (const scope of move.scopes) {
        for (const place of move.places) {
          known.granted.set(`${scope} ${place}`, move.days === undefined ? Infinity : now + move.days * day)
        }
      }
      return life
  }
}

const isGranted = (known: Known, scope: Scope, place: Place, now: Instant): boolean =>
  (known.granted.get(`${scope} ${place}`) ?? -Infinity) > now

/** What stands on a wall, for comparison. */
interface Seen {
  readonly id: string
  readonly place: string
  readonly words: string | undefined
  readonly name: string | undefined
  readonly company: string | undefined
}

const expected = ({ known, now }: Model): ReadonlyArray<Seen> =>
  ids.flatMap((id) =>
    places.flatMap((place) => {
      const one = known[id]
      if (one.life.is !== "published" || !isGranted(one, "quote", place, now)) return []
      const name = isGranted(one, "name", place, now) ? "Anna" : undefined
      return [
        { id, place, words: one.words, name, company: isGranted(one, "company", place, now) ? "Acme" : undefined }
      ]
    })
  )

const found = ({ consent, events, walls }: Real, now: Instant): ReadonlyArray<Seen> =>
  ids.flatMap((id) => {
    // the last comes first: the order of arrival must not matter
    const own = events.filter((event) => event.testimonial === id).toReversed()
    const testimonial = walls.fromEvents(own, consent)
    if (testimonial === undefined) return []
    return places.flatMap((place) => {
      const shown = walls.show({ testimonial, consent: consent.toReversed() }, place, now)
      return shown === undefined ? [] : [{ id, place, words: shown.words, name: shown.name, company: shown.company }]
    })
  })

const wording = { version: "v1", locale: "en", words: "May we show it?" }

/** The same, as the facts that the library is told. */
const tell = (real: Real, model: Model, action: Action, name: string): void => {
  const { now } = model
  const at = { id: Fact.EventId.make(name), occurredAt: now, recordedAt: now }
  if (action.do === "pass") return
  if (action.do === "erase") {
    real.events = []
    real.consent = []
    return
  }
  if (action.do === "take") {
    real.consent.push(
      Consent.ConsentEvent.make({
        _tag: "ConsentWithdrawn",
        ...at,
        ...(action.id !== undefined && { testimonial: Consent.TestimonialId.make(action.id) }),
        ...(action.scopes !== undefined && { scopes: nonEmpty(action.scopes) }),
        ...(action.places !== undefined && { places: nonEmpty(action.places) })
      })
    )
    return
  }
  const common = { ...at, testimonial: Consent.TestimonialId.make(action.id) }
  if (action.do === "give") {
    real.consent.push(
      Consent.ConsentEvent.make({
        _tag: "ConsentGiven",
        ...common,
        scopes: nonEmpty(action.scopes),
        places: nonEmpty(action.places),
        wording,
        evidence: "form",
        ...(action.days !== undefined && { expiresAt: now + action.days * day })
      })
    )
    return
  }
  const { life } = model.known[action.id]
  const edit = Fact.EventId.make(life.is === "amended" ? life.edit : "none")
  const content: Testimonial.Content = { _tag: "Written", words: name }
  const event = (): Testimonial.TestimonialEvent => {
    switch (action.do) {
      case "submit":
        return {
          _tag: "TestimonialSubmitted",
          ...common,
          source: { _tag: "RequestForm" },
          content,
          locale: "en",
          author: { name: "Anna", company: "Acme" },
          provenance: {},
          relationship: { is: "customer" }
        }
      case "approve":
        return { _tag: "TestimonialApproved", ...common, by: "Maria" }
      case "reject":
        return { _tag: "TestimonialRejected", ...common, by: "Maria", reason: "spam" }
      case "publish":
        return {
          _tag: "TestimonialPublished",
          ...common,
          by: "Paul",
          fourEyes: true,
          expiresAt: now + action.days * day
        }
      case "edit":
        return { _tag: "TestimonialEdited", ...common, by: "Maria", content }
      case "agree":
        return { _tag: "EditAgreed", ...common, edit }
      case "refuse":
        return { _tag: "EditRefused", ...common, edit }
      case "doubt":
        return { _tag: "TestimonialDoubted", ...common, because: [{ _tag: "CaseOpen", since: now }] }
      case "ask":
        return { _tag: "ReconfirmationAsked", ...common }
      case "reconfirm":
        return { _tag: "TestimonialReconfirmed", ...common, expiresAt: now + action.days * day }
      case "withdraw":
        return { _tag: "TestimonialWithdrawn", ...common, by: "author" }
    }
  }
  real.events.push(event())
}

const nonEmpty = <A>([first, ...rest]: ReadonlyArray<A>): readonly [A, ...Array<A>] => {
  if (first === undefined) throw new Error("it is not empty")
  return [first, ...rest]
}

/** What is of some use now. The rest is tried too, less often. */
const isSensible = ({ known }: Model, action: Action): boolean => {
  if (action.do === "pass" || action.do === "give" || action.do === "take") return true
  if (action.do === "erase") return false
  const sensible: Record<Life["is"], ReadonlyArray<Move["do"]>> = {
    nothing: ["submit"],
    submitted: ["approve", "edit"],
    approved: ["publish", "edit"],
    rejected: [],
    published: ["edit", "doubt", "withdraw"],
    amended: ["agree", "refuse", "doubt"],
    doubted: ["ask", "reconfirm"],
    expired: ["reconfirm"],
    withdrawn: []
  }
  return sensible[known[action.id].life.is].includes(action.do)
}

const command = (action: Action, isStubborn: boolean): fc.Command<Model, Real> => ({
  check: (model) => isStubborn || isSensible(model, action),
  run: (model, real) => {
    model.now += minute + (action.do === "pass" ? action.days * day : 0)
    for (const id of ids) model.known[id].life = passed(model.known[id].life, model.now)
    const name = `${action.do} ${String(model.count++).padStart(4, "0")}`
    // told first, since an author's answer names the edit that the model knows of
    tell(real, model, action, name)
    if (action.do === "erase") for (const id of ids) model.known[id] = unknown()
    else if (action.do === "take") {
      for (const id of ids) if (action.id === undefined || action.id === id) takeBack(model.known[id], action)
    } else if (action.do !== "pass") {
      const known = model.known[action.id]
      known.life = moved(known, action, model.now, name)
    }
    for (const later of [0, minute / 2]) {
      insistSame(found(real, model.now + later), expected({ ...model, now: model.now + later }), `after ${name}`)
    }
  },
  toString: () => JSON.stringify(action)
})

const takeBack = (
  known: Known,
  what: { readonly scopes: ReadonlyArray<Scope> | undefined; readonly places: ReadonlyArray<Place> | undefined }
): void => {
  for (const scope of what.scopes ?? scopes) {
    for (const place of what.places ?? places) known.granted.delete(`${scope} ${place}`)
  }
}

const id = fc.constantFrom(...ids)
const days = fc.constantFrom(2, 25, 60, 400)
const someScopes = fc.oneof(fc.constant(scopes), fc.subarray([...scopes], { minLength: 1 }))
const somePlaces = fc.oneof(fc.constant(places), fc.subarray([...places], { minLength: 1 }))
const maybe = <A>(arbitrary: fc.Arbitrary<A>) => fc.option(arbitrary, { nil: undefined })

const simple = ["submit", "approve", "reject", "edit", "agree", "refuse", "doubt", "ask", "withdraw"] as const

const actions: ReadonlyArray<fc.Arbitrary<Action>> = [
  ...simple.map((what) => fc.record({ do: fc.constant(what), id })),
  fc.record({ do: fc.constant("publish" as const), id, days }),
  fc.record({ do: fc.constant("reconfirm" as const), id, days }),
  fc.record({ do: fc.constant("give" as const), id, scopes: someScopes, places: somePlaces, days: maybe(days) }),
  fc.record({ do: fc.constant("take" as const), id: maybe(id), scopes: maybe(someScopes), places: maybe(somePlaces) }),
  fc.record({ do: fc.constant("pass" as const), days: fc.constantFrom(1, 10, 31) })
]

const commands = fc.commands(
  [
    ...actions.map((action) => action.map((one) => command(one, false))),
    // one thing in ten comes when it makes no sense
    fc.oneof(...actions, fc.constant<Action>({ do: "erase" })).map((one) => command(one, true))
  ],
  { maxCommands: 60, size: "max" }
)

/** The walls on trial show what the model would show, at every moment of every story. */
export const property = (make: () => Walls): fc.IProperty<[Iterable<fc.Command<Model, Real>>]> =>
  fc.property(commands, (story) =>
    fc.modelRun(
      () => ({
        model: { now: Date.UTC(2026, 0, 1), count: 0, known: { a: unknown(), b: unknown() } },
        real: { walls: make(), events: [], consent: [] }
      }),
      story
    )
  )
