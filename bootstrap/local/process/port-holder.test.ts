import { expect, test } from 'vitest'
import { listeningInodes } from './port-holder.ts'

const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:6720 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4242 1 0000000000000000 100 0 0 10 0
   1: 0100007F:6720 0100007F:D431 01 00000000:00000000 00:00000000 00000000     0        0 4243 1 0000000000000000 20 4 30 10 -1
   2: 00000000:6721 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4244 1 0000000000000000 100 0 0 10 0`

test.each([
  { why: 'the listener is found, its connections are not', port: 26400, inodes: ['4242'] },
  { why: 'on all addresses counts too', port: 26401, inodes: ['4244'] },
  { why: 'nobody listens', port: 26402, inodes: [] },
])('$why', ({ port, inodes }) => expect(listeningInodes(table, port)).toEqual(inodes))
