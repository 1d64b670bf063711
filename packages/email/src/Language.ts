/**
 * Language: in which language do we write to this reader?
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import type { Wording } from "./Wording.ts"
import { ar } from "./wording/ar.ts"
import { de } from "./wording/de.ts"
import { en } from "./wording/en.ts"
import { es } from "./wording/es.ts"
import { fi } from "./wording/fi.ts"
import { fr } from "./wording/fr.ts"
import { it } from "./wording/it.ts"
import { ja } from "./wording/ja.ts"
import { nl } from "./wording/nl.ts"
import { pl } from "./wording/pl.ts"
import { pt } from "./wording/pt.ts"
import { sv } from "./wording/sv.ts"

/**
 * The languages there are.
 *
 * @category languages
 * @since 0.1.0
 */
export const all = { ar, de, en, es, fi, fr, it, ja, nl, pl, pt, sv } as const satisfies Record<string, Wording>

/**
 * How we speak to the reader: `formal` is "Sie", "vous", "usted", `informal` is "du", "tu", "tú".
 *
 * @category models
 * @since 0.1.0
 */
export const Formality = Schema.Literals(["formal", "informal"])
/** @since 0.1.0 */
export type Formality = typeof Formality.Type

/**
 * Do we have this language? One that we do not have is served by English.
 *
 * @example Language.isSpoken("fr-CA") // => true
 * @example Language.isSpoken("da") // => false
 * @category languages
 * @since 0.1.0
 */
export const isSpoken = (locale: string): boolean => find(locale) !== undefined

const find = (locale: string): Wording | undefined => {
  const language = locale.toLowerCase().split("-", 1)[0]
  return Object.values<Wording>(all).find((one) => one.language === language)
}

/**
 * The wording for a language tag: "fr-CA" is served by "fr", a language we do not have by "en". A language without an
 * informal address has one wording for both.
 *
 * @example Language.forLocale("fr-CA").language // => "fr"
 * @example Language.forLocale("zz").language // => "en"
 * @example Language.forLocale("de-AT", "informal").thankYou.subject // => "Danke für deine Antwort"
 * @category languages
 * @since 0.1.0
 */
export const forLocale = (locale: string, formality: Formality = "formal"): Wording => {
  const wording = find(locale) ?? all.en
  return formality === "formal" ? wording : (wording.informal ?? wording)
}
