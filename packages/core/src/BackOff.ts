/**
 * BackOff: how long do we wait after a failure?
 *
 * @since 0.1.0
 */

const minute = 60_000

/**
 * One minute after the first failure, four times as long after each further one, at most six hours.
 * Unit: milliseconds.
 *
 * @example BackOff.millis(1) // => 60000
 * @example BackOff.millis(3) // => 960000
 * @example BackOff.millis(100) // => 21600000
 * @category arithmetic
 * @since 0.1.0
 */
export const millis = (failures: number): number =>
  Math.min(360 * minute, minute * 4 ** Math.max(0, Math.min(10, failures - 1)))
