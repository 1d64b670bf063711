/**
 * desk: who works with the fake, and how do they see it?
 */
import { CrmDesk } from "@temoin/conformance/CrmDesk"
import * as FakePipedrive from "@temoin/contract/FakePipedrive"
import * as Hurry from "@temoin/contract/Hurry"
import * as Pipedrive from "@temoin/crm-pipedrive/Pipedrive"
import { Crm, EntryId, PersonId } from "@temoin/core/ports/Crm"
import * as Snapshot from "@temoin/core/Snapshot"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"

export const start = Date.UTC(2026, 0, 5, 9)

export const snapshotOf = (
  fake: FakePipedrive.FakePipedrive,
  row: FakePipedrive.Row | undefined
): Snapshot.Snapshot => {
  const values = (row?.values.custom_fields ?? {}) as Record<string, unknown>
  return Object.fromEntries(
    Snapshot.fields.map(({ label, name, type }) => {
      const code = fake.keyOf(label) ?? ""
      const value = values[code] ?? undefined
      if (value === undefined) return [name, undefined]
      return [name, type === "choice" ? fake.labelOf(code, value) : type === "date" ? Date.parse(String(value)) : value]
    })
  ) as never
}

const plain = (html: unknown): string =>
  String(html)
    .replaceAll("<br>", "\n")
    .replaceAll(/<\/?(?:p|strong|blockquote|small|a)(?: [^>]*)?>/g, " ")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&")

const there = (rows: ReadonlyMap<number, FakePipedrive.Row>) => [...rows.values()].filter(({ isDeleted }) => !isDeleted)

const emailsOf = ({ values }: FakePipedrive.Row) => (values.emails ?? []) as ReadonlyArray<{ readonly value: string }>

export const peopleOf = (fake: FakePipedrive.FakePipedrive) => there(fake.objects.persons)

export const deskOf = (fake: FakePipedrive.FakePipedrive): CrmDesk["Service"] => {
  const { api, objects, put, set } = fake
  const page = { status: 503, html: "<html><body>Service Unavailable</body></html>" }
  return {
    people: Effect.sync(() =>
      there(objects.persons).map((row) => ({
        person: PersonId.make(String(row.id)),
        email: emailsOf(row)[0]?.value,
        name: row.values.name as string | undefined,
        snapshot: snapshotOf(fake, row)
      }))
    ),
    entries: Effect.sync(() => [
      ...there(objects.notes).map(({ id, values }) => ({
        id: EntryId.make(`notes/${id}`),
        person: PersonId.make(String(values.person_id)),
        kind: "note" as const,
        text: plain(values.content),
        deadline: undefined,
        isDone: false
      })),
      ...there(objects.activities).map(({ id, values }) => ({
        id: EntryId.make(`activities/${id}`),
        person: PersonId.make(String((values.participants as Array<{ person_id: number }>)[0]?.person_id)),
        kind: "task" as const,
        text: `${String(values.subject)} ${plain(values.note)}`,
        deadline: Date.parse(`${String(values.due_date)}T${String(values.due_time)}Z`),
        isDone: values.done === true
      }))
    ]),
    enter: ({ email, name }) =>
      Effect.sync(() =>
        PersonId.make(
          String(
            put("persons", {
              name: name ?? email ?? "?",
              ...(email !== undefined && { emails: [{ value: email, primary: true, label: "work" }] })
            })
          )
        )
      ),
    readdress: (person, value) =>
      Effect.sync(() => set("persons", Number(person), { emails: [{ value, primary: true }] })),
    merge: (from, into) => Effect.sync(() => fake.merge(Number(from), Number(into))),
    remove: (person) => Effect.sync(() => fake.remove("persons", Number(person))),
    moveDeal: (_, status, [person]) =>
      Effect.sync(
        () => void put("deals", { status, stage_id: 3, person_id: person === undefined ? null : Number(person) })
      ),
    tickOff: (task) => Effect.sync(() => set("activities", Number(task.split("/")[1]), { done: true })),
    refuse: (email) => Effect.sync(() => fake.refuse(email)),
    breakDown: Effect.sync(() => void (api.fault = () => ({ _tag: "Answers", reply: page, isDone: false }))),
    loseReplies: Effect.sync(() => void (api.fault = () => ({ _tag: "Cut", isDone: true }))),
    comeBack: Effect.sync(() => void (api.fault = () => undefined))
  }
}

/** A fake of its own, with whoever works with it, and a clock on which nobody waits. */
export const world = (
  options: Partial<Pipedrive.Options> = {},
  there: Partial<Omit<FakePipedrive.Options, "now">> = {}
) => {
  const hurry = Hurry.make(start)
  const fake = FakePipedrive.make({ now: hurry.now, ...there })
  const make = () =>
    Result.getOrThrow(
      Pipedrive.make({ company: "acme", token: "token-1", readEvery: 0, fetch: fake.api.fetch, ...options })
    )
  return { hurry, fake, make, crm: make(), desk: deskOf(fake) }
}

export const layer = Layer.effectContext(
  Effect.sync(() => {
    const { crm, desk, hurry } = world({ limits: { daily: 10_000_000 } }, { daily: 10_000_000 })
    return Context.make(Crm, crm).pipe(Context.add(CrmDesk, desk), Context.add(Clock.Clock, hurry.clock))
  })
)
