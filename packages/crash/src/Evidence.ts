/**
 * Evidence: what was promised, and what is there after all the deaths?
 */
import type * as State from "@temoin/core/State"
import type { Fate } from "./Fate.ts"
import type { Folded } from "./Folded.ts"
import type { Taken } from "./Maildir.ts"

/**
 * `giveUp` and `resend` over SMTP; `idempotent`: either of them over a sender that honours idempotency keys.
 */
export const policies = ["giveUp", "resend", "idempotent"] as const
export type Policy = (typeof policies)[number]

/** What the log says of a contact's one message; `undefined`: there is none. */
export interface Logged {
  readonly address: string
  readonly status: State.SendStatus | undefined
  readonly reference: string
  readonly messageId: string
}

/** A worker that was killed: where, at which message, and the references of the messages it had in hand. */
export interface Death {
  readonly point: Fate["point"]
  readonly about?: string
  readonly inFlight: ReadonlyArray<string>
}

/**
 * - `deaths`, and `planned`: how many there were to be.
 * - `cut`: messages under which the database failed while they were in hand. `late`: whose lease had run out on a living
 *   worker. `robbed`: on which somebody else worked before that.
 * - `logged`: each contact. `listed`: the Message-IDs of `temoin.unknownSends.list()`. `taken`: what is in the maildir.
 * - `askedAgain`: Message-IDs that an idempotent sender was asked to send once more.
 * - `folded`: what the store keeps ready, against its log.
 */
export interface Evidence {
  readonly policy: Policy
  readonly planned: number
  readonly deaths: ReadonlyArray<Death>
  readonly restarts: number
  readonly cut: ReadonlyArray<string>
  readonly late: ReadonlyArray<string>
  readonly robbed: ReadonlyArray<string>
  readonly logged: ReadonlyArray<Logged>
  readonly listed: ReadonlyArray<string>
  readonly taken: ReadonlyArray<Taken>
  readonly askedAgain: ReadonlyArray<string>
  readonly folded: Folded
}

/** Messages of which a copy may be missing or too many: in hand at a death, under a failing database, under a lost lease. */
const doubtful = ({ cut, deaths, late }: Evidence): number =>
  deaths.reduce((sum, { inFlight }) => sum + inFlight.length, 0) + cut.length + late.length

const copiesByAddress = ({ taken }: Evidence): ReadonlyMap<string, ReadonlyArray<Taken>> =>
  Map.groupBy(taken, ({ to }) => to)

const several = (what: string, whose: ReadonlyArray<string>): ReadonlyArray<string> =>
  whose.length === 0
    ? []
    : [`${what}: ${whose.length} (${whose.slice(0, 5).join(", ")}${whose.length > 5 ? ", …" : ""})`]

/** What was promised and is not so. Empty when all is well. */
export const findings = (evidence: Evidence): ReadonlyArray<string> => {
  const { askedAgain, deaths, folded, listed, logged, planned, policy, robbed, taken } = evidence
  const copies = copiesByAddress(evidence)
  const copiesOf = ({ address }: Logged) => copies.get(address) ?? []
  const addresses = (which: (one: Logged) => boolean) => logged.filter(which).map(({ address }) => address)
  const byReference = new Map(logged.map((one) => [one.reference, one]))
  const unknown = logged.filter(({ status }) => status === "unknown")
  const extra = taken.length - copies.size
  const forced = deaths.flatMap(({ about, point }) => (point === "taken" && about !== undefined ? [about] : []))
  const isThere = (reference: string) => {
    const one = byReference.get(reference)
    if (one === undefined || copiesOf(one).length === 0) return false
    switch (policy) {
      case "giveUp":
        return one.status === "unknown"
      case "resend":
        return copiesOf(one).length > 1
      case "idempotent":
        return askedAgain.includes(one.messageId)
    }
  }
  const known = new Set(logged.map(({ address }) => address))
  const common = [
    ...(deaths.length < planned ? [`only ${deaths.length} of ${planned} kills happened`] : []),
    ...(forced.length < planned * 0.3 ? [`only ${forced.length} of ${planned} kills came after the yes`] : []),
    ...several(
      "killed between the yes and the record, and it does not show",
      forced.filter((reference) => !isThere(reference))
    ),
    ...several("taken over from a living worker within its lease", robbed),
    ...several("kept otherwise than the log has it", folded.otherwise),
    ...several(
      "mail to somebody we do not know",
      [...copies.keys()].filter((address) => !known.has(address))
    ),
    ...several(
      "mail under another Message-ID than the log's",
      addresses((one) => copiesOf(one).some(({ messageId }) => messageId !== one.messageId))
    )
  ]
  switch (policy) {
    case "giveUp":
      return [
        ...common,
        ...several(
          "neither sent nor unknown",
          addresses(({ status }) => status !== "sent" && status !== "unknown")
        ),
        ...several(
          "mailed twice",
          addresses((one) => copiesOf(one).length > 1)
        ),
        ...several(
          "said to be sent, and nothing arrived",
          addresses((one) => one.status === "sent" && copiesOf(one).length === 0)
        ),
        ...(unknown.length > doubtful(evidence)
          ? [`${unknown.length} unknown sends, and only ${doubtful(evidence)} messages were in hand at a failure`]
          : []),
        ...several(
          "unknown and not listed with its Message-ID",
          unknown.map(({ messageId }) => messageId).filter((id) => !listed.includes(id))
        ),
        ...several(
          "listed as unknown and not so",
          listed.filter((id) => !unknown.some(({ messageId }) => messageId === id))
        )
      ]
    case "resend":
    case "idempotent":
      return [
        ...common,
        ...several(
          "not sent",
          addresses(({ status }) => status !== "sent")
        ),
        ...several(
          "nothing arrived",
          addresses((one) => copiesOf(one).length === 0)
        ),
        ...(policy === "idempotent"
          ? several(
              "mailed twice",
              addresses((one) => copiesOf(one).length > 1)
            )
          : extra > doubtful(evidence)
            ? [`${extra} extra copies, and only ${doubtful(evidence)} messages were in hand at a failure`]
            : [])
      ]
  }
}

/** The figures, a line each. */
export const lines = (evidence: Evidence): ReadonlyArray<string> => {
  const { askedAgain, cut, deaths, folded, late, listed, logged, planned, policy, restarts, taken } = evidence
  const copies = copiesByAddress(evidence)
  const at = (point: Fate["point"]) => deaths.filter((death) => death.point === point).length
  const inHand = deaths.reduce((sum, { inFlight }) => sum + inFlight.length, 0)
  const having = (status: State.SendStatus) => logged.filter((one) => one.status === status).length
  const missing = logged.filter(({ address }) => !copies.has(address)).length
  return [
    `${policy}: ${logged.length} contacts = sent ${having("sent")} + unknown ${having("unknown")} + other ${
      logged.length - having("sent") - having("unknown")
    }`,
    `kills ${deaths.length} of ${planned}: after the yes and before the record ${at("taken")}, after the intent and before the mail ${at("intended")}, anywhere ${at("anywhere")}`,
    `database restarts ${restarts}`,
    `messages in hand: at the kills ${inHand}, at the restarts ${cut.length}, under a lease that had run out ${late.length}`,
    `mails taken ${taken.length}: to ${copies.size} contacts, extra copies ${taken.length - copies.size}, contacts without one ${missing}`,
    policy === "idempotent"
      ? `asked again under the same key ${askedAgain.length}`
      : `listed as unknown, with Message-ID ${listed.length}`,
    `kept ready as in the log: answers ${folded.answers}, open cases ${folded.cases}, suppressed addresses ${folded.suppressed}, otherwise ${folded.otherwise.length}`
  ]
}
