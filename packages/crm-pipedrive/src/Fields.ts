/**
 * Fields: under which keys does Pipedrive keep what it is told?
 *
 * Pipedrive gives each field a key of forty characters that differs from account to account, and each choice a number. So a field
 * is found by its name, and a choice by its label.
 *
 * @since 0.1.0
 */
import * as Crm from "@temoin/core/ports/Crm"
import * as Snapshot from "@temoin/core/Snapshot"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"

/** Which contact of ours it is. @category models @since 0.1.0 */
export const contactField = "Témoin: contact"

/** A field as Pipedrive makes it. @category models @since 0.1.0 */
export interface Wanted {
  readonly field_name: string
  readonly field_type: "varchar" | "double" | "date" | "enum"
  readonly options?: ReadonlyArray<{ readonly label: string }>
}

const types = { text: "varchar", number: "double", date: "date", choice: "enum" } as const

/** Every field of ours. @category models @since 0.1.0 */
export const all: ReadonlyArray<Wanted> = [
  { field_name: contactField, field_type: "varchar" },
  ...Snapshot.fields.map(({ choices, label, type }): Wanted => ({
    field_name: label,
    field_type: types[type],
    ...(choices !== undefined && { options: choices.map((label) => ({ label })) })
  }))
]

/** A field as Pipedrive shows it. Whatever else it says is of no interest. */
const Shown = Schema.Struct({
  field_name: Schema.String,
  field_code: Schema.String,
  field_type: Schema.String,
  options: Schema.optionalKey(
    Schema.NullOr(
      Schema.Array(
        Schema.Struct({ id: Schema.Union([Schema.Number, Schema.String]), label: Schema.optionalKey(Schema.String) })
      )
    )
  )
})
/** @category models @since 0.1.0 */
export type Shown = typeof Shown.Type

/** The fields in an answer; what is none is left out. @category reading @since 0.1.0 */
export const shownIn = (list: ReadonlyArray<unknown>): ReadonlyArray<Shown> =>
  list.flatMap((one) => Option.toArray(Schema.decodeUnknownOption(Shown)(one)))

/** Where one of our fields is: its key, and the number of each choice by its label. @category models @since 0.1.0 */
export interface Place {
  readonly code: string
  readonly choices: ReadonlyMap<string, number | string>
}

/**
 * What is there of ours, by name. `missing`: fields, and choices of fields that are there, which the set-up would make. `problems`:
 * what somebody must put right.
 *
 * @category models
 * @since 0.1.0
 */
export interface Found {
  readonly places: ReadonlyMap<string, Place>
  readonly missing: ReadonlyArray<Wanted>
  readonly missingChoices: ReadonlyArray<{
    readonly name: string
    readonly code: string
    readonly labels: ReadonlyArray<string>
  }>
  readonly problems: ReadonlyArray<string>
}

/**
 * Which of our fields are among these.
 *
 * @category reading
 * @since 0.1.0
 */
export const find = (shown: ReadonlyArray<Shown>): Found => {
  const places = new Map<string, Place>()
  const missing: Array<Wanted> = []
  const missingChoices: Array<Found["missingChoices"][number]> = []
  const problems: Array<string> = []
  for (const wanted of all) {
    const { field_name: name, field_type: type, options = [] } = wanted
    const called = shown.filter(({ field_name }) => field_name === name)
    const [one] = called
    if (one === undefined) missing.push(wanted)
    else if (called.length > 1)
      problems.push(`two fields of people are called "${name}": delete one, or call it otherwise`)
    else if (one.field_type !== type) {
      problems.push(
        `the field "${name}" holds a ${one.field_type} and must hold a ${type}: call it otherwise in Pipedrive, then run the set-up again`
      )
    } else {
      const choices = new Map(
        (one.options ?? []).flatMap(({ id, label }) => (label === undefined ? [] : [[label, id] as const]))
      )
      places.set(name, { code: one.field_code, choices })
      const labels = options.map(({ label }) => label).filter((label) => !choices.has(label))
      if (labels.length > 0) missingChoices.push({ name, code: one.field_code, labels })
    }
  }
  return { places, missing, missingChoices, problems }
}

/** A value as Pipedrive takes it; `null` clears a field. @category models @since 0.1.0 */
export type Value = string | number | null

/**
 * What is written to a person, by the keys of the fields. Fails when a field or a choice is missing, which somebody deleted or
 * renamed there.
 *
 * @category conversions
 * @since 0.1.0
 */
export const valuesOf = (
  { contact, snapshot }: Pick<Crm.Card, "contact" | "snapshot">,
  { places }: Pick<Found, "places">
): Result.Result<Record<string, Value>, Crm.CrmError> => {
  const values: Record<string, Value> = {}
  const wrong: Array<string> = []
  const set = (name: string, valueIn: (place: Place) => Value | undefined) => {
    const place = places.get(name)
    const value = place === undefined ? undefined : valueIn(place)
    if (place === undefined || value === undefined) wrong.push(name)
    else values[place.code] = value
  }
  set(contactField, () => contact)
  for (const { label, name, type } of Snapshot.fields) {
    const value = snapshot[name]
    set(label, ({ choices }) => {
      if (value === undefined) return null
      if (type === "date") return new Date(Number(value)).toISOString().slice(0, 10)
      if (type !== "choice") return value
      const id = choices.get(String(value))
      return id === undefined ? undefined : id
    })
  }
  return wrong.length === 0
    ? Result.succeed(values)
    : Result.fail(
        new Crm.CrmError({
          reason: "misconfigured",
          problem: `Pipedrive: a field is missing, or one of its choices: ${wrong.join(", ")}. Run the set-up again, or was it renamed?`
        })
      )
}

/** Under the names of the fields, as long as nobody knows their keys. */
const byName: Pick<Found, "places"> = {
  places: new Map(
    all.map(({ field_name: code, options = [] }) => [
      code,
      { code, choices: new Map(options.map(({ label }) => [label, label])) }
    ])
  )
}

/**
 * What would be written, for people to read: by the keys of the fields where all are there, else by their names.
 *
 * @category conversions
 * @since 0.1.0
 */
export const shown = (card: Pick<Crm.Card, "contact" | "snapshot">, found: Found | undefined): Record<string, Value> =>
  Result.getOrElse(valuesOf(card, found ?? byName), () => Result.getOrThrow(valuesOf(card, byName)))

/** With nothing of ours in it. @category conversions @since 0.1.0 */
export const nothing = ({ places }: Pick<Found, "places">): Record<string, Value> =>
  Object.fromEntries([...places.values()].map(({ code }) => [code, null]))
