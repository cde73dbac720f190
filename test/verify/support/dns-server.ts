import { createSocket, RemoteInfo, Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv4 } from 'node:net';
import { Scope } from './scope';

const TYPE_A = 1;
const TYPE_AAAA = 28;
const NO_SUCH_NAME = 3;

/** A name server for addresses, on port 53. */
export class DnsServer {
  /** Addresses by name. All other names do not exist. */
  public readonly records = new Map<string, string | readonly string[]>();
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
    const known = this.records.get(labels.join('.'));
    const addresses = typeof known === 'string' ? [known] : known ?? [];
    const type = query.readUInt16BE(end + 1);
    const answers = addresses.filter((address) => type === (isIPv4(address) ? TYPE_A : TYPE_AAAA)).map((address) => {
      const bytes = bytesOf(address);
      // A pointer to the question's name, its type, class IN, 5 seconds, and so many bytes.
      return Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 5, 0, bytes.length, ...bytes]);
    });
    const header = Buffer.alloc(12);
    header.writeUInt16BE(query.readUInt16BE(0), 0);
    header.writeUInt16BE(0x8580 | (known === undefined ? NO_SUCH_NAME : 0), 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(answers.length, 6);
    return Buffer.concat([header, question, ...answers]);
  }
}

function bytesOf(address: string): number[] {
  if (isIPv4(address)) {
    return address.split('.').map(Number);
  }
  const [before = [], after = []] = address.split('::').map((part) => part.split(':').filter((group) => group !== ''));
  const groups = [...before, ...Array<string>(8 - before.length - after.length).fill('0'), ...after].map((group) => parseInt(group, 16));
  return groups.flatMap((group) => [group >> 8, group & 0xff]);
}
