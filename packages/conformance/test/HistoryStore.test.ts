import * as BrokenHistoryStore from "@temoin/conformance/BrokenHistoryStore"
import * as HistoryStoreLaws from "@temoin/conformance/HistoryStoreLaws"
import { rejects, suite } from "@temoin/conformance/Suite"
import * as MemoryHistoryStore from "@temoin/memory/MemoryHistoryStore"

suite("the store in memory", HistoryStoreLaws.laws, MemoryHistoryStore.layer)

rejects("a broken store", HistoryStoreLaws.laws, BrokenHistoryStore.all, MemoryHistoryStore.layer)
