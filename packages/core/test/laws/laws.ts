/**
 * Laws: which are there?
 *
 * Numbered as in the design.
 */
import { accounts } from "./Accounts.ts"
import { decency } from "./Decency.ts"
import { honestNumber } from "./HonestNumber.ts"
import type { Law } from "./Law.ts"
import { monotone } from "./Monotone.ts"
import { noForgottenCase } from "./NoForgottenCase.ts"
import { noGating } from "./NoGating.ts"
import { noLostAsk } from "./NoLostAsk.ts"
import { pure } from "./Pure.ts"
import { replaySafe } from "./ReplaySafe.ts"
import { restraint } from "./Restraint.ts"
import { settled } from "./Settled.ts"
import { shown } from "./Shown.ts"
import { silence } from "./Silence.ts"
import { wakeUp } from "./WakeUp.ts"

export const laws: ReadonlyArray<Law> = [
  pure,
  settled,
  wakeUp,
  replaySafe,
  restraint,
  accounts,
  silence,
  decency,
  shown,
  honestNumber,
  noLostAsk,
  noForgottenCase,
  noGating,
  monotone
]

/** Each law has cases of its own, so that together they see more. */
export const parameters = ({ number }: Pick<Law, "number">, { runs, seed }: { seed: number; runs: number }) => ({
  seed: seed + number,
  numRuns: runs
})
