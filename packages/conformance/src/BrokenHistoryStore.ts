/**
 * BrokenHistoryStore: which mistakes do stores make?
 *
 * One store per law of `HistoryStoreLaws`: a good one with the defect that this law is there to find. Each is a mistake
 * somebody could make in earnest.
 *
 * @since 0.1.0
 */
import type { HistoryStore } from "@temoin/core/ports/HistoryStore"
import type { Broken } from "./Broken.ts"
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

/**
 * At least one broken store for each law of `HistoryStoreLaws`.
 *
 * @category broken
 * @since 0.1.0
 */
export const all: ReadonlyArray<Broken<HistoryStore>> = [
  ...Loading.brokenStores,
  ...Appending.brokenStores,
  ...Versioning.brokenStores,
  ...Waking.brokenStores,
  ...Claiming.brokenStores,
  ...Settling.brokenStores,
  ...Releasing.brokenStores,
  ...Failing.brokenStores,
  ...Listening.brokenStores,
  ...Finding.brokenStores,
  ...Paging.brokenStores,
  ...Accounts.brokenStores,
  ...Batching.brokenStores
]
