/**
 * Rejection: why is a testimonial not taken?
 *
 * A closed list in which no sentiment occurs: that somebody is not pleased is no reason.
 * Source: 16 CFR 465.7 (no suppression by rating); Directive 2005/29/EC, Annex I, 23c.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import type * as Reason from "./Reason.ts"

/**
 * It is advertising or nonsense, tells of other people, breaks a law, its author is no customer, it was there already, or the
 * author asked for it.
 *
 * @category models
 * @since 0.1.0
 */
export const Rejection = Schema.Literals([
  "spam",
  "personal data of others",
  "unlawful",
  "not a customer",
  "duplicate",
  "author asked"
])
/** @since 0.1.0 */
export type Rejection = typeof Rejection.Type

const sentences: Record<Reason.Language, Record<Rejection, string>> = {
  en: {
    spam: "it is spam",
    "personal data of others": "it holds personal data of others",
    unlawful: "it is unlawful",
    "not a customer": "its author is not a customer",
    duplicate: "it was handed in before",
    "author asked": "its author asked for it"
  },
  fr: {
    spam: "c’est un message indésirable",
    "personal data of others": "il contient des données personnelles d’autres personnes",
    unlawful: "il est illicite",
    "not a customer": "son auteur n’est pas un client",
    duplicate: "il a déjà été remis",
    "author asked": "son auteur l’a demandé"
  }
}

/**
 * The reason in words, without a full stop.
 *
 * @example Rejection.sentence("duplicate") // => "it was handed in before"
 * @category formatting
 * @since 0.1.0
 */
export const sentence = (self: Rejection, language: Reason.Language = "en"): string => sentences[language][self]
