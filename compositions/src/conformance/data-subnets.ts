import { actualTier } from './tiers.ts'
import type { View } from './view.ts'

/** Whether these are data subnets of the platform, and at least one. A layer by itself cannot know the subnets of another. */
export const isDataSubnets = (view: View, ids: readonly string[] | undefined): boolean =>
  (ids ?? []).length > 0 && (ids ?? []).every((id) => isDataSubnet(view, id))

const isDataSubnet = (view: View, id: string): boolean => {
  const subnet = view.of('ec2/Subnet').find((one) => one.id === id)
  return subnet ? actualTier(view, subnet) === 'data' : view.graph.partial === true
}
