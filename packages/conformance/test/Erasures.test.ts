import * as BrokenErasures from "@temoin/conformance/BrokenErasures"
import * as ErasuresLaws from "@temoin/conformance/ErasuresLaws"
import { rejects, suite } from "@temoin/conformance/Suite"
import * as MemoryHistoryStore from "@temoin/memory/MemoryHistoryStore"

suite("forgetting in memory", ErasuresLaws.laws, MemoryHistoryStore.layer)

rejects("a store that forgets badly", ErasuresLaws.laws, BrokenErasures.all, MemoryHistoryStore.layer, { runs: 20 })
