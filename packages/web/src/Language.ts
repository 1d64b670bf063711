/**
 * Language: which language does this reader get?
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"
import type { Words } from "./Words.ts"
import { ar } from "./words/ar.ts"
import { de } from "./words/de.ts"
import { en } from "./words/en.ts"
import { es } from "./words/es.ts"
import { fi } from "./words/fi.ts"
import { fr } from "./words/fr.ts"
import { it } from "./words/it.ts"
import { ja } from "./words/ja.ts"
import { nl } from "./words/nl.ts"
import { pl } from "./words/pl.ts"
import { pt } from "./words/pt.ts"
import { sv } from "./words/sv.ts"

/**
 * The languages of the pages by primary language tag.
 *
 * @category languages
 * @since 0.1.0
 */
export const languages: ReadonlyMap<string, Words> = new Map(
  [en, fr, de, es, it, nl, pt, fi, sv, pl, ar, ja].map((words) => [words.lang, words])
)

const longestHeader = 1000

/**
 * The contact's own language if the pages speak it, else the best one of an `Accept-Language` header, else English.
 * Only the primary tag counts: "fr-CH" is French.
 *
 * @example Language.choose(Option.some("fr-CA"), null).lang // => "fr"
 * @example Language.choose(Option.none(), "da, en;q=0.5, fr;q=0.8").lang // => "fr"
 * @example Language.choose(Option.none(), null).lang // => "en"
 * @category languages
 * @since 0.1.0
 */
export const choose = (locale: Option.Option<string>, accepted: string | null): Words =>
  locale.pipe(
    Option.flatMap(spoken),
    Option.orElse(() => best(accepted ?? "")),
    Option.getOrElse(() => en)
  )

const spoken = (tag: string): Option.Option<Words> =>
  Option.fromUndefinedOr(languages.get((tag.split("-", 1)[0] ?? "").toLowerCase()))

const best = (header: string): Option.Option<Words> => {
  let found: Option.Option<Words> = Option.none()
  let weight = 0
  for (const range of header.slice(0, longestHeader).split(",")) {
    const [tag = "", ...parameters] = range.split(";").map((part) => part.trim())
    const quality = parameters.find((parameter) => /^q=/i.test(parameter))
    const q = quality === undefined ? 1 : Number(quality.slice(2))
    const words = spoken(tag)
    if (Option.isSome(words) && q > weight) {
      found = words
      weight = q
    }
  }
  return found
}
