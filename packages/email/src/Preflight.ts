/**
 * Preflight: may we send like this, or would it end in the spam folder?
 *
 * What Gmail, Yahoo and Microsoft ask of whoever writes to many, what the law asks of a commercial mail, and what makes a
 * mail look like spam, checked before the first one leaves. The network is a parameter, so that a test needs none.
 *
 * @since 0.1.0
 */
import type * as Message from "@temoin/core/Message"
import type * as Reason from "@temoin/core/Reason"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto"
import { resolveTxt } from "node:dns/promises"
import * as Language from "./Language.ts"
import * as Link from "./Link.ts"
import * as Rendering from "./Rendering.ts"
import type * as Smtp from "./Smtp.ts"

/**
 * What is to be checked.
 *
 * - `smtp`: the settings of `Smtp.layer`.
 * - `messages`: one of each kind that is sent, with links as they are.
 * - `unsubscribe`: the opt-out link of a contact who is there for nothing else: it is posted to, as a mailbox provider does.
 *   Left out, the links are not tried.
 *
 * @category models
 * @since 0.1.0
 */
export interface Setup {
  readonly smtp: Smtp.Options
  readonly messages: ReadonlyArray<Message.Message>
  readonly unsubscribe?: string
}

/**
 * The outside world. `txt`: the TXT records under a name, empty when there are none. `request`: the status of what comes
 * back; redirects are not followed. Each fails when it cannot tell.
 *
 * @category models
 * @since 0.1.0
 */
export interface Network {
  readonly txt: (name: string) => Effect.Effect<ReadonlyArray<string>, string>
  readonly request: (method: "GET" | "POST", url: string, body?: string) => Effect.Effect<number, string>
}

/**
 * What is checked.
 *
 * @category models
 * @since 0.1.0
 */
export type Name =
  | "From"
  | "DKIM"
  | "SPF"
  | "DMARC"
  | "bounces"
  | "signed addresses"
  | "unsubscribe link"
  | "one-click unsubscribe"
  | "postal address"
  | "size"
  | "wording"
  | "language"

/**
 * What came of one check. `ok`; `problem`: mail will be turned away, or must not be sent; `warning`: it costs readers;
 * `unknown`: it could not be checked, which is not the same as `ok`. `says`: what is so, and what to do.
 *
 * @category models
 * @since 0.1.0
 */
export interface Finding {
  readonly check: Name
  readonly level: "ok" | "warning" | "problem" | "unknown"
  readonly says: string
}

/** A sentence in each language. */
type Sentence = Readonly<Record<Reason.Language, string>>

interface Found extends Omit<Finding, "says"> {
  readonly says: Sentence
}

const finding = (check: Name, level: Finding["level"], says: Sentence): Found => ({ check, level, says })

/**
 * Every check, in the order in which mail is looked at, told in this language. Never fails.
 *
 * @category checking
 * @since 0.1.0
 */
export const check = (
  setup: Setup,
  network: Network,
  language: Reason.Language = "en"
): Effect.Effect<ReadonlyArray<Finding>> =>
  Effect.map(
    Effect.all([
      Effect.succeed(alignment(setup)),
      dkim(setup, network),
      spf(setup, network),
      dmarc(setup, network),
      Effect.succeed([...bounces(setup), ...signed(setup)]),
      oneClick(setup, network),
      Effect.succeed(content(setup))
    ]),
    (found) => found.flat().map((one) => ({ ...one, says: one.says[language] }))
  )

/**
 * May it be sent? Not with a problem, nor with something that nobody knows.
 *
 * @category checking
 * @since 0.1.0
 */
export const isReady = (findings: ReadonlyArray<Finding>): boolean =>
  findings.every(({ level }) => level === "ok" || level === "warning")

/**
 * The findings for a person in a hurry: what is wrong first, one line each, and what to do now. They are as they were told.
 *
 * @category showing
 * @since 0.1.0
 */
export const text = (findings: ReadonlyArray<Finding>, language: Reason.Language = "en"): string => {
  const marks = { problem: "✗", unknown: "?", warning: "!", ok: "✓" } as const
  const levels = ["problem", "unknown", "warning", "ok"] as const
  const lines = levels.flatMap((level) =>
    findings
      .filter((one) => one.level === level)
      .map(({ check, says }) => `${marks[level]} ${names[language][check]}${language === "fr" ? " :" : ":"} ${says}`)
  )
  const [problems, unknown, warnings, ok] = levels.map((level) => findings.filter((one) => one.level === level).length)
  const isSendable = isReady(findings)
  const summary = {
    en: `problems: ${problems}, unknown: ${unknown}, warnings: ${warnings}, ok: ${ok}. ${isSendable ? "Ready to send." : "Do not send yet."}`,
    fr: `problèmes : ${problems}, inconnus : ${unknown}, avertissements : ${warnings}, bons : ${ok}. ${isSendable ? "Prêt à envoyer." : "N’envoyez pas encore."}`
  }
  return [...lines, "", summary[language]].join("\n")
}

const names: Readonly<Record<Reason.Language, Readonly<Record<Name, string>>>> = {
  en: {
    From: "From",
    DKIM: "DKIM",
    SPF: "SPF",
    DMARC: "DMARC",
    bounces: "bounces",
    "signed addresses": "signed addresses",
    "unsubscribe link": "unsubscribe link",
    "one-click unsubscribe": "one-click unsubscribe",
    "postal address": "postal address",
    size: "size",
    wording: "wording",
    language: "language"
  },
  fr: {
    From: "expéditeur",
    DKIM: "DKIM",
    SPF: "SPF",
    DMARC: "DMARC",
    bounces: "retours",
    "signed addresses": "adresses signées",
    "unsubscribe link": "lien de désinscription",
    "one-click unsubscribe": "désinscription en un clic",
    "postal address": "adresse postale",
    size: "taille",
    wording: "formulation",
    language: "langue"
  }
}

const addressOf = (mailbox: Smtp.Options["from"]): string => (typeof mailbox === "string" ? mailbox : mailbox.address)

const domainOf = (address: string): string => address.slice(address.lastIndexOf("@") + 1).toLowerCase()

const fromOf = ({ smtp }: Setup): string => domainOf(addressOf(smtp.from))

const isWithin = (domain: string, other: string): boolean => domain === other || domain.endsWith(`.${other}`)

const alignment = (setup: Setup): ReadonlyArray<Found> => {
  const from = fromOf(setup)
  const signer = setup.smtp.dkim?.domainName.toLowerCase()
  const sender = /^(no-?reply|do-?not-?reply)@/i.test(addressOf(setup.smtp.replyTo ?? setup.smtp.from))
    ? [
        finding("From", "warning", {
          en: "replies go to nobody: a person who answers a question should be heard. Set replyTo",
          fr: "les réponses ne vont à personne : qui répond à une question doit être entendu. Renseignez replyTo"
        })
      ]
    : []
  if (signer === undefined) {
    const says = {
      en: `we do not sign, so the server must, for ${from}: send yourself a mail and look for dkim=pass, or set dkim`,
      fr: `nous ne signons pas, le serveur doit donc le faire pour ${from} : envoyez-vous un message et cherchez dkim=pass, ou renseignez dkim`
    }
    return [finding("From", "warning", says), ...sender]
  }
  return isWithin(from, signer) || isWithin(signer, from)
    ? [
        finding("From", "ok", { en: `${from} is signed by ${signer}`, fr: `${from} est signé par ${signer}` }),
        ...sender
      ]
    : [
        finding("From", "problem", {
          en: `${from} is signed by ${signer}, which DMARC does not count: sign as ${from}`,
          fr: `${from} est signé par ${signer}, ce que DMARC ne compte pas : signez au nom de ${from}`
        }),
        ...sender
      ]
}

const looked = <A>(
  check: Name,
  found: Effect.Effect<A, string>,
  judge: (found: A) => ReadonlyArray<Found>
): Effect.Effect<ReadonlyArray<Found>> =>
  Effect.match(found, {
    onSuccess: judge,
    onFailure: (problem) => [
      finding(check, "unknown", {
        en: `could not be checked (${problem}): try again`,
        fr: `n’a pas pu être vérifié (${problem}) : réessayez`
      })
    ]
  })

/** "v=DKIM1; k=rsa" as a record of its tags; a key has no spaces, however it is published. */
const tags = (record: string): ReadonlyMap<string, string> =>
  new Map(
    record.split(";").flatMap((part) => {
      const [, name = "", value = ""] = /^\s*([a-z]+)\s*=([^]*)$/i.exec(part) ?? []
      return name === "" ? [] : [[name.toLowerCase(), value.replaceAll(/\s+/g, "")] as const]
    })
  )

/** RFC 6376; RFC 8463 publishes the 32 bytes of an Ed25519 key without what surrounds them. */
const published = (key: KeyObject): string => {
  const bytes = key.export({ type: "spki", format: "der" })
  return (key.asymmetricKeyType === "ed25519" ? bytes.subarray(-32) : bytes).toString("base64")
}

const dkim = ({ smtp }: Setup, { txt }: Network): Effect.Effect<ReadonlyArray<Found>> => {
  if (smtp.dkim === undefined) return Effect.succeed([])
  const { domainName, keySelector, privateKey } = smtp.dkim
  const name = `${keySelector}._domainkey.${domainName}`
  const ours = Result.try(() =>
    createPublicKey(createPrivateKey(typeof privateKey === "string" ? privateKey : Redacted.value(privateKey)))
  )
  if (Result.isFailure(ours)) {
    return Effect.succeed([
      finding("DKIM", "problem", {
        en: "dkim.privateKey is no private key in PEM: make one with openssl genrsa 2048",
        fr: "dkim.privateKey n’est pas une clé privée en PEM : créez-en une avec openssl genrsa 2048"
      })
    ])
  }
  const key = ours.success
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 2048
  const kind = key.asymmetricKeyType === "ed25519" ? "ed25519" : "rsa"
  const record = `v=DKIM1; k=${kind}; p=${published(key)}`
  const weak =
    bits >= 2048
      ? []
      : [
          finding("DKIM", bits < 1024 ? "problem" : "warning", {
            en: `the key has ${bits} bits: make one of 2048`,
            fr: `la clé a ${bits} bits : créez-en une de 2048`
          })
        ]
  return looked("DKIM", txt(name), (records) => {
    const found = records.map(tags).filter((one) => one.has("p"))
    const [first] = found
    const bad = (says: Sentence) => [finding("DKIM", "problem", says), ...weak]
    if (first === undefined)
      return bad({
        en: `${name} has no key: publish the TXT record ${record}`,
        fr: `${name} n’a pas de clé : publiez l’enregistrement TXT ${record}`
      })
    if (found.length > 1)
      return bad({
        en: `${name} has ${found.length} keys: leave one`,
        fr: `${name} a ${found.length} clés : n’en laissez qu’une`
      })
    if (first.get("p") === "")
      return bad({
        en: `the key at ${name} was revoked: publish ${record}`,
        fr: `la clé de ${name} a été révoquée : publiez ${record}`
      })
    if (first.get("p") !== published(key))
      return bad({
        en: `the key at ${name} is not that of dkim.privateKey: publish ${record}`,
        fr: `la clé de ${name} n’est pas celle de dkim.privateKey : publiez ${record}`
      })
    if (first.get("t")?.split(":").includes("y") === true) {
      return [
        finding("DKIM", "warning", {
          en: `${name} says t=y (testing), so that signatures may be passed over: take it out`,
          fr: `${name} dit t=y (essai), si bien que les signatures peuvent être ignorées : retirez-le`
        }),
        ...weak
      ]
    }
    return [finding("DKIM", "ok", { en: `the key at ${name} is ours`, fr: `la clé de ${name} est la nôtre` }), ...weak]
  })
}

const spf = (setup: Setup, { txt }: Network): Effect.Effect<ReadonlyArray<Found>> => {
  const domain = domainOf(setup.smtp.returnPath ?? addressOf(setup.smtp.from))
  return looked("SPF", txt(domain), (records) => {
    const found = records.filter((record) => /^v=spf1(\s|$)/i.test(record))
    const [first] = found
    if (first === undefined) {
      return [
        finding("SPF", "problem", {
          en: `${domain} does not say who may send for it: publish a TXT record "v=spf1 include:… -all" as your mail service tells you`,
          fr: `${domain} ne dit pas qui peut envoyer en son nom : publiez un enregistrement TXT « v=spf1 include:… -all », comme votre service l’indique`
        })
      ]
    }
    if (found.length > 1)
      return [
        finding("SPF", "problem", {
          en: `${domain} has ${found.length} records that begin with v=spf1, so none counts: make one of them`,
          fr: `${domain} a ${found.length} enregistrements qui commencent par v=spf1, aucun ne compte donc : n’en faites qu’un`
        })
      ]
    return /[\s?+]\+?all\s*$/i.test(first) && !/[-~?]all\s*$/i.test(first)
      ? [
          finding("SPF", "warning", {
            en: `${domain} lets everybody send for it (${first}): end it with -all`,
            fr: `${domain} laisse tout le monde envoyer en son nom (${first}) : terminez par -all`
          })
        ]
      : [
          finding("SPF", "ok", {
            en: `${domain} says who may send for it`,
            fr: `${domain} dit qui peut envoyer en son nom`
          })
        ]
  })
}

const dmarc = (setup: Setup, { txt }: Network): Effect.Effect<ReadonlyArray<Found>> => {
  const labels = fromOf(setup).split(".")
  const domains = labels.slice(0, -1).map((_, index) => labels.slice(index).join("."))
  const policy = Effect.gen(function* () {
    for (const domain of domains) {
      const record = (yield* txt(`_dmarc.${domain}`)).find((one) => /^v=DMARC1\s*(;|$)/i.test(one))
      if (record !== undefined) return { domain, policy: tags(record).get("p") }
    }
    return undefined
  })
  return looked("DMARC", policy, (found) =>
    found?.policy === undefined
      ? [
          finding("DMARC", "problem", {
            en: `${domains[0] ?? "the domain"} has no policy, which Gmail, Yahoo and Microsoft ask for: publish the TXT record "v=DMARC1; p=none" at _dmarc.${domains[0] ?? ""}`,
            fr: `${domains[0] ?? "le domaine"} n’a pas de politique, que Gmail, Yahoo et Microsoft exigent : publiez l’enregistrement TXT « v=DMARC1; p=none » sous _dmarc.${domains[0] ?? ""}`
          })
        ]
      : [
          finding("DMARC", "ok", {
            en: `${found.domain} has the policy ${found.policy}`,
            fr: `${found.domain} a la politique ${found.policy}`
          })
        ]
  )
}

const bounces = ({ smtp }: Setup): ReadonlyArray<Found> =>
  smtp.returnPath === undefined
    ? [
        finding("bounces", "warning", {
          en: "they come back to from, and some tell of no message: set returnPath, and give what comes there to temoin.mail.receive",
          fr: "ils reviennent à l’expéditeur, et certains ne nomment aucun message : renseignez returnPath, et donnez ce qui y arrive à temoin.mail.receive"
        })
      ]
    : [
        finding("bounces", "ok", {
          en: `they come back to ${smtp.returnPath.replace("@", "+…@")}`,
          fr: `ils reviennent à ${smtp.returnPath.replace("@", "+…@")}`
        })
      ]

/** Only addresses that are for one message can be made up; there may be none. */
const signed = ({ smtp }: Setup): ReadonlyArray<Found> => {
  const isAny = smtp.returnPath !== undefined || smtp.unsubscribeTo !== undefined || smtp.taggedReplies === true
  if (!isAny) return []
  return smtp.secrets === undefined
    ? [
        finding("signed addresses", "warning", {
          en: "whoever knows how messages are named can make up a bounce: set secrets, and give them to Listening.keyed",
          fr: "qui sait comment les messages sont nommés peut inventer un retour : renseignez secrets, et donnez-les à Listening.keyed"
        })
      ]
    : [
        finding("signed addresses", "ok", {
          en: "nobody else can make them up",
          fr: "personne d’autre ne peut les inventer"
        })
      ]
}

/** RFC 8058: https, a POST with this body, and neither a redirect nor a login. */
const oneClick = ({ messages, unsubscribe }: Setup, { request }: Network): Effect.Effect<ReadonlyArray<Found>> =>
  Effect.gen(function* () {
    const check: Name = "one-click unsubscribe"
    const links = unsubscribe === undefined ? messages.map(({ optOutUrl }) => optOutUrl) : [unsubscribe]
    const plain = links.find((link) => !/^https:/i.test(link))
    if (plain !== undefined) {
      return [
        finding(check, "problem", {
          en: `the opt-out link is not https, so mailbox providers do not show their button: ${plain.slice(0, 100)}`,
          fr: `le lien de désinscription n’est pas en https, les messageries ne montrent donc pas leur bouton : ${plain.slice(0, 100)}`
        })
      ]
    }
    if (unsubscribe === undefined) {
      return [
        finding(check, "unknown", {
          en: "the link was not tried: give unsubscribe, the opt-out link of a contact who is there for nothing else",
          fr: "le lien n’a pas été essayé : donnez unsubscribe, le lien de désinscription d’un contact qui ne sert qu’à cela"
        })
      ]
    }
    const link = Link.check("opt-out", unsubscribe)
    if (Result.isFailure(link))
      return [
        finding(check, "problem", { en: link.failure.message, fr: `le lien ne convient pas : ${link.failure.message}` })
      ]
    const page = yield* looked("unsubscribe link", request("GET", unsubscribe), (status) =>
      status >= 200 && status < 300
        ? [finding("unsubscribe link", "ok", { en: "its page opens", fr: "sa page s’ouvre" })]
        : [
            finding("unsubscribe link", "problem", {
              en: `its page answers ${status}: a reader who follows it must see it`,
              fr: `sa page répond ${status} : qui le suit doit la voir`
            })
          ]
    )
    const post = yield* looked(check, request("POST", unsubscribe, "List-Unsubscribe=One-Click"), (status) =>
      status >= 200 && status < 300
        ? [finding(check, "ok", { en: "the link takes a POST", fr: "le lien accepte un POST" })]
        : [
            finding(
              check,
              "problem",
              status >= 300 && status < 400
                ? {
                    en: `the link answers a POST with a redirect (${status}), which RFC 8058 forbids: answer it there`,
                    fr: `le lien répond à un POST par une redirection (${status}), ce que la RFC 8058 interdit : répondez-y sur place`
                  }
                : {
                    en: `the link answers a POST with ${status}: take "List-Unsubscribe=One-Click" without a login or a token in a cookie`,
                    fr: `le lien répond à un POST par ${status} : acceptez « List-Unsubscribe=One-Click » sans connexion ni jeton dans un cookie`
                  }
            )
          ]
    )
    return [...page, ...post]
  })

/** Gmail shows no more of a mail in HTML than this, and hides the rest behind a link, the way to opt out with it. */
const clip = 102 * 1024

/** Asking for praise is commercial (CAN-SPAM, 16 CFR 316); asking a question about an order, or thanking, is not. */
const commercial: ReadonlySet<Message.Message["_tag"]> = new Set([
  "TestimonialRequest",
  "ReferralRequest",
  "ReviewRequest"
] as const)

/** A number beside words, on a line of its own or between commas: "75002 Paris", "1 Main Street". */
const place = /(^|[\n,·|])[^\n,@]*\b\d{1,6}\b[^\n,@]*\p{L}{2,}|(^|[\n,·|])[^\n,@]*\p{L}{2,}[^\n,@]*\b\d{1,6}\b/u

/** What filters have learned from spam. In the host's own words only: ours have none. */
const phrases: ReadonlyArray<RegExp> = [
  /\b(act now|click here|limited time|100 ?% free|risk[- ]free|no obligation|winner|you have won|cash bonus|buy now|order now|urgent(ly)?|congratulations|dear friend|guaranteed)\b/i,
  /\b(cliquez ici|offre limitée|100 ?% gratuit|sans engagement|vous avez gagné|félicitations|achetez maintenant|cher ami|garanti)/i,
  /[!?]{2,}/,
  /[€$£]{2,}/,
  /\p{Lu}{4,}(\s+\p{Lu}{4,}){2,}/u
]

const content = ({ messages, smtp }: Setup): ReadonlyArray<Found> => {
  if (messages.length === 0) {
    return [
      finding("wording", "unknown", {
        en: "no message was looked at: give messages, one of each kind that you send",
        fr: "aucun message n’a été examiné : donnez messages, un de chaque sorte que vous envoyez"
      })
    ]
  }
  const look = smtp.look ?? {}
  const found: Array<Found> = []
  let largest = 0
  let isAskedForPlace = false
  for (const message of messages) {
    const rendered = Result.try(() => {
      const ours = Rendering.render(message, look)
      const theirs = smtp.render?.(message, look)
      return { ...(theirs ?? ours), isTheirs: theirs !== undefined }
    })
    const { _tag, optOutUrl } = message
    if (Result.isFailure(rendered)) {
      const { failure } = rendered
      const problem = failure instanceof Error ? failure.message : String(failure)
      found.push(
        finding("wording", "problem", {
          en: `${_tag} cannot be rendered: ${problem}`,
          fr: `${_tag} ne peut pas être rendu : ${problem}`
        })
      )
      continue
    }
    const { html, isTheirs, subject, text } = rendered.success
    const bytes = Buffer.byteLength(html)
    largest = Math.max(largest, bytes)
    if (bytes > clip) {
      found.push(
        finding("size", "problem", {
          en: `${_tag} has ${Math.ceil(bytes / 1024)} KB of HTML, and Gmail cuts it off at 102: shorten it`,
          fr: `${_tag} a ${Math.ceil(bytes / 1024)} Ko de HTML, et Gmail le coupe à 102 : raccourcissez-le`
        })
      )
    }
    for (const where of Rendering.withoutWayOut(rendered.success, optOutUrl)) {
      found.push(
        finding("unsubscribe link", "problem", {
          en: `${_tag} has no link to opt out in its ${where}: put message.optOutUrl there`,
          fr: `${_tag} n’a pas de lien de désinscription dans son ${where === "text" ? "texte" : where} : mettez-y message.optOutUrl`
        })
      )
    }
    if (!Language.isSpoken(message.locale)) {
      found.push(
        finding("language", "warning", {
          en: `there is no wording for "${message.locale}": who has this locale is written to in English; give one to Rendering.render`,
          fr: `il n’y a pas de texte en « ${message.locale} » : à qui a cette langue, nous écrivons en anglais ; donnez-en un à Rendering.render`
        })
      )
    }
    if (commercial.has(_tag)) {
      isAskedForPlace = true
      const words = isTheirs ? text.replaceAll(/https?:\S+/g, "") : (look.signature ?? "")
      if (!place.test(words)) {
        found.push(
          finding("postal address", "problem", {
            en: `${_tag} is commercial, and nothing in it looks like a postal address: put yours into look.signature`,
            fr: `${_tag} est commercial, et rien n’y ressemble à une adresse postale : mettez la vôtre dans look.signature`
          })
        )
      }
    }
    const own = isTheirs ? `${subject}\n${text}` : `${look.brand ?? ""}\n${look.signature ?? ""}`
    for (const phrase of phrases) {
      const [said] = phrase.exec(own.replaceAll(/https?:\S+/g, "")) ?? []
      if (said !== undefined)
        found.push(
          finding("wording", "warning", {
            en: `${_tag} says "${said.slice(0, 60)}", as spam does: say it in other words`,
            fr: `${_tag} dit « ${said.slice(0, 60)} », comme les indésirables : dites-le autrement`
          })
        )
    }
  }
  const is = (check: Name) => found.some((one) => one.check === check)
  const fine = (check: Name, says: Sentence) => (is(check) ? [] : [finding(check, "ok", says)])
  return [
    ...distinct(found),
    ...fine("size", {
      en: `the longest of ${messages.length} messages has ${Math.ceil(largest / 1024)} KB of HTML`,
      fr: `le plus long de ${messages.length} messages a ${Math.ceil(largest / 1024)} Ko de HTML`
    }),
    ...(isAskedForPlace
      ? fine("postal address", {
          en: "there is one in every commercial message",
          fr: "il y en a une dans chaque message commercial"
        })
      : []),
    ...fine("language", {
      en: "there is a wording for every message's language",
      fr: "il y a un texte dans la langue de chaque message"
    }),
    ...fine("wording", {
      en: "nothing in your own words looks like spam",
      fr: "rien dans vos propres mots ne ressemble à un indésirable"
    })
  ]
}

const distinct = (findings: ReadonlyArray<Found>): ReadonlyArray<Found> => [
  ...new Map(findings.map((one) => [`${one.check} ${one.says.en}`, one])).values()
]

/**
 * The world as it is. A name that does not exist has no records; each question may take ten seconds.
 *
 * @category networks
 * @since 0.1.0
 */
export const internet: Network = {
  txt: (name) =>
    Effect.tryPromise({
      try: async () => (await resolveTxt(name)).map((parts) => parts.join("")),
      catch: codeOf
    }).pipe(
      Effect.catch((code) => (code === "ENOTFOUND" || code === "ENODATA" ? Effect.succeed([]) : Effect.fail(code))),
      Effect.timeoutOrElse({ duration: "10 seconds", orElse: () => Effect.fail("no answer for ten seconds") })
    ),
  request: (method, url, body) =>
    Effect.tryPromise({
      try: async (signal) => {
        const headers = { "content-type": "application/x-www-form-urlencoded" }
        const response = await fetch(url, {
          method,
          redirect: "manual",
          signal,
          ...(body === undefined ? {} : { body, headers })
        })
        await response.body?.cancel()
        return response.status
      },
      catch: codeOf
    }).pipe(Effect.timeoutOrElse({ duration: "10 seconds", orElse: () => Effect.fail("no answer for ten seconds") }))
}

const codeOf = (thrown: unknown): string => {
  const cause = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown
  if (!(cause instanceof Error)) return String(cause)
  return "code" in cause && typeof cause.code === "string" ? cause.code : cause.message
}
