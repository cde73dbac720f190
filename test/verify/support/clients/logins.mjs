// Many logins by websocket, with as little work for the client as can be: what is measured is what the servers do.
import { Buffer } from 'node:buffer';
import { CLOSE, frame, frameReader, TEXT } from './websocket-frames.mjs';
import { connect as connectPlain } from 'node:net';
import { connect as connectTls, createSecureContext } from 'node:tls';
import { performance } from 'node:perf_hooks';
import { serve } from './serve.mjs';
import { setTimeout } from 'node:timers/promises';

const OPEN = '<open xmlns="urn:ietf:params:xml:ns:xmpp-framing" to="meet.jitsi" version="1.0"/>';
const STEPS = [
  ['</stream:features>', '<auth xmlns="urn:ietf:params:xml:ns:xmpp-sasl" mechanism="ANONYMOUS"/>'],
  ['<success', OPEN],
  ['</stream:features>', '<iq type="set" id="bind" xmlns="jabber:client"><bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/></iq>'],
];

const trusted = new Map();

/** As a browser that has the page already: it has read the authority's certificate once, and resumes the TLS session. */
function encrypted({ host, port, name, ca }) {
  const known = trusted.get(ca) ?? { context: createSecureContext({ ca }), session: undefined };
  trusted.set(ca, known);
  const socket = connectTls({ port, host, servername: name, secureContext: known.context, session: known.session, ALPNProtocols: ['http/1.1'] });
  socket.on('session', (session) => {
    known.session = session;
  });
  return socket;
}

/** Logs in; the promise is kept when Prosody has said who the client is. */
function login(target) {
  return new Promise((done, fail) => {
    const { host, port, name, path } = target;
    const socket = target.ca === undefined ? connectPlain(port, host) : encrypted(target);
    const session = { socket, pong: undefined, open: true };
    let step = 0;
    let head = '';
    const send = (text) => socket.write(frame(TEXT, text));
    const read = frameReader((opcode, payload) => {
      const text = payload.toString();
      const [expected, answer] = STEPS[step] ?? ['id=\'bind\'', undefined];
      if (step > STEPS.length) {
        session.pong?.(text);
      } else if (opcode === TEXT && text.includes(expected)) {
        step += 1;
        if (answer === undefined) {
          done(session);
        } else {
          send(answer);
        }
      }
    });
    const readHead = (part) => {
      head += part.toString('latin1');
      const end = head.indexOf('\r\n\r\n');
      if (end >= 0) {
        if (!head.startsWith('HTTP/1.1 101 ')) {
          socket.destroy(new Error(head.slice(0, head.indexOf('\r\n'))));
          return;
        }
        socket.off('data', readHead).on('data', read);
        send(OPEN);
        if (head.length > end + 4) {
          read(Buffer.from(head.slice(end + 4), 'latin1'));
        }
      }
    };
    socket.setNoDelay(true);
    socket.on('data', readHead).on('error', fail).on('close', () => {
      session.open = false;
      fail(new Error('closed'));
    });
    socket.write([
      `GET ${path} HTTP/1.1`, `Host: ${name}`, 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      'Sec-WebSocket-Protocol: xmpp', '', '',
    ].join('\r\n'));
  });
}

async function logInAndOut(target) {
  const { socket } = await login(target);
  socket.end(frame(CLOSE, [0x03, 0xe8]));
}

function ping(session) {
  return new Promise((done) => {
    session.pong = (text) => done(text.includes('id=\'ping\'') && text.includes('result'));
    session.socket.once('close', () => done(false));
    session.socket.write(frame(TEXT, '<iq type="get" id="ping" to="meet.jitsi" xmlns="jabber:client"><ping xmlns="urn:xmpp:ping"/></iq>'));
  });
}

/** Does something so many times, some of them at once; says what went wrong. */
async function repeat(times, atOnce, act) {
  const errors = [];
  let begun = 0;
  await Promise.all(Array.from({ length: atOnce }, async () => {
    while (begun < times) {
      begun += 1;
      try {
        await act();
      } catch (error) {
        errors.push(String(error));
      }
    }
  }));
  return errors;
}

const held = [];

serve({
  /** So many clients, each as soon as another one is in: logins a second. */
  async crowd({ times, atOnce, ...target }) {
    const start = performance.now();
    const errors = await repeat(times, atOnce, () => logInAndOut(target));
    return { rate: times / (performance.now() - start) * 1000, errors };
  },
  /** So many clients, so many a second, whether the ones before are in or not: logins a second until the last is in. */
  async stream({ times, aSecond, ...target }) {
    const start = performance.now();
    const errors = [];
    await Promise.all(Array.from({ length: times }, async (_, index) => {
      await setTimeout(index / aSecond * 1000);
      await logInAndOut(target).catch((error) => errors.push(String(error)));
    }));
    return { rate: times / (performance.now() - start) * 1000, errors };
  },
  /** Logs in so many times and stays. */
  async hold({ times, atOnce, ...target }) {
    const errors = await repeat(times, atOnce, async () => {
      held.push(await login(target));
    });
    return { errors };
  },
  /** How many of those that stay get an answer from Prosody. */
  async alive() {
    const answers = await Promise.all(held.filter(({ open }) => open).map(ping));
    return answers.filter(Boolean).length;
  },
});
