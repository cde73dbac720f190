import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect as connectTcp, Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { atMost, Figure } from '../figure';
import { Effort, interleave } from '../rounds';
import { Target } from './client';
import { Servers } from './servers';

/** Upgrades of a round; the slowest one in a hundred is looked at. */
const UPGRADES = 1000;

const ROUNDS = 7;

/**
 * Websockets to Prosody through the edge and straight to it, each on a connection of its own, one by one and in turn. The time is from writing the request
 * to the end of the head of the answer, on a connection that is there already: TLS, which only one of the two has, is made before; the edge's own
 * connection to Prosody, which it makes for each websocket, counts.
 */
export async function* upgrades(servers: Servers, effort: Effort): AsyncGenerator<Figure> {
  const { both } = await interleave(effort, ROUNDS, { both: () => pairs(servers, effort.smoke ? 20 : UPGRADES) });
  for (const [name, rank, goal] of [['p99', 0.99, atMost(1)], ['median', 0.5, undefined]] as const) {
    const [ours, direct] = (['edge', 'prosody'] as const).map((target) => both.map((times) => percentile(times[target], rank))) as [number[], number[]];
    yield {
      name: `${name} of a websocket upgrade, more than straight to Prosody`, samples: ours.map((time, round) => time - (direct[round] ?? NaN)), unit: 'ms', goal,
      detail: `${ours.map((time) => time.toFixed(2)).join(' ')} - ${direct.map((time) => time.toFixed(2)).join(' ')}`,
    };
  }
}

interface Times {
  readonly edge: number[];
  readonly prosody: number[];
}

async function pairs(servers: Servers, count: number): Promise<Times> {
  const times: Times = { edge: [], prosody: [] };
  for (let pair = 0; pair < count; pair += 1) {
    for (const target of pair % 2 === 0 ? ['edge', 'prosody'] as const : ['prosody', 'edge'] as const) {
      times[target].push(await upgrade(servers[target]));
    }
  }
  return times;
}

async function upgrade({ address, port, host, ca }: Target): Promise<number> {
  const socket = ca === undefined ? connectTcp(port, address) : connectTls({ host: address, port, servername: host, ca });
  await once(socket, ca === undefined ? 'connect' : 'secureConnect');
  socket.setNoDelay(true);
  try {
    const head = received(socket, '\r\n\r\n');
    const start = performance.now();
    socket.write(['GET /xmpp-websocket?room=room HTTP/1.1', `Host: ${host}`, 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Protocol: xmpp', `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`, '', ''].join('\r\n'));
    const answer = await head;
    const milliseconds = performance.now() - start;
    if (!answer.startsWith('HTTP/1.1 101 ')) {
      throw new Error(`no websocket: ${answer}`);
    }
    await farewell(socket);
    return milliseconds;
  } finally {
    socket.destroy();
  }
}

/** Closes as the protocol asks, and waits for the end, so that what the servers do for it is not in the next one's time. */
async function farewell(socket: Socket): Promise<void> {
  const end = once(socket, 'close');
  // An empty close frame, masked with zeros.
  socket.write(Buffer.from([0x88, 0x80, 0, 0, 0, 0]));
  socket.resume();
  await end;
}

function received(socket: Socket, end: string): Promise<string> {
  return new Promise((done, fail) => {
    let text = '';
    const listener = (part: Buffer): void => {
      text += part.toString('latin1');
      if (text.includes(end)) {
        socket.off('data', listener);
        done(text);
      }
    };
    socket.on('data', listener);
    socket.once('error', fail);
    socket.once('close', () => {
      fail(new Error(`the connection ended: ${text}`));
    });
  });
}

/** The smallest value that is not less than this share of them. */
function percentile(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.ceil(share * values.length) - 1] ?? NaN;
}
