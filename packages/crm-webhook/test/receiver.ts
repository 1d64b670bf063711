/**
 * receiver: what does somebody at the address do with what is posted?
 *
 * Keeps everything in a CRM in memory, and checks each call with the library of Standard Webhooks. What came already, by its id, it
 * does not do again.
 */
import { CrmDesk } from "@temoin/conformance/CrmDesk"
import * as Hurry from "@temoin/contract/Hurry"
import * as Contact from "@temoin/core/Contact"
import { Crm, CrmError, EntryId, PersonId } from "@temoin/core/ports/Crm"
import type { Card, Entry } from "@temoin/core/ports/Crm"
import * as Snapshot from "@temoin/core/Snapshot"
import * as WebhookCrm from "@temoin/crm-webhook/WebhookCrm"
import * as MemoryCrm from "@temoin/memory/MemoryCrm"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import { Webhook } from "standardwebhooks"

export const secret = `whsec_${Buffer.from("a secret of thirty-two bytes ...").toString("base64")}`
export const url = "https://crm.example/hooks/temoin?team=7"
export const start = Date.UTC(2026, 0, 5, 9)

type Body = Readonly<Record<string, any>> // oxlint-disable-line typescript/no-explicit-any -- whatever was posted

const undef = <A>(value: A | null): A | undefined => value ?? undefined

const cardIn = ({ contact, email, fields, name, person }: Body): Card => ({
  contact: Contact.ContactId.make(contact),
  person: undef(person),
  email: undef(email),
  name: undef(name),
  snapshot: {
    ...Snapshot.empty,
    ...Object.fromEntries(
      Snapshot.fields.map(({ name, type }) => {
        const value = undef(fields[name])
        return [name, type === "date" && value !== undefined ? Date.parse(value) : value]
      })
    )
  }
})

const entryIn = ({ about, at, deadline, kind, lines, links, mark, owner, person, title, words }: Body): Entry => {
  const common = { key: mark, at: Date.parse(at), title, words: undef(words), lines }
  const task = { _tag: "Task", owner, deadline: Date.parse(deadline), doneAt: undefined } as const
  return {
    mark,
    person: PersonId.make(person),
    links,
    entry:
      kind === "note"
        ? { _tag: "Note", ...common }
        : {
            ...common,
            ...task,
            about:
              about.case === undefined ? { _tag: "Praise", praise: about.praise } : { _tag: "Case", case: about.case }
          }
  }
}

/** What is answered to whom something could not be done for; nothing, where nobody is to know. */
const toldBy = (error: CrmError): Response | undefined => {
  switch (error.reason) {
    case "gone":
      return Response.json({ message: error.problem, into: error.into }, { status: 410 })
    case "refused":
      return Response.json({ message: error.problem }, { status: 422 })
    case "uncertain":
      return undefined
    default:
      return Response.json({ message: error.problem }, { status: 503 })
  }
}

/** Somebody at the address, with whoever works there, and a clock on which nobody waits. */
export const make = Effect.gen(function* () {
  const hurry = Hurry.make(start)
  const services = yield* Layer.build(
    Layer.fresh(MemoryCrm.layer).pipe(Layer.provide(Layer.succeed(Clock.Clock, hurry.clock)))
  )
  const kept = Context.get(services, Crm)
  const desk = Context.get(services, MemoryCrm.Desk)
  const hook = new Webhook(secret)
  const done = new Map<string, object>()
  const bodies: Array<Body> = []

  const answerTo = (body: Body): Effect.Effect<object, CrmError> => {
    switch (body.kind) {
      case "contact":
        return Effect.flatMap(kept.tell([cardIn(body)]), ([result]) =>
          result === undefined
            ? Effect.die("no result")
            : Effect.map(Effect.fromResult(result), (person) => ({ person }))
        )
      case "note":
      case "task":
        return Effect.map(kept.add(entryIn(body), true), (entry) => ({ entry }))
      case "done":
        return Effect.as(kept.complete(EntryId.make(body.entry)), {})
      case "forget":
        return Effect.as(kept.forget(body.person, body.entries), {})
      case "people":
        return Effect.map(kept.people(body.people), (people) => ({ people }))
      case "changes":
        return kept.changes(undef(body.cursor))
      case "set-up":
        return Effect.map(kept.setUp, (made) => ({ made }))
      default:
        return kept.check
    }
  }

  const fetch = async (_: string, init: RequestInit): Promise<Response> => {
    const headers = Object.fromEntries(new Headers(init.headers))
    const text = String(init.body)
    const id = headers["webhook-id"] ?? ""
    // the library knows the time by the machine's clock; ours stands elsewhere
    const timestamp = new Date(Number(headers["webhook-timestamp"]) * 1000)
    if (hook.sign(id, timestamp, text) !== headers["webhook-signature"]) return new Response(null, { status: 401 })
    const body: Body = JSON.parse(text)
    bodies.push(body)
    const known = done.get(id)
    if (known !== undefined) return Response.json(known)
    const result = await Effect.runPromise(Effect.result(answerTo(body)))
    if (Result.isSuccess(result)) {
      done.set(id, result.success)
      return Response.json(result.success)
    }
    const response = toldBy(result.failure)
    if (response === undefined) throw new TypeError("terminated")
    return response
  }
  const crm = yield* Effect.fromResult(WebhookCrm.make({ url, secret, fetch }))
  return { hurry, desk, crm, bodies, fetch }
})

export const layer = Layer.effectContext(
  Effect.map(make, ({ crm, desk, hurry }) =>
    Context.make(Crm, crm).pipe(Context.add(CrmDesk, desk), Context.add(Clock.Clock, hurry.clock))
  )
)
