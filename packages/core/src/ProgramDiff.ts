/**
 * ProgramDiff: what is different in the new version of a program?
 *
 * As data and in words. Parts are told apart by what their keys are made of (a survey by its id, a trigger by what it listens
 * to and its name), so the order in which they are written makes no difference. What it means for the people who are asked is
 * for `Changeover` to say.
 *
 * @since 0.1.0
 */
import * as Equal from "effect/Equal"
import * as Schema from "effect/Schema"
import * as ContactFrequency from "./ContactFrequency.ts"
import * as Period from "./Period.ts"
import type { Program } from "./Program.ts"
import type * as Reason from "./Reason.ts"
import * as Trigger from "./Trigger.ts"

/** What a part of a program is. @category models @since 0.1.0 */
export type Kind =
  | "program"
  | "survey"
  | "rhythm"
  | "trigger"
  | "journey"
  | "stage"
  | "disruption"
  | "window"
  | "gap"
  | "cap"
  | "playbook"
  | "step"

type Words = Readonly<Record<Reason.Language, string>>

/**
 * One thing that is different. `path` is where it stands in the new program; of what was removed, in the old one.
 *
 * - `what`: the part in words, in each language.
 * - `keys`: what was asked stays asked (`same`), or the change makes asks that nobody has been asked yet (`new`), or there are
 *   no more of them (`gone`).
 * - `reaches`: `new waves`, when a wave that is open finishes as it began; `open waves too`, when it does not.
 *
 * @category models
 * @since 0.1.0
 */
export type Change = {
  readonly path: string
  readonly kind: Kind
  readonly what: Words
  readonly keys: "same" | "new" | "gone"
  readonly reaches: "new waves" | "open waves too"
} & (
  | { readonly _tag: "Added" | "Removed" }
  | { readonly _tag: "Changed"; readonly field: string; readonly before: unknown; readonly after: unknown }
)

/**
 * What is easily overlooked.
 *
 * - `AskedAgain`: a part has another name and is otherwise as it was. Its name is in the keys, so everybody whose ask has not
 *   expired would be asked once more.
 * - `VersionKept`: something is different, and the version is not higher.
 *
 * @category models
 * @since 0.1.0
 */
export type Warning =
  | { readonly _tag: "AskedAgain"; readonly path: string; readonly kind: Kind; readonly was: Words; readonly is: Words }
  | { readonly _tag: "VersionKept"; readonly path: "version"; readonly version: number }

/**
 * The differences between two versions of a program. No `changes`: they are the same.
 *
 * @category models
 * @since 0.1.0
 */
export interface ProgramDiff {
  readonly changes: ReadonlyArray<Change>
  readonly warnings: ReadonlyArray<Warning>
}

/**
 * What was added, removed and changed, in the order of the new program; what was removed, last. Version numbers are no
 * change.
 *
 * @category constructors
 * @since 0.1.0
 */
export const between = (before: Program, after: Program): ProgramDiff => {
  const [old, now] = [partsOf(before), partsOf(after)]
  const added = [...now.values()].filter(({ id }) => !old.has(id))
  const removed = [...old.values()].filter(({ id }) => !now.has(id))
  const changes = [
    ...[...now.values()].flatMap((part) => {
      const was = old.get(part.id)
      return was === undefined ? [] : changesOf(was, part)
    }),
    // what is in something new, or in something gone, goes without saying
    ...added.filter(({ parent }) => parent === undefined || old.has(parent)).map((part) => whole("Added", part)),
    ...removed.filter(({ parent }) => parent === undefined || now.has(parent)).map((part) => whole("Removed", part))
  ]
  const warnings: ReadonlyArray<Warning> = [
    ...changes.flatMap((change): ReadonlyArray<Warning> =>
      change._tag === "Changed" && change.kind === "program" && change.field === "id"
        ? [{ _tag: "AskedAgain", path: "id", kind: "program", was: ofProgram(before), is: ofProgram(after) }]
        : []
    ),
    ...added.flatMap((part): ReadonlyArray<Warning> => {
      const was = removed.find((other) => isRenamed(other, part))
      return was === undefined
        ? []
        : [{ _tag: "AskedAgain", path: part.path, kind: part.kind, was: was.what, is: part.what }]
    }),
    ...(changes.length > 0 && after.version <= before.version
      ? [{ _tag: "VersionKept", path: "version", version: after.version } as const]
      : [])
  ]
  return { changes, warnings }
}

/**
 * A part of a program: what it is called in keys (`id`), and what it says by itself, its own parts apart.
 */
interface Part {
  readonly id: string
  readonly parent: string | undefined
  readonly path: string
  readonly kind: Kind
  readonly what: Words
  readonly fields: Readonly<Record<string, unknown>>
  /** All of it but its name, with its own parts; `undefined` where no name is in a key. */
  readonly unnamed: object | undefined
}

const ofProgram = ({ id }: Program): Words => ({ en: `the program "${id}"`, fr: `le programme « ${id} »` })

const partsOf = (program: Program): ReadonlyMap<string, Part> => {
  const found = new Map<string, Part>()
  const put = (part: Omit<Part, "id" | "unnamed"> & { readonly name: object; readonly unnamed?: object }): string => {
    // rules have no names: of those alike, the first stands for the first, the second for the second
    const alike = JSON.stringify([part.parent, part.kind, part.name])
    let id = alike
    for (let nth = 1; found.has(id); nth++) id = `${alike} ${nth}`
    found.set(id, { unnamed: undefined, ...part, id })
    return id
  }

  const { caps, disruptions, followUp, frequency, journey, surveys, version: _, window, ...rest } = program
  const top = { parent: undefined, name: {} }
  put({ ...top, kind: "program", path: "", what: { en: "the program", fr: "le programme" }, fields: rest })
  for (const [i, survey] of surveys.entries()) {
    const { rhythm, triggers, ...fields } = survey
    const { id: name, ...unnamed } = survey
    const path = `surveys[${i}]`
    const what = { en: `the survey "${name}"`, fr: `l’enquête « ${name} »` }
    const parent = put({ ...top, kind: "survey", path, what, fields, name: { name }, unnamed })
    if (rhythm !== undefined) {
      const ofRhythm = { en: `the rhythm of "${name}"`, fr: `le rythme de « ${name} »` }
      put({ parent, kind: "rhythm", path: `${path}.rhythm`, what: ofRhythm, fields: rhythm, name: {} })
    }
    for (const [j, trigger] of triggers.entries()) {
      const { name: itsName, ...nameless } = trigger
      put({
        parent,
        kind: "trigger",
        path: `${path}.triggers[${j}]`,
        what: {
          en: `the trigger of "${name}" on ${sourceOf.en(trigger)}${itsName === undefined ? "" : ` ("${itsName}")`}`,
          fr: `le déclencheur de « ${name} » sur ${sourceOf.fr(trigger)}${itsName === undefined ? "" : ` (« ${itsName} »)`}`
        },
        fields: trigger,
        name: { source: Trigger.source(trigger), name: itsName },
        unnamed: nameless
      })
    }
  }
  if (journey !== undefined) {
    const { stages, ...fields } = journey
    const order = stages.map(({ id }) => id)
    const what = { en: "the journey", fr: "le parcours" }
    const parent = put({ ...top, kind: "journey", path: "journey", what, fields: { ...fields, order } })
    for (const [i, stage] of stages.entries()) {
      const ofStage = { en: `the stage "${stage.id}"`, fr: `l’étape « ${stage.id} »` }
      const path = `journey.stages[${i}]`
      put({ parent, kind: "stage", path, what: ofStage, fields: stage, name: { id: stage.id } })
    }
  }
  for (const [i, disruption] of disruptions.entries()) {
    const { kind } = disruption
    const what = { en: `the disruption "${kind}"`, fr: `l’incident « ${kind} »` }
    put({ ...top, kind: "disruption", path: `disruptions[${i}]`, what, fields: disruption, name: { kind } })
  }
  if (window !== undefined) {
    put({
      ...top,
      kind: "window",
      path: "window",
      what: { en: "the send window", fr: "la fenêtre d’envoi" },
      fields: window
    })
  }
  for (const [i, rule] of frequency.entries()) {
    const { gap: _, ...name } = rule
    put({
      ...top,
      kind: "gap",
      path: `frequency[${i}]`,
      what: { en: wait.en(rule), fr: wait.fr(rule) },
      fields: rule,
      name
    })
  }
  for (const [i, rule] of caps.entries()) {
    const { most: _, within: __, ...name } = rule
    put({
      ...top,
      kind: "cap",
      path: `caps[${i}]`,
      what: { en: limit.en(rule), fr: limit.fr(rule) },
      fields: rule,
      name
    })
  }
  for (const [i, { steps, survey, ...fields }] of followUp.entries()) {
    const what = { en: `the playbook of "${survey}"`, fr: `le suivi de « ${survey} »` }
    const parent = put({ ...top, kind: "playbook", path: `followUp[${i}]`, what, fields, name: { survey } })
    for (const [j, step] of steps.entries()) {
      const { step: name, ...unnamed } = step
      const ofStep = {
        en: `the step "${name}" after an answer to "${survey}"`,
        fr: `la suite « ${name} » après une réponse à « ${survey} »`
      }
      put({
        parent,
        kind: "step",
        path: `followUp[${i}].steps[${j}]`,
        what: ofStep,
        fields: step,
        name: { name },
        unnamed
      })
    }
  }
  return found
}

/** Fields that are in keys, although the part keeps its name: each date and each milestone is an ask of its own. */
const inKeys: { readonly [K in Kind]?: ReadonlyArray<string> } = {
  program: ["id"],
  trigger: ["first", "every", "at", "of"]
}

/** What an invitation brings with it: how long it waits, and how long its answer may be changed. */
const inInvitation = ["expires", "closes"]

const reachOf = (kind: Kind, field: string | undefined): Change["reaches"] =>
  kind === "trigger" || kind === "rhythm" || (kind === "survey" && field !== undefined && inInvitation.includes(field))
    ? "new waves"
    : "open waves too"

const makesAsks = (kind: Kind): boolean =>
  kind === "survey" || kind === "trigger" || kind === "playbook" || kind === "step" || kind === "rhythm"

const whole = (tag: "Added" | "Removed", { kind, path, what }: Part): Change => ({
  _tag: tag,
  path,
  kind,
  what,
  keys: makesAsks(kind) ? (tag === "Added" ? "new" : "gone") : "same",
  reaches: tag === "Added" && kind === "survey" ? "new waves" : reachOf(kind, undefined)
})

const changesOf = (was: Part, { fields, kind, path, what }: Part): ReadonlyArray<Change> =>
  [...new Set([...Object.keys(was.fields), ...Object.keys(fields)])].flatMap((field): ReadonlyArray<Change> => {
    const [before, after] = [was.fields[field], fields[field]]
    if (Equal.equals(before, after)) return []
    const keys = inKeys[kind]?.includes(field) === true ? "new" : "same"
    const at = path === "" ? field : `${path}.${field}`
    return [{ _tag: "Changed", path: at, kind, what, field, before, after, keys, reaches: reachOf(kind, field) }]
  })

/** Are they the same, were it not for their names? */
const isRenamed = (was: Part, is: Part): boolean =>
  was.kind === is.kind && was.parent === is.parent && is.unnamed !== undefined && Equal.equals(was.unnamed, is.unnamed)

const sourceOf: Readonly<Record<Reason.Language, (trigger: Trigger.Trigger) => string>> = {
  en: Trigger.source,
  fr: (trigger) => {
    switch (trigger.on) {
      case "touchpoint":
        return `« ${trigger.kind} »`
      case "stage":
        return `l’étape « ${trigger.stage} »`
      case "milestone":
        return `les jalons depuis « ${trigger.anchor} »`
      case "calendar":
        return "le calendrier"
      case "answer":
        return `les réponses à « ${trigger.survey} »`
      case "hand":
        return "les demandes à la main"
      case "any":
        return "l’un de plusieurs"
      case "all":
        return "tous de plusieurs"
    }
  }
}

const scopes = {
  en: { survey: "of the same survey", purpose: "of the same purpose", everything: "of any kind" },
  fr: { survey: "de la même enquête", purpose: "du même but", everything: "de toute sorte" }
} as const

const subjects = {
  en: { contact: "", account: ", anybody’s in their account" },
  fr: { contact: "", account: ", de quiconque dans leur compte" }
} as const

const held = {
  en: {
    invitation: "invitations",
    reminder: "reminders",
    "testimonial request": "testimonial requests",
    "review request": "review requests"
  },
  fr: {
    invitation: "les invitations",
    reminder: "les rappels",
    "testimonial request": "les demandes de témoignage",
    "review request": "les demandes d’avis"
  }
} as const

const wait: Readonly<Record<Reason.Language, (rule: ContactFrequency.MinimumGap) => string>> = {
  en: (rule) =>
    `${rule.holds.map((one) => held.en[one]).join(" and ")} wait ${rule.gap} after each ${rule.clocks.map((clock) => ContactFrequency.words.en[clock][0]).join(" or ")} ${scopes.en[rule.scope]}${subjects.en[rule.subject]}`,
  fr: (rule) =>
    `${rule.holds.map((one) => held.fr[one]).join(" et ")} attendent ${Period.inWords(rule.gap, "fr")} après chaque ${rule.clocks.map((clock) => ContactFrequency.words.fr[clock][0]).join(" ou ")} ${scopes.fr[rule.scope]}${subjects.fr[rule.subject]}`
}

const limit: Readonly<Record<Reason.Language, (rule: ContactFrequency.Cap) => string>> = {
  en: (rule) =>
    `${rule.holds.map((one) => held.en[one]).join(" and ")} go out while there are fewer than ${rule.most} ${rule.clocks.map((clock) => ContactFrequency.words.en[clock][1]).join(" or ")} ${scopes.en[rule.scope]}${subjects.en[rule.subject]} within ${rule.within}`,
  fr: (rule) =>
    `${rule.holds.map((one) => held.fr[one]).join(" et ")} partent tant qu’il y a moins de ${rule.most} ${rule.clocks.map((clock) => ContactFrequency.words.fr[clock][1]).join(" ou ")} ${scopes.fr[rule.scope]}${subjects.fr[rule.subject]} en ${Period.inWords(rule.within, "fr")}`
}

const isRule = ({ kind }: Change): boolean => kind === "gap" || kind === "cap"

/** What the fields are called. One without a name here is called what it is called in the program. */
const labels: Readonly<Record<string, Words>> = {
  id: { en: "its id", fr: "son identifiant" },
  zone: { en: "the time zone", fr: "le fuseau horaire" },
  subject: { en: "what it asks about", fr: "son objet" },
  channel: { en: "its channel", fr: "son canal" },
  count: { en: "what counts in its number", fr: "ce qui compte dans son chiffre" },
  reminders: { en: "its list of reminders", fr: "la liste de ses rappels" },
  closes: { en: "the time to change an answer", fr: "le délai pour changer une réponse" },
  expires: { en: "the time until it expires", fr: "le délai d’expiration" },
  sample: { en: "the share asked each time", fr: "la part interrogée à chaque fois" },
  priority: { en: "its priority", fr: "sa priorité" },
  intervals: { en: "its list of intervals", fr: "la liste de ses intervalles" },
  silentWaves: { en: "the number of silent waves", fr: "le nombre de vagues sans réponse" },
  noise: { en: "its noise", fr: "son bruit" },
  repair: { en: "its repair ask", fr: "sa demande de réparation" },
  rules: { en: "its list of rules", fr: "la liste de ses règles" },
  delay: { en: "the delay", fr: "le délai" },
  unless: { en: "the list of what cancels it", fr: "la liste de ce qui l’annule" },
  at: { en: "its list of milestones", fr: "la liste de ses jalons" },
  first: { en: "the first date", fr: "la première date" },
  every: { en: "the time between dates", fr: "le temps entre deux dates" },
  spread: { en: "the number of days it is spread over", fr: "le nombre de jours où elle se répartit" },
  audience: { en: "its audience", fr: "son public" },
  to: { en: "the list of those it is for", fr: "la liste de ceux qu’elle concerne" },
  order: { en: "the order of its stages", fr: "l’ordre de ses étapes" },
  enters: { en: "the list of what enters it", fr: "la liste de ce qui y mène" },
  lasts: { en: "its duration", fr: "sa durée" },
  days: { en: "its list of days", fr: "la liste de ses jours" },
  from: { en: "its beginning", fr: "son début" },
  holidays: { en: "its list of holidays", fr: "la liste de ses jours fériés" },
  gap: { en: "its length", fr: "sa durée" },
  most: { en: "the number allowed", fr: "le nombre permis" },
  within: { en: "the time it has", fr: "le temps prévu" },
  do: { en: "what is done", fr: "ce qui est fait" },
  after: { en: "the delay", fr: "le délai" },
  forms: { en: "its list of forms", fr: "la liste de ses formes" },
  topic: { en: "what it asks", fr: "ce qu’elle demande" },
  owner: { en: "its owner", fr: "son responsable" },
  deadline: { en: "its deadline", fr: "son échéance" },
  escalateTo: { en: "who it is escalated to", fr: "la personne qui en est alertée" }
}

const nothing: Words = { en: "nothing", fr: "rien" }

const isPeriod = Schema.is(Period.Period)

const value = (of: unknown, language: Reason.Language): string => {
  if (of === undefined || (Array.isArray(of) && of.length === 0)) return nothing[language]
  if (isPeriod(of)) return Period.inWords(of, language)
  if (Array.isArray(of)) return of.map((one: unknown) => value(one, language)).join(", ")
  return typeof of === "string" ? (language === "en" ? `"${of}"` : `« ${of} »`) : JSON.stringify(of)
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)

const sentences: Readonly<Record<Reason.Language, (one: Change | Warning) => string>> = {
  en: (one) => {
    switch (one._tag) {
      case "Added":
        return `New: ${one.what.en}.`
      case "Removed":
        return `Gone: ${one.what.en}.`
      case "Changed": {
        if (isRule(one) && one.field in labels) return `Now ${one.what.en} (before: ${value(one.before, "en")}).`
        const label = labels[one.field]?.en ?? `"${one.field}"`
        return `${capital(one.what.en)}: ${label} goes from ${value(one.before, "en")} to ${value(one.after, "en")}.${reach.en(one)}`
      }
      case "AskedAgain":
        return `${capital(one.was.en)} is called ${one.is.en} now. The name is part of each ask's key: whoever was asked, and whose ask has not expired, would be asked again. Keep the old name, unless you mean that.`
      case "VersionKept":
        return `Something is different, and the version is ${one.version} as before or lower. Count it up, so that it can be told who was asked under which.`
    }
  },
  fr: (one) => {
    switch (one._tag) {
      case "Added":
        return `Nouveau : ${one.what.fr}.`
      case "Removed":
        return `Supprimé : ${one.what.fr}.`
      case "Changed": {
        if (isRule(one) && one.field in labels) return `Désormais ${one.what.fr} (avant : ${value(one.before, "fr")}).`
        const label = labels[one.field]?.fr ?? `« ${one.field} »`
        return `${capital(one.what.fr)} : ${label} passe de ${value(one.before, "fr")} à ${value(one.after, "fr")}.${reach.fr(one)}`
      }
      case "AskedAgain":
        return `${capital(one.was.fr)} devient ${one.is.fr}. Le nom fait partie de la clé de chaque demande : toute personne déjà sollicitée, et dont la demande n’a pas expiré, le serait à nouveau. Gardez l’ancien nom, sauf si c’est ce que vous voulez.`
      case "VersionKept":
        return `Quelque chose change, et la version ${one.version} n’est pas plus élevée. Augmentez-la, pour que l’on sache qui a été sollicité sous laquelle.`
    }
  }
}

const reach: Readonly<Record<Reason.Language, (change: Change) => string>> = {
  en: ({ kind, reaches }) =>
    reaches === "new waves" && kind === "survey" ? " Open waves keep what they began with." : "",
  fr: ({ kind, reaches }) =>
    reaches === "new waves" && kind === "survey" ? " Les vagues ouvertes gardent ce qu’elles avaient au départ." : ""
}

/**
 * A change or a warning in words.
 *
 * @category formatting
 * @since 0.1.0
 */
export const sentence = (self: Change | Warning, language: Reason.Language = "en"): string => sentences[language](self)
