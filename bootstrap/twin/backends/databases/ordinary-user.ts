/**
 * A command line as an ordinary user runs it. PostgreSQL refuses to run as root; in a user namespace of its own a process of root's
 * is nobody special, and its files belong to it all the same.
 */
export const ordinaryUser = (
  [program = '', ...args]: readonly string[],
  uid: number | undefined = process.getuid?.(),
): Readonly<{ command: string; args: readonly string[] }> =>
  uid === 0
    ? { command: 'unshare', args: ['--user', '--map-user=1000', '--map-group=1000', '--', program, ...args] }
    : { command: program, args }
