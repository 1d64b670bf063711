/**
 * Drawing: what do these numbers look like in a terminal?
 *
 * @since 0.1.0
 */

const levels = "▁▂▃▄▅▆▇█"

/**
 * One character for each value, from `min` (default 0) to `max` (default the largest). No value: a blank. Whatever is
 * above the minimum can be told from what is not.
 *
 * @example Drawing.sparkline([0, 1, undefined, 7]) // => "▁▂ █"
 * @example Drawing.sparkline([]) // => ""
 * @category drawing
 * @since 0.1.0
 */
export const sparkline = (
  values: ReadonlyArray<number | undefined>,
  {
    max = Math.max(0, ...values.filter((value) => value !== undefined)),
    min = 0
  }: { readonly min?: number; readonly max?: number } = {}
): string =>
  values
    .map((value) => {
      if (value === undefined) return " "
      const share = max > min ? Math.min(1, Math.max(0, (value - min) / (max - min))) : 0
      return levels[Math.ceil(share * (levels.length - 1))] ?? " "
    })
    .join("")

/**
 * So many neighbours summed into one that at most `width` are left.
 *
 * @example Drawing.narrow([1, 2, 3, 4, 5], 3) // => [3, 7, 5]
 * @category drawing
 * @since 0.1.0
 */
export const narrow = (values: ReadonlyArray<number>, width: number): ReadonlyArray<number> => {
  const size = Math.max(1, Math.ceil(values.length / Math.max(1, width)))
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
    values.slice(index * size, (index + 1) * size).reduce((sum, value) => sum + value, 0)
  )
}

/**
 * One line for each: label, bar, number. The longest bar has `width` characters (default 40); nothing has no bar, and
 * little has a short one.
 *
 * @example Drawing.bars([["a", 4], ["bc", 2]], 4) // => "a   ████ 4\nbc  ██ 2"
 * @category drawing
 * @since 0.1.0
 */
export const bars = (rows: ReadonlyArray<readonly [label: string, value: number]>, width = 40): string => {
  const most = Math.max(1, ...rows.map(([, value]) => value))
  const longest = Math.max(0, ...rows.map(([label]) => label.length))
  return rows
    .map(([label, value]) => {
      const length = value <= 0 ? 0 : Math.max(1, Math.round((value / most) * width))
      return `${label.padEnd(longest)}  ${"█".repeat(length)}${length > 0 ? " " : ""}${count(value)}`
    })
    .join("\n")
}

/**
 * A number as a person reads it: thousands apart, at most one decimal.
 *
 * @example Drawing.count(12345.67) // => "12,345.7"
 * @category formatting
 * @since 0.1.0
 */
export const count = (value: number): string => value.toLocaleString("en-US", { maximumFractionDigits: 1 })

/**
 * A number with its noun.
 *
 * @example Drawing.counted(1, "mail") // => "1 mail"
 * @example Drawing.counted(2, "person", "people") // => "2 people"
 * @category formatting
 * @since 0.1.0
 */
export const counted = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`
