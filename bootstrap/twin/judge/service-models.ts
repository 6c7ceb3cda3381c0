import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { ServiceModel } from './judge-parameters.ts'

/**
 * AWS' models of its services by folder name (`rds`), out of the Go module that bootstrap/local/modules/aws-sdk-go pins: Go
 * downloads it (36 MB) if its cache does not hold it. Rejects with what Go said.
 */
export const readServiceModels = async (
  root: string,
  services: readonly string[],
): Promise<ReadonlyMap<string, ServiceModel>> => {
  const cwd = join(root, 'bootstrap/local/modules/aws-sdk-go')
  const args = ['mod', 'download', '-json', 'github.com/aws/aws-sdk-go']
  const { stdout } = await promisify(execFile)('go', args, { cwd })
  const { Dir } = JSON.parse(stdout) as { Dir: string }
  const models = services.map(async (service) => {
    const folder = join(Dir, 'models/apis', service)
    const [newest = ''] = (await readdir(folder)).sort().reverse()
    return [service, JSON.parse(await readFile(join(folder, newest, 'api-2.json'), 'utf8')) as ServiceModel] as const
  })
  return new Map(await Promise.all(models))
}
