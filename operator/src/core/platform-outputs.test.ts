import { expect, test } from 'vitest'
import { composite, networkIds } from '../../test/builders/composite.ts'
import { installation } from '../../test/builders/installation.ts'
import { claimedPlatform } from '../../test/builders/stored-platform.ts'
import { observing } from '../../test/builders/world.ts'
import { type LivePlatform, parsePlatform } from './platform.ts'
import { platformOutputs } from './platform-outputs.ts'

const platform = parsePlatform(claimedPlatform({ spec: { cache: { engine: 'Valkey' } } }), installation) as LivePlatform

test.each([
  { why: 'nothing has been reported', composites: [], outputs: {} },
  {
    why: 'the subnets are known: their ids by what they are for',
    composites: [composite('PlatformNetwork', { status: networkIds })],
    outputs: {
      network: {
        vpcId: 'vpc-0a1b',
        vpcCidr: '10.0.0.0/16',
        publicSubnetIds: ['subnet-01', 'subnet-11'],
        privateSubnetIds: ['subnet-02', 'subnet-12'],
        dataSubnetIds: ['subnet-03', 'subnet-13'],
        natPublicIps: [],
      },
    },
  },
  {
    why: 'the application has an address',
    composites: [composite('PlatformEdge', { status: { url: 'https://tasks.example.com' } })],
    outputs: { urls: { app: 'https://tasks.example.com' } },
  },
  {
    why: 'versions are what runs, not what was asked for',
    composites: [
      composite('PlatformDatabase', { status: { engineVersion: '17.10' } }),
      composite('PlatformCache', { status: { engineVersion: '8.1.0' } }),
    ],
    outputs: { versions: { postgresql: '17.10', valkey: '8.1.0' } },
  },
])('$why', ({ composites, outputs }) => expect(platformOutputs(platform, observing(composites))).toEqual(outputs))
