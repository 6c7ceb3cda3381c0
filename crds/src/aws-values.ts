import { text } from './fields.ts'

/** Identifier of a VPC. */
export const vpcId = text({ min: 1, max: 64, pattern: /^vpc-[0-9a-f]+$/, examples: ['vpc-0a1b2c3d4e5f60718'] })

/** Identifier of a subnet. */
export const subnetId = text({
  min: 1,
  max: 64,
  pattern: /^subnet-[0-9a-f]+$/,
  examples: ['subnet-0a1b2c3d4e5f60718', 'subnet-0a1b2c3d4e5f60719'],
})

/** Identifier of a security group. */
export const securityGroupId = text({
  min: 1,
  max: 64,
  pattern: /^sg-[0-9a-f]+$/,
  examples: ['sg-0a1b2c3d4e5f60718'],
})

/** RDS instance class: a family and a size. */
export const databaseInstanceClass = text({
  min: 6,
  max: 32,
  pattern: /^db\.[a-z][a-z0-9]*(-[a-z0-9]+)*\.[0-9]*[a-z]+$/,
  examples: ['db.r6g.large', 'db.t3.micro'],
})

/** ElastiCache node type: a family and a size. */
export const cacheNodeType = text({
  min: 9,
  max: 32,
  pattern: /^cache\.[a-z][a-z0-9]*(-[a-z0-9]+)*\.[0-9]*[a-z]+$/,
  examples: ['cache.t3.small', 'cache.r7g.large'],
})
