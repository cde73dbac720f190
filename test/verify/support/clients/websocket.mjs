import { CLOSE, frame, frameReader, PING, PONG, TEXT } from './websocket-frames.mjs';
import { connectionOptions } from './connection.mjs';
import { EventEmitter } from 'node:events';
import { request } from 'node:https';

/** As much of a browser's as XMPP needs; Node.js has none of its own in all versions that this package supports. */
export class WebSocket extends EventEmitter {
  protocol = '';
  #socket;
  #closed = false;

  constructor(url, protocols) {
    super();
    const upgrade = request(url.replace(/^wss:/, 'https:'), {
      ...connectionOptions(),
      headers: {
        'Connection': 'Upgrade', 'Upgrade': 'websocket', 'Sec-WebSocket-Version': '13', 'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
        'Sec-WebSocket-Protocol': protocols.join(', '),
      },
    });
    upgrade.on('response', ({ statusCode }) => this.#fail(new Error(`no websocket: ${statusCode}`))).on('error', (error) => this.#fail(error));
    upgrade.on('upgrade', ({ headers }, socket) => {
      this.#socket = socket;
      this.protocol = headers['sec-websocket-protocol'] ?? '';
      socket.on('data', frameReader((opcode, payload) => this.#take(opcode, payload)));
      socket.on('error', () => {}).on('close', () => this.#close(false));
      this.emit('open');
    }).end();
  }

  send(data) {
    this.#socket.write(frame(TEXT, data));
  }

  close() {
    this.#socket.end(frame(CLOSE, [0x03, 0xe8]));
  }

  #take(opcode, payload) {
    if (opcode === TEXT) {
      this.emit('message', { data: payload.toString() });
    } else if (opcode === PING) {
      this.#socket.write(frame(PONG, payload));
    } else if (opcode === CLOSE) {
      this.#close(true);
      this.#socket.end();
    }
  }

  #fail(error) {
    this.emit('error', { error, message: error.message });
    this.#close(false);
  }

  #close(wasClean) {
    if (!this.#closed) {
      this.#closed = true;
      this.emit('close', { wasClean });
    }
  }
}
