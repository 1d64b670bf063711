/**
 * Outlook: who is about to leave, and who is loyal?
 *
 * By rules that are stated, each sign with the facts it rests on; no score of a black box. Signs that somebody may leave
 * outweigh those of loyalty. Where nothing is known, nothing is said.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import * as Consistency from "./Consistency.ts"
import * as Instant from "./Instant.ts"
import * as Period from "./Period.ts"
import * as Score from "./Score.ts"
import type * as Zone from "./Zone.ts"

/**
 * What is known of one contact at a time. Left out: not known, which is neither good nor bad.
 *
 * - `answers`: their counted answers to one survey.
 * - `openCaseSince`, `disruptedSince`: since when a case, a disruption is open.
 * - `churnNoticeAt`: when they gave notice.
 * - `silentWaves`: how many asks in a row they have not answered.
 * - `lastActiveAt`: when they last did anything.
 * - `repeatPurchases`, `referrals`, `testimonials`: how many.
 *
 * @category models
 * @since 0.1.0
 */
export interface Standing {
  readonly answers?: ReadonlyArray<Consistency.Given>
  readonly openCaseSince?: Instant.Instant
  readonly disruptedSince?: Instant.Instant
  readonly churnNoticeAt?: Instant.Instant
  readonly silentWaves?: number
  readonly lastActiveAt?: Instant.Instant
  readonly repeatPurchases?: number
  readonly referrals?: number
  readonly testimonials?: number
}

/**
 * The parameters of the rules.
 *
 * - `sDiff`: see `Consistency.isReliableDrop` (default there: 1.5).
 * - `silentWaves`: so many unanswered asks in a row are a sign.
 * - `inactive`: to have done nothing for so long is a sign.
 *
 * @category models
 * @since 0.1.0
 */
export interface Rules {
  readonly sDiff: number
  readonly silentWaves: number
  readonly inactive: Period.Period
}

/**
 * A reliable drop from 3 points on, 3 silent waves, half a year without a sign of life.
 *
 * @category presets
 * @since 0.1.0
 */
export const defaults: Rules = {
  sDiff: Consistency.byConsistency.noise.sDiff,
  silentWaves: Consistency.byConsistency.silentWaves,
  inactive: "6 months"
}

const at = Instant.Instant

/**
 * A sign, with the facts it rests on.
 *
 * That somebody may leave: `GaveNotice`; `Detractor`, by their latest answer; `Dropped` reliably, by the latest two; `CaseOpen`;
 * `Disrupted`; `Silent`; `Inactive`.
 *
 * That somebody is loyal: `SteadyPromoter`, by the latest two answers; `BoughtAgain`; `Referred`; `Testified`.
 *
 * @category models
 * @since 0.1.0
 */
export const Sign = Schema.TaggedUnion({
  GaveNotice: { at },
  Detractor: { score: Score.Score, at },
  Dropped: { before: Consistency.Given, after: Consistency.Given },
  CaseOpen: { since: at },
  Disrupted: { since: at },
  Silent: { waves: Schema.Int },
  Inactive: { since: at },
  SteadyPromoter: { before: Consistency.Given, after: Consistency.Given },
  BoughtAgain: { times: Schema.Int },
  Referred: { people: Schema.Int },
  Testified: { times: Schema.Int }
})
/** @since 0.1.0 */
export type Sign = typeof Sign.Type

/**
 * - `at risk`: at least one sign that they may leave.
 * - `loyal`: no such sign; their latest answer is a promoter's; and a sign of loyalty. Words alone do not make it: a promoter who
 *   has answered once is not known to be loyal, nor is a buyer who has never answered.
 * - `neither`: something is known, and it says neither.
 * - `unknown`: nothing is known.
 *
 * @category models
 * @since 0.1.0
 */
export interface Outlook {
  readonly outlook: "at risk" | "loyal" | "neither" | "unknown"
  readonly signs: ReadonlyArray<Sign>
}

/**
 * The outlook of one contact at a time, with every sign there is, those that may leave first.
 *
 * @example Outlook.of({}, 0, "UTC") // => { outlook: "unknown", signs: [] }
 * @example Outlook.of({ answers: [{ score: 3, at: 0 }] }, 0, "UTC").outlook // => "at risk"
 * @category judging
 * @since 0.1.0
 */
export const of = (standing: Standing, now: Instant.Instant, zone: Zone.Zone, rules: Rules = defaults): Outlook => {
  const answers = (standing.answers ?? []).filter((given) => given.at <= now).toSorted((a, b) => a.at - b.at)
  const known = Object.values({ ...standing, answers: undefined }).some((fact) => fact !== undefined)
  const risk = [...risks(standing, answers, now, zone, rules)]
  const loyalty = [...loyalties(standing, answers)]
  const latest = answers.at(-1)
  const isPromoter = latest !== undefined && Score.category(latest.score) === "promoter"
  const signs = [...risk, ...loyalty]
  if (risk.length > 0) return { outlook: "at risk", signs }
  if (isPromoter && loyalty.length > 0) return { outlook: "loyal", signs }
  return { outlook: known || answers.length > 0 ? "neither" : "unknown", signs }
}

function* risks(
  { churnNoticeAt, disruptedSince, lastActiveAt, openCaseSince, silentWaves }: Standing,
  answers: ReadonlyArray<Consistency.Given>,
  now: Instant.Instant,
  zone: Zone.Zone,
  rules: Rules
): Generator<Sign> {
  const [after, before] = answers.toReversed()
  if (churnNoticeAt !== undefined && churnNoticeAt <= now) yield { _tag: "GaveNotice", at: churnNoticeAt }
  if (after !== undefined && Score.category(after.score) === "detractor") yield { _tag: "Detractor", ...after }
  if (after !== undefined && before !== undefined && Consistency.isReliableDrop(before.score, after.score, rules.sDiff))
    yield { _tag: "Dropped", before, after }
  if (openCaseSince !== undefined && openCaseSince <= now) yield { _tag: "CaseOpen", since: openCaseSince }
  if (disruptedSince !== undefined && disruptedSince <= now) yield { _tag: "Disrupted", since: disruptedSince }
  if (silentWaves !== undefined && silentWaves >= rules.silentWaves) yield { _tag: "Silent", waves: silentWaves }
  if (lastActiveAt !== undefined && Period.after(rules.inactive, lastActiveAt, zone) <= now)
    yield { _tag: "Inactive", since: lastActiveAt }
}

function* loyalties(
  { referrals = 0, repeatPurchases = 0, testimonials = 0 }: Standing,
  answers: ReadonlyArray<Consistency.Given>
): Generator<Sign> {
  const [after, before] = answers.toReversed()
  if (
    after !== undefined &&
    before !== undefined &&
    [before, after].every(({ score }) => Score.category(score) === "promoter")
  )
    yield { _tag: "SteadyPromoter", before, after }
  if (repeatPurchases > 0) yield { _tag: "BoughtAgain", times: repeatPurchases }
  if (referrals > 0) yield { _tag: "Referred", people: referrals }
  if (testimonials > 0) yield { _tag: "Testified", times: testimonials }
}

/**
 * A sign in words. Days are those of UTC.
 *
 * @example Outlook.sentence({ _tag: "Silent", waves: 3 }, "en") // => "3 asks in a row were not answered"
 * @category formatting
 * @since 0.1.0
 */
export const sentence = (self: Sign, language: "en" | "fr"): string => {
  const en = language === "en"
  const times = (n: number) => (en ? `${n} ${n === 1 ? "time" : "times"}` : `${n} fois`)
  switch (self._tag) {
    case "GaveNotice":
      return en ? `gave notice on ${Instant.day(self.at)}` : `résiliation annoncée le ${Instant.day(self.at)}`
    case "Detractor":
      return en
        ? `the latest answer was ${self.score}, on ${Instant.day(self.at)}`
        : `la dernière réponse était ${self.score}, le ${Instant.day(self.at)}`
    case "Dropped":
      return en
        ? `the answer really dropped: ${self.before.score}, then ${self.after.score} on ${Instant.day(self.after.at)}`
        : `la note a vraiment baissé : ${self.before.score}, puis ${self.after.score} le ${Instant.day(self.after.at)}`
    case "CaseOpen":
      return en
        ? `a case has been open since ${Instant.day(self.since)}`
        : `un dossier est ouvert depuis le ${Instant.day(self.since)}`
    case "Disrupted":
      return en
        ? `something dramatic has happened since ${Instant.day(self.since)}`
        : `il s’est passé quelque chose de grave depuis le ${Instant.day(self.since)}`
    case "Silent":
      return en
        ? `${self.waves} ${self.waves === 1 ? "ask was" : "asks in a row were"} not answered`
        : `${self.waves} ${self.waves === 1 ? "demande est restée" : "demandes de suite sont restées"} sans réponse`
    case "Inactive":
      return en
        ? `no sign of life since ${Instant.day(self.since)}`
        : `aucun signe de vie depuis le ${Instant.day(self.since)}`
    case "SteadyPromoter":
      return en
        ? `a promoter twice in a row: ${self.before.score}, then ${self.after.score}`
        : `promoteur deux fois de suite : ${self.before.score}, puis ${self.after.score}`
    case "BoughtAgain":
      return en ? `bought again ${times(self.times)}` : `a racheté ${times(self.times)}`
    case "Referred":
      return en
        ? `referred ${self.people} ${self.people === 1 ? "person" : "people"}`
        : `a recommandé l’entreprise à ${self.people} ${self.people === 1 ? "personne" : "personnes"}`
    case "Testified":
      return en ? `gave a testimonial ${times(self.times)}` : `a témoigné ${times(self.times)}`
  }
}
