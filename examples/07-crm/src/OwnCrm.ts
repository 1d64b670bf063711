/**
 * The smallest CRM there can be: what is to be told is posted, signed, to an address of yours, which does with it what it likes.
 *
 * Your side answers 2xx when it has it. A note or task may come twice, with the same `mark`. Whatever is not needed is left out: nothing is
 * read back, and nothing has to be set up. `@temoin/crm-webhook` is the same with everything.
 */
import * as Crm from "@temoin/core/ports/Crm"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import { createHmac, randomUUID } from "node:crypto"

export interface Options {
  readonly url: string
  readonly secret: string
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>
}

export const layer = ({ fetch = globalThis.fetch, secret, url }: Options): Layer.Layer<Crm.Crm> => {
  const post = (kind: string, content: object, id: string = randomUUID()) =>
    Effect.tryPromise({
      try: async () => {
        const body = JSON.stringify({ kind, ...content })
        const timestamp = String(Math.floor(Date.now() / 1000))
        const signature = createHmac("sha256", secret).update(`${id}.${timestamp}.${body}`).digest("base64")
        const reply = await fetch(url, {
          method: "POST",
          headers: {
            "content-type": "application/json",
            "webhook-id": id,
            "webhook-timestamp": timestamp,
            "webhook-signature": `v1,${signature}`
          },
          body,
          redirect: "error",
          signal: AbortSignal.timeout(10_000)
        })
        if (!reply.ok) throw new Error(`${url} answered ${reply.status}`)
      },
      // to say the same again changes nothing
      catch: (cause) => new Crm.CrmError({ reason: "unavailable", problem: String(cause), cause })
    })

  return Layer.succeed(
    Crm.Crm,
    Crm.Crm.of({
      name: "own",
      tell: (cards) =>
        Effect.forEach(cards, (card) =>
          Effect.as(post("contact", card), Result.succeed(Crm.PersonId.make(card.person ?? card.contact)))
        ),
      add: (entry) => Effect.map(post(entry.entry._tag, entry, entry.mark), () => Crm.EntryId.make(entry.mark)),
      complete: (task) => Effect.asVoid(post("TaskDone", { task })),
      forget: (person, entries) => Effect.asVoid(post("Forget", { person, entries })),
      people: () => Effect.succeed([]),
      changes: (cursor = "") => Effect.succeed({ changes: [], cursor, isDone: true }),
      check: Effect.succeed({ missingScopes: [], missingFields: [], problems: [] }),
      setUp: Effect.succeed([]),
      preview: (card, entries) =>
        [card, ...entries].map((body) => ({ method: "POST", path: new URL(url).pathname, body })),
      allowances: Effect.succeed([])
    })
  )
}
