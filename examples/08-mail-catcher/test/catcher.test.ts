// Is every message caught, and can a stranger's mail do anything on the page that shows it?
import * as Faults from "@temoin/browser/Faults"
import * as Viewing from "@temoin/browser/Viewing"
import * as Html from "@temoin/email/Html"
import * as Sample from "@temoin/email/Sample"
import * as Rendering from "@temoin/email/Rendering"
import { spawn } from "node:child_process"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { createConnection } from "node:net"
import { afterAll, assert, beforeAll, it, onTestFinished } from "vitest"
import * as Catcher from "../src/Catcher.ts"
import * as Sending from "../src/Sending.ts"

let viewing: Viewing.Viewing
beforeAll(async () => {
  viewing = await Viewing.open(join(import.meta.dirname, "..", "run"), "page")
}, 60_000)
afterAll(() => viewing.close())

const caught = async () => {
  const catcher = await Catcher.open()
  onTestFinished(() => catcher.close())
  const page = await viewing.visitor(new URL(catcher.url).origin)
  onTestFinished(() => page.context().close())
  return { catcher, page }
}

it("sends one of each kind, and shows each as it was sent", async () => {
  const { catcher, page } = await caught()
  const samples = Sample.all({ locale: "ar" })
  assert.strictEqual(await Sending.send(catcher.smtp, "ar"), samples.length)
  const look = { brand: "Acme", signature: "Acme SAS\n1 rue de la Paix, 75002 Paris" }
  const subjects = samples.map(({ message }) => Rendering.render(message, look).subject)
  assert.deepStrictEqual(
    catcher.mails().map(({ subject }) => subject),
    subjects.toReversed()
  )
  await page.goto(catcher.url)
  const links = page.getByRole("listitem").getByRole("link")
  assert.strictEqual(await links.count(), samples.length)
  assert.deepStrictEqual(await Faults.inSize(page), [])
  // the first that was sent is the invitation
  await links.last().click()
  assert.include(await page.locator("h1").innerText(), "Acme")
  const mail = page.frameLocator("iframe")
  assert.strictEqual(await mail.getByRole("link", { name: "10", exact: true }).count(), 1)
  assert.include(await page.locator("dl").innerText(), "https://feedback.acme.example/u/nobody")
  assert.deepStrictEqual(await Faults.inSize(page), [])
})

/** By hand, since no mailer of ours would send it. */
const evil = (port: number, html: string) =>
  new Promise<void>((resolve, reject) => {
    const socket = createConnection(port, "127.0.0.1")
    const lines = [
      "EHLO evil.example",
      "MAIL FROM:<eve@evil.example>",
      "RCPT TO:<anna@example.org>",
      "DATA",
      `Subject: <script>document.title="owned"</script>\r\nContent-Type: text/html\r\n\r\n${html}\r\n.`,
      "QUIT"
    ]
    createInterface({ input: socket }).on("line", (line) => {
      if (/^\d{3} /.test(line)) socket.write(`${lines.shift() ?? ""}\r\n`)
    })
    socket.once("error", reject).once("close", () => resolve())
  })

it("lets a stranger's mail do nothing: no script, no picture, no form, no way out of its frame", async () => {
  const { catcher } = await caught()
  const html = `<script>top.document.title="owned"</script><img src="https://evil.example/seen.png" onerror="top.document.title='owned'"><style>@import "https://evil.example/x.css";</style><form action="https://evil.example"><button>Win</button></form><a href="${catcher.url}" target="_top">out</a>`
  await evil(catcher.smtp, html)
  assert.strictEqual(catcher.mails().length, 1)
  // with scripts on, in a browser that would run them
  const context = await viewing.page.context().browser()!.newContext()
  onTestFinished(() => context.close())
  const asked: Array<string> = []
  await context.route(
    (url) => url.origin !== new URL(catcher.url).origin,
    (route) => {
      asked.push(route.request().url())
      return route.abort()
    }
  )
  const page = await context.newPage()
  for (const path of ["1", "1.html", ""]) {
    await page.goto(new URL(path, catcher.url).href)
    assert.notStrictEqual(await page.title(), "owned")
  }
  assert.strictEqual(await page.locator("script").count(), 0)
  await page.goto(new URL("1", catcher.url).href)
  await page.frameLocator("iframe").getByRole("button").click()
  await page.frameLocator("iframe").getByRole("link").click()
  assert.strictEqual(page.url(), new URL("1", catcher.url).href)
  assert.deepStrictEqual(asked, [])
})

it("shows nothing to whoever comes under another name", async () => {
  const { catcher } = await caught()
  await Sending.send(catcher.smtp, "en")
  const status = await new Promise<string>((resolve) => {
    const socket = createConnection(Number(new URL(catcher.url).port), "127.0.0.1")
    createInterface({ input: socket }).once("line", (line) => {
      resolve(line)
      socket.destroy()
    })
    socket.write("GET /1 HTTP/1.1\r\nHost: evil.example\r\n\r\n")
  })
  assert.include(status, "403")
})

it("runs from the command line, in the language that is named, and ends when it is told to", async () => {
  const child = spawn(process.execPath, [join(import.meta.dirname, "..", "src", "main.ts"), "fr"], {
    stdio: ["ignore", "pipe", "inherit"]
  })
  onTestFinished(() => void child.kill("SIGKILL"))
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve))
  const [, sent, url = ""] = await new Promise<RegExpExecArray>((resolve) =>
    createInterface({ input: child.stdout }).on("line", (line) => {
      const found = /^(\d+) messages sent and caught: open (\S+)/.exec(line)
      if (found !== null) resolve(found)
    })
  )
  const samples = Sample.all({ locale: "fr" })
  assert.strictEqual(Number(sent), samples.length)
  const list = await (await fetch(url)).text()
  for (const { message } of samples) assert.include(list, Html.escape(Rendering.render(message).subject))
  child.kill("SIGTERM")
  assert.strictEqual(await ended, 0)
})
