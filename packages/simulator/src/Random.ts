/**
 * Random: how does chance come out the same every time?
 *
 * xoshiro128**, filled from a seed by SplitMix64, both by D. Blackman and S. Vigna (https://prng.di.unimi.it, public
 * domain). The same seed gives the same numbers in every version of this library; good for simulating, never for secrets.
 *
 * @since 0.1.0
 */

/** A stream of numbers. Drawing moves it on. @category models @since 0.1.0 */
export interface Random {
  /** The next 32 bits, as a whole number from 0 to 2³² − 1. */
  readonly bits: () => number
}

const mask = (1n << 64n) - 1n

/**
 * One step of SplitMix64: the next state and the number it gives. Unit: 64-bit whole numbers.
 *
 * @example Random.splitMix(1234567n)[1] // => 6457827717110365317n
 * @category generators
 * @since 0.1.0
 */
export const splitMix = (state: bigint): readonly [state: bigint, value: bigint] => {
  const next = (state + 0x9e3779b97f4a7c15n) & mask
  const first = ((next ^ (next >> 30n)) * 0xbf58476d1ce4e5b9n) & mask
  const second = ((first ^ (first >> 27n)) * 0x94d049bb133111ebn) & mask
  return [next, second ^ (second >> 31n)]
}

const rotate = (x: number, by: number): number => (x << by) | (x >>> (32 - by))

/**
 * xoshiro128** from four 32-bit words, not all zero.
 *
 * @example Random.fromWords([1, 2, 3, 4]).bits() // => 11520
 * @category generators
 * @since 0.1.0
 */
export const fromWords = ([first, second, third, fourth]: readonly [number, number, number, number]): Random => {
  let a = first | 0
  let b = second | 0
  let c = third | 0
  let d = fourth | 0
  return {
    bits: () => {
      const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0
      const shifted = b << 9
      c ^= a
      d ^= b
      b ^= c
      a ^= d
      c ^= shifted
      d = rotate(d, 11)
      return result
    }
  }
}

/**
 * The stream with this seed (a whole number). Another `stream` of the same seed is independent of it: each contact has
 * one, so that one more contact does not change the lives of the others.
 *
 * @example Random.make(7).bits() === Random.make(7).bits() // => true
 * @example Random.make(7, 1).bits() === Random.make(7, 2).bits() // => false
 * @category constructors
 * @since 0.1.0
 */
export const make = (seed: number, stream = 0): Random => {
  const [, own] = splitMix(BigInt.asUintN(64, BigInt(Math.trunc(seed))))
  const [state, low] = splitMix(own ^ BigInt.asUintN(64, BigInt(Math.trunc(stream))))
  const [, high] = splitMix(state)
  // the last bit is set, since four words of zero would stay zero for ever
  return fromWords([word(low), word(low >> 32n), word(high), word(high >> 32n) | 1])
}

const word = (value: bigint): number => Number(value & 0xffffffffn)

/** Evenly from 0 (included) to 1 (not). @category drawing @since 0.1.0 */
export const uniform = (self: Random): number => self.bits() / 4_294_967_296

/** True this often. Unit: a share, 0 to 1. @category drawing @since 0.1.0 */
export const chance = (self: Random, share: number): boolean => uniform(self) < share

/** Around 0 with standard deviation 1 (Box–Muller). @category drawing @since 0.1.0 */
export const normal = (self: Random): number =>
  Math.sqrt(-2 * Math.log(1 - uniform(self))) * Math.cos(2 * Math.PI * uniform(self))

/**
 * The time to the next of things that come by chance, this far apart on average. A mean of 0 is at once.
 *
 * @category drawing
 * @since 0.1.0
 */
export const exponential = (self: Random, mean: number): number => -mean * Math.log(1 - uniform(self))
