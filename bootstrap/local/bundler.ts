import { join } from 'node:path'
import { build, type Plugin } from 'esbuild'

// Bundles an entry into one file: node bundler.ts ROOT ENTRY OUTFILE. esbuild says on standard error what is wrong.
// A program of its own: as a library esbuild would leave 200 MiB in the memory of a supervisor, or a service beside it.
const [root = '', entry = '', outfile = ''] = process.argv.slice(2)

/** What the framework's base class imports, and what it gets in our bundles; nothing else is replaced. */
const standIns: Readonly<Record<string, string>> = {
  '@kubernetes/client-node': 'operator/src/framework/no-client.ts',
  gaxios: 'operator/src/framework/no-requests.ts',
}

const leanFramework: Plugin = {
  name: 'lean-framework',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^(@kubernetes\/client-node|gaxios)$/ }, ({ path, importer }) =>
      importer.includes('/@dot-i/k8s-operator/') ? { path: join(root, standIns[path] ?? '') } : undefined,
    ),
}

await build({
  absWorkingDir: root,
  entryPoints: [entry],
  outfile,
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  logLevel: 'error',
  plugins: [leanFramework],
  // packages written for `require` need one, which modules lack; its long name is none that the minifier gives out
  banner: {
    js: "import{createRequire as createRequireForBundle}from'node:module';const require=createRequireForBundle(import.meta.url);",
  },
}).catch(() => process.exit(1))
