import type { platformOf } from './platform.ts'

/** Waits until an upgrade of the cluster stands so in the status. */
export const upgradeIs = (tasks: ReturnType<typeof platformOf>, state: string, to: string) =>
  tasks.wait(`the upgrade to ${to} to be ${state}`, async () =>
    (await tasks.get())?.status?.upgrades?.some(
      (upgrade) => upgrade.part === 'Cluster' && upgrade.to === to && upgrade.state === state,
    ),
  )

/** The versions that AWS was asked for: of the control plane and of each group of nodes. */
export async function versionsOf(tasks: ReturnType<typeof platformOf>): Promise<readonly unknown[]> {
  const managed = [...(await tasks.managed('Cluster')), ...(await tasks.managed('NodeGroup'))]
  return managed.map(({ spec }) => spec.forProvider['version'])
}
