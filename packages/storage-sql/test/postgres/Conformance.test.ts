// Does a store on a server keep every promise of the port?
import * as HistoryStoreLaws from "@temoin/conformance/HistoryStoreLaws"
import { suite } from "@temoin/conformance/Suite"
import { empty } from "./schemas.ts"

suite("PostgreSQL", HistoryStoreLaws.laws, empty("conformance"), { runs: 10 })
