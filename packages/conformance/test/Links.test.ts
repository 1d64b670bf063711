import * as BrokenLinks from "@temoin/conformance/BrokenLinks"
import * as LinksLaws from "@temoin/conformance/LinksLaws"
import { rejects, suite } from "@temoin/conformance/Suite"
import * as MemoryLinks from "@temoin/memory/MemoryLinks"

suite("links in memory", LinksLaws.laws, MemoryLinks.layer)

rejects("broken links", LinksLaws.laws, BrokenLinks.all, MemoryLinks.layer)
