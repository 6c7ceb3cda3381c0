import type { Attributes } from '../../service/aws-resource.ts'
import type { Kind } from '../../service/kind.ts'
import { firstRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { managed } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'

/** An issuer of tokens that IAM believes, such as a cluster's. Its id is its ARN. */
export const openIdConnectProvider: Kind = {
  resource: managed('iam', 'OpenIDConnectProvider', 'openidconnectproviders'),
  title: 'IAM OIDC Provider',
  service: 'IAM',
  calls: {
    create: 'CreateOpenIDConnectProvider',
    modify: 'UpdateOpenIDConnectProviderThumbprint',
    delete: 'DeleteOpenIDConnectProvider',
  },
  arguments: ['clientIdList', 'tags', 'thumbprintList', 'url'],
  replacing: replacingOf('iam', 'OpenIDConnectProvider'),
  references: [],
  naming: { by: 'aws', id: (_from, { accountId, args }) => providerArn(accountId, args['url']) },
  create: (world, { id, args }) =>
    firstRefusal(
      () => urlFits(args['url']),
      () => clientsFit(args),
      () => isNew(world, id, args['url']),
    ) ?? {
      arn: id,
      // what AWS computes when none is given; it ignores them for issuers of its own certificate authority
      thumbprintList: args['thumbprintList'] ?? ['9e99a48a9960b14926bb7f3b02e22da2b0ab7280'],
    },
  modify: (_world, { attributes }) => clientsFit(attributes),
}

/** The ARN of the provider for an issuer: its address without `https://`. */
export const providerArn = (accountId: string, url: unknown): string =>
  `arn:aws:iam::${accountId}:oidc-provider/${String(url).replace(/^https:\/\//, '')}`

const urlFits = (url: unknown): Refusal | undefined =>
  /^https:\/\/[^/?#]+(\/[^?#]*)?$/.test(String(url)) && String(url).length <= 255
    ? undefined
    : refuse('InvalidInput', 'Open ID connect provider url must begin with https:// and have no query')

const clientsFit = ({ clientIdList }: Attributes): Refusal | undefined =>
  ((clientIdList ?? []) as readonly unknown[]).length > 100
    ? refuse('LimitExceeded', 'Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100', { status: 409 })
    : undefined

const isNew = (world: World, id: string, url: unknown): Refusal | undefined =>
  world.get('OpenIDConnectProvider', id)
    ? refuse('EntityAlreadyExists', `Provider with url ${url} already exists.`, { status: 409 })
    : undefined
