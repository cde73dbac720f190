import { createSocket, RemoteInfo, Socket } from 'node:dgram';
import { once } from 'node:events';
import { Scope } from './scope';

const TYPE_A = 1;
const NO_SUCH_NAME = 3;

/** A name server for IPv4 addresses, on port 53. */
export class DnsServer {
  /** Addresses by name. All other names do not exist. */
  public readonly records = new Map<string, string>();
  /** Whether it answers at all. */
  public silent = false;
  private readonly socket: Socket = createSocket('udp4');

  public static async start(scope: Scope, address: string): Promise<DnsServer> {
    const server = new DnsServer();
    server.socket.bind(53, address);
    await once(server.socket, 'listening');
    scope.onClose(async () => {
      const closed = once(server.socket, 'close');
      server.socket.close();
      await closed;
    });
    return server;
  }

  private constructor() {
    this.socket.on('message', (query: Buffer, from: RemoteInfo) => {
      if (!this.silent) {
        this.socket.send(this.answer(query), from.port, from.address);
      }
    });
  }

  private answer(query: Buffer): Buffer {
    const labels: string[] = [];
    let end = 12;
    for (let length = query.readUInt8(end); length > 0; length = query.readUInt8(end)) {
      labels.push(query.toString('ascii', end + 1, end + 1 + length));
      end += 1 + length;
    }
    const question = query.subarray(12, end + 5);
    const address = this.records.get(labels.join('.'));
    const answers = address !== undefined && query.readUInt16BE(end + 1) === TYPE_A
      // A pointer to the question's name, type A, class IN, 5 seconds, four bytes.
      ? [Buffer.from([0xc0, 12, 0, TYPE_A, 0, 1, 0, 0, 0, 5, 0, 4, ...address.split('.').map(Number)])] : [];
    const header = Buffer.alloc(12);
    header.writeUInt16BE(query.readUInt16BE(0), 0);
    header.writeUInt16BE(0x8580 | (address === undefined ? NO_SUCH_NAME : 0), 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(answers.length, 6);
    return Buffer.concat([header, question, ...answers]);
  }
}
