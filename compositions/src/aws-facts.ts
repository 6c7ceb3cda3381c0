/** Partition of AWS that a region belongs to: the second field of every ARN there. Source: AWS General Reference, ARNs. */
export const partitionOf = (region: string): 'aws' | 'aws-cn' | 'aws-us-gov' => {
  if (region.startsWith('cn-')) return 'aws-cn'
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
}

/** Full name of the endpoint service of an AWS service in a region. Source: AWS PrivateLink guide, services that integrate. */
export const endpointServiceName = (region: string, service: string): string => `com.amazonaws.${region}.${service}`
