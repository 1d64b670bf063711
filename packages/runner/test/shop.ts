/** Shop: what the guide's programs run with. */
import * as MemoryHistoryStore from "@temoin/memory/MemoryHistoryStore"
import * as MemoryLinks from "@temoin/memory/MemoryLinks"
import * as MemoryMailer from "@temoin/memory/MemoryMailer"
import * as Layer from "effect/Layer"

export const program = {
  id: "shop",
  surveys: [{ id: "nps", triggers: [{ on: "touchpoint", kind: "order.delivered" }] }]
}

export const adapters = Layer.mergeAll(MemoryHistoryStore.layer, MemoryMailer.layer, MemoryLinks.layer)
