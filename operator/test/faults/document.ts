import type { Row } from './row.ts'
import { markdownTable, type Result } from './table.ts'

/** The results of a run, by row: what `results.json` holds. */
export type Results = Readonly<Record<string, Result>>

/** By what a row is found in the results. */
export const keyOf = ({ number, name }: Pick<Row, 'number' | 'name'>): string => `${number}: ${name}`

/** docs/reference/faults.md. */
export const document = (rows: readonly Row[], results: Results): string =>
  `${introduction}\n${markdownTable(rows.map((row) => ({ ...row, result: results[keyOf(row)] })))}\n`

const introduction = `# Faults

<!-- Written by \`make faults\`; a unit test holds it against operator/test/faults. Do not edit. -->

What happens to a platform when something fails, shown by doing it: on a real etcd, kube-apiserver, kube-controller-manager and
Crossplane, with our composition function, and with the [twin](../../bootstrap/twin/README.md) as AWS. The operator under test is
the program that is shipped, in a process of its own; it talks to the API server through a proxy that loses answers, falls
silent, refuses or lags as a row says.

\`\`\`sh
make faults                                                        # all rows, about 15 minutes on two cores
npx vitest run --project faults -t '5: '                           # the rows of one number
\`\`\`

Three rules hold for every row, and are looked at in every row that they can be broken in:

- the operator's process never ends but where a row ends it (\`crashes\`), except by the loss of its Lease, which is meant to end it;
- AWS is made to create nothing twice (\`duplicates\`), by the log that the twin's AWS keeps of itself;
- nothing stands in AWS that no object of the management cluster knows, and of what was deleted nothing is left (\`orphans\`);
  nobody edits a finalizer.

Rows run one after the other against one control plane. The platform \`steady\` stands through all of them. Figures are of the
last complete run, on a machine that others used at the same time: they show an order of magnitude.

CI runs the rows that have passed before. A row whose last result is "not run" has not passed on a real control plane yet: take
it for an intention.

Not shown here: faults that last longer than a row may take (an API server away for hours), the loss of etcd's data (see
[lifecycle](lifecycle.md), adoption), and a real AWS. A request of an old leader that is already on its way when it stops is not
held up by anything but its own deadline: the API server takes it when it arrives, which is why a leader gives up its calls a
second before others may lead.
`
