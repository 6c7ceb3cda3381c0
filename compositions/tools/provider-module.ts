import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { GenerateError } from './errors.ts'

const module = 'github.com/upbound/provider-aws/v2'

/**
 * Folder with the CRDs of the AWS provider in the release that bootstrap/local pins. Go downloads the module if its cache
 * does not hold it. Throws a `GenerateError` with what Go said.
 */
export const providerCrdFolder = async (root: string): Promise<string> => {
  const pinned = join(root, 'bootstrap/local/modules/provider-aws')
  const { Dir } = await goModDownload(pinned)
  return join(Dir, 'package/crds')
}

const goModDownload = async (folder: string): Promise<{ Dir: string }> => {
  try {
    const { stdout } = await promisify(execFile)('go', ['mod', 'download', '-json', module], { cwd: folder })
    return JSON.parse(stdout) as { Dir: string }
  } catch (cause) {
    const said = String((cause as { stdout?: string }).stdout || (cause as { stderr?: string }).stderr || cause).trim()
    throw new GenerateError(
      `The CRDs of ${module} are not there: ${said}`,
      'Install Go 1.26 or newer and see that it can download modules; the release is pinned in bootstrap/local/modules/provider-aws/go.mod',
      cause,
    )
  }
}
