// Do signed links keep every promise of the port?
import * as LinksLaws from "@temoin/conformance/LinksLaws"
import { suite } from "@temoin/conformance/Suite"
import * as SignedLinks from "@temoin/web/SignedLinks"

suite(
  "signed links",
  LinksLaws.laws,
  SignedLinks.layer({
    baseUrl: "https://acme.example/nps",
    secrets: [{ id: 1, secret: "a secret of the tests, of more than 32 bytes" }]
  })
)
