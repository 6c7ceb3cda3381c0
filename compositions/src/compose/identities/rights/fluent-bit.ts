import type { Statement } from '../../policy-document.ts'
import type { IdentitiesPlan } from '../plan.ts'

/** Writes to the log groups of the platform, which exist already: it may make streams in them, and no groups. */
export const fluentBit = ({ spec }: IdentitiesPlan): readonly Statement[] =>
  spec.logGroupArns.length === 0
    ? []
    : [
        {
          Sid: 'Write',
          Effect: 'Allow',
          Action: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
          // the group for the first two actions, its streams for the last
          Resource: spec.logGroupArns.flatMap((arn) => [arn, `${arn}:log-stream:*`]),
        },
      ]
