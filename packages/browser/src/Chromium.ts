/**
 * Chromium: which browser is there to look with?
 *
 * The machine's own when it has one; else the one that comes out of the npm registry, which runs on Linux x64 and needs nothing
 * but the C library: the few other libraries it asks for come with it.
 *
 * @since 0.1.0
 */
import { type Browser, chromium } from "playwright-core"
import { execFileSync } from "node:child_process"
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { brotliDecompressSync } from "node:zlib"

const installed = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe"
]

const quiet = [
  "--disable-gpu",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--font-render-hinting=none"
]

/**
 * Starts a browser that has no window. Fails where there is none, and says what to install.
 *
 * @category constructors
 * @since 0.1.0
 */
export const launch = (): Promise<Browser> => {
  const own = installed.find((path) => existsSync(path))
  if (own !== undefined) return chromium.launch({ executablePath: own, args: quiet })
  if (process.platform !== "linux" || process.arch !== "x64")
    throw new Error(
      `there is no Chromium on this machine: install Chrome or Chromium in one of ${installed.join(", ")}`
    )
  const folder = unpacked()
  return chromium.launch({
    executablePath: join(folder, "chromium"),
    args: quiet,
    env: { ...process.env, LD_LIBRARY_PATH: join(folder, "lib"), FONTCONFIG_FILE: join(folder, "fonts.conf") }
  })
}

/** Unpacked once, and seen by nobody before it is whole, since several test files start at the same time. */
const unpacked = (): string => {
  const target = join(import.meta.dirname, "..", "node_modules", ".chromium", version)
  if (existsSync(target)) return target
  mkdirSync(dirname(target), { recursive: true })
  const folder = mkdtempSync(`${target}-`)
  writeFileSync(join(folder, "chromium"), open("chromium.br"), { mode: 0o755 })
  for (const archive of ["al2023.tar.br", "fonts.tar.br"])
    execFileSync("tar", ["-xf", "-", "-C", folder], { input: open(archive), stdio: ["pipe", "ignore", "inherit"] })
  writeFileSync(
    join(folder, "fonts.conf"),
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
<dir>${join(folder, "fonts")}</dir>
<cachedir>${join(folder, "font-cache")}</cachedir>
</fontconfig>
`
  )
  try {
    renameSync(folder, target)
  } catch (problem) {
    if (!existsSync(target)) throw problem
    rmSync(folder, { recursive: true })
  }
  return target
}

const home = join(dirname(new URL(import.meta.resolve("@sparticuz/chromium")).pathname), "..")
const { version }: { readonly version: string } = JSON.parse(readFileSync(join(home, "package.json"), "utf8"))
const open = (name: string): Buffer => brotliDecompressSync(readFileSync(join(home, "bin", name)))
