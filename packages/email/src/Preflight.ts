/**
 * Preflight: may we send like this, or would it end in the spam folder?
 *
 * What Gmail, Yahoo and Microsoft ask of whoever writes to many, what the law asks of a commercial mail, and what makes a
 * mail look like spam, checked before the first one leaves. The network is a parameter, so that a test needs none.
 *
 * @since 0.1.0
 */
import type * as Message from "@temoin/core/Message"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto"
import { resolveTxt } from "node:dns/promises"
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
  | "unsubscribe link"
  | "one-click unsubscribe"
  | "postal address"
  | "size"
  | "wording"

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

const finding = (check: Name, level: Finding["level"], says: string): Finding => ({ check, level, says })

/**
 * Every check, in the order in which mail is looked at. Never fails.
 *
 * @category checking
 * @since 0.1.0
 */
export const check = (setup: Setup, network: Network): Effect.Effect<ReadonlyArray<Finding>> =>
  Effect.map(
    Effect.all([
      Effect.succeed(alignment(setup)),
      dkim(setup, network),
      spf(setup, network),
      dmarc(setup, network),
      Effect.succeed(bounces(setup)),
      oneClick(setup, network),
      Effect.succeed(content(setup))
    ]),
    (found) => found.flat()
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
 * The findings for a person in a hurry: what is wrong first, one line each, and what to do now.
 *
 * @category showing
 * @since 0.1.0
 */
export const text = (findings: ReadonlyArray<Finding>): string => {
  const marks = { problem: "✗", unknown: "?", warning: "!", ok: "✓" } as const
  const levels = ["problem", "unknown", "warning", "ok"] as const
  const lines = levels.flatMap((level) =>
    findings.filter((one) => one.level === level).map(({ check, says }) => `${marks[level]} ${check}: ${says}`)
  )
  const [problems, unknown, warnings, ok] = levels.map((level) => findings.filter((one) => one.level === level).length)
  const counted = `problems: ${problems}, unknown: ${unknown}, warnings: ${warnings}, ok: ${ok}`
  return [...lines, "", `${counted}. ${isReady(findings) ? "Ready to send." : "Do not send yet."}`].join("\n")
}

const addressOf = (mailbox: Smtp.Options["from"]): string => (typeof mailbox === "string" ? mailbox : mailbox.address)

const domainOf = (address: string): string => address.slice(address.lastIndexOf("@") + 1).toLowerCase()

const fromOf = ({ smtp }: Setup): string => domainOf(addressOf(smtp.from))

const isWithin = (domain: string, other: string): boolean => domain === other || domain.endsWith(`.${other}`)

const alignment = (setup: Setup): ReadonlyArray<Finding> => {
  const from = fromOf(setup)
  const signer = setup.smtp.dkim?.domainName.toLowerCase()
  const sender = /^(no-?reply|do-?not-?reply)@/i.test(addressOf(setup.smtp.replyTo ?? setup.smtp.from))
    ? [finding("From", "warning", "replies go to nobody: a person who answers a question should be heard. Set replyTo")]
    : []
  if (signer === undefined) {
    const says = `we do not sign, so the server must, for ${from}: send yourself a mail and look for dkim=pass, or set dkim`
    return [finding("From", "warning", says), ...sender]
  }
  return isWithin(from, signer) || isWithin(signer, from)
    ? [finding("From", "ok", `${from} is signed by ${signer}`), ...sender]
    : [
        finding("From", "problem", `${from} is signed by ${signer}, which DMARC does not count: sign as ${from}`),
        ...sender
      ]
}

const looked = <A>(
  check: Name,
  found: Effect.Effect<A, string>,
  judge: (found: A) => ReadonlyArray<Finding>
): Effect.Effect<ReadonlyArray<Finding>> =>
  Effect.match(found, {
    onSuccess: judge,
    onFailure: (problem) => [finding(check, "unknown", `could not be checked (${problem}): try again`)]
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

const dkim = ({ smtp }: Setup, { txt }: Network): Effect.Effect<ReadonlyArray<Finding>> => {
  if (smtp.dkim === undefined) return Effect.succeed([])
  const { domainName, keySelector, privateKey } = smtp.dkim
  const name = `${keySelector}._domainkey.${domainName}`
  const ours = Result.try(() =>
    createPublicKey(createPrivateKey(typeof privateKey === "string" ? privateKey : Redacted.value(privateKey)))
  )
  if (Result.isFailure(ours)) {
    return Effect.succeed([
      finding("DKIM", "problem", "dkim.privateKey is no private key in PEM: make one with openssl genrsa 2048")
    ])
  }
  const key = ours.success
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 2048
  const kind = key.asymmetricKeyType === "ed25519" ? "ed25519" : "rsa"
  const record = `v=DKIM1; k=${kind}; p=${published(key)}`
  const weak =
    bits >= 2048
      ? []
      : [finding("DKIM", bits < 1024 ? "problem" : "warning", `the key has ${bits} bits: make one of 2048`)]
  return looked("DKIM", txt(name), (records) => {
    const found = records.map(tags).filter((one) => one.has("p"))
    const [first] = found
    const bad = (says: string) => [finding("DKIM", "problem", says), ...weak]
    if (first === undefined) return bad(`${name} has no key: publish the TXT record ${record}`)
    if (found.length > 1) return bad(`${name} has ${found.length} keys: leave one`)
    if (first.get("p") === "") return bad(`the key at ${name} was revoked: publish ${record}`)
    if (first.get("p") !== published(key))
      return bad(`the key at ${name} is not that of dkim.privateKey: publish ${record}`)
    if (first.get("t")?.split(":").includes("y") === true) {
      return [
        finding("DKIM", "warning", `${name} says t=y (testing), so that signatures may be passed over: take it out`),
        ...weak
      ]
    }
    return [finding("DKIM", "ok", `the key at ${name} is ours`), ...weak]
  })
}

const spf = (setup: Setup, { txt }: Network): Effect.Effect<ReadonlyArray<Finding>> => {
  const domain = domainOf(setup.smtp.returnPath ?? addressOf(setup.smtp.from))
  return looked("SPF", txt(domain), (records) => {
    const found = records.filter((record) => /^v=spf1(\s|$)/i.test(record))
    const [first] = found
    if (first === undefined) {
      return [
        finding(
          "SPF",
          "problem",
          `${domain} does not say who may send for it: publish a TXT record "v=spf1 include:… -all" as your mail service tells you`
        )
      ]
    }
    if (found.length > 1)
      return [
        finding(
          "SPF",
          "problem",
          `${domain} has ${found.length} records that begin with v=spf1, so none counts: make one of them`
        )
      ]
    return /[\s?+]\+?all\s*$/i.test(first) && !/[-~?]all\s*$/i.test(first)
      ? [finding("SPF", "warning", `${domain} lets everybody send for it (${first}): end it with -all`)]
      : [finding("SPF", "ok", `${domain} says who may send for it`)]
  })
}

const dmarc = (setup: Setup, { txt }: Network): Effect.Effect<ReadonlyArray<Finding>> => {
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
          finding(
            "DMARC",
            "problem",
            `${domains[0] ?? "the domain"} has no policy, which Gmail, Yahoo and Microsoft ask for: publish the TXT record "v=DMARC1; p=none" at _dmarc.${domains[0] ?? ""}`
          )
        ]
      : [finding("DMARC", "ok", `${found.domain} has the policy ${found.policy}`)]
  )
}

const bounces = ({ smtp }: Setup): ReadonlyArray<Finding> =>
  smtp.returnPath === undefined
    ? [
        finding(
          "bounces",
          "warning",
          "they come back to from, and some tell of no message: set returnPath, and give what comes there to temoin.mail.receive"
        )
      ]
    : [finding("bounces", "ok", `they come back to ${smtp.returnPath.replace("@", "+…@")}`)]

/** RFC 8058: https, a POST with this body, and neither a redirect nor a login. */
const oneClick = ({ messages, unsubscribe }: Setup, { request }: Network): Effect.Effect<ReadonlyArray<Finding>> =>
  Effect.gen(function* () {
    const check: Name = "one-click unsubscribe"
    const links = unsubscribe === undefined ? messages.map(({ optOutUrl }) => optOutUrl) : [unsubscribe]
    const plain = links.find((link) => !/^https:/i.test(link))
    if (plain !== undefined) {
      return [
        finding(
          check,
          "problem",
          `the opt-out link is not https, so mailbox providers do not show their button: ${plain.slice(0, 100)}`
        )
      ]
    }
    if (unsubscribe === undefined) {
      return [
        finding(
          check,
          "unknown",
          "the link was not tried: give unsubscribe, the opt-out link of a contact who is there for nothing else"
        )
      ]
    }
    const link = Link.check("opt-out", unsubscribe)
    if (Result.isFailure(link)) return [finding(check, "problem", link.failure.message)]
    const page = yield* looked("unsubscribe link", request("GET", unsubscribe), (status) =>
      status >= 200 && status < 300
        ? [finding("unsubscribe link", "ok", "its page opens")]
        : [finding("unsubscribe link", "problem", `its page answers ${status}: a reader who follows it must see it`)]
    )
    const post = yield* looked(check, request("POST", unsubscribe, "List-Unsubscribe=One-Click"), (status) =>
      status >= 200 && status < 300
        ? [finding(check, "ok", "the link takes a POST")]
        : [
            finding(
              check,
              "problem",
              status >= 300 && status < 400
                ? `the link answers a POST with a redirect (${status}), which RFC 8058 forbids: answer it there`
                : `the link answers a POST with ${status}: take "List-Unsubscribe=One-Click" without a login or a token in a cookie`
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

const content = ({ messages, smtp }: Setup): ReadonlyArray<Finding> => {
  if (messages.length === 0) {
    return [finding("wording", "unknown", "no message was looked at: give messages, one of each kind that you send")]
  }
  const look = smtp.look ?? {}
  const found: Array<Finding> = []
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
      found.push(finding("wording", "problem", `${_tag} cannot be rendered: ${problem}`))
      continue
    }
    const { html, isTheirs, subject, text } = rendered.success
    const bytes = Buffer.byteLength(html)
    largest = Math.max(largest, bytes)
    if (bytes > clip) {
      found.push(
        finding(
          "size",
          "problem",
          `${_tag} has ${Math.ceil(bytes / 1024)} KB of HTML, and Gmail cuts it off at 102: shorten it`
        )
      )
    }
    if (!text.includes(optOutUrl) || !html.replaceAll("&amp;", "&").includes(optOutUrl)) {
      found.push(
        finding(
          "unsubscribe link",
          "problem",
          `${_tag} has no link to opt out in its ${text.includes(optOutUrl) ? "HTML" : "text"}: put message.optOutUrl there`
        )
      )
    }
    if (commercial.has(_tag)) {
      isAskedForPlace = true
      const words = isTheirs ? text.replaceAll(/https?:\S+/g, "") : (look.signature ?? "")
      if (!place.test(words)) {
        found.push(
          finding(
            "postal address",
            "problem",
            `${_tag} is commercial, and nothing in it looks like a postal address: put yours into look.signature`
          )
        )
      }
    }
    const own = isTheirs ? `${subject}\n${text}` : `${look.brand ?? ""}\n${look.signature ?? ""}`
    for (const phrase of phrases) {
      const [said] = phrase.exec(own.replaceAll(/https?:\S+/g, "")) ?? []
      if (said !== undefined)
        found.push(
          finding("wording", "warning", `${_tag} says "${said.slice(0, 60)}", as spam does: say it in other words`)
        )
    }
  }
  const is = (check: Name) => found.some((one) => one.check === check)
  const fine = (check: Name, says: string) => (is(check) ? [] : [finding(check, "ok", says)])
  return [
    ...distinct(found),
    ...fine("size", `the longest of ${messages.length} messages has ${Math.ceil(largest / 1024)} KB of HTML`),
    ...(isAskedForPlace ? fine("postal address", "there is one in every commercial message") : []),
    ...fine("wording", "nothing in your own words looks like spam")
  ]
}

const distinct = (findings: ReadonlyArray<Finding>): ReadonlyArray<Finding> => [
  ...new Map(findings.map((one) => [`${one.check} ${one.says}`, one])).values()
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
