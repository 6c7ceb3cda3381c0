import type { Cause } from './cause.ts'

/** Something stands in the way: a name that is taken, or another thing that still uses this one. */
export const conflictCauses: readonly Cause[] = [
  {
    says: /\bDependencyViolation\b[^;]*?\b(vpc-\w+)/,
    cause:
      'something that this platform did not make is still in $1: load balancers, endpoints or interfaces of others',
    cure: 'delete what the command lists, if it is nobody’s; the deletion goes on by itself',
    heals: 'Person',
    command:
      "aws ec2 describe-network-interfaces --filters Name=vpc-id,Values=$1 --query 'NetworkInterfaces[].[NetworkInterfaceId,Description,RequesterId]' --output text",
  },
  {
    says: /\bDependencyViolation\b[^;]*?\b(subnet-\w+)/,
    cause: 'network interfaces that this platform did not make are still in $1',
    cure: 'delete what the command lists, if it is nobody’s; the deletion goes on by itself',
    heals: 'Person',
    command:
      "aws ec2 describe-network-interfaces --filters Name=subnet-id,Values=$1 --query 'NetworkInterfaces[].[NetworkInterfaceId,Description,RequesterId]' --output text",
  },
  {
    says: /\bDependencyViolation\b[^;]*?\b(sg-\w+)/,
    cause: 'network interfaces still use $1, or rules of another security group name it',
    cure: 'delete what the command lists, if it is nobody’s; the deletion goes on by itself',
    heals: 'Person',
    command:
      "aws ec2 describe-network-interfaces --filters Name=group-id,Values=$1 --query 'NetworkInterfaces[].[NetworkInterfaceId,Description,RequesterId]' --output text",
  },
  {
    says: /\b(DependencyViolation|ResourceInUse(?:Exception|Fault)?|ResourceInUseFault|InvalidDBSubnetGroupState\w*|CacheSubnetGroupInUse|DeleteConflict|InvalidDBParameterGroupState\w*)\b/,
    cause: 'something else still uses it',
    cure: 'wait until that is gone; if it is nothing of this platform, delete it',
    heals: 'Person',
  },
  {
    says: /\b(DBSnapshotAlreadyExists(?:Fault)?|SnapshotAlreadyExists(?:Fault)?)\b/,
    cause: 'a snapshot with the name of the final snapshot exists already',
    cure: 'delete that snapshot, or copy it under another name first',
    heals: 'Person',
    command: 'aws rds describe-db-snapshots --snapshot-type manual',
  },
  {
    says: /You can't create this secret because a secret with this name is already scheduled for deletion|scheduled for deletion/,
    cause: 'the name is held by a secret that is in its recovery window',
    cure: 'restore that secret, or delete it without a recovery window',
    heals: 'Person',
    command: 'aws secretsmanager list-secrets --include-planned-deletion',
  },
  {
    says: /\bRepositoryNotEmpty(?:Exception)?\b/,
    cause: 'the repository holds images, and spec.dataPolicy does not allow to delete them',
    cure: 'delete the images; spec.dataPolicy counts no more for a layer that is being deleted',
    heals: 'Person',
    command: 'aws ecr describe-repositories',
  },
  {
    says: /\b(\w*(?:AlreadyExists|EntityAlreadyExists|AlreadyOwnedByYou|ResourceExists|DuplicateListener|DuplicateLoadBalancerName)\w*)\b|InvalidGroup\.Duplicate/,
    cause: 'the name is taken by something in the account that this platform does not own',
    cure: 'delete it or give it another name, or adopt it by its external name',
    heals: 'Person',
  },
  {
    says: /\bRouteAlreadyExists\b|\bCIDR[^;]*(?:conflict|overlap)|InvalidSubnet\.Conflict|InvalidVpcRange/i,
    cause: 'the address range is in use already',
    cure: 'choose another spec.network.cidr for a new platform; that of an existing one is fixed',
    heals: 'Person',
  },
]
