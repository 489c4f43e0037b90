/**
 * Each Prisma client compiles every query it is asked for the first time, a millisecond or two each, and nearly every test
 * opens a database with two clients of its own: an eighth of what a story took (CPU: 495 ms, 430 ms when shared). What a query compiles to depends on the
 * models alone, so the clients of one process share it here.
 */
interface QueryCompiler {
  compile(request: string): unknown
}

const compilers = [
  '@prisma/client/runtime/query_compiler_small_bg.sqlite.mjs',
  '@prisma/client/runtime/query_compiler_small_bg.postgresql.mjs',
]

for (const path of compilers) {
  const { QueryCompiler } = (await import(path)) as { QueryCompiler: { readonly prototype: QueryCompiler } }
  share(QueryCompiler.prototype)
}

function share(compiler: QueryCompiler & { shared?: true }): void {
  // A worker runs this before each of its test files.
  if (compiler.shared) return
  compiler.shared = true
  const known = new Map<string, unknown>()
  const { compile } = compiler
  compiler.compile = function (request) {
    const plan = known.get(request) ?? compile.call(this, request)
    known.set(request, plan)
    return plan
  }
}
