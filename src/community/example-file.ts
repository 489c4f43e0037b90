import { fileURLToPath } from 'node:url'

/**
 * The example community's file. It lies with the sources; seen from src/community and from dist/community the way there
 * is the same.
 */
export const exampleFile: string = fileURLToPath(new URL('../../src/community/example/yucheng.yaml', import.meta.url))
