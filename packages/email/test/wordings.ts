import { Language, type Wording } from "@temoin/email"

/** Every wording there is, by name: "de", and "de informal" where that is another. */
export const everyWording: ReadonlyArray<readonly [name: string, wording: Wording.Wording]> =
  Object.values<Wording.Wording>(Language.all).flatMap((wording) => [
    [wording.language, wording] as const,
    ...(wording.informal === undefined ? [] : [[`${wording.language} informal`, wording.informal] as const])
  ])

const isGroup = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null

/** What a wording says, by path, such as `thankYou.more.passive`. */
export const sentences = (wording: unknown): ReadonlyMap<string, unknown> => {
  const found = new Map<string, unknown>()
  const read = (value: unknown, path: string) => {
    if (["language", "dir", "informal"].includes(path)) return
    if (!isGroup(value)) return void found.set(path, value)
    for (const [key, inner] of Object.entries(value)) read(inner, path === "" ? key : `${path}.${key}`)
  }
  read(wording, "")
  return found
}

export const said = (value: unknown, name: string | undefined): string =>
  typeof value === "function" ? String(value(name)) : String(value)

/** A score, a day and a site are always there. */
const isAlwaysNamed = (path: string) => /^(?:recall|until|reviewRequest\..*)$/.test(path)

/** Each sentence of a wording with a name in it, and without one where there may be none. */
export const printed = (wording: unknown): ReadonlyArray<readonly [path: string, sentence: string]> =>
  [...sentences(wording)].flatMap(([path, value]) => [
    [path, said(value, "Acme")] as const,
    ...(typeof value !== "function" || isAlwaysNamed(path) ? [] : [[path, said(value, undefined)] as const])
  ])

const names = (sentence: string) => sentence.split("Acme").length - 1

/**
 * What is wrong with a wording as a translation of another: a sentence that is missing or that nobody asks for, one that leaves a
 * name out or repeats it, one that is empty or has a hole in it, one that is still in the other language.
 */
export const problems = (wording: unknown, model: Wording.Wording): ReadonlyArray<string> => {
  const ours = sentences(wording)
  const theirs = sentences(model)
  const isSame = isGroup(wording) && wording["language"] === model.language
  return [
    ...[...theirs.keys()].filter((path) => !ours.has(path)).map((path) => `${path}: missing`),
    ...[...ours.keys()].filter((path) => !theirs.has(path)).map((path) => `${path}: unknown`),
    ...[...ours].flatMap(([path, value]) => {
      const original = theirs.get(path)
      if (original === undefined) return []
      if (typeof value !== typeof original) return [`${path}: another kind`]
      if (names(said(value, "Acme")) !== names(said(original, "Acme"))) return [`${path}: another number of names`]
      return isSame || said(value, "Acme") !== said(original, "Acme") ? [] : [`${path}: not translated`]
    }),
    ...printed(wording)
      .filter(([, sentence]) => sentence.trim() === "" || /\b(?:undefined|null)\b|[{}<>\n$]/.test(sentence))
      .map(([path]) => `${path}: empty, or with a hole in it`)
  ]
}
