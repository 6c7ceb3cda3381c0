import type { Statement } from '../../policy-document.ts'
import type { IdentitiesPlan } from '../plan.ts'

/**
 * The right to use a key through one service and not directly; none, while there is no key of ours. Source: KMS guide,
 * "kms:ViaService".
 */
export const withKey = (
  sid: string,
  service: string,
  keyArn: string | undefined,
  actions: readonly string[],
  { layer }: IdentitiesPlan,
): readonly Statement[] =>
  keyArn
    ? [
        {
          Sid: sid,
          Effect: 'Allow',
          Action: actions,
          Resource: keyArn,
          Condition: { StringEquals: { 'kms:ViaService': `${service}.${layer.region}.amazonaws.com` } },
        },
      ]
    : []
