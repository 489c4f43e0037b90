/** Where a hash begins. */
export const SEED = 0x11c9dc5

/**
 * One step of a hash: FNV-1a, stirred once more because neighbouring characters differ in few bits. Of 30 bits, which is
 * what JavaScript keeps in sets without making an object of each.
 */
export function mix(hash: number, code: number): number {
  const next = Math.imul(hash ^ code, 0x01000193)
  return (next ^ (next >>> 15)) & 0x3fffffff
}

/** The hash of a name. */
export function hashOf(name: string): number {
  let hash = SEED
  for (let at = 0; at < name.length; at++) hash = mix(hash, name.charCodeAt(at))
  return hash
}
