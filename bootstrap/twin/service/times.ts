/** How long one kind takes, in seconds of the real service. `patience`: how long the provider itself repeats a refused deletion. */
export type KindTimes = Readonly<{
  create: number
  modify: number
  delete: number
  patience?: number
  /** `log`: seen in logs; `source`: written in the provider's code; `estimate`: a judgement. */
  mark: 'log' | 'source' | 'estimate'
}>

/** When and where the table was made from. */
export const timesSource = {
  asOf: '2026-11-24',
  source:
    'public Terraform and steampipe logs; terraform-provider-aws internal/service/ec2 (waits and retries); 34 network resources became Ready in 160 s on the real provider against a mock of AWS',
} as const

/** The rows by kind, with a second row where one kind has two speeds. */
export const kindTimes: Readonly<Record<string, KindTimes>> = {
  VPC: { create: 20, modify: 5, delete: 1, patience: 300, mark: 'log' },
  Subnet: { create: 8, modify: 5, delete: 1, patience: 1200, mark: 'log' },
  InternetGateway: { create: 3, modify: 3, delete: 10, patience: 1200, mark: 'estimate' },
  EIP: { create: 2, modify: 2, delete: 1, mark: 'estimate' },
  NATGateway: { create: 105, modify: 30, delete: 60, mark: 'log' },
  RouteTable: { create: 2, modify: 2, delete: 2, mark: 'estimate' },
  Route: { create: 2, modify: 2, delete: 2, mark: 'estimate' },
  RouteTableAssociation: { create: 2, modify: 2, delete: 2, mark: 'estimate' },
  DefaultSecurityGroup: { create: 2, modify: 2, delete: 0, mark: 'estimate' },
  SecurityGroup: { create: 4, modify: 2, delete: 2, patience: 900, mark: 'log' },
  SecurityGroupIngressRule: { create: 1, modify: 1, delete: 1, mark: 'estimate' },
  SecurityGroupEgressRule: { create: 1, modify: 1, delete: 1, mark: 'estimate' },
  VPCEndpoint: { create: 6, modify: 6, delete: 10, mark: 'log' },
  'VPCEndpoint/Interface': { create: 60, modify: 30, delete: 90, mark: 'estimate' },
  VPCEndpointRouteTableAssociation: { create: 6, modify: 1, delete: 6, mark: 'estimate' },
  // the provider waits a minute before each call and makes them one at a time
  VPCEndpointSubnetAssociation: { create: 60, modify: 1, delete: 60, mark: 'source' },
  VPCEndpointSecurityGroupAssociation: { create: 5, modify: 1, delete: 5, mark: 'estimate' },
  // AWS makes and deletes them of its own accord, and is late with the latter
  NetworkInterface: { create: 0, modify: 0, delete: 30, mark: 'estimate' },
  FlowLog: { create: 2, modify: 1, delete: 1, mark: 'estimate' },
  Role: { create: 2, modify: 1, delete: 1, patience: 120, mark: 'estimate' },
  RolePolicy: { create: 1, modify: 1, delete: 1, mark: 'estimate' },
  Key: { create: 10, modify: 5, delete: 2, mark: 'estimate' },
  Group: { create: 1, modify: 1, delete: 1, mark: 'estimate' },
}

/** How the provider itself passes its time, in seconds. */
export const providerTimes = {
  /** It looks at each settled resource that often. */
  poll: 600,
  /** It repeats a refused call within its patience that often. */
  repeat: 10,
  /** How long it takes to notice that something it waited for is there: its retries lie 1 to 60 s apart. */
  notice: 5,
} as const

/** Turns seconds of the real service into milliseconds here; scale 0 makes everything happen at once. */
export const scaled = (seconds: number, timeScale: number): number => Math.round(seconds * 1000 * timeScale)
