import * as BrokenNotebook from "@temoin/conformance/BrokenNotebook"
import * as NotebookLaws from "@temoin/conformance/NotebookLaws"
import { rejects, suite } from "@temoin/conformance/Suite"
import * as MemoryNotebook from "@temoin/memory/MemoryNotebook"

suite("the notebook in memory", NotebookLaws.laws, MemoryNotebook.layer)

rejects("a broken notebook", NotebookLaws.laws, BrokenNotebook.all, MemoryNotebook.layer)
