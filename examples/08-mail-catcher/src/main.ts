// Sends one message of each kind to a catcher on this machine, in the language that is named (default English), and shows them.
import * as Catcher from "./Catcher.ts"
import * as Sending from "./Sending.ts"

const [locale = "en"] = process.argv.slice(2)
const catcher = await Catcher.open()
const sent = await Sending.send(catcher.smtp, locale)
console.log(`${sent} messages sent and caught: open ${catcher.url} (Ctrl-C ends)`)
process.once("SIGINT", () => void catcher.close())
process.once("SIGTERM", () => void catcher.close())
