/**
 * Automatic: did a machine write this mail?
 *
 * @since 0.1.0
 */
import * as RawMail from "./RawMail.ts"

/**
 * The sign that nobody wrote it, as the header says it; `undefined` when there is none. Those of RFC 3834
 * (`Auto-Submitted`, an empty `Return-Path`), those that were in use before it and still are, and, last, how the subject
 * begins in the languages of the large mail programs.
 *
 * @example Automatic.sign([{ name: "auto-submitted", value: "auto-replied" }]) // => "auto-submitted: auto-replied"
 * @example Automatic.sign([{ name: "subject", value: "Re: One quick question" }]) // => undefined
 * @category classification
 * @since 0.1.0
 */
export const sign = (fields: ReadonlyArray<RawMail.Field>): string | undefined => {
  const found = fields.find(({ name, value }) => signs[name]?.test(value) === true)
  return found && `${found.name}: ${found.value}`.slice(0, 200)
}

const anything = /./

const signs: { readonly [name: string]: RegExp | undefined } = {
  "auto-submitted": /^(?!no\b)./i,
  "return-path": /^<\s*>$/,
  precedence: /^(bulk|junk|list|auto_reply)\b/i,
  "x-auto-response-suppress": /\b(all|oof|autoreply|dr)\b/i,
  "x-autoreply": anything,
  "x-autorespond": anything,
  "x-autoresponder": anything,
  "x-auto-reply-from": anything,
  "x-autoreply-from": anything,
  "x-mail-autoreply": anything,
  "list-id": anything,
  "feedback-id": anything,
  from: /(^|[<\s])(mailer-daemon|no-?reply|do-?not-?reply)@/i,
  subject:
    /^\s*(auto(matic|mated)?[ -]?(reply|response)\b|auto: |out of (the )?office|réponse automatique|absen(t|ce) du bureau|automatische antwort|abwesenheits|respuesta automática|risposta automatica|automatisch antwoord|resposta automática|autosvar|automaattinen vastaus|odpowiedź automatyczna|自動応答|رد تلقائي)/i
}
