/**
 * Every port of Témoin in memory: the reference that other adapters are compared with. Nothing outlives the process.
 *
 * @since 0.1.0
 */
export * as MemoryCrm from "./MemoryCrm.ts"
export * as MemoryErasureLedger from "./MemoryErasureLedger.ts"
export * as MemoryHistoryStore from "./MemoryHistoryStore.ts"
export * as MemoryLinks from "./MemoryLinks.ts"
export * as MemoryMailer from "./MemoryMailer.ts"
export * as MemoryNotebook from "./MemoryNotebook.ts"
