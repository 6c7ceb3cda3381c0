import type { Attributes } from '../../service/aws-resource.ts'
import { refuse } from '../../service/refusal.ts'
import { bucketPart } from './bucket-part.ts'

/** Who owns objects that others write, and whether access lists count. */
export const bucketOwnershipControls = bucketPart({
  kind: 'BucketOwnershipControls',
  plural: 'bucketownershipcontrols',
  words: 'Ownership Controls',
  call: 'BucketOwnershipControls',
  arguments: ['bucket', 'region', 'rule'],
  judge: (_world, { rule }) =>
    ownerships.includes(String((rule as Attributes | undefined)?.['objectOwnership']))
      ? undefined
      : refuse(
          'MalformedXML',
          'The XML you provided was not well-formed or did not validate against our published schema',
        ),
})

const ownerships = ['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter']
