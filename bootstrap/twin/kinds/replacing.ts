import schema from './generated/replacing.json' with { type: 'json' }

/**
 * The arguments of a kind whose change would need another resource, as the provider's own schema marks them; those within a block
 * with dots: `kubernetesNetworkConfig.ipFamily`. `besides`: those that the provider's code adds by itself, with a reason beside
 * them. Throws a RangeError for a kind that was not read: run `node bootstrap/twin/tools/replacing.ts`.
 */
export const replacingOf = (service: string, kind: string, besides: readonly string[] = []): readonly string[] => {
  const found = forcedOf[`${service}/${kind}`]
  if (found) return [...found.forced, ...besides]
  throw new RangeError(
    `${service}/${kind} is not in kinds/generated/replacing.json. Compose it, then run tools/replacing.ts`,
  )
}

/** Releases of the provider, and of what it is generated from, that were read. */
export const replacingSource = { provider: schema.provider, terraformProvider: schema.terraformProvider } as const

const forcedOf: Readonly<Record<string, Readonly<{ forced: readonly string[] }>>> = schema.kinds
