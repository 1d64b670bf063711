import type * as Program from "@temoin/core/Program"
import * as Smtp from "@temoin/email/Smtp"
import * as Temoin from "@temoin/runner/Temoin"
import * as Sqlite from "@temoin/storage-sql/sqlite"
import * as SignedLinks from "@temoin/web/SignedLinks"
import * as Web from "@temoin/web/Web"
import * as Layer from "effect/Layer"

const web = { baseUrl: "https://acme.example/nps", secrets: [{ id: 1, secret: process.env.NPS_SECRET! }] }
const temoin = await Temoin.open({
  program, // as above
  adapters: Layer.mergeAll(
    Sqlite.layer({ filename: "temoin.db" }),
    Smtp.layer({ host: "smtp.acme.example", from: "hello@acme.example" }),
    SignedLinks.layer(web)
  )
})
export const handler = await temoin.use(Web.make(web)) // (Request) => Promise<Response>: mount it under /nps

await temoin.record("anna", { _tag: "ContactChanged", email: "anna@example.com", locale: "fr" })
await temoin.record("anna", { _tag: "TouchpointHappened", kind: "order.delivered", id: "order 17" })
await temoin.tick() // from a timer, a cron job, a queue: as often as you like, from as many places as you like
await temoin.nps({ survey: "nps" }) // { score: 48.37…, answers: 889, promoters: 501, … }; score is null without answers
console.log((await temoin.explain("anna")).text)
console.log((await temoin.reports.trust()).lines.en.join("\n")) // also claims, flywheel, outlooks, relationship, compliance

/** Everything above stands in the README; it is compiled here, and never run. */
declare const program: typeof Program.Program.Encoded
