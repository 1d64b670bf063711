/**
 * HistoryStoreLaws: does this store keep histories the way the loop needs them kept?
 *
 * Each promise of the `HistoryStore` port is one law. What no law can see from inside one process is that an
 * acknowledged append survives the death of the process: a durable adapter tests that itself.
 *
 * @since 0.1.0
 */
import type { HistoryStore } from "@temoin/core/ports/HistoryStore"
import * as Accounts from "./history-store/Accounts.ts"
import * as Appending from "./history-store/Appending.ts"
import * as Batching from "./history-store/Batching.ts"
import * as Claiming from "./history-store/Claiming.ts"
import * as Failing from "./history-store/Failing.ts"
import * as Finding from "./history-store/Finding.ts"
import * as Listening from "./history-store/Listening.ts"
import * as Loading from "./history-store/Loading.ts"
import * as Paging from "./history-store/Paging.ts"
import * as Releasing from "./history-store/Releasing.ts"
import * as Settling from "./history-store/Settling.ts"
import * as Versioning from "./history-store/Versioning.ts"
import * as Waking from "./history-store/Waking.ts"
import type { Law } from "./Law.ts"

/**
 * The promises of the `HistoryStore` port.
 *
 * @category laws
 * @since 0.1.0
 */
export const laws: ReadonlyArray<Law<HistoryStore>> = [
  ...Loading.laws,
  ...Appending.laws,
  ...Versioning.laws,
  ...Waking.laws,
  ...Claiming.laws,
  ...Settling.laws,
  ...Releasing.laws,
  ...Failing.laws,
  ...Listening.laws,
  ...Finding.laws,
  ...Paging.laws,
  ...Accounts.laws,
  ...Batching.laws
]
