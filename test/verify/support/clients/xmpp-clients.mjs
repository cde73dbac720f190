// Real XMPP clients, in a process of their own because @xmpp/client is an ES module.
import './dom.mjs';
import { client, xml } from '@xmpp/client';
import { connection } from './connection.mjs';
import { serve } from './serve.mjs';
import { Strophe } from 'strophe.js';
import { WebSocket } from './websocket.mjs';
import { XMLHttpRequest } from './xml-http-request.mjs';

Object.assign(globalThis, { WebSocket, XMLHttpRequest });
Strophe.setLogLevel(Strophe.LogLevel.FATAL);

const MUC = 'http://jabber.org/protocol/muc';

/** A login by websocket. */
async function websocket(service, domain, account) {
  const session = client({ service, domain, timeout: 20_000, ...account });
  const messages = [];
  let joined = () => {};
  let closed;
  // One that is lost stays lost, so that tests notice.
  session.reconnect.stop();
  session.on('error', (error) => {
    closed ??= String(error);
  });
  session.on('offline', () => {
    closed ??= 'offline';
  });
  session.on('disconnect', () => {
    closed ??= 'disconnected';
  });
  session.on('stanza', (stanza) => {
    if (stanza.is('presence') && stanza.getChild('x', `${MUC}#user`)?.getChildren('status').some(({ attrs }) => attrs.code === '110')) {
      joined();
    }
    if (stanza.is('message') && stanza.getChildText('body') !== null) {
      messages.push(stanza.getChildText('body'));
    }
  });
  const jid = await session.start();
  return {
    jid: jid.toString(),
    messages,
    closed: () => closed,
    protocol: () => session.socket?.socket?.protocol,
    join: (room, nick) => new Promise((done) => {
      joined = done;
      void session.send(xml('presence', { to: `${room}/${nick}` }, xml('x', { xmlns: MUC })));
    }),
    say: (room, text) => session.send(xml('message', { to: room, type: 'groupchat' }, xml('body', {}, text))),
    ping: async () => {
      await session.iqCaller.get(xml('ping', { xmlns: 'urn:xmpp:ping' }), domain, 5000);
    },
    end: () => session.stop(),
  };
}

/** A login by BOSH. */
async function bosh(service, domain, account) {
  const session = new Strophe.Connection(service);
  const messages = [];
  let closed;
  let joined = () => {};
  session.addHandler(({ childNodes }) => {
    messages.push(...[...childNodes].filter(({ nodeName }) => nodeName === 'body').map(({ textContent }) => textContent));
    return true;
  }, null, 'message');
  session.addHandler((stanza) => {
    if ([...stanza.getElementsByTagName('status')].some((status) => status.getAttribute('code') === '110')) {
      joined();
    }
    return true;
  }, null, 'presence');
  await new Promise((done, fail) => {
    session.connect(account === undefined ? domain : `${account.username}@${domain}`, account?.password ?? null, (status, reason) => {
      if (status === Strophe.Status.CONNECTED) {
        done();
      } else if ([Strophe.Status.CONNFAIL, Strophe.Status.AUTHFAIL, Strophe.Status.CONNTIMEOUT, Strophe.Status.DISCONNECTED, Strophe.Status.ERROR].includes(status)) {
        closed ??= reason ?? `status ${status}`;
        // Else it would go on asking.
        session.reset();
        fail(new Error(closed));
      }
    });
  });
  const element = (name, attributes) => new Strophe.Builder(name, attributes);
  return {
    jid: session.jid,
    messages,
    closed: () => closed,
    protocol: () => undefined,
    join: (room, nick) => new Promise((done) => {
      joined = done;
      session.send(element('presence', { to: `${room}/${nick}` }).c('x', { xmlns: MUC }));
    }),
    say: (room, text) => session.send(element('message', { to: room, type: 'groupchat' }).c('body').t(text)),
    ping: () => new Promise((done, fail) => {
      session.sendIQ(element('iq', { to: domain, type: 'get' }).c('ping', { xmlns: 'urn:xmpp:ping' }), () => done(), () => fail(new Error('no pong')), 5000);
    }),
    end: () => session.disconnect(),
  };
}

const clients = new Map();
const logins = { websocket, bosh };

/** Does something for one of the clients, with its way to connect. */
const forClient = (act) => ({ number, ...options }) => {
  const { how, client: one } = clients.get(number);
  return connection.run(how, () => act(one, options));
};

serve({
  async login({ transport, service, domain, account, ...how }) {
    const created = await connection.run(how, () => logins[transport](service, domain, account));
    const number = clients.size;
    clients.set(number, { how, client: created });
    return { number, jid: created.jid, protocol: created.protocol() };
  },
  trust({ ca }) {
    clients.forEach(({ how }) => {
      how.ca = ca;
    });
  },
  join: forClient((one, { room, nick }) => one.join(room, nick)),
  say: forClient((one, { room, text }) => one.say(room, text)),
  ping: forClient((one) => one.ping()),
  end: forClient((one) => one.end()),
  state: forClient((one) => ({ closed: one.closed(), messages: one.messages })),
});
