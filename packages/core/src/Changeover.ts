/**
 * Changeover: who gains, loses or moves an ask when the new program is switched on?
 *
 * Both programs decide on the same contact at the same time, and what they would do is laid side by side.
 *
 * @since 0.1.0
 */
import * as Decide from "./Decide.ts"
import * as Decision from "./Decision.ts"
import type { History } from "./History.ts"
import * as Instant from "./Instant.ts"
import * as Program from "./Program.ts"
import * as Reason from "./Reason.ts"
import * as Fold from "./Fold.ts"
import * as State from "./State.ts"
import type * as Survey from "./Survey.ts"
import * as Verdict from "./Verdict.ts"
import * as Wave from "./Wave.ts"

/**
 * An ask under one of the programs. `at`: when it goes out, as far as is known: now, or not before then; `undefined` while
 * it waits for something to happen.
 *
 * @category models
 * @since 0.1.0
 */
export interface Ask {
  readonly key: Decision.Key
  readonly what: Decision.Send["_tag"]
  readonly survey: Survey.SurveyId
  readonly wave: Decision.WaveId
  readonly at: Instant.Instant | undefined
  readonly because: ReadonlyArray<Reason.Reason>
}

/**
 * - `Gained`: the new program asks, and the old one does not.
 * - `Lost`: the old program asks, and the new one does not.
 * - `Moved`: both do, at different times.
 *
 * @category models
 * @since 0.1.0
 */
export type Shift =
  | { readonly _tag: "Gained"; readonly after: Ask }
  | { readonly _tag: "Lost"; readonly before: Ask }
  | { readonly _tag: "Moved"; readonly before: Ask; readonly after: Ask }

/**
 * What changes for one contact. `open`: the waves that take answers now; they keep the closing time and the expiry they
 * began with. No shifts: nothing changes for them, as far as is known now; what is still to happen may yet bring another ask.
 *
 * @category models
 * @since 0.1.0
 */
export interface Changeover {
  readonly contact: History["contact"]
  readonly shifts: ReadonlyArray<Shift>
  readonly open: ReadonlyArray<Pick<Wave.Wave, "survey" | "id"> & { readonly until: Instant.Instant }>
}

/**
 * What changes for this contact if the new program decides from `now` on.
 *
 * @category constructors
 * @since 0.1.0
 */
export const of = (
  before: Program.Program,
  after: Program.Program,
  history: History,
  now: Instant.Instant
): Changeover => ({
  contact: history.contact,
  shifts: between(asks(before, history, now), asks(after, history, now)),
  open: openWaves(before, history, now)
})

/**
 * What became of each ask, told by its key. In the order of the new asks; the lost ones last.
 *
 * @example Changeover.between([], []) // => []
 * @category comparing
 * @since 0.1.0
 */
export const between = (before: ReadonlyArray<Ask>, after: ReadonlyArray<Ask>): ReadonlyArray<Shift> => {
  const old = new Map(before.map((ask) => [ask.key, ask]))
  const now = new Set(after.map(({ key }) => key))
  return [
    ...after.flatMap((ask): ReadonlyArray<Shift> => {
      const was = old.get(ask.key)
      if (was === undefined) return [{ _tag: "Gained", after: ask }]
      return was.at === ask.at ? [] : [{ _tag: "Moved", before: was, after: ask }]
    }),
    ...before.flatMap((ask): ReadonlyArray<Shift> => (now.has(ask.key) ? [] : [{ _tag: "Lost", before: ask }]))
  ]
}

/** Every message that goes out now, or is held and may still go out. */
const asks = (program: Program.Program, history: History, now: Instant.Instant): ReadonlyArray<Ask> => {
  const { decisions, held } = Decide.decide(program, history, now)
  return [
    ...decisions.flatMap((decision): ReadonlyArray<Ask> => {
      if (!Decision.isSend(decision)) return []
      const { _tag: what, because, key, survey, wave } = decision
      return [{ key, what, survey, wave, at: now, because }]
    }),
    ...held.flatMap(({ key, survey, verdict, wave, what }): ReadonlyArray<Ask> => {
      if (!Decision.isSendTag(what) || isOff(verdict)) return []
      const at = verdict._tag === "Defer" ? verdict.until : undefined
      return [{ key, what, survey, wave, at, because: Verdict.reasons(verdict) }]
    })
  ]
}

/** Held only until the time at which it is cancelled. */
const isOff = (verdict: Verdict.Verdict): boolean =>
  Verdict.reasons(verdict).some(({ _tag }) => _tag === "AnswerChanged")

const openWaves = (program: Program.Program, history: History, now: Instant.Instant): Changeover["open"] => {
  const state = Fold.of(history)
  const zone = state.zone ?? program.zone
  return State.waves(state).flatMap((wave) => {
    const until = Wave.closesAt(wave, Program.closes(program, wave.survey), zone)
    return until === undefined || now >= until ? [] : [{ survey: wave.survey, id: wave.id, until }]
  })
}

const whats: Readonly<Record<Reason.Language, Readonly<Record<Ask["what"], string>>>> = {
  en: {
    Invite: "the invitation",
    Remind: "the reminder",
    Thank: "the thanks",
    Contact: "the question what to do better",
    RequestTestimonial: "the testimonial request",
    RequestConsent: "the question whether their words may be shown",
    RequestReferral: "the question whom they would recommend us to",
    RequestReconfirmation: "the question whether their words still stand",
    RequestAgreement: "the question whether they agree to an edit",
    Confirm: "the note on what was done with their words",
    RequestReview: "the review request"
  },
  fr: {
    Invite: "l’invitation",
    Remind: "le rappel",
    Thank: "le remerciement",
    Contact: "la question : que faire mieux",
    RequestTestimonial: "la demande de témoignage",
    RequestConsent: "la question : peut-on montrer ses mots",
    RequestReferral: "la question : à qui nous recommander",
    RequestReconfirmation: "la question : ses mots tiennent-ils toujours",
    RequestAgreement: "la demande d’accord sur une modification",
    Confirm: "l’information sur ce qui a été fait de ses mots",
    RequestReview: "la demande d’avis"
  }
}

const when = {
  en: ({ at }: Ask) => (at === undefined ? "once something happens" : `on ${Instant.minute(at)}`),
  fr: ({ at }: Ask) => (at === undefined ? "dès qu’il se passera quelque chose" : `le ${Instant.minute(at)}`)
} as const

/**
 * A shift in words.
 *
 * @category formatting
 * @since 0.1.0
 */
export const sentence = (self: Shift, language: Reason.Language = "en"): string => {
  const { survey, what } = self._tag === "Lost" ? self.before : self.after
  const ask = language === "en" ? `${whats.en[what]} (${survey})` : `${whats.fr[what]} (${survey})`
  const why = (reasons: ReadonlyArray<Reason.Reason>) => Reason.sentenceOfAll(reasons, language)
  switch (self._tag) {
    case "Gained":
      return language === "en"
        ? `gains ${ask} ${when.en(self.after)}: ${why(self.after.because)}`
        : `gagne ${ask} ${when.fr(self.after)} : ${why(self.after.because)}`
    case "Lost":
      return language === "en"
        ? `loses ${ask} that was to go out ${when.en(self.before)}`
        : `perd ${ask} qui devait partir ${when.fr(self.before)}`
    case "Moved":
      return language === "en"
        ? `gets ${ask} ${when.en(self.after)} instead of ${when.en(self.before)}: ${why(self.after.because)}`
        : `reçoit ${ask} ${when.fr(self.after)} au lieu de ${when.fr(self.before)} : ${why(self.after.because)}`
  }
}
