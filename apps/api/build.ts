import { rm } from 'node:fs/promises'
import { build } from 'esbuild'

// Bundles the three programs of the API into dist: each is one file, but for the password hashes, which are native.

const folder = new URL('.', import.meta.url).pathname
await rm(`${folder}dist`, { recursive: true, force: true })
await build({
  entryPoints: ['main', 'migrate', 'rotate'].map((name) => `${folder}src/${name}.ts`),
  outdir: `${folder}dist`,
  bundle: true,
  splitting: true,
  minify: true,
  sourcemap: 'linked',
  platform: 'node',
  target: 'node24',
  format: 'esm',
  external: ['@node-rs/argon2', '@node-rs/bcrypt', 'pg-native'],
  // packages written for `require` need one, which modules lack
  banner: {
    js: "import{createRequire as createRequireForBundle}from'node:module';const require=createRequireForBundle(import.meta.url);",
  },
  logLevel: 'error',
})
