import * as Evidence from "@temoin/crash/Evidence"
import { assert, describe, it } from "vitest"

const reference = (n: number) => String(n).padStart(32, "0")
const messageId = (n: number) => `<${reference(n)}@acme.example>`
const logged = (n: number, status: Evidence.Logged["status"]): Evidence.Logged => ({
  address: `c${n}@people.example`,
  status,
  reference: reference(n),
  messageId: messageId(n)
})
const taken = (n: number, id = messageId(n)) => ({ to: `c${n}@people.example`, messageId: id })

/** Three contacts; a worker was killed after the mail of the second had been taken. */
const giveUp: Evidence.Evidence = {
  policy: "giveUp",
  planned: 1,
  deaths: [{ point: "taken", about: reference(2), inFlight: [reference(2), reference(3)] }],
  restarts: 0,
  cut: [],
  late: [],
  robbed: [],
  logged: [logged(1, "sent"), logged(2, "unknown"), logged(3, "unknown")],
  listed: [messageId(2), messageId(3)],
  taken: [taken(1), taken(2)],
  askedAgain: [],
  folded: { answers: 4, cases: 2, suppressed: 1, otherwise: [] }
}
const all = [logged(1, "sent"), logged(2, "sent"), logged(3, "sent")]
const resend: Evidence.Evidence = {
  ...giveUp,
  policy: "resend",
  logged: all,
  listed: [],
  taken: [taken(1), taken(2), taken(2), taken(3)]
}
const idempotent: Evidence.Evidence = {
  ...resend,
  policy: "idempotent",
  taken: [taken(1), taken(2), taken(3)],
  askedAgain: [messageId(2)]
}

const cases: ReadonlyArray<readonly [string, Evidence.Evidence, RegExp | undefined]> = [
  ["giveUp: one unknown arrived, one did not", giveUp, undefined],
  [
    "giveUp: a case that was forgotten beside the log",
    { ...giveUp, folded: { ...giveUp.folded, otherwise: ["a case in the log alone"] } },
    /^kept otherwise than the log has it: 1 \(a case/
  ],
  ["giveUp: mailed twice", { ...giveUp, taken: [taken(1), taken(1), taken(2)] }, /^mailed twice: 1 \(c1@/],
  ["giveUp: lost", { ...giveUp, taken: [taken(2)] }, /^said to be sent, and nothing arrived: 1 \(c1@/],
  [
    "giveUp: not settled",
    { ...giveUp, logged: [logged(1, "intended"), logged(2, "unknown"), logged(3, "unknown")] },
    /^neither sent nor unknown: 1 \(c1@/
  ],
  [
    "giveUp: nobody was to blame",
    { ...giveUp, deaths: [{ point: "taken", about: reference(2), inFlight: [reference(2)] }] },
    /^2 unknown sends, and only 1 messages/
  ],
  [
    "giveUp: the database was to blame",
    {
      ...giveUp,
      deaths: giveUp.deaths.map((death) => ({ ...death, inFlight: [] })),
      cut: [reference(2), reference(3)]
    },
    undefined
  ],
  ["giveUp: not listed", { ...giveUp, listed: [messageId(2)] }, /^unknown and not listed with its Message-ID: 1/],
  ["giveUp: listed for nothing", { ...giveUp, listed: [1, 2, 3].map(messageId) }, /^listed as unknown and not so: 1/],
  [
    "the kill came at another time",
    { ...giveUp, taken: [taken(1)] },
    /^killed between the yes and the record, and it does not/
  ],
  ["too few kills", { ...giveUp, planned: 2 }, /^only 1 of 2 kills happened/],
  [
    "too few kills where it matters",
    { ...giveUp, deaths: [{ point: "anywhere", inFlight: [reference(2), reference(3)] }] },
    /^only 0 of 1 kills came after the yes/
  ],
  ["a lease that meant nothing", { ...giveUp, robbed: [reference(1)] }, /^taken over from a living worker/],
  ["a stranger", { ...giveUp, taken: [...giveUp.taken, taken(9)] }, /^mail to somebody we do not know: 1 \(c9@/],
  ["resend: one came twice", resend, undefined],
  ["resend: none came", { ...resend, taken: [taken(1), taken(2), taken(2)] }, /^nothing arrived: 1 \(c3@/],
  [
    "resend: not sent",
    { ...resend, logged: [logged(1, "unknown"), logged(2, "sent"), logged(3, "sent")] },
    /^not sent: 1/
  ],
  [
    "resend: under two names",
    { ...resend, taken: [taken(1), taken(2), taken(2, messageId(1)), taken(3)] },
    /^mail under another Message-ID/
  ],
  [
    "resend: too many copies",
    { ...resend, taken: [...resend.taken, taken(1), taken(3)] },
    /^3 extra copies, and only 2 messages/
  ],
  ["idempotent: exactly once", idempotent, undefined],
  ["idempotent: twice", { ...idempotent, taken: resend.taken }, /^mailed twice: 1 \(c2@/],
  [
    "idempotent: nobody asked again",
    { ...idempotent, askedAgain: [] },
    /^killed between the yes and the record, and it does not/
  ]
]

describe("what is found", () => {
  for (const [name, evidence, finding] of cases) {
    it(`${name}: ${finding === undefined ? "nothing" : "just that"}`, () => {
      const findings = Evidence.findings(evidence)
      if (finding === undefined) return assert.deepStrictEqual(findings, [])
      assert.lengthOf(findings, 1, findings.join("\n"))
      assert.match(findings[0] ?? "", finding)
    })
  }
})

it("the figures add up", () => {
  assert.deepStrictEqual(Evidence.lines(giveUp), [
    "giveUp: 3 contacts = sent 1 + unknown 2 + other 0",
    "kills 1 of 1: after the yes and before the record 1, after the intent and before the mail 0, anywhere 0",
    "database restarts 0",
    "messages in hand: at the kills 2, at the restarts 0, under a lease that had run out 0",
    "mails taken 2: to 2 contacts, extra copies 0, contacts without one 1",
    "listed as unknown, with Message-ID 2",
    "kept ready as in the log: answers 4, open cases 2, suppressed addresses 1, otherwise 0"
  ])
})
