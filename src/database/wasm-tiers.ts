import { setFlagsFromString } from 'node:v8'

/** More than any function ever runs, in V8's measure (about bytes executed): the largest number it takes. */
const NEVER = 2 ** 31 - 1

/**
 * Has V8 leave WebAssembly as it compiled it at first. Prisma compiles each kind of question in WebAssembly, once, and V8 takes
 * the first two hundred for a sign that it should compile the compiler anew, better: 0.6 s of processor time at every start of the
 * program, a third of what that took, which the thousandth question has not earned back. Nothing else here is WebAssembly that
 * runs for long. To be called before the first is loaded.
 */
export function keepWasmAsItIs(): void {
  setFlagsFromString(`--wasm-tiering-budget=${NEVER}`)
}
