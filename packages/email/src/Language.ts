/**
 * Language: in which language do we write to this reader?
 *
 * @since 0.1.0
 */
import type { Wording } from "./Wording.ts"
import { en } from "./wording/en.ts"
import { fr } from "./wording/fr.ts"

/**
 * The languages there are.
 *
 * @category languages
 * @since 0.1.0
 */
export const all = { en, fr } as const satisfies Record<string, Wording>

/**
 * The wording for a language tag: "fr-CA" is served by "fr", a language we do not have by "en".
 *
 * @example Language.forLocale("fr-CA").language // => "fr"
 * @example Language.forLocale("nl").language // => "en"
 * @category languages
 * @since 0.1.0
 */
export const forLocale = (locale: string): Wording => {
  const language = locale.toLowerCase().split("-", 1)[0]
  return Object.values<Wording>(all).find((wording) => wording.language === language) ?? all.en
}
