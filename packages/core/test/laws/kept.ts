/**
 * Kept: what has gone wrong once?
 *
 * The smallest case of each failure that the laws found. All of them run through all laws, before anything new is tried.
 */
import * as Contact from "@temoin/core/Contact"
import * as Decision from "@temoin/core/Decision"
import * as Event from "@temoin/core/Event"
import * as Survey from "@temoin/core/Survey"
import type * as Arbitrary from "../arbitrary/History.ts"
import type * as Programs from "../arbitrary/Program.ts"
import type { Given } from "./Law.ts"

const dawn = Date.UTC(2026, 5, 9, 9)
const hour = 3_600_000
const day = 24 * hour

const program = (...surveys: Programs.Written["surveys"]): Programs.Written => ({ id: "p", surveys })

const onDelivery = { on: "touchpoint", kind: "delivered" } as const
const onVisit = { on: "touchpoint", kind: "visited" } as const

const solve = {
  step: "solve",
  do: "open case",
  owner: "support",
  deadline: "1 day",
  escalateTo: "management",
  to: ["detractor"]
} as const

const life = (moves: ReadonlyArray<Arbitrary.Move>, fates: ReadonlyArray<Arbitrary.Fate> = []): Arbitrary.Life => ({
  bornAt: dawn,
  email: "anna@example.com",
  zone: null,
  basis: true,
  moves,
  fates
})

const quiet = life([{ do: "meet", nth: 0, beside: 0, runner: "up" }])

const at = (id: string, occurredAt: number) => ({
  id: Event.EventId.make(id),
  occurredAt,
  recordedAt: occurredAt
})

const soup = (now: number, ...events: ReadonlyArray<Event.Event>): Arbitrary.Soup => ({
  now,
  events: [{ _tag: "ContactChanged", ...at("born", dawn), email: "anna@example.com" }, ...events]
})

const touch = { do: "touch", kind: "delivered", late: 0 } as const

const nps = Survey.SurveyId.make("nps")
const wave = Decision.WaveId.make("touchpoint:e0")

export interface Kept {
  readonly about: string
  readonly given: Given
}

const rule: Given["rule"] = {
  gap: "7 days",
  clocks: ["invited"],
  scope: "everything",
  subject: "contact",
  holds: ["invitation"],
  except: []
}

const keep = (about: string, given: Pick<Given, "program" | "life" | "soup"> & Partial<Given>): Kept => ({
  about,
  given: { scores: [[], [], []], probe: 0, company: [], rule, ...given }
})

export const kept: ReadonlyArray<Kept> = [
  keep("a case is opened so late that it is escalated at the same time", {
    program: { ...program({ id: "nps" }), followUp: [{ survey: "nps", steps: [solve] }] },
    life: life([
      { do: "widget", survey: "nps", score: 0 },
      { do: "wait", for: 3 * day, runner: "up" }
    ]),
    soup: soup(dawn + 3 * day, {
      _tag: "Answered",
      ...at("e0", dawn),
      survey: nps,
      wave,
      score: 0
    })
  }),
  keep("news of a message that nobody intended", {
    program: program({ id: "nps", triggers: [onVisit] }),
    life: quiet,
    soup: soup(
      dawn + day,
      { _tag: "TouchpointHappened", ...at("e0", dawn), kind: "visited" },
      {
        _tag: "SendRefused",
        ...at("e1", dawn),
        key: Decision.key("p", nps, Contact.ContactId.make("anna"), "invite", wave),
        attempt: 1,
        address: "anna@work.example",
        problem: "no such user"
      }
    )
  }),
  keep("two waves answered in one millisecond", {
    program: program({ id: "nps", triggers: [onDelivery] }, { id: "visit", triggers: [onDelivery] }),
    life: life([touch, { do: "widget", survey: "nps", score: 10 }, { do: "answer", nth: 2, score: 9, late: 0 }, touch]),
    soup: soup(dawn)
  }),
  keep("a trace of an unknown invitation comes back after the next answer", {
    program: {
      ...program({ id: "nps", triggers: [onDelivery] }),
      frequency: [{ gap: "7 days", clocks: ["invited", "answered"], scope: "survey" }]
    },
    life: life(
      [
        touch,
        { do: "answer", nth: 0, score: 10, late: 8 * day },
        touch,
        { do: "meet", nth: 0, beside: 1, runner: "up" },
        { do: "trace", nth: 0 },
        { do: "answer", nth: 0, score: 10, late: 0 }
      ],
      [{ as: "unknown", after: 0 }]
    ),
    soup: soup(dawn)
  }),
  keep("an earlier answer that called for praise, changed while nobody looked", {
    program: {
      ...program({ id: "nps", triggers: [onDelivery] }),
      frequency: [{ gap: "7 days", clocks: ["answered"], scope: "everything", holds: ["testimonial request"] }],
      followUp: [
        { survey: "nps", steps: [{ step: "testimonial", do: "request testimonial", to: ["promoter"] }, solve] }
      ]
    },
    life: life([
      touch,
      { do: "answer", nth: 0, score: 10, late: 0 },
      { do: "wait", for: 60_000, runner: "down" },
      { do: "answer", nth: 0, score: 0, late: 0 }
    ]),
    soup: soup(dawn)
  }),
  keep("a calendar for those to whom something will have happened by a later date", {
    program: program({
      id: "nps",
      triggers: [{ on: "calendar", first: "2026-06-10", every: "7 days", audience: "delivered" }]
    }),
    life: quiet,
    soup: soup(dawn, { _tag: "TouchpointHappened", ...at("e0", dawn + 7 * day), kind: "delivered" })
  }),
  keep("a calendar's date that was called off before it was due", {
    program: program({
      id: "nps",
      triggers: [{ on: "calendar", first: "2026-06-10", every: "7 days", spread: 3, unless: ["cancelled"] }]
    }),
    life: life([
      { do: "wait", for: day, runner: "up" },
      { do: "touch", kind: "cancelled", late: 0 }
    ]),
    soup: soup(dawn, { _tag: "TouchpointHappened", ...at("e0", dawn + 30 * day), kind: "cancelled" })
  }),
  keep("a calendar's date before the next one, when they turn out to have been known longer", {
    program: program({
      id: "nps",
      triggers: [{ on: "calendar", first: "2025-12-31", every: "1 month", spread: 3 }]
    }),
    life: {
      ...life([{ do: "touch", kind: "delivered", late: day }]),
      bornAt: Date.UTC(2026, 0, 31, 12)
    },
    soup: soup(dawn)
  }),
  keep("a calendar's date on which they were asked, and which is still to come where they have moved", {
    program: program({ id: "nps", triggers: [{ on: "calendar", first: "2026-06-10", every: "7 days" }] }),
    life: {
      ...life([
        { do: "meet", nth: 0, beside: 0, runner: "up" },
        { do: "move", zone: null }
      ]),
      zone: "Pacific/Auckland"
    },
    soup: soup(dawn)
  }),
  keep("an ask after an answer that they changed before it went out", {
    program: program(
      { id: "nps", triggers: [onDelivery] },
      { id: "visit", triggers: [{ on: "answer", survey: "nps", to: ["promoter"], delay: "3 days" }] }
    ),
    life: life([
      touch,
      { do: "answer", nth: 0, score: 10, late: 0 },
      { do: "wait", for: day, runner: "up" },
      { do: "answer", nth: 0, score: 0, late: 0 }
    ]),
    soup: soup(dawn)
  }),
  keep("an ask that failed, after an answer that came too late once an earlier one was heard of", {
    program: program(
      { id: "nps", triggers: [onDelivery], closes: "1 day" },
      { id: "other", triggers: [{ on: "answer", survey: "nps", to: ["detractor"] }] }
    ),
    life: life(
      [
        { do: "widget", survey: "nps", score: 5 },
        { do: "answer", nth: 0, score: 10, late: day }
      ],
      [{ as: "failed", after: 0 }]
    ),
    soup: soup(dawn)
  }),
  keep("an ending that says of its key that it belongs to another survey", {
    program: {
      ...program({ id: "nps" }, { id: "other" }),
      followUp: [
        {
          survey: "other",
          steps: [{ step: "testimonial", do: "request testimonial", to: ["promoter"], within: "1 day" }]
        }
      ]
    },
    life: quiet,
    soup: soup(
      dawn + 2 * day,
      { _tag: "Answered", ...at("e0", dawn), survey: Survey.SurveyId.make("other"), wave, score: 10 },
      {
        _tag: "AskEnded",
        ...at("e1", dawn),
        key: Decision.key("p", "other", Contact.ContactId.make("anna"), "testimonial", wave),
        survey: nps,
        wave,
        as: "joined",
        because: []
      }
    )
  }),
  keep("an ending that says of a request for a review that it belongs to a survey", {
    program: {
      ...program({ id: "nps" }),
      reviews: [
        {
          id: "maps",
          site: "Example Maps",
          url: "https://maps.example/acme",
          triggers: [{ on: "calendar", first: "2026-06-10", every: "7 days" }]
        }
      ]
    },
    life: quiet,
    soup: soup(
      dawn,
      {
        _tag: "AskEnded",
        ...at("e0", dawn),
        key: Decision.key("p", "maps", Contact.ContactId.make("anna"), "review", wave),
        survey: nps,
        wave,
        as: "joined",
        because: []
      },
      {
        _tag: "ReviewDelayed",
        ...at("e1", dawn),
        key: Decision.key("p", "maps", Contact.ContactId.make("anna"), "review", wave),
        survey: Survey.SurveyId.make("maps"),
        wave,
        until: dawn + 14 * day,
        because: []
      }
    )
  }),
  keep("a date that came, and that had begun before they were known where they move to", {
    program: program({ id: "nps", triggers: [{ on: "calendar", first: "2026-06-10", every: "1 month" }] }),
    life: {
      ...life([
        { do: "meet", nth: 0, beside: 0, runner: "up" },
        { do: "move", zone: "Pacific/Auckland" }
      ]),
      bornAt: dawn + 4 * hour,
      email: null
    },
    soup: soup(dawn)
  }),
  keep("they had no address when it was time to ask again, and not a month later", {
    program: program({ id: "nps", rhythm: { intervals: ["7 days"] } }),
    life: {
      ...life([
        { do: "widget", survey: "nps", score: 9 },
        { do: "wait", for: 60 * day, runner: "up" },
        { do: "move", email: "anna@example.com" }
      ]),
      email: null
    },
    soup: soup(dawn)
  }),
  keep("they speak up by themselves while an ask of the rhythm waits for another try", {
    program: program({ id: "nps", rhythm: { intervals: ["7 days"] } }),
    life: life(
      [
        { do: "widget", survey: "nps", score: 9 },
        { do: "wait", for: 7 * day, runner: "up" },
        { do: "widget", survey: "nps", score: 9 }
      ],
      [{ as: "failed", after: 0 }]
    ),
    soup: soup(dawn)
  }),
  keep("they answer an invitation after they have spoken up by themselves", {
    program: program({ id: "nps", triggers: [onDelivery], closes: "1 hour", rhythm: { intervals: ["7 days"] } }),
    life: life([
      touch,
      { do: "wait", for: day, runner: "up" },
      { do: "widget", survey: "nps", score: 9 },
      { do: "wait", for: 3 * day, runner: "up" },
      { do: "answer", nth: 1, score: 9, late: 0 },
      { do: "wait", for: 5 * day, runner: "up" },
      touch
    ]),
    soup: soup(dawn)
  }),
  keep("another tool asks when a request for a review was delayed as long as it may be", {
    program: {
      ...program({ id: "nps" }),
      reviews: [{ id: "maps", site: "Example Maps", url: "https://maps.example/acme", triggers: [onDelivery] }],
      frequency: [{ gap: "30 days", scope: "everything", holds: ["review request"] }]
    },
    life: life([{ do: "ask elsewhere", about: {}, late: 0 }, touch, { do: "wait", for: 14 * day, runner: "down" }]),
    soup: soup(dawn)
  }),
  keep("they write back after an invitation that they did not answer, and are asked again", {
    program: program({ id: "nps", rhythm: { intervals: ["7 days"], silentWaves: 1 } }),
    life: life([
      { do: "widget", survey: "nps", score: 9 },
      { do: "wait", for: 8 * day, runner: "up" },
      { do: "reply", nth: 0, late: 0 },
      { do: "wait", for: 60 * day, runner: "up" }
    ]),
    soup: soup(dawn)
  }),
  keep("they write back to an invitation of which nobody knew whether it had left", {
    program: program({ id: "nps", triggers: [onDelivery] }),
    life: life(
      [touch, { do: "wait", for: day, runner: "up" }, { do: "reply", nth: 0, late: 0 }],
      [{ as: "unknown", after: 0 }]
    ),
    soup: soup(dawn)
  }),
  keep("one order is delivered and another one paid, where both must happen to the same", {
    program: program({
      id: "nps",
      triggers: [{ on: "all", of: [onDelivery, onVisit], within: "7 days" }]
    }),
    life: life([
      { do: "touch", kind: "delivered", late: 0, about: "order 1" },
      { do: "touch", kind: "visited", late: 0, about: "order 2" }
    ]),
    soup: soup(dawn)
  })
]
