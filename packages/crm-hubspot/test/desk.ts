/**
 * desk: who works with the fake, and how do they see it?
 */
import { CrmDesk } from "@temoin/conformance/CrmDesk"
import * as FakeHubSpot from "@temoin/contract/FakeHubSpot"
import * as Hurry from "@temoin/contract/Hurry"
import * as Fields from "@temoin/crm-hubspot/Fields"
import * as HubSpot from "@temoin/crm-hubspot/HubSpot"
import { Crm, EntryId, PersonId } from "@temoin/core/ports/Crm"
import * as Snapshot from "@temoin/core/Snapshot"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

export const start = Date.UTC(2026, 0, 5, 9)

export const snapshotOf = (values: Record<string, string>): Snapshot.Snapshot =>
  Object.fromEntries(
    Snapshot.fields.map(({ name, type }) => {
      const value = values[Fields.propertyOf(name)]
      const known = value === undefined || value === "" ? undefined : value
      if (known === undefined) return [name, undefined]
      return [name, type === "number" ? Number(known) : type === "date" ? Date.parse(known) : known]
    })
  ) as never

const plain = (html: string): string =>
  html
    .replaceAll("<br>", "\n")
    .replaceAll(/<\/?(?:p|strong|blockquote|small|a)(?: [^>]*)?>/g, " ")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&")

export const deskOf = (fake: FakeHubSpot.FakeHubSpot): CrmDesk["Service"] => {
  const { api, objects, put, set } = fake
  const page = { status: 503, html: "<html><body>Service Unavailable</body></html>" }
  return {
    people: Effect.sync(() =>
      [...objects.contacts.values()].map(({ id, properties }) => ({
        person: PersonId.make(id),
        email: properties.email,
        name: [properties.firstname, properties.lastname].filter((part) => part).join(" ") || undefined,
        snapshot: snapshotOf(properties)
      }))
    ),
    entries: Effect.sync(() =>
      (["notes", "tasks"] as const).flatMap((kind) =>
        [...objects[kind].values()].map(({ id, properties }) => ({
          id: EntryId.make(`${kind}/${id}`),
          person: PersonId.make(fake.peopleOf(kind, id)[0] ?? "nobody"),
          kind: kind === "notes" ? ("note" as const) : ("task" as const),
          text: `${properties.hs_task_subject ?? ""} ${plain(properties.hs_note_body ?? properties.hs_task_body ?? "")}`,
          deadline: kind === "tasks" ? Date.parse(properties.hs_timestamp ?? "") : undefined,
          isDone: properties.hs_task_status === "COMPLETED"
        }))
      )
    ),
    enter: ({ email, name }) =>
      Effect.sync(() =>
        PersonId.make(
          put("contacts", {
            ...(email !== undefined && { email }),
            ...(name !== undefined && Fields.namesOf(name))
          })
        )
      ),
    readdress: (person, email) => Effect.sync(() => set("contacts", person, { email })),
    merge: (from, into) => Effect.sync(() => fake.merge(from, into)),
    remove: (person) => Effect.sync(() => fake.remove(person)),
    moveDeal: (_, outcome, people) =>
      Effect.sync(
        () =>
          void put(
            "deals",
            {
              dealstage: `stage ${outcome}`,
              hs_is_closed: String(outcome !== "open"),
              hs_is_closed_won: String(outcome === "won")
            },
            people
          )
      ),
    tickOff: (task) => Effect.sync(() => set("tasks", task.split("/")[1] ?? "", { hs_task_status: "COMPLETED" })),
    refuse: (email) => Effect.sync(() => fake.refuse(email)),
    breakDown: Effect.sync(() => void (api.fault = () => ({ _tag: "Answers", reply: page, isDone: false }))),
    loseReplies: Effect.sync(() => void (api.fault = () => ({ _tag: "Cut", isDone: true }))),
    comeBack: Effect.sync(() => void (api.fault = () => undefined))
  }
}

/** A fake of its own, with whoever works with it, and a clock on which nobody waits. */
export const world = (options: Partial<HubSpot.Options> = {}, lag?: () => number) => {
  const hurry = Hurry.make(start)
  const app = options.webhook && { appId: 1, ...options.webhook }
  const fake = FakeHubSpot.make({
    now: hurry.now,
    ...(lag !== undefined && { lag }),
    ...(app !== undefined && { app })
  })
  const crm = HubSpot.make({ token: "pat-1", fetch: fake.api.fetch, ...options })
  return { hurry, fake, crm, desk: deskOf(fake) }
}

export const layer = Layer.effectContext(
  Effect.sync(() => {
    const { crm, desk, hurry } = world()
    return Context.make(Crm, crm).pipe(Context.add(CrmDesk, desk), Context.add(Clock.Clock, hurry.clock))
  })
)
