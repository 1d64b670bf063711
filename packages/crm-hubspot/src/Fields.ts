/**
 * Fields: under which properties does HubSpot keep what it is told?
 *
 * @since 0.1.0
 */
import type * as Crm from "@temoin/core/ports/Crm"
import * as Snapshot from "@temoin/core/Snapshot"

/** The group in which our properties are shown. @category models @since 0.1.0 */
export const group = { name: "temoin", label: "Témoin" } as const

/** Which contact of ours it is. @category models @since 0.1.0 */
export const contactProperty = "temoin_contact"

/** A property as HubSpot makes it. @category models @since 0.1.0 */
export interface Property {
  readonly name: string
  readonly label: string
  readonly description: string
  readonly groupName: string
  readonly type: "string" | "number" | "datetime" | "enumeration"
  readonly fieldType: "text" | "number" | "date" | "select"
  readonly formField: boolean
  readonly options?: ReadonlyArray<{
    readonly label: string
    readonly value: string
    readonly hidden: boolean
    readonly displayOrder: number
  }>
}

const types = {
  text: { type: "string", fieldType: "text" },
  number: { type: "number", fieldType: "number" },
  date: { type: "datetime", fieldType: "date" },
  choice: { type: "enumeration", fieldType: "select" }
} as const

/**
 * The name of the property that holds a part of the snapshot.
 *
 * @example Fields.propertyOf("nextAskAt") // => "temoin_next_ask_at"
 * @category conversions
 * @since 0.1.0
 */
export const propertyOf = (name: keyof Snapshot.Snapshot): string =>
  `temoin_${name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`

/** Every property of ours. @category models @since 0.1.0 */
export const all: ReadonlyArray<Property> = [
  {
    name: contactProperty,
    label: "Témoin: contact",
    description: "Which contact of Témoin this is. Do not change it.",
    groupName: group.name,
    ...types.text,
    formField: false
  },
  ...Snapshot.fields.map(({ choices, description, label, name, type }): Property => ({
    name: propertyOf(name),
    label,
    description,
    groupName: group.name,
    ...types[type],
    formField: false,
    ...(choices !== undefined && {
      options: choices.map((value, displayOrder) => ({ label: value, value, hidden: false, displayOrder }))
    })
  }))
]

/**
 * What is written to a person. HubSpot takes texts only; the empty one clears a property.
 *
 * @category conversions
 * @since 0.1.0
 */
export const valuesOf = ({ contact, snapshot }: Pick<Crm.Card, "contact" | "snapshot">): Record<string, string> => ({
  [contactProperty]: contact,
  ...Object.fromEntries(
    Snapshot.fields.map(({ name, type }) => {
      const value = snapshot[name]
      const text = value === undefined ? "" : type === "date" ? new Date(Number(value)).toISOString() : String(value)
      return [propertyOf(name), text]
    })
  )
})

/** With nothing of ours in it. @category conversions @since 0.1.0 */
export const nothing: Record<string, string> = Object.fromEntries(all.map(({ name }) => [name, ""]))

/**
 * First and last name, as HubSpot keeps them apart.
 *
 * @example Fields.namesOf("Anna Maria Smith") // => { firstname: "Anna Maria", lastname: "Smith" }
 * @example Fields.namesOf("Anna") // => { firstname: "Anna" }
 * @category conversions
 * @since 0.1.0
 */
export const namesOf = (name: string): { readonly firstname: string; readonly lastname?: string } => {
  const at = name.lastIndexOf(" ")
  return at <= 0 ? { firstname: name } : { firstname: name.slice(0, at), lastname: name.slice(at + 1) }
}
