/**
 * The last step of `npm run compile`: dist/program/, what is started, each command in a few files. One by one Node would
 * load the 800 modules of the program and 400 of what it stands on, with several looks at the disk for each: half of
 * the time until the program is ready.
 */
import { rolldown } from 'rolldown'

const commands = ['main', 'supervisor', 'backup', 'restore', 'understand']

/** Packages that stay in node_modules, with what they load themselves. */
const apart = [
  // In one copy with the puppet that a community installs.
  'wechaty',
  'wechaty-[\\w-]+',
  'file-box',
  // They bring native code, WebAssembly, threads or data as files of their own.
  '@prisma/[\\w-]+',
  'better-sqlite3',
  '@resvg/resvg-js',
  'pino',
  'chinese-days',
  '@fontsource/noto-emoji',
  '@fontsource/noto-sans-sc',
]

const program = await rolldown({
  input: Object.fromEntries(commands.map((name) => [name, `src/${name}.ts`])),
  platform: 'node',
  tsconfig: 'tsconfig.json',
  external: apart.map((name) => new RegExp(`^${name}(/|$)`)),
  checks: {
    // The door to the rows' types brings the SQLite client along (src/database/types.ts).
    ineffectiveDynamicImport: false,
  },
})
await program.write({
  // One folder deep, as the modules of src/ are that look for a file beside themselves.
  dir: 'dist/program',
  cleanDir: true,
  format: 'esm',
  comments: false,
  // For the lines of a stack; the text of the sources is not needed for that.
  sourcemap: true,
  sourcemapExcludeSources: true,
})
