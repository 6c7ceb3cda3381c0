import type { KubeClient } from '@taskplatform/operator/kube/client'
import { isNotFound } from '@taskplatform/operator/kube/errors'
import type { Resource } from '@taskplatform/operator/kube/resource'

/** Those of `resources` that the API server serves. */
export const installedOf = async <T extends Readonly<{ resource: Resource }>>(
  client: Pick<KubeClient, 'raw'>,
  wanted: readonly T[],
  signal: AbortSignal,
): Promise<T[]> => {
  const groups = [...new Set(wanted.map(({ resource }) => `${resource.group}/${resource.version}`))]
  const served = new Map(
    await Promise.all(groups.map(async (group) => [group, await pluralsIn(client, group, signal)] as const)),
  )
  return wanted.filter(({ resource }) => served.get(`${resource.group}/${resource.version}`)?.includes(resource.plural))
}

const pluralsIn = async (client: Pick<KubeClient, 'raw'>, group: string, signal: AbortSignal): Promise<string[]> => {
  try {
    const list = (await client.raw('GET', `/apis/${group}`, { signal })) as { resources?: { name: string }[] }
    return (list.resources ?? []).map(({ name }) => name)
  } catch (error) {
    if (isNotFound(error)) return []
    throw error
  }
}
