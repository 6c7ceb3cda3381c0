import type { Cause } from './cause.ts'

/** What AWS does not have at the moment, or not in this place. */
export const capacityCauses: readonly Cause[] = [
  {
    says: /\b(InsufficientInstanceCapacity|InsufficientHostCapacity|UnfulfillableCapacity)\b/,
    cause: 'AWS has no machines of this type left in the zone',
    cure: 'name more types in spec.cluster.nodeGroups[].instanceTypes, or wait: AWS tries again',
    heals: 'Time',
  },
  {
    says: /\b(InsufficientDBInstanceCapacity(?:Fault)?|InsufficientCacheClusterCapacity(?:Fault)?)\b/,
    cause: 'AWS has no capacity for this class in the zones of the platform',
    cure: 'choose another spec.database.instanceClass or spec.cache.nodeType, or wait',
    heals: 'Person',
  },
  {
    says: /\bUnsupported\b[^;]*[Aa]vailability [Zz]one|\bUnsupportedAvailabilityZone(?:Exception)?\b/,
    cause: 'the zone does not offer what is asked for there',
    cure: 'choose another type of machine; zones are fixed once the network stands',
    heals: 'Person',
    command: 'aws ec2 describe-instance-type-offerings --location-type availability-zone',
  },
  {
    says: /\bInvalidParameterCombination\b[^;]*(?:not supported|[Cc]annot find|not available|RDS does not support)|\bStorageTypeNotSupported(?:Fault)?\b|\bOrderableDBInstance/,
    cause: 'the class is not offered for this engine, version or zone',
    cure: 'choose a class that is offered, in spec.database.instanceClass or spec.cache.nodeType',
    heals: 'Person',
    command: 'aws rds describe-orderable-db-instance-options --engine postgres',
  },
  {
    says: /\b(InsufficientFreeAddressesInSubnet|InsufficientFreeAddresses)\b|not enough (?:free )?(?:IP )?addresses|no free (?:IP )?addresses/i,
    cause: 'a subnet has no free address left',
    cure: 'lower the size of the node groups; the address plan of a network cannot be changed, a larger spec.network.cidr needs a new platform',
    heals: 'Person',
    command: "aws ec2 describe-subnets --query 'Subnets[].[SubnetId,AvailableIpAddressCount]' --output text",
  },
  {
    says: /\bunsupported Kubernetes version|Kubernetes version[^;]*not supported|unsupported (?:cluster )?version/i,
    cause: 'EKS does not offer this version of Kubernetes, or does not any more',
    cure: 'set spec.cluster.version to one that EKS offers',
    heals: 'Person',
    command: 'aws eks describe-cluster-versions',
  },
  {
    says: /Cannot find version|InvalidEngineVersion|CannotFindEngineVersion|engine version[^;]*(?:not supported|not available|invalid)/i,
    cause: 'the service does not offer this version of the engine, or does not any more',
    cure: 'set spec.database.engineVersion or spec.cache.engineVersion to one that is offered',
    heals: 'Person',
    command: 'aws rds describe-db-engine-versions --engine postgres',
  },
  {
    says: /NodeGroup \S+: AWS reports the status (\w+)/,
    cause:
      'the nodes of the group did not start or did not join the cluster: no capacity, no free addresses, or no way to the API of EKS',
    cure: 'read the health of the group; a change of its instance types makes a new group',
    heals: 'Person',
    command: 'aws eks describe-nodegroup --query nodegroup.health',
  },
]
