/**
 * The arrows of the house: who may import whom. `main → wechaty, sandbox, scheduler, handlers → domains → database`.
 * A domain knows neither Wechaty nor OpenAI nor a command's name; handlers do not call other rooms' insides; nothing
 * imports main.
 */
const domains =
  '^src/(community|issues|directives|courses|questionnaires|attachments|answers|board|moderation|matchmaking|personal)/'

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'only-the-wechaty-room-knows-wechaty',
      comment: 'The sandbox puppet is the one exception: it is a puppet, and speaks in payloads.',
      severity: 'error',
      from: { pathNot: '^src/(wechaty/|sandbox/puppet(-payloads)?\\.ts$)' },
      to: { path: 'node_modules/(wechaty|wechaty-[a-z0-9-]+|file-box)/' },
    },
    {
      name: 'only-the-understanding-knows-openai',
      severity: 'error',
      from: { pathNot: '^src/understanding/opinion/' },
      to: { path: 'node_modules/openai/' },
    },
    {
      name: 'only-the-drawing-knows-resvg',
      severity: 'error',
      from: { pathNot: '^src/drawing/' },
      to: { path: 'node_modules/@resvg/' },
    },
    {
      name: 'the-drawing-knows-nobody',
      comment: 'Data in, bytes out.',
      severity: 'error',
      from: { path: '^src/drawing/' },
      to: { path: '^src/', pathNot: '^src/drawing/' },
    },
    {
      name: 'only-the-spreadsheet-knows-its-library',
      severity: 'error',
      from: { pathNot: '^src/spreadsheet/' },
      to: { path: 'node_modules/write-excel-file/' },
    },
    {
      name: 'the-spreadsheet-knows-only-time',
      severity: 'error',
      from: { path: '^src/spreadsheet/' },
      to: { path: '^src/', pathNot: '^src/(spreadsheet|time)/' },
    },
    {
      name: 'nothing-imports-main',
      severity: 'error',
      from: {},
      to: { path: '^src/main\\.ts$' },
    },
    {
      name: 'only-the-assembly-knows-the-outer-rooms',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(main|program|bot)\\.ts$|^src/(wechaty|sandbox|scheduler|handlers)/' },
      to: { path: '^src/(wechaty|sandbox|scheduler|handlers)/' },
    },
    {
      name: 'outer-rooms-do-not-know-each-other',
      severity: 'error',
      from: { path: '^src/(wechaty|sandbox|scheduler|handlers)/' },
      to: { path: '^src/(wechaty|sandbox|scheduler|handlers)/', pathNot: '^src/$1/' },
    },
    {
      name: 'domains-know-only-domains-time-and-database',
      severity: 'error',
      from: { path: domains, pathNot: '^src/moderation/' },
      to: {
        path: '^src/',
        pathNot: [domains, '^src/(database|time|sealing)/', '^src/(ids|refusal|operator-error|make-folder)\\.ts$'],
      },
    },
    {
      name: 'the-community-is-the-ground-the-others-stand-on',
      severity: 'error',
      from: { path: '^src/community/' },
      to: { path: domains, pathNot: '^src/community/|^src/personal/holding\\.ts$' },
    },
    {
      name: 'moderation-knows-how-things-are-written',
      comment: 'It judges words, so beside what every domain may know it may know how words are read.',
      severity: 'error',
      from: { path: '^src/moderation/' },
      to: {
        path: '^src/',
        pathNot: [
          domains,
          '^src/(database|time|redaction)/',
          '^src/(ids|refusal)\\.ts$',
          '^src/chat/normalise\\.ts$',
          '^src/understanding/private-words\\.ts$',
        ],
      },
    },
    {
      name: 'chat-knows-no-issues',
      comment: 'The way of a message is the same whatever it is about.',
      severity: 'error',
      from: { path: '^src/chat/' },
      to: { path: '^src/(issues|courses|telling|attachments)/' },
    },
    {
      name: 'redaction-knows-only-how-things-are-written',
      severity: 'error',
      from: { path: '^src/redaction/' },
      to: { path: '^src/', pathNot: '^src/redaction/|^src/chat/normalise\\.ts$|^src/community/address-words\\.ts$' },
    },
    {
      name: 'sealing-knows-only-the-database',
      severity: 'error',
      from: { path: '^src/sealing/' },
      to: { path: '^src/', pathNot: '^src/(sealing|database|time)/|^src/operator-error\\.ts$' },
    },
    {
      name: 'understanding-reads-and-tells-nobody',
      severity: 'error',
      from: { path: '^src/understanding/' },
      to: { path: '^src/(telling|answers|attachments|alert|health|backup)/' },
    },
    {
      name: 'the-database-knows-nobody',
      severity: 'error',
      from: { path: '^src/(database|time)/' },
      to: { path: '^src/', pathNot: '^src/(database|time)/|^src/(ids|operator-error|make-folder)\\.ts$' },
    },
    {
      name: 'only-the-database-room-knows-prisma',
      severity: 'error',
      from: { pathNot: '^src/database/' },
      to: { path: 'node_modules/(@prisma|prisma|better-sqlite3|pg)/|^src/database/generated/' },
    },
    {
      name: 'the-page-runs-in-a-browser',
      severity: 'error',
      from: { path: '^src/sandbox/page/' },
      to: { pathNot: '^src/sandbox/page/' },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, pathNot: '\\.d\\.ts$|/page/main\\.ts$|generated' },
      to: {},
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules|^src/database/generated' },
    exclude: { path: '^src/database/generated/.*/internal' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js'],
    },
  },
}
