// The stories of the presets are told with the presets themselves.
import { readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import * as Collaboration from "@temoin/core/presets/Collaboration"
import * as Onboarding from "@temoin/core/presets/Onboarding"
import * as ProjectDelivery from "@temoin/core/presets/ProjectDelivery"
import * as Wheel from "@temoin/core/presets/Wheel"
import { expect, it } from "vitest"

const folder = new URL("../scenarios/presets/", import.meta.url)

const presets: Record<string, object> = {
  "collaboration.json": Collaboration.rules,
  "onboarding.json": Onboarding.rules,
  "project-delivery.json": ProjectDelivery.rules,
  "wheel.json": Wheel.rules
}

it("each preset has a story", () => {
  expect(readdirSync(fileURLToPath(folder)).toSorted()).toEqual(Object.keys(presets))
})

it.each(Object.keys(presets))("the program of %s is the preset", (file) => {
  const { program } = JSON.parse(readFileSync(new URL(file, folder), "utf8"))
  expect(program).toEqual(JSON.parse(JSON.stringify({ id: "acme", ...presets[file] })))
})
