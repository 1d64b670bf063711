/**
 * One mail on standard input, as a mail server hands it over. For Postfix, in master.cf:
 *
 *     temoin unix - n n - 1 pipe flags=DRhu user=temoin argv=/usr/bin/node /srv/shop/pipe.ts
 *
 * What it exits with tells the server what to do: 0, it was taken; 75 (EX_TEMPFAIL), keep it and try again.
 */
import * as Listening from "@temoin/email/Listening"
import * as MemoryLinks from "@temoin/memory/MemoryLinks"
import * as MemoryMailer from "@temoin/memory/MemoryMailer"
import * as Temoin from "@temoin/runner/Temoin"
import * as Sqlite from "@temoin/storage-sql/sqlite"
import * as Layer from "effect/Layer"
import { buffer } from "node:stream/consumers"
import { shop } from "./shop.ts"

try {
  const raw = await buffer(process.stdin)
  const temoin = await Temoin.open({
    program: shop,
    // in place of MemoryMailer and MemoryLinks, your own: Smtp.layer, SignedLinks.layer
    adapters: Layer.mergeAll(
      Sqlite.layer({ filename: process.env["TEMOIN_DB"] ?? "temoin.db" }),
      MemoryMailer.layer,
      MemoryLinks.layer,
      Listening.layer
    )
  })
  const { heard, outcome } = await temoin.mail.receive(raw)
  await temoin.close()
  console.log(`${heard.says._tag}: ${JSON.stringify(outcome)}`)
} catch (error) {
  console.error(String(error))
  process.exitCode = 75
}
