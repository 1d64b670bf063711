/**
 * Defaults: which cases are tried, and how often each law, unless somebody says otherwise?
 */
export const defaults = { seed: 20_261_121, runs: 300 } as const
