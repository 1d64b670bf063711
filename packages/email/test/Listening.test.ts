// Is each mail that comes in understood, whoever wrote it, and does none of them do harm?
import { describe, expect, it } from "vitest"
import * as fc from "fast-check"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Heard from "@temoin/core/Heard"
import { Automatic, DeliveryReport, Listening, OwnWords, RawMail } from "@temoin/email"
import { answering, bounce, complaint, letter, ours, postfix, reference } from "./incoming.ts"

const hear = (raw: string | Uint8Array) => Effect.runPromise(Listening.hear(raw))

const said = async (raw: string | Uint8Array) => {
  const { references, says } = await hear(raw)
  return { about: references, ...says }
}

describe("a bounce", () => {
  it("of Postfix is hard for an unknown user, soft for a full mailbox", async () => {
    expect(await said(postfix(1))).toEqual({
      about: [],
      _tag: "Bounced",
      bounce: "hard",
      address: "nobody@x.test",
      status: "5.1.1",
      problem: "550 5.1.1 no such user here"
    })
    expect(await said(postfix(2))).toMatchObject({ _tag: "Bounced", bounce: "soft", status: "4.2.2" })
  })

  it("of Postfix is about the message whose reference stands in the address it came back to", async () => {
    const raw = postfix(1).replaceAll("bounce+tokA@", `bounce+${reference}@`)
    expect((await hear(raw)).references).toEqual([reference])
  })

  const shapes: ReadonlyArray<readonly [string, Heard.Bounce, string, string]> = [
    [
      "Exchange: no such recipient",
      "hard",
      "5.1.10",
      "smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup"
    ],
    [
      "Exchange: edge blocking",
      "hard",
      "5.4.1",
      "smtp;550 5.4.1 Recipient address rejected: Access denied. [AM0.eur05.prod.protection.outlook.com]"
    ],
    [
      "Exchange: no DMARC",
      "blocked",
      "5.7.515",
      "smtp;550 5.7.515 Access denied, sending domain acme.example does not meet the required authentication level"
    ],
    [
      "Exchange: not allowed to write there",
      "blocked",
      "5.7.1",
      "smtp;550 5.7.1 RESOLVER.RST.NotAuthorized; not authorized"
    ],
    [
      "Exchange: waited too long",
      "soft",
      "4.4.316",
      "smtp;550 4.4.316 Message expired, connection refused(Socket error code 10061)"
    ],
    ["Exchange: given up after a day", "soft", "5.4.316", "smtp;550 5.4.316 Message expired, connection refused"],
    [
      "Exchange: no such domain",
      "hard",
      "5.4.310",
      "smtp;550 5.4.310 DNS domain nowhere.example does not exist [Message=InfoDomainNonexistent]"
    ],
    [
      "Exchange: mailbox full",
      "soft",
      "5.2.2",
      "smtp;554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException"
    ],
    [
      "outlook.com: no such mailbox",
      "hard",
      "5.5.0",
      "smtp;550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302)."
    ],
    [
      "outlook.com: block list",
      "blocked",
      "5.7.1",
      "smtp;550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. part of their network is on our block list (S3150)."
    ],
    [
      "Gmail: no such user",
      "hard",
      "5.1.1",
      "smtp; 550-5.1.1 The email account that you tried to reach does not exist."
    ],
    ["Gmail: disabled", "hard", "5.2.1", "smtp; 550-5.2.1 The email account that you tried to reach is disabled."],
    [
      "Gmail: over quota",
      "soft",
      "5.2.2",
      "smtp; 552-5.2.2 The recipient's inbox is out of storage space and inactive."
    ],
    [
      "Gmail: not authenticated",
      "blocked",
      "5.7.26",
      "smtp; 550-5.7.26 Your email has been blocked because the sender is unauthenticated."
    ],
    [
      "Gmail: unsolicited",
      "blocked",
      "5.7.1",
      "smtp; 550-5.7.1 [192.0.2.1] Our system has detected that this message is likely unsolicited mail."
    ],
    ["Gmail: rate", "soft", "4.7.28", "smtp; 421-4.7.28 Our system has detected an unusual rate of unsolicited mail"],
    ["SES: on its own suppression list", "hard", "5.1.1", "smtp; 550 5.1.1 user unknown"],
    ["SES: attachment", "blocked", "5.6.0", "smtp; 554 5.6.0 message content rejected"],
    ["Exim: unroutable", "hard", "5.0.0", ""],
    ["Exim: unknown user behind a code that says nothing", "hard", "5.0.0", "smtp; 550 No such user here"],
    [
      "Exim: block list behind a code that says nothing",
      "blocked",
      "5.0.0",
      "smtp; 550 JunkMail rejected - host is listed in the Spamhaus blacklist"
    ],
    ["Exim: retried for days", "soft", "5.0.0", "smtp; retry timeout exceeded"],
    [
      "Exim: the code stands in the words",
      "hard",
      "5.0.0",
      "smtp; 550 5.1.1 <anna@example.org>: Recipient address rejected: User unknown in virtual mailbox table"
    ],
    ["Sendmail: user unknown", "hard", "5.3.0", "smtp; 550 5.3.0 <anna@example.org>... User unknown"],
    ["Sendmail: host unknown", "hard", "5.1.2", "smtp; 550 Host unknown"],
    ["Sendmail: cannot send for four days", "soft", "4.4.7", ""],
    [
      "Yahoo: disabled",
      "hard",
      "5.0.0",
      "smtp; 554 30 Sorry, your message cannot be delivered. This mailbox is disabled (554.30)."
    ],
    [
      "Yahoo: deferred",
      "soft",
      "4.7.0",
      "smtp; 421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to unexpected volume"
    ],
    [
      "a list that does not know our sender",
      "blocked",
      "5.1.8",
      "smtp; 553 5.1.8 Domain of sender address does not exist"
    ],
    ["too large", "blocked", "5.3.4", "smtp; 552 5.3.4 Message size exceeds fixed limit"]
  ]

  it.each(shapes)("%s: %s", async (_, expected, status, diagnostic) => {
    const recipient = [
      "Final-Recipient: rfc822; anna@example.org",
      "Action: failed",
      `Status: ${status}`,
      ...(diagnostic === "" ? [] : [`Diagnostic-Code: ${diagnostic}`])
    ]
    expect(await said(bounce({ recipient }))).toMatchObject({
      about: [reference],
      _tag: "Bounced",
      bounce: expected,
      address: "anna@example.org",
      status
    })
  })

  it("is found by the headers alone where the server returns no more", async () => {
    for (const type of ["text/rfc822-headers", "message/rfc822-headers", "message/global-headers"]) {
      const original = { type, text: `Subject: x\r\nMESSAGE-ID:\r\n ${ours}` }
      const raw = bounce({ original, recipient: ["Action: failed", "Status: 5.1.1"] })
      expect(await said(raw)).toMatchObject({ about: [reference], bounce: "hard" })
    }
  })

  it("without our mail in it, and to an address without a reference, is a bounce that is about nothing", async () => {
    const raw = bounce({ original: { type: "", text: "" }, recipient: ["Action: failed", "Status: 5.1.1"] })
    expect(await said(raw)).toMatchObject({ about: [], _tag: "Bounced" })
  })

  it("of many recipients is about the one who fared worst", async () => {
    const recipient = [
      "Action: delivered",
      "Status: 2.0.0",
      "",
      "Final-Recipient: rfc822; b@x.example",
      "Action: failed",
      "Status: 5.1.1"
    ]
    expect(await said(bounce({ recipient }))).toMatchObject({ bounce: "hard", address: "b@x.example" })
  })

  it("is none while the server still tries, and none when the mail arrived", async () => {
    expect(await said(bounce({ recipient: ["Action: delayed", "Status: 4.4.1"] }))).toMatchObject({
      _tag: "Idle",
      because: "still trying"
    })
    for (const action of ["delivered", "relayed (to another system)", "expanded"]) {
      expect(await said(bounce({ recipient: [`Action: ${action}`, "Status: 2.0.0"] }))).toMatchObject({
        _tag: "Idle",
        because: "delivered"
      })
    }
  })

  it("may be a letter: qmail, old Exim, a header of its own", async () => {
    const quoted = `--- Below this line is a copy of the message.\r\n\r\nMessage-ID: ${ours}\r\nSubject: x`
    const qmail = letter(
      ["Return-Path: <>", "From: MAILER-DAEMON@mx.example.org", "Subject: failure notice"],
      `Hi. This is the qmail-send program at mx.example.org.\r\nI'm afraid I wasn't able to deliver your message.\r\n\r\n<anna@example.org>:\r\nSorry, no mailbox here by that name. (#5.1.1)\r\n\r\n${quoted}`
    )
    expect(await said(qmail)).toMatchObject({
      about: [reference],
      _tag: "Bounced",
      bounce: "hard",
      address: "anna@example.org"
    })
    const exim = letter(
      [
        "Return-Path: <>",
        "X-Failed-Recipients: anna@example.org",
        "Auto-Submitted: auto-replied",
        "From: Mail Delivery System <Mailer-Daemon@mx.example.org>",
        "Subject: Mail delivery failed: returning message to sender"
      ],
      `A message that you sent could not be delivered.\r\n\r\n  anna@example.org\r\n    SMTP error from remote mail server after RCPT TO:<anna@example.org>:\r\n    452 4.2.2 Mailbox full\r\n\r\n------ This is a copy of the message, including all the headers. ------\r\n\r\nMessage-ID: ${ours}`
    )
    expect(await said(exim)).toMatchObject({
      about: [reference],
      _tag: "Bounced",
      bounce: "soft",
      address: "anna@example.org"
    })
  })

  it("that somebody forwards to us is their reply, and no bounce", async () => {
    const raw = letter(
      answering,
      `--f\r\nContent-Type: text/plain\r\n\r\nLook what I got\r\n--f\r\nContent-Type: message/rfc822\r\n\r\n${postfix(1)}\r\n--f--\r\n`,
      "multipart/mixed; boundary=f"
    )
    expect(await said(raw)).toMatchObject({ _tag: "Replied", words: "Look what I got" })
  })
})

describe("a spam report", () => {
  it("is one whatever it is called, unless it takes it back or is about our set-up", async () => {
    for (const type of ["abuse", "fraud", "virus", "other", "ABUSE"]) {
      expect(await said(complaint(type))).toEqual({ about: [reference], _tag: "SpamReported" })
    }
    expect(await said(complaint("not-spam"))).toMatchObject({ _tag: "Idle", because: "not spam" })
    expect(await said(complaint("auth-failure"))).toMatchObject({ _tag: "Idle", because: "authentication report" })
    expect(await said(complaint("opt-out"))).toMatchObject({ _tag: "Unsubscribed" })
  })
})

const outOfOffice: ReadonlyArray<readonly [string, ReadonlyArray<string>]> = [
  ["RFC 3834", ["Auto-Submitted: auto-replied"]],
  ["RFC 3834, with a comment", ["Auto-Submitted: auto-replied (vacation)"]],
  ["generated", ["Auto-Submitted: auto-generated"]],
  ["an empty sender", ["Return-Path: <>"]],
  ["Exchange", ["X-Auto-Response-Suppress: All", "Subject: Automatic reply: One quick question"]],
  ["Exchange in French", ["Subject: Réponse automatique : One quick question"]],
  ["Exchange in German", ["Subject: =?utf-8?Q?Automatische_Antwort=3A_One_quick_question?="]],
  ["Gmail", ["Precedence: bulk", "X-Autoreply: yes"]],
  ["cPanel", ["X-Autorespond: Out"]],
  ["a list", ["List-Id: <all.example.org>"]],
  ["a mail system that has no bad news", ["From: MAILER-DAEMON@mx.example.org"]]
]

describe("an automatic reply", () => {
  it.each(outOfOffice)("is recognised by %s", async (_, headers) => {
    expect(await said(letter([...answering, ...headers], "I am away until Monday."))).toMatchObject({
      _tag: "Idle",
      because: "automatic reply"
    })
  })

  it("is never taken for a bounce, whatever it says", async () => {
    const words = fc.constantFrom(
      "550 5.1.1 user unknown",
      "I have left the company, mailbox full.",
      "Undeliverable",
      "Status: 5.1.1",
      "Action: failed",
      "mail delivery failed"
    )
    const signs = fc.constantFrom(...outOfOffice.slice(0, -1).map(([, headers]) => headers))
    await fc.assert(
      fc.asyncProperty(signs, fc.array(words, { minLength: 1, maxLength: 4 }), async (headers, lines) => {
        const { says } = await hear(letter([...answering, ...headers], lines.join("\r\n\r\n")))
        expect(says).toEqual({ _tag: "Idle", because: "automatic reply" })
      })
    )
  })

  it("is not what says that it is none", async () => {
    expect(Automatic.sign([{ name: "auto-submitted", value: "no" }])).toBeUndefined()
    expect(await said(letter([...answering, "Auto-Submitted: no"], "Yes!"))).toMatchObject({ _tag: "Replied" })
  })

  it("that a mail program sends when it was opened is a read receipt", async () => {
    const parts =
      "--r\r\nContent-Type: text/plain\r\n\r\nread\r\n--r\r\nContent-Type: message/disposition-notification\r\n\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\n--r--\r\n"
    const raw = letter(answering, parts, "multipart/report; report-type=disposition-notification; boundary=r")
    expect(await said(raw)).toMatchObject({ _tag: "Idle", because: "read receipt" })
  })
})

const html = "text/html; charset=utf-8"

const replies: ReadonlyArray<readonly [string, string, string]> = [
  [
    "Gmail",
    "Thank you, that helped.\r\n\r\nOn Fri, Nov 20, 2026 at 10:00 AM Acme <hello@acme.example>\r\nwrote:\r\n\r\n> How likely are you to recommend us?\r\n> 0 1 2\r\n",
    "Thank you, that helped."
  ],
  [
    "Gmail in French",
    "Merci beaucoup !\r\n\r\nLe ven. 20 nov. 2026 à 10:00, Acme <hello@acme.example> a écrit :\r\n\r\n> Une question\r\n",
    "Merci beaucoup !"
  ],
  [
    "Gmail in German",
    "Danke!\r\n\r\nAm Fr., 20. Nov. 2026 um 10:00 Uhr schrieb Acme <hello@acme.example>:\r\n\r\n> Eine Frage\r\n",
    "Danke!"
  ],
  [
    "Outlook",
    "The parts came late.\r\n\r\nFrom: Acme <hello@acme.example>\r\nSent: Friday, November 20, 2026 10:00 AM\r\nTo: Anna <anna@example.org>\r\nSubject: One quick question\r\n\r\nHow likely are you to recommend us?\r\n",
    "The parts came late."
  ],
  [
    "an iPhone",
    "Great service\r\n\r\nSent from my iPhone\r\n\r\n> On 20 Nov 2026, at 10:00, Acme <hello@acme.example> wrote:\r\n> \r\n> How likely?\r\n",
    "Great service"
  ],
  ["one with a signature", "It broke again.\r\n\r\n-- \r\nAnna Example\r\nExample Ltd\r\n", "It broke again."],
  ["one that answers below", "> How likely are you to recommend us?\r\n\r\nVery!\r\n", "Very!"],
  [
    "one long line",
    `${"They called back the same day. ".repeat(30)}\r\n\r\nOn Mon, Acme <a@acme.example> wrote:\r\n> x\r\n`,
    "They called back the same day. ".repeat(30).trim()
  ]
]

describe("a reply", () => {
  it.each(replies)("from %s is what they wrote, without what they quote", async (_, body, words) => {
    expect(await said(letter(answering, body))).toEqual({
      about: [reference],
      _tag: "Replied",
      words,
      isCut: false,
      from: "anna@example.org"
    })
  })

  it("in HTML alone is its text, without what it quotes", async () => {
    const body = `<html><head><style>p{}</style></head><body><p>Good &amp; <b>cr&#232;me</b></p><p>a &lt; b</p><div class="gmail_quote">On Monday Acme wrote: <blockquote>How?</blockquote></div></body></html>`
    expect(await said(letter(answering, body, html))).toMatchObject({ _tag: "Replied", words: "Good & crème\na < b" })
  })

  it("is about the message it replies to first, then those before it, each once", async () => {
    const [other, third] = ["f".repeat(32), "e".repeat(32)]
    const raw = letter([`In-Reply-To: ${ours}`, `References: <${third}@a.example> <${other}@a.example> ${ours}`], "Yes")
    expect((await hear(raw)).references).toEqual([reference, other, third])
  })

  it("with nothing but a picture has no words, and is a reply", async () => {
    const raw = letter(
      answering,
      "--p\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--p--\r\n",
      "multipart/mixed; boundary=p"
    )
    expect(await said(raw)).toEqual({ about: [reference], _tag: "Replied", isCut: false, from: "anna@example.org" })
  })

  it("that is longer than anybody reads says that it is cut", async () => {
    const { says } = await hear(letter(answering, "A word after the other.\r\n".repeat(1000)))
    expect(says).toMatchObject({ _tag: "Replied", isCut: true })
    expect(says._tag === "Replied" && says.words?.length).toBeLessThanOrEqual(4000)
  })

  it("keeps its words behind a large attachment's limit", async () => {
    const parts = `--p\r\nContent-Type: text/plain\r\n\r\nSee the photo.\r\n--p\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n${"iVBORw0KGgo=\r\n".repeat(800_000)}--p--\r\n`
    expect(await said(letter(answering, parts, "multipart/mixed; boundary=p"))).toMatchObject({
      words: "See the photo."
    })
  })

  it("that nobody's message is named in is a reply about nothing", async () => {
    expect(await said(letter([], "Hello?"))).toMatchObject({ about: [], _tag: "Replied", words: "Hello?" })
  })
})

describe("no more", () => {
  it.each([
    [
      "a mail to the address of List-Unsubscribe",
      letter([`Delivered-To: unsubscribe+${reference}@acme.example`, "Auto-Submitted: auto-generated", "Subject: "], "")
    ],
    ["the subject", letter([...answering, "Subject: unsubscribe"], "")],
    ["the one word of a reply", letter(answering, "STOP!\r\n\r\nOn Mon, Acme <a@acme.example> wrote:\r\n> x\r\n")],
    ["the one word in French", letter(answering, "Me désabonner.")]
  ])("is said by %s", async (_, raw) => {
    expect(await said(raw)).toEqual({ about: [reference], _tag: "Unsubscribed" })
  })

  it("is not said by a sentence that has the word in it", async () => {
    expect(await said(letter(answering, "Please do not stop, I like it."))).toMatchObject({ _tag: "Replied" })
  })
})

const isHeard = Schema.is(Heard.Heard)

const samples: ReadonlyArray<string> = [
  postfix(1),
  bounce({ recipient: ["Action: failed", "Status: 5.0.0", "Diagnostic-Code: smtp; 550 unknown"] }),
  complaint(),
  letter(answering, "Thanks!\r\n\r\n> quoted"),
  letter([...answering, "Auto-Submitted: auto-replied"], "Away"),
  letter(answering, "<p>Hello</p>", html)
]

/** Bytes of a mail with pieces taken out, doubled, put elsewhere, or replaced by others. */
const mutated = fc
  .tuple(
    fc.constantFrom(...samples),
    fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        take: fc.nat(200),
        put: fc.oneof(
          fc.string({ unit: "binary", maxLength: 30 }),
          fc.constantFrom(
            "\r\n",
            "\r\n\r\n",
            "--=_b",
            "--=_b--",
            "Content-Type: multipart/report; boundary=x",
            "\0",
            "<",
            '"',
            "=?utf-8?B?",
            "Content-Transfer-Encoding: base64\r\n",
            "message/rfc822"
          )
        )
      }),
      { maxLength: 8 }
    )
  )
  .map(([mail, cuts]) =>
    cuts.reduce((rest, { at, put, take }) => {
      const from = Math.floor(at * rest.length)
      return rest.slice(0, from) + put + rest.slice(from + take)
    }, mail)
  )

describe("whatever comes", () => {
  it("is heard, and what is heard can be stored", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof({ weight: 8, arbitrary: mutated }, { weight: 1, arbitrary: fc.uint8Array({ maxLength: 500 }) }),
        async (raw) => {
          expect(isHeard(await hear(raw))).toBe(true)
        }
      ),
      { numRuns: 10_000 }
    )
  }, 60_000)

  it("is heard when it breaks off anywhere", async () => {
    for (const sample of samples) {
      for (let end = 0; end < sample.length; end += 7) expect(isHeard(await hear(sample.slice(0, end)))).toBe(true)
    }
  })

  it("never makes a bounce of an automatic reply that is no report", async () => {
    const away = letter([...answering, "Auto-Submitted: auto-replied"], "550 5.1.1 I am away")
    await fc.assert(
      fc.asyncProperty(fc.nat(away.length), fc.string({ unit: "binary", maxLength: 20 }), async (at, put) => {
        const { says } = await hear(away.slice(0, at) + put + away.slice(at))
        expect(says._tag).not.toBe("Bounced")
      })
    )
  })

  it("has one name, the same mail the same", async () => {
    const [one, again, other] = await Promise.all([hear(samples[3]!), hear(samples[3]!), hear(samples[2]!)])
    expect(one.mail).toBe(again.mail)
    expect(one.mail).not.toBe(other.mail)
    expect((await hear("no mail")).mail).toBe((await hear("no mail")).mail)
  })

  it("is the same as a string and as bytes", async () => {
    for (const sample of samples) expect(await hear(Buffer.from(sample))).toEqual(await hear(sample))
  })
})

const nested = (levels: number): string => {
  let mail = "Content-Type: text/plain\r\n\r\nThe end."
  for (let level = 0; level < levels; level++) {
    mail = `Content-Type: multipart/mixed; boundary=b${level}\r\n\r\n--b${level}\r\n${mail}\r\n--b${level}--\r\n`
  }
  return `From: anna@example.org\r\n${mail}`
}

const bombs: ReadonlyArray<readonly [string, string, Heard.Says["_tag"]]> = [
  ["parts within parts, as deep as is read", nested(RawMail.limits.depth - 1), "Replied"],
  ["parts within parts, 100 deep", nested(100), "Unreadable"],
  ["parts within parts, 10,000 deep", nested(10_000), "Unreadable"],
  ["mails within mails", `From: a@example.org\r\n${"Content-Type: message/rfc822\r\n\r\n".repeat(3000)}`, "Replied"],
  ["10 MB of nothing", letter([], "\0".repeat(10_000_000)), "Replied"],
  ["10 MB of words", letter([], "word ".repeat(2_000_000)), "Replied"],
  ["10 MB of line ends", letter([], "\r\n".repeat(5_000_000)), "Replied"],
  ["a header without end", `From: ${"a".repeat(10_000_000)}`, "Unreadable"],
  ["a million headers", `${"X: y\r\n".repeat(1_000_000)}\r\nHi`, "Unreadable"],
  ["a million parts", letter([], "--b\r\n".repeat(1_000_000), "multipart/mixed; boundary=b"), "Replied"],
  ["addresses without end", letter([`Cc: ${"a@b.example,".repeat(8000)}`], "Hi"), "Replied"],
  ["comments within comments", letter([`Cc: ${"(".repeat(50_000)}`], "Hi"), "Replied"],
  ["quotes without end", letter([`Cc: ${'"<'.repeat(30_000)}`], "Hi"), "Replied"],
  ["encoded words", letter([`Subject: ${"=?utf-8?Q?=41?= ".repeat(6000)}`], "Hi"), "Replied"],
  ["tags that never close", letter([], "<style>".repeat(100_000), html), "Replied"],
  ["brackets", letter([], "<".repeat(1_000_000), html), "Replied"],
  ["entities", letter([], "&#x41;".repeat(100_000), html), "Replied"],
  ["quote headers", letter([], "1111from<>".repeat(100_000)), "Replied"],
  ["quote headers over lines", letter([], "abc. skrev :x\r\n".repeat(100_000)), "Replied"],
  ["a report of a million recipients", bounce({ recipient: ["Action: failed\r\n\r\n".repeat(500_000)] }), "Bounced"],
  [
    "a report whose addresses never end",
    bounce({ recipient: [`Final-Recipient: rfc822; ${"a@".repeat(30_000)} x`, "Action: failed", "Status: 5.1.1"] }),
    "Bounced"
  ]
]

describe("a mail that is built to hurt", () => {
  it.each(bombs)("by %s is read no further than the limits", async (_, raw, tag) => {
    const heard = await hear(raw)
    expect(heard.says._tag).toBe(tag)
    expect(isHeard(heard)).toBe(true)
  })

  it("gives no more of itself than the limits say", async () => {
    const { boundaries, characters } = RawMail.limits
    const [, many = ""] = bombs.find(([name]) => name === "a million parts") ?? []
    const inParts = "--b\r\nContent-Type: message/delivery-status\r\n\r\nx\r\n".repeat(5000)
    for (const raw of [many, letter([], inParts, "multipart/mixed; boundary=b")]) {
      const mail = await Effect.runPromise(RawMail.read(raw))
      expect(mail.parts.length).toBeLessThanOrEqual(boundaries)
      expect(mail.text.length).toBeLessThanOrEqual(characters)
      expect(mail.isCut).toBe(true)
    }
  })
})

describe("what a delivery report and a reply are made of", () => {
  it("is read from nothing without a throw", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", maxLength: 300 }),
        fc.string({ unit: "binary", maxLength: 20 }),
        (problem, status) => {
          expect(Heard.Bounce.literals).toContain(
            DeliveryReport.bounce({ action: "failed", address: undefined, problem, status })
          )
          expect(OwnWords.fromMail({ text: problem, html: status }).words.length).toBeLessThanOrEqual(4000)
        }
      )
    )
  })
})
