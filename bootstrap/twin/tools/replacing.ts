import { execFile } from 'node:child_process'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { parse } from 'yaml'
import { providerCrdFiles } from '../../local/build/provider-crds.ts'
import { forcedArguments, type GoPackage } from './forced-arguments.ts'

/**
 * Writes bootstrap/twin/kinds/generated/replacing.json: for each kind that we compose, which arguments force replacement, read from the Go
 * source of the Terraform provider that the AWS provider is generated from. `--check` only tells whether the file is fresh.
 * It downloads two Go modules (about 300 MiB), which is why it is not part of every check.
 */
const main = async (): Promise<void> => {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } })
  const text = `${JSON.stringify(await read(), null, 2)}\n`
  if (!values.check) return writeFile(target, text)
  if ((await readFile(target, 'utf8')) === text) return
  console.error('bootstrap/twin/kinds/generated/replacing.json is stale. Run: node bootstrap/twin/tools/replacing.ts')
  process.exitCode = 1
}

const root = resolve(import.meta.dirname, '../../..')
const target = join(root, 'bootstrap/twin/kinds/generated/replacing.json')

const read = async () => {
  const provider = await download('provider-aws', 'github.com/upbound/provider-aws/v2')
  const terraform = await download('terraform-provider-aws', 'github.com/upbound/terraform-provider-aws')
  const constants = constantsIn(await readFile(join(terraform.Dir, 'names/attr_consts_gen.go'), 'utf8'))
  const kinds = await Promise.all(
    providerCrdFiles.map(async (file) => {
      const { service, kind, fields } = await readCrd(join(provider.Dir, 'package/crds', file))
      const resource = await terraformName(provider.Dir, service, kind)
      const source = await packageOf(terraform.Dir, resource, constants)
      const declared = resource === '' ? undefined : forcedArguments(resource, source)
      return [`${service}/${kind}`, declared && entry(resource, declared, fields)] as const
    }),
  )
  return {
    provider: provider.Version,
    terraformProvider: terraform.Version,
    kinds: Object.fromEntries(kinds.filter(([, declared]) => declared)),
  }
}

const entry = (
  resource: string,
  { library, forced }: NonNullable<ReturnType<typeof forcedArguments>>,
  fields: readonly string[],
) => {
  const known = forced.map(camelCase).filter((path) => fields.includes(path.split('.')[0] ?? ''))
  // the provider's library forces it for every resource that has one
  const region = fields.includes('region') ? ['region'] : []
  return { resource, library, forced: [...new Set([...known, ...region])].sort() }
}

const download = async (folder: string, module: string): Promise<{ Dir: string; Version: string }> => {
  const cwd = join(root, 'bootstrap/local/modules', folder)
  const { stdout } = await promisify(execFile)('go', ['mod', 'download', '-json', module], { cwd })
  return JSON.parse(stdout) as { Dir: string; Version: string }
}

const constantsIn = (text: string): Map<string, string> =>
  new Map([...text.matchAll(/(Attr\w+)\s*=\s*"([^"]+)"/g)].map(([, name = '', value = '']) => [name, value]))

/** `aws_db_instance` for the Instance of rds; empty for kinds that are the provider's own. */
const terraformName = async (dir: string, service: string, kind: string): Promise<string> => {
  const file = join(dir, 'apis/namespaced', service, 'v1beta1', `zz_${kind.toLowerCase()}_terraformed.go`)
  const text = await readFile(file, 'utf8').catch(() => '')
  return /GetTerraformResourceType\(\) string \{\s*return "([^"]+)"/.exec(text)?.[1] ?? ''
}

const packageOf = async (dir: string, resource: string, constants: GoPackage['constants']): Promise<GoPackage> => {
  const services = join(dir, 'internal/service')
  for (const service of resource === '' ? [] : await readdir(services)) {
    const registration = await readFile(join(services, service, 'service_package_gen.go'), 'utf8').catch(() => '')
    if (!registration.includes(`TypeName: "${resource}"`)) continue
    const names = (await readdir(join(services, service))).filter((name) => /(?<!_test)\.go$/.test(name))
    const files = await Promise.all(
      names.map(async (name) => [name, await readFile(join(services, service, name), 'utf8')] as const),
    )
    if (!forcedArguments(resource, { files: Object.fromEntries(files), constants })) continue
    return { files: Object.fromEntries(files), constants }
  }
  return { files: {}, constants }
}

const readCrd = async (path: string) => {
  const { spec } = parse(await readFile(path, 'utf8'))
  const { properties } = spec.versions[0].schema.openAPIV3Schema
  const fields = Object.keys(properties.spec?.properties.forProvider?.properties ?? {})
  return { service: String(spec.group).split('.')[0] ?? '', kind: String(spec.names.kind), fields }
}

const camelCase = (path: string): string => path.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())

await main()
