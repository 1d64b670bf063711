// Does the record say exactly what the author read?
import * as Consent from "@temoin/core/Consent"
import * as ConsentQuestion from "@temoin/web/ConsentQuestion"
import * as Language from "@temoin/web/Language"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { assert, describe, it } from "vitest"
import { unescape } from "./FakeIntake.ts"

const languages = [...Language.languages.values()]
const scopes = fc.subarray([...Consent.Scope.literals], { minLength: 1 })
const place = fc.oneof(
  fc.constantFrom("website", "trade fair", `"><script>`, "a<b>&amp;", "\u202eetisbew"),
  fc
    .string({ unit: "binary", minLength: 1, maxLength: 64 })
    .filter((text) => text.trim() !== "" && Schema.is(Consent.Place)(text))
)
const places = fc.uniqueArray(place, { minLength: 1, maxLength: 50 })

/** What a reader reads of markup: its texts, a line each. */
const textOf = (source: string): ReadonlyArray<string> =>
  source
    .split(/<[^>]*>/)
    .map(unescape)
    .filter((text) => text.trim() !== "")

describe("ConsentQuestion", () => {
  // A yes is recorded with the version and the words. If this fails, the words have changed: give them a new version, and
  // pin that one too. Never change a pair that was once released.
  it("the words of a version are what they always were", () => {
    const pinned = {
      en: [
        "en 1",
        [
          "What may we show?",
          "Each box is your free choice. What you do not tick, we do not show.",
          "My words",
          "My name, and my role",
          "The name of my company",
          "My photo",
          "My video",
          "Where may we show it?",
          "website",
          "newsletter",
          "You can take this back at any time, in one step, by the link in our message. From then on we show it no more; what is already printed or sent we cannot call back."
        ],
        "What may we show at this place: website?"
      ],
      fr: [
        "fr 1",
        [
          "Que pouvons-nous montrer ?",
          "Chaque case est un libre choix. Ce que vous ne cochez pas, nous ne le montrons pas.",
          "Mes mots",
          "Mon nom et ma fonction",
          "Le nom de mon entreprise",
          "Ma photo",
          "Ma vidéo",
          "Où pouvons-nous le montrer ?",
          "website",
          "newsletter",
          "Vous pouvez revenir sur cet accord à tout moment, en un geste, par le lien de notre message. Dès lors, nous ne montrons plus rien ; ce qui est déjà imprimé ou envoyé, nous ne pouvons pas le rappeler."
        ],
        "Que pouvons-nous montrer à cet endroit : website ?"
      ]
    } as const
    for (const words of languages) {
      if (words.lang !== "en" && words.lang !== "fr") continue
      const [version, lines, single] = pinned[words.lang]
      const both = ConsentQuestion.wording(
        ConsentQuestion.make(words, Consent.Scope.literals, ["website", "newsletter"])
      )
      const plain = { ...both, words: both.words.replaceAll("\u00a0", " ").split("\n") }
      assert.deepStrictEqual(plain, { version, locale: words.lang, words: [...lines] })
      const one = ConsentQuestion.wording(ConsentQuestion.make(words, ["quote"], ["website"])).words
      assert.deepStrictEqual(one.replaceAll("\u00a0", " ").split("\n"), [
        single,
        lines[1],
        lines[2],
        lines.at(-1) ?? ""
      ])
    }
  })

  it("the words of a version in the other languages are what they always were, too", () => {
    const pinned: Readonly<Record<string, Array<string>>> = {
      de: ["de 1", "ybMREhbW3GZA5A00MH6d2M", "b2PWFKk8H-cxr9KcrZSlgZ"],
      es: ["es 1", "xG5cv69BJgoGwJDIj5Xo4l", "BrmpKcnpl_UH1PIUMQzyCp"],
      it: ["it 1", "3BgDxBocovhFM0UIrJT0OM", "8Cs2GoEuPnDBS43whrCcOx"],
      nl: ["nl 1", "rKlAkJjs0T8A9_tZMOIICS", "GlLVZNwHCMTgD5PtUI0T21"],
      pt: ["pt 1", "j2yC-Q3d7LqfV9CqSFxE5F", "7VigWTRi2LgPsSGlduKOu_"],
      fi: ["fi 1", "LAs4dbyqmP6U6-PePxrK5P", "ZbgMeKk1PEZq0Z3kr0TKWH"],
      sv: ["sv 1", "IWFaCWRTd5ia0v8vuY33jh", "W7jdzmoxJHiz4xscusnggX"],
      pl: ["pl 1", "6rFa4u35wLfVRRvkmoHEhL", "g_Jp4qpvbc9exi1gBwL_iz"],
      ar: ["ar 1", "n1B9srktWd3DrCx38NrA3x", "vW-UlECqmyWotzUmqe2ZNH"],
      ja: ["ja 1", "AvNyxz1zRu0rOaiDJ7XO81", "3gAQ3oXY5MuGl_gZckdPhy"]
    }
    const others = languages.filter(({ lang }) => lang !== "en" && lang !== "fr")
    assert.deepStrictEqual(
      Object.fromEntries(
        others.map((words) => [
          words.lang,
          [
            words.consent.version,
            ConsentQuestion.fingerprint(ConsentQuestion.make(words, Consent.Scope.literals, ["website", "newsletter"])),
            ConsentQuestion.fingerprint(ConsentQuestion.make(words, ["quote"], ["website"]))
          ]
        ])
      ),
      pinned
    )
  })

  it("what stands on the page is the recorded wording, word for word, whatever the scopes and places", () =>
    fc.assert(
      fc.property(fc.constantFrom(...languages), scopes, places, (words, scopes, places) => {
        const question = ConsentQuestion.make(words, scopes, places)
        const { source } = ConsentQuestion.render(question, { scopes: [], places: [] }, undefined)
        const wording = ConsentQuestion.wording(question)
        assert.strictEqual(textOf(source).join("\n"), wording.words)
        assert.isTrue(Schema.is(Consent.Wording)(wording))
      })
    ))

  it("no box is ticked for anybody, and each that was ticked is ticked again", () =>
    fc.assert(
      fc.property(
        fc.constantFrom(...languages),
        scopes,
        places,
        fc.array(fc.nat(60)),
        (words, scopes, places, some) => {
          const question = ConsentQuestion.make(words, scopes, places)
          assert.notInclude(ConsentQuestion.render(question, { scopes: [], places: [] }, undefined).source, " checked")
          const boxes: ReadonlyArray<ConsentQuestion.Box<string>> = [...question.scopes, ...question.places]
          const ticked = boxes.filter((_, index) => some.includes(index)).map(({ value }) => value)
          const { source } = ConsentQuestion.render(question, { scopes: ticked, places: ticked }, undefined)
          const found = [...source.matchAll(/name="(?:scope|place)" value="([^"]*)" checked>/g)].map(([, value = ""]) =>
            unescape(value)
          )
          const expected: ReadonlyArray<string> = boxes
            .map(({ value }) => value)
            .filter((value) => ticked.includes(value))
          assert.deepStrictEqual(found, [...expected])
        }
      )
    ))

  it("another wording has another fingerprint: another language, place or scope", () => {
    const all = languages.flatMap((words) =>
      [["website"], ["newsletter"], ["website", "newsletter"]].flatMap((places) =>
        [["quote"] as const, ["quote", "name"] as const].map((scopes) =>
          ConsentQuestion.fingerprint(ConsentQuestion.make(words, scopes, places))
        )
      )
    )
    assert.lengthOf(new Set(all), all.length)
  })
})
