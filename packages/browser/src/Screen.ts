/**
 * Screen: on what is a page looked at?
 *
 * @since 0.1.0
 */

/**
 * `width`: in CSS pixels. A phone's is 360.
 *
 * @category models
 * @since 0.1.0
 */
export interface Screen {
  readonly name: string
  readonly width: number
  readonly colorScheme: "light" | "dark"
}

/** A phone, a window of a mail program, and a phone at night. @category screens @since 0.1.0 */
export const all: ReadonlyArray<Screen> = [
  { name: "phone", width: 360, colorScheme: "light" },
  { name: "window", width: 600, colorScheme: "light" },
  { name: "night", width: 360, colorScheme: "dark" }
]
