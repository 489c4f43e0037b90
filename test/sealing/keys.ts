import { createHash } from 'node:crypto'
import { createSealer, type Sealer, type SealerKeys } from '../../src/sealing/sealer.ts'

/** A data key for tests: always the same for the same name. */
export function testKey(name: string): Uint8Array {
  return createHash('sha256').update(`test key ${name}`).digest()
}

/** A sealer of its own, without a database. */
export function testSealer(keys: Partial<SealerKeys> = {}): Sealer {
  return createSealer({ key: testKey('A'), hashKey: testKey('hashes'), ...keys })
}
