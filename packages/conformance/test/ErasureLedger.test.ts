import * as BrokenErasureLedger from "@temoin/conformance/BrokenErasureLedger"
import * as ErasureLedgerLaws from "@temoin/conformance/ErasureLedgerLaws"
import { rejects, suite } from "@temoin/conformance/Suite"
import * as MemoryErasureLedger from "@temoin/memory/MemoryErasureLedger"

suite("the ledger in memory", ErasureLedgerLaws.laws, MemoryErasureLedger.layer)

rejects("a broken ledger", ErasureLedgerLaws.laws, BrokenErasureLedger.all, MemoryErasureLedger.layer)
