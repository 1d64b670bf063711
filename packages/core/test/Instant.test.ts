import * as Instant from "@temoin/core/Instant"
import { expect, it } from "vitest"

it.each([
  [0, "1970-01-01", "00:00"],
  [Date.UTC(2026, 1, 28, 23, 59, 59, 999), "2026-02-28", "23:59"],
  [-1, "1969-12-31", "23:59"],
  [8.64e15, "+275760-09-13", "00:00"],
  [-8.64e15, "-271821-04-20", "00:00"]
])("%i is said in full, in every century", (instant, day, clock) => {
  expect(Instant.day(instant)).toBe(day)
  expect(Instant.minute(instant)).toBe(`${day} ${clock} UTC`)
})
