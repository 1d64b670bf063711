// Does it say what is wrong with a sending set-up, and what to do, and call nothing good that it does not know?
import { generateKeyPairSync } from "node:crypto"
import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { Preflight, type Smtp } from "@temoin/email"
import { all } from "./messages.ts"

const keyPair = (bits: number) => {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: bits })
  return {
    pem: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    published: publicKey.export({ type: "spki", format: "der" }).toString("base64")
  }
}

const key = keyPair(2048)

const smtp: Smtp.Options = {
  host: "smtp.acme.example",
  from: { address: "hello@mail.acme.example", name: "Acme" },
  returnPath: "bounce@mail.acme.example",
  secrets: ["a secret of the host, of thirty-two characters or more"],
  look: { brand: "Acme", signature: "Acme SAS\n12 rue de la Paix\n75002 Paris" },
  dkim: { domainName: "acme.example", keySelector: "s1", privateKey: Redacted.make(key.pem) }
}

const messages = all({ locale: "en", name: "Anna", subject: "Acme" })

const unsubscribe = "https://feedback.acme.example/u/test"

const setup = (changes: Partial<Smtp.Options> = {}, others: Partial<Preflight.Setup> = {}): Preflight.Setup => ({
  smtp: { ...smtp, ...changes },
  messages,
  unsubscribe,
  ...others
})

const records: Record<string, ReadonlyArray<string>> = {
  "s1._domainkey.acme.example": [`v=DKIM1; k=rsa; p=${key.published}`],
  "mail.acme.example": ["google-site-verification=x", "v=spf1 include:_spf.mail.example -all"],
  "_dmarc.acme.example": ["v=DMARC1; p=none; rua=mailto:d@acme.example"]
}

const world = (changes: Record<string, ReadonlyArray<string>> = {}, statuses = { GET: 200, POST: 200 }) => {
  const asked: Array<string> = []
  const network: Preflight.Network = {
    txt: (name) => Effect.sync(() => ({ ...records, ...changes })[name] ?? []),
    request: (method, url, body = "") =>
      Effect.sync(() => {
        asked.push(`${method} ${url} ${body}`)
        return statuses[method]
      })
  }
  return { network, asked }
}

const run = (of: Preflight.Setup, { network } = world()) => Effect.runPromise(Preflight.check(of, network))

const bad = async (of: Preflight.Setup, around = world()) =>
  (await run(of, around)).filter(({ level }) => level !== "ok").map(({ check, level, says }) => [check, level, says])

describe("a set-up that is as it should be", () => {
  it("is ready, and every check says so", async () => {
    const findings = await run(setup())
    expect(findings.filter(({ level }) => level !== "ok")).toEqual([])
    expect(Preflight.isReady(findings)).toBe(true)
    const checked = new Set(findings.map(({ check }) => check))
    expect([...checked].toSorted()).toEqual(
      [
        "DKIM",
        "DMARC",
        "From",
        "SPF",
        "bounces",
        "language",
        "one-click unsubscribe",
        "postal address",
        "signed addresses",
        "size",
        "unsubscribe link",
        "wording"
      ].toSorted()
    )
    expect(Preflight.text(findings)).toMatch(/problems: 0, unknown: 0, warnings: 0, ok: 12\. Ready to send\.$/)
  })

  it("was tried as a mailbox provider does", async () => {
    const around = world()
    await run(setup(), around)
    expect(around.asked).toEqual([`GET ${unsubscribe} `, `POST ${unsubscribe} List-Unsubscribe=One-Click`])
  })

  it("may have a key of Ed25519, in pieces", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("ed25519")
    const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString()
    const bytes = publicKey.export({ type: "spki", format: "der" }).subarray(-32).toString("base64")
    const published = { "s1._domainkey.acme.example": [`v=DKIM1;k=ed25519;p=${bytes.slice(0, 9)} ${bytes.slice(9)}`] }
    const dkim = { domainName: "acme.example", keySelector: "s1", privateKey: pem }
    expect(await bad(setup({ dkim }), world(published))).toEqual([])
  })
})

const other = keyPair(2048)
const short = keyPair(1024)
const name = "s1._domainkey.acme.example"
const { dkim: _, returnPath: __, ...unsigned } = smtp
const { secrets: ___, ...unproved } = smtp
const render =
  (written: Partial<ReturnType<NonNullable<Smtp.Render>>>): Smtp.Render =>
  (message) => ({
    subject: "A question",
    html: `<a href="${message.optOutUrl.replaceAll("&", "&amp;")}">stop</a>`,
    text: `Hello\n${message.optOutUrl}\nAcme, 12 rue de la Paix, 75002 Paris`,
    ...written
  })

const wrong: ReadonlyArray<
  readonly [string, Preflight.Setup, ReturnType<typeof world>, Preflight.Name, Preflight.Finding["level"], RegExp]
> = [
  [
    "signed by somebody else",
    setup({ dkim: { domainName: "sender.example", keySelector: "s1", privateKey: key.pem } }),
    world({ "s1._domainkey.sender.example": records[name]! }),
    "From",
    "problem",
    /sign as mail\.acme\.example/
  ],
  ["not signed by us", { ...setup(), smtp: unsigned }, world(), "From", "warning", /look for dkim=pass/],
  ["answered to nobody", setup({ replyTo: "no-reply@acme.example" }), world(), "From", "warning", /Set replyTo/],
  ["without a key", setup(), world({ [name]: [] }), "DKIM", "problem", /publish the TXT record v=DKIM1; k=rsa; p=MII/],
  [
    "with another's key",
    setup(),
    world({ [name]: [`v=DKIM1; p=${other.published}`] }),
    "DKIM",
    "problem",
    /not that of dkim\.privateKey/
  ],
  ["with two keys", setup(), world({ [name]: [...records[name]!, "v=DKIM1; p=x"] }), "DKIM", "problem", /leave one/],
  ["with a revoked key", setup(), world({ [name]: ["v=DKIM1; p="] }), "DKIM", "problem", /revoked/],
  ["with a key on trial", setup(), world({ [name]: [`v=DKIM1; t=s:y; p=${key.published}`] }), "DKIM", "warning", /t=y/],
  [
    "with a short key",
    setup({ dkim: { domainName: "acme.example", keySelector: "s1", privateKey: short.pem } }),
    world({ [name]: [`p=${short.published}`] }),
    "DKIM",
    "warning",
    /1024 bits/
  ],
  [
    "with a key that is none",
    setup({ dkim: { domainName: "acme.example", keySelector: "s1", privateKey: "x" } }),
    world(),
    "DKIM",
    "problem",
    /openssl/
  ],
  ["without SPF", setup(), world({ "mail.acme.example": [] }), "SPF", "problem", /v=spf1/],
  [
    "with SPF twice",
    setup(),
    world({ "mail.acme.example": ["v=spf1 -all", "v=spf1 mx -all"] }),
    "SPF",
    "problem",
    /2 records/
  ],
  ["sent by everybody", setup(), world({ "mail.acme.example": ["v=spf1 mx +all"] }), "SPF", "warning", /everybody/],
  [
    "without a policy",
    setup(),
    world({ "_dmarc.acme.example": [] }),
    "DMARC",
    "problem",
    /_dmarc\.mail\.acme\.example/
  ],
  [
    "with addresses that can be made up",
    { ...setup(), smtp: unproved },
    world(),
    "signed addresses",
    "warning",
    /set secrets/
  ],
  ["without a return path", { ...setup(), smtp: unsigned }, world(), "bounces", "warning", /returnPath/],
  [
    "with a link that is not encrypted",
    setup({}, { unsubscribe: "http://feedback.acme.example/u" }),
    world(),
    "one-click unsubscribe",
    "problem",
    /not https/
  ],
  ["with a link that nobody tried", { smtp, messages }, world(), "one-click unsubscribe", "unknown", /was not tried/],
  ["with a page that is not there", setup(), world({}, { GET: 404, POST: 200 }), "unsubscribe link", "problem", /404/],
  [
    "with a link that redirects",
    setup(),
    world({}, { GET: 200, POST: 303 }),
    "one-click unsubscribe",
    "problem",
    /redirect \(303\)/
  ],
  [
    "with a link that wants a login",
    setup(),
    world({}, { GET: 200, POST: 403 }),
    "one-click unsubscribe",
    "problem",
    /403/
  ],
  [
    "without an address",
    setup({ look: { brand: "Acme", signature: "See you soon, the team" } }),
    world(),
    "postal address",
    "problem",
    /look\.signature/
  ],
  [
    "longer than Gmail shows",
    setup({ render: render({ html: `${"<p>x</p>".repeat(14_000)}` }) }),
    world(),
    "size",
    "problem",
    /102/
  ],
  [
    "without a way out in its text",
    setup({ render: render({ text: "Acme, 12 rue de la Paix, 75002 Paris" }) }),
    world(),
    "unsubscribe link",
    "problem",
    /in its text/
  ],
  [
    "without a way out in its HTML",
    setup({ render: render({ html: "<p>Hello</p>" }) }),
    world(),
    "unsubscribe link",
    "problem",
    /in its HTML/
  ],
  [
    "in a language that we do not have",
    { ...setup({}), messages: all({ locale: "da" }) },
    world(),
    "language",
    "warning",
    /no wording for "da"/
  ],
  ["loud", setup({ render: render({ subject: "Act now!!!" }) }), world(), "wording", "warning", /"Act now"/],
  [
    "loud in French",
    setup({ render: render({ subject: "Cliquez ici" }) }),
    world(),
    "wording",
    "warning",
    /"Cliquez ici"/
  ],
  [
    "signed loudly",
    setup({ look: { ...smtp.look, brand: "GREAT PRICES TODAY ONLY" } }),
    world(),
    "wording",
    "warning",
    /other words/
  ],
  [
    "broken",
    setup({
      render: () => {
        throw new Error("no such template")
      }
    }),
    world(),
    "wording",
    "problem",
    /no such template/
  ]
]

describe("a set-up whose mail is", () => {
  it.each(wrong)("%s is told so, and what to do", async (_, of, around, check, level, says) => {
    const found = await bad(of, around)
    expect(found).toContainEqual([check, level, expect.stringMatching(says)])
    for (const [, , sentence] of found) expect(sentence?.length).toBeLessThan(700)
  })

  it.each(wrong)("%s is told the same in French, and nothing of it in English", async (_, of, around) => {
    const told = (language: "en" | "fr") => Effect.runPromise(Preflight.check(of, around.network, language))
    const [en, fr] = await Promise.all([told("en"), told("fr")])
    expect(fr.map(({ check, level }) => [check, level])).toEqual(en.map(({ check, level }) => [check, level]))
    for (const [index, { says }] of fr.entries()) {
      expect(says).not.toBe(en[index]?.says)
      expect(says).not.toMatch(/\b(the|and|publish|which|nobody)\b/)
    }
    expect(Preflight.text(fr, "fr")).toMatch(
      /problèmes : \d+, inconnus : \d+.* (Prêt à envoyer|N’envoyez pas encore)\.$/
    )
  })

  it("wrong in one thing has no other problem", async () => {
    for (const [of, around, check, level] of wrong.map(
      ([, of, around, check, level]) => [of, around, check, level] as const
    )) {
      if (level !== "problem" || of.smtp.render !== undefined) continue
      const problems = (await bad(of, around)).filter(([, level]) => level === "problem")
      expect([...new Set(problems.map(([check]) => check))]).toEqual([check])
    }
  })
})

describe("what is not known", () => {
  const away: Preflight.Network = { txt: () => Effect.fail("ETIMEOUT"), request: () => Effect.fail("ECONNREFUSED") }

  it("is never called good, nor ready", async () => {
    const findings = await run(setup(), { network: away, asked: [] })
    const unknown = findings.filter(({ level }) => level === "unknown").map(({ check }) => check)
    expect(unknown).toEqual(["DKIM", "SPF", "DMARC", "unsubscribe link", "one-click unsubscribe"])
    expect(Preflight.isReady(findings)).toBe(false)
    expect(Preflight.text(findings)).toContain("Do not send yet.")
  })
})

describe("no message", () => {
  it("is not a good one", async () => {
    const findings = await run(setup({}, { messages: [] }))
    expect(findings.filter(({ check }) => check === "wording").map(({ level }) => level)).toEqual(["unknown"])
    expect(findings.map(({ check }) => check)).not.toContain("size")
    expect(Preflight.isReady(findings)).toBe(false)
  })
})

describe("the private key", () => {
  it("is in no finding", async () => {
    for (const [, of, around] of wrong) {
      const printed = JSON.stringify(await run(of, around))
      expect(printed).not.toContain("PRIVATE")
    }
  })
})

describe("pnpm preflight", () => {
  it("says how it is called, and exits with 2, when it is called otherwise", () => {
    const script = fileURLToPath(new URL("../src/main.ts", import.meta.url))
    for (const words of [[], ["a.ts", "b.ts"]]) {
      const { status, stderr } = spawnSync(process.execPath, [script, ...words], { encoding: "utf8" })
      expect(status).toBe(2)
      expect(stderr).toContain("pnpm preflight sending.ts")
    }
  })
})
